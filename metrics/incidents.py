"""Incidents over the years. Definitions: the combined page's.

* Incidents of year Y: detected (else occurred) in Y, from the register at the date looked at, one per case number and
  source; those with neither date belong to no year and are told apart.
* In time: personal-data incidents with known → reported within 72 hours (GDPR art. 33); *okänt* where a missing date,
  or a missing time of day, decides. Swedish wall-clock times, counted over the change to and from summer time. The
  time is that of ``rules/deadlines.yaml``; the query says of two moments what ``deadlines.within`` says of them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from base.formats import listing, share
from data.store import Rows, Source
from metrics.incident_rules import incident_rules
from metrics.sources import RegisterState, counted_sql, register_at, state_tables

KINDS = ("personal_data", "information_security", "it_security")


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """The incidents of one year (``year`` None: of several, or of none).

    An incident of several kinds counts under each of them; ``several`` such there are, and ``overlap`` says how many of
    them each kind holds (in the order of ``KINDS``), so that a stack adds up to ``n``. Of the ``personal_data`` ones:
    ``in_time`` and ``late`` are certain; ``undecided`` turns on a time of day that is missing; ``dates_missing`` lack
    one of the two dates.
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

    @property
    def alone(self) -> tuple[int, int, int]:
        """Incidents of one kind only, in the order of ``KINDS``; ``several`` and ``kind_unknown`` are the rest."""
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
    def in_time_text(self) -> str:
        """``12 av 15 (80 %), 3 okända``: of those that can be judged; ``–`` where none can."""
        words = share(self.in_time, self.judged)
        if not self.unknown:
            return words
        return f"{words}, {self.unknown} {'okänd' if self.unknown == 1 else 'okända'}"


@dataclass(frozen=True, slots=True)
class Incidents:
    """A register's incidents in the branch looked at, by year (oldest first).

    ``undated`` have neither a detected nor an occurred date; ``after`` are dated after the day looked at. ``whole``:
    all of them together. ``unknown_unit``: see ``RiskFigures``.
    """

    source: RegisterState
    years: tuple[IncidentFigures, ...]
    whole: IncidentFigures
    undated: int
    after: int
    unknown_unit: int

    def of_year(self, year: int) -> IncidentFigures:
        """The figures of a year, all 0 when it has none."""
        return next((found for found in self.years if found.year == year), IncidentFigures(year))

    @property
    def marks(self) -> str:
        """What the figures leave out, and where they come from."""
        told = (
            (self.undated, "utan datum då de upptäcktes eller inträffade"),
            (self.after, "daterade efter läget"),
            (self.whole.kind_unknown, "av okänd typ"),
            (self.unknown_unit, "under Okänd enhet"),
        )
        words = [f"{number} {text}" for number, text in told if number]
        return " · ".join([self.source.marks, *([listing(words)] if words else [])])


def incident_years(store: Source, as_of: date, known_at: int, branch: str | None = None) -> Incidents | None:
    """The incidents of the register on a date; None where nothing had been imported."""
    state = register_at(store, "incidents", as_of, known_at)
    if state is None:
        return None
    parameters = {
        "whole": branch is None,
        "next_day": datetime.combine(as_of, datetime.min.time()) + timedelta(days=1),
        "limit_us": timedelta(hours=incident_rules().rule("authority").hours or 0) // timedelta(microseconds=1),
    }
    tables = state_tables(store, state, branch, known_at)
    return _gather(state, store.query(counted_sql("incidents", "incidents"), parameters, tables))


def _gather(source: RegisterState, rows: Rows) -> Incidents:
    years: dict[int, IncidentFigures] = {}
    whole = IncidentFigures(None)
    undated = after = unknown_unit = 0
    for row in rows:
        if row["unknown_unit"]:
            unknown_unit += row["n"]
        if not row["in_branch"]:
            continue
        whole = _plus(whole, row)
        if row["year"] is None:
            undated += row["n"]
        elif row["after_as_of"]:
            after += row["n"]
        else:
            years[row["year"]] = _plus(years.get(row["year"], IncidentFigures(row["year"])), row)
    return Incidents(source, tuple(years[year] for year in sorted(years)), whole, undated, after, unknown_unit)


def _plus(figures: IncidentFigures, row: dict[str, int]) -> IncidentFigures:
    n, verdict = row["n"], str(row["verdict"])
    counted = {name: getattr(figures, name) + (n if row[name] else 0) for name in KINDS}
    several = sum(bool(row[name]) for name in KINDS) > 1
    first, second, third = (n if several and row[name] else 0 for name in KINDS)
    return replace(
        figures,
        n=figures.n + n,
        kind_unknown=figures.kind_unknown + (0 if any(row[name] for name in KINDS) else n),
        several=figures.several + (n if several else 0),
        overlap=(figures.overlap[0] + first, figures.overlap[1] + second, figures.overlap[2] + third),
        in_time=figures.in_time + (n if verdict == "in_time" else 0),
        late=figures.late + (n if verdict == "late" else 0),
        undecided=figures.undecided + (n if verdict == "unknown" else 0),
        dates_missing=figures.dates_missing + (n if verdict == "missing" else 0),
        **counted,
    )
