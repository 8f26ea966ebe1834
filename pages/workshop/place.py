"""Where one is in a workshop: the mode, the question, the area and the function stand in the address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.answers import newest_seqs
from data.measuring.rounds import Round, find_round
from data.organisation.units import Unit
from data.workshop.place import Place
from data.workshop.sittings import Sitting, running_sitting
from metrics.workshop.agenda import WorkshopList, workshop_list
from pages.answering.areas import area_pages
from pages.answering.earlier import Earlier, earlier_answers
from pages.frame.addressed import put, tell_astray
from pages.frame.choosing import AREA, ROUND, UNIT, tell_no_round, units_of
from pages.frame.forms import questionnaire_of
from pages.frame.session import address, current_store, root_address
from questionnaires.asked import role_of
from questionnaires.model import Question, Questionnaire

MODE, FUNCTION, QUESTION = "lage", "funktion", "question"
PROPOSE, PROJECT, CONFIRM = "forslag", "mote", "omraden"
PLACE = "workshop"
"""Where an error waits that a button of the workshop met with."""
_WANTED = "workshop_wanted"

_PAGE = "arbetsmote"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A measurement's workshop for one respondent, as everything stands now.

    ``seen``: question → the newest seq of its answers, and ``position`` the store's: what a decision is based on.
    """

    store: Store
    round: Round
    unit: Unit
    form: Questionnaire
    questions: tuple[Question, ...]
    list: WorkshopList
    sitting: Sitting | None
    earlier: dict[str, Earlier]
    seen: dict[str, int]
    position: int

    @property
    def place(self) -> Place:
        """Whose it is, for the rooms below."""
        return Place(self.form, self.round, self.unit.unit)

    def area_label(self, area: str) -> str:
        """``It-säkerhet · Loggning``: the area with those around it (not escaped)."""
        labels = []
        here = self.form.area(area)
        while True:
            labels.append(here.label)
            if here.parent is None:
                return " · ".join(reversed(labels))
            here = self.form.area(here.parent)


def named_workshop(title: str) -> Workshop | None:
    """The workshop that the address names; None where there is none, with the page's title and the reason."""
    try:
        workshop = _load(current_store())
    except MognadError as error:
        st.title(title, anchor=False)
        tell_no_round(error)
        return None
    if workshop is None:
        st.title(title, anchor=False)
        st.markdown("Mätningen frågar ingen än.")
    else:
        astray = f"Organisationsdelen i adressen ingår inte i mätningen. Här visas {workshop.unit.name} i stället."
        tell_astray(UNIT, (unit.unit for unit in units_of(workshop.store, workshop.round)), astray)
    return workshop


def _load(store: Store) -> Workshop | None:
    """None where the measurement asks nobody. Raises ``round_unknown``."""
    measurement = find_round(store, st.query_params.get(ROUND, ""))
    asked = units_of(store, measurement)
    if not asked:
        return None
    named = st.query_params.get(UNIT, "")
    whole = [unit for unit in asked if role_of(unit.kind) == "organisation"]
    unit = next((unit for unit in asked if unit.unit == named), (whole or asked)[0])
    form = questionnaire_of(store, measurement)
    questions = tuple(question for area in area_pages(form, unit, measurement.resting) for question in area.questions)
    position, seen = store.position(), newest_seqs(store, measurement.round, unit.unit)
    earlier = earlier_answers(store, measurement, unit.unit, questions)
    last = {
        name: (answer.questionnaire, replace(answer.stored, question=answer.question))
        for name, answer in earlier.items()
    }
    listed = workshop_list(store, Place(form, measurement, unit.unit), questions, last)
    sitting = running_sitting(store, measurement.round, unit.unit)
    return Workshop(store, measurement, unit, form, questions, listed, sitting, earlier, seen, position)


def wanted(name: str) -> str:
    """What the person has just asked for, else what the address says."""
    asked: dict[str, str] = st.session_state.get(_WANTED, {})
    return asked.get(name, "") if asked else st.query_params.get(name, "")


def go_to(mode: str = "", question: str = "", area: str = "") -> None:
    """To another place in the workshop; for a button's callback. The page writes it into the address when drawn."""
    st.session_state[_WANTED] = {MODE: mode, QUESTION: question, AREA: area}


def settle(mode: str = "", question: str = "", area: str = "") -> None:
    """The page has drawn this place: it stands in the address, and nothing more is asked for."""
    st.session_state.pop(_WANTED, None)
    put(**{MODE: mode, QUESTION: question, AREA: area})


def link_of(workshop: Workshop, function: str) -> dict[str, str]:
    """The parameters of a function's proposals."""
    return {ROUND: workshop.round.round, UNIT: workshop.unit.unit, MODE: PROPOSE, FUNCTION: function}


def full_address(workshop: Workshop, function: str) -> str | None:
    """A function's link as the browser reaches the program; None where that is not known."""
    root = root_address(_PAGE)
    return f"{root}/{_PAGE}?{urlencode(address(link_of(workshop, function)))}" if root else None
