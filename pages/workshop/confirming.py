"""Confirming on the projector what needs no talk: an area at a time, as one decision of those who are present."""

import streamlit as st

from base.actors import Act
from base.formats import plural
from data.workshop.agreements import NewConfirmation, confirm_area
from data.workshop.sittings import Sitting
from metrics.workshop.agenda import AgendaRow
from metrics.workshop.votes import sides
from pages.frame.faults import tell_fault, tried
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.tables import text_table
from pages.frame.texts import plain
from pages.workshop.place import CONFIRM, PLACE, PROJECT, Workshop, go_to, settle
from pages.workshop.projector import time_left, top_line
from pages.workshop.style import projector_style
from pages.workshop.turn import ways


def confirming(workshop: Workshop, sitting: Sitting, asked: str) -> None:
    """Draw the area ``asked``, or the first that has something to confirm."""
    projector_style()
    areas = workshop.list.areas
    names = list(areas)
    with st.container(key="projektor"):
        if not names:
            time_left(workshop, sitting)
            tell_fault(PLACE)
            with st.container(key="fraga"):
                st.markdown("Inget är kvar att bekräfta.")
            st.button("Till listan", key="mote-lista", type="primary", shortcut="Enter", on_click=go_to)
            settle(CONFIRM)
            return
        here = names.index(asked) if asked in names else 0
        top_line(f"Område {here + 1} av {len(names)} att bekräfta", workshop, sitting)
        tell_fault(PLACE)
        _area(workshop, sitting, names[here], areas[names[here]])
        ways([(CONFIRM, "", name) for name in names], here)
    settle(CONFIRM, area=names[here])


def _area(workshop: Workshop, sitting: Sitting, area: str, rows: list[AgendaRow]) -> None:
    with st.container(key="fraga"):
        st.markdown(plain(workshop.area_label(area)))
    proposed = [sides(workshop.form, row.question, row.proposals)[0] for row in rows]
    text_table(
        {
            "Fråga": [plain(row.question.label) for row in rows],
            "Förslag": [f"**{plain(label)}**" for label, _ in proposed],
            "Från": [plain(", ".join(proposal.function for proposal in same)) for _, same in proposed],
        },
        alt=f"{plural(len(rows), 'fråga', 'frågor')} med samma förslag av alla som lämnat",
    )
    names = {person.person: person.name for person in sitting.people}
    key = f"med:{sitting.sitting}"
    kept = st.session_state.get(key)
    st.session_state[key] = list(names) if kept is None else [person for person in kept if person in names]
    st.pills(
        "Med i beslutet",
        list(names),
        selection_mode="multi",
        key=key,
        format_func=lambda person: plain(names[person]),
        persist_state="session",
    )
    questions = tuple(row.name for row in rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Bekräfta {plural(len(rows), 'svar', 'svar')}",
            key=f"bekrafta-{area}",
            type="primary",
            shortcut="Enter",
            on_click=_confirm,
            args=(workshop, sitting, area, questions, key),
        )
        with st.popover("Ta upp en fråga i stället", key=f"lyft-{area}", type="tertiary"):
            for row in rows:
                st.button(
                    plain(row.question.label),
                    key=f"lyft-{row.name}",
                    on_click=go_to,
                    args=(PROJECT, row.name),
                    wrap=True,
                )


def _confirm(workshop: Workshop, sitting: Sitting, area: str, questions: tuple[str, ...], key: str) -> None:
    new = NewConfirmation(sitting.sitting, area, questions, st.session_state.get(key) or [], workshop.position)
    if tried(PLACE, lambda: confirm_area(open_current(), permission(Act.ANSWER), workshop.form, new)):
        names = list(workshop.list.areas)
        after = names[names.index(area) + 1 :]
        go_to(CONFIRM, area=after[0] if after else "")
