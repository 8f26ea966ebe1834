"""The rules as data: their faults are told, and a tick belongs to what a rule says."""

from datetime import datetime

import pytest

from base.errors import MognadError
from data.imported.rule_reviews import RuleReview
from metrics.incidents.rules import incident_rules, load_rules, rule_standings

SHIPPED = "metrics/rules/deadlines.yaml"


def ticked(name: str) -> dict[str, RuleReview]:
    found = next(one for one in rule_standings({}) if one.name == name)
    return {name: RuleReview(name, found.content_hash, True, None, 1, datetime(2026, 11, 2), "p1")}


def test_every_rule_is_unchecked_until_somebody_ticks_it():
    assert {one.words for one in rule_standings({})} == {"ej kontrollerat mot föreskriften"}
    reviews = ticked("early_warning")
    assert [one.name for one in rule_standings(reviews) if one.checked] == ["early_warning"]


@pytest.mark.parametrize("part", ["rules", "laws"])
def test_a_rule_that_reads_otherwise_has_lost_its_tick(part):
    rules = incident_rules()
    first = getattr(rules, part)[0]
    change = {"hours": 23} if part == "rules" else {"label": "En annan lag"}
    other = rules.model_copy(update={part: (first.model_copy(update=change), *getattr(rules, part)[1:])})
    found = rule_standings(ticked("early_warning"), other)[0]
    assert (found.checked, found.changed) == (False, True)
    assert found.words == "ej kontrollerat mot föreskriften: ändrad sedan den kontrollerades"


def test_a_rule_that_a_new_key_says_nothing_of_keeps_its_tick():
    # The hashes before the key `started_hour`, which authority alone has.
    before = {
        "early_warning": "a465a4dd31d1",
        "notification": "8429af2c5929",
        "situation_report": "56c6fe44b2a8",
        "final_report": "cf91cb64ac9c",
        "authority": "7f9d06e08171",
        "data_subjects": "4519312f73c1",
    }
    now = {one.name: one.content_hash[:12] for one in rule_standings({}) if one.name in before}
    assert [name for name in before if now[name] != before[name]] == ["authority"]


def test_every_rule_and_threshold_has_a_source():
    assert all(one.source for one in rule_standings({}))
    assert [rule.hours or rule.months for rule in incident_rules().rules] == [24, 72, 1, 1, 72, None]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hours: 24", "hours: 24\n    months: 1"),
        ("hours: 24", "hours: 0"),
        ("months: 1", "months: 1\n    started_hour: true"),
        ("law: dataskyddsforordningen", "law: okand"),
        ("name: general", "name: annan"),
        ("report: early_warning_sent", "report: okand"),
        ("again_from: handled", "short: x"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path, pytestconfig, old, new):
    text = (pytestconfig.rootpath / SHIPPED).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "deadlines.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(MognadError) as caught:
        load_rules(path)
    assert caught.value.code == "incident_rules_invalid"
    assert caught.value.issues
