"""Incidents counted: per year and per tertial, by kind and by how their clocks ended; bolag apart.

An incident belongs to when it was detected, else occurred. A share in time is of those of which it is certain; the
others are told beside it.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from base.formats import listing, number
from metrics.incidents.cases import KIND_LABELS, IncidentCase, IncidentList
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.rules import incident_rules
from metrics.registers.covered import Covered, covered, told_until
from metrics.registers.sources import RegisterState

AUTHORITY = "authority"
MOST_TERTIALS = 9


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """Some incidents of one body.

    ``by_kind``: of that kind alone; ``several``: of several; ``unknown_kind``: of none that is known. ``verdicts``:
    rule → verdict → number; of a rule on personal data only those that certainly concern them. ``to_judge``: a clock
    waits for somebody to say whether the incident is *betydande*.
    """

    n: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    several: int = 0
    unknown_kind: int = 0
    personal_data: int = 0
    significant: int = 0
    to_judge: int = 0
    verdicts: Mapping[str, Mapping[ClockVerdict, int]] = field(default_factory=dict)

    def of(self, rule: str, verdict: ClockVerdict) -> int:
        """How many clocks of a rule ended so."""
        return self.verdicts.get(rule, {}).get(verdict, 0)

    def judged(self, rule: str) -> int:
        """Of how many it is certain whether they were in time."""
        return self.of(rule, ClockVerdict.IN_TIME) + self.of(rule, ClockVerdict.LATE)


@dataclass(frozen=True, slots=True)
class Tertial:
    """A third of a year (1: January to April), what happened in it, and how much of it the register tells of."""

    year: int
    third: int
    count: IncidentCount
    covered: Covered

    @property
    def label(self) -> str:
        """``2026 T3``."""
        return self.covered.name


@dataclass(frozen=True, slots=True)
class BodyIncidents:
    """The incidents of the municipality (``name`` None) or of one bolag.

    ``years``: those that hold any, newest first; ``undated`` lie in no year; ``after`` are dated after their file.
    """

    name: str | None
    cases: tuple[IncidentCase, ...]
    years: tuple[int, ...]
    undated: int
    after: int
    unknown_unit: int

    def of_year(self, year: int) -> tuple[IncidentCase, ...]:
        """A year's incidents, newest first."""
        return tuple(case for case in self.cases if case.year == year)

    @property
    def left_out(self) -> str:
        """What no year holds, in words; empty where there is nothing."""
        counts = (
            (self.undated, "utan datum då de upptäcktes eller inträffade"),
            (self.after, "daterade efter läget"),
            (self.unknown_unit, "under Okänd enhet"),
        )
        return listing([f"{number(count)} {words}" for count, words in counts if count])


def bodies(listed: IncidentList) -> tuple[BodyIncidents, ...]:
    """The municipality first, whether it has any or not; then each bolag by name."""
    groups: dict[str | None, list[IncidentCase]] = {None: []}
    for case in listed.cases:
        groups.setdefault(case.bolag, []).append(case)
    names = sorted((name for name in groups if name is not None), key=str.casefold)
    return tuple(_body(name, groups[name]) for name in (None, *names))


def count(cases: Iterable[IncidentCase]) -> IncidentCount:
    """Count some incidents."""
    kinds: Counter[str] = Counter()
    verdicts: dict[str, Counter[ClockVerdict]] = {rule.name: Counter() for rule in incident_rules().rules}
    n = several = unknown = personal = significant = to_judge = 0
    for case in cases:
        n += 1
        labelled = [kind for kind in case.kinds if kind in KIND_LABELS]
        several += len(labelled) > 1
        unknown += not labelled
        kinds.update(labelled if len(labelled) == 1 else [])
        personal += bool(case.facts.personal_data)
        significant += case.facts.significant is True
        to_judge += any(clock.to_judge for clock in case.clocks)
        for clock in case.clocks:
            # Of an incident that may not concern personal data its clock says nothing.
            if clock.rule.applies != "personal_data" or case.facts.personal_data:
                verdicts[clock.rule.name][clock.verdict] += 1
    return IncidentCount(n, kinds, several, unknown, personal, significant, to_judge, verdicts)


def tertials(body: BodyIncidents, state: RegisterState, most: int = MOST_TERTIALS) -> tuple[Tertial, ...]:
    """The thirds of years from the first incident to the last day told of, at most so many, oldest first."""
    placed: dict[tuple[int, int], list[IncidentCase]] = {}
    for case in body.cases:
        if case.happened is not None and not case.after:
            placed.setdefault(_third(case.happened.day), []).append(case)
    if not placed:
        return ()
    first, end = min(placed), max(_third(told_until(state.layers)), *placed)
    every = [(year, third) for year in range(first[0], end[0] + 1) for third in (1, 2, 3)]
    shown = [place for place in every if first <= place <= end][-most:]
    return tuple(Tertial(*place, count(placed.get(place, ())), _covered(state, *place)) for place in shown)


def _covered(state: RegisterState, year: int, third: int) -> Covered:
    last = date(year, 4 * third, monthrange(year, 4 * third)[1])
    return covered(state.layers, f"{year} T{third}", date(year, 4 * third - 3, 1), last)


def _body(name: str | None, cases: Sequence[IncidentCase]) -> BodyIncidents:
    return BodyIncidents(
        name,
        tuple(cases),
        tuple(sorted({case.year for case in cases if case.year is not None}, reverse=True)),
        sum(case.happened is None for case in cases),
        sum(case.after for case in cases),
        sum(case.unknown_unit for case in cases),
    )


def _third(on: date) -> tuple[int, int]:
    return on.year, (on.month + 3) // 4
