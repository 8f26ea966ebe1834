"""Incidents per tertial: the stack adds up, and a share says of how many."""

from datetime import date

from charts.incidents.tertials import tertial_in_time_chart, tertial_kinds_chart
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import IncidentCount, Tertial
from metrics.registers.covered import Covered
from tests.kit.sure import sure

FIRST = IncidentCount(
    n=4,
    by_kind={"personal_data": 2},
    several=1,
    unknown_kind=1,
    personal_data=3,
    verdicts={"authority": {ClockVerdict.IN_TIME: 1, ClockVerdict.LATE: 1, ClockVerdict.UNDECIDED: 1}},
)
FOUND = (
    Tertial(2026, 1, FIRST, Covered("2026 T1", date(2026, 4, 30), date(2026, 4, 30))),
    Tertial(2026, 2, IncidentCount(), Covered("2026 T2", date(2026, 8, 31), date(2026, 7, 2))),
)


def test_the_kinds_add_up():
    chart = sure(tertial_kinds_chart(FOUND, "Hela kommunen", "fil.xlsx", "läget per 2026-10-02")).chart
    assert chart.categories == ("2026 T1", "2026 T2 t.o.m. 2/7")
    assert sum(series.values[0] or 0 for series in chart.series) == 4
    assert chart.title == "Inga incidenter i senaste tertialet, 2026 T2 till och med 2 juli"
    assert sure(chart.table).rows[0] == ("2026 T1", "2", "0", "0", "1", "1", "4")
    assert chart.marks == ("Läget per 2026-10-02",)
    assert tertial_kinds_chart((), "x", "y", "z") is None


def test_the_share_in_time_is_of_those_that_are_certain():
    chart = sure(tertial_in_time_chart(FOUND, "Hela kommunen", "fil.xlsx", "läget")).chart
    # 1 in time and 1 late are drawn, and 1 that can't be judged.
    assert chart.title == (
        "1 av 2 personuppgiftsincidenter som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
        "2026 T1–2026 T2 till och med 2 juli; för 1 är det okänt"
    )
    one = sure(tertial_in_time_chart(FOUND[:1], "x", "y", "z")).chart.title
    assert one == (
        "1 av 2 personuppgiftsincidenter som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
        "2026 T1; för 1 är det okänt"
    )
    assert sure(chart.table).rows == (
        ("2026 T1", "1 av 2", "1", "1", "1", "0", "0"),
        ("2026 T2 t.o.m. 2/7", "–", "0", "0", "0", "0", "0"),
    )
    assert [(series.name, series.values[0]) for series in chart.series] == [
        ("I tid", 1), ("För sent", 1), ("Kan inte avgöras", 1), ("Ej avslutad vid läget", 0),
    ]  # fmt: skip
    assert tertial_in_time_chart(FOUND[1:], "x", "y", "z") is None
