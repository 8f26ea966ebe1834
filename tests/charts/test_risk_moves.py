"""The movement of risks as bars: what the title says, and from which files."""

from datetime import date

import pyarrow as pa
import pytest

from charts.registers.risk_moves import move_chart
from data.imported.state import Layer
from data.registers import find_register
from metrics.registers.changes import Changes
from metrics.registers.risk_moves import RiskMoves

JAN, FEB, MAR = (date(2026, month, 1) for month in (1, 2, 3))


def layer(as_of: date, name: str, source: str = "risks") -> Layer:
    return Layer(name, source, 0, as_of, name, 1, "whole", None, None, None, None, repeated=False)


def changes(moves: RiskMoves | None, before: tuple[Layer, ...], after: tuple[Layer, ...]) -> Changes:
    return Changes(find_register("risks"), before, after, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (), (), moves, pa.table({}))


def test_a_movement_between_several_files_names_how_many() -> None:
    after = (layer(MAR, "a.xlsx"), layer(FEB, "b.xlsx", "k2"))
    found = move_chart(changes(RiskMoves(raised=2, closed=1, incomparable=3), (layer(JAN, "a0.xlsx"),), after))
    assert found is not None
    chart = found.chart
    assert chart.title == "Riskerna har flyttat sig: 2 höjda och 1 stängd"
    assert chart.subtitle == "Läget enligt filer fram till 2026-03-01 jämfört med läget per 2026-01-01"
    assert chart.source == "2 filer från 2 källor"
    assert "3 går inte att jämföra" in chart.marks
    assert chart.series[0].values == (2, 0, 1, 0, 0)


def test_an_addition_to_the_same_source_makes_the_state_one_of_its_own_day() -> None:
    found = move_chart(
        changes(RiskMoves(raised=1), (layer(JAN, "a.xlsx"),), (layer(FEB, "b.xlsx"), layer(MAR, "c.xlsx")))
    )
    assert found is not None
    assert found.chart.subtitle == "Läget per 2026-03-01 jämfört med läget per 2026-01-01"


@pytest.mark.parametrize("moves", [None, RiskMoves(incomparable=3)])
def test_nothing_is_drawn_where_nothing_moved(moves: RiskMoves | None) -> None:
    assert move_chart(changes(moves, (layer(JAN, "a.xlsx"),), (layer(FEB, "b.xlsx"),))) is None
