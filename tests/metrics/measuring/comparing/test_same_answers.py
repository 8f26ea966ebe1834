"""*Samma frågor och enheter* is what it says: the same answers, held against tables and SQL worked out by hand."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest

from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from metrics.measuring.comparing.links import chains
from metrics.measuring.comparing.making import make_series
from metrics.measuring.comparing.pairs import PairShares
from metrics.measuring.forms import LedgerView, Measured, WantedRound, measured_rounds
from metrics.measuring.respondents import Directory, Respondent, Scope
from metrics.measuring.scores import scores
from tests.kit.measured import World, make_form, question

TEN = [f"q{n}" for n in range(10)]
FORM = make_form([question(name) for name in TEN])
LAST, NOW = date(2025, 10, 1), date(2026, 10, 1)


def figures(world: World, **shares: Fraction) -> tuple[list[Fraction | None], int, int, int]:
    """The comparable scores, the pairs they rest on, of how many, and the units."""
    wanted = WantedRound("prov", shares=PairShares(**shares)) if shares else WantedRound("prov")
    series = scores(world.store, wanted).series
    return [point.score for point in series.comparable], series.pairs, series.of_pairs, series.units


def test_blanks_that_are_answered_later_move_nothing(world: World) -> None:
    # Five at 4 both years; five blank, then answered 1. All answers: 4,0 → 2,5.
    world.round(FORM, "2025", LAST, {"A1": dict.fromkeys(TEN[:5], "s4")})
    world.round(FORM, "2026", NOW, {"A1": dict.fromkeys(TEN[:5], "s4") | dict.fromkeys(TEN[5:], "s1")})
    assert figures(world) == ([Fraction(4), Fraction(4)], 5, 10, 1)
    assert [point.score for point in scores(world.store, WantedRound("prov")).series.all] == [4, Fraction(5, 2)]


def test_what_was_not_known_is_not_compared(world: World) -> None:
    # Five fall 2 → 1; five Vet ej become 4. All answers: 2,0 → 2,5.
    world.round(FORM, "2025", LAST, {"A1": dict.fromkeys(TEN[:5], "s2") | dict.fromkeys(TEN[5:], "unknown")})
    world.round(FORM, "2026", NOW, {"A1": dict.fromkeys(TEN[:5], "s1") | dict.fromkeys(TEN[5:], "s4")})
    assert figures(world) == ([Fraction(2), Fraction(1)], 5, 10, 1)


def test_what_did_not_concern_a_unit_is_not_compared(world: World) -> None:
    world.round(FORM, "2025", LAST, {"A1": {"q0": "not_applicable", "q1": "s2"}})
    world.round(FORM, "2026", NOW, {"A1": {"q0": "s4", "q1": "s2"}})
    assert figures(world) == ([Fraction(2), Fraction(2)], 1, 2, 1)


def test_where_vet_ej_has_a_value_it_is_one(world: World) -> None:
    form = make_form([question("q0"), question("q1")], unknown_counts_as="lowest")
    world.round(form, "2025", LAST, {"A1": {"q0": "unknown", "q1": "s2"}})
    world.round(form, "2026", NOW, {"A1": {"q0": "s4", "q1": "s2"}})
    assert figures(world) == ([Fraction(3, 2), Fraction(3)], 2, 2, 1)


def test_units_that_left_a_question_blank_are_compared_on_the_others(world: World) -> None:
    # q1 is 4 always; q2 goes 1 → 2 for two of ten, the other eight left it blank the first year: 3,7 → 3,8.
    names = world.units(*(f"E{n}" for n in range(10)))
    assert len(names) == 10
    units = [f"E{n}" for n in range(10)]
    before = {unit: {"q1": "s4", "q2": "s1"} if place < 2 else {"q1": "s4"} for place, unit in enumerate(units)}
    form = make_form([question("q1"), question("q2")])
    world.round(form, "2025", LAST, before)
    world.round(form, "2026", NOW, {unit: {"q1": "s4", "q2": "s2"} for unit in units})
    assert figures(world) == ([Fraction(37, 10), Fraction(38, 10)], 12, 20, 10)


def test_an_area_that_sums_is_summed_over_the_same_answers(world: World) -> None:
    form = make_form([question("q0"), question("q1")], [{"name": "a", "aggregation": "sum"}], total="mean of areas")
    world.round(form, "2025", LAST, {"A1": {"q0": "s4"}})
    world.round(form, "2026", NOW, {"A1": {"q0": "s4", "q1": "s3"}})
    assert figures(world) == ([Fraction(4), Fraction(4)], 1, 2, 1)


@pytest.mark.parametrize(
    ("unit", "series", "expected"),
    [
        (Fraction(1, 2), Fraction(1, 2), ["2024", "2025", "2026"]),
        (Fraction(1, 2), Fraction(3, 5), ["2024", "2025", "2026"]),  # 6 of 10 is 0,6
        (Fraction(1, 2), Fraction(61, 100), ["2025", "2026"]),
        (Fraction(7, 10), Fraction(0), ["2025", "2026"]),  # 7 of 10 is 0,7
        (Fraction(71, 100), Fraction(0), ["2026"]),
    ],
)
def test_the_shares_say_how_far_back_it_goes(
    world: World, unit: Fraction, series: Fraction, expected: list[str]
) -> None:
    for year, n in ((2024, 6), (2025, 7), (2026, 10)):
        world.round(FORM, str(year), date(year, 10, 1), {"A1": dict.fromkeys(TEN[:n], "s3")})
    made = scores(world.store, WantedRound("prov", shares=PairShares(unit, series))).series
    assert [point.name for point in made.comparable] == expected


PLAIN = """
WITH standing AS (
    SELECT a.round, a.unit, a.question, c.value::DOUBLE AS value
    FROM (SELECT round, unit, question, arg_max(state, seq) AS state, arg_max(alternative, seq) AS alternative
          FROM store.answer WHERE seq <= $known_at GROUP BY ALL) a
    JOIN worths c ON c.round = a.round AND c.question = a.question AND c.alternative = a.alternative
    WHERE a.state = 'answered' AND list_contains($units, a.unit) AND list_contains($rounds, a.round)
), pairs AS (
    SELECT unit, now AS question FROM standing JOIN names USING (round, question)
    GROUP BY ALL HAVING count(*) = len($rounds)
), taking_part AS (
    SELECT unit FROM pairs GROUP BY unit
    HAVING count(*) * 2 >= (SELECT count(*) FROM standing n WHERE n.round = $newest AND n.unit = pairs.unit)
)
SELECT s.round, s.unit, avg(s.value) AS score
FROM standing s JOIN names m ON m.round = s.round AND m.question = s.question
JOIN pairs p ON p.unit = s.unit AND p.question = m.now
JOIN taking_part t ON t.unit = s.unit GROUP BY ALL
"""


@pytest.fixture
def example(demo_store_path: Path) -> Iterator[Store]:
    store = open_store(Settings(demo_store_path, None, demo_store_path.parent / "backups"))
    yield store
    store.close()


def columns(names: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> pa.Table:
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def recomputed(store: Store, rounds: list[Measured], included: list[str], units: set[str]) -> dict[str, list[float]]:
    """Round → the units' means over the answers that every round has, by SQL over the ledger's own rows."""
    names = [
        (measured.round, then, now)
        for measured, chain in zip(rounds, chains(rounds), strict=True)
        for now, then in chain.items()
    ]
    worths = [
        (measured.round, asked.name, choice.name, float(choice.value))
        for measured in rounds
        for asked in measured.scoring.form.survey
        for choice in measured.scoring.form.choices_of(asked)
    ]
    rows = store.query(
        PLAIN,
        {"known_at": store.position(), "units": sorted(units), "rounds": included, "newest": included[-1]},
        {
            "names": columns(("round", "question", "now"), names),
            "worths": columns(("round", "question", "alternative", "value"), worths),
        },
    )
    return {name: [row["score"] for row in rows if row["round"] == name] for name in included}


GIVEN = """
SELECT unit, count(*) FILTER (state <> 'cleared') AS given
FROM (SELECT unit, question, arg_max(state, seq) AS state FROM store.answer
      WHERE round = $round AND seq <= $known_at GROUP BY ALL) JOIN asked USING (unit, question) GROUP BY unit
