"""What is open and what is overdue, held against every edge."""

from datetime import date

import pytest

from data.ledger.store import Store

DAY = date(2026, 11, 3)
BEFORE, AFTER = date(2026, 11, 2), date(2026, 11, 4)


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        ("open", BEFORE, (True, True)),
        ("in_progress", BEFORE, (True, True)),
        ("open", DAY, (True, False)),
        ("open", AFTER, (True, False)),
        ("accepted", BEFORE, (False, False)),
        ("closed", BEFORE, (False, False)),
        ("cancelled", BEFORE, (False, False)),
        # Of what is not told nothing is said; a closed row is not overdue even so.
        ("open", None, (True, None)),
        (None, BEFORE, (None, None)),
        ("closed", None, (False, False)),
        (None, AFTER, (None, False)),
    ],
)
def test_open_and_overdue(store: Store, status: str | None, due: date | None, expected: tuple[bool | None, ...]):
    row = store.query(
        "SELECT is_open($status) AS open, is_overdue($status, $due::DATE, $day) AS overdue",
        {"status": status, "due": due, "day": DAY},
    )[0]
    assert (row["open"], row["overdue"]) == expected
