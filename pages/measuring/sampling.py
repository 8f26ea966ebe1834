"""The parts of *Stickprov*: the draw, the units drawn, and one unit's answers beside their evidence."""

import secrets
from dataclasses import replace

import streamlit as st

from base.actors import Act
from base.clock import swedish_date
from base.errors import MognadError
from base.formats import day, plural
from data.ledger.store import Store
from data.measuring.answers import Answer, StoredAnswer, current
from data.measuring.rounds import Round
from data.measuring.samples import (
    FEWEST,
    DrawnUnit,
    NewCheck,
    SampleCheck,
    SampleOutcome,
    change_checked,
    draw_units,
    drawn_units,
    note_check,
    sample_checks,
)
from data.measuring.stands import NOT_APPLICABLE, stands
from data.organisation.units import Unit, units
from metrics.measuring.rounds.samples import sample_standing
from pages.answering.card import AnswerCard, answer_text, evidence_words, what_counts
from pages.answering.choices import choose_in_box, entered
from pages.frame.addressed import choose, in_address, tell_astray
from pages.frame.choosing import UNIT, unit_labels, units_of
from pages.frame.faults import redraw_after, tell_fault, tried
from pages.frame.fields import reason_field
from pages.frame.forms import questionnaire_of
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain
from questionnaires.evidence import asks_evidence
from questionnaires.model import Questionnaire

_PLACE = "sample"
_WORDS = {
    SampleOutcome.BORNE_OUT: ":material/check_circle: Stämmer med underlaget",
    SampleOutcome.NOT_SHOWN: ":material/help: Underlag saknas",
    SampleOutcome.CHANGED: ":material/edit: Ändrat",
}


def sample_section(store: Store, measurement: Round) -> None:
    """The whole page of one round."""
    tell_fault(_PLACE)
    drawn = drawn_units(store, measurement.round)
    if not drawn:
        st.markdown(
            "Lotta fram några enheter och jämför deras svar med underlaget. Då vet den som läser resultatet vad "
            "svaren är värda."
        )
        _draw(measurement, FEWEST, primary=True)
        return
    standing = sample_standing(store, measurement.round)
    st.markdown(f"**{plain(standing.text or f'Inget är granskat än. {len(drawn)} enheter är framlottade')}.**")
    names = {unit.unit: unit for unit in units_of(store, measurement)}
    checks = sample_checks(store, measurement.round)
    unit = _choose(drawn, names, unit_labels(names.values(), units(store, measurement.as_of)), checks)
    if unit is not None:
        _unit(store, measurement, unit, [check for check in checks if check.unit == unit.unit])
    with st.expander("Lotta fram fler enheter, och se hur det gick till", type="compact"):
        _draw(measurement, 1, primary=False)
        lots = {row.lot: row for row in drawn}
        for lot, row in lots.items():
            count = sum(other.lot == lot for other in drawn)
            st.caption(
                f"Lott {plain(lot)}: {plural(count, 'enhet', 'enheter')} av {row.out_of} med svar, "
                f"{day(swedish_date(row.recorded_at))}. Samma lott drar alltid samma enheter."
            )


def _draw(measurement: Round, size: int, *, primary: bool) -> None:
    with st.form(f"draw-{measurement.round}", border=False):
        wanted = st.number_input("Antal enheter", min_value=1, max_value=100, value=size, width=160)
        if st.form_submit_button(
            "Lotta fram enheter", type="primary" if primary else "secondary", icon=":material/casino:"
        ):
            grant, lot = permission(Act.PLAN), secrets.token_hex(4)
            redraw_after(lambda: draw_units(open_current(), grant, measurement.round, int(wanted), lot))


def _choose(
    drawn: list[DrawnUnit], names: dict[str, Unit], labels: dict[str, str], checks: list[SampleCheck]
) -> Unit | None:
    done = {check.unit for check in checks if check.outcome is SampleOutcome.DONE}
    listed = [row.unit for row in drawn if row.unit in names]
    if not listed:
        return None
    waiting = next((unit for unit in listed if unit not in done), listed[0])
    called = {unit: labels[unit] + (" – klar" if unit in done else "") for unit in listed}
    shown = labels[waiting]
    tell_astray(UNIT, listed, f"Organisationsdelen i adressen är inte framlottad. Här visas {shown} i stället.")
    return names[choose(in_address(UNIT, "Framlottad enhet", called, "sample_unit", waiting))]