"""


def having_answered(store: Store, respondents: Sequence[Respondent], round_id: str) -> set[str]:
    """Those that have answered half of what they are asked; a single one speaks for itself."""
    pairs = [(respondent.unit, name) for respondent in respondents for name in respondent.profile.asked]
    parameters = {"round": round_id, "known_at": store.position()}
    rows = store.query(GIVEN, parameters, {"asked": columns(("unit", "question"), pairs)})
    given = {row["unit"]: row["given"] for row in rows}
    enough = {one.unit for one in respondents if 2 * given.get(one.unit, 0) >= len(one.profile.asked)}
    return enough if len(respondents) > 1 else {one.unit for one in respondents}


@pytest.mark.slow
def test_the_example_is_what_plain_sql_gives(example: Store) -> None:
    """Every year of the municipality, every branch and every unit of the example's maturity."""
    rounds = measured_rounds(example, "mognadsmatning")
    units = [row["unit"] for row in example.query("SELECT DISTINCT unit FROM store.round_unit ORDER BY unit")]
    kontor = [row["unit"] for row in example.query("SELECT DISTINCT unit FROM store.unit WHERE kind = 'kontor'")]
    scopes = [Scope(), *(Scope(branch=unit) for unit in kontor), *(Scope(unit=unit) for unit in units)]
    changed = example.query("SELECT unnest([old_unit, new_unit]) AS unit, from_date FROM store.unit_change")
    checked = 0
    for last in range(1, len(rounds)):
        part = rounds[: last + 1]
        for scope in scopes:
            directory = Directory(example, part)
            series = make_series(LedgerView(example, example.position()), part, directory, scope)
            if len(series.comparable) < 2:
                continue
            included = [point.round for point in series.comparable]
            answered = [having_answered(example, directory.chosen(name, scope), name) for name in included]
            first, newest = series.comparable[0].as_of, series.comparable[-1].as_of
            merged = {row["unit"] for row in changed if first < row["from_date"] <= newest}
            expected = recomputed(example, part, included, set.intersection(*answered) - merged)
            for point in series.comparable:
                values = expected[point.round]
                assert len(values) == series.units, (scope, point.name)
                assert float(point.score or 0) == pytest.approx(sum(values) / len(values), abs=1e-12)
                checked += 1
    assert checked > 100
