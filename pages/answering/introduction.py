"""Above the first question: how many, how long it takes, last day, who sees the answers and what for, who helps."""

from collections.abc import Sequence

import streamlit as st

from base.formats import day, plural
from data.ledger.store import Store
from data.measuring.submissions import RETURNED, Submission
from pages.answering.areas import area_pages
from pages.answering.earlier import is_new
from pages.answering.own_units import COORDINATOR, Answerer
from pages.frame.session import current_store, today
from pages.frame.texts import plain
from questionnaires.asked import minutes_to_answer, role_of
from questionnaires.model import Questionnaire

_PURPOSE = "kommunens årliga mätning"


def introduction(store: Store, questionnaire: Questionnaire, answerer: Answerer) -> None:
    """What is asked of her, in a card."""
    measurement = answerer.round
    with st.container(border=True, gap="xsmall", key="inledning"):
        st.markdown(f"**{_how_much(questionnaire, answerer)} · {_when(answerer)}**")
        readers = measurement.readers or "den som svarar och informationssäkerhetssamordnaren. Ingen rangordnas"
        lines = [
            f"Svaren ses av: {readers}.",
            f"De används till: {measurement.purpose or _PURPOSE}.",
            f"Hjälp: {measurement.helper or COORDINATOR}.",
        ]
        st.markdown("  \n".join(plain(line.replace("..", ".")) for line in lines))
        st.caption("Varje svar sparas direkt. Du kan göra en paus och ändra dig tills mätningen avslutas.")
        person = answerer.person
        unit = answerer.unit.unit
        if person and answerer.submits(unit) and is_new(store, measurement, unit, person.person):
            st.markdown(
                f"Du är ny som ansvarig för {plain(answerer.unit.name)}. När du har valt kan du se vad din företrädare "
                "svarade. Det du inte vet än svarar du *Vet ej* på."
            )
        if questionnaire.settings.note:
            st.caption(plain(questionnaire.settings.note))


def not_open_yet(answerer: Answerer) -> None:
    """A planned measurement takes no answers."""
    first = answerer.round.first_day
    opens = f"öppnar {day(first)}" if first else "är inte öppnad än"
    st.info(f"Mätningen {opens}. Då svarar du här.", icon=":material/event:")


def tell_stage(answerer: Answerer, submission: Submission | None) -> None:
    """What has become of the unit's answers, where that changes what one may do."""
    name = plain(answerer.unit.name)
    if submission is None:
        return
    if submission.event == RETURNED:
        reason = f" ”{plain(submission.reason)}”" if submission.reason else ""
        st.warning(
            f"Svaren för {name} är tillbaka hos dig.{reason} Ändra det som behövs och lämna in igen.",
            icon=":material/assignment_return:",
        )
    elif submission.holds:
        st.info(
            f"Svaren för {name} är inlämnade. Ändrar du ett svar skriver du varför.",
            icon=":material/assignment_turned_in:",
        )


def _how_much(questionnaire: Questionnaire, answerer: Answerer) -> str:
    counts, first = [], 0
    for unit in answerer.units:
        areas = area_pages(questionnaire, unit, answerer.round.resting)
        questions = [question for area in areas for question in area.questions]
        counts.append(len(questions))
        first = first or minutes_to_answer(questionnaire, questions, role_of(unit.kind))
    if len(counts) == 1:
        return f"{plural(counts[0], 'fråga', 'frågor')} · ungefär {first} minuter"
    several = f"{_span(counts)} frågor för var och en av dina {len(counts)} enheter"
    return f"{several} · ungefär {first} minuter för den första"


def _span(counts: Sequence[int]) -> str:
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low}–{high}"


def _when(answerer: Answerer) -> str:
    measurement = answerer.round
    if measurement.last_day:
        # After that day answers are taken until the coordinator closes.
        late = measurement.last_day < today(current_store())
        return f"sista dag var {day(measurement.last_day)}" if late else f"svara senast {day(measurement.last_day)}"
    return f"läget per {day(measurement.as_of)}"