def _unit(store: Store, measurement: Round, unit: Unit, checks: list[SampleCheck]) -> None:
    form = questionnaire_of(store, measurement)
    answers = current(store, measurement.round, unit.unit, corrected=True)
    claims = [q.name for q in form.survey if q.name in answers and _claims(form, q.name, answers[q.name])]
    others = [q.name for q in form.survey if q.name in answers and q.name not in claims]
    by_question = {check.question: check for check in checks if check.question is not None}
    if claims:
        st.subheader("Svar som ska ha underlag", anchor=False)
    for name in claims:
        _answer(measurement, unit, form, answers[name], by_question.get(name))
    if others:
        with st.expander(f"Övriga svar ({len(others)})", type="compact"):
            for name in others:
                _answer(measurement, unit, form, answers[name], by_question.get(name))
    if not answers:
        st.markdown("Enheten har inga svar kvar att granska.")
    done = any(check.outcome is SampleOutcome.DONE for check in checks)
    if done:
        st.success("Enheten är granskad.", icon=":material/check_circle:")
    else:
        left = len([name for name in claims if name not in by_question])
        if left:
            st.caption(f"{left} av {plural(len(claims), 'svar', 'svar')} som ska ha underlag är inte granskade än.")
        st.button(
            "Granskningen av enheten är klar",
            type="primary",
            key=f"done-{unit.unit}",
            on_click=_note,
            args=(measurement.round, unit.unit, None, SampleOutcome.DONE),
        )


def _claims(form: Questionnaire, question: str, stored: StoredAnswer) -> bool:
    return bool(stored.evidence) or asks_evidence(form, question, stored.alternative)


def _answer(
    measurement: Round, unit: Unit, form: Questionnaire, stored: StoredAnswer, check: SampleCheck | None
) -> None:
    question = form.question(stored.question)
    place = f"{unit.unit}-{question.name}"
    with st.container(border=True):
        st.markdown(f"**{plain(question.label)}**")
        st.markdown(
            f"Svar: **{plain(answer_text(form, question.name, stored))}**  \n"
            f"Underlag: {evidence_words(stored) or 'inget angivet'}"
            + (f"  \nKommentar: {plain(stored.comment)}" if stored.comment else "")
        )
        what_counts(question.criteria)
        if check is not None:
            st.caption(_WORDS[check.outcome] + (f": {plain(check.note)}" if check.note else ""))
        with st.container(horizontal=True):
            for outcome, label in ((SampleOutcome.BORNE_OUT, "Stämmer"), (SampleOutcome.NOT_SHOWN, "Underlag saknas")):
                st.button(
                    label,
                    key=f"{outcome.value}-{place}",
                    on_click=_note,
                    args=(measurement.round, unit.unit, question.name, outcome),
                )
            with st.popover("Ändra svaret", key=f"change-{place}"):
                _change(measurement, unit, form, stored, place)


def _change(measurement: Round, unit: Unit, form: Questionnaire, stored: StoredAnswer, place: str) -> None:
    # What the evidence does not show may be unknown, but concerns the unit all the same.
    shown = {stand[1] or "": stand for stand in stands(form, stored.question) if stand != NOT_APPLICABLE}
    card = AnswerCard(form, form.question(stored.question), shown, lambda part: f"{part}-{place}-{stored.seq}")
    with st.form(f"form-{place}", border=False):
        choose_in_box(card, "Nytt svar", stored.stand)
        reason = reason_field("Vad saknades i underlaget?")
        if st.form_submit_button("Ändra svaret", type="primary"):
            standing = stored.as_answer(measurement.round, unit.unit)
            redraw_after(lambda: _save_change(card, replace(standing, reason=reason)))


def _save_change(card: AnswerCard, standing: Answer) -> None:
    stand = entered(card)
    if stand is None:
        raise MognadError("answer_missing", "Välj det rätta svaret.")
    changed = replace(standing, state=stand[0], alternative=stand[1])
    change_checked(open_current(), permission(Act.CORRECT), card.form, changed)


def _note(round_id: str, unit: str, question: str | None, outcome: SampleOutcome) -> None:
    check = NewCheck(round_id, unit, question, outcome)
    tried(_PLACE, lambda: note_check(open_current(), permission(Act.CORRECT), check))
