"""Order, hashes, the two times, and verification that finds what was changed."""

import hashlib
from datetime import date, timedelta

import duckdb
import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.backup import back_up, last_backup, needs_backup
from data.ledger.definitions import Definition, definition, versions
from data.ledger.newest import newest_rows
from data.ledger.preferences import preference, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.organisation.people import name_person, persons
from data.organisation.units import NewUnit, Unit, UnitMatcher, matcher, merge_units, remember_match, rename_unit, units
from tests.kit.writers import publish

pytestmark = pytest.mark.slow


def test_row_hash_is_sha256_of_salt_and_named_lengths(store, grant):
    """Computed here by hand from the rule, not by the ledger's own expression."""
    set_preference(store, grant(Act.CONFIGURE), "kommun", "Åmåla")
    row = store.query("SELECT * FROM store.setting")[0]
    moment = row["recorded_at"].strftime("%Y-%m-%d %H:%M:%S")
    text = f"actor=2:p1;name=6:kommun;recorded_at={len(moment)}:{moment};seq=1:1;value=5:Åmåla;"
    assert row["row_hash"] == hashlib.sha256((row["salt"] + text).encode()).hexdigest()
    assert len(row["salt"]) == 32


def test_equal_rows_have_different_hashes(store, grant):
    with store.writing(grant(Act.CONFIGURE), Act.CONFIGURE) as transaction:
        seqs = transaction.append("setting", [{"name": "a", "value": "b"}] * 2)
    assert list(seqs) == [1, 2]
    assert store.query("SELECT count(DISTINCT row_hash) AS n FROM store.setting")[0]["n"] == 2


def test_newest_setting_wins_and_null_takes_away(store, grant):
    for value in ("ett", "två", None):
        set_preference(store, grant(Act.CONFIGURE), "a", value)
    assert preference(store, "a") is None
    assert newest_rows(store, "setting", ["name"], known_at=2)[0]["value"] == "två"
    assert newest_rows(store, "setting", ["name"], known_at=3)[0]["value"] is None


def test_people_are_ids_with_names_in_a_table_of_their_own(store, grant):
    name_person(store, grant(Act.CONFIGURE), "p1", "Eva")
    name_person(store, grant(Act.CONFIGURE), "p1", "Eva Ek")
    assert {person.person: person.name for person in persons(store).values()} == {"p1": "Eva Ek"}


def test_publishing_twice_is_one_row_and_a_changed_version_an_error(store, grant):
    first = publish(store, grant(Act.PUBLISH), Definition("questionnaire", "liten", 1, {"b": 1, "a": "å"}))
    assert publish(store, grant(Act.PUBLISH), Definition("questionnaire", "liten", 1, {"a": "å", "b": 1})) == first
    assert definition(store, first) == {"a": "å", "b": 1}
    with pytest.raises(MognadError) as caught:
        publish(store, grant(Act.PUBLISH), Definition("questionnaire", "liten", 1, {"a": "ä", "b": 1}))
    assert caught.value.code == "version_changed"
    second = publish(store, grant(Act.PUBLISH), Definition("questionnaire", "liten", 2, {"a": "ä", "b": 1}))
    assert versions(store, "questionnaire", "liten") == {1: first, 2: second}


def names(store, day, known_at=None):
    return [unit.name for unit in units(store, day, known_at)]


def test_units_at_two_times(store, grant, town):
    """Renamed 2024-01-01, merged 2025-01-01: what stood then stands still."""
    before = store.position()
    school = next(u for u in units(store, date(2023, 6, 1)) if u.unit == town.a)
    rename_unit(store, grant(Act.ORGANISE), school, "Ängsskolan", date(2024, 1, 1))
    renamed = [u for u in units(store, date(2024, 6, 1)) if u.kind == "enhet"]
    merge_units(store, grant(Act.ORGANISE), renamed, NewUnit("Östra skolan", "enhet", town.root, date(2025, 1, 1)))
    assert names(store, date(2023, 12, 31)) == ["Skola A", "Skola B", "Åmåla kommun"]
    assert names(store, date(2024, 1, 1)) == ["Skola B", "Åmåla kommun", "Ängsskolan"]
    assert names(store, date(2024, 12, 31)) == ["Skola B", "Åmåla kommun", "Ängsskolan"]
    assert names(store, date(2025, 1, 1)) == ["Åmåla kommun", "Östra skolan"]
    assert names(store, date(2025, 1, 1), before) == ["Skola A", "Skola B", "Åmåla kommun"]
    assert names(store, date(2019, 12, 31)) == []
    changes = store.query("SELECT old_unit FROM store.unit_change ORDER BY seq")
    assert {row["old_unit"] for row in changes} == {town.a, town.b}


