"""How a round ends: closed, approved, reopened, corrected; what then stands; and each refusal."""

import json
from dataclasses import replace
from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.rows import hash_expression
from data.ledger.texts import MAX_TEXT, MAX_WORDS
from data.measuring.answer_history import answer_history
from data.measuring.answers import CORRECTION, Answer, AnswerState, current, newest_seqs, record
from data.measuring.closing import (
    Approval,
    approve_round,
    close_round,
    correct_answer,
    reopen_round,
    restatements,
    round_events,
)
from data.measuring.rounds import NewRound, find_round, open_round

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 15)


def code(action, *arguments, **more):
    with pytest.raises(MognadError) as caught:
        action(*arguments, **more)
    return caught.value.code


@pytest.fixture
def opened_round(store, town, form, grant):
    """Skola A has answered both questions, Skola B none."""
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, [town.a, town.b]))
    for question, alternative in (("q1", "s1"), ("q2", "s2")):
        record(store, grant(Act.ANSWER), form, Answer(made, town.a, question, AnswerState.ANSWERED, alternative))
    return made


@pytest.fixture
def closed(store, grant, opened_round):
    close_round(store, grant(Act.PLAN), opened_round)
    return opened_round


def correction(store, round_id, unit, question, state, alternative=None, comment=None, reason="Fel knapp"):
    seen = newest_seqs(store, round_id, unit).get(question, 0)
    return Answer(round_id, unit, question, state, alternative, comment, based_on=seen, reason=reason)


def test_a_closing_keeps_what_it_closed(store, town, grant, opened_round):
    before = store.position()
    seq = close_round(store, grant(Act.PLAN), opened_round)
    found = find_round(store, opened_round)
    assert (found.state, found.closed_seq, seq) == ("closed", before + 1, before + 1)
    [row] = store.query("SELECT digest FROM store.round_event WHERE event = 'closed'")
    kept = json.loads(row["digest"])
    assert (kept["position"], kept["units"], kept["answer_count"]) == (before, sorted([town.a, town.b]), 2)
    [definition] = store.query("SELECT content_hash FROM store.definition")
    assert kept["definition"] == definition["content_hash"]
    assert verify(store).ok


def rewritten(store, statement):
    """Change the file behind the ledger's back, as somebody with the key could."""
    with store.maintenance() as cursor:
        cursor.execute(statement)


def test_an_answer_rewritten_with_a_true_hash_of_its_own_is_found_by_the_closing(store, closed):
    rewritten(store, "UPDATE store.answer SET alternative = 's3' WHERE question = 'q1'")
    assert "Tabellen answer: 1 rader är ändrade" in " ".join(verify(store).problems)
    rewritten(store, f"UPDATE store.answer SET row_hash = {hash_expression(store.tables['answer'])}")
    assert verify(store).problems == (f"Avslutet av mätningen {closed} stämmer inte med svaren.",)


def test_a_digest_that_is_rewritten_is_found(store, closed):
    rewritten(
        store, "UPDATE store.round_event SET digest = replace(digest, '\"answer_count\":2', '\"answer_count\":3')"
    )
    rewritten(store, f"UPDATE store.round_event SET row_hash = {hash_expression(store.tables['round_event'])}")
    assert verify(store).problems == (f"Avslutet av mätningen {closed} stämmer inte med svaren.",)


def test_a_closing_from_before_overrides_were_kept_still_holds(store, closed):
    rewritten(store, "UPDATE store.round_event SET digest = regexp_replace(digest, ',\"overrides\":\"[0-9a-f]*\"', '')")
    rewritten(store, f"UPDATE store.round_event SET row_hash = {hash_expression(store.tables['round_event'])}")
    [row] = store.query("SELECT digest FROM store.round_event WHERE event = 'closed'")
    assert "overrides" not in row["digest"]
    assert verify(store).ok


def test_a_closed_round_takes_no_answers_and_closes_once(store, town, form, grant, closed):
    answer = Answer(closed, town.b, "q1", AnswerState.ANSWERED, "s1")
    assert code(record, store, grant(Act.ANSWER), form, answer) == "round_closed"
    assert code(close_round, store, grant(Act.PLAN), closed) == "round_not_open"


def test_approval_keeps_who_when_and_the_case_number(store, grant, closed):
    approve_round(store, grant(Act.APPROVE), closed, Approval(" Kommundirektören ", date(2026, 11, 2), " KS 2026/123 "))
    found = find_round(store, closed)
    assert (found.state, found.approved) == ("closed", True)
    assert (found.approver, found.approved_on, found.case_number) == (
        "Kommundirektören",
        date(2026, 11, 2),
        "KS 2026/123",
    )
    assert found.closed_seq is not None
    assert found.closed_seq < (found.approved_seq or 0)


