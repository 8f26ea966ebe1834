"""Decisions about incidents and their rules: appended, the newest holds, none is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from base.actors import Act
from base.errors import MognadError
from data.incident_judgements import judge, judgements, withdraw_judgement
from data.rule_reviews import review_rule, rule_reviews

WHEN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def test_the_newest_judgement_holds_and_can_be_taken_back(store, grant):
    may = grant(Act.CORRECT)
    judge(store, may, "incidents", "i1", False, WHEN, "Avbrottet var kort.")
    first = store.position()
    judge(store, may, "incidents", "i1", True, WHEN + timedelta(hours=2), "Fler verksamheter drabbades.")
    judge(store, may, "k9", "i1", False, WHEN, "En annan källas incident.")
    found = judgements(store)
    assert {key: (one.significant, one.reason) for key, one in found.items()} == {
        ("incidents", "i1"): (True, "Fler verksamheter drabbades."),
        ("k9", "i1"): (False, "En annan källas incident."),
    }
    assert found["incidents", "i1"].judged_at == datetime(2026, 11, 2, 10, 0)
    withdraw_judgement(store, may, "incidents", "i1", "Fel ärende.")
    assert set(judgements(store)) == {("k9", "i1")}
    assert not judgements(store, first)["incidents", "i1"].significant
    with pytest.raises(MognadError, match="ingen bedömning"):
        withdraw_judgement(store, may, "incidents", "i1", "Igen.")
    assert store.query("SELECT count(*) AS n FROM store.incident_judgement")[0]["n"] == 4


@pytest.mark.parametrize(
    ("when", "reason", "code"),
    [
        (WHEN, " ", "reason_missing"),
        (WHEN, "Gäller 19121212-1212", "text_personal"),
        (WHEN + timedelta(days=30), "Skäl", "judged_later"),
    ],
)
def test_a_judgement_that_is_refused_leaves_nothing(store, grant, when, reason, code):
    with pytest.raises(MognadError) as caught:
        judge(store, grant(Act.CORRECT), "incidents", "i1", True, when, reason)
    assert caught.value.code == code
    assert not judgements(store)


def test_a_tick_belongs_to_what_the_rule_said(store, grant):
    may = grant(Act.CONFIGURE)
    review_rule(store, may, "imy", "hash1", reviewed=True, note="Läst mot artikel 33.")
    ticked = rule_reviews(store)["imy"]
    assert ticked.holds_for("hash1")
    assert not ticked.holds_for("hash2")
    assert ticked.note == "Läst mot artikel 33."
    before = store.position()
    review_rule(store, may, "imy", "hash1", reviewed=False)
    assert not rule_reviews(store)["imy"].holds_for("hash1")
    assert rule_reviews(store, before)["imy"].holds_for("hash1")
    with pytest.raises(MognadError, match="behörighet"):
        review_rule(store, grant(Act.READ), "imy", "hash1", reviewed=True)
