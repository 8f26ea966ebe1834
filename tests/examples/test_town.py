"""The made-up municipality's plan: names, codes, the reorganisation, chance that repeats."""

import json
from pathlib import Path

import pytest

from examples.answering import YEARS, self_assessment
from examples.build import EXPORTED
from examples.chance import chance, dealt
from examples.incidents import incidents
from examples.risks import risk_years
from examples.town import by_depth, places, places_in, town_name
from questionnaires.library import shipped

SEEDS = range(1, 7)


def test_no_swedish_municipality_bears_the_name(samples: Path) -> None:
    real = {row["municipality"] for row in json.loads((samples / "sweden" / "kommunkoder.json").read_text("utf-8"))}

    assert len(real) == 290
    assert not {town_name(seed) for seed in SEEDS} & real


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_one_whole_tree(seed: int, year: int) -> None:
    found = places_in(seed, year)

    assert 55 <= len(found) <= 65
    assert len({place.code for place in found}) == len({place.name for place in found}) == len(found)
    assert sum(len(layer) for layer in by_depth(found)) == len(found)


def test_the_reorganisation_renames_moves_merges_and_starts() -> None:
    before = {place.code: place for place in places(1)}
    after = {place.code: place for place in places_in(1, 2025)}

    assert places_in(1, 2024) == places(1)
    assert set(before) - set(after) == {"312", "313"}
    assert set(after) - set(before) == {"314", "105"}
    assert {code for code in before.keys() & after.keys() if before[code].name != after[code].name} == {
        "101",
        "230",
        "430",
    }
    assert {code for code in before.keys() & after.keys() if before[code].parent != after[code].parent} == {"232"}


def test_the_level_of_the_self_assessment_goes_from_none_to_two() -> None:
    # By hand from the bars: level 1 half of its six questions; level 2 also two thirds of them and half of its own;
    # level 3 five of six, four of six and half of its own. Hence no level, 1 and 1 with these numbers of "ja".
    # Version 2 has 25, 25, 19 and 18 questions: 19 of 25 are more than 65 % and 13 of 25 more than half, hence level 2.
    first, second = shipped()["cybersakerhetskollen"]
    full = {}
    for year in YEARS:
        form = second if year == YEARS[-1] else first
        level_of = {question.name: question.level for question in form.survey}
        answers = [plan.answer for plan in self_assessment(3, year, form)]
        done = [level_of[answer.question] for answer in answers if answer.alternative == "ja"]
        full[year] = [done.count(level) for level in (1, 2, 3, 4)]

    assert full == {2023: [1, 0, 0, 0], 2024: [4, 0, 0, 0], 2025: [6, 2, 1, 0], 2026: [19, 13, 1, 0]}


def test_risks_live_over_the_years() -> None:
    found = risk_years(1, EXPORTED)
    status = {year: {risk.number: risk.status for risk in risks} for year, risks in found.items()}

    assert [70 <= len(risks) <= 115 for risks in found.values()] == [True] * 4
    for year in (2024, 2025, 2026):
        earlier = status[year - 1]
        assert earlier.keys() < status[year].keys()
        assert all(status[year][number] == "Stängd" for number, was in earlier.items() if was == "Stängd")
        assert any(status[year][number] == "Stängd" for number, was in earlier.items() if was != "Stängd")
    assert all(1 <= step <= 4 for risk in found[2026] for step in (risk.likelihood, risk.consequence))


def test_moments_of_an_incident_come_in_order() -> None:
    for incident in incidents(2, EXPORTED[2026]):
        told = [
            moment for moment in (incident.occurred, incident.detected, incident.known, incident.reported) if moment
        ]
        days = [moment.isoformat()[:10] for moment in told]
        assert days == sorted(days)


def test_chance_repeats_and_purposes_are_apart() -> None:
    assert chance(1, "a").random() == chance(1, "a").random()
    assert chance(1, "a").random() != chance(1, "b").random() != chance(2, "b").random()


def test_dealt_keeps_its_shares() -> None:
    words = dealt(chance(1, "x"), {"a": 0.5, "b": 0.3, "c": 0.2}, 10)

    assert [words.count(word) for word in "abc"] == [5, 3, 2]