@pytest.mark.parametrize(
    ("approver", "day", "expected"),
    [
        ("  ", date(2026, 11, 2), "approver_missing"),
        ("Direktören", date(2026, 10, 14), "approval_date"),  # the day before the round's own
        ("Direktören", date(2026, 11, 4), "approval_date"),  # tomorrow, by the clock of the tests
    ],
)
def test_an_approval_that_can_not_be_so(store, grant, closed, approver, day, expected):
    assert code(approve_round, store, grant(Act.APPROVE), closed, Approval(approver, day)) == expected


def test_only_a_closed_round_is_approved_reopened_or_corrected(store, town, form, grant, opened_round):
    answer = correction(store, opened_round, town.a, "q1", AnswerState.UNKNOWN)
    assert code(approve_round, store, grant(Act.APPROVE), opened_round, Approval("D", DAY)) == "round_not_closed"
    assert code(reopen_round, store, grant(Act.PLAN), opened_round, "Fler svar") == "round_not_closed"
    assert code(correct_answer, store, grant(Act.CORRECT), form, answer) == "round_not_closed"


def test_each_act_asks_for_its_own_grant(store, town, form, grant, closed):
    answer = correction(store, closed, town.a, "q1", AnswerState.UNKNOWN)
    assert code(approve_round, store, grant(Act.PLAN), closed, Approval("D", DAY)) == "not_allowed"
    assert code(reopen_round, store, grant(Act.ANSWER), closed, "Skäl") == "not_allowed"
    assert code(correct_answer, store, grant(Act.ANSWER), form, answer) == "not_allowed"


def test_a_reopening_needs_a_reason_and_ends_the_approval(store, grant, closed):
    approve_round(store, grant(Act.APPROVE), closed, Approval("Direktören", DAY))
    assert code(reopen_round, store, grant(Act.PLAN), closed, "  ") == "reason_missing"
    reopen_round(store, grant(Act.PLAN), closed, " Två enheter saknas ")
    found = find_round(store, closed)
    assert (found.state, found.closed_seq, found.approved, found.approver, found.reopenings) == (
        "opened",
        None,
        False,
        None,
        1,
    )
    assert [(event.event, event.reason) for event in round_events(store, closed)] == [
        ("opened", None),
        ("closed", None),
        ("approved", None),
        ("reopened", "Två enheter saknas"),
    ]


def test_a_closed_round_is_read_at_its_closing_and_corrected_when_asked_for(store, town, form, grant, closed):
    position = store.position()
    correct_answer(store, grant(Act.CORRECT), form, correction(store, closed, town.a, "q1", AnswerState.ANSWERED, "s3"))
    at_closing, corrected = current(store, closed, town.a), current(store, closed, town.a, corrected=True)
    assert [at_closing[name].alternative for name in ("q1", "q2")] == ["s1", "s2"]
    assert [corrected[name].alternative for name in ("q1", "q2")] == ["s3", "s2"]
    assert (corrected["q1"].source, corrected["q1"].reason) == (CORRECTION, "Fel knapp")
    # What was known before the correction is still what was known then, corrected or not.
    assert current(store, closed, town.a, position, corrected=True)["q1"].alternative == "s1"
    assert verify(store).ok


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"reason": "  "}, "reason_missing"),
        ({"question": "q9"}, "question_unknown"),
        ({"alternative": "s9"}, "alternative_unknown"),
        ({"state": AnswerState.NOT_APPLICABLE, "alternative": None}, "comment_missing"),
        ({"comment": "x" * 4001}, "text_too_long"),
        ({"based_on": 0}, "answer_conflict"),
        ({"unit": "root"}, "unit_not_asked"),
        ({"round": "r999"}, "round_unknown"),
    ],
)
def test_a_correction_that_breaks_a_rule_leaves_nothing(store, town, form, grant, closed, changed, expected):
    seen = newest_seqs(store, closed, town.a)["q1"]
    said = {"round": closed, "unit": town.a, "question": "q1", "state": AnswerState.ANSWERED, "alternative": "s3"}
    said |= {"based_on": seen, "reason": "Fel knapp", **changed}
    if changed.get("unit"):
        said["unit"] = getattr(town, changed["unit"])
    before = store.position()
    assert code(correct_answer, store, grant(Act.CORRECT), form, Answer(**said)) == expected
    assert store.position() == before


def told(store, round_id):
    return [(row.unit, row.question, row.before, row.after, row.reason) for row in restatements(store, round_id)]


