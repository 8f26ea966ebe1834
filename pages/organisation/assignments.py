"""*Uppdrag*: who answers for what; units *utan ansvarig* first, then one assignment at a time, people, and Excel."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from data.ledger.store import Store
from data.organisation.assignments import (
    MANAGER,
    ROLES,
    Assignment,
    NewAssignment,
    NewPerson,
    add_assignment,
    answering,
    assignments,
    soon_without_responsible,
    without_responsible,
)
from data.organisation.people import Person, persons
from data.organisation.units import Unit, later_units, units
from data.registers.definitions.words import normalised
from pages.frame.addressed import asked_for, tell_astray
from pages.frame.choosing import UNIT, unit_labels
from pages.frame.fields import day_field, pick
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, receipt, turn
from pages.frame.session import open_current, today
from pages.frame.small_files import scrolling_table
from pages.frame.tables import unbroken
from pages.frame.texts import plain
from pages.organisation.assignment_card import assignment_card
from pages.organisation.assignment_file import assignment_file
from pages.organisation.people import people_form
from pages.organisation.person_choice import choose_person

PLACE = "uppdrag"
_MOST_ROWS = 200
_MOST_SOON = 10


def assignments_section(store: Store) -> None:
    """Everything about who answers, as of today and later."""
    receipt(PLACE)
    found = units(store, today(store))
    later = [unit for unit in later_units(store, today(store)) if unit.unit not in {one.unit for one in found}]
    labels, people = unit_labels([*found, *later]), persons(store)
    labels |= {unit.unit: f"{labels[unit.unit]}, från {day(unit.valid_from)}" for unit in later}
    unled = without_responsible(store, today(store))
    soon = soon_without_responsible(store, today(store))
    held = [one for one in assignments(store) if one.valid_to is None or one.valid_to >= today(store)]
    _unled(unled, labels, held)
    _soon(soon)
    assignment_file(store, PLACE)
    _assign(store, [*unled, *(unit for _, unit in soon)], labels, people)
    _listed(store, held, labels, people)
    people_form(people, PLACE)


def _unled(unled: list[Unit], labels: dict[str, str], held: list[Assignment]) -> None:
    if not unled:
        if held:
            st.success("Alla enheter har en ansvarig i dag.", icon=":material/check_circle:")
        return
    st.warning(f"{plural(len(unled), 'enhet', 'enheter')} utan ansvarig i dag.", icon=":material/person_off:")
    coming = {assignment.unit: assignment.valid_from for assignment in held if assignment.role == MANAGER}
    with st.expander("Vilka?", type="compact", expanded=len(unled) <= 5):
        scrolling_table(
            {
                "Utan ansvarig": [plain(labels[unit.unit]) for unit in unled[:_MOST_ROWS]],
                "Får en ansvarig": [day(coming.get(unit.unit)) for unit in unled[:_MOST_ROWS]],
            },
            "Enheter utan ansvarig i dag",
        )
        if len(unled) > _MOST_ROWS:
            st.caption(f"Och {len(unled) - _MOST_ROWS} till. Mallen i Excel har alla.")


def _soon(soon: list[tuple[date, Unit]]) -> None:
    if not soon:
        return
    names = [f"{plain(unit.name)} från {unbroken(day(first))}" for first, unit in soon[:_MOST_SOON]]
    more = f" … och {len(soon) - _MOST_SOON} till" if len(soon) > _MOST_SOON else ""
    st.warning(f"Blir utan ansvarig: {', '.join(names)}{more}.", icon=":material/event_upcoming:")


def _assign(store: Store, unled: list[Unit], labels: dict[str, str], people: dict[str, Person]) -> None:
    first = [unit.unit for unit in unled]
    options = [*first, *(unit for unit in labels if unit not in set(first))]
    tell_astray(UNIT, labels, "Organisationsdelen i adressen finns inte i dag. Välj en annan.")
    asked = asked_for(UNIT, labels)
    # One who is led already is handed over below.
    box = st.expander("Ge ett uppdrag för hand", icon=":material/person_add:", expanded=asked in first)
    with box, st.form(f"assign:{turn()}", border=False):
        left, right = st.columns(2)
        names, place = {unit: labels[unit] for unit in options}, options.index(asked) if asked in labels else 0
        unit = pick("Enhet", names, f"assign_unit:{turn()}", left.selectbox, index=place)
        role = right.selectbox("Roll", list(ROLES), key=f"assign_role:{turn()}", format_func=ROLES.__getitem__)
        person = choose_person(people, f"assign:{turn()}")
        left, right = st.columns(2)
        since = day_field("Från", today(store), f"assign_from:{turn()}", left.date_input)
        until = day_field("Till och med (tomt: tills vidare)", None, f"assign_to:{turn()}", right.date_input)
        st.caption("En ersättare förbereder svaren. Den ansvariga lämnar in.")
        if st.form_submit_button("Ge uppdraget", key="assign_do"):
            new = NewAssignment(person, unit, role, since, until) if unit and role and since else None
            carry_out(PLACE, lambda: _add(labels, new))


def _add(labels: dict[str, str], new: NewAssignment | None) -> str:
    if new is None:
        raise MognadError("assignment_incomplete", "Välj enhet, roll och från vilken dag.")
    store = open_current()
    add_assignment(store, permission(Act.ORGANISE), new)
    name = new.person.name if isinstance(new.person, NewPerson) else persons(store)[new.person].name
    others = [manager.name for manager in answering(store, new.unit, new.valid_from).managers if manager.name != name]
    also = f" Ansvarig är också {', '.join(others)}: avsluta det uppdraget om det inte ska vara så." if others else ""
    also = also if new.role == MANAGER else ""
    return f"{name} är {ROLES[new.role].lower()} för {labels[new.unit]} från {day(new.valid_from)}.{also}"


def _listed(store: Store, held: list[Assignment], labels: dict[str, str], known: dict[str, Person]) -> None:
    if not held:
        st.caption("Inga uppdrag än.")
        return
    st.header("Uppdragen", anchor=False)
    wanted = st.text_input("Sök", key="assignment_search", placeholder="Enhet eller namn")
    place = {unit: number for number, unit in enumerate(labels)}
    rows = sorted(held, key=lambda one: (place.get(one.unit, len(place)), one.role != MANAGER, one.valid_from))
    told = {one.assignment: (labels.get(one.unit, one.unit), known[one.person]) for one in rows}
    if wanted:
        sought = normalised(wanted)
        rows = [one for one in rows if any(sought in normalised(text) for text in _texts(told[one.assignment]))]
    assignment_card(store, rows, {one: f"{unit}: {person.name}" for one, (unit, person) in told.items()}, known, PLACE)
    cut = rows[:_MOST_ROWS]
    with st.container(key="organisation"):
        scrolling_table(
            {
                "Enhet": [plain(told[one.assignment][0]) for one in cut],
                "Roll": [ROLES[one.role] for one in cut],
                "Namn": [plain(told[one.assignment][1].name) for one in cut],
                "E-post": [plain(told[one.assignment][1].contact) for one in cut],
                "Från": [day(one.valid_from) for one in cut],
                "Till": [day(one.valid_to) if one.valid_to else "tills vidare" for one in cut],
            },
            "Uppdrag som gäller i dag eller senare, enhet för enhet",
        )
    if len(rows) > len(cut):
        st.caption(f"Och {len(rows) - len(cut)} till. Sök efter det du vill se.")


def _texts(told: tuple[str, Person]) -> tuple[str, ...]:
    unit, person = told
    return unit, person.name, person.contact or ""
