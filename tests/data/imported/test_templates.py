"""Each register's template: filled in, written, read back as that register with every value as it was, and stored."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest

from base.actors import Act
from data.imported.imports import import_reading, read_file
from data.organisation.units import NewUnit, write_units
from data.registers import all_registers
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import scales
from data.registers.definitions.template import EXPLAINED, template, template_file
from files.workbook import read_bytes
from files.writer import Value
from tests.kit.sure import sure

pytestmark = pytest.mark.slow

N_ROWS = 4
UNITS = ("Åmåla kommun", "Skola A")


def filled(field: RegisterField, n: int) -> tuple[Value, dict[str, object]]:
    """(what a person writes in row n, what the store's columns should hold)."""
    name = field.name
    if field.type == "integer":
        return 100 + n, {name: 100 + n}
    if field.type == "number":
        return n + 0.5, {name: n + 0.5}
    if field.type == "date":
        day = date(2026, 1, 28) + timedelta(days=n)
        return day, {name: day}
    if field.type == "datetime":
        moment = datetime(2026, 3, 28, 23, 15) + timedelta(hours=n)
        return moment, {name: moment, f"{name}_timed": True}
    if field.type == "boolean":
        return ("Ja", "Nej")[n % 2], {name: n % 2 == 0}
    if field.type == "choice":
        several = field.values[n % len(field.values) :][: 2 if field.multiple else 1]
        return ", ".join(value.label for value in several), {name: "+".join(value.name for value in several)}
    if field.type == "scale":
        steps = scales()["words"].dimensions[sure(field.dimension)]
        step = steps[n % len(steps)]
        return step.label, {name: step.label, f"{name}_step": step.step, f"{name}_scale": "words"}
    if field.type == "unit":
        return UNITS[n % 2], {f"{name}_text": UNITS[n % 2]}
    return f"{field.label} å{n}", {name: f"{field.label} å{n}"}


@pytest.mark.parametrize("name", list(all_registers()))
def test_a_filled_in_template_is_read_back(name, store, grant):
    ids = write_units(
        store,
        grant(Act.ORGANISE),
        [NewUnit(UNITS[0], "kommun", None, date(2020, 1, 1)), NewUnit(UNITS[1], "enhet", None, date(2020, 1, 1))],
    )
    register = all_registers()[name]
    cells = [[filled(field, n) for field in register.fields] for n in range(N_ROWS)]
    book = read_bytes(template_file(register, [[value for value, _ in row] for row in cells]), "mall.xlsx")
    reading = read_file(book, None)

    assert reading.register == register
    assert reading.sheet == register.label
    assert [column.field for column in reading.columns] == list(register.field_names)
    assert all(column.keep for column in reading.columns)
    assert [(issue.code, issue.column) for issue in reading.issues] == []
    expected = [{key: value for _, columns in row for key, value in columns.items()} for row in cells]
    read = reading.table.to_pylist()
    assert [{key: row[key] for key in expected[0]} for row in read] == expected

    result = import_reading(store, grant(Act.IMPORT), reading, date(2026, 11, 3))
    assert result.stored == N_ROWS
    stored = store.query(f"SELECT * FROM store.register_{name} ORDER BY row")
    assert [{key: row[key] for key in expected[0]} for row in stored] == expected
    for field in register.fields:
        if field.type == "unit":
            assert [row[field.name] for row in stored] == [ids[n % 2] for n in range(N_ROWS)]


@pytest.mark.parametrize("register", list(all_registers().values()), ids=lambda register: register.name)
def test_lists_to_choose_from_hold_words_that_are_read(register: Register):
    """Every word that a template offers is a value of its field; a cell may hold several only where it may."""
    pages = openpyxl.load_workbook(io.BytesIO(template_file(register)))
    assert pages.sheetnames == [register.label, EXPLAINED]
    page, explained = pages[register.label], pages[EXPLAINED]
    assert page.max_row == 1
    assert [cell.value for cell in page[1]] == [field.label for field in register.fields]
    offered = {}
    for validation in page.data_validations.dataValidation:
        column = openpyxl.utils.column_index_from_string(str(validation.sqref).split(":")[0].rstrip("0123456789"))
        words = explained[validation.formula1.split("!")[1].replace("$", "")]
        offered[register.fields[column - 1].name] = [cell.value for (cell,) in words]
    for field in register.fields:
        if field.type == "boolean":
            assert offered.pop(field.name) == ["Ja", "Nej"]
        elif field.type == "choice" and not field.multiple:
            assert offered.pop(field.name) == [value.label for value in field.values]
        elif field.dimension == "class":
            words = ["Ingen eller försumbar", "Måttlig", "Betydande", "Allvarlig", "Synnerligen allvarlig"]
            assert offered.pop(field.name) == words
    # A matrix is the organisation's own: its numbers must not be refused.
    assert offered == {}


def test_what_must_be_there_is_told():
    explained = template(all_registers()["continuity"])[1].rows
    needed = {row[0]: row[2] for row in explained if row[0]}
    assert needed["Verksamhet"] == needed["Kontinuitetsplan"] == "något av Verksamhet och Kontinuitetsplan"
    assert needed["Plan-id"] == "nej"
    assert {row[0]: row[2] for row in template(all_registers()["actions"])[1].rows}["Åtgärd"] == "ja"
