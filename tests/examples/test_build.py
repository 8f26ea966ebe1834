"""The built example: what it holds, that it is whole, and that a seed always gives the same."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.preferences import EXAMPLE, MUNICIPALITY, preference
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.measuring.outside_results import outside_results
from data.measuring.rounds import round_units, rounds
from data.measuring.submissions import submissions
from data.organisation.assignments import all_answering
from data.organisation.units import root_unit, units
from examples.build import build_example
from files.workbook import read_workbook
from metrics.measuring.rounds.samples import sample_standing
from metrics.registers.check_results import CheckState, checks_summary
from metrics.registers.checks import run_checks

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 9)
YEARS = (2023, 2024, 2025, 2026)


def content_hash(store: Store) -> str:
    """Over every row of every table, but for salts and what is computed from them."""
    digest = hashlib.sha256()
    for table, columns in store.tables.items():
        told = ", ".join(f'"{name}"' for name in columns if name not in ("salt", "row_hash", "digest"))
        for row in store.query(f"SELECT {told} FROM store.{table} ORDER BY seq"):
            digest.update(f"{table} {sorted(row.items())}\n".encode())
    return digest.hexdigest()


def test_a_seed_always_gives_the_same_and_another_seed_something_else(demo: Store, build: Callable[..., Store]) -> None:
    same, other = build(1), build(2)

    assert content_hash(same) == content_hash(demo)
    assert content_hash(other) != content_hash(demo)


def test_the_store_is_whole(demo: Store) -> None:
    found = verify(demo)

    assert found.problems == ()
    assert found.ok
    assert found.checked == demo.position() > 2000


def test_it_says_that_it_is_an_example(demo: Store) -> None:
    assert preference(demo, EXAMPLE) == "true"
    assert preference(demo, MUNICIPALITY) == "Ekvalla kommun"


def test_units_before_and_after_the_reorganisation(demo: Store) -> None:
    before, after = units(demo, date(2024, 12, 31)), units(demo, TODAY)
    root = root_unit(after)

    assert len(before) == len(after) == 63
    assert root is not None
    assert root.name == "Ekvalla kommun"
    assert all(unit.code for unit in after)
    assert {unit.kind for unit in after} == {
        "kommun", "namnd", "kontor", "verksamhet", "enhet", "gemensam_namnd", "bolag"
    }  # fmt: skip
    by_code = {unit.code: unit for unit in after}
    was = {unit.code: unit for unit in before}
    assert (was["101"].name, by_code["101"].name) == ("Administration och juridik", "Kansli och juridik")
    assert was["101"].unit == by_code["101"].unit
    assert (was["232"].parent, by_code["232"].parent) == (was["230"].unit, was["400"].unit)
    merged = demo.query("SELECT old_unit, new_unit, kind FROM store.unit_change ORDER BY seq")
    assert [(row["old_unit"], row["new_unit"], row["kind"]) for row in merged] == [
        (was["312"].unit, by_code["314"].unit, "merge"),
        (was["313"].unit, by_code["314"].unit, "merge"),
    ]


def test_four_rounds_of_each_questionnaire_and_the_newest_still_open(demo: Store) -> None:
    found = rounds(demo)

    assert [round_.name for round_ in found if round_.state != "closed"] == ["Mätning 2026"]
    assert [(r.name, r.version, r.as_of.year) for r in found if r.questionnaire == "mognadsmatning"] == [
        ("Mätning 2023", 1, 2023),
        ("Mätning 2024", 1, 2024),
        ("Mätning 2025", 2, 2025),
        ("Mätning 2026", 2, 2026),
    ]
    assert [r.name for r in found if r.questionnaire == "cybersakerhetskollen"] == [
        f"Självskattning {year}" for year in YEARS
    ]


def test_answers_of_every_sort(demo: Store) -> None:
    rows = demo.query(
        "SELECT r.name, a.state, count(*) AS n, count(a.comment) AS comments, count(a.evidence) AS evidence "
        "FROM store.answer a JOIN store.round r USING (round) WHERE r.questionnaire = 'mognadsmatning' "
        "GROUP BY ALL ORDER BY ALL"
    )
    by_state = {(row["name"], row["state"]): row for row in rows}

    for year in YEARS:
        name = f"Mätning {year}"
        assert by_state[name, "answered"]["n"] > 200
        assert by_state[name, "answered"]["comments"] > 5
        assert by_state[name, "answered"]["evidence"] > 5
        assert by_state[name, "unknown"]["n"] >= 4
        apart = by_state[name, "not_applicable"]
        assert apart["n"] == apart["comments"] >= 2
    asked = demo.query("SELECT count(*) AS n FROM store.round_unit ru JOIN store.round r USING (round) "
                       "WHERE r.name = 'Mätning 2026'")[0]["n"]  # fmt: skip
    replied = demo.query("SELECT count(DISTINCT a.unit) AS n FROM store.answer a JOIN store.round r USING (round) "
                         "WHERE r.name = 'Mätning 2026'")[0]["n"]  # fmt: skip
    assert asked - replied == 2


def test_maturity_rises_slowly(demo: Store) -> None:
    rows = demo.query(
        "SELECT r.as_of, avg(CAST(right(a.alternative, 1) AS INTEGER)) AS mean FROM store.answer a "
        "JOIN store.round r USING (round) WHERE r.questionnaire = 'mognadsmatning' AND a.state = 'answered' "
        "GROUP BY r.as_of ORDER BY r.as_of"
    )
    means = [row["mean"] for row in rows]

    assert means == sorted(means)
    assert 0.3 < means[-1] - means[0] < 1.0


def test_everything_is_dated_as_of_then(demo: Store) -> None:
    rows = demo.query(
        "SELECT min(a.recorded_at) AS first, max(a.recorded_at) AS last, r.as_of FROM store.answer a "
        "JOIN store.round r USING (round) GROUP BY r.as_of"
    )
    everything = " UNION ALL ".join(f"SELECT seq, recorded_at FROM store.{table}" for table in demo.tables)
    moments = [row["recorded_at"] for row in demo.query(f"{everything} ORDER BY seq")]

    assert all(row["first"].year == row["last"].year == row["as_of"].year for row in rows)
    assert max(moments).date() == date(2026, 11, 2)
    assert moments == sorted(moments)


def test_a_snapshot_of_risks_and_incidents_each_autumn(demo: Store) -> None:
    rows = demo.query("SELECT register, as_of, stored, skipped, file_name FROM store.snapshot ORDER BY seq")
    risks = [row for row in rows if row["register"] == "risks"]
    incidents = [row for row in rows if row["register"] == "incidents"]

    assert [row["as_of"].year for row in risks] == [row["as_of"].year for row in incidents] == list(YEARS)
    assert all(70 <= row["stored"] <= 115 for row in risks)
    assert [row["stored"] for row in incidents] == sorted(row["stored"] for row in incidents)
    assert incidents[-1]["stored"] == 198
    assert len([row for row in rows if row["register"] == "units"]) == 2


def test_risks_are_read_whole(demo: Store) -> None:
    newest = demo.query("SELECT snapshot FROM store.snapshot WHERE register = 'risks' ORDER BY seq DESC LIMIT 1")[0]
    rows = demo.query("SELECT * FROM store.register_risks WHERE snapshot = $snapshot", newest)

    assert all(row["id"] and row["title"] and row["identified"] for row in rows)
    assert {row["status"] for row in rows} == {"open", "in_progress", "accepted", "closed"}
    assert not [row for row in rows if row["id"] == "Summa"]
    assert [row for row in rows if row["status"] in ("open", "in_progress") and row["due"] and row["due"] < TODAY]
    unknown = [row for row in rows if row["unit"] is None]
    strange = {row["unit_text"] for row in unknown}
    assert {"Projekt Framtidens skola"} <= strange
    assert len(unknown) < len(rows) / 4
    # Old names lead to the unit that goes on, and to the one that theirs was merged into.
    assert not {"Administration och juridik", "Hemtjänst Söder"} & strange


def test_incidents_leave_out_free_text_and_reporters(demo: Store) -> None:
    rows = demo.query("SELECT * FROM store.register_incidents")
    everything = json.dumps(rows, default=str, ensure_ascii=False)

    assert {row["kind"] for row in rows} == {
        "personal_data", "information_security", "it_security", "personal_data+it_security"
    }  # fmt: skip
    assert any(row["reported"] is None for row in rows if "personal_data" in row["kind"])
    assert "Mottagarna kunde se" not in everything
    assert "Registrator" not in everything


def test_nothing_looks_like_a_personal_number_or_an_address(demo: Store) -> None:
    number = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+]?\d{4}(?!\d)")
    for table, columns in demo.tables.items():
        texts = [name for name, kind in columns.items() if kind == "VARCHAR" and not name.endswith("hash")]
        skipped = {"salt", "digest", "content", "mapping"}
        for row in demo.query(f"SELECT * FROM store.{table}"):
            for name in set(texts) - skipped:
                value = row[name] or ""
                assert not number.search(value), (table, name, value)
                assert "@" not in value or value.endswith("@example.se")
                assert "http" not in value


def test_a_store_with_anything_in_it_is_refused(demo: Store) -> None:
    position = demo.position()

    with pytest.raises(MognadError) as caught:
        build_example(demo.settings)

    assert caught.value.code == "store_not_empty"
    assert "är inte tomt" in caught.value.message
    assert demo.position() == position


def test_the_clock_is_given_back_and_the_files_can_be_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "own.duckdb", "en hemlig nyckel", tmp_path / "backups")
    store = open_store(settings)
    clock = store.clock
    told: list[float] = []

    build_example(settings, 4, lambda _text, share: told.append(share), tmp_path / "files")

    assert store.clock is clock
    assert store.encrypted
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    names = sorted(path.name for path in (tmp_path / "files").iterdir())
    assert names == sorted(
        [f"{kind}_{year}.xlsx" for kind in ("riskregister", "incidenter") for year in YEARS]
        + ["organisation_2023.xlsx", "organisation_2025.xlsx", "uppdrag_2026.xlsx"]
    )
    top = read_workbook(tmp_path / "files" / "riskregister_2026.xlsx").sheets[0].rows(0, 4)
    assert top[0][0].text == "Riskregister"
    assert top[3][0].text == "Risk-ID"
    store.close()


def test_who_answers_and_what_was_decided(demo: Store) -> None:
    found = {round_.name: round_ for round_ in rounds(demo)}
    running = found["Mätning 2026"]
    asked = round_units(demo, running.round)
    responsible = all_answering(demo, TODAY)
    vacant = [unit.name for unit in units(demo, TODAY) if unit.unit in asked and unit.unit not in responsible]
    assert vacant == ["Fritid och anläggningar"]
    handed_in = submissions(demo, running.round)
    assert 30 < len(handed_in) < len(asked)
    assert all(one.person for unit, one in handed_in.items() if unit in responsible)

    assert [round_.approved for round_ in found.values()].count(True) == 6
    assert sample_standing(demo, found["Mätning 2025"].round).text == (
        "Kontrollerat: 5 av 40 enheter, inga svar ändrades"
    )
    assert [(one.facts.as_of.year, one.values[0].level) for one in outside_results(demo)] == [(2023, 1), (2025, 1)]


def test_some_of_the_registers_is_to_be_put_right(demo: Store) -> None:
    results = run_checks(demo, date(2026, 11, 29))
    found = {result.check.name: result for result in results if result.state is CheckState.CHECKED}
    assert set(found) == {"due_passed", "analysis_old", "high_without_owner", "without_known"}
    assert len(found["due_passed"].to_fix) > 1
    assert len(found["due_passed"].accepted) == 1
    assert found["analysis_old"].to_fix
    # None of it is accepted for ever.
    assert not checks_summary(run_checks(demo, date(2027, 2, 1))).accepted
