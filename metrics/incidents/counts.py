"""Incidents counted: per year and per tertial, by kind and by how their clocks ended; bolag apart.

An incident belongs to when it was detected, else occurred. A share in time is of those of which it is certain; the
others are told beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from base.formats import listing, number
from metrics.incidents.cases import KIND_LABELS, IncidentCase, IncidentList
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.rules import incident_rules

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
    """A third of a year (1: January to April) and what happened in it."""

    year: int
    third: int
    count: IncidentCount

    @property
    def label(self) -> str:
        return f"{self.year} T{self.third}"


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


def tertials(body: BodyIncidents, last: date, most: int = MOST_TERTIALS) -> tuple[Tertial, ...]:
    """The thirds of years from the first incident to the date of the register, at most so many, oldest first."""
    placed: dict[tuple[int, int], list[IncidentCase]] = {}
    for case in body.cases:
        if case.happened is not None and not case.after:
            placed.setdefault(_third(case.happened.day), []).append(case)
    if not placed:
        return ()
    first, end = min(placed), max(_third(last), *placed)
    every = [(year, third) for year in range(first[0], end[0] + 1) for third in (1, 2, 3)]
    shown = [place for place in every if first <= place <= end][-most:]
    return tuple(Tertial(*place, count(placed.get(place, ()))) for place in shown)


def year_sentence(of_year: IncidentCount, year: int, last: date) -> str:
    """``12 incidenter 2025. 3 av 4 personuppgiftsincidenter anmäldes i tid.``"""
    so_far = "" if year < last.year or (last.month, last.day) == (12, 31) else "hittills "
    incidents = "1 incident" if of_year.n == 1 else f"{number(of_year.n) if of_year.n else 'Inga'} incidenter"
    return f"{incidents} {so_far}{year}. {in_time_sentence(of_year)}".strip()


def in_time_sentence(counted: IncidentCount) -> str:
    """Of the personal-data incidents: how many were told of in time, and of how many that can't be said."""
    if not counted.personal_data:
        return ""
    judged = counted.judged(AUTHORITY)
    rest = (
        (counted.of(AUTHORITY, ClockVerdict.UNDECIDED), "som inte går att avgöra"),
        (counted.of(AUTHORITY, ClockVerdict.OPEN), "som inte är avslutad vid läget"),
        (counted.of(AUTHORITY, ClockVerdict.NOT_CONCERNED), "som inte behövde anmälas"),
    )
    texts = [f"{number(how_many)} {words}" for how_many, words in rest if how_many]
    if not judged:
        return f"Personuppgiftsincidenter: {listing(texts)}."
    beside = f", därtill {listing(texts)}" if texts else ""
    in_time = counted.of(AUTHORITY, ClockVerdict.IN_TIME)
    return f"{number(in_time)} av {number(judged)} personuppgiftsincidenter anmäldes i tid{beside}."


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
