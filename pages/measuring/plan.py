"""*Planera en mätning* and *Ändra planen*: the same fields, saved in one go."""

import re
from collections.abc import Sequence

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day
from data.ledger.store import Store
from data.ledger.texts import MAX_WORDS
from data.measuring.planning import ChosenUnits, change_round, plan_round, replan_round
from data.measuring.rounds import NewRound, Round, RoundPlan, rounds
from data.organisation.people import persons
from pages.frame.choosing import ROUND
from pages.frame.faults import show_error
from pages.frame.fields import day_field, free_text_warning
from pages.frame.forms import questionnaire_of
from pages.frame.guard import actor, permission
from pages.frame.session import go, today
from pages.frame.texts import plain
from pages.measuring.asked_units import (
    changed_meanwhile,
    choose_anew,
    choose_units,
    shown_units,
    tell_without_manager,
    who_answers,
)
from pages.measuring.form_choice import choose_form, show_changes
from pages.measuring.resting import tell_resting
from questionnaires.model import Questionnaire

_PURPOSE = "Kommunens årliga mätning av informationssäkerheten. Svaren visar var stöd och åtgärder behövs."
_READERS = (
    "Du själv, dina chefer och informationssäkerhetssamordnaren. Ledningen ser kontoren, inte enskilda enheter. "
    "Ingen rangordnas."
)
_SAVED = "plan_saved"
_LONGEST_NAME = 100
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_HELPER = "Informationssäkerhetssamordnaren"


def plan_form(store: Store) -> None:
    """Plan a new measurement; when it is saved its own page is shown."""
    new, _ = _fields(store, "new", None)
    if st.button("Spara planen", key="new_save", type="primary"):
        try:
            made = plan_round(store, permission(Act.PLAN), new)
        except MognadError as error:
            show_error(error)
        else:
            go("matning.py", {ROUND: made})


def change_form(store: Store, measurement: Round) -> None:
    """Change a planned measurement, or what can be changed of an open one: who answers, dates and texts."""
    key = f"plan-{measurement.round}"
    new, shown = _fields(store, key, measurement)
    if st.button("Spara ändringarna", key=f"{key}_save"):
        try:
            made = _save(store, measurement, new, shown)
        except MognadError as error:
            show_error(error)
        else:
            if made != measurement.round:
                go("matning.py", {ROUND: made})
            choose_anew(key)
            st.session_state[_SAVED] = (made, changed_meanwhile(store, measurement, new.units))
            st.rerun()
    saved, meanwhile = st.session_state.pop(_SAVED, ("", ""))
    if saved == measurement.round:
        st.success(plain(f"Ändringarna är sparade. {meanwhile}".strip()), icon=":material/check_circle:")


def _save(store: Store, measurement: Round, new: NewRound, shown: Sequence[str] | None) -> str:
    grant = permission(Act.PLAN)
    if measurement.state == "planned":
        return replan_round(store, grant, measurement.round, new, shown)
    change_round(store, grant, measurement.round, ChosenUnits(new.units, shown), new.plan or RoundPlan())
    return measurement.round


def _fields(store: Store, key: str, measurement: Round | None) -> tuple[NewRound, Sequence[str] | None]:
    """What the fields say, and the units that the choice began with (None for a new measurement)."""
    if measurement is None or measurement.state == "planned":
        form = choose_form(store, key, measurement)
        show_changes(store, form, measurement.round if measurement else None)
        if (
            measurement is None
            or measurement.version != form.settings.version
            or measurement.questionnaire != form.settings.form_id
        ):
            # What the saved plan asks is told above it.
            tell_resting(store, form, None)
        left, right = st.columns(2)
        # The suggestion follows the form and never takes the place of what is being written.
        suggested = measurement.name if measurement else _usual_name(store, form)
        written = left.text_input(
            "Namn",
            value=measurement.name if measurement else "",
            key=f"{key}_name",
            max_chars=_LONGEST_NAME,
            placeholder=suggested,
            help="Lämnar du det tomt får mätningen namnet som står i grått.",
        )
        name = written.strip() or suggested
        held = measurement.as_of if measurement else today(store)
        note = "Den dag som svaren beskriver. Den avgör vilka organisationsdelar som finns."
        # Where the field is emptied the measurement keeps its day, or is dated today.
        as_of = day_field("Läget per", held, f"{key}_as_of", right.date_input, help=note) or held
    else:
        form, name, as_of = questionnaire_of(store, measurement), measurement.name, measurement.as_of
    began_with = shown_units(store, key, measurement) if measurement else None
    asked = choose_units(store, key, form, as_of, began_with)
    who_answers(store, asked, as_of)
    plan = _plan(store, key, form, measurement)
    tell_without_manager(store, asked, max(today(store), plan.first_day or today(store)))
    return NewRound(form, name, as_of, asked, plan), began_with


def _usual_name(store: Store, form: Questionnaire) -> str:
    """The form's last name with this year in it, else its title and the year; with the day where that is taken."""
    now, before = today(store), rounds(store, form.settings.form_id)
    last = before[-1].name if before else ""
    name = _YEAR.sub(str(now.year), last) if _YEAR.search(last) else f"{form.settings.form_title} {now.year}"
    taken = any(row.name == name for row in before)
    return (f"{form.settings.form_title} {day(now)}" if taken else name)[:_LONGEST_NAME]


def _plan(store: Store, key: str, form: Questionnaire, measurement: Round | None) -> RoundPlan:
    left, right = st.columns(2)
    days = (measurement.first_day, measurement.last_day) if measurement else (today(store), None)
    first = day_field("Första dag att svara", days[0], f"{key}_first", left.date_input)
    last = day_field("Sista dag att svara", days[1], f"{key}_last", right.date_input)
    has_texts = measurement is not None and (measurement.helper or measurement.purpose or measurement.readers)
    usual = measurement if measurement is not None and has_texts else _usual(store, form)
    # Keys that go by the form: another form begins with what was said of it the last time.
    of = f"{key}_{form.settings.form_id}"
    with st.expander("Det som står ovanför första frågan", key=f"{key}-texts", expanded=measurement is None):
        helper = st.text_input("Vem hjälper till", value=usual.helper or "", key=f"{of}_helper", max_chars=MAX_WORDS)
        purpose = st.text_area(
            "Vad svaren används till", value=usual.purpose or "", key=f"{of}_purpose", max_chars=MAX_WORDS, height=80
        )
        readers = st.text_area(
            "Vem som ser svaren", value=usual.readers or "", key=f"{of}_readers", max_chars=MAX_WORDS, height=80
        )
        free_text_warning()
    return RoundPlan(first, last, helper or "", purpose or "", readers or "")


def _usual(store: Store, form: Questionnaire) -> RoundPlan:
    """What was said the last time the form was asked; else our own words."""
    before = [row for row in rounds(store, form.settings.form_id) if row.purpose or row.readers or row.helper]
    if before:
        return RoundPlan(helper=before[-1].helper, purpose=before[-1].purpose, readers=before[-1].readers)
    mine = persons(store).get(actor().person)
    return RoundPlan(helper=mine.name if mine else _HELPER, purpose=_PURPOSE, readers=_READERS)
