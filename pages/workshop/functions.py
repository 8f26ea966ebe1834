"""Before the workshop: which function proposes what, the link and the sheet to send, and how far each has come."""

import re
from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import plural
from data.workshop.proposal_files import proposal_sheet, take_proposal_sheet
from data.workshop.proposals import proposals
from data.workshop.responsible import MAX_NAME, NewFunctions, functions, set_functions
from files.guard import FileLimits
from files.workbook import read_bytes
from metrics.workshop.functions import FunctionStanding, function_standings, without_function
from pages.frame.faults import redraw_after, show_error
from pages.frame.fragments import line
from pages.frame.guard import permission
from pages.frame.session import link, open_current
from pages.frame.small_files import download
from pages.frame.texts import plain
from pages.frame.upload import empty_box, upload
from pages.workshop.place import Workshop, full_address, link_of

_PAGE = "arbetsmote.py"
_BOX = "proposals"
_RECEIPT = "proposal_receipt"
_SMALL = FileLimits()


def standings_of(workshop: Workshop) -> list[FunctionStanding]:
    """Every function with its questions and how far it has come."""
    held = proposals(workshop.store, workshop.round.round, workshop.unit.unit)
    return function_standings(workshop.questions, _functions(workshop), held)


def functions_section(workshop: Workshop) -> None:
    """The functions, and what can be done about them while the measurement is open."""
    standings = standings_of(workshop)
    waiting = sum(standing.left > 0 for standing in standings)
    if standings:
        st.markdown(
            "Alla funktioner har lämnat sina förslag."
            if not waiting
            else f"{plural(waiting, 'funktion', 'funktioner')} har frågor kvar att lämna förslag på."
        )
    for standing in standings:
        if standing.responsible:
            _function(workshop, standing)
    others = [standing for standing in standings if not standing.responsible]
    if others:
        with st.expander(f"Kan också lämna förslag ({len(others)})", type="compact"):
            for standing in others:
                _function(workshop, standing)
    missing = without_function(workshop.questions, _functions(workshop))
    if missing:
        st.warning(
            f"{plural(len(missing), 'fråga', 'frågor')} har ingen som lämnar förslag. Ange en funktion under "
            "”Ändra vem som lämnar förslag”."
        )
    if workshop.round.state == "opened":
        with st.expander("Läs in ett ifyllt blad", type="compact", expanded=_RECEIPT in st.session_state):
            _take(workshop)
        with st.expander("Ändra vem som lämnar förslag", type="compact"):
            _change(workshop)


def _functions(workshop: Workshop) -> dict[str, tuple[str, ...]]:
    return functions(workshop.store, workshop.form, workshop.round.round, workshop.unit.unit)


def _function(workshop: Workshop, standing: FunctionStanding) -> None:
    total, done = len(standing.responsible), len(standing.responsible) - standing.left
    if not total:
        progress = plural(len(standing.others), "fråga", "frågor")
    else:
        progress = "klar" if not standing.left else f"{done} av {total}"
    with line(f"**{plain(standing.name)}** · {progress}"):
        with st.popover("Skicka", key=f"skicka-{standing.name}"):
            _sending(workshop, standing)
        link(_PAGE, "Öppna", to=link_of(workshop, standing.name))


def _sending(workshop: Workshop, standing: FunctionStanding) -> None:
    address = full_address(workshop, standing.name)
    if address is not None:
        st.markdown("Länk till förslagen:")
        st.code(address, language=None, wrap_lines=True)
    questions = [*standing.responsible, *standing.others]
    name = re.sub(r"[^\wåäöÅÄÖ-]+", "-", standing.name).strip("-")
    # Made at the press: it says what had been proposed then. No session is to be had there.
    made = partial(proposal_sheet, workshop.store, workshop.place, standing.name, questions)
    download("Hämta som Excelblad", made, f"Forslag-{name}.xlsx", f"blad-{standing.name}")


def _take(workshop: Workshop) -> None:
    if (receipt := st.session_state.pop(_RECEIPT, None)) is not None:
        st.success(plain(receipt))
    st.caption("Bladet prövas helt innan något sparas. Rader utan förslag ändrar ingenting.")
    file = upload(_BOX, "Ifyllt blad med förslag")
    if file is None:
        return
    try:
        workbook = read_bytes(file.getvalue(), file.name, _SMALL)
        taken = take_proposal_sheet(open_current(), permission(Act.ANSWER), workshop.place, workbook)
    except MognadError as error:
        show_error(error)
        return
    stored = f"{taken.stored} förslag sparade" if taken.stored else "Inget nytt att spara"
    same = f", {taken.unchanged} var redan lämnade" if taken.unchanged else ""
    st.session_state[_RECEIPT] = f"{taken.function}: {stored}{same}."
    empty_box(_BOX)
    st.rerun()


def _change(workshop: Workshop) -> None:
    by_question = _functions(workshop)
    areas = dict.fromkeys(question.area for question in workshop.questions)
    labels = {f"area:{area}": f"Hela området {workshop.area_label(area)}" for area in areas}
    labels |= {f"question:{question.name}": question.label for question in workshop.questions}
    place = st.selectbox("Gäller", list(labels), format_func=labels.__getitem__, key="andra-funktion")
    kind, _, name = place.partition(":")
    if kind == "question":
        st.caption(f"Nu: {plain(', '.join(by_question[name])) or 'ingen'}")
    with st.form(f"funktion-{place}", border=False):
        text = st.text_input(
            "Funktioner, med komma emellan. Den första ansvarar för förslaget.",
            max_chars=MAX_NAME,
            placeholder="IT-centrum, HR",
        )
        st.caption("Lämna tomt för att följa formuläret.")
        if st.form_submit_button("Spara"):
            new = NewFunctions(workshop.round.round, workshop.unit.unit, text, **{kind: name})
            redraw_after(lambda: set_functions(open_current(), permission(Act.PLAN), workshop.form, new))
