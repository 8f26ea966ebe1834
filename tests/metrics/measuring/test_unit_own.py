"""A unit's own risks, and its result in words, beside what was worked out by hand."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.overrides import NewOverride, set_override
from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import Scope
from metrics.measuring.scores import scores
from metrics.measuring.unit_sentences import around_sentence, before_sentence, meaning
from metrics.registers.unit_risks import LateRisk, unit_risks
from tests.kit.measured import World, grant, make_form, question

pytestmark = pytest.mark.slow

DAY = date(2026, 10, 1)
LADDER = [{"level": n, "label::sv": name} for n, name in ((1, "Ett"), (2, "Två"), (3, "Tre"), (4, "Fyra"))]
SURVEY = [question("q1", "x"), question("q2", "x"), question("q3", "y")]
FORM = make_form(SURVEY, ["x", "y", "z"], levels=LADDER, answered_share="0.25")


def test_late_risks_are_the_units_own_and_open(world: World) -> None:
    a1, a2 = world.ids["A1"], world.ids["A2"]
    rows = [
        {"id": "R1", "title": "Sent", "unit": a1, "status": "open", "due": date(2026, 5, 1), "owner": "Bo"},
        {"id": "R1", "title": "Samma igen", "unit": a1, "status": "open", "due": date(2026, 8, 1)},
        # Of a risk on several rows the least finished counts, then the one that is due first.
        {"id": "R1", "title": "Klar del", "unit": a1, "status": "closed", "due": date(2026, 1, 1)},
        {"id": "R2", "title": "Senare", "unit": a1, "status": "in_progress", "due": date(2026, 6, 1)},
        {"id": "R3", "title": "I tid", "unit": a1, "status": "open", "due": date(2027, 1, 1)},
        {"id": "R4", "title": "Klar", "unit": a1, "status": "closed", "due": date(2026, 1, 1)},
        {"id": "R5", "title": "Annans", "unit": a2, "status": "open", "due": date(2026, 1, 1)},
    ]
    world.snapshot("risks", date(2026, 9, 1), rows)
    found = unit_risks(world.store, a1, DAY)
    assert found is not None
    assert (found.figures.open, found.figures.overdue) == (3, 2)
    assert found.late == (
        LateRisk("R1", "Sent", "Bo", date(2026, 5, 1)),
        LateRisk("R2", "Senare", None, date(2026, 6, 1)),
    )
    assert unit_risks(world.store, world.ids["B1"], DAY) is None
    assert unit_risks(world.store, a1, date(2026, 8, 1)) is None


def test_late_is_judged_at_the_day_of_the_rows_own_file(world: World) -> None:
    a1 = world.ids["A1"]
    old, new = date(2026, 6, 1), date(2026, 9, 1)
    world.snapshot(
        "risks",
        old,
        [
            {"id": "R1", "title": "Dagen före", "unit": a1, "status": "open", "due": date(2026, 5, 31)},
            {"id": "R2", "title": "På dagen", "unit": a1, "status": "open", "due": old},
            # Late at the newer file and on the day looked at, but its own file could not know.
            {"id": "R3", "title": "Dagen efter", "unit": a1, "status": "open", "due": date(2026, 6, 2)},
            {"id": "R4", "title": "Accepterad", "unit": a1, "status": "accepted", "due": date(2026, 5, 31)},
            {"id": "R5", "title": "Utan datum", "unit": a1, "status": "open"},
            {"id": "R6", "title": "Utan status", "unit": a1, "due": date(2026, 5, 31)},
        ],
    )
    world.snapshot(
        "risks",
        new,
        [
            {"id": "R7", "title": "På dagen", "unit": a1, "status": "open", "due": new},
            {"id": "R8", "title": "Dagen före", "unit": a1, "status": "open", "due": date(2026, 8, 31)},
        ],
        source="other",
    )
    own = unit_risks(world.store, a1, DAY)
    assert own is not None
    assert [risk.id for risk in own.late] == ["R1", "R8"]
    assert own.figures.overdue == 2


def test_three_sentences_say_what_it_means(world: World) -> None:
    world.round(FORM, "Mätning 2025", date(2025, 10, 1), {"A1": {"q1": "s1", "q2": "s1", "q3": "s1"}})
    world.round(FORM, "Mätning 2026", DAY, {"A1": {"q1": "s2", "q2": "s4", "q3": "unknown"}})
    found = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"]))
    # x: (2 + 4) / 2 = 3, y has no value: the mean is 3.
    assert meaning(found, FORM) == (
        "2 av 3 frågor är besvarade, och medelvärdet är 3,0 av 4: minst ”Tre”.",
        "Alla bedömda områden ligger lika (3,0).",
        "Av era 2 svar har 2 gått upp och 0 ned sedan 2025; 0 är lika.",
    )
    assert before_sentence(found) == ("Alla svar: 1,0 i Mätning 2025 och 3,0 nu (samma frågor och enheter: 1,0 → 3,0).")


def test_without_answers_nothing_is_said(world: World) -> None:
    world.round(FORM, "Mätning 2026", DAY, {"A1": {"q1": "unknown"}})
    found = scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"]))
    assert meaning(found, FORM) == ()
    assert before_sentence(found) == ""


def test_the_first_time_says_that_there_is_nothing_to_compare_with(world: World) -> None:
    world.round(FORM, "Mätning 2026", DAY, {"A1": {"q1": "s1", "q3": "s4"}})
    told = meaning(scores(world.store, WantedRound("prov"), Scope(unit=world.ids["A1"])), FORM)
    assert told[1] == "Starkast är Y (4,0), och mest att vinna finns på X (1,0)."
    assert told[2] == "Det finns ingen tidigare mätning att jämföra med."


def test_what_there_is_most_to_gain_on_goes_by_the_own_judgement(world: World) -> None:
    made = world.round(FORM, "Mätning 2026", DAY, {"A1": {"q1": "s2", "q3": "s4"}})
    unit = world.ids["A1"]
    set_override(world.store, grant(Act.ANSWER), FORM, NewOverride(made, unit, "y", 1, "Ny rutin"))
    told = meaning(scores(world.store, WantedRound("prov"), Scope(unit=unit)), FORM)
    # By the answers X is 2 and Y 4; Y is judged to be 1.
    assert told[1] == "Starkast är X (2,0), och mest att vinna finns på Y (egen bedömning 1)."


def test_the_kontor_is_only_told_of_with_five_units(world: World) -> None:
    world.units(*"abc", parent="A")
    names = ["A1", "A2", "a", "b", "c"]
    for size, name in ((4, "fyra"), (5, "fem")):
        # q1: 1, 2, 2, 3, 4 → quartiles at the second and the fourth.
        answers = dict(zip(names[:size], ("s1", "s2", "s2", "s3", "s4"), strict=False))
        world.round(FORM, name, DAY, {unit: {"q1": given} for unit, given in answers.items()})
    assert around_sentence(scores(world.store, WantedRound("prov", "fyra"), Scope(branch=world.ids["A"]))) == ""
    assert around_sentence(scores(world.store, WantedRound("prov", "fem"), Scope(branch=world.ids["A"]))) == (
        "I ert kontor har 5 av 5 enheter svarat. Hälften av dem ligger mellan 2,0 och 3,0, den lägsta på 1,0 och den "
        "högsta på 4,0."
    )
