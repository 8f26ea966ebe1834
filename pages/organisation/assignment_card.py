"""One assignment: ended, handed over, or taken back."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.formats import day
from data.ledger.store import Store
from data.organisation.assignments import (
    ROLES,
    Assignment,
    NewPerson,
    end_assignment,
    replace_assignment,
    withdraw_assignment,
)
from data.organisation.people import Person, persons
from pages.frame.choosing import UNIT
from pages.frame.fields import chosen_day, day_field, pick
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current, today
from pages.organisation.person_choice import choose_person


def assignment_card(
    store: Store, rows: list[Assignment], labels: dict[str, str], people: dict[str, Person], place: str
) -> None:
    """Choose one of the assignments and change it. ``labels``: what each is called."""
    by_id = {one.assignment: one for one in rows}
    asked = st.query_params.get(UNIT, "")
    places = [place for place, one in enumerate(rows, 1) if one.unit == asked]
    names = {one.assignment: f"{labels[one.assignment]} ({ROLES[one.role].lower()})" for one in rows}
    place_now = places[0] if places else 0
    chosen = pick("Ändra ett uppdrag", {"": "Välj uppdrag", **names}, f"assignment:{turn()}", index=place_now)
    held = by_id.get(chosen or "")
    if held is None:
        return
    spot = f"{held.assignment}:{turn()}"
    with st.container(border=True, key="assignment_card"):
        over, end, back = st.tabs(["Lämna över", "Avsluta", "Ta tillbaka"])
        with over, st.form(f"over:{spot}", border=False):
            person = choose_person(people, f"over:{spot}")
            since = day_field("Tar över från", today(store), f"over_from:{spot}", width=220)
            if st.form_submit_button("Lämna över", key=f"over_do:{spot}"):
                carry_out(place, lambda: _hand_over(held, person, since))
        with end, st.form(f"stop:{spot}", border=False):
            last = day_field("Sista dag", today(store), f"stop_day:{spot}", width=220)
            if st.form_submit_button("Avsluta uppdraget", key=f"stop_do:{spot}"):
                carry_out(place, lambda: _end(held, last))
        with back:
            st.markdown("Om uppdraget aldrig skulle ha funnits. Det som personen har svarat står kvar.")
            if st.button("Ta tillbaka uppdraget", key=f"back_do:{spot}"):
                carry_out(place, lambda: _take_back(held))


def _hand_over(held: Assignment, person: str | NewPerson, since: date | None) -> str:
    store, wanted = open_current(), chosen_day(since)
    replace_assignment(store, permission(Act.ORGANISE), held.assignment, person, wanted)
    name = person.name if isinstance(person, NewPerson) else persons(store)[person].name
    return f"{name} tar över från {day(wanted)}. Det som är svarat står kvar, med vem som svarade."


def _end(held: Assignment, last: date | None) -> str:
    wanted = chosen_day(last)
    end_assignment(open_current(), permission(Act.ORGANISE), held.assignment, wanted)
    return f"Uppdraget slutar {day(wanted)}."


def _take_back(held: Assignment) -> str:
    withdraw_assignment(open_current(), permission(Act.ORGANISE), held.assignment)
    return "Uppdraget är taget tillbaka."
