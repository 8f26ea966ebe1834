"""The form that a unit answers: its introduction, an area, the way between areas, and its end."""

import time
from collections.abc import Callable, Collection
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from base.formats import day
from data.answers import current
from data.store import Store
from pages.parts.areas import END, AreaPage, area_pages
from pages.parts.choosing import AREA, ROUND, UNIT, Chosen, go_to_area, settle, wanted
from pages.parts.earlier import earlier_answers
from pages.parts.forms import questionnaire_of
from pages.parts.navigation import page_exists
from pages.parts.question import Asked, closed_card, question_card
from pages.parts.session import main_button
from pages.parts.texts import plain
from questionnaires.asked import minutes_to_answer
from questionnaires.model import Questionnaire

_WARNING = (
    "Skriv inte personuppgifter eller säkerhetsskyddsklassificerade uppgifter här. Osäker? Fråga säkerhetsskyddschefen."
)
Told = Callable[[Collection[str]], None]
_LONG_ENOUGH_TO_BE_DRAWN = 0.25


def answer_form(store: Store, chosen: Chosen) -> None:
    """Draw the form at the area that the address names."""
    questionnaire = questionnaire_of(store, chosen.round)
    areas = area_pages(questionnaire, chosen.unit)
    if not areas:
        st.markdown("Formuläret har inga frågor till den som är vald.")
        return
    names = [area.name for area in areas] + [END]
    asked = wanted(AREA)
    place = names.index(asked) if asked in names else 0
    stored = current(store, chosen.round.round, chosen.unit.unit)
    with st.bottom:
        told = _bar(areas, names[place], stored.keys())
    with _from_the_top(f"{chosen.round.round} {chosen.unit.unit} {names[place]}"):
        if names[place] == END:
            _end(chosen, areas, stored.keys())
        else:
            if place == 0:
                _introduction(questionnaire, chosen, areas)
            _area(store, chosen, questionnaire, areas, place, told)
    settle(**{ROUND: chosen.round.round, UNIT: chosen.unit.unit, AREA: names[place]})


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


def _introduction(questionnaire: Questionnaire, chosen: Chosen, areas: list[AreaPage]) -> None:
    """Above the first question: how many, how long, which day, who sees it and what for, who helps."""
    if chosen.round.state == "closed":
        return
    questions = [question for area in areas for question in area.questions]
    count = "1 fråga" if len(questions) == 1 else f"{len(questions)} frågor"
    with st.container(border=True):
        st.markdown(
            f"**{count} · ungefär {minutes_to_answer(questionnaire, questions)} minuter · "
            f"läget per {day(chosen.round.as_of)}**"
        )
        st.markdown(
            "Du kan svara tills mätningen avslutas. Varje svar sparas direkt och du kan ändra dig. Svaren ses av den "
            "som svarar och av informationssäkerhetssamordnaren, och används i kommunens årliga mätning. Ingen "
            "rangordnas. Fråga samordnaren om du kör fast."
        )
        if questionnaire.settings.note:
            st.caption(plain(questionnaire.settings.note))


def _area(
    store: Store, chosen: Chosen, questionnaire: Questionnaire, areas: list[AreaPage], place: int, told: Told
) -> None:
    area = areas[place]
    total = sum(len(each.questions) for each in areas)
    first = sum(len(each.questions) for each in areas[:place]) + 1
    numbered = [(question, f"Fråga {number} av {total}") for number, question in enumerate(area.questions, first)]
    st.header(plain(area.label), anchor=False)
    if chosen.round.state == "closed":
        st.info("Mätningen är avslutad. Svaren kan läsas men inte ändras.", icon=":material/lock:")
        stored = current(store, chosen.round.round, chosen.unit.unit)
        for question, number in numbered:
            closed_card(questionnaire, question, stored.get(question.name), number)
        return
    earlier = earlier_answers(store, chosen.round, chosen.unit.unit, area.questions)
    for question, number in numbered:
        question_card(chosen.round, chosen.unit.unit, Asked(question, number, earlier.get(question.name), told))
    st.caption(f":material/shield: {_WARNING}")


def _end(chosen: Chosen, areas: list[AreaPage], answered: Collection[str]) -> None:
    missing = [(area, sum(question.name not in answered for question in area.questions)) for area in areas]
    total = sum(count for _, count in missing)
    if not total:
        st.header("Klart. Alla frågor är besvarade.", anchor=False)
        st.markdown("Tack! Svaren är sparade. Du kan gå tillbaka och ändra tills mätningen avslutas.")
    else:
        st.header("En fråga är kvar" if total == 1 else f"{total} frågor är kvar", anchor=False)
        st.markdown("Det du har svarat är sparat. Du kan se resultatet redan nu och svara på resten senare.")
        for area, count in missing:
            if count:
                several = "1 fråga" if count == 1 else f"{count} frågor"
                _way(f"{plain(area.label)}: {several}", area.name, ":material/edit_note:", "left")
    if page_exists("resultat.py"):
        parameters = {ROUND: chosen.round.round, UNIT: chosen.unit.unit}
        main_button("resultat.py", "Se resultatet", ":material/stairs:", parameters)


def _bar(areas: list[AreaPage], here: str, answered: Collection[str]) -> Told:
    """At the bottom, always in sight: how much is answered, and the ways to other areas.

    Returns what draws the count anew, for the cards to call after each answer.
    """
    names = {question.name for area in areas for question in area.questions}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        slot = st.empty()
        with st.popover("Områden", width="content", key=f"areas-{here}"):
            for area in areas:
                left = any(question.name not in answered for question in area.questions)
                icon = ":material/radio_button_unchecked:" if left else ":material/check_circle:"
                _way(plain(area.label), area.name, ":material/arrow_right:" if area.name == here else icon, "area")

    def told(given: Collection[str]) -> None:
        done = len(names.intersection(given))
        slot.progress(done / len(names), text=f"{done} av {len(names)} besvarade")

    told(answered)
    _ways(areas, here)
    return told


def _ways(areas: list[AreaPage], here: str) -> None:
    order = [(area.name, plain(area.label)) for area in areas] + [(END, "")]
    place = next(number for number, (name, _) in enumerate(order) if name == here)
    with st.container(horizontal=True, vertical_alignment="center"):
        if place > 0:
            _way("Föregående", order[place - 1][0], ":material/arrow_back:", "back")
        st.space("stretch")
        if here != END:
            name, label = order[place + 1]
            _way(f"Nästa: {label}" if label else "Till slutet", name, ":material/arrow_forward:", "on")


def _way(label: str, area: str, icon: str, key: str) -> None:
    """To another area, by a button and not by a link.

    A press sends along what has just been written in a field; a link within the
    page does not, and the last words before it could be lost.
    """
    side: Literal["left", "right"] = "right" if key == "on" else "left"
    st.button(label, key=f"{key}-{area}", icon=icon, icon_position=side, on_click=go_to_area, args=(area,))
