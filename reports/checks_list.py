"""*Att rätta* as a workbook: every row found, and what was checked and what could not be."""

from collections.abc import Sequence

from base.formats import NO_VALUE
from data.registers.definitions.written import written
from files.writer import SheetOut, Value, xlsx_bytes
from metrics.registers.check_results import (
    CheckResult,
    FoundRow,
    check_state_word,
    hindrances,
    severity_word,
    shown_fields,
)

_ROWS = (
    "Allvar",
    "Register",
    "Kontroll",
    "Läge",
    "Id",
    "Rubrik",
    "Organisationsdel",
    "Uppgifter",
    "Fil",
    "Läget per",
    "Rad",
    "Gör så här",
    "Godtagen till",
    "Motivering",
    "Källa",
)
_CHECKS = (
    "Register",
    "Kontroll",
    "Allvar",
    "Läge",
    "Kontrollerade rader",
    "Gick inte att bedöma",
    "Att rätta",
    "Godtagna",
    "Går inte att följa",
    "Kan inte kontrolleras",
    "Källa",
)


def checks_workbook(results: Sequence[CheckResult]) -> bytes:
    """The results as .xlsx: a sheet of rows and a sheet of checks."""
    rows = [_row(result, found) for result in results for found in result.found]
    checks = [_check(result) for result in results]
    return xlsx_bytes([SheetOut("Att rätta", _ROWS, rows), SheetOut("Kontroller", _CHECKS, checks)])


def _row(result: CheckResult, row: FoundRow) -> list[Value]:
    fields = [result.register.field(name) for name in shown_fields(result.register, result.check)]
    shown = [(field.label, written(field, row.values)) for field in fields]
    acceptance = row.acceptance
    return [
        severity_word(result.check),
        result.register.label,
        result.check.label,
        _standing(row),
        row.id,
        row.title,
        row.unit,
        "; ".join(f"{label}: {'saknas' if text == NO_VALUE else text}" for label, text in shown),
        row.file_name,
        row.as_of,
        row.row,
        result.check.advice,
        acceptance.until if acceptance else None,
        acceptance.reason if acceptance else None,
        result.check.source,
    ]


def _standing(found: FoundRow) -> str:
    if found.accepted:
        return "godtagen"
    return "att rätta" if found.row_key is not None else "att rätta, går inte att följa"


def _check(result: CheckResult) -> list[Value]:
    return [
        result.register.label,
        result.check.label,
        severity_word(result.check),
        check_state_word(result),
        result.checked,
        result.unjudged,
        len(result.to_fix),
        len(result.accepted),
        len(result.untraceable),
        "; ".join(hindrances(result)),
        result.check.source,
    ]