def test_paths_lead_up_to_the_municipality(store, town):
    paths = store.query(
        "SELECT ancestor, depth FROM unit_paths(DATE '2024-01-01', 99) WHERE unit = $unit ORDER BY depth",
        {"unit": town.a},
    )
    assert paths == [{"ancestor": town.a, "depth": 0}, {"ancestor": town.root, "depth": 1}]


def test_matching_by_code_name_and_memory(store, grant, town):
    day = date(2024, 1, 1)
    found = matcher(store, day)
    assert found.find(" 0114 ") == town.a
    assert found.find("skola\u00a0 B") == town.b
    assert found.find("Skolan vid ån") is None
    remember_match(store, grant(Act.IMPORT), "Skolan vid ån", town.b)
    assert matcher(store, day).find("SKOLAN VID ÅN") == town.b
    remember_match(store, grant(Act.IMPORT), "Skolan vid ån", None)
    assert matcher(store, day).find("Skolan vid ån") is None


def test_a_name_that_two_units_bear_matches_none():
    day = date(2024, 1, 1)
    twins = [Unit("u1", "Förskolan", "enhet", None, day, code="1"), Unit("u2", "förskolan", "enhet", None, day)]
    assert UnitMatcher(twins).find("Förskolan") is None
    assert UnitMatcher(twins).find("1") == "u1"


def test_verify_reads_everything(store, grant, town):
    result = verify(store)
    assert (result.ok, result.problems) == (True, ())
    assert result.checked == store.position() == 3


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE unit SET name = 'Falsk' WHERE seq = 2", "ändrade"),
        ("DELETE FROM unit WHERE seq = 2", "saknas i nummerföljden"),
        ("INSERT INTO unit SELECT * FROM unit WHERE seq = 2", "samma nummer"),
        ("UPDATE unit SET row_hash = 'x' WHERE seq = 3", "ändrade"),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(opened, store, town, damage, told):
    store.close()
    with duckdb.connect(str(store.path)) as intruder:
        intruder.execute(damage)
    result = verify(opened())
    assert not result.ok
    assert any(told in problem for problem in result.problems)


def test_a_backup_is_encrypted_verified_and_recorded(store, grant, town, tmp_path):
    backup = back_up(store, grant(Act.BACK_UP), "ett långt lösenord")
    assert backup.last_seq == 3
    assert b"Skola A" not in backup.path.read_bytes()
    copy = open_store(Settings(backup.path, "ett långt lösenord", tmp_path / "other"))
    assert verify(copy).ok
    assert names(copy, date(2024, 1, 1)) == names(store, date(2024, 1, 1))
    copy.close()
    assert last_backup(store) == backup.made_at
    assert verify(store).ok


def test_a_copy_is_never_written_unencrypted(store, grant, tmp_path):
    for password in (None, "", "kort"):
        with pytest.raises(MognadError) as caught:
            back_up(store, grant(Act.BACK_UP), password)
        assert caught.value.code == "password_too_short"
    assert list((tmp_path / "backups").iterdir()) == []


def test_reminder_after_seven_days_with_something_new(store, grant, town, clock):
    assert not needs_backup(store)
    clock.moment += timedelta(days=7)
    assert needs_backup(store)
    back_up(store, grant(Act.BACK_UP), "ett långt lösenord")
    assert not needs_backup(store)
    clock.moment += timedelta(days=30)
    assert not needs_backup(store)
    set_preference(store, grant(Act.CONFIGURE), "a", "b")
    clock.moment += timedelta(days=7)
    assert needs_backup(store)
