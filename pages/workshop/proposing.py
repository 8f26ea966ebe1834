"""A function gives its proposals, from a link it has been sent: each is saved as it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from data.measuring.answers import AnswerState, Stand
from data.measuring.stands import NOT_APPLICABLE, stands
from data.workshop.proposals import NewProposals, Proposal, Proposed, proposal_seqs, proposals, propose
from data.workshop.responsible import function_key
from metrics.workshop.functions import FunctionStanding
from pages.answering.card import (
    ASIDE,
    CHOICE,
    COMMENT,
    EVIDENCE,
    SAVED_BY_LEAVING,
    AnswerCard,
    comment_field,
    evidence_field,
    guidance,
    heading,
)
from pages.answering.choices import choose, entered, is_answered, widget_value
from pages.answering.saving import fault, follow, keep, seen, tell_unsaved
from pages.frame.choosing import ROUND, UNIT, round_label
from pages.frame.faults import show_error
from pages.frame.fields import free_text_warning
from pages.frame.forms import published
from pages.frame.fragments import fragment
from pages.frame.guard import permission
from pages.frame.session import current_store, link, open_current, today
from pages.frame.texts import plain, saved_at
from pages.workshop.functions import standings_of
from pages.workshop.place import Workshop
from pages.workshop.style import without_menu
from questionnaires.asked import minutes_to_answer
from questionnaires.model import Question, Questionnaire

_MOST_UNFOLDED = 12
_SURE = {True: "Säker", False: "Osäker"}
_CERTAIN = "saker"


@dataclass(frozen=True, slots=True)
class ProposedQuestion:
    """A question as one function proposes for it, and where its widgets keep their values."""

    round: str
    unit: str
    definition_seq: int
    question: str
    function: str

    def options(self, form: Questionnaire) -> dict[int, Stand]:
        """What the radio group holds → what that answers, in order."""
        return dict(enumerate(stands(form, self.question)))

    def key(self, part: str) -> str:
        return f"forslag:{self.round}:{self.unit}:{function_key(self.function)}:{self.question}:{part}"


def proposing(workshop: Workshop, function: str) -> None:
    """The page of one function."""
    without_menu()
    standing = next((row for row in standings_of(workshop) if function_key(row.name) == function_key(function)), None)
    st.title("Förslag inför arbetsmötet", anchor=False)
    if standing is None:
        show_error(
            MognadError(
                "function_unknown",
                f"”{function}” har inga frågor att lämna förslag på. Be samordnaren om en ny länk.",
            )
        )
        return
    _introduction(workshop, standing)
    if workshop.round.state != "opened":
        st.info("Mätningen är inte öppen. Förslagen kan läsas men inte ändras.", icon=":material/lock:")
    _areas(workshop, standing)
    if standing.others:
        with st.expander(f"Du kan också lämna förslag på {plural(len(standing.others), 'fråga', 'frågor')}"):
            _cards(workshop, standing, standing.others)
    free_text_warning()
    link(
        "arbetsmote.py",
        "Till arbetsmötet",
        ":material/groups:",
        {ROUND: workshop.round.round, UNIT: workshop.unit.unit},
    )


def _introduction(workshop: Workshop, standing: FunctionStanding) -> None:
    asked = workshop.round
    questions = standing.responsible or standing.others
    st.caption(f"{plain(round_label(workshop.store, asked))} · {plain(workshop.unit.name)}")
    with st.container(border=True):
        minutes = minutes_to_answer(workshop.form, questions)
        last = f" · svara senast {day(asked.last_day)}" if asked.last_day else ""
        st.markdown(
            f"**{plain(standing.name)}: {plural(len(questions), 'fråga', 'frågor')} · ungefär {minutes} minuter{last}**"
        )
        st.markdown(
            "Välj det svar du tycker stämmer för hela kommunen. Är du osäker är det bra att säga: då pratar mötet om "
            "frågan. Allt sparas direkt, och ditt förslag ses av dem som är med på mötet."
        )
        if asked.helper:
            st.markdown(f"Hjälp: {plain(asked.helper)}")


def _areas(workshop: Workshop, standing: FunctionStanding) -> None:
    """The questions it is responsible for; many of them folded by area, with the first one that is left open."""
    by_area: dict[str, list[Question]] = {}
    for question in standing.responsible:
        by_area.setdefault(question.area, []).append(question)
    left = [area for area, inside in by_area.items() if any(row.name not in standing.sent for row in inside)]
    if len(standing.responsible) <= _MOST_UNFOLDED or len(by_area) == 1:
        _cards(workshop, standing, standing.responsible)
        return
    for area, inside in by_area.items():
        sent = sum(row.name in standing.sent for row in inside)
        label = f"{plain(workshop.area_label(area))} ({sent} av {len(inside)} lämnade)"
        with st.expander(label, expanded=area in left[:1]):
            _cards(workshop, standing, inside)


def _cards(workshop: Workshop, standing: FunctionStanding, questions: Sequence[Question]) -> None:
    for question in questions:
        place = ProposedQuestion(
            workshop.round.round,
            workshop.unit.unit,
            workshop.round.definition_seq,
            question.name,
            standing.name,
        )
        _card(place, workshop.area_label(question.area), workshop.round.state == "opened")


def _card(place: ProposedQuestion, area: str, may_change: bool) -> None:
    @fragment
    def card() -> None:
        store = current_store()
        form = published(store, place.definition_seq)
        question = form.question(place.question)
        held = _held(place)
        newest = proposal_seqs(store, place.round, place.unit, place.function).get(place.question, 0)
        follow(place, newest, _widget_values(question, place.options(form), held))
        save = partial(_save, place)
        answer = AnswerCard(form, question, place.options(form), place.key, save, locked=not may_change)
        with st.container(border=True):
            heading(question, area)
            guidance(question, whole=False)
            chosen = choose(answer)
            if chosen is not None:
                _texts(answer, chosen)
            _saved(place, held)

    card()


def _texts(card: AnswerCard, chosen: Stand) -> None:
    certain = card.held(_CERTAIN)
    st.segmented_control(
        "Hur säker är du?",
        list(_SURE),
        required=True,
        default=True if certain is None else certain,
        key=card.key(_CERTAIN),
        format_func=_SURE.__getitem__,
        disabled=card.locked,
        on_change=card.save,
    )
    why = "Varför gäller frågan inte er?" if chosen == NOT_APPLICABLE else "Motivering"
    comment_field(card, why, f"En mening räcker. {SAVED_BY_LEAVING}", height=90)
    evidence_field(card)


def _held(place: ProposedQuestion) -> Proposal | None:
    given = proposals(current_store(), place.round, place.unit).get(place.question, [])
    return next((row for row in given if function_key(row.function) == function_key(place.function)), None)


def _widget_values(question: Question, options: Mapping[int, Stand], held: Proposal | None) -> dict[str, object]:
    """What a card's widgets hold (part → value) when they show a proposal."""
    option = next((option for option, stand in options.items() if held and stand == held.stand), None)
    if question.kind == "select_one":
        choices: dict[str, object] = {CHOICE: option}
    else:
        choices = {CHOICE: widget_value(question, held.alternative if held else None), ASIDE: option}
    return {
        **choices,
        _CERTAIN: held.certain if held else True,
        COMMENT: (held.comment if held else None) or "",
        EVIDENCE: (held.evidence if held else None) or "",
    }


