"""Workbooks to fill in: who answers for what, and a reorganisation."""

from datetime import date

from base.unit_kinds import kind_label, unit_kinds
from data.ledger.store import Readable
from data.organisation.assignment_file import ASSIGNMENT_COLUMNS, assignment_rows
from data.organisation.assignments import MANAGER, ROLES, without_responsible
from data.organisation.reorganisation.file import REORGANISATION_COLUMNS
from data.organisation.units import ROOT_KIND, Unit, units, words_for_files
from files.writer import SheetOut, Value, xlsx_bytes

_EXPLAINED = (
    ("Byter namn", "Skriv det gamla namnet och det nya. Serien går vidare."),
    ("Flyttar", "Samma namn i båda kolumnerna, och den nya platsen i kolumnen Överordnad. Serien går vidare."),
    ("Slås ihop", "En rad per gammal enhet, med samma nya enhet. En ny serie börjar."),
    ("Delas", "En rad per ny enhet, med samma gamla enhet. Nya serier börjar."),
    ("Kod", "Behövs när två enheter heter lika: skriv koden i stället för namnet."),
    ("Helt ny enhet", "Läggs till under Organisation, eller med organisationens Excel-fil."),
    ("Upphör utan efterföljare", "Avsluta enheten under Organisation."),
)


def assignment_template(source: Readable, as_of: date) -> bytes:
    """Who answers on a day, first a row for each unit *utan ansvarig*; what is filled in reads back.

    The column *Hör till* is for the one who fills it in: names alone can be alike.
    """
    by_id = {unit.unit: unit for unit in units(source, as_of)}
    called = words_for_files(list(by_id.values()))
    place = {text: by_id[unit] for unit, text in called.items()}
    empty: list[list[Value]] = [
        [called[unit.unit], None, None, ROLES[MANAGER], None, None] for unit in without_responsible(source, as_of)
    ]
    held: list[list[Value]] = [list(row) for row in assignment_rows(source, as_of)]
    rows = [[*row, *_place(place.get(str(row[0])), by_id)] for row in empty + held]
    headers = (*ASSIGNMENT_COLUMNS, "Enhetens namn", "Hör till")
    return xlsx_bytes([SheetOut("Uppdrag", headers, rows, {3: list(ROLES.values())})])


def reorganisation_template(source: Readable, as_of: date) -> bytes:
    """An empty sheet to fill in, the units of a day to copy names from, and how each kind of change is written."""
    by_id = {unit.unit: unit for unit in units(source, as_of)}
    listed = [(unit.name, unit.code, kind_label(unit.kind), _place(unit, by_id)[1]) for unit in by_id.values()]
    kinds = [kind.label for kind in unit_kinds().values() if kind.name != ROOT_KIND]
    return xlsx_bytes(
        [
            SheetOut("Omorganisation", REORGANISATION_COLUMNS, (), {4: kinds}),
            SheetOut("Enheter i dag", ("Namn", "Kod", "Slag", "Hör till"), listed),
            SheetOut("Så fyller du i", ("När en enhet", "Gör så här"), _EXPLAINED),
        ]
    )


def _place(unit: Unit | None, found: dict[str, Unit]) -> tuple[str | None, str | None]:
    parent = found.get(unit.parent or "") if unit else None
    return (unit.name if unit else None, parent.name if parent else None)
