"""Figures are kept for as long as nothing they are made of changes, and never longer."""

import re
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from base.actors import Act
from base.errors import MognadError
from data.ledger.settings import Settings
from data.ledger.store import Store, open_store
from data.ledger.views import MACROS
from data.registers import all_registers
from metrics.incidents.cases import IncidentList
from metrics.measuring.forms import WantedRound
from metrics.measuring.results import Scores
from metrics.overview.development import Development, Situation
from pages.frame import figures
from pages.frame.kept import Kept
from tests.kit.measured import START, World, grant, make_form, question
from tests.kit.sure import sure

DAY, MORNING = date(2026, 11, 3), datetime(2026, 11, 3, 8)
MATURITY, SELF_ASSESSMENT, OWN = "mognadsmatning", "cybersakerhetskollen", "egen"
FILLED = ("id", "title", "unit", "status", "owner", "due", "reviewed", "risk_level")
MATURE = make_form([question("q1", "x"), question("q2", "y")], ["x", "y"], form_id=MATURITY)
SELF = make_form(
    [question("q1", respondent="organisation", level=1), question("q2", respondent="organisation", level=1)],
    levels=[{"level": 1, "label::sv": "Ett", "group": "1", "share": 0.5}],
    form_id=SELF_ASSESSMENT,
)
PLAIN = make_form([question("q1")], form_id=OWN)
# What is told straight from the ledger, and counted in nothing that is kept.
READ_BY_NO_FIGURE = {
    "agreement", "assignment", "backup", "confirmation", "confirmation_person", "outside_result", "outside_value",
    "person", "proposal", "reorganisation", "responsible", "rule_review", "sample_check", "sample_unit", "saved_view",
    "sheet_export", "sheet_import", "sitting", "sitting_person", "unit_match", "vote",
}  # fmt: skip
# Read by the seq at which a row stands, where it never changes.
UNCHANGING = {"definition"}
KEPT = {name: figure for name, figure in vars(figures).items() if isinstance(figure, Kept)}


@pytest.fixture
def world(tmp_path):
    """Two kontor with units; a closed and an open round of three forms; risks from two sources, and incidents."""
    store = open_store(Settings(tmp_path / "store.duckdb", None, tmp_path / "backups"))
    found = World(store)
    found.root = found.units("Kommun", kind="kommun")[0]
    found.ids["Kommun"] = found.root
    found.units("A", "B", kind="kontor")
    found.units("A1", "A2", parent="A")
    found.units("B1", "B2", parent="B")
    for year, close in ((2025, True), (2026, False)):
        given = {"A1": {"q1": "s1", "q2": "s2"}, "B1": {"q1": "s2", "q2": "s3"}, "B2": {}}
        found.ids[f"m{year}"] = found.round(MATURE, f"Mognad {year}", date(year, 10, 1), given, close)
        found.round(PLAIN, f"Egen {year}", date(year, 11, 1), {"A1": {"q1": "s1"}}, close)
        found.ids[f"s{year}"] = found.round(SELF, f"Själv {year}", date(year, 9, 1), {"Kommun": {"q1": "s4"}}, close)
    risk = {"title": "Gammal server", "status": "open", "due": date(2026, 2, 1), "unit": found.ids["A1"]}
    found.ids["risks"] = found.snapshot("risks", date(2025, 10, 1), [{"id": "R1", **risk}], filled=FILLED)
    rows = [{"id": "R1", **risk}, {"id": "R2", **risk, "title": "Annat"}]
    found.ids["newer"] = found.snapshot("risks", date(2026, 10, 1), rows, filled=FILLED)
    found.snapshot("risks", date(2026, 10, 1), [{"id": "S1", **risk}], filled=FILLED, source="k1")
    incident = {"id": "I1", "title": "Fel", "unit": found.ids["A1"]}
    found.ids["incidents"] = found.snapshot("incidents", DAY, [incident])
    yield found
    store.close()


