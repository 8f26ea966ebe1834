"""A register at a date: the union of its sources, each by what its files claim to cover."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.sources import FileCoverage, RegisterSource, add_source, change_source, sources
from data.imported.state import held_rows, layer_tables, layers
from data.imported.undo import withdraw_import
from data.registers import find_register
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes

pytestmark = pytest.mark.slow

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
HEADER = "Risk-ID;Riskbeskrivning;Enhet;Klart senast\n"
RISKS = find_register("risks").model_copy(update={"period": ("due",), "match": ("title", "unit")})


@pytest.fixture
def take(store, grant, offices):
    """Imports rows of ``id;title;unit;due`` dated a day."""

    def taken(day: date, *rows: str, source: str | None = None, **coverage) -> str:
        text = HEADER + "\n".join(rows)
        reading = read_file(read_bytes(text.encode(), "export.csv"), "risks", FileMapping())
        told = FileCoverage(**coverage) if coverage else FileCoverage()
        order = ImportOrder(source, told, fewer_is_right=True)
        return import_reading(store, grant(Act.IMPORT), reading, day, order).snapshot

    return taken


def held(store, day: date, known_at: int | None = None) -> list[str]:
    chosen = layers(store, "risks", day, known_at)
    rows = store.query(held_rows(RISKS), {}, layer_tables(store, chosen, known_at))
    return sorted(f"{row['id'] or '-'} {row['title']}" for row in rows)


def test_a_whole_file_takes_the_place_of_the_one_before(store, take):
    take(JAN, "R1;Ett;Skola A;2026-05-01", "R2;Två;Skola B;2026-05-01")
    take(FEB, "R2;Två igen;Skola B;2026-05-01")
    assert held(store, JAN) == ["R1 Ett", "R2 Två"]
    assert held(store, FEB) == ["R2 Två igen"]


def test_sources_are_added_up_and_never_take_from_each_other(store, grant, take):
    other = add_source(store, grant(Act.IMPORT), "risks", "Skolornas lista")
    take(JAN, "R1;Ett;Skola A;2026-05-01")
    take(FEB, "R1;Skolans etta;Skola B;2026-05-01", source=other)
    assert held(store, MAR) == ["R1 Ett", "R1 Skolans etta"]


def test_an_addition_lies_on_top_until_the_next_whole_file(store, take):
    take(JAN, "R1;Ett;Skola A;2026-05-01", "R2;Två;Skola B;2026-05-01")
    take(FEB, "R2;Två ändrad;Skola B;2026-05-01", "R3;Tre;Skola A;2026-05-01", claim="addition")
    take(MAR, "R4;Fyra;Skola A;2026-05-01", claim="addition")
    assert held(store, MAR) == ["R1 Ett", "R2 Två ändrad", "R3 Tre", "R4 Fyra"]
    take(APR, "R1;Ett;Skola A;2026-05-01")
    assert held(store, APR) == ["R1 Ett"]


def test_a_branchs_file_closes_nothing_outside_the_branch(store, take, offices):
    take(JAN, "R1;Ett;Skola A;2026-05-01", "R2;Två;Skola B;2026-05-01", "R3;Tre;Skola C;2026-05-01")
    take(FEB, "R1;Ett;Skola A;2026-05-01", claim="part", branch=offices.north)
    # R2 lies in Kontor Nord and is not in its file; R3 lies in Kontor Syd.
    assert held(store, FEB) == ["R1 Ett", "R3 Tre"]


def test_a_periods_file_closes_nothing_outside_the_period(store, take):
    take(JAN, "R1;Ett;Skola A;2026-05-01", "R2;Två;Skola A;2026-08-01", "R3;Tre;Skola A;")
    take(FEB, "R4;Fyra;Skola A;2026-05-31", claim="part", period_from=date(2026, 5, 1), period_to=date(2026, 5, 31))
    # R1 is due in May and gone; R2 is due in August and R3 at no known time.
    assert held(store, FEB) == ["R2 Två", "R3 Tre", "R4 Fyra"]


def test_a_part_again_takes_nothing_outside_its_bounds(store, take):
    year = {"claim": "part", "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    first = ("R1;Ett;Skola A;2026-05-01", "R2;Två;Skola A;2026-05-01", "R3;Utan dag;Skola A;", "R4;Äldre;A;2025-12-01")
    take(JAN, *first, "R5;Borta;Skola A;2026-05-01", **year)
    take(FEB, "R1;Ett igen;Skola A;2026-05-01", "R2;Två;Skola A;2026-05-01", **year)
    # R5 lay in the year and is gone. Of R3, at no known time, and R4, the year before, the part says nothing.
    assert held(store, FEB) == ["R1 Ett igen", "R2 Två", "R3 Utan dag", "R4 Äldre"]


def test_rows_without_a_key_are_followed_by_what_the_register_says(store, take):
    take(JAN, ";Utan nummer;Skola A;2026-05-01", ";Annan;Skola A;2026-05-01")
    take(FEB, ";utan nummer;Skola A;2026-09-01", claim="addition")
    assert held(store, FEB) == ["- Annan", "- utan nummer"]


def test_a_withdrawn_import_gives_back_what_was_before(store, grant, take):
    take(JAN, "R1;Ett;Skola A;2026-05-01")
    wrong = take(FEB, "R9;Fel fil;Skola A;2026-05-01")
    position = store.position()
    withdraw_import(store, grant(Act.IMPORT), wrong, "Fel fil")
    assert held(store, FEB) == ["R1 Ett"]
    # As it was known before it was taken back.
    assert held(store, FEB, position) == ["R9 Fel fil"]
    with pytest.raises(MognadError) as caught:
        withdraw_import(store, grant(Act.IMPORT), wrong, "Igen")
    assert caught.value.code == "snapshot_withdrawn"
    # The same file may then be imported once more.
    assert take(FEB, "R9;Fel fil;Skola A;2026-05-01") != wrong


@pytest.mark.parametrize(
    ("coverage", "code"),
    [
        ({"claim": "part"}, "part_unbounded"),
        ({"claim": "part", "period_from": FEB, "period_to": JAN}, "period_backwards"),
        ({"claim": "allt"}, "claim_unknown"),
    ],
)
def test_a_claim_that_says_nothing_is_refused(take, coverage, code):
    with pytest.raises(MognadError) as caught:
        take(JAN, "R1;Ett;Skola A;2026-05-01", **coverage)
    assert caught.value.code == code


def test_what_a_source_covers_is_remembered(store, grant, take, offices):
    own = sources(store, "risks")
    assert own == [RegisterSource("risks", "risks", "Risker", None)]
    take(JAN, "R1;Ett;Skola A;2026-05-01", claim="part", branch=offices.north)
    assert sources(store, "risks")[0].claim == "part"
    added = add_source(store, grant(Act.IMPORT), "risks", "Skolornas lista")
    change_source(store, grant(Act.IMPORT), RegisterSource(added, "risks", "Skolornas risker", "addition"))
    assert [(found.name, found.claim) for found in sources(store, "risks")] == [
        ("Risker", "part"),
        ("Skolornas risker", "addition"),
    ]
    with pytest.raises(MognadError) as caught:
        add_source(store, grant(Act.IMPORT), "risks", "skolornas RISKER")
    assert caught.value.code == "source_name"
