"""A reorganisation as a person writes it: *gammal enhet, ny enhet, från datum*, and what it is told to lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from base.errors import Issue
from base.unit_kinds import find_kind
from data.organisation.assignments import Assignment
from data.organisation.reorganisation.open_rounds import TouchedRound
from data.organisation.small_tables import SmallTable, TableRow, read_date_column, read_small_table
from data.organisation.units import NewUnit
from files.grid import Workbook

REORGANISATION_COLUMNS = ("Gammal enhet", "Ny enhet", "Från datum", "Överordnad", "Slag", "Kod")
_SYNONYMS = {
    "old": (
        "gammal enhet",
        "gamla enheten",
        "gammalt namn",
        "gammal organisationsdel",
        "tidigare enhet",
        "nuvarande enhet",
        "gammal",
        "old unit",
        "old name",
        "old",
    ),
    "new": ("ny enhet", "nya enheten", "nytt namn", "ny organisationsdel", "blir", "ny", "new unit", "new name", "new"),
    "from": (
        "från datum",
        "från",
        "från och med",
        "fr o m",
        "gäller från",
        "datum",
        "from date",
        "from",
        "valid from",
        "effective from",
        "date",
    ),
    "parent": ("överordnad", "ny överordnad", "överordnad enhet", "tillhör", "hör till", "parent", "new parent"),
    "kind": ("slag", "enhetstyp", "typ", "nytt slag", "kind", "unit type", "type"),
    "code": ("kod", "ny kod", "enhetskod", "ny enhetskod", "code", "new code", "unit code"),
}
_MISSING = (
    ("old", "den gamla enheten saknas. Helt nya enheter läggs till under Inställningar, Organisation"),
    ("new", "den nya enheten saknas. Enheter som bara upphör avslutas under Inställningar, Organisation"),
)


@dataclass(frozen=True, slots=True)
class ReorganisationRow:
    """One row as read. ``parent``, ``kind`` and ``code`` concern the new unit; None where the file says nothing."""

    row: int
    old: str
    new: str
    from_date: date
    parent: str | None = None
    kind: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A unit's series that ends.

    ``rounds``: names of the measurements that it has answered. ``compared_name``: of the nearest branch that holds all
    the parts, before and after, and so can still be compared; None if there is none.
    """

    unit: str
    name: str
    rounds: tuple[str, ...]
    compared_name: str | None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row will do.

    ``kind``: ``rename``, ``move``, ``change`` (code or kind alone), ``merge``, ``split``, ``unchanged``, or
    ``blocked`` where a fault leaves it open. ``told`` is Swedish sentences for the preview.
    """

    row: int
    from_date: date
    old: str
    new: str
    kind: str
    told: tuple[str, ...]
    breaks: SeriesBreak | None = None


@dataclass(frozen=True, slots=True)
class Heirs:
    """A unit that ends with the day before ``day``, and what it becomes."""

    row: int
    day: date
    old: str
    new: tuple[str, ...]

    @property
    def kind(self) -> str:
        """A unit with several heirs was split, whatever else they were made of."""
        return "split" if len(self.new) > 1 else "merge"


@dataclass(frozen=True, slots=True)
class ReorganisationPlan:
    """What a reorganisation will do; with ``issues`` nothing of it may be done.

    ``moved``: sentences on units that follow their parent without a row of their own. ``unled``: (unit id, name) of
    new units *utan ansvarig*. ``states``, ``heirs`` and ``assignments`` are what is written. ``open_rounds``: the open
    measurements that ask units which change.
    """

    rows: tuple[RowPlan, ...]
    moved: tuple[str, ...]
    unled: tuple[tuple[str, str], ...]
    issues: tuple[Issue, ...]
    states: tuple[NewUnit, ...]
    heirs: tuple[Heirs, ...]
    assignments: tuple[Assignment, ...]
    open_rounds: tuple[TouchedRound, ...]

    @property
    def breaks(self) -> tuple[SeriesBreak, ...]:
        """Every series that ends, once per unit."""
        return tuple({row.breaks.unit: row.breaks for row in self.rows if row.breaks}.values())


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows that could be read, the faults of the others, and those others' texts."""

    rows: tuple[ReorganisationRow, ...]
    issues: tuple[Issue, ...]
    unread: tuple[Mapping[str, str], ...]


def read_reorganisation(workbook: Workbook) -> ReadRows:
    """The rows of a reorganisation file.

    Raises ``no_header`` and ``no_rows``. Issues: ``old_missing``, ``new_missing``, ``kind_unknown`` and those of dates.
    """
    table = read_small_table(workbook, _SYNONYMS, ("old", "new", "from"), "Gammal enhet, Ny enhet och Från datum")
    days, issues = read_date_column(table, "from", required=True)
    rows: list[ReorganisationRow] = []
    unread: list[Mapping[str, str]] = []
    for row in table.rows:
        faults = _faults(table, row)
        issues += faults
        if faults or row.row not in days:
            unread.append(row.texts)
        else:
            rows.append(_row(row, days[row.row]))
    return ReadRows(tuple(rows), tuple(issues), tuple(unread))


def _faults(table: SmallTable, row: TableRow) -> list[Issue]:
    faults = [table.fault(row, column, f"{column}_missing", why) for column, why in _MISSING if not row.texts[column]]
    if row.texts["kind"] and find_kind(row.texts["kind"]) is None:
        faults.append(table.fault(row, "kind", "kind_unknown", f"slaget ”{row.texts['kind']}” är inte känt"))
    return faults


def _row(row: TableRow, day: date) -> ReorganisationRow:
    kind = find_kind(row.texts["kind"])
    parent, code = row.texts["parent"] or None, row.texts["code"] or None
    return ReorganisationRow(
        row.row, row.texts["old"], row.texts["new"], day, parent, kind.name if kind else None, code
    )
