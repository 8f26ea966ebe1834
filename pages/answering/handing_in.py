"""*Lämna in*: what is unanswered, handing in for one unit or all, and a receipt that says what happens next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import streamlit as st

from base.actors import Act
from base.formats import day, day_and_time, listing, plural
from data.ledger.store import Store
from data.measuring.answerers import answerers_of
from data.measuring.answers import current
from data.measuring.rounds import Round
from data.measuring.submissions import Submission, submissions, submit
from data.organisation.units import Unit
from pages.answering.areas import AreaPage, area_pages, rest_of_bank
from pages.answering.own_units import Answerer
from pages.frame.choosing import AREA, ROUND, UNIT, WHOLE_BANK, YES, go_to, wanted
from pages.frame.faults import tell_fault, tried
from pages.frame.guard import permission
from pages.frame.session import link, open_current, today
from pages.frame.texts import plain
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

SUBMITTING = "handing_in"


@dataclass(frozen=True, slots=True)
class _Stage:
    """One of her units: where answers are missing, and whether it has been handed in."""

    unit: Unit
    missing: tuple[tuple[AreaPage, int], ...]
    submission: Submission | None

    @property
    def left(self) -> int:
        return sum(count for _, count in self.missing)

    @property
    def submitted(self) -> bool:
        return self.submission is not None and self.submission.holds


def handing_in(store: Store, questionnaire: Questionnaire, answerer: Answerer) -> None:
    """The last page of the form, for all her units."""
    handed_in = submissions(store, answerer.round.round)
    stages = [_stage(store, questionnaire, answerer.round, unit, handed_in) for unit in answerer.units]
    _heading(stages)
    for stage in stages:
        _unit(answerer, stage)
    waiting = [stage for stage in stages if not stage.submitted]
    hers = [stage for stage in waiting if answerer.submits(stage.unit.unit)]
    if hers:
        _buttons(answerer, hers)
    _tell_deputy(store, [stage.unit for stage in waiting if stage not in hers])
    tell_fault(SUBMITTING)
    if not waiting:
        _receipt(answerer.round, today(store))
    _offer_bank(store, questionnaire, answerer)
    _result(answerer)


def _offer_bank(store: Store, questionnaire: Questionnaire, answerer: Answerer) -> None:
    """The rest of the questions, for a unit that wants to."""
    more = rest_of_bank(questionnaire, answerer.unit, answerer.round.resting)
    given = current(store, answerer.round.round, answerer.unit.unit)
    if not more or wanted(WHOLE_BANK) == YES or not given.keys().isdisjoint(more):
        return
    with st.expander("Vill ni gå djupare?", type="compact"):
        st.markdown(
            f"Frivilligt: {plural(len(more), 'fråga', 'frågor')} till om samma områden, för "
            f"{plain(answerer.unit.name)}. När alla dimensioner av ett område är besvarade bedöms er nivå i det. "
            "Medelvärden och jämförelser ändras inte."
        )
        st.button("Visa alla frågor", key="whole-bank", on_click=go_to, kwargs={WHOLE_BANK: YES, AREA: ""})


def _stage(
    store: Store, questionnaire: Questionnaire, measurement: Round, unit: Unit, handed_in: Mapping[str, Submission]
) -> _Stage:
    given: Collection[str] = current(store, measurement.round, unit.unit)
    counted = (
        (area, sum(question.name not in given for question in area.questions))
        for area in area_pages(questionnaire, unit, measurement.resting)
    )
    return _Stage(unit, tuple((area, count) for area, count in counted if count), handed_in.get(unit.unit))


def _heading(stages: Sequence[_Stage]) -> None:
    left = sum(stage.left for stage in stages)
    if all(stage.submitted for stage in stages):
        st.header("Inlämnat. Tack!", anchor=False)
    elif left:
        st.header("En fråga är kvar" if left == 1 else f"{left} frågor är kvar", anchor=False)
    else:
        st.header("Alla frågor är besvarade", anchor=False)


def _unit(answerer: Answerer, stage: _Stage) -> None:
    """How a unit stands, with ways to what is missing."""
    with st.container(border=True, key=f"lage-{stage.unit.unit}"):
        if stage.submission is not None and stage.submitted:
            standing = f"inlämnat {day_and_time(stage.submission.recorded_at)}"
            icon = ":material/check_circle:"
        else:
            standing = "allt besvarat" if not stage.left else f"{plural(stage.left, 'fråga', 'frågor')} kvar"
            icon = ":material/radio_button_unchecked:" if stage.left else ":material/task_alt:"
        if stage.submitted and stage.left:
            standing += f", {plural(stage.left, 'fråga', 'frågor')} utan svar"
        st.markdown(f"{icon} **{plain(stage.unit.name)}**: {standing}")
        for area, count in stage.missing:
            st.button(
                f"{plain(area.label)}: {plural(count, 'fråga', 'frågor')}",
                key=f"left-{stage.unit.unit}-{area.name}",
                icon=":material/edit_note:",
                on_click=go_to,
                kwargs={UNIT: stage.unit.unit, AREA: area.name},
            )


def _buttons(answerer: Answerer, hers: Sequence[_Stage]) -> None:
    left = sum(stage.left for stage in hers)
    if left:
        st.markdown("Du kan lämna in ändå. Det som saknar svar räknas som obesvarat.")
    label = "Lämna in" if len(answerer.units) == 1 else _for(hers)
    _button(answerer, label, "alla", hers, main=True)
    if len(hers) > 1:
        with st.container(horizontal=True):
            for stage in hers:
                _button(answerer, f"Bara {plain(stage.unit.name)}", stage.unit.unit, [stage])
    st.caption("Efter inlämningen kan du ändra ett svar tills mätningen avslutas, men skriver då varför.")


def _for(hers: Sequence[_Stage]) -> str:
    if len(hers) == 1:
        return f"Lämna in för {plain(hers[0].unit.name)}"
    return "Lämna in för båda enheterna" if len(hers) == 2 else f"Lämna in för alla {len(hers)} enheter"


def _button(answerer: Answerer, label: str, key: str, stages: Sequence[_Stage], *, main: bool = False) -> None:
    person = answerer.person.person if answerer.person else None
    submitting = partial(_submit, answerer.round.round, [stage.unit.unit for stage in stages], person)
    kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
    icon = ":material/send:" if main else None
    st.button(label, key=f"hand-in-{key}", type=kind, icon=icon, on_click=submitting)


def _submit(round_id: str, units: Sequence[str], person: str | None) -> None:
    tried(SUBMITTING, lambda: submit(open_current(), permission(Act.SUBMIT), round_id, units, person))


def _tell_deputy(store: Store, prepared: Sequence[Unit]) -> None:
    for unit in prepared:
        managers = [manager.name for manager in answerers_of(store, unit.unit, today(store)).managers]
        nobody = "Enheten har ingen ansvarig som kan lämna in."
        who = f"Den som lämnar in är {listing(managers)}." if managers else nobody
        sentence = f"Du förbereder svaren för {unit.name} som ersättare. {who} Säg till när svaren är klara."
        st.info(plain(sentence), icon=":material/person:")


def _receipt(measurement: Round, now: date) -> None:
    after = f" efter {day(measurement.last_day)}" if measurement.last_day and measurement.last_day >= now else ""
    st.markdown(
        f"**Vad händer nu?**  \nMätningen avslutas{after} och svaren räknas samman. Då ser du *Min enhets läge* här: "
        "vad resultatet betyder, och högst tre nästa steg. Till dess behöver du inte göra något."
    )


def _result(answerer: Answerer) -> None:
    """A figure before the closing is for the municipality's own answers only: a manager should not be led by it."""
    if answerer.person is None or role_of(answerer.unit.kind) == "organisation":
        place = {ROUND: answerer.round.round, UNIT: answerer.unit.unit}
        link("resultat.py", "Se resultatet", icon=":material/stairs:", to=place)
