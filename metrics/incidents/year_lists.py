"""A year of incidents as a page shows it: each body's counted, and listed in the groups that a person looks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.incidents.cases import IncidentCase, IncidentList
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import BodyIncidents, IncidentCount, Tertial, bodies, count, tertials


class CaseGroup(StrEnum):
    """Which of a year's incidents. ``TO_JUDGE``: a clock waits for somebody to say if it is *betydande*; ``LATE`` and
    ``UNDECIDED``: another clock ended so."""

    ALL = "all"
    LATE = "late"
    UNDECIDED = "undecided"
    TO_JUDGE = "to_judge"


@dataclass(frozen=True, slots=True)
class YearOfBody:
    """One body's year: its incidents by group, newest first, and counted. ``tertials``: see ``counts.tertials``."""

    body: BodyIncidents
    year: int
    count: IncidentCount
    groups: Mapping[CaseGroup, tuple[IncidentCase, ...]]
    tertials: tuple[Tertial, ...]


def year_of_bodies(listed: IncidentList, year: int) -> tuple[YearOfBody, ...]:
    """The municipality's first, then each bolag's by name, as ``bodies``."""
    return tuple(_year(body, year, listed) for body in bodies(listed))


def _year(body: BodyIncidents, year: int, listed: IncidentList) -> YearOfBody:
    cases = body.of_year(year)
    return YearOfBody(body, year, count(cases), case_groups(cases), tertials(body, listed.state))


def case_groups(cases: tuple[IncidentCase, ...]) -> Mapping[CaseGroup, tuple[IncidentCase, ...]]:
    """Some incidents by group, in their own order; one may be in several."""
    groups: dict[CaseGroup, list[IncidentCase]] = {group: [] for group in CaseGroup}
    for case in cases:
        for group in _groups(case):
            groups[group].append(case)
    return {group: tuple(members) for group, members in groups.items()}


def _groups(case: IncidentCase) -> set[CaseGroup]:
    ended = {None if clock.to_judge else clock.verdict for clock in case.clocks}
    named = {ClockVerdict.LATE: CaseGroup.LATE, ClockVerdict.UNDECIDED: CaseGroup.UNDECIDED, None: CaseGroup.TO_JUDGE}
    return {CaseGroup.ALL, *(group for verdict, group in named.items() if verdict in ended)}