def calls(world):
    """(Name, arguments) of every figure."""
    asked: list[tuple[str, tuple[Any, ...]]] = []
    for form, prefix in ((MATURITY, "m"), (SELF_ASSESSMENT, "s")):
        for year in (2025, 2026):
            as_closed = WantedRound(form, world.ids[f"{prefix}{year}"])
            asked += [("scores", (as_closed,)), ("scores", (replace(as_closed, corrected=True),))]
    newest = WantedRound(MATURITY, world.ids["m2026"])
    asked += [("question_counts", (newest,)), ("branch_areas", (replace(newest, corrected=True),))]
    asked += [("import_changes", (world.ids["newer"],)), ("words_of_import", (world.ids["newer"],))]
    asked += [("date_changes", ("risks", date(2025, 12, 31), DAY)), ("likely_same", ("risks", DAY))]
    asked += [("development", (DAY, None, None)), ("situation", (DAY, world.ids["A"]))]
    asked += [("incident_list", (DAY,)), ("incident_bodies", (DAY,)), ("incident_year", (DAY, DAY.year))]
    asked += [("incident_years", (DAY, None)), ("checks", (DAY,))]
    return [*asked, ("page_state", (date(2025, 12, 31),)), ("_answered_rounds", ())]


def outcome(figure, store, arguments):
    """What a figure gives, without the position that it was read at; the code where it can't be made."""
    try:
        found = figure(store, *arguments)
    except MognadError as error:
        return error.code
    if isinstance(found, Scores):
        return _without_position(found)
    if isinstance(found, Development):
        return replace(found, looking=replace(found.looking, known_at=0))
    if isinstance(found, IncidentList):
        return found.cases, found.state
    if isinstance(found, Situation):
        newest = tuple(_without_position(scores) for scores in found.newest)
        return replace(found, looking=replace(found.looking, known_at=0), newest=newest)
    return found


def _without_position(scores):
    return replace(scores, origin=replace(scores.origin, known_at=0))


def append(world, table, row):
    with world.store.writing(grant(Act.CORRECT), Act.CORRECT) as transaction:
        transaction.append(table, [row])


def rows(world):
    """A row of every kind that a figure reads, such that it matters."""
    ids = world.ids
    unit = {"unit": ids["A1"], "valid_from": START, "name": "Ny", "kind": "enhet", "parent": ids["B"]}
    risk = {"snapshot": ids["newer"], "row": 9, "id": "R9", "title": "Gammal server", "status": "open"}
    definition = world.store.query("SELECT max(definition_seq) AS seq FROM store.round")[0]["seq"]
    made = {"round": "ny", "questionnaire": MATURITY, "version": 1, "definition_seq": definition, "name": "Ny"}
    given = {"unit": ids["B2"], "question": "q1", "state": "answered", "alternative": "s4"}
    pair = {"one_source": "risks", "one_key": "iR1", "other_source": "k1", "other_key": "iS1", "verdict": "same"}
    row_of = {"source": "risks", "row_key": "iR1", "reason": "Känt", "until": DAY, "withdrawn": False}
    judged = {"source": "incidents", "row_key": "iI1", "significant": "yes", "judged_at": MORNING, "reason": "Stort"}
    incident = {"snapshot": ids["incidents"], "row": 9, "id": "I9", "detected": MORNING, "kind": "it_security"}
    return [
        ("answer", {"round": ids["m2026"], **given}),
        ("answer", {"round": ids["m2025"], **given, "alternative": "s1"}),
        ("override", {"round": ids["s2026"], "unit": world.root, "area": "a", "level": 1, "reason": "Sämre"}),
        ("definition", {"kind": "register", "name": "risks", "version": 9, "content": "{}"}),
        ("unit", unit),
        ("unit_change", {"old_unit": ids["A2"], "new_unit": ids["B1"], "from_date": DAY, "kind": "merge"}),
        ("round", {**made, "as_of": date(2025, 10, 2)}),
        ("round_plan", {"round": ids["m2026"], "first_day": DAY, "last_day": DAY}),
        ("round_unit", {"round": ids["m2026"], "unit": ids["A2"]}),
        ("round_event", {"round": "ny", "event": "opened"}),
        ("setting", {"name": f"form_role:{OWN}", "value": "maturity"}),
        ("submission", {"round": ids["m2026"], "unit": ids["A1"], "event": "submitted"}),
        ("round_event", {"round": ids["s2026"], "event": "closed"}),
        ("source", {"source": "k1", "register": "risks", "name": "Skolan"}),
        ("same_row", {"register": "risks", **pair}),
        ("check_choice", {"register": "risks", "check_name": "due_passed", "active": False}),
        ("check_choice", {"register": "risks", "check_name": "due_passed", "active": True}),
        ("check_acceptance", {"register": "risks", "check_name": "due_passed", **row_of}),
        ("incident_judgement", judged),
        ("register_risks", risk),
        ("register_incidents", incident),
        ("snapshot_issue", {"snapshot": ids["newer"], "source_row": 2, "code": "date_unreadable"}),
        ("snapshot_event", {"snapshot": ids["newer"], "event": "withdrawn", "reason": "Fel"}),
    ]  # fmt: skip


