"""A stored value is written in the same words wherever it is shown."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from base.formats import short
from data.registers import find_register
from data.registers.definitions.written import title_field, written
from metrics.exploring.profile import written as summed_up
from metrics.exploring.source import snapshot_table
from metrics.exploring.table import ColumnKind
from tests.kit.measured import World

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)
LIKELIHOOD = {"likelihood_scale": "4x4", "likelihood_step": 3}


@pytest.mark.parametrize(
    ("name", "field", "row", "text"),
    [
        ("incidents", "title", {"title": "Fel *mottagare*"}, "Fel *mottagare*"),
        ("incidents", "title", {"title": " "}, "–"),
        ("incidents", "kind", {"kind": "personal_data+it_security"}, "Personuppgiftsincident, IT-säkerhetsincident"),
        # A word that the register does not know stands as the file has it.
        ("incidents", "kind", {"kind": "Annat + mer"}, "Annat + mer"),
        ("incidents", "outage_hours", {"outage_hours": 2.0}, "2"),
        ("incidents", "outage_hours", {"outage_hours": 1234.5}, "1\u2009234,5"),
        ("incidents", "affected_persons", {"affected_persons": 1200}, "1\u2009200"),
        ("incidents", "known", {"known": datetime(2026, 5, 1, 8, 5), "known_timed": True}, "2026-05-01 08:05"),
        ("incidents", "known", {"known": datetime(2026, 5, 1), "known_timed": False}, "2026-05-01"),
        ("incidents", "unit", {"unit": "u4", "unit_text": "A1"}, "A1"),
        ("risks", "due", {"due": DAY}, "2026-11-03"),
        ("risks", "several_units", {"several_units": False}, "Nej"),
        ("risks", "likelihood", {"likelihood": "3", **LIKELIHOOD}, "3 Sannolik"),
        ("risks", "likelihood", {"likelihood": "Ofta ibland"}, "Ofta ibland"),
        ("risks", "likelihood", {"likelihood": None}, "–"),
    ],
)
def test_a_value_is_written_as_a_person_reads_it(
    world: World, name: str, field: str, row: Mapping[str, Any], text: str
) -> None:
    shape = find_register(name).field(field)
    whole = {f"{field}{end}": None for end in ("", "_scale", "_step", "_text", "_timed")} | dict(row)
    assert written(shape, whole) == text


def test_explored_it_reads_the_same(world: World) -> None:
    unit = {"unit": world.ids["A1"], "unit_text": "A1"}
    incident = {
        "id": "I1",
        "title": "Fel mottagare",
        "kind": "personal_data+it_security",
        "known": datetime(2026, 5, 1, 8, 5),
        "known_timed": True,
        "occurred": datetime(2026, 5, 1),
        "occurred_timed": False,
        "outage_hours": 1234.5,
        "affected_persons": 1200,
        **unit,
    }
    risk = {"id": "R1", "title": "Brand", "several_units": True, "due": DAY, "likelihood": "Ofta", **LIKELIHOOD, **unit}
    for name, row in (("incidents", incident), ("risks", risk)):
        table = snapshot_table(world.store, name, world.snapshot(name, DAY, [row]))
        for field in find_register(name).fields:
            if field.name in row:
                column = table.column(field.name)
                shown = table.data.column(column.at)[0].as_py()
                text = shown if column.kind not in (ColumnKind.NUMBER, ColumnKind.DATE) else summed_up(shown)
                assert text == written(field, row), field.name


def test_a_row_is_known_by_its_title() -> None:
    titles = {
        name: title_field(find_register(name)).name for name in ("risks", "acceptances", "information", "delegation")
    }
    assert titles == {"risks": "title", "acceptances": "risk_id", "information": "name", "delegation": "decision"}


def test_a_number_has_no_zeros_at_its_end() -> None:
    assert [short(value) for value in (3.0, 3.5, 3.256, 1234)] == ["3", "3,5", "3,26", "1\u2009234"]
