"""All questions of a result with their answers: of one respondent with its texts, of many counted, and each one's."""

from collections.abc import Sequence

import streamlit as st

from base.formats import NO_VALUE, day
from charts.description import ChartTable
from data.ledger.store import Store
from data.measuring.answers import StoredAnswer, current
from data.organisation.people import name_of, persons
from metrics.measuring.forms import WantedRound
from metrics.measuring.questions import GivenAnswer, QuestionCounts, counted_words, given_answers
from metrics.measuring.results import Scores
from pages.answering.card import answer_text
from pages.frame import figures
from pages.frame.addressed import choose, in_address
from pages.frame.charting import show_table
from pages.frame.choosing import AREA
from pages.frame.fields import pick
from pages.frame.printing import printing
from pages.results.choice import Whose
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, answer_words
from questionnaires.model import Questionnaire
from questionnaires.parts import is_part

_ALL = ""


def result_questions(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    """Every question, folded but on paper: it is long, and the figures come first."""
    folded = st.expander(
        "Alla frågor och svar", icon=":material/list:", key="fragor", on_change="rerun", expanded=printing()
    )
    if not folded.open and not printing():
        return
    with folded:
        if scores.single:
            _of_one(store, scores, form, chosen)
        else:
            _of_many(store, scores, form, chosen)


def _of_one(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    unit, corrected = scores.respondent, scores.origin.corrected
    stored = current(store, chosen.round.round, unit, corrected=corrected) if unit else {}
    people_by_id = persons(store)

    def answered_by(answer: StoredAnswer | None) -> str:
        person = (answer.person or answer.actor) if answer else ""
        return name_of(people_by_id, person, NO_VALUE)

    area = _choose_area(form, scores.asked)
    names = [name for name in scores.asked if _in_area(form, name, area)]
    people = sorted({answered_by(stored[name]) for name in names if name in stored})
    whose = _choose_who(people)
    names = [name for name in names if whose in (_ALL, answered_by(stored.get(name)))]
    answers = [stored.get(name) for name in names]
    columns = {
        "Område": [area_name(form, name) for name in names],
        "Fråga": [form.question(name).label for name in names],
        "Svar": [answer_text(form, name, stored.get(name)) for name in names],
        "Kommentar": [(answer.comment if answer else None) or "" for answer in answers],
        "Underlag": [_evidence(answer) for answer in answers],
        "Besvarat av": [answered_by(answer) for answer in answers],
    }
    show_table(_without_empty(columns), "Alla frågor med svar")


def _of_many(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    measured = chosen.round
    corrected = scores.origin.corrected
    wanted = WantedRound(measured.questionnaire, measured.round, corrected=corrected)
    counts = figures.question_counts(store, wanted, chosen.branch_id)
    area = _choose_area(form, [count.question for count in counts])
    counts = tuple(count for count in counts if _in_area(form, count.question, area))
    show_table(_counted(form, counts), "Alla frågor med antal svar av varje slag")
    if printing() or not counts:
        return
    texts = {count.question: form.question(count.question).label for count in counts}
    label, note = "Se enheternas svar på en fråga", "Välj en fråga"
    picked = pick(label, texts, "result_question", index=None, placeholder=note)
    if picked in texts:
        given = given_answers(store, wanted, picked, chosen.branch_id)
        show_table(_one_by_one(form, picked, given), f"Enheternas svar på {texts[picked]}")


def _choose_area(form: Questionnaire, names: Sequence[str]) -> str:
    """A top area to look at; empty for all of them. On paper all stand."""
    labels = {label: label for label in (area_name(form, name) for name in names)}
    if printing() or len(labels) < 2:
        return _ALL
    return choose(in_address(AREA, "Område", {_ALL: "Alla områden", **labels}, "result_area"))


def _choose_who(people: Sequence[str]) -> str:
    if printing() or len(people) < 2:
        return _ALL
    return pick("Besvarat av", {_ALL: "Vem som helst", **{name: name for name in people}}, "result_who") or _ALL


def _in_area(form: Questionnaire, name: str, area: str) -> bool:
    return area in (_ALL, area_name(form, name))


def area_name(form: Questionnaire, question: str) -> str:
    """A question's area as people know it: *Risker* rather than its dimension *Tillämpning*."""
    area = form.area(form.question(question).area)
    dimension = area.parent is not None and not is_part(form, form.area(area.parent))
    return form.area(area.parent).label if area.parent and dimension else area.label


def _counted(form: Questionnaire, counts: Sequence[QuestionCounts]) -> ChartTable:
    return ChartTable.of(
        {
            "Område": [area_name(form, count.question) for count in counts],
            "Fråga": [form.question(count.question).label for count in counts],
            "Svar": [counted_words(form, count) for count in counts],
            "Besvarade": [f"{count.answered} av {count.expected}" for count in counts],
            UNKNOWN_LABEL: [str(count.unknown) for count in counts],
            NOT_APPLICABLE_LABEL: [str(count.not_applicable) for count in counts],
        }
    )


def _one_by_one(form: Questionnaire, question: str, given: Sequence[GivenAnswer]) -> ChartTable:
    columns = {
        "Enhet": [answer.name for answer in given],
        "Svar": [answer_words(form, question, answer.state, answer.alternative) for answer in given],
        "Kommentar": [answer.comment or "" for answer in given],
        "Underlag": [_evidence(answer) for answer in given],
    }
    return _without_empty(columns)


def _evidence(answer: StoredAnswer | GivenAnswer | None) -> str:
    if answer is None or not answer.evidence:
        return ""
    return f"{answer.evidence} ({day(answer.evidence_date)})" if answer.evidence_date else answer.evidence


def _without_empty(columns: dict[str, list[str]]) -> ChartTable:
    """The table without the columns of comments and evidence that nobody has written anything in."""
    optional = ("Kommentar", "Underlag")
    return ChartTable.of({name: texts for name, texts in columns.items() if name not in optional or any(texts)})
