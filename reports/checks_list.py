"""*Att rätta* as a workbook: every row found, and what was checked and what could not be."""

from collections.abc import Callable, Sequence

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


def checks_workbook(results: Sequence[CheckResult]) -> bytes:
    """The results as .xlsx: a sheet of rows and a sheet of checks."""
    rows = [[cell(result, row) for cell in _ROWS.values()] for result in results for row in result.found]
    checks = [[cell(result) for cell in _CHECKS.values()] for result in results]
    return xlsx_bytes([SheetOut("Att rätta", tuple(_ROWS), rows), SheetOut("Kontroller", tuple(_CHECKS), checks)])


def _facts(result: CheckResult, row: FoundRow) -> str:
    fields = [result.register.field(name) for name in shown_fields(result.register, result.check)]
    shown = [(field.label, written(field, row.values)) for field in fields]
    return "; ".join(f"{label}: {'saknas' if text == NO_VALUE else text}" for label, text in shown)


def _standing(found: FoundRow) -> str:
    if found.accepted:
        return "godtagen"
    return "att rätta" if found.row_key is not None else "att rätta, går inte att följa"


_ROWS: dict[str, Callable[[CheckResult, FoundRow], Value]] = {
    "Allvar": lambda result, row: severity_word(result.check),
    "Register": lambda result, row: result.register.label,
    "Kontroll": lambda result, row: result.check.label,
    "Läge": lambda result, row: _standing(row),
    "Id": lambda result, row: row.id,
    "Rubrik": lambda result, row: row.title,
    "Organisationsdel": lambda result, row: row.unit,
    "Uppgifter": _facts,
    "Fil": lambda result, row: row.file_name,
    "Läget per": lambda result, row: row.as_of,
    "Rad": lambda result, row: row.row,
    "Gör så här": lambda result, row: result.check.advice,
    "Godtagen till": lambda result, row: row.acceptance.until if row.acceptance else None,
    "Motivering": lambda result, row: row.acceptance.reason if row.acceptance else None,
    "Källa": lambda result, row: result.check.source,
}
_CHECKS: dict[str, Callable[[CheckResult], Value]] = {
    "Register": lambda result: result.register.label,
    "Kontroll": lambda result: result.check.label,
    "Allvar": lambda result: severity_word(result.check),
    "Läge": check_state_word,
    "Kontrollerade rader": lambda result: result.checked,
    "Gick inte att bedöma": lambda result: result.unjudged,
    "Att rätta": lambda result: len(result.to_fix),
    "Godtagna": lambda result: len(result.accepted),
    "Går inte att följa": lambda result: len(result.untraceable),
    "Kan inte kontrolleras": lambda result: "; ".join(hindrances(result)),
    "Källa": lambda result: result.check.source,
}
