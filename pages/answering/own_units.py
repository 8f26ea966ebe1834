"""Whose questions the page is about: a person with her units, or a unit that nobody answers for.

Until logins exist the coordinator chooses for whom she answers. The address holds the choice: ``person``, ``round``,
``unit``. What it says that can't be followed is told in a sentence, and the page goes on with what can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from data.ledger.store import Store
from data.measuring.answerers import answerers, ended_units
from data.measuring.rounds import Round, round_units, rounds
from data.organisation.assignments import MANAGER
from data.organisation.people import Person, persons
from data.organisation.units import Unit, units
from pages.frame.addressed import AddressChoice, choose, controlled
from pages.frame.choosing import (
    AREA,
    PERSON,
    ROUND,
    UNIT,
    choose_round,
    go_to,
    round_label,
    tell_other_round,
    unit_labels,
    units_of,
    wanted,
)
from pages.frame.session import today
from pages.frame.texts import plain

COORDINATOR = "informationssäkerhetssamordnaren"
_ORDER = {"opened": 0, "closed": 1, "planned": 2}
_STATES = {"planned": "inte öppnad", "closed": "avslutad"}
_PERSON, _UNIT = "person:", "unit:"
_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who answers in a round. ``units``: hers that it asks; ``unit``: the one looked at.

    ``person`` None: the unit has no manager today. ``roles``: unit → the person's role there.
    """

    round: Round
    person: Person | None
    units: tuple[Unit, ...]
    unit: Unit
    roles: Mapping[str, str]

    @property
    def name(self) -> str:
        """Who answers (not escaped)."""
        return self.person.name if self.person else self.unit.name

    def submits(self, unit: str) -> bool:
        """Whether she is the one to hand in a unit's answers; a deputy prepares."""
        return self.person is None or self.roles.get(unit) == MANAGER


@dataclass(frozen=True, slots=True)
class _Known:
    """Who answers for what today: person → unit → role, and the units that have a manager."""

    people: Mapping[str, Person]
    held: Mapping[str, Mapping[str, str]]
    managers: Mapping[str, Sequence[str]]

    def units(self, who: str) -> Mapping[str, str]:
        """The units of a choice (``person:ID``, ``unit:ID``) with the role there."""
        if who.startswith(_PERSON):
            return self.held.get(who.removeprefix(_PERSON), {})
        return {who.removeprefix(_UNIT): ""} if who else {}

    def choices(self, asked: Sequence[Unit]) -> list[str]:
        """Whom one can answer for in a round: people by name, then the units that nobody answers for."""
        ids = {unit.unit for unit in asked}
        people = [_PERSON + person for person in self.people if ids.intersection(self.held.get(person, {}))]
        return people + [_UNIT + unit.unit for unit in asked if unit.unit not in self.managers]


def choose_answerer(store: Store) -> Answerer | None:
    """Tell what can't be followed, draw the choice, and return it; None when there is nobody to answer for yet.

    Open measurements go first, then closed ones, which can be read; planned ones show nothing yet.
    """
    every = sorted(rounds(store), key=lambda row: (_ORDER[row.state], -row.as_of.toordinal(), row.round))
    answering_today = _known(store, today(store))
    who = _who(store, answering_today)
    chosen = _round(store, every, answering_today, who)
    asked = asked_units(store, chosen)
    choices = answering_today.choices(asked)
    if who.startswith(_UNIT) and who.removeprefix(_UNIT) not in {unit.unit for unit in asked}:
        sentence = "Organisationsdelen i adressen ingår inte i mätningen. Välj vem du svarar för."
        st.warning(sentence, icon=":material/link_off:")
        who = ""
    if not who and len(choices) == 1:
        who = choices[0]
    mine = answering_today.units(who)
    own = tuple(unit for unit in asked if unit.unit in mine)
    person = answering_today.people.get(who.removeprefix(_PERSON)) if who.startswith(_PERSON) else None
    if person is not None and not own:
        _tell_none(store, every, chosen, person, set(mine))
    labels = {_PERSON + each.person: each.name for each in answering_today.people.values()}
    called = unit_labels(asked, units(store, today(store)))
    labels |= {_UNIT + unit.unit: f"{called[unit.unit]}, utan ansvarig" for unit in asked}
    _draw(store, every, chosen, {choice: labels[choice] for choice in choices}, who if own else "")
    return Answerer(chosen, person, own, _unit(store, own, person), dict(mine)) if own else None


def asked_units(store: Store, measurement: Round) -> list[Unit]:
    """The units a round asks, as on its day; one that began later as it is today, one that had ended as it last was."""
    valid = units_of(store, measurement)
    missing = set(round_units(store, measurement.round)) - {unit.unit for unit in valid}
    later = [unit for unit in units(store, today(store)) if unit.unit in missing] if missing else []
    return valid + later + ended_units(store, measurement)


def _known(store: Store, day: date) -> _Known:
    held: dict[str, dict[str, str]] = {}
    managers: dict[str, list[str]] = {}
    # A manager who is also deputy is manager.
    for assignment in sorted(answerers(store, day), key=lambda assignment: assignment.role == MANAGER):
        held.setdefault(assignment.person, {})[assignment.unit] = assignment.role
        if assignment.role == MANAGER:
            managers.setdefault(assignment.unit, []).append(assignment.person)
    return _Known(persons(store), held, managers)


