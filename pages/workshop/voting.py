"""Counting hands on the projector: a press on an alternative, or its number, is a raised hand; nobody is named."""

from functools import partial

import streamlit as st

from base.actors import Act
from data.measuring.stands import stands
from data.workshop.votes import NewVoting, record_votes
from metrics.workshop.agenda import Status
from pages.frame.faults import tried
from pages.frame.fragments import fragment
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain
from pages.workshop.place import PLACE
from pages.workshop.turn import AGREE, AGREE_UNVOTED, Press, Turn, big_button, on_or_back


def count_hands(turn: Turn) -> None:
    """The alternatives with their counts, and the way on.

    In a fragment of its own: hands are counted quickly, and a press that comes while the whole page is drawn is lost.
    """

    @fragment
    def hands() -> None:
        _hands(turn)

    hands()


def _hands(turn: Turn) -> None:
    form, question = turn.workshop.form, turn.row.question
    hints = {choice.label: choice.hint for choice in form.choices_of(question)}
    labels = list(stands(form, question).values())
    for number, label in enumerate(labels, 1):
        place = turn.key(f"rost{number}")
        st.session_state.setdefault(place, 0)
        with st.container(key=f"valrad-{number}"):
            left, middle, right = st.columns([3, 6, 2], vertical_alignment="center")
            with left:
                big_button(plain(label), turn.key(f"hand{number}"), number, None, partial(_raise_hand, place))
            middle.markdown(plain(hints.get(label, "")))
            right.number_input(
                f"Röster på {label}",
                min_value=0,
                step=1,
                key=place,
                label_visibility="collapsed",
                persist_state="session",
            )
    counted = sum(_counts(turn, len(labels)))
    label = f"Visa rösterna ({counted} av {len(turn.sitting.people)})"
    on_or_back(
        turn,
        Press(label, "visa", partial(_show, turn)),
        Press("Ingen omröstning", "utan", partial(_without_vote, turn)),
    )


def _raise_hand(place: str) -> None:
    st.session_state[place] = (st.session_state.get(place) or 0) + 1


def _counts(turn: Turn, how_many: int) -> list[int]:
    return [int(st.session_state.get(turn.key(f"rost{number}")) or 0) for number in range(1, how_many + 1)]


def _show(turn: Turn) -> None:
    workshop, row = turn.workshop, turn.row
    answers = list(stands(workshop.form, row.question))
    votes = dict(zip(answers, _counts(turn, len(answers)), strict=True))
    new = NewVoting(turn.sitting.sitting, row.name, votes, row.voting.seq if row.voting else 0)
    if tried(PLACE, lambda: record_votes(open_current(), permission(Act.ANSWER), workshop.form, new)):
        turn.forget(*(f"rost{number}" for number in range(1, len(answers) + 1)))
        turn.ask_for(AGREE if row.status is Status.DECIDED else None)
    # The whole page shows what came of it, not the counts alone.
    st.rerun()


def _without_vote(turn: Turn) -> None:
    turn.ask_for(AGREE_UNVOTED)
    st.rerun()
