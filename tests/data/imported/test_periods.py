"""Whether a file's periods go on from each other."""

import pytest

from data.imported.imports import read_file
from data.imported.periods import go_apart
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes


def reading(*rows: str, header: str = "Risk-ID;Riskbeskrivning;Enhet"):
    return read_file(read_bytes("\n".join([header, *rows]).encode(), "fil.csv"), "risks", FileMapping())


@pytest.mark.parametrize(
    ("tabs", "apart"),
    [
        ([["R1;Ett;A", "R2;Två;A"], ["R3;Tre;A", "R4;Fyra;A"]], True),
        ([["R1;Ett;A", "R2;Två;A"], ["R2;Två;A", "R4;Fyra;A"]], False),
        # Without ids a row is known by its title and unit.
        ([[";Ett;A", ";Två;A"], [";Två;A", ";Tre;A"]], False),
        ([[";Ett;A", ";Två;A"], [";Två;B", ";Tre;A"]], True),
        ([["R1;Ett;A", "R2;Två;A"], ["R3;Tre;A"], ["R3;Tre;A"]], False),
        ([["R1;Ett;A"]], False),
    ],
)
def test_periods_that_share_no_row_go_apart(tabs, apart):
    assert go_apart([reading(*tab) for tab in tabs]) is apart
