"""The form that a unit answers: its introduction, an area, the way between areas, and its end."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from pages.answering.card import read_notes
from pages.answering.earlier import earlier_answers
from pages.answering.handing_in import SUBMITTING, handing_in
from pages.answering.introduction import introduction, not_open_yet, tell_stage
from pages.answering.own_units import Answerer, choose_unit
from pages.answering.question import Asked, ProgressDrawer, closed_card, question_card
from pages.answering.recording import Spot
from pages.answering.saved_line import tell_left_behind
from pages.answering.shared import shared_answers
from pages.frame.choosing import AREA, PERSON, ROUND, UNIT, WHOLE_BANK, YES, settle, wanted
from pages.frame.faults import tell_fault
from pages.frame.fields import free_text_warning
from pages.frame.forms import questionnaire_of
from pages.frame.session import link, today
from pages.frame.texts import plain
from questionnaires.activity import UNIT_NAME, example_for
from questionnaires.model import Question, Questionnaire

_LONG_ENOUGH_TO_BE_DRAWN = 0.25


@dataclass(frozen=True, slots=True)
class _FormPage:
    """The form at one place: an area's name or ``END``. ``draw_progress`` draws how much is answered."""

    store: Store
    answerer: Answerer
    questionnaire: Questionnaire
    areas: Sequence[AreaPage]
    stored: Mapping[str, StoredAnswer]
    place: str
    draw_progress: ProgressDrawer

    @property
    def number(self) -> int:
        """Which of the areas it is, from 0."""
        return next(index for index, area in enumerate(self.areas) if area.name == self.place)

    def numbered(self) -> list[tuple[Question, str]]:
        """The area's questions with their numbers in the whole form."""
        total = sum(len(area.questions) for area in self.areas)
        first = sum(len(area.questions) for area in self.areas[: self.number]) + 1
        questions = self.areas[self.number].questions
        return [(question, f"Fråga {number} av {total}") for number, question in enumerate(questions, first)]


def answer_form(store: Store, answerer: Answerer) -> None:
    """Draw the form at the area that the address names."""
    shown, unit = answerer.round, answerer.unit
    questionnaire = questionnaire_of(store, shown)
    stored = current(store, shown.round, unit.unit)
    bank = rest_of_bank(questionnaire, unit, shown.resting)
    chose_bank = bool(bank) and wanted(WHOLE_BANK) == YES
    # What has been answered beside its own questions counts, and so is shown.
    whole = chose_bank or not stored.keys().isdisjoint(bank)
    areas = area_pages(questionnaire, unit, shown.resting, bank if whole else ())
    choose_unit(store, answerer)
    place = _place(areas)
    if shown.state == "planned":
        introduction(store, questionnaire, answerer)
        not_open_yet(answerer)
    elif not areas:
        st.markdown(f"Formuläret har inga frågor till {plain(unit.name)}.")
    else:
        with st.bottom:
            draw_progress = form_bar(areas, place, stored, today(store))
        with _from_the_top(f"{shown.round} {unit.unit} {place}"):
            _shown(_FormPage(store, answerer, questionnaire, areas, stored, place, draw_progress))
    person = answerer.person.person if answerer.person else ""
    settle(**{PERSON: person, ROUND: shown.round, UNIT: unit.unit, AREA: place, WHOLE_BANK: YES if chose_bank else ""})


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


def _shown(page: _FormPage) -> None:
    answerer = page.answerer
    closed = answerer.round.state == "closed"
    if closed:
        tell_fault(SUBMITTING)
        _tell_closed(answerer)
    else:
        tell_left_behind(answerer.round, page.questionnaire, answerer.units, (answerer.unit.unit, page.place))
    if page.place == END:
        if not closed:
            handing_in(page.store, page.questionnaire, answerer)
        return
    if not closed:
        if page.number == 0:
            introduction(page.store, page.questionnaire, answerer)
        tell_stage(answerer, submissions(page.store, answerer.round.round).get(answerer.unit.unit))
    _area(page)


def _tell_closed(answerer: Answerer) -> None:
    closed_at = answerer.round.closed_at
    when = f" {day(swedish_date(closed_at))}" if closed_at else ""
    st.info(f"Mätningen är avslutad{when}. Svaren kan läsas men inte ändras.", icon=":material/lock:")
    to = {ROUND: answerer.round.round, UNIT: answerer.unit.unit}
    link("min_enhet.py", "Se enhetens läge", icon=":material/home_work:", to=to)


def _area(page: _FormPage) -> None:
    answerer, area = page.answerer, page.areas[page.number]
    st.header(plain(area.label), anchor=False)
    if len(answerer.units) > 1:
        st.caption(f"Svar för {plain(answerer.unit.name)}")
    shared_answers(page.store, answerer.round, page.questionnaire, area)
    if answerer.round.state == "closed":
        for question, number in page.numbered():
            read_notes(area.notes.get(question.name, ()))
            closed_card(page.questionnaire, _spot(answerer, question), page.stored.get(question.name), number)
        return
    _open_cards(page, area)
    free_text_warning()


def _open_cards(page: _FormPage, area: AreaPage) -> None:
    answerer, form, unit = page.answerer, page.questionnaire, page.answerer.unit
    person = answerer.person.person if answerer.person else None
    manager = person if answerer.roles.get(unit.unit) == MANAGER else None
    earlier = earlier_answers(page.store, answerer.round, unit.unit, area.questions, manager)
    others = _asked_too(form, answerer)
    for question, number in page.numbered():
        read_notes(area.notes.get(question.name, ()))
        example = example_for(form, question, {**unit.attributes, UNIT_NAME: unit.name})
        asked = Asked(
            question, number, earlier.get(question.name), page.draw_progress, others.get(question.name, ()), example
        )
        question_card(_spot(answerer, question), asked)


def _spot(answerer: Answerer, question: Question) -> Spot:
    person = answerer.person.person if answerer.person else None
    return Spot(answerer.round.round, answerer.unit.unit, question.name, answerer.round.definition_seq, person)


def _asked_too(questionnaire: Questionnaire, answerer: Answerer) -> dict[str, list[Unit]]:
    """Question → her other units that are asked it."""
    others: dict[str, list[Unit]] = {}
    for unit in answerer.units:
        if unit.unit != answerer.unit.unit:
            for area in area_pages(questionnaire, unit, answerer.round.resting):
                for question in area.questions:
                    others.setdefault(question.name, []).append(unit)
    return others
