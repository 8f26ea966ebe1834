"""*Rätta ett svar* in a closed measurement, and what has been corrected: before, after, when, why and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import NO_VALUE, day_and_time
from data.ledger.store import Store
from data.measuring.answers import Answer, AnswerState, Stand, current, newest_seqs
from data.measuring.closing import Restatement, correct_answer, restatements
from data.measuring.rounds import Round
from data.measuring.stands import stands
from data.organisation.people import name_of, persons
from data.organisation.units import Unit, units
from pages.answering.areas import area_pages
from pages.answering.card import ASIDE, CHOICE, COMMENT, AnswerCard, answer_text, comment_field
from pages.answering.choices import choose_in_box, entered
from pages.frame.addressed import tell_astray
from pages.frame.choosing import UNIT, unit_labels, units_of
from pages.frame.fields import reason_field
from pages.frame.forms import questionnaire_of
from pages.frame.guard import permission
from pages.frame.tables import unbroken, wide_table
from pages.frame.texts import cut, plain
from pages.measuring.acts import act_button, show_act_fault, written
from questionnaires.answer_words import answer_words
from questionnaires.model import Questionnaire

_STATE = "state:"
_WHY = "why"
_SHORT = 60


def corrections(store: Store, closed: Round) -> None:
    """The fields that correct an answer, and the list of what has been corrected."""
    form = questionnaire_of(store, closed)
    asked = units_of(store, closed)
    st.markdown(
        "Rätta ett svar som blev fel. Resultatet som avslutades står kvar; det rättade visas bredvid, med skälet."
    )
    if asked:
        _correct(store, closed, form, asked)
    _restated(store, closed, form, {unit.unit: unit.name for unit in asked})


def _correct(store: Store, closed: Round, form: Questionnaire, asked: list[Unit]) -> None:
    unit = _unit(store, closed, asked)
    areas = area_pages(form, unit, closed.resting)
    questions = {question.name: question for area in areas for question in area.questions}
    if not questions:
        st.markdown("Formuläret har inga frågor till den som är vald.")
        return
    name = st.selectbox(
        "Fråga", list(questions), key="correct_question", format_func=lambda name: _short(questions[name].label)
    )
    question = name if name in questions else next(iter(questions))
    stored = current(store, closed.round, unit.unit, corrected=True).get(question)
    st.markdown(f"Svaret nu: **{plain(answer_text(form, question, stored))}**")
    # Keys that go by what is chosen: another question begins with empty fields.
    card = AnswerCard(form, questions[question], _options(form, question), partial(_key, unit.unit, question))
    st.session_state.setdefault(card.key(COMMENT), (stored.comment if stored else None) or "")
    choose_in_box(card, "Rätt svar")
    comment_field(card, "Kommentar", height=None)
    reason_field("Varför rättas svaret?", card.key(_WHY))
    cleared = Answer(closed.round, unit.unit, question, AnswerState.CLEARED)
    standing = stored.as_answer(closed.round, unit.unit) if stored else cleared
    standing = replace(standing, based_on=newest_seqs(store, closed.round, unit.unit).get(question, 0))
    correct = partial(_save, card, standing)
    act_button("Spara rättelsen", "correct_save", "correct", correct, card.key(CHOICE), card.key(ASIDE), card.key(_WHY))
    show_act_fault("correct")


def _unit(store: Store, closed: Round, asked: list[Unit]) -> Unit:
    by_id, labels = {unit.unit: unit for unit in asked}, unit_labels(asked, units(store, closed.as_of))
    named = st.query_params.get(UNIT, "")
    place = list(by_id).index(named) if named in by_id else 0
    shown = labels[list(by_id)[place]]
    tell_astray(UNIT, by_id, f"Organisationsdelen i adressen ingår inte i mätningen. Här visas {shown} i stället.")
    picked = st.selectbox("Vems svar", list(by_id), index=place, key="correct_unit", format_func=labels.__getitem__)
    return by_id.get(picked or "", asked[0])


def _options(form: Questionnaire, question: str) -> dict[str, Stand]:
    """What the box of the right answer holds → what that answers: none is a choice here too."""
    answers = [*stands(form, question), (AnswerState.CLEARED, None)]
    # No alternative's name holds a colon.
    return {alternative or f"{_STATE}{state}": (state, alternative) for state, alternative in answers}


def _key(unit: str, question: str, part: str) -> str:
    return f"correct-{unit}-{question}-{'said' if part == CHOICE else part}"


def _save(card: AnswerCard, standing: Answer, store: Store) -> None:
    stand = entered(card)
    if stand is None:
        raise MognadError("answer_missing", "Välj det rätta svaret.")
    comment, reason = written(card.key(COMMENT)), written(card.key(_WHY))
    answer = replace(standing, state=stand[0], alternative=stand[1], comment=comment, reason=reason)
    correct_answer(store, permission(Act.CORRECT), card.form, answer)


def _restated(store: Store, closed: Round, form: Questionnaire, names: dict[str, str]) -> None:
    corrected = restatements(store, closed.round)
    if corrected:
        st.subheader("Rättat i efterhand", anchor=False)
        restated_table(store, form, corrected, names)


def restated_table(
    store: Store, form: Questionnaire, corrected: Sequence[Restatement], names: Mapping[str, str]
) -> None:
    """Before, after, when, why and by whom. ``names``: unit → its name."""
    people = persons(store)
    wide_table(
        "rattat",
        {
            "Organisationsdel": [plain(names.get(row.unit, row.unit)) for row in corrected],
            "Fråga": [plain(_short(form.question(row.question).label)) for row in corrected],
            "Före": [plain(_words(form, row.question, row.before)) for row in corrected],
            "Efter": [plain(_words(form, row.question, row.after)) for row in corrected],
            "När": [unbroken(day_and_time(row.recorded_at)) for row in corrected],
            "Varför": [plain(row.reason or "Ändrat medan mätningen var öppen igen") for row in corrected],
            "Vem": [plain(name_of(people, row.actor, NO_VALUE)) for row in corrected],
        },
        "Svar som har rättats efter att mätningen avslutades",
    )


def _words(form: Questionnaire, question: str, stand: Stand | None) -> str:
    return answer_words(form, question, *(stand or (None,)))


def _short(text: str) -> str:
    return cut(" ".join(text.split()), _SHORT)
