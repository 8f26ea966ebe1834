"""A store that an earlier version made is upgraded: a copy first, nothing lost, everything whole."""

from datetime import date

import data.ledger.opening
import data.ledger.store
from base.actors import Act
from data.audit.verify import verify
from data.ledger.schema import NUMBERED
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.ledger.views import MACROS
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from data.organisation.people import name_person, persons, set_contact
from data.organisation.units import NewUnit, units, write_units
from tests.kit.writers import add_person

DAY = date(2024, 1, 1)


def test_the_first_schema_is_upgraded_with_a_copy_made_before(opened, grant, monkeypatch, tmp_path):
    with monkeypatch.context() as earlier:
        earlier.setattr(data.ledger.opening, "NUMBERED", NUMBERED[:1])
        earlier.setattr(data.ledger.store, "MACROS", tuple(macro for macro in MACROS if "known_units" in macro))
        old = opened()
        assert "assignment" not in old.tables
        assert set(old.tables["person"]) >= {"person", "name"}
        assert "contact" not in old.tables["person"]
        name_person(old, grant(Act.CONFIGURE), "p1", "Eva")
        unit = write_units(old, grant(Act.ORGANISE), [NewUnit("Åmåla kommun", "kommun", None, DAY)])[0]
        before = old.query("SELECT * FROM store.person")
        old.close()

    new = opened()
    names = [row["name"] for row in new.query("SELECT name FROM store.migration")]
    assert [name for name in names if name[:4].isdecimal()] == [step.name for step in NUMBERED]
    assert [{k: v for k, v in row.items() if k != "contact"} for row in new.query("SELECT * FROM store.person")] == (
        before
    )
    assert verify(new).ok
    set_contact(new, grant(Act.ORGANISE), "p1", "eva@example.se")
    assert persons(new)["p1"].contact == "eva@example.se"
    add_assignment(
        new, grant(Act.ORGANISE), NewAssignment(add_person(new, grant(Act.ORGANISE), "Bo"), unit, MANAGER, DAY)
    )
    assert verify(new).ok

    copies = list((tmp_path / "backups").glob("*fore-uppgradering*.duckdb"))
    assert len(copies) == 1
    copy = open_store(Settings(copies[0], None, tmp_path / "other"))
    assert (copy.position(), [found.name for found in units(copy, DAY)]) == (2, ["Åmåla kommun"])
    copy.close()
    new.close()
    again = opened()
    assert verify(again).ok
    assert len(list((tmp_path / "backups").glob("*fore-uppgradering*.duckdb"))) == 1


def test_an_assignment_that_points_nowhere_is_found(store, grant, town):
    with store.writing(grant(Act.ORGANISE), Act.ORGANISE) as transaction:
        row = {"assignment": "a1", "person": "nobody", "unit": "u99", "role": MANAGER, "valid_from": DAY}
        transaction.append("assignment", [row])
    problems = verify(store).problems
    assert [problem.split(":")[0] for problem in problems] == ["Tabellen assignment"] * 2