def _who(store: Store, answering_today: _Known) -> str:
    """The address's choice: its person, else whoever answers for its unit, else the unit itself."""
    person, unit = wanted(PERSON), wanted(UNIT)
    if person in answering_today.people:
        return _PERSON + person
    if person:
        st.warning("Personen i adressen finns inte. Välj vem du svarar för.", icon=":material/person_off:")
        return ""
    if managers := answering_today.managers.get(unit):
        return _PERSON + managers[0]
    return _UNIT + unit if unit else ""


def _round(store: Store, every: Sequence[Round], answering_today: _Known, who: str) -> Round:
    """The address's round, else the first that asks one of hers."""
    by_id = {row.round: row for row in every}
    asked = wanted(ROUND)
    if asked in by_id:
        return by_id[asked]
    mine = set(answering_today.units(who))
    chosen = next((row for row in every if mine.intersection(round_units(store, row.round))), every[0])
    tell_other_round(chosen, asked, every)
    return chosen


def _unit(store: Store, own: Sequence[Unit], person: Person | None) -> Unit:
    """The address's unit, else her first; one that is not hers is told of, and never shown."""
    by_id = {unit.unit: unit for unit in own}
    asked = wanted(UNIT)
    if asked and asked not in by_id and person:
        names = {unit.unit: unit.name for unit in units(store, today(store))}
        named = names.get(asked, "Organisationsdelen i adressen")
        sentence = f"{named} är ingen av de enheter som {person.name} svarar för i mätningen i dag."
        st.warning(plain(sentence), icon=":material/link_off:")
    return by_id.get(asked, own[0])


def _tell_none(store: Store, every: Sequence[Round], chosen: Round, person: Person, mine: set[str]) -> None:
    """Nothing to answer for here: say why, whom to ask, and where there is something."""
    helper = chosen.helper or COORDINATOR
    asks_none = f"{chosen.name} frågar ingen av de enheter som {person.name} svarar för i dag."
    what = asks_none if mine else f"{person.name} har inget uppdrag för någon enhet i dag."
    st.info(plain(f"{what} Är det fel? Säg till {helper}."), icon=":material/person_off:")
    for row in every:
        if row.round != chosen.round and mine.intersection(round_units(store, row.round)):
            label = f"Till {round_label(store, row)}"
            place = {ROUND: row.round, PERSON: person.person, UNIT: "", AREA: ""}
            st.button(plain(label), key=f"other-{row.round}", on_click=go_to, kwargs=place)


def _draw(store: Store, every: Sequence[Round], chosen: Round, choices: Mapping[str, str], who: str) -> None:
    """For whom and in which measurement: a line once it is chosen, with the choice behind a button."""
    if not who:
        _boxes(store, every, chosen, choices, who)
        if not choices:
            st.markdown("Mätningen har inga organisationsdelar att svara för.")
        return
    words = f"**{plain(choices[who])}** · {plain(round_label(store, chosen))}"
    if len(choices) <= 1 and len(every) <= 1:
        st.markdown(words)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="whose"):
        st.markdown(words, width="content")
        with st.popover("Byt", width="content", key="change-whose"):
            _boxes(store, every, chosen, choices, who)


def _boxes(store: Store, every: Sequence[Round], chosen: Round, choices: Mapping[str, str], who: str) -> None:
    look: dict[str, Any] = {
        "index": None,
        "placeholder": "Välj person eller organisationsdel",
        "options": list(choices),
    }
    look["format_func"] = lambda choice: choices.get(choice, choice)
    controlled(st.selectbox, "Vem svarar du för?", "choose_who", who or None, _chose_who, **look)
    # The chosen one first: it need not be the address's, which may name none.
    in_order = [chosen, *(row for row in every if row.round != chosen.round)]
    choose_round(store, in_order, "choose_round", _STATES, _chose_round)


def choose_unit(store: Store, answerer: Answerer) -> None:
    """Which of her units is looked at, where she has several."""
    if len(answerer.units) < 2:
        return
    names = unit_labels(answerer.units, units(store, today(store)), with_kind=False)
    if len(names) > _AT_ONCE:
        choose(AddressChoice("Enhet", names, answerer.unit.unit, "choose_unit", _chose_unit))
        return
    marked = {unit: plain(name) for unit, name in names.items()}
    choice = AddressChoice("Enhet", marked, answerer.unit.unit, "choose_unit", _chose_unit)
    choose(choice, st.segmented_control, required=True, label_visibility="collapsed")


def _chose_who(who: str | None) -> None:
    who = who or ""
    person, unit = (who.removeprefix(start) if who.startswith(start) else "" for start in (_PERSON, _UNIT))
    go_to(**{PERSON: person, UNIT: unit, AREA: ""})


def _chose_round(round_id: str) -> None:
    # Another form has other areas.
    go_to(**{ROUND: round_id, AREA: ""})


def _chose_unit(unit: str) -> None:
    go_to(**{UNIT: unit})
