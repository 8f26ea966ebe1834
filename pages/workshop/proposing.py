"""A function gives its proposals, from a link it has been sent: each is saved as it is given."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from data.ledger.texts import MAX_TEXT
from data.workshop.proposals import Proposal, Proposed, Stand, proposal_seqs, proposals, propose
from data.workshop.responsible import function_key
from metrics.workshop.functions import FunctionStanding
from metrics.workshop.votes import NOT_APPLICABLE, stands
from pages.answering.form import WARNING
from pages.frame.choosing import ROUND, UNIT, round_label
from pages.frame.faults import show_error
from pages.frame.forms import published
from pages.frame.fragments import fragment
from pages.frame.guard import permission
from pages.frame.session import current_store, link, open_current, today
from pages.frame.texts import paragraphs, plain, saved_at
from pages.workshop.functions import standings_of
from pages.workshop.place import Workshop
from pages.workshop.style import without_menu
from questionnaires.asked import minutes_to_answer
from questionnaires.model import Question

_MOST_UNFOLDED = 12
_SURE = {True: "Säker", False: "Osäker"}


@dataclass(frozen=True, slots=True)
class ProposedQuestion:
    """A question as one function proposes for it, and where its widgets keep their values."""

    round: str
    unit: str
    definition_seq: int
    question: str
    function: str

    def key(self, part: str) -> str:
        return f"forslag:{self.round}:{self.unit}:{function_key(self.function)}:{self.question}:{part}"


def proposing(workshop: Workshop, function: str) -> None:
    """The page of one function."""
    without_menu()
    standing = next((one for one in standings_of(workshop) if function_key(one.name) == function_key(function)), None)
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
    st.caption(f":material/shield: {WARNING}")
    link(
        "arbetsmote.py",
        "Till arbetsmötet",
        ":material/groups:",
        {ROUND: workshop.round.round, UNIT: workshop.unit.unit},
    )


def _introduction(workshop: Workshop, standing: FunctionStanding) -> None:
    found = workshop.round
    questions = standing.responsible or standing.others
    st.caption(f"{plain(round_label(workshop.store, found))} · {plain(workshop.unit.name)}")
    with st.container(border=True):
        minutes = minutes_to_answer(workshop.form, questions)
        last = f" · svara senast {day(found.last_day)}" if found.last_day else ""
        st.markdown(
            f"**{plain(standing.name)}: {plural(len(questions), 'fråga', 'frågor')} · ungefär {minutes} minuter{last}**"
        )
        st.markdown(
            "Välj det svar du tycker stämmer för hela kommunen. Är du osäker är det bra att säga: då pratar mötet om "
            "frågan. Allt sparas direkt, och ditt förslag ses av dem som är med på mötet."
        )
        if found.helper:
            st.markdown(f"Hjälp: {plain(found.helper)}")


def _areas(workshop: Workshop, standing: FunctionStanding) -> None:
    """The questions it is responsible for; many of them folded by area, with the first one that is left open."""
    by_area: dict[str, list[Question]] = {}
    for question in standing.responsible:
        by_area.setdefault(question.area, []).append(question)
    left = [area for area, found in by_area.items() if any(one.name not in standing.sent for one in found)]
    if len(standing.responsible) <= _MOST_UNFOLDED or len(by_area) == 1:
        _cards(workshop, standing, standing.responsible)
        return
    for area, found in by_area.items():
        sent = sum(one.name in standing.sent for one in found)
        label = f"{plain(workshop.area_label(area))} ({sent} av {len(found)} lämnade)"
        with st.expander(label, expanded=area in left[:1]):
            _cards(workshop, standing, found)


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
        found = list(stands(form, question).items())
        _follow(place, held, [stand for stand, _ in found])
        with st.container(border=True):
            st.caption(plain(area))
            st.subheader(plain(question.label), anchor=False)
            _guidance(question)
            hints = [one.hint for one in form.choices_of(question)]
            with st.container(key=f"alternativ-{place.question}"):
                chosen = st.radio(
                    plain(question.label),
                    list(range(len(found))),
                    # As in a manager's card: a default comes along each time (saving.held).
                    index=st.session_state.get(place.key("val")),
                    key=place.key("val"),
                    format_func=lambda number: plain(found[number][1]),
                    captions=[plain(hint) for hint in hints] + [""] * (len(found) - len(hints)),
                    label_visibility="collapsed",
                    width="stretch",
                    disabled=not may_change,
                    on_change=_save,
                    args=(place,),
                )
            if chosen is not None:
                _texts(place, found[chosen][0], may_change)
            _saved(place, held)

    card()


def _guidance(question: Question) -> None:
    if question.hint or question.criteria:
        with st.expander("Vägledning och vad som räknas", type="compact"):
            for text in (question.hint, question.criteria):
                st.markdown(paragraphs(text))


def _texts(place: ProposedQuestion, chosen: Stand, may_change: bool) -> None:
    st.segmented_control(
        "Hur säker är du?",
        list(_SURE),
        required=True,
        default=st.session_state.get(place.key("saker"), True),
        key=place.key("saker"),
        format_func=_SURE.__getitem__,
        disabled=not may_change,
        on_change=_save,
        args=(place,),
    )
    why = "Varför gäller frågan inte er?" if chosen == NOT_APPLICABLE else "Motivering"
    st.text_area(
        why,
        st.session_state.get(place.key("motivering")) or "",
        key=place.key("motivering"),
        max_chars=MAX_TEXT,
        height=90,
        placeholder="En mening räcker. Sparas när du lämnar rutan.",
        disabled=not may_change,
        on_change=_save,
        args=(place,),
    )
    st.text_input(
        "Underlag",
        st.session_state.get(place.key("underlag")) or "",
        key=place.key("underlag"),
        max_chars=MAX_TEXT,
        placeholder="Diarienummer, dokumentets namn eller länk",
        disabled=not may_change,
        on_change=_save,
        args=(place,),
    )


def _held(place: ProposedQuestion) -> Proposal | None:
    found = proposals(current_store(), place.round, place.unit).get(place.question, [])
    return next((one for one in found if function_key(one.function) == function_key(place.function)), None)


def _follow(place: ProposedQuestion, held: Proposal | None, found: list[Stand]) -> None:
    """Fill the widgets from the store, unless they hold what the person has just done."""
    state = st.session_state
    newest = proposal_seqs(current_store(), place.round, place.unit, place.function).get(place.question, 0)
    if place.key("val") in state and state.get(place.key("sett")) == newest:
        return
    state[place.key("sett")] = newest
    state[place.key("val")] = found.index(held.stand) if held else None
    state[place.key("saker")] = held.certain if held else True
    state[place.key("motivering")] = (held.comment if held else None) or ""
    state[place.key("underlag")] = (held.evidence if held else None) or ""


def _save(place: ProposedQuestion) -> None:
    state = st.session_state
    chosen: int | None = state.get(place.key("val"))
    if chosen is None:
        return
    try:
        form = published(open_current(), place.definition_seq)
        one = _entered(place, list(stands(form, place.question))[chosen])
        grant = permission(Act.ANSWER, place.unit)
        seq = propose(open_current(), grant, form, place.round, place.unit, [one])[0]
    except MognadError as error:
        state[place.key("fel")] = error
        # A conflict fills the fields with the other's words; these are told beside them.
        state[place.key("osparat")] = state.get(place.key("motivering")) if error.code == "proposal_conflict" else ""
        return
    state[place.key("sett")] = seq
    state.pop(place.key("fel"), None)


def _entered(place: ProposedQuestion, stand: Stand) -> Proposed:
    """What the widgets say. A field that is not on the card just now keeps what it was filled with."""
    state = st.session_state
    sure = state.get(place.key("saker"))
    return Proposed(
        place.question,
        place.function,
        *stand,
        certain=True if sure is None else sure,
        comment=state.get(place.key("motivering")),
        evidence=state.get(place.key("underlag")),
        based_on=state.get(place.key("sett"), 0),
    )


def _saved(place: ProposedQuestion, held: Proposal | None) -> None:
    error = st.session_state.get(place.key("fel"))
    if error is not None:
        show_error(error)
        if text := st.session_state.get(place.key("osparat")):
            st.caption("Det här skrev du, och det är inte sparat:")
            st.text(text)
    if held is not None and error is None:
        st.caption(f":material/check: {saved_at(held.recorded_at, today(current_store()))}")
