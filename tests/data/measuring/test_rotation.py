"""Rotation in the ledger: fixed when a round opens, however it is opened, and never worked out again."""

from datetime import date

import pytest

from base.actors import Act
from data.audit.verify import verify
from data.measuring.answer_files import AnswerFile, import_answers, preview_answers
from data.measuring.answers import Answer, AnswerState, current, record
from data.measuring.closing import close_round, reopen_round
from data.measuring.planning import open_planned, plan_round, replan_round, withdraw_round
from data.measuring.rounds import NewRound, find_round, open_round, resting_now, rounds
from data.measuring.sheets.outgoing import outgoing
from questionnaires.library import canonical, from_canonical

pytestmark = pytest.mark.slow


def rotated(version: int = 1, every: int = 2):
    """Four questions to units: q1 every time, q2, q3 and q4 every other; by turns q2 and q4, then q3."""
    steps = [
        {"list_name": "steg", "name": f"s{n}", "label::sv": f"Steg {n}", "value": n, "order": n} for n in (1, 2, 3)
    ]
    survey: list[dict[str, object]] = [
        {"type": "select_one steg", "name": f"q{n}", "label::sv": f"Fråga {n}?", "area": "a", "respondent": "unit"}
        for n in (1, 2, 3, 4)
    ]
    for row in survey[1:]:
        row["every_n_rounds"] = every
    return from_canonical(
        {
            "settings": {"form_id": "turvis", "form_title": "Turvis", "version": version},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": steps,
            "survey": survey,
            "levels": [],
        }
    )


FORM = rotated()


def day(year):
    return date(year, 10, 15)


def held(store):
    return [(row.name, row.resting) for row in rounds(store)]


def test_an_opened_round_keeps_what_rests_in_it(store, town, grant):
    for year in (2024, 2025, 2026):
        open_round(store, grant(Act.PLAN), NewRound(FORM, str(year), day(year), [town.a]))
    assert held(store) == [("2024", ("q3",)), ("2025", ("q2", "q4")), ("2026", ("q3",))]
    assert resting_now(store, FORM) == ("q2", "q4")
    assert verify(store).ok


def test_a_planned_round_rests_nothing_until_it_is_opened_and_counts_those_opened_before_it(store, town, grant):
    plan = grant(Act.PLAN)
    first = plan_round(store, plan, NewRound(FORM, "Planerad", day(2026), [town.a]))
    assert find_round(store, first).resting == ()
    assert resting_now(store, FORM) == ("q3",)
    open_round(store, plan, NewRound(FORM, "Före", day(2025), [town.a]))
    open_planned(store, plan, first)
    assert find_round(store, first).resting == ("q2", "q4")


def test_a_replanned_round_is_opened_by_its_own_version(store, town, grant):
    plan = grant(Act.PLAN)
    made = plan_round(store, plan, NewRound(FORM, "2026", day(2026), [town.a]))
    changed = replan_round(store, plan, made, NewRound(rotated(2, every=3), "2026", day(2026), [town.a]))
    open_planned(store, plan, changed)
    assert find_round(store, changed).resting == ("q3", "q4")


def test_what_rests_stands_when_rounds_come_and_go_and_when_it_is_opened_again(store, town, grant):
    plan = grant(Act.PLAN)
    first = open_round(store, plan, NewRound(FORM, "Fel", day(2025), [town.a]))
    second = open_round(store, plan, NewRound(FORM, "2026", day(2026), [town.a]))
    withdraw_round(store, plan, first)
    assert find_round(store, second).resting == ("q2", "q4")
    close_round(store, plan, second)
    reopen_round(store, plan, second, "En enhet saknades")
    assert find_round(store, second).resting == ("q2", "q4")
    assert find_round(store, second).state == "opened"
    # The withdrawn one is no earlier round.
    assert resting_now(store, FORM) == ("q2", "q4")


def test_rounds_of_another_form_turn_nothing(store, town, form, grant):
    open_round(store, grant(Act.PLAN), NewRound(form, "Annan", day(2025), [town.a]))
    assert resting_now(store, FORM) == ("q3",)


def test_a_round_opened_by_an_earlier_version_of_the_program_asks_everything(store, town, grant):
    """Its opening says nothing of rotation."""
    made = plan_round(store, grant(Act.PLAN), NewRound(FORM, "Gammal", day(2025), [town.a]))
    with store.writing(grant(Act.PLAN), Act.PLAN) as transaction:
        transaction.append("round_event", [{"round": made, "event": "opened"}])
    assert find_round(store, made).resting == ()
    assert [len(sheet.questions) for book in outgoing(store, made, day(2025), with_last=False).books
            for sheet in book.sheets] == [4]  # fmt: skip
    # It counts as an earlier one all the same.
    assert resting_now(store, FORM) == ("q2", "q4")


HISTORY = (
    ("Enhet", "Fråga", "Mätning 2024 (2024-10-15)", "Mätning 2025 (2025-10-15)"),
    ("Skola A", "q1", "1", "2"),
    ("Skola A", "q2", "1", "2"),
    ("Skola A", "q3", "1", "2"),
    ("Skola B", "q3", "3", ""),
)


def test_imported_rounds_are_fixed_too_and_their_answers_at_rest_are_kept_and_told(store, town, grant, table):
    file = AnswerFile(table(*HISTORY), FORM, create=True, close=True)
    tried = preview_answers(store, grant(Act.IMPORT), file)
    done = import_answers(store, grant(Act.IMPORT), file)
    assert held(store) == [("Mätning 2024", ("q3",)), ("Mätning 2025", ("q2", "q4"))]
    sentences = [
        "Mätning 2024: q3 vilar i mätningen. 2 svar på den sparas men räknas inte.",
        "Mätning 2025: q2 vilar i mätningen. 1 svar på den sparas men räknas inte.",
    ]
    assert [issue.message for issue in tried.advice] == [issue.message for issue in done.advice] == sentences
    assert {issue.code for issue in done.advice} == {"question_resting"}
    assert done.stored == 7, "nothing is lost"
    assert current(store, rounds(store)[0].round, town.b)["q3"].alternative == "s3"


def test_an_answer_into_an_open_round_at_rest_is_stored(store, town, grant):
    made = open_round(store, grant(Act.PLAN), NewRound(FORM, "2026", day(2026), [town.a]))
    record(store, grant(Act.ANSWER), FORM, Answer(made, town.a, "q3", AnswerState.ANSWERED, "s2"))
    assert current(store, made, town.a)["q3"].alternative == "s2"


def test_a_sheet_has_no_row_for_what_rests(store, town, grant):
    made = open_round(store, grant(Act.PLAN), NewRound(FORM, "2026", day(2026), [town.a]))
    [book] = outgoing(store, made, day(2026), with_last=False).books
    assert [posed.question.name for posed in book.sheets[0].questions] == ["q1", "q2", "q4"]


def test_the_form_is_published_as_it_is():
    assert [row.get("every_n_rounds") for row in canonical(FORM)["survey"]] == [None, 2, 2, 2]
