"""Risks and incidents per year, beside tables worked out by hand."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from base.actors import Act
from data.organisation.units import NewUnit, write_units
from metrics.incidents.clocks import IncidentFacts
from metrics.incidents.deadlines import clock_of
from metrics.incidents.moments import Moment
from metrics.incidents.rules import incident_rules
from metrics.incidents.years import IncidentFigures, incident_years
from metrics.registers.risks import RiskGroup, risk_years
from tests.kit.measured import World, grant

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 3)


def risk(
    key: str | None,
    status: str | None,
    risk_class: str | None = "low",
    due: date | None = None,
    unit: str | None = None,
) -> dict[str, object]:
    return {"id": key, "title": "t", "status": status, "risk_class": risk_class, "due": due, "unit": unit}


def test_risks_of_a_year_are_its_last_snapshot(world: World) -> None:
    world.snapshot("risks", date(2023, 3, 1), [risk("1", "open")] * 1)
    world.snapshot("risks", date(2023, 12, 1), [risk("1", "open"), risk("2", "open")])
    world.snapshot("risks", date(2025, 1, 1), [risk("1", "closed")])
    world.snapshot("risks", date(2026, 12, 1), [risk("1", "open")])
    position = world.store.position()
    found = risk_years(world.store, TODAY, position)
    # 2024 has no snapshot and no value; that of 2026 is dated after the day looked at.
    assert [(figures.year, figures.open, figures.total) for figures in found] == [(2023, 2, 2), (2025, 0, 1)]
    assert [figures.year for figures in risk_years(world.store, date(2023, 6, 1), position)] == [2023]
    assert risk_years(world.store, date(2023, 6, 1), position)[0].open == 1
    latest = risk_years(world.store, TODAY, position, latest_only=True)
    assert [figures.source.as_of for figures in latest] == [date(2025, 1, 1)]


def test_the_newest_import_of_a_date_counts_from_when_it_was_made(world: World) -> None:
    world.snapshot("risks", TODAY, [risk("1", "open")])
    before = world.store.position()
    world.snapshot("risks", TODAY, [risk("1", "open"), risk("2", "open")], file="rättad.xlsx")
    now, then = (risk_years(world.store, TODAY, at)[0] for at in (world.store.position(), before))
    assert (now.open, now.source.file_name, then.open) == (2, "rättad.xlsx", 1)


def test_of_a_risks_rows_the_least_finished_counts(world: World) -> None:
    soon, late, later = date(2025, 5, 1), date(2025, 5, 31), date(2025, 8, 1)
    rows = [
        risk("1", "closed", due=soon), risk("1", "in_progress", due=later), risk("1", "accepted"),  # still going on
        risk("2", "accepted"), risk("2", None),
        risk("3", "closed"), risk("3", "skrotad"),  # an unknown word never closes
        risk("4", "open", due=later), risk("4", "open", due=late), risk("4", "open"),  # overdue: the earliest of three
        risk("5", "closed"), risk("5", "closed"),
        risk("6", "in_progress", due=late), risk("6", "open", due=later),  # the status goes before the date
        risk(None, "closed"), risk(None, "open"),  # nothing makes them one
    ]  # fmt: skip
    world.snapshot("risks", date(2025, 6, 1), rows)
    found = risk_years(world.store, TODAY, world.store.position())[0]
    assert (found.total, found.open, found.overdue) == (8, 4, 1)
    assert (found.accepted.n, found.closed.n, found.status_unknown.n) == (1, 2, 1)


DAY = date(2025, 6, 1)
#     id    status         class      due
ROWS = [
    ("1", "open", "high", date(2025, 5, 31)),  # open, high, overdue
    ("2", "in_progress", "extreme", date(2025, 6, 1)),  # open, high; due on the day is not overdue
    ("3", "open", None, None),  # open, class unknown, no due date
    ("4", "accepted", "extreme", date(2020, 1, 1)),  # told apart
    ("5", "closed", "high", date(2020, 1, 1)),
    ("6", None, "high", date(2020, 1, 1)),  # status missing
    ("7", "vilande", "medium", None),  # status unknown
    ("1", "closed", "low", None),  # the same risk once more: the first counts
    (None, "open", "medium", date(2025, 1, 1)),  # without id: each counts
    (None, "open", "medium", None),
    (" ", "open", "low", None),
]


def test_risk_definitions(world: World) -> None:
    world.snapshot("risks", DAY, [risk(*row) for row in ROWS])
    found = risk_years(world.store, TODAY, world.store.position())[0]
    assert found.opened == RiskGroup(n=6, high=2, class_unknown=1, overdue=2, without_due=3)
    assert found.accepted == RiskGroup(n=1, high=1)
    assert found.closed == RiskGroup(n=1, high=1)
    assert found.status_unknown == RiskGroup(n=2, high=1, without_due=1)
    assert (found.open, found.high, found.overdue, found.total) == (6, 2, 2, 10)
    assert "läget per 2025-06-01 · fil.xlsx · 11 rader" in found.marks
    assert "1 accepterade" in found.marks
    assert "2 med okänd status" in found.marks


def test_what_a_file_does_not_tell_has_no_value(world: World) -> None:
    world.snapshot("risks", DAY, [risk("1", None, "high"), risk("2", None)])
    found = risk_years(world.store, TODAY, world.store.position())[0]
    assert (found.open, found.high, found.overdue, found.status_unknown.high) == (None, None, None, 1)
    world.snapshot("risks", DAY, [risk("1", "open", None), risk("2", "open", None)])
    found = risk_years(world.store, TODAY, world.store.position())[0]
    assert (found.open, found.high, found.overdue) == (2, None, None)
    world.snapshot("risks", DAY, [])
    found = risk_years(world.store, TODAY, world.store.position())[0]
    assert (found.open, found.high, found.overdue) == (0, 0, 0)


def test_risks_of_a_branch_lie_in_it_on_the_snapshots_date(world: World) -> None:
    moved = NewUnit("A2", "enhet", world.ids["B"], date(2026, 1, 1), unit=world.ids["A2"])
    write_units(world.store, grant(Act.ORGANISE), [moved])
    where = [world.ids["A1"], world.ids["A2"], world.ids["A"], world.ids["B1"], None]
    rows = [risk(str(place), "open", unit=unit) for place, unit in enumerate(where)]
    world.snapshot("risks", date(2025, 6, 1), rows)
    world.snapshot("risks", date(2026, 6, 1), rows)
    found = risk_years(world.store, TODAY, world.store.position(), world.ids["A"])
    assert [(figures.year, figures.open, figures.unknown_unit) for figures in found] == [(2025, 3, 1), (2026, 2, 1)]
    whole = risk_years(world.store, TODAY, world.store.position())
    assert [(figures.open, figures.unknown_unit) for figures in whole] == [(5, 1), (5, 1)]
    assert "1 under Okänd enhet" in found[0].marks


def incident(
    key: str | None, kind: str | None = None, unit: str | None = None, **moments: str | None
) -> dict[str, object]:
    """Moments as ``2025-03-01`` (a date alone) or ``2025-03-01 14:30``."""
    row: dict[str, object] = {"id": key, "title": "t", "kind": kind, "unit": unit}
    for name, text in moments.items():
        if text:
            row |= {name: datetime.fromisoformat(text), f"{name}_timed": len(text) > 10}
    return row


def test_incidents_belong_to_the_year_they_were_detected_else_occurred(world: World) -> None:
    world.snapshot("incidents", date(2024, 1, 1), [incident("gammal", detected="2023-01-01")])
    rows = [
        incident("1", "personal_data", detected="2024-01-01", occurred="2023-12-31"),
        incident("2", "it_security", occurred="2023-12-31 23:59"),
        incident("3", "personal_data+it_security", detected="2025-12-31"),
        incident("4", "information_security", known="2025-05-05", reported="2025-05-06"),
        incident("1", "it_security", detected="2020-01-01"),  # the same case once more
        incident(None, None, detected="2025-03-01"),
        incident(None, "annat", detected="2025-03-01"),
        incident("5", "it_security", detected="2026-11-04 00:00"),  # after the day looked at
    ]
    world.snapshot("incidents", TODAY, rows)
    found = incident_years(world.store, TODAY, world.store.position())
    assert found is not None
    assert [year.year for year in found.years] == [2023, 2024, 2025]
    assert found.of_year(2023) == IncidentFigures(2023, n=1, it_security=1)
    assert found.of_year(2024) == IncidentFigures(2024, n=1, personal_data=1, dates_missing=1)
    of_2025 = IncidentFigures(2025, n=3, personal_data=1, it_security=1, kind_unknown=2, several=1, overlap=(1, 0, 1))
    assert found.of_year(2025) == replace(of_2025, dates_missing=1)
    # The incident of two kinds is neither of the one nor of the other alone, so that a stack adds up to all three.
    assert found.of_year(2025).alone == (0, 0, 0)
    assert found.of_year(2024).alone == (1, 0, 0)
    assert found.of_year(2022) == IncidentFigures(2022)
    assert (found.undated, found.after, found.whole.n) == (1, 1, 7)
    assert "1 utan datum" in found.marks
    assert "läget per 2026-11-03" in found.marks
    assert incident_years(world.store, date(2020, 1, 1), world.store.position()) is None


@pytest.mark.parametrize(
    ("known", "reported", "verdict"),
    [
        ("2025-03-10 08:00", "2025-03-13 08:00", "in_time"),  # 72 h exactly
        ("2025-03-10 08:00", "2025-03-13 08:01", "undecided"),  # the started hour may not count
        ("2025-03-10 08:00", "2025-03-13 09:00", "late"),
        ("2025-03-10 08:00", "2025-03-10 08:00", "in_time"),
        # A date alone is any moment of its day: the verdict must be the same at both ends.
        ("2025-03-10 08:00", "2025-03-12", "in_time"),  # at most 64 h
        ("2025-03-10 08:00", "2025-03-13", "undecided"),  # 64 to 88 h
        ("2025-03-10 00:00", "2025-03-12", "in_time"),  # less than 72 h
        ("2025-03-10 08:00", "2025-03-14", "late"),  # at least 88 h
        ("2025-03-10 00:00", "2025-03-13", "undecided"),  # 72 h only at midnight itself
        ("2025-03-10", "2025-03-12", "in_time"),  # less than 72 h
        ("2025-03-10", "2025-03-13", "undecided"),
        ("2025-03-10", "2025-03-14", "late"),  # more than 72 h
        ("2025-03-10", "2025-03-13 00:00", "in_time"),  # at most 72 h
        ("2025-03-10", "2025-03-13 00:01", "undecided"),
        ("2025-03-10", "2025-03-14 00:00", "late"),  # more than 72 h, however late that day it was known
        ("2025-03-10", "2025-03-13 23:59", "undecided"),
        # The night to 30 March 2025 lacks an hour: 73 h on the clock are 72.
        ("2025-03-28 12:00", "2025-03-31 13:00", "in_time"),
        ("2025-03-28 12:00", "2025-03-31 13:01", "undecided"),  # in the started hour
        ("2025-03-28 12:00", "2025-03-31 14:00", "late"),
        # The night to 26 October 2025 has one more: 72 h on the clock are 73.
        ("2025-10-24 12:00", "2025-10-27 12:00", "late"),
        ("2025-10-24 12:00", "2025-10-27 11:00", "in_time"),
        # 02:30 comes twice that night, an hour apart; 72 h before it lies 03:30 or 02:30 of summer time.
        ("2025-10-23 03:00", "2025-10-26 02:30", "undecided"),
        ("2025-10-23 03:30", "2025-10-26 02:30", "in_time"),
        ("2025-10-23 02:29", "2025-10-26 02:30", "undecided"),  # 72 h from the end of its hour: 02:00 winter time
        ("2025-10-23 01:59", "2025-10-26 02:00", "late"),
        # Over whole days: 25 hours on 26 October.
        ("2025-10-24", "2025-10-26", "undecided"),  # up to 73 h
        ("2025-03-28", "2025-03-31 00:00", "in_time"),  # at most 71 h
        (None, "2025-03-10", "dates_missing"),
        ("2025-03-10", None, "dates_missing"),
        # Reported for certain before it was known: one of the dates is wrong.
        ("2025-03-10 08:00", "2025-03-10 07:59", "undecided"),
        ("2025-03-10", "2025-03-09", "undecided"),
        ("2025-03-10", "2025-03-10", "in_time"),
    ],
)
def test_reported_in_time(world: World, known: str | None, reported: str | None, verdict: str) -> None:
    world.snapshot(
        "incidents",
        TODAY,
        [
            incident("1", "personal_data", detected="2025-03-01", known=known, reported=reported),
            incident("2", "it_security", detected="2025-03-01", known=known, reported=reported),  # not asked of others
        ],
    )
    found = incident_years(world.store, TODAY, world.store.position())
    assert found is not None
    figures = found.of_year(2025)
    told = {name: getattr(figures, name) for name in ("in_time", "late", "undecided", "dates_missing")}
    assert {name for name, number in told.items() if number} == {verdict}
    assert sum(told.values()) == figures.personal_data == 1
    # The clock of the page Incidenter says the same of the same two moments.
    if known and reported:
        moments = [Moment(datetime.fromisoformat(text), len(text) > 10) for text in (known, reported)]
        facts = IncidentFacts(TODAY, personal_data=True, known=moments[0], reported=moments[1])
        assert clock_of(incident_rules().rule("authority"), facts).verdict == verdict


def test_shares_say_of_how_many(world: World) -> None:
    figures = IncidentFigures(2025, n=6, personal_data=6, in_time=2, late=1, undecided=1, dates_missing=2)
    assert figures.in_time_text == "2 av 3, 3 okända"
    assert IncidentFigures(2025).in_time_text == "–"


def test_incidents_of_a_branch(world: World) -> None:
    where = [world.ids["A1"], world.ids["A"], world.ids["B1"], None]
    rows = [incident(str(place), "it_security", unit, detected="2025-03-01") for place, unit in enumerate(where)]
    world.snapshot("incidents", TODAY, rows)
    found = incident_years(world.store, TODAY, world.store.position(), world.ids["A"])
    assert found is not None
    assert (found.of_year(2025).n, found.unknown_unit) == (2, 1)
    whole = incident_years(world.store, TODAY, world.store.position())
    assert whole is not None
    assert (whole.of_year(2025).n, whole.unknown_unit) == (4, 1)
