"""Several answers at once: all of them or none, under the same checks as one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from base.actors import Act, Actor, Grant
from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.answers import Answer, AnswerState, current, record, record_many
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from questionnaires.model import Questionnaire

pytestmark = pytest.mark.slow

Granting = Callable[[Act], Grant]


@pytest.fixture
def round_id(store: Store, grant: Granting, form: Questionnaire, town: Any) -> str:
    return open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 10, 15), [town.a, town.b]))


@pytest.fixture
def both(round_id: str, town: Any) -> list[Answer]:
    return [
        Answer(round_id, town.a, "q1", AnswerState.ANSWERED, "s2", comment="Klart", evidence="KS 2026/1"),
        Answer(round_id, town.b, "q2", AnswerState.UNKNOWN),
    ]


def test_all_are_stored_in_order(
    store: Store, grant: Granting, form: Questionnaire, round_id: str, both: list[Answer], town: Any
) -> None:
    before = store.position()

    receipts = record_many(store, grant(Act.ANSWER), form, both)

    assert [receipt.seq for receipt in receipts] == [before + 1, before + 2]
    stored = current(store, round_id, town.a)["q1"]
    assert (stored.alternative, stored.comment, stored.evidence) == ("s2", "Klart", "KS 2026/1")
    assert current(store, round_id, town.b)["q2"].state is AnswerState.UNKNOWN


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"question": "q9"}, "question_unknown"),
        ({"state": AnswerState.ANSWERED}, "alternative_unknown"),
        ({"state": AnswerState.NOT_APPLICABLE}, "comment_missing"),
        ({"unit": "u999"}, "unit_not_asked"),
        ({"round": "r999"}, "round_closed"),
        ({"comment": "x" * 4001}, "text_too_long"),
    ],
)
def test_one_fault_and_nothing_is_stored(
    store: Store, grant: Granting, form: Questionnaire, both: list[Answer], fault: dict[str, Any], code: str
) -> None:
    before = store.position()

    with pytest.raises(MognadError) as caught:
        record_many(store, grant(Act.ANSWER), form, [both[0], replace(both[1], **fault)])

    assert caught.value.code == code
    assert store.position() == before


def test_the_same_question_twice_is_refused(
    store: Store, grant: Granting, form: Questionnaire, both: list[Answer]
) -> None:
    with pytest.raises(MognadError) as caught:
        record_many(store, grant(Act.ANSWER), form, [both[0], replace(both[0], alternative="s3")])

    assert caught.value.code == "answer_repeated"


def test_a_newer_answer_is_a_conflict(store: Store, grant: Granting, form: Questionnaire, both: list[Answer]) -> None:
    seq = record(store, grant(Act.ANSWER), form, both[0]).seq

    with pytest.raises(MognadError) as caught:
        record_many(store, grant(Act.ANSWER), form, both)
    assert caught.value.code == "answer_conflict"

    assert len(record_many(store, grant(Act.ANSWER), form, [replace(both[0], based_on=seq), both[1]])) == 2


def test_a_closed_round_and_a_grant_for_another_unit_are_refused(
    store: Store, grant: Granting, form: Questionnaire, round_id: str, both: list[Answer], town: Any
) -> None:
    narrow = Grant(Actor("p2", frozenset()), Act.ANSWER, town.a)
    with pytest.raises(MognadError) as caught:
        record_many(store, narrow, form, both)
    assert caught.value.code == "not_allowed"

    close_round(store, grant(Act.PLAN), round_id)
    with pytest.raises(MognadError) as caught:
        record_many(store, grant(Act.ANSWER), form, both)
    assert caught.value.code == "round_closed"
