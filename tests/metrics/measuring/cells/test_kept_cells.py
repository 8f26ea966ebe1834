"""The cells that are kept are what the ledger says, whatever happens to a measurement; and they are read once."""

import shutil
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.actors import Act
from data.ledger.store import Store, open_store
from data.measuring.answers import Answer, AnswerState, newest_seqs
from data.measuring.closing import close_round, correct_answer, reopen_round
from data.measuring.rounds import find_round
from metrics.measuring.branch_areas import branch_areas
from metrics.measuring.cells.check import cell_problems
from metrics.measuring.cells.kept import BLANK, kept_of, whole_rounds
from metrics.measuring.forms import LedgerView, WantedRound, measured_round
from metrics.measuring.rounds.progress import progress
from metrics.measuring.scores import scores
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 1)
FORM = make_form([question("q1"), question("q2"), question("q3")], answered_share="0.25")
UNITS, QUESTIONS = ("A1", "A2", "B1"), ("q1", "q2", "q3")
MARKS = ("s1", "s2", "s4", "unknown", "not_applicable", "cleared")
STEP = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(UNITS), st.sampled_from(QUESTIONS), st.sampled_from(MARKS)),
    st.tuples(st.just("end"), st.just(""), st.just(""), st.just("")),
    st.tuples(st.just("look"), st.just(""), st.just(""), st.just("")),
)


def take(world: World, made: str, step: tuple[str, str, str, str]) -> None:
    """An answer (to a closed measurement a correction), an ending (of an ended one a reopening), or a look."""
    what, unit, name, mark = step
    closed = find_round(world.store, made).state == "closed"
    if what == "look":
        standing(world.store, made)
        scores(world.store, WantedRound("prov", made, corrected=closed))
    elif what == "end":
        if closed:
            reopen_round(world.store, grant(Act.PLAN), made, "Fel")
        else:
            close_round(world.store, grant(Act.PLAN), made)
    elif not closed:
        world.answer(made, unit, {name: mark})
    elif mark.startswith("s"):
        seen = newest_seqs(world.store, made, world.ids[unit]).get(name, 0)
        answer = Answer(made, world.ids[unit], name, AnswerState.ANSWERED, mark, based_on=seen, reason="Skrev fel")
        correct_answer(world.store, grant(Act.CORRECT), FORM, answer)


def standing(
    store: Store, made: str, known_at: int | None = None, corrected: bool = False
) -> dict[tuple[str, str], str]:
    """(unit, question) → what the kept cells say."""
    position = store.position() if known_at is None else known_at
    measured = measured_round(store, made, position)
    (cells,) = whole_rounds(LedgerView(store, position, corrected), [measured])
    return {
        (unit, name): cells.keys[column][cells.codes[row, column]]
        for unit, row in cells.rows.items()
        for column, name in enumerate(QUESTIONS)
        if cells.codes[row, column] != BLANK
    }


def by_sql(store: Store, made: str, known_at: int, corrected: bool) -> dict[tuple[str, str], str]:
    rows = store.query(
        "SELECT unit, question, CASE WHEN state = 'answered' THEN alternative ELSE state END AS key "
        "FROM known_answers($at, corrected := $corrected) WHERE round = $round",
        {"at": known_at, "corrected": corrected, "round": made},
    )
    return {(row["unit"], row["question"]): row["key"] for row in rows}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12), number=st.integers(1, 10**9))
def test_kept_cells_are_what_the_ledger_says_after_any_sequence(
    world: World, steps: list[tuple[str, str, str, str]], number: int
) -> None:
    made = world.round(FORM, f"M {number} {world.store.position()}", DAY, {unit: {} for unit in UNITS})
    positions = []
    for step in steps:
        take(world, made, step)
        positions.append(world.store.position())
    for position in (*positions[::-3], positions[-1]):
        for corrected in (False, True):
            kept = standing(world.store, made, position, corrected)
            assert kept == by_sql(world.store, made, position, corrected)
    assert list(cell_problems(world.store)) == []
    for corrected in (False, True):
        wanted = WantedRound("prov", made, corrected=corrected)
        told = scores(world.store, wanted), branch_areas(world.store, wanted), progress(world.store, made)
        world.store.shelf.empty()
        assert told == (scores(world.store, wanted), branch_areas(world.store, wanted), progress(world.store, made))


@pytest.fixture
def made(world: World) -> str:
    """A closed measurement whose mean is 2: A1 answers 1, A2 answers 3."""
    return world.round(FORM, "M", DAY, {"A1": {"q1": "s1"}, "A2": {"q1": "s3"}}, close=True)


