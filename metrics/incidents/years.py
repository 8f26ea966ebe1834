"""Incidents over the years, for the municipality or a branch of it. Definitions: docs/measuring.md.

* Incidents of year Y: as *Incidenter* counts them (``incident_list``): detected (else occurred) in Y, from the register
  at the date looked at, one per case number and source; those with neither date belong to no year and are told apart.
* Whose: a branch's are those of the legal person that it belongs to. The municipality and its branches hold no
  bolag's, and a bolag holds all of its own, wherever they happened; what lies in the branch and is another's is told.
* In time: the verdict of ``deadlines`` on telling IMY within 72 hours (GDPR art. 33). *Okänt* where it can't be said.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date

from base.formats import listing, number, plural, plurals, share
from data.ledger.store import Readable
from metrics.incidents.cases import KIND_LABELS, IncidentCase, IncidentList, incident_list
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import AUTHORITY
from metrics.registers.covered import told_until
from metrics.registers.sources import RegisterState

KINDS = tuple(KIND_LABELS)


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """The incidents of one year (``year`` None: of several, or of none).

    An incident of several kinds counts under each of them; ``several`` such there are, and ``overlap`` says how many of
    them each kind holds (in the order of ``KIND_LABELS``), so that a stack adds up to ``n``. Of the ``personal_data``
    ones: ``in_time`` and ``late`` are certain; ``dates_missing`` lack one of the two dates and ``undecided`` turn on
    something else, such as a time of day; ``open``: the time ran out after the file; ``needless``: they had not to be
    reported.
    """

    year: int | None
    n: int = 0
    personal_data: int = 0
    information_security: int = 0
    it_security: int = 0
    kind_unknown: int = 0
    several: int = 0
    overlap: tuple[int, int, int] = (0, 0, 0)
    in_time: int = 0
    late: int = 0
    undecided: int = 0
    dates_missing: int = 0
    open: int = 0
    needless: int = 0

    @property
    def alone(self) -> tuple[int, int, int]:
        """Incidents of one kind only, ordered as ``KIND_LABELS``; ``several`` and ``kind_unknown`` are the rest."""
        first, second, third = self.overlap
        return self.personal_data - first, self.information_security - second, self.it_security - third

    @property
    def judged(self) -> int:
        """Personal-data incidents of which it is certain whether they were reported in time."""
        return self.in_time + self.late

    @property
    def unknown(self) -> int:
        """Personal-data incidents of which it is not."""
        return self.undecided + self.dates_missing

    @property
    def beside(self) -> tuple[str, ...]:
        """Those that neither the share nor the unknown hold, in words."""
        needless = "behövde inte anmälas"
        return tuple(plurals((self.open, "ej avslutad", "ej avslutade"), (self.needless, needless, needless)))

    @property
    def in_time_text(self) -> str:
        """``12 av 15 (80 %), 3 okända``: of those that can be judged; ``–`` where none can."""
        words = [share(self.in_time, self.judged)]
        if self.unknown:
            words.append(plural(self.unknown, "okänd", "okända"))
        return ", ".join((*words, *self.beside))


@dataclass(frozen=True, slots=True)
class Incidents:
    """A register's incidents in the branch looked at, by year (oldest first).

    ``undated`` have neither a detected nor an occurred date; ``after`` are dated after their file. ``whole``: all of
    them together. ``unknown_unit``: see ``RiskFigures``. ``apart``: those in the branch that another legal person
    answers for, ``bolag`` None: a bolag, for the municipality's own.
    """

    source: RegisterState
    years: tuple[IncidentFigures, ...]
    whole: IncidentFigures
    undated: int
    after: int
    unknown_unit: int
    apart: int = 0
    bolag: str | None = None

    def of_year(self, year: int) -> IncidentFigures:
        """The figures of a year, all 0 when it has none."""
        return next((found for found in self.years if found.year == year), IncidentFigures(year))

    @property
    def last_year(self) -> int:
        """The newest year that its files tell of, or that holds an incident."""
        return max([told_until(self.source.layers).year, *(held.year for held in self.years if held.year is not None)])

    @property
    def marks(self) -> str:
        """What the figures leave out, and where they come from."""
        counts = (
            (self.undated, "utan datum då de upptäcktes eller inträffade"),
            (self.after, "daterade efter läget"),
            (self.whole.kind_unknown, "av okänd typ"),
            (self.unknown_unit, "under Okänd enhet"),
        )
        words = listing([f"{number(many)} {text}" for many, text in counts if many])
        return " · ".join(text for text in (self.source.marks, words, self.apart_words) if text)

    @property
    def apart_words(self) -> str:
        """``3 incidenter hos bolag räknas för sig``; empty where there are none."""
        if not self.apart:
            return ""
        incidents = plural(self.apart, "incident", "incidenter")
        if self.bolag is None:
            return f"{incidents} hos bolag räknas för sig"
        return f"{incidents} räknas till kommunen eller ett annat bolag"


def incident_years(store: Readable, as_of: date, known_at: int, branch: str | None = None) -> Incidents | None:
    """The incidents of the register on a date; None where nothing had been imported."""
    found = incident_list(store, as_of, known_at)
    return None if found is None else years_of(found, branch)


def years_of(listed: IncidentList, branch: str | None = None) -> Incidents:
    """Some incidents by year, for a branch (unit id) or the municipality."""
    whose, last = listed.bodies, listed.as_of
    own: list[IncidentCase] = []
    unknown_unit = apart = 0
    for case in listed.cases:
        on = case.facts.as_of
        inside = branch is None or branch in case.places
        if case.bolag != whose.bolag(on, branch):
            apart += inside
            continue
        unknown_unit += case.unknown_unit
        if inside or whose.is_bolag(on, branch):
            own.append(case)
    years: dict[int | None, list[IncidentCase]] = defaultdict(list)
    for case in own:
        years[case.year].append(case)
    counted = {year: _figures(year, cases) for year, cases in years.items()}
    return Incidents(
        source=listed.state,
        years=tuple(counted[year] for year in sorted(year for year in counted if year is not None)),
        whole=_sum(counted.values()),
        undated=sum(case.happened is None for case in own),
        after=sum(case.after for case in own),
        unknown_unit=unknown_unit,
        apart=apart,
        bolag=whose.bolag(last, branch),
    )


def _figures(year: int | None, cases: Sequence[IncidentCase]) -> IncidentFigures:
    kinds = [[kind for kind in KINDS if kind in case.kinds] for case in cases]
    first, second, third = (sum(kind in held and len(held) > 1 for held in kinds) for kind in KINDS)
    personal = [(case.facts, case.clock(AUTHORITY).verdict) for case in cases if case.facts.personal_data]
    verdicts = Counter(verdict for _, verdict in personal)
    dates_missing = sum(
        verdict is ClockVerdict.UNDECIDED and (facts.known is None or facts.reported is None)
        for facts, verdict in personal
    )
    return IncidentFigures(
        year,
        n=len(cases),
        **{kind: sum(kind in held for held in kinds) for kind in KINDS},
        kind_unknown=sum(not held for held in kinds),
        several=sum(len(held) > 1 for held in kinds),
        overlap=(first, second, third),
        in_time=verdicts[ClockVerdict.IN_TIME],
        late=verdicts[ClockVerdict.LATE],
        undecided=verdicts[ClockVerdict.UNDECIDED] - dates_missing,
        dates_missing=dates_missing,
        open=verdicts[ClockVerdict.OPEN],
        needless=verdicts[ClockVerdict.NOT_CONCERNED],
    )


def _sum(parts: Collection[IncidentFigures]) -> IncidentFigures:
    names = [one.name for one in fields(IncidentFigures) if one.name not in ("year", "overlap")]
    first, second, third = (sum(part.overlap[place] for part in parts) for place in range(len(KINDS)))
    totals = {name: sum(getattr(part, name) for part in parts) for name in names}
    return IncidentFigures(None, overlap=(first, second, third), **totals)
