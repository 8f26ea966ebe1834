"""Choosing a person: somebody known, or somebody new."""

import streamlit as st

from data.organisation.assignments import NewPerson
from data.organisation.people import Person
from pages.frame.fields import pick


def choose_person(people: dict[str, Person], spot: str) -> str | NewPerson:
    """Somebody known, or somebody new by name and address; part of a form."""
    names = {person: person_label(held) for person, held in people.items()}
    chosen = pick("Person", {"": "Någon ny: skriv namnet nedan", **names}, f"person:{spot}")
    left, right = st.columns(2)
    name = left.text_input("Ny person: namn", key=f"person_name:{spot}", max_chars=200)
    contact = right.text_input("Ny person: e-post", key=f"person_contact:{spot}", max_chars=200)
    return chosen or NewPerson(name or "", (contact or "").strip() or None)


def person_label(person: Person) -> str:
    """``Anna Ek (anna.ek@example.se)`` (not escaped)."""
    return f"{person.name} ({person.contact})" if person.contact else person.name