def total(world: World, corrected: bool = False) -> Fraction | None:
    return scores(world.store, WantedRound("prov", corrected=corrected)).total.score


def test_a_closed_measurements_answers_are_read_once(world: World, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert total(world) == 2
    other = world.round(FORM, "En annan", date(2025, 10, 1), {"B1": {}})
    world.answer(other, "B1", {"q1": "s4"})

    def refuse(*_: object) -> pa.Table:
        raise AssertionError("the answers were read again")

    monkeypatch.setattr(Store, "arrow", refuse)
    (cells,) = whole_rounds(LedgerView(world.store, world.store.position()), [measured_round(world.store, made)])
    assert cells.codes[cells.rows[world.ids["A2"]], 0] == 2
    counted = progress(world.store, made).counts
    assert (counted.given, counted.expected) == (2, 6)


def test_of_an_open_measurement_only_what_has_come_since_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = world.round(FORM, "M", DAY, {"A1": {"q1": "s1", "q2": "s2"}, "A2": {"q1": "s3"}})
    standing(world.store, made)
    read: list[int] = []
    arrow = Store.arrow

    def counted(store: Store, *asked: object) -> pa.Table:
        rows = arrow(store, *asked)  # type: ignore[arg-type]  # what the caller gave is passed on as it is
        read.append(rows.num_rows)
        return rows

    monkeypatch.setattr(Store, "arrow", counted)
    world.answer(made, "A1", {"q1": "s4"})
    assert standing(world.store, made)[world.ids["A1"], "q1"] == "s4"
    assert standing(world.store, made)[world.ids["A2"], "q1"] == "s3"
    assert read == [1]


def test_another_stores_file_at_the_same_path_has_its_own_figures(world: World, made: str) -> None:
    settings = world.store.settings
    assert total(world) == 2
    world.store.close()
    copy = settings.store.with_suffix(".copy")
    shutil.copy2(settings.store, copy)
    changed = World(open_store(settings), world.root, world.ids)
    reopen_round(changed.store, grant(Act.PLAN), made, "Fel")
    changed.answer(made, "A1", {"q1": "s4"})
    close_round(changed.store, grant(Act.PLAN), made)
    assert total(changed) == Fraction(7, 2)
    changed.store.close()
    shutil.move(copy, settings.store)
    restored = World(open_store(settings), world.root, world.ids)
    assert total(restored) == 2
    restored.store.close()


def test_what_a_transaction_writes_is_not_kept_when_it_is_taken_back(world: World) -> None:
    made = world.round(FORM, "M", DAY, {"A1": {"q1": "s1"}})
    assert total(world) == 1
    with pytest.raises(ZeroDivisionError), world.store.writing(grant(Act.ANSWER), Act.ANSWER) as transaction:
        row = {"round": made, "unit": world.ids["A1"], "question": "q1", "state": "answered", "alternative": "s4"}
        transaction.append("answer", [{**row, "based_on": 0}])
        assert scores(transaction, WantedRound("prov")).total.score == 4
        raise ZeroDivisionError
    assert total(world) == 1
    world.answer(made, "A1", {"q2": "s2"})
    assert total(world) == Fraction(3, 2)


def test_a_position_that_is_not_reached_yet_is_not_kept(world: World) -> None:
    made = world.round(FORM, "M", DAY, {"A1": {"q1": "s1"}})
    ahead = world.store.position() + 1_000
    assert scores(world.store, WantedRound("prov", known_at=ahead)).total.score == 1
    world.answer(made, "A1", {"q1": "s3"})
    assert scores(world.store, WantedRound("prov", known_at=ahead)).total.score == 3


def test_who_is_asked_is_read_again_when_somebody_is_brought_in(world: World) -> None:
    made = world.round(FORM, "M", DAY, {"A1": {"q1": "s1"}})
    assert [unit.name for unit in progress(world.store, made).units] == ["A1"]
    with world.store.writing(grant(Act.PLAN), Act.PLAN) as transaction:
        transaction.append("round_unit", [{"round": made, "unit": world.ids["B1"]}])
    assert [unit.name for unit in progress(world.store, made).units] == ["A1", "B1"]


def test_the_check_tells_a_measurement_whose_kept_answers_are_wrong(world: World, made: str) -> None:
    assert list(cell_problems(world.store)) == []
    (kept,) = kept_of(world.store.shelf, made)
    kept.cells.codes[0, 0] = 3
    assert list(cell_problems(world.store)) == ["Mätningen M: svaren som hålls i minnet stämmer inte med lagrets."]
    world.store.shelf.empty()
    assert list(cell_problems(world.store)) == []
