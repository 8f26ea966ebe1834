"""*Rätta ett svar* in a closed measurement, and what has been corrected: before, after, when, why and by whom."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import NO_VALUE, day_and_time
from data.ledger.store import Store
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import Answer, AnswerState, StoredAnswer, current, newest_seqs
from data.measuring.closing import Restatement, correct_answer, restatements
from data.measuring.rounds import Round
from data.organisation.people import name_of, persons
from data.organisation.units import Unit, units
from pages.answering.areas import area_pages
from pages.answering.question import answer_text
from pages.frame.choosing import UNIT, units_of
from pages.frame.forms import published, questionnaire_of
from pages.frame.free_texts import reason_field
from pages.frame.guard import permission
from pages.frame.tables import unbroken, wide_table
from pages.frame.texts import plain
from pages.frame.unit_names import unit_labels
from pages.measuring.acts import act, show_act_fault, written
from questionnaires.answer_words import STATE_LABELS, answer_words
from questionnaires.model import Questionnaire

_STATE = "state:"
_SHORT = 60


def corrections(store: Store, found: Round) -> None:
    """The fields that correct an answer, and the list of what has been corrected."""
    form = questionnaire_of(store, found)
    asked = units_of(store, found)
    st.markdown(
        "Rätta ett svar som blev fel. Resultatet som avslutades står kvar; det rättade visas bredvid, med skälet."
    )
    if asked:
        _correct(store, found, form, asked)
    _restated(store, found, form, {unit.unit: unit.name for unit in asked})


def _correct(store: Store, found: Round, form: Questionnaire, asked: list[Unit]) -> None:
    by_id, labels = {unit.unit: unit for unit in asked}, unit_labels(asked, units(store, found.as_of))
    named = st.query_params.get(UNIT, "")
    place = list(by_id).index(named) if named in by_id else 0
    picked = st.selectbox("Vems svar", list(by_id), index=place, key="correct_unit", format_func=labels.__getitem__)
    unit = by_id.get(picked or "", asked[0])
    questions = {question.name: question for area in area_pages(form, unit) for question in area.questions}
    if not questions:
        st.markdown("Formuläret har inga frågor till den som är vald.")
        return
    name = st.selectbox(
        "Fråga", list(questions), key="correct_question", format_func=lambda name: _short(questions[name].label)
    )
    question = name if name in questions else next(iter(questions))
    stored = current(store, found.round, unit.unit, corrected=True).get(question)
    st.markdown(f"Svaret nu: **{plain(answer_text(form, question, stored))}**")
    # Keys that go by what is chosen: another question begins with empty fields.
    key = f"correct-{unit.unit}-{question}"
    said: dict[str, str] = {choice.name: choice.label for choice in form.choices_of(question)}
    # No alternative's name holds a colon.
    said |= {f"{_STATE}{state}": words for state, words in STATE_LABELS.items()}
    st.selectbox(
        "Rätt svar", list(said), index=None, key=f"{key}-said", format_func=lambda one: said[one], placeholder="Välj"
    )
    st.text_area("Kommentar", value=stored.comment or "" if stored else "", key=f"{key}-comment", max_chars=MAX_TEXT)
    reason_field("Varför rättas svaret?", f"{key}-why")
    seen = newest_seqs(store, found.round, unit.unit).get(question, 0)
    st.button(
        "Spara rättelsen",
        key="correct_save",
        on_click=act,
        args=("correct", _correction(found, unit.unit, question, stored, seen, key), f"{key}-said", f"{key}-why"),
    )
    show_act_fault("correct")


def _correction(
    found: Round, unit: str, question: str, stored: StoredAnswer | None, seen: int, key: str
) -> Callable[[Store], None]:
    def correct(store: Store) -> None:
        said = written(f"{key}-said")
        if not said:
            raise MognadError("answer_missing", "Välj det rätta svaret.")
        state = AnswerState(said.removeprefix(_STATE)) if said.startswith(_STATE) else AnswerState.ANSWERED
        answer = Answer(
            found.round,
            unit,
            question,
            state,
            alternative=said if state is AnswerState.ANSWERED else None,
            comment=written(f"{key}-comment"),
            evidence=stored.evidence if stored else None,
            evidence_date=stored.evidence_date if stored else None,
            based_on=seen,
            person=stored.person if stored else None,
            reason=written(f"{key}-why"),
        )
        correct_answer(store, permission(Act.CORRECT), published(store, found.definition_seq), answer)

    return correct


def _restated(store: Store, found: Round, form: Questionnaire, names: dict[str, str]) -> None:
    told = restatements(store, found.round)
    if told:
        st.subheader("Rättat i efterhand", anchor=False)
        restated_table(store, form, told, names)


def restated_table(store: Store, form: Questionnaire, told: Sequence[Restatement], names: Mapping[str, str]) -> None:
    """Before, after, when, why and by whom. ``names``: unit → its name."""
    known = persons(store)
    wide_table(
        "rattat",
        {
            "Organisationsdel": [plain(names.get(one.unit, one.unit)) for one in told],
            "Fråga": [plain(_short(form.question(one.question).label)) for one in told],
            "Före": [plain(_said(form, one.question, one.before)) for one in told],
            "Efter": [plain(_said(form, one.question, one.after)) for one in told],
            "När": [unbroken(day_and_time(one.recorded_at)) for one in told],
            "Varför": [plain(one.reason or "Ändrat medan mätningen var öppen igen") for one in told],
            "Vem": [plain(name_of(known, one.actor, NO_VALUE)) for one in told],
        },
        "Svar som har rättats efter att mätningen avslutades",
    )


def _said(form: Questionnaire, question: str, said: tuple[AnswerState, str | None] | None) -> str:
    return answer_words(form, question, *(said or (None,)))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"
