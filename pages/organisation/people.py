"""A person's name and e-mail address, corrected."""

import streamlit as st

from base.actors import Act
from data.organisation.people import Person, name_person, set_contact
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current
from pages.organisation.person_choice import person_label


def people_form(people: dict[str, Person], place: str) -> None:
    """Choose somebody, and what she is called and where she is reached."""
    if not people:
        return
    with st.expander("Rätta en persons namn eller e-post", icon=":material/badge:"):
        chosen = st.selectbox(
            "Person", list(people), key="people_person", format_func=lambda person_id: person_label(people[person_id])
        )
        person = people.get(chosen or "")
        if person is None:
            return
        spot = f"{person.person}:{turn()}"
        with st.form(f"people:{spot}", border=False):
            name = st.text_input("Namn", person.name, key=f"people_name:{spot}", max_chars=200)
            contact = st.text_input("E-post", person.contact or "", key=f"people_contact:{spot}", max_chars=200)
            if st.form_submit_button("Spara personen", key=f"people_do:{spot}"):
                carry_out(place, lambda: _save(person, (name or "").strip(), (contact or "").strip()))


def _save(person: Person, name: str, contact: str) -> str:
    store = open_current()
    if contact != (person.contact or ""):
        set_contact(store, permission(Act.ORGANISE), person.person, contact or None)
    if name != person.name:
        name_person(store, permission(Act.CONFIGURE), person.person, name)
    return f"{name} är sparad."