def test_every_table_is_read_by_a_figure_or_named_as_read_by_none(world):
    declared = {table for figure in KEPT.values() for table in figure.how.reads}
    assert declared <= world.store.tables.keys()
    assert declared | READ_BY_NO_FIGURE | UNCHANGING == set(world.store.tables)
    assert not declared & (READ_BY_NO_FIGURE | UNCHANGING)


@pytest.mark.slow
def test_a_kept_figure_is_never_stale(world):
    # Of the scores one closed, one open and one corrected: each takes its time.
    kinds = (world.ids["m2025"], world.ids["s2026"])
    tried = [(name, how) for name, how in calls(world) if name != "scores" or how[0].round in kinds]
    assert {name for name, _ in tried} == KEPT.keys()
    changed = {name: 0 for name, _ in tried}
    before = [outcome(KEPT[name], world.store, how) for name, how in tried]
    for table, row in rows(world):
        append(world, table, row)
        after = [outcome(KEPT[name], world.store, how) for name, how in tried]
        for (name, how), was, kept in zip(tried, before, after, strict=True):
            assert kept == outcome(KEPT[name].compute, world.store, how), f"{name} after a row in {table}"
            changed[name] += was != kept
        before = after
    assert [name for name, times in changed.items() if not times] == [], "rows that matter to each of them"
    assert {table for table, _ in rows(world)} >= {
        table for figure in KEPT.values() for table in figure.how.reads if not table.startswith("register_")
    } - {"snapshot"}


def test_a_figure_says_all_that_it_reads(world, monkeypatch):
    texts: list[str] = []
    for name in ("query", "arrow"):
        read = getattr(Store, name)

        def noted(self, sql, *more, read=read, **named):
            texts.append(sql)
            return read(self, sql, *more, **named)

        monkeypatch.setattr(Store, name, noted)
    for name, how in calls(world):
        texts.clear()
        outcome(KEPT[name].compute, world.store, how)
        counted = KEPT[name].how.also(world.store, *how) is not None
        told = {*KEPT[name].how.reads, *UNCHANGING, *(["answer"] if counted else [])}
        assert tables_of(" ".join(texts)) - told == set(), name


def tables_of(sql):
    """The ledger's tables in a text of SQL, and in the macros that it calls."""
    bodies = {sure(re.search(r"MACRO (\w+)", text))[1]: text.split(" AS ", 1)[1] for text in MACROS}
    called = [body for name, body in bodies.items() if re.search(rf"\b{name}\(", sql)]
    return set(re.findall(r"store\.(\w+)", sql)).union(*(tables_of(body) for body in called))


@contextmanager
def made_anew(monkeypatch):
    """The queries that are asked meanwhile."""
    asked: list[str] = []
    query = Store.query

    def noted(self, sql, *more, **named):
        asked.append(sql)
        return query(self, sql, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "query", noted)
        yield asked


def recomputed(world, monkeypatch):
    """The figures that are computed anew when all are asked for."""
    for name, how in (("_answered_rounds", ()), ("incident_list", (DAY,))):
        outcome(KEPT[name], world.store, how)  # what the others are made of
    names = []
    for name, how in calls(world):
        with made_anew(monkeypatch) as asked:
            outcome(KEPT[name], world.store, how)
        if asked:
            names.append(" ".join([name, *(what for wanted in how for what in words_of(world, wanted))]))
    return names


