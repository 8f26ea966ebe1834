"""The projector: one question at a time, time left in sight, and the ways between questions.

Keys: 1–9 count a raised hand or choose an answer, the arrows move, P parks, L leads to the list, Enter goes on.
"""

import streamlit as st

from base.actors import Act
from base.clock import utc_naive
from data.workshop.agreements import AGREED, Parking, park
from data.workshop.sittings import Sitting
from metrics.workshop.agenda import Status
from metrics.workshop.pace import pace
from pages.answering.card import what_counts
from pages.frame.faults import tell_fault, tried
from pages.frame.fragments import fragment
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain
from pages.workshop.agreeing import agree_on_it, decided_already
from pages.workshop.place import CONFIRM, PLACE, PROJECT, Workshop, go_to, settle
from pages.workshop.style import projector_lines, projector_style
from pages.workshop.turn import DECIDED, VOTE, Turn, ways
from pages.workshop.voting import count_hands

_REFRESH = "20s"


def projector(workshop: Workshop, sitting: Sitting, asked: str) -> None:
    """Draw the question ``asked``, or the one to go on with."""
    projector_style()
    row = workshop.list.find(asked) or workshop.list.find(workshop.list.resume() or "")
    with st.container(key="projektor"):
        if row is None:
            _nothing_left(workshop, sitting)
            settle(PROJECT)
            return
        turn = Turn(workshop, sitting, row)
        _top(turn)
        tell_fault(PLACE)
        with st.container(key="fraga"):
            st.markdown("  \n".join(plain(line) for line in projector_lines(row.question.label)))
        what_counts(row.question.criteria, row.question.hint)
        if turn.phase == VOTE:
            count_hands(turn)
        elif turn.phase == DECIDED:
            decided_already(turn)
        else:
            agree_on_it(turn)
        _ways(turn)
    settle(PROJECT, row.name)


def time_left(workshop: Workshop, sitting: Sitting) -> None:
    """Minutes and questions left, drawn anew by itself."""
    one_by_one = [row.agreement for row in workshop.list.of(Status.DECIDED) if row.agreement]
    here = sum(agreement.event == AGREED and agreement.sitting == sitting.sitting for agreement in one_by_one)
    left = len(workshop.list.of(Status.DISCUSS))

    def clock() -> None:
        tempo = pace(sitting, utc_naive(workshop.store.clock.now()), here, left)
        st.caption(f":material/schedule: **{tempo.short}** · {tempo.words}", width="content")

    with st.container(key="tid", width="content"):
        fragment(clock, _REFRESH)()


def top_line(where: str, workshop: Workshop, sitting: Sitting) -> None:
    """Where the meeting is, and its time. ``where`` is Markdown: escape data first."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(where, width="content")
        st.space("stretch")
        time_left(workshop, sitting)


def _top(turn: Turn) -> None:
    row = turn.row
    steps = [step.name for step in turn.workshop.list.steps(row.name)]
    why = {Status.DISCUSS: ", ".join(row.whys), Status.PARKED: "parkerad"}.get(row.status, "")
    area = plain(turn.workshop.area_label(row.question.area))
    parts = [f"Fråga {steps.index(row.name) + 1} av {len(steps)}", area, why]
    top_line(" · ".join(text for text in parts if text), turn.workshop, turn.sitting)


def _ways(turn: Turn) -> None:
    def parking() -> None:
        if turn.row.status is not Status.DECIDED:
            parked = turn.row.status is Status.PARKED
            label = "Ta upp igen" if parked else "Parkera"
            st.button(label, key="mote-parkera", shortcut="P", on_click=_park, args=(turn, not parked))

    steps = [step.name for step in turn.workshop.list.steps(turn.row.name)]
    ways([(PROJECT, name, "") for name in steps], steps.index(turn.row.name), parking)


def _park(turn: Turn, parked: bool) -> None:
    workshop, name = turn.workshop, turn.row.name
    grant, parking = permission(Act.ANSWER), Parking(turn.sitting.sitting, name, parked=parked)
    if tried(PLACE, lambda: park(open_current(), grant, workshop.form, parking)) and parked:
        go_to(PROJECT, workshop.list.following(name) or name)


def _nothing_left(workshop: Workshop, sitting: Sitting) -> None:
    time_left(workshop, sitting)
    tell_fault(PLACE)
    with st.container(key="fraga"):
        st.markdown("Listan är genomgången.")
    areas = workshop.list.areas
    if areas:
        label = "Bekräfta resten område för område"
        st.button(label, key="mote-omraden", type="primary", shortcut="Enter", on_click=go_to, args=(CONFIRM,))
    st.button("Till listan", key="mote-lista", shortcut="L", on_click=go_to)
