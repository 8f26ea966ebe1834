"""The form that a unit answers: its introduction, an area, the way between areas, and its end."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from base.clock import swedish_date
from base.formats import day
from data.ledger.store import Store
from data.measuring.answers import StoredAnswer, current
from data.measuring.submissions import submissions
from data.organisation.assignments import MANAGER
from data.organisation.units import Unit
from pages.answering.areas import END, AreaPage, area_pages, rest_of_bank
from pages.answering.bar import form_bar
from pages.answering.earlier import earlier_answers
from pages.answering.handing_in import handing_in, tell_refusal
from pages.answering.introduction import introduction, not_open_yet, tell_stage
from pages.answering.own_units import Answerer, choose_unit
from pages.answering.question import Asked, ProgressDrawer, closed_card, question_card
from pages.answering.recording import Spot
from pages.answering.saved_line import tell_left_behind
from pages.answering.shared import shared_answers
from pages.frame.choosing import AREA, PERSON, ROUND, UNIT, WHOLE_BANK, YES, settle, wanted
from pages.frame.forms import questionnaire_of
from pages.frame.free_texts import free_text_warning
from pages.frame.navigation import page_exists
from pages.frame.session import link, today
from pages.frame.texts import plain
from questionnaires.activity import UNIT_NAME, example_for
from questionnaires.model import Questionnaire

_LONG_ENOUGH_TO_BE_DRAWN = 0.25


def answer_form(store: Store, answerer: Answerer) -> None:
    """Draw the form at the area that the address names."""
    found, unit = answerer.round, answerer.unit
    questionnaire = questionnaire_of(store, found)
    stored = current(store, found.round, unit.unit)
    bank = rest_of_bank(questionnaire, unit)
    chose_bank = bool(bank) and wanted(WHOLE_BANK) == YES
    # What has been answered beside its own questions counts, and so is shown.
    whole = chose_bank or not stored.keys().isdisjoint(bank)
    areas = area_pages(questionnaire, unit, bank if whole else ())
    choose_unit(store, answerer)
    place = _place(areas)
    if found.state == "planned":
        introduction(store, questionnaire, answerer)
        not_open_yet(answerer)
    elif not areas:
        st.markdown(f"Formuläret har inga frågor till {plain(unit.name)}.")
    else:
        with st.bottom:
            told = form_bar(areas, place, stored, today(store))
        with _from_the_top(f"{found.round} {unit.unit} {place}"):
            _shown(store, answerer, questionnaire, areas, place, told, stored)
    person = answerer.person.person if answerer.person else ""
    settle(**{PERSON: person, ROUND: found.round, UNIT: unit.unit, AREA: place, WHOLE_BANK: YES if chose_bank else ""})


def _place(areas: list[AreaPage]) -> str:
    names = [*(area.name for area in areas), END]
    return wanted(AREA) if wanted(AREA) in names else names[0]


def _from_the_top(place: str) -> DeltaGenerator:
    """A container that begins at the top of the window when another area is shown.

    The browser keeps its scroll position when one page replaces another in
    place. Emptying the page for a moment makes it let go of it.
    """
    slot = st.empty()
    if st.session_state.get("shown_area") not in (None, place):
        slot.empty()
        time.sleep(_LONG_ENOUGH_TO_BE_DRAWN)
    st.session_state["shown_area"] = place
    return slot.container()


def _shown(
    store: Store,
    answerer: Answerer,
    questionnaire: Questionnaire,
    areas: list[AreaPage],
    place: str,
    told: ProgressDrawer,
    stored: dict[str, StoredAnswer],
) -> None:
    closed = answerer.round.state == "closed"
    if closed:
        tell_refusal()
        _tell_closed(answerer)
    else:
        tell_left_behind(answerer.round, questionnaire, answerer.units, (answerer.unit.unit, place))
    if place == END:
        if not closed:
            handing_in(store, questionnaire, answerer)
        return
    number = next(index for index, area in enumerate(areas) if area.name == place)
    if not closed:
        if number == 0:
            introduction(store, questionnaire, answerer)
        tell_stage(answerer, submissions(store, answerer.round.round).get(answerer.unit.unit))
    _area(store, answerer, questionnaire, areas, number, told, stored)


def _tell_closed(answerer: Answerer) -> None:
    found = answerer.round
    when = f" {day(swedish_date(found.closed_at))}" if found.closed_at else ""
    said = f"Mätningen är avslutad{when}. Svaren kan läsas men inte ändras."
    st.info(said, icon=":material/lock:")
    to = {ROUND: found.round, UNIT: answerer.unit.unit}
    if page_exists("min_enhet.py"):
        link("min_enhet.py", "Se enhetens läge", icon=":material/home_work:", to=to)


def _area(
    store: Store,
    answerer: Answerer,
    questionnaire: Questionnaire,
    areas: list[AreaPage],
    place: int,
    told: ProgressDrawer,
    stored: dict[str, StoredAnswer],
) -> None:
    area, found, unit = areas[place], answerer.round, answerer.unit
    total = sum(len(each.questions) for each in areas)
    first = sum(len(each.questions) for each in areas[:place]) + 1
    numbered = [(question, f"Fråga {number} av {total}") for number, question in enumerate(area.questions, first)]
    st.header(plain(area.label), anchor=False)
    if len(answerer.units) > 1:
        st.caption(f"Svar för {plain(unit.name)}")
    shared_answers(store, found, questionnaire, area)
    person = answerer.person.person if answerer.person else None
    spots = {
        question.name: Spot(found.round, unit.unit, question.name, found.definition_seq, person)
        for question in area.questions
    }
    if found.state == "closed":
        for question, number in numbered:
            closed_card(questionnaire, spots[question.name], stored.get(question.name), number)
        return
    manager = person if answerer.roles.get(unit.unit) == MANAGER else None
    earlier = earlier_answers(store, found, unit.unit, area.questions, manager)
    others = _asked_too(questionnaire, answerer)
    for question, number in numbered:
        example = example_for(questionnaire, question, {**unit.attributes, UNIT_NAME: unit.name})
        asked = Asked(question, number, earlier.get(question.name), told, others.get(question.name, ()), example)
        question_card(spots[question.name], asked)
    free_text_warning()


def _asked_too(questionnaire: Questionnaire, answerer: Answerer) -> dict[str, list[Unit]]:
    """Question → her other units that are asked it."""
    found: dict[str, list[Unit]] = {}
    for unit in answerer.units:
        if unit.unit != answerer.unit.unit:
            for area in area_pages(questionnaire, unit):
                for question in area.questions:
                    found.setdefault(question.name, []).append(unit)
    return found