def words_of(world, wanted):
    """A round that is wanted, in words: its form, its year and whether it is corrected; none of anything else."""
    if not isinstance(wanted, WantedRound):
        return []
    years = {world.ids[f"{prefix}{year}"]: str(year) for prefix in ("m", "s") for year in (2025, 2026)}
    return [wanted.questionnaire, years[wanted.round], *(["corrected"] if wanted.corrected else [])]


def test_an_answer_empties_only_what_counts_it(world, monkeypatch):
    recomputed(world, monkeypatch)
    assert recomputed(world, monkeypatch) == []
    world.answer(world.ids["m2026"], "B2", {"q1": "s4"})
    assert recomputed(world, monkeypatch) == [
        "scores mognadsmatning 2026",
        "scores mognadsmatning 2026 corrected", "question_counts mognadsmatning 2026",
        "branch_areas mognadsmatning 2026 corrected", "development", "situation",
    ]  # fmt: skip
    world.answer(world.ids["s2026"], "Kommun", {"q2": "s4"})
    assert recomputed(world, monkeypatch) == [
        "scores cybersakerhetskollen 2026", "scores cybersakerhetskollen 2026 corrected", "development", "situation"
    ]  # fmt: skip


def test_a_correction_empties_the_corrected_figures_alone(world, monkeypatch):
    recomputed(world, monkeypatch)
    world.answer(world.ids["m2025"], "B2", {"q1": "s4"})
    assert recomputed(world, monkeypatch) == [
        "scores mognadsmatning 2025 corrected", "scores mognadsmatning 2026 corrected",
        "branch_areas mognadsmatning 2026 corrected", "development", "situation",
    ]  # fmt: skip


def test_an_import_empties_incidents_and_leaves_scores(world, monkeypatch):
    recomputed(world, monkeypatch)
    world.snapshot("incidents", DAY, [{"id": "I2", "title": "Fel"}])
    with made_anew(monkeypatch) as asked:
        assert [case.id for case in sure(figures.incident_list(world.store, DAY)).cases] == ["I2"]
    assert asked
    anew = recomputed(world, monkeypatch)
    assert {"development", "situation", "checks", "page_state"} <= set(anew)
    assert not any(name.startswith(("scores", "question_counts", "branch_areas")) for name in anew)


def test_what_no_figure_reads_empties_nothing(world, monkeypatch):
    recomputed(world, monkeypatch)
    for table in READ_BY_NO_FIGURE:
        append(world, table, {})
    assert recomputed(world, monkeypatch) == []


def test_tomorrow_is_another_figure(world, monkeypatch):
    figures.checks(world.store, DAY)
    for day, again in ((DAY, False), (DAY + timedelta(days=1), True)):
        with made_anew(monkeypatch) as asked:
            figures.checks(world.store, day)
        assert bool(asked) is again


def test_two_stores_share_nothing(world, tmp_path):
    other = open_store(Settings(tmp_path / "other.duckdb", None, tmp_path / "backups"))
    assert figures.incident_list(world.store, DAY) is not None
    assert figures.incident_list(other, DAY) is None
    assert all_registers()
    other.close()


def test_another_file_at_the_same_path_has_figures_of_its_own(world, tmp_path):
    """A copy that is put back, and rows that then reach the same numbers with other content."""
    store, wanted = world.store, WantedRound(MATURITY, world.ids["m2026"])
    given = {"round": world.ids["m2026"], "unit": world.ids["B2"], "question": "q1", "state": "answered"}
    store.settle()
    copy = Path(shutil.copy(store.path, tmp_path / "copy.duckdb"))
    append(world, "answer", {**given, "alternative": "s1"})
    before = KEPT["scores"](store, wanted)
    store.close()
    shutil.copy(copy, store.path)
    world.store = open_store(store.settings, store.clock)
    append(world, "answer", {**given, "alternative": "s4"})
    after = KEPT["scores"](world.store, wanted)
    assert after == KEPT["scores"].compute(world.store, wanted)
    assert after.total.score != before.total.score
    world.store.close()
