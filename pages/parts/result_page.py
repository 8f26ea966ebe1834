"""A result: first in sentences, then drawn, then every question."""

import streamlit as st

from charts.description import Table
from charts.results import MOST_DIMENSIONS, areas, comparable_before, parts, staircase
from data.answers import current
from data.store import Store
from metrics import sentences
from metrics.levels import NextLevel
from metrics.questions import QuestionCounts
from metrics.results import Scores
from pages.parts import figures
from pages.parts.charting import show, show_table
from pages.parts.choosing import ROUND, UNIT
from pages.parts.forms import questionnaire_of
from pages.parts.question import answer_text
from pages.parts.result_choice import Whose
from pages.parts.session import link
from pages.parts.texts import plain
from questionnaires.model import Questionnaire


def result(store: Store, chosen: Whose) -> None:
    """All of one result."""
    form = questionnaire_of(store, chosen.round)
    scores = figures.scores(store, chosen.round.questionnaire, chosen.round.round, chosen.unit_id, chosen.branch_id)
    _sentences(scores, form, chosen)
    by_rules = scores.single and form.has_level_rules
    if scores.total.n and by_rules:
        show(staircase(scores, form, chosen.name), "trappa")
    before = _before(store, scores, chosen)
    for place, part in enumerate(parts(scores) or (None,)):
        drawn = areas(scores, form, chosen.name, before, part)
        if drawn is not None:
            show(drawn, f"omraden-{place}")
    _questions(store, scores, form, chosen)


def _sentences(scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    st.header(plain(chosen.name), anchor=False)
    st.caption(plain(sentences.as_of_text(chosen.round.name, scores)))
    first = sentences.result_sentence(scores, form)
    st.markdown(f"**{plain(first)}**")
    whole = {part.id for part in parts(scores)}
    tops = [area for area in scores.areas if (area.parent is None or area.parent in whole) and area.id not in whole]
    lines = [sentences.spread_sentence(scores, scores.origin.decimals)]
    if not scores.coverage.insufficient:
        lines += [sentences.change_sentence(scores.change), sentences.lowest_sentence(tops)]
    if any(lines):
        st.markdown("  \n".join(plain(line) for line in lines if line))
    # The rule for units speaks of shares of units, which says nothing of a single one.
    if scores.change is not None and (scores.change.delta is None or scores.change.n > 1):
        st.caption(plain(scores.change.rule))
    if scores.next_level is not None and scores.total.n:
        _missing(scores.next_level, form)
    if form.settings.note:
        st.info(plain(form.settings.note), icon=":material/info:")
    if scores.total.unanswered and scores.single and not scores.origin.closed:
        address = {ROUND: chosen.round.round, **({UNIT: chosen.unit.unit} if chosen.unit else {})}
        link("mina_fragor.py", "Svara på resten", icon=":material/edit_note:", to=address)


def _missing(found: NextLevel, form: Questionnaire) -> None:
    """What the next level asks for, as measures to have in place."""
    with st.container(border=True):
        st.subheader(plain(f"För nivå {found.level} saknas"), anchor=False)
        st.caption(plain(found.label))
        for group in found.groups:
            several = len(group.candidates) > group.needed
            if several:
                st.markdown(f"**{group.needed} av dessa {len(group.candidates)} behöver vara på plats:**")
            elif group.needed > 1:
                st.markdown(f"**Dessa {group.needed} behöver vara på plats:**")
            st.markdown("\n".join(f"- {_measure(form, name)}" for name in group.candidates))


def _measure(form: Questionnaire, name: str) -> str:
    question = form.question(name)
    area = form.area(question.area).label
    criteria = " ".join(question.criteria.split())
    for start in ("Räknas som ja om ", "Räknas som ja när "):
        if criteria.startswith(start):
            criteria = sentences.first_capital(criteria.removeprefix(start))
    return f"**{plain(area)}.** {plain(criteria or question.label)}"


def _before(store: Store, scores: Scores, chosen: Whose) -> Scores | None:
    earlier = comparable_before(scores)
    if earlier is None:
        return None
    return figures.scores(store, chosen.round.questionnaire, earlier, chosen.unit_id, chosen.branch_id)


def _questions(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    """Every question, folded: it is long, and the figures come first."""
    folded = st.expander("Alla frågor och svar", icon=":material/list:", key="fragor", on_change="rerun")
    if not folded.open:
        return
    with folded:
        if scores.single:
            show_table(_own_answers(store, scores, form, chosen), "Alla frågor med svar")
        else:
            counts = figures.question_counts(store, chosen.round.questionnaire, chosen.round.round, chosen.branch_id)
            show_table(_counted(form, counts), "Alla frågor med antal svar av varje slag")


def _own_answers(store: Store, scores: Scores, form: Questionnaire, chosen: Whose) -> Table:
    unit = next(iter(scores.unit_scores), chosen.unit_id or "")
    stored = current(store, chosen.round.round, unit, chosen.round.closed_seq) if unit else {}
    rows = []
    for name in scores.asked:
        question = form.question(name)
        answer = stored.get(name)
        texts = (answer.comment or "", answer.evidence or "") if answer else ("", "")
        rows.append((_top(form, question.area), question.label, answer_text(form, name, answer), *texts))
    return Table(("Område", "Fråga", "Svar", "Kommentar", "Underlag"), tuple(rows))


def _top(form: Questionnaire, name: str) -> str:
    """The area as people know it: *Risker* rather than its dimension *Tillämpning*."""
    area = form.area(name)
    dimension = area.parent is not None and len(form.sub_areas(area.parent)) <= MOST_DIMENSIONS
    return form.area(area.parent).label if area.parent and dimension else area.label


def _counted(form: Questionnaire, counts: tuple[QuestionCounts, ...]) -> Table:
    rows = []
    for found in counts:
        question = form.question(found.question)
        given = [
            f"{choice.label}: {found.alternatives[choice.name]}"
            for choice in form.choices_of(question)
            if found.alternatives.get(choice.name)
        ]
        rows.append(
            (
                _top(form, question.area),
                question.label,
                " · ".join(given) or "–",
                f"{found.answered} av {found.expected}",
                str(found.unknown),
                str(found.not_applicable),
            )
        )
    return Table(("Område", "Fråga", "Svar", "Besvarade", "Vet ej", "Gäller inte oss"), tuple(rows))