def test_what_was_restated_is_told_before_and_after(store, town, form, grant, closed):
    assert told(store, closed) == []
    for unit, question, state, alternative in (
        (town.a, "q1", AnswerState.ANSWERED, "s3"),
        (town.a, "q2", AnswerState.CLEARED, None),
        (town.b, "q1", AnswerState.UNKNOWN, None),
    ):
        answer = correction(store, closed, unit, question, state, alternative)
        correct_answer(store, grant(Act.CORRECT), form, answer)
    assert told(store, closed) == [
        (town.a, "q1", (AnswerState.ANSWERED, "s1"), (AnswerState.ANSWERED, "s3"), "Fel knapp"),
        (town.a, "q2", (AnswerState.ANSWERED, "s2"), None, "Fel knapp"),
        (town.b, "q1", None, (AnswerState.UNKNOWN, None), "Fel knapp"),
    ]


def test_a_correction_taken_back_is_no_restatement(store, town, form, grant, closed):
    for alternative in ("s3", "s1"):
        answer = correction(store, closed, town.a, "q1", AnswerState.ANSWERED, alternative)
        correct_answer(store, grant(Act.CORRECT), form, answer)
    assert told(store, closed) == []


def test_an_answer_after_a_reopening_is_a_restatement_of_the_first_closing(store, town, form, grant, closed):
    reopen_round(store, grant(Act.PLAN), closed, "Skola B saknas")
    record(store, grant(Act.ANSWER), form, Answer(closed, town.b, "q1", AnswerState.ANSWERED, "s2"))
    close_round(store, grant(Act.PLAN), closed)
    assert current(store, closed, town.b)["q1"].alternative == "s2"
    assert told(store, closed) == [(town.b, "q1", None, (AnswerState.ANSWERED, "s2"), None)]
    assert verify(store).ok


def test_a_result_is_approved_once(store, grant, closed):
    approve_round(store, grant(Act.APPROVE), closed, Approval("Kommunstyrelsen", DAY, "KS 2026/1"))
    before = store.position()
    assert code(approve_round, store, grant(Act.APPROVE), closed, Approval("Någon annan", DAY)) == "round_approved"
    assert (store.position(), find_round(store, closed).approver) == (before, "Kommunstyrelsen")


def test_what_is_approved_is_the_closing_that_was_read(store, grant, closed):
    read = find_round(store, closed).closed_seq
    reopen_round(store, grant(Act.PLAN), closed, "En enhet glömdes")
    close_round(store, grant(Act.PLAN), closed)
    approval = Approval("Kommunstyrelsen", DAY, closed_seq=read)
    assert code(approve_round, store, grant(Act.APPROVE), closed, approval) == "round_closed_anew"
    assert not find_round(store, closed).approved
    again = replace(approval, closed_seq=find_round(store, closed).closed_seq)
    approve_round(store, grant(Act.APPROVE), closed, again)
    assert find_round(store, closed).approved


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda most: "x" * most, None),
        (lambda most: "x" * (most + 1), "text_too_long"),
        (lambda most: "Enligt 19121212-1212", "text_personal"),
    ],
)
def test_the_words_of_a_correction_approval_and_reopening_are_checked(store, town, form, grant, closed, said, expected):
    def outcome(action, *arguments):
        try:
            action(*arguments)
        except MognadError as error:
            return error.code
        return None

    before = store.position()
    wrong = correction(store, closed, town.a, "q1", AnswerState.UNKNOWN, reason=said(MAX_TEXT))
    assert outcome(correct_answer, store, grant(Act.CORRECT), form, wrong) == expected
    assert outcome(approve_round, store, grant(Act.APPROVE), closed, Approval(said(MAX_WORDS), DAY)) == expected
    assert outcome(reopen_round, store, grant(Act.PLAN), closed, said(MAX_WORDS)) == expected
    assert store.position() == before + (3 if expected is None else 0)


def test_the_history_of_answers_tells_what_stood_at_the_closing_and_what_stands_now(store, town, form, grant, closed):
    """q1: s1 before the closing, then corrected to unknown. q2: s2 alone. q1 of Skola B: only after the closing."""
    correct_answer(store, grant(Act.CORRECT), form, correction(store, closed, town.a, "q1", AnswerState.UNKNOWN))
    late = correction(store, closed, town.b, "q1", AnswerState.ANSWERED, "s3")
    correct_answer(store, grant(Act.CORRECT), form, late)
    told = [
        (one.unit, one.answer.question, one.answer.state, one.answer.alternative, one.at_closing, one.newest)
        for one in answer_history(store, closed, find_round(store, closed).closed_seq)
    ]
    assert told == [
        (town.a, "q1", AnswerState.ANSWERED, "s1", True, False),
        (town.a, "q1", AnswerState.UNKNOWN, None, False, True),
        (town.a, "q2", AnswerState.ANSWERED, "s2", True, True),
        (town.b, "q1", AnswerState.ANSWERED, "s3", False, True),
    ]
    assert all(len(one.row_hash) == 64 for one in answer_history(store, closed, None))
