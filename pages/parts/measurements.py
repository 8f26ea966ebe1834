"""The cards of the measurements page, and the form that starts one."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.clock import swedish_date
from base.errors import MognadError
from base.formats import day
from data.organisation import units
from data.participants import suggested_units
from data.round_closing import close_round
from data.rounds import open_round
from data.store import Store
from pages.parts.choosing import ROUND, UNIT, unit_label
from pages.parts.faults import show_error
from pages.parts.guard import permission
from pages.parts.navigation import page_exists
from pages.parts.session import link, open_current, today
from pages.parts.status import RoundStatus, unit_words
from pages.parts.texts import OLDEST_DAY, plain
from questionnaires.library import shipped
from questionnaires.model import Questionnaire

_FAULT = "measurement_fault"


def open_measurement(status: RoundStatus) -> None:
    """A measurement under way: how far it has come, who is left, and its closing."""
    found = status.round
    with st.container(border=True):
        st.header(f"{plain(found.name)} · {plain(status.title)}", anchor=False)
        st.markdown(f"Pågår · läget per {day(found.as_of)}")
        if status.units:
            st.progress(status.share, text=status.words)
        if len(status.units) == 1:
            link("svara.py", "Svara", icon=":material/edit_note:", to=_place(status, 0))
        else:
            who = st.expander(
                "Svara för en enhet, och se vilka som är klara",
                type="compact",
                key=f"units-{found.round}",
                on_change="rerun",
            )
            if who.open:
                with who:
                    for index, unit in enumerate(status.units):
                        label = f"{plain(unit.name)}: {unit_words(unit)}"
                        link("svara.py", label, to=_place(status, index))
        _result_link(status)
        # A key of its own: otherwise the next card would inherit the open fold, under a hand that clicks twice.
        with st.expander("Avsluta mätningen", type="compact", key=f"closing-{found.round}", on_change="rerun"):
            left = len(status.units) - status.progress.finished
            missing = f" {left} av {len(status.units)} är inte klara." if left else ""
            st.markdown(
                "När mätningen avslutas går svaren inte längre att ändra, och resultatet räknas på det som då är "
                f"sparat. Det som saknas räknas som obesvarat.{missing}"
            )
            st.button("Avsluta mätningen", key=f"close-{found.round}", on_click=_close, args=(found.round,))
        error = st.session_state.get(_FAULT)
        if error is not None and error[0] == found.round:
            show_error(error[1])


def closed_measurement(status: RoundStatus) -> None:
    """A closed measurement on one line, with its result and its answers."""
    found = status.round
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        closed = f", avslutad {day(swedish_date(found.closed_at))}" if found.closed_at else ""
        st.markdown(
            f"**{plain(found.name)}** · {plain(status.title)}  \nLäget per {day(found.as_of)}{closed}. {status.words}.",
            width="content",
        )
        st.space("stretch")
        if status.units:
            link("svara.py", "Läs svaren", to=_place(status, 0))
        _result_link(status)


def start_form(store: Store, *, expanded: bool) -> None:
    """*Starta en mätning*: which questions, what it is called, its day, and who answers."""
    newest = {name: versions[-1] for name, versions in shipped().items() if versions}
    with st.expander("Starta en mätning", icon=":material/add:", expanded=expanded):
        chosen = st.selectbox(
            "Frågeformulär",
            list(newest),
            key="new_form",
            format_func=lambda name: newest[name].settings.form_title,
        )
        questionnaire = newest[chosen if chosen in newest else next(iter(newest))]
        left, right = st.columns(2)
        name = left.text_input("Namn", value=f"Mätning {today(store).year}", key="new_name", max_chars=100)
        # An emptied field gives None: the measurement is then dated today.
        chosen_day = right.date_input(
            "Läget per", value=today(store), min_value=OLDEST_DAY, key="new_as_of", format="YYYY-MM-DD"
        )
        as_of = chosen_day or today(store)
        asked = _who_answers(store, questionnaire, as_of)
        if st.button("Starta mätningen", key="new_start", type="primary"):
            try:
                open_round(store, permission(Act.PLAN), questionnaire, name or "", as_of, asked)
            except MognadError as error:
                show_error(error)
            else:
                st.rerun()


def _who_answers(store: Store, questionnaire: Questionnaire, as_of: date) -> list[str]:
    found = {unit.unit: unit for unit in units(store, as_of)}
    suggested = suggested_units(list(found.values()), questionnaire)
    if len(suggested) <= 1:
        if suggested:
            st.markdown(f"Svarar: {plain(unit_label(found[suggested[0]]))}")
        if any(question.respondent != "organisation" for question in questionnaire.survey):
            st.caption("Lägg in organisationen först, så kan även kontor och enheter svara.")
        return suggested
    everyone = f"Alla som formuläret har frågor till ({len(suggested)} organisationsdelar)"
    who = st.radio("Vilka svarar?", [everyone, "Välj själv"], key="new_who", horizontal=True)
    if who == everyone:
        return suggested
    picked = st.multiselect(
        "Organisationsdelar",
        list(found),
        key="new_units",
        format_func=lambda unit: unit_label(found[unit]),
        placeholder="Välj",
    )
    return [unit for unit in picked if unit in found]


def _place(status: RoundStatus, index: int) -> dict[str, str]:
    return {ROUND: status.round.round, UNIT: status.units[index].unit}


def _result_link(status: RoundStatus) -> None:
    if page_exists("resultat.py"):
        link("resultat.py", "Se resultatet", icon=":material/stairs:", to={ROUND: status.round.round})


def _close(round_id: str) -> None:
    try:
        close_round(open_current(), permission(Act.PLAN), round_id)
    except MognadError as error:
        st.session_state[_FAULT] = (round_id, error)
    else:
        st.session_state.pop(_FAULT, None)
