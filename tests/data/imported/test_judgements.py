"""Decisions about incidents and their rules: appended, the newest holds, none is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest

from base.actors import Act
from base.errors import MognadError
from data.imported.followed_rows import RowId
from data.imported.imports import import_reading, read_file
from data.imported.incoming import ImportOrder
from data.imported.judgements import IncidentDecision, judge, judgements, withdraw_judgement
from data.imported.rule_reviews import RuleTick, review_rule, rule_reviews
from data.imported.sources import add_source
from data.registers.finding.mapping import FileMapping
from files.workbook import read_bytes

pytestmark = pytest.mark.slow

WHEN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OWN = RowId("incidents", "iI1")


@pytest.fixture
def schools(store, grant):
    """The register's own source and a second one hold the incident I1; returns the second one's id."""
    second = add_source(store, grant(Act.IMPORT), "incidents", "Skolorna")
    for source in (None, second):
        text = "Ärendenummer;Rubrik;Inträffade;Upptäckt\nI1;Fel mottagare;2026-03-01;2026-03-02\n"
        reading = read_file(read_bytes(text.encode(), "export.csv"), "incidents", FileMapping())
        import_reading(store, grant(Act.IMPORT), reading, date(2026, 11, 1), ImportOrder(source, again=True))
    return second


def test_the_newest_judgement_holds_and_can_be_taken_back(store, grant, schools):
    may = grant(Act.CORRECT)
    judge(store, may, OWN, IncidentDecision(False, WHEN, "Avbrottet var kort."))
    first = store.position()
    judge(store, may, OWN, IncidentDecision(True, WHEN + timedelta(hours=2), "Fler verksamheter drabbades."))
    judge(store, may, RowId(schools, "iI1"), IncidentDecision(False, WHEN, "En annan källas incident."))
    found = judgements(store)
    assert {key: (one.significant, one.reason) for key, one in found.items()} == {
        ("incidents", "iI1"): (True, "Fler verksamheter drabbades."),
        (schools, "iI1"): (False, "En annan källas incident."),
    }
    assert found[OWN].judged_at == datetime(2026, 11, 2, 10, 0)
    withdraw_judgement(store, may, OWN, "Fel ärende.")
    assert set(judgements(store)) == {(schools, "iI1")}
    assert not judgements(store, first)[OWN].significant
    with pytest.raises(MognadError, match="ingen bedömning"):
        withdraw_judgement(store, may, OWN, "Igen.")
    assert store.query("SELECT count(*) AS n FROM store.incident_judgement")[0]["n"] == 4


@pytest.mark.parametrize(
    ("row", "when", "reason", "code"),
    [
        (OWN, WHEN, " ", "reason_missing"),
        (OWN, WHEN, "Gäller 19121212-1212", "text_personal"),
        (OWN, WHEN + timedelta(days=30), "Skäl", "judged_later"),
        (RowId("incidents", "iI2"), WHEN, "Skäl", "row_unknown"),
        (RowId("incidents", ""), WHEN, "Skäl", "row_unknown"),
        (RowId("borta", "iI1"), WHEN, "Skäl", "source_unknown"),
    ],
)
def test_a_judgement_that_is_refused_leaves_nothing(store, grant, schools, row, when, reason, code):
    with pytest.raises(MognadError) as caught:
        judge(store, grant(Act.CORRECT), row, IncidentDecision(True, when, reason))
    assert caught.value.code == code
    assert not judgements(store)


def test_a_tick_belongs_to_what_the_rule_said(store, grant):
    may = grant(Act.CONFIGURE)
    review_rule(store, may, RuleTick("imy", "hash1", True, "Läst mot artikel 33."))
    ticked = rule_reviews(store)["imy"]
    assert ticked.holds_for("hash1")
    assert not ticked.holds_for("hash2")
    assert ticked.note == "Läst mot artikel 33."
    before = store.position()
    review_rule(store, may, RuleTick("imy", "hash1", False))
    assert not rule_reviews(store)["imy"].holds_for("hash1")
    assert rule_reviews(store, before)["imy"].holds_for("hash1")
    with pytest.raises(MognadError, match="behörighet"):
        review_rule(store, grant(Act.READ), RuleTick("imy", "hash1", True))
