"""Results without answers from a workbook: one row for each unit or area, with its level or score."""

from dataclasses import dataclass
from datetime import date

from base.clock import FAR
from base.errors import Issue
from data.ledger.store import Readable
from data.measuring.outside_results import OutsideValue
from data.organisation.small_tables import SmallTable, TableRow, read_small_table
from data.organisation.units import matcher, root_unit, units, words_for_files
from data.registers.values.numbers import read_number
from files.grid import Workbook
from files.writer import SheetOut, xlsx_bytes

UNITS_NAME = "Enhetens namn"
COLUMNS = ("Enhet", UNITS_NAME, "Område", "Nivå", "Poäng")
_SYNONYMS = {
    # Only our own template has it: there a row that is left as it was says nothing.
    "template": (UNITS_NAME.lower(),),
    "unit": ("enhet", "organisationsdel", "verksamhet", "enhetsnamn", "enhetskod", "unit"),
    "area": ("område", "perspektiv", "del", "area"),
    "level": ("nivå", "mognadsnivå", "level"),
    "score": ("poäng", "värde", "medelvärde", "resultat", "score", "value"),
}


@dataclass(frozen=True, slots=True)
class OutsidePlan:
    """What a file tells. With ``issues`` nothing of it may be registered."""

    values: tuple[OutsideValue, ...]
    issues: tuple[Issue, ...]


def read_outside(source: Readable, workbook: Workbook, as_of: date) -> OutsidePlan:
    """The values of a file; an empty unit is the municipality, an empty area the whole of it.

    Units are found as they were on ``as_of``, by code, name and earlier names; as they last were, where none is known
    from that day. Raises ``no_header`` and ``no_rows``.
    Issues, by row: ``unit_unknown``, ``level_unreadable``, ``score_unreadable``, ``value_missing``, ``row_repeated``.
    """
    table = read_small_table(workbook, _SYNONYMS, ("unit",), "Enhet, Område, Nivå och Poäng")
    day = _day(source, as_of)
    find, root = matcher(source, day), root_unit(units(source, day))
    values: list[OutsideValue] = []
    issues: list[Issue] = []
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        if "template" in table.headers and not any(row.texts[name] for name in ("area", "level", "score")):
            continue
        unit = find.find(row.texts["unit"]) if row.texts["unit"] else (root.unit if root else None)
        level, score, faults = _numbers(table, row)
        if unit is None:
            faults.append(table.fault(row, "unit", "unit_unknown", find.no_unit(row.texts["unit"], as_of)))
        elif (first := seen.setdefault((unit, row.texts["area"]), row.row)) != row.row:
            why = f"samma enhet och område står redan på rad {first}"
            faults.append(table.fault(row, "unit", "row_repeated", why))
        if unit is not None and not faults:
            values.append(OutsideValue(unit, row.texts["area"] or None, level, score))
        issues += faults
    return OutsidePlan(tuple(values), tuple(issues))


def outside_template(source: Readable, as_of: date) -> bytes:
    """A workbook to fill in, with a row for each of our units as ``read_outside`` finds them.

    Rows that are left as they are say nothing.
    """
    valid = units(source, _day(source, as_of))
    called = words_for_files(valid)
    rows = [(called[unit.unit], unit.name, None, None, None) for unit in valid]
    return xlsx_bytes([SheetOut("Resultat", COLUMNS, rows)])


def _day(source: Readable, as_of: date) -> date:
    """The day whose units are meant: results may be older than anything that is known of the organisation."""
    return as_of if units(source, as_of) else FAR


def _numbers(table: SmallTable, row: TableRow) -> tuple[int | None, float | None, list[Issue]]:
    """A row's level and score, and what is wrong with them."""
    faults: list[Issue] = []
    level = read_number(row.texts["level"])
    score = read_number(row.texts["score"])
    if row.texts["level"] and (level is None or level != int(level)):
        why = f"nivån ”{row.texts['level']}” är inget heltal"
        faults.append(table.fault(row, "level", "level_unreadable", why))
    if row.texts["score"] and score is None:
        faults.append(table.fault(row, "score", "score_unreadable", f"poängen ”{row.texts['score']}” är inget tal"))
    if not row.texts["level"] and not row.texts["score"]:
        faults.append(table.fault(row, "level", "value_missing", "nivå eller poäng saknas"))
    return int(level) if level is not None else None, score, faults
