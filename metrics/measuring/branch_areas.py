"""Parts of the organisation × areas: each part the mean of its units, each unit counting the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from typing import TypeVar

from data.ledger.store import Readable
from metrics.measuring.forms import Measured, WantedRound, newest_of, shelf_of
from metrics.measuring.having_answered import standings, take_part
from metrics.measuring.respondents import Respondent, of_round
from metrics.measuring.results import Coverage
from metrics.measuring.scoring import Scoring
from metrics.measuring.spread import mean
from metrics.measuring.tallies import Scored, score_units

Told = TypeVar("Told")
# About what a unit takes in memory.
_BYTES_EACH = 300


@dataclass(frozen=True, slots=True)
class BranchRow:
    """One part. ``scores``: top area → its mean, None where nobody has one, or too few of the part have answered.

    ``displays``: the same as written. ``n``: how many units each rests on.
    """

    unit: str
    name: str
    coverage: Coverage
    scores: Mapping[str, Fraction | None]
    displays: Mapping[str, str]
    n: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BranchAreas:
    """``areas``: (id, name) in the form's order; ``rows`` by name. ``beside``: units that lie in none of the parts."""

    areas: tuple[tuple[str, str], ...]
    rows: tuple[BranchRow, ...]
    beside: int
    version: int


def branch_areas(store: Readable, wanted: WantedRound, branch: str | None = None) -> BranchAreas | None:
    """The parts right under the municipality, or under a branch; where that is a single one, the parts under it.

    None where there are not two parts to hold beside each other. A unit is never a part of its own: its figures are
    its manager's. Raises ``round_unknown``.
    """
    chosen, respondents = of_round(store, wanted, branch)
    groups, beside = _groups(store, chosen, respondents, branch)
    if len(groups) < 2:
        return None
    scored = score_units(wanted.view(store), chosen, respondents)
    scoring = chosen.scoring
    top = tuple((area.name, area.label) for area in scoring.form.sub_areas(None))
    names = _names(store, chosen, list(groups))
    rows = [_row(scoring, unit, names[unit], [scored[each] for each in units], top) for unit, units in groups.items()]
    order = {unit: place for place, unit in enumerate(names)}
    return BranchAreas(top, tuple(sorted(rows, key=lambda row: order[row.unit])), beside, chosen.version)


def _groups(
    store: Readable, chosen: Measured, respondents: Sequence[Respondent], branch: str | None
) -> tuple[dict[str, list[str]], int]:
    """Part → its respondents; how many respondents lie in none."""
    paths = _paths(store, chosen)
    downward: dict[str, list[str]] = {}
    for respondent in respondents:
        path = paths.get(respondent.unit, [])
        downward[respondent.unit] = path[path.index(branch) + 1 :] if branch in path else path[1:]
    alone = {respondent.unit for respondent in respondents if respondent.role == "unit"}
    while True:
        groups: dict[str, list[str]] = {}
        for unit, path in downward.items():
            if path and not (path[0] == unit and unit in alone):
                groups.setdefault(path[0], []).append(unit)
        only = next(iter(groups)) if len(groups) == 1 else None
        if only is None or groups[only] == [only]:
            return groups, len(downward) - sum(len(units) for units in groups.values())
        downward = {unit: path[1:] if path[:1] == [only] else path for unit, path in downward.items()}


def _paths(store: Readable, chosen: Measured) -> Mapping[str, list[str]]:
    """Unit → what it lies under on the round's day, from the outermost down to itself."""

    def read(day: Mapping[str, object]) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = {}
        query = "SELECT unit, ancestor FROM unit_paths($day, $position) ORDER BY depth DESC"
        for row in store.query(query, day):
            paths.setdefault(row["unit"], []).append(row["ancestor"])
        return paths

    return _kept(store, chosen, "paths", read)


def _names(store: Readable, chosen: Measured, units: Sequence[str]) -> dict[str, str]:
    """Unit → its name on the round's day, in Swedish order."""

    def read(day: Mapping[str, object]) -> dict[str, str]:
        query = "SELECT unit, name FROM units_at($day, $position) ORDER BY name COLLATE sv, unit"
        return {row["unit"]: row["name"] for row in store.query(query, day)}

    names = _kept(store, chosen, "names", read)
    return {unit: name for unit, name in names.items() if unit in units}


def _kept(
    store: Readable, chosen: Measured, what: str, read: Callable[[Mapping[str, object]], dict[str, Told]]
) -> Mapping[str, Told]:
    """What ``read`` tells of the units on the round's day; read again only where something is written of units."""
    position = newest_of(store, chosen.position, "unit")
    day = {"day": chosen.as_of, "position": position}
    shelf = shelf_of(store, chosen.position)
    return shelf.kept((what, chosen.as_of, position), lambda: read(day), lambda told: len(told) * _BYTES_EACH)


def _row(
    scoring: Scoring,
    unit: str,
    name: str,
    by_unit: Sequence[Scored],
    top: Sequence[tuple[str, str]],
) -> BranchRow:
    by_area: dict[str, list[Fraction]] = {area: [] for area, _ in top}
    stands = standings(scoring.form, [(mine.whole.given, mine.whole.expected) for mine in by_unit])
    scored = 0
    for mine in compress(by_unit, take_part(stands)):
        scored += mine.total is not None
        for area, values in by_area.items():
            score = mine.areas.get(area)
            if score is not None:
                values.append(score)
    coverage = Coverage.of(stands, scored)
    scores = {area: None if coverage.insufficient else mean(values) for area, values in by_area.items()}
    displays = {area: scoring.display(score) for area, score in scores.items()}
    return BranchRow(unit, name, coverage, scores, displays, {area: len(values) for area, values in by_area.items()})