def _save(place: ProposedQuestion) -> None:
    if is_answered(place.key):
        keep(place, partial(_propose, place), st.session_state.get(place.key(COMMENT)))


def _propose(place: ProposedQuestion) -> int:
    store = open_current()
    form = published(store, place.definition_seq)
    grant = permission(Act.ANSWER, place.unit)
    return propose(store, grant, form, NewProposals(place.round, place.unit, [_entered(place, form)]))[0]


def _entered(place: ProposedQuestion, form: Questionnaire) -> Proposed:
    """What the widgets say. A field that is not on the card just now keeps what it was filled with."""
    state = st.session_state
    sure = state.get(place.key(_CERTAIN))
    card = AnswerCard(form, form.question(place.question), place.options(form), place.key)
    return Proposed(
        place.question,
        place.function,
        *(entered(card) or (AnswerState.CLEARED, None)),
        certain=True if sure is None else sure,
        comment=state.get(place.key(COMMENT)),
        evidence=state.get(place.key(EVIDENCE)),
        based_on=seen(place),
    )


def _saved(place: ProposedQuestion, held: Proposal | None) -> None:
    tell_unsaved(place)
    if held is not None and fault(place) is None:
        st.caption(f":material/check: {saved_at(held.recorded_at, today(current_store()))}")
