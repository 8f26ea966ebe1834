"""What holds for every two rounds, and the example's verdicts recomputed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.settings import Settings
from data.ledger.store import Readable, Store, open_store
from metrics.measuring.cells.kept import RoundCells, keys_of
from metrics.measuring.comparing.answers import Answered
from metrics.measuring.comparing.change import Change, Counted, Verdict, sign_of
from metrics.measuring.comparing.judging import Comparing, newest_change
from metrics.measuring.comparing.making import value_grid
from metrics.measuring.comparing.series import Point
from metrics.measuring.forms import LedgerView, Measured, WantedRound, measured_rounds
from metrics.measuring.having_answered import Standing
from metrics.measuring.respondents import Directory, Profile, Respondent, Scope
from metrics.measuring.scores import scores
from metrics.measuring.scoring import Scoring
from metrics.measuring.sentences import maturity_title
from questionnaires.model import RespondentRole
from tests.kit.measured import World, make_form, question

BLANK = 0
SAID = {Verdict.BETTER: 1, Verdict.WORSE: -1, Verdict.UNCHANGED: 0}

Table = list[list[int]]


class Silent:
    """A ledger in which no unit was merged and nothing was handed in."""

    def query(self, *_: object) -> list[dict[str, object]]:
        return []

    def position(self) -> int:
        return 1


def compared(tables: Sequence[Table], role: RespondentRole = "unit") -> Change | None:
    """Tables (units × questions, 0 blank, else the step) of one form, a year each, oldest first."""
    scoring = Scoring(make_form([question(f"q{n}", respondent=role) for n in range(len(tables[0][0]))]))
    profile = Profile(scoring, tuple(asked.name for asked in scoring.form.survey), ())
    rounds = [
        Measured(f"r{n}", f"Mätning {n}", date(2020 + n, 1, 1), 1, "closed", 9, scoring) for n in range(len(tables))
    ]
    chosen = [
        [Respondent(name.round, f"u{row}", f"U{row}", role, False, (f"u{row}",), profile) for row in range(len(table))]
        for name, table in zip(rounds, tables, strict=True)
    ]
    cells = [
        RoundCells({f"u{row}": row for row in range(len(table))}, np.array(table, dtype=np.int16) - 1, keys_of(scoring))
        for table in tables
    ]
    everybody = [[Standing.ANSWERED] * len(table) for table in tables]
    counted = [np.ones((len(table), len(table[0])), dtype=bool) for table in tables]
    answered = Answered(rounds, chosen, cells, everybody, counted)
    points = tuple(
        Point(each.round, each.name, each.as_of, 1, Fraction(1), "", len(table), len(table))
        for each, table in zip(rounds, tables, strict=True)
    )
    view = LedgerView(cast("Readable", Silent()), 9)
    last = len(tables) - 1
    return newest_change(Comparing(view, answered, points), value_grid(view, answered, last), range(len(tables)))


def tables(low: int, rounds: int = 2) -> st.SearchStrategy[list[Table]]:
    """Tables of one size, with values from ``low``."""

    def of_size(size: tuple[int, int]) -> st.SearchStrategy[list[Table]]:
        units, questions = size
        row = st.lists(st.integers(low, 4), min_size=questions, max_size=questions)
        table = st.lists(row, min_size=units, max_size=units)
        return st.lists(table, min_size=rounds, max_size=rounds)

    return st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(of_size)


ROLES = st.sampled_from(("unit", "organisation"))


@given(tables(1), ROLES, st.data())
def test_a_question_that_is_blank_in_one_of_the_rounds_never_turns_the_verdict(
    both: list[Table], role: RespondentRole, data: st.DataObject
) -> None:
    blank_then = data.draw(st.booleans())
    answers = [data.draw(st.integers(1, 4)) for _ in both[0]]

    def widened(place: int, filled: bool) -> Table:
        return [[*row, answer if filled else BLANK] for row, answer in zip(both[place], answers, strict=True)]

    without = compared([widened(0, False), widened(1, False)], role)
    beside = compared([widened(0, not blank_then), widened(1, blank_then)], role)
    assert beside == without


@given(tables(BLANK), ROLES)
def test_the_verdict_and_the_difference_never_contradict(both: list[Table], role: RespondentRole) -> None:
    change = compared(both, role)
    if change is not None and change.verdict is not None:
        assert SAID[change.verdict] * sign_of(change.delta or 0) >= 0
        # Nothing that no answer bears: somebody must have moved that way.
        assert change.verdict is not Verdict.BETTER or change.moves.up
        assert change.verdict is not Verdict.WORSE or change.moves.down


@given(tables(BLANK, rounds=3), ROLES)
def test_what_came_before_the_two_rounds_turns_nothing(three: list[Table], role: RespondentRole) -> None:
    late, alone = compared(three, role), compared(three[1:], role)
    if late is not None and alone is not None:
        assert (late.verdict, late.moves, late.delta, late.too_few) == (
            alone.verdict,
            alone.moves,
            alone.delta,
            alone.too_few,
        )


@pytest.mark.slow
def test_the_order_in_which_rounds_and_answers_come_changes_nothing(open_world: Callable[[], World]) -> None:
    form = make_form([question("q1"), question("q2")])
    answers = {
        2024: {"A1": {"q1": "s1", "q2": "s4"}, "A2": {"q1": "s2"}, "B1": {"q1": "s3", "q2": "s2"}},
        2025: {"A1": {"q1": "s2", "q2": "s4"}, "A2": {"q1": "s2", "q2": "unknown"}, "B1": {"q1": "s3", "q2": "s3"}},
        2026: {"A1": {"q1": "s3"}, "A2": {"q1": "s4", "q2": "s1"}, "B1": {"q1": "s3", "q2": "s4"}},
    }
    seen = []
    for order in permutations(answers):
        world = open_world()
        world.units("A1", "A2", "B1")
        for year in order:
            backwards = dict(reversed(answers[year].items())) if order[0] == 2026 else answers[year]
            world.round(form, f"Mätning {year}", date(year, 10, 1), backwards)
        told: dict[str, Any] = scores(world.store, WantedRound("prov", "Mätning 2026")).to_json()
        seen.append((told["series"], told["change"]))
        world.store.close()
    assert all(one == seen[0] for one in seen)
    assert seen[0][1]["sentence"] == (
        "Bättre än 2025: 3 av 3 enheter har gått upp, 0 ned (samma frågor och enheter: 2,3 → 3,5)."
    )


@pytest.fixture
def example(demo_store_path: Path) -> Iterator[Store]:
    store = open_store(Settings(demo_store_path, None, demo_store_path.parent / "backups"))
    yield store
    store.close()


PAIRS = """
WITH standing AS (
    SELECT a.round, a.unit, a.question, w.value
    FROM (SELECT round, unit, question, arg_max(state, seq) AS state, arg_max(alternative, seq) AS alternative
          FROM store.answer GROUP BY ALL) a JOIN worths w USING (alternative)
    WHERE a.state = 'answered'
), pairs AS (
    SELECT n.unit, n.question, o.value AS old, n.value AS new
    FROM standing o JOIN standing n ON o.round = $before AND n.round = $after AND o.unit = n.unit
         AND o.question = n.question
), enough AS (
    SELECT unit FROM pairs GROUP BY unit
    HAVING count(*) * 2 >= (SELECT count(*) FROM standing s WHERE s.round = $after AND s.unit = pairs.unit)
)
SELECT unit, avg(old) AS old, avg(new) AS new FROM pairs JOIN enough USING (unit) GROUP BY unit
"""


@pytest.mark.slow
def test_a_title_says_what_the_line_shows(example: Store) -> None:
    series = scores(example, WantedRound("mognadsmatning")).series
    ends = series.comparable[0], series.comparable[-1]
    assert maturity_title(series) == (
        f"Mognaden har stigit från {ends[0].display} till {ends[1].display} sedan {ends[0].year} "
        "(samma frågor och enheter). Sedan 2025 oförändrat, men nära bättre."
    )


@pytest.mark.slow
def test_the_examples_last_step_is_what_plain_sql_gives(example: Store) -> None:
    """The municipality's, and every kontor's, of the example's maturity: moved, and what may be said of it."""
    rounds = measured_rounds(example, "mognadsmatning")
    before, after = rounds[-2], rounds[-1]
    assert before.version == after.version, "the test's SQL knows no renamed questions"
    steps = [(choice.name, float(choice.value)) for choice in after.scoring.form.choices]
    worths = pa.table({"alternative": [name for name, _ in steps], "value": [value for _, value in steps]})
    ids = {"before": before.round, "after": after.round}
    rows = {row["unit"]: (row["old"], row["new"]) for row in example.query(PAIRS, ids, {"worths": worths})}
    kontor = [row["unit"] for row in example.query("SELECT DISTINCT unit FROM store.unit WHERE kind = 'kontor'")]
    judged = 0
    for branch in (None, *kontor):
        scope = Scope(branch=branch)
        directory = Directory(example, [before, after])
        units = {one.unit for one in directory.chosen(before.round, scope)}
        units &= {one.unit for one in directory.chosen(after.round, scope)}
        both = [rows[unit] for unit in units if unit in rows]
        change = scores(example, WantedRound("mognadsmatning", after.round), scope).change
        if change is None or change.too_few is not None or change.counted is not Counted.UNITS:
            continue
        delta = sum(new - old for old, new in both) / len(both)
        up, down = sum(new > old for old, new in both), sum(new < old for old, new in both)
        assert (change.moves.up, change.moves.down, change.moves.all) == (up, down, len(both)), branch
        assert float(change.delta or 0) == pytest.approx(delta, abs=1e-12)
        toward = (up - down) if delta > 0 else (down - up)
        far = abs(delta) >= 0.2 and toward >= 0.1 * len(both)
        expected = Verdict.UNCHANGED if not far else Verdict.BETTER if delta > 0 else Verdict.WORSE
        assert change.verdict is expected, branch
        judged += 1
    assert judged > 2
