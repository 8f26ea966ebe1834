"""The sittings of a workshop: planned, begun, ended, with who takes part."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial

import streamlit as st

from base.actors import Act
from base.clock import SWEDEN, swedish_date, utc_naive
from base.formats import clock_time, day
from data.workshop.sittings import (
    LONGEST,
    SHORTEST,
    NewSitting,
    Participant,
    Sitting,
    end_sitting,
    plan_sitting,
    read_participants,
    set_participants,
    sittings,
    start_sitting,
)
from pages.frame.faults import redraw_after, tried
from pages.frame.guard import permission
from pages.frame.session import open_current, today
from pages.frame.texts import OLDEST_DAY, plain
from pages.workshop.place import PLACE, PROJECT, Workshop, go_to

_USUAL_MINUTES = 120
_PEOPLE = "Deltagare, en per rad: namn, funktion"
_EXAMPLE = "Anna Berg, IT-chef\nBo Ek, HR"


def sitting_times(sitting: Sitting) -> str:
    """``2026-11-10 13:00–14:55``, as far as it is known."""
    if sitting.started_at is None:
        return f"{day(sitting.held_on)}, {sitting.minutes} minuter"
    if sitting.ended_at is None:
        return f"{day(sitting.held_on)} från {clock_time(sitting.started_at)}"
    return f"{day(sitting.held_on)} {clock_time(sitting.started_at)}–{clock_time(sitting.ended_at)}"


def participants(sitting: Sitting) -> str:
    """Names with their functions."""
    return ", ".join(f"{person.name} ({person.duty})" if person.duty else person.name for person in sitting.people)


def begin_or_go_on(workshop: Workshop) -> None:
    """The page's main button: on to the projector, or start the next sitting; nothing where none is planned."""
    main = partial(st.button, key="workshop-main", type="primary")
    planned = [sitting for sitting in sittings_of(workshop) if sitting.started_at is None and sitting.people]
    if workshop.sitting is not None:
        main("Fortsätt på projektorn", icon=":material/present_to_all:", on_click=go_to, args=(PROJECT,))
    elif planned and workshop.round.state == "opened":
        label, begin = f"Starta sammanträdet {day(planned[0].held_on)}", partial(_start, planned[0].sitting)
        main(label, icon=":material/play_arrow:", on_click=begin)


def sittings_section(workshop: Workshop) -> None:
    """Every sitting, newest last, and a form for one more."""
    planned = sittings_of(workshop)
    for number, sitting in enumerate(planned, 1):
        _sitting(workshop, number, sitting)
    if workshop.round.state == "opened":
        with st.expander("Planera ett sammanträde", expanded=not planned, type="compact"):
            _plan(workshop, planned)


def sittings_of(workshop: Workshop) -> list[Sitting]:
    """The workshop's sittings, in the order they were planned."""
    return sittings(workshop.store, workshop.round.round, workshop.unit.unit)


def _sitting(workshop: Workshop, number: int, sitting: Sitting) -> None:
    state = "pågår" if sitting.running else "avslutat" if sitting.ended_at else "planerat"
    with st.container(border=True):
        st.markdown(f"**Sammanträde {number}** · {sitting_times(sitting)} · {state}")
        st.caption(plain(participants(sitting)) or "Inga deltagare än.")
        if sitting.ended_at is not None:
            return
        with st.popover("Ändra deltagare", key=f"deltagare-{sitting.sitting}"):
            _participants(sitting)
        if sitting.running:
            _ending(workshop, sitting)


def _participants(sitting: Sitting) -> None:
    with st.form(f"deltagare-form-{sitting.sitting}", border=False):
        text = st.text_area(_PEOPLE, _lines(sitting.people), height=200, placeholder=_EXAMPLE)
        st.caption("Den som går tidigare står kvar: anteckningarna visar alla som har varit med.")
        if st.form_submit_button("Spara deltagarna", type="primary"):
            redraw_after(
                lambda: set_participants(open_current(), permission(Act.PLAN), sitting.sitting, read_participants(text))
            )


def _ending(workshop: Workshop, sitting: Sitting) -> None:
    forgotten = sitting.held_on != today(workshop.store)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ended = None
        if forgotten:
            ended = st.time_input("Slutade klockan", value=None, key=f"slut-{sitting.sitting}", width=160)
        st.button(
            "Avsluta sammanträdet",
            key=f"avsluta-{sitting.sitting}",
            on_click=_end,
            args=(sitting, ended),
            disabled=forgotten and ended is None,
        )


def _plan(workshop: Workshop, planned: list[Sitting]) -> None:
    with st.form("nytt-sammantrade", border=False):
        left, right = st.columns(2)
        held_on = left.date_input("Dag", today(workshop.store), min_value=OLDEST_DAY, format="YYYY-MM-DD")
        minutes = right.number_input("Planerad tid, minuter", SHORTEST, LONGEST, _USUAL_MINUTES, step=15)
        people = planned[-1].people if planned else ()
        text = st.text_area(_PEOPLE, _lines(people), height=200, placeholder=_EXAMPLE)
        if st.form_submit_button("Planera sammanträdet", type="secondary" if planned else "primary"):
            redraw_after(lambda: _save(workshop, held_on, int(minutes), text))


def _save(workshop: Workshop, held_on: date, minutes: int, people: str) -> None:
    new = NewSitting(workshop.round.round, workshop.unit.unit, held_on, minutes, read_participants(people))
    plan_sitting(open_current(), permission(Act.PLAN), new)


def _start(sitting: str) -> None:
    if tried(PLACE, lambda: start_sitting(open_current(), permission(Act.PLAN), sitting)):
        go_to(PROJECT)


def _end(sitting: Sitting, ended: time | None) -> None:
    begun = sitting.started_at
    moment = None
    if ended is not None and begun is not None:
        moment = utc_naive(datetime.combine(swedish_date(begun), ended, SWEDEN).astimezone(UTC))
    tried(PLACE, lambda: end_sitting(open_current(), permission(Act.PLAN), sitting.sitting, moment))


def _lines(people: Sequence[Participant]) -> str:
    return "\n".join(f"{person.name}, {person.duty}" if person.duty else person.name for person in people)
