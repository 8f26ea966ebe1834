"""The empty store: two choices, and the short form that begins a municipality."""

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.ledger.store import Store
from data.organisation.municipality import LONGEST_NAME, begin_municipality
from data.organisation.people import name_person
from pages.frame.faults import redraw_after, show_error
from pages.frame.guard import actor, permission
from pages.frame.session import today
from pages.overview.example import explore_example


def welcome() -> None:
    """What this is, and exactly two ways on."""
    st.title("Välkommen till Mognadskollen", anchor=False)
    st.markdown(
        "Följ kommunens informationssäkerhet år för år: mät mognaden, läs in risker och incidenter "
        "och se hur det hänger ihop. Allt stannar på den här datorn."
    )
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.header("Titta runt först", anchor=False)
        st.markdown("En påhittad kommun med fyra års mätningar, risker och incidenter. Tar några sekunder att hämta.")
        st.space("stretch")
        explore = st.button("Utforska med exempeldata", key="explore", width="stretch")
    with right.container(border=True, height="stretch"):
        st.header("Kom igång direkt", anchor=False)
        st.markdown("Kommunens namn räcker för att börja. Exempeldata och egna uppgifter blandas aldrig.")
        st.space("stretch")
        st.button("Börja med en egen kommun", key="begin", type="primary", width="stretch", on_click=_begin)
    if explore:
        try:
            explore_example()
        except MognadError as error:
            show_error(error)


def municipality_form(store: Store) -> None:
    """The municipality's name and one's own; then the start leads on."""
    st.title("Börja med en egen kommun", anchor=False)
    with st.form("municipality", enter_to_submit=True):
        name = st.text_input(
            "Kommunens namn", key="municipality_name", max_chars=LONGEST_NAME, placeholder="Ekby kommun"
        )
        person = st.text_input(
            "Ditt namn",
            key="person_name",
            max_chars=LONGEST_NAME,
            placeholder="Valfritt",
            help="Står vid det du sparar. Du kan lämna det tomt.",
        )
        if st.form_submit_button("Fortsätt", type="primary"):
            redraw_after(lambda: _begin_municipality(store, name or "", person or ""))
    st.button("Tillbaka", key="begin_back", type="tertiary", on_click=_step_back)


def _begin() -> None:
    st.session_state["begin_own"] = True


def _step_back() -> None:
    st.session_state.pop("begin_own", None)


def _begin_municipality(store: Store, name: str, person: str) -> None:
    begin_municipality(store, permission(Act.ORGANISE), permission(Act.CONFIGURE), name, today(store))
    if person := " ".join(person.split())[:LONGEST_NAME]:
        name_person(store, permission(Act.CONFIGURE), actor().person, person)
    _step_back()
