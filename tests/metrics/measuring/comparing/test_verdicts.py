"""What is said of two rounds: each case worked out by hand, and the whole sentence."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from metrics.measuring.change_sentences import change_json, change_sentence
from metrics.measuring.comparing.change import Verdict
from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import Scope
from metrics.measuring.scores import scores
from metrics.measuring.sentences import maturity_title
from questionnaires.model import Questionnaire
from tests.kit.measured import World, make_form, question, steps

TEN = [f"q{n}" for n in range(10)]
# The municipality answers itself: a single respondent that is no unit.
OURS = make_form([question(name, respondent="organisation") for name in TEN])
UNITS = make_form([question("q1"), question("q2")])
LAST, NOW = date(2025, 10, 1), date(2026, 10, 1)
BETTER, WORSE, UNCHANGED = Verdict

Answers = Mapping[str, Mapping[str, str]]


def five(first: str, second: str) -> dict[str, str]:
    """Ten answers: five and five; ``-`` is blank."""
    both = dict.fromkeys(TEN[:5], first) | dict.fromkeys(TEN[5:], second)
    return {name: answer for name, answer in both.items() if answer != "-"}


def compare(world: World, form: Questionnaire, before: Answers, after: Answers, scope: Scope | None = None) -> dict:
    """The command line's ``change`` of two rounds."""
    world.ids["Kommun"] = world.root
    world.round(form, "Mätning 2025", LAST, before, close=True)
    world.round(form, "Mätning 2026", NOW, after, close=True)
    told = scores(world.store, WantedRound("prov"), scope or Scope()).to_json()["change"]
    assert isinstance(told, dict)
    return told


def ten_units(world: World) -> list[str]:
    names = [f"E{n}" for n in range(10)]
    world.units(*names)
    return names


def figures(told: dict) -> tuple[object, ...]:
    return (told["verdict"], told["from"]["score"], told["to"]["score"], told["up"], told["down"], told["same"])


def test_blanks_that_are_answered_later(world: World) -> None:
    told = compare(world, OURS, {"Kommun": five("s4", "-")}, {"Kommun": five("s4", "s1")})
    assert told == {
        "verdict": "unchanged",
        "from": {"round": "Mätning 2025", "score": 4.0},
        "to": {"round": "Mätning 2026", "score": 4.0},
        "delta": 0.0,
        "up": 0,
        "down": 0,
        "same": 5,
        "pairs": 5,
        "levels": None,
        "sentence": "Oförändrat sedan 2025: 0 svar upp, 0 ned, 5 lika (samma frågor och enheter: 4,0 → 4,0).",
    }


def test_what_was_not_known(world: World) -> None:
    told = compare(world, OURS, {"Kommun": five("s2", "unknown")}, {"Kommun": five("s1", "s4")})
    assert figures(told) == ("worse", 2.0, 1.0, 0, 5, 0)
    assert told["sentence"] == ("Sämre än 2025: 5 av 5 svar har gått ned, 0 upp (samma frågor och enheter: 2,0 → 1,0).")


# Level 1 asks for half of the ten.
RULES = [{"level": 1, "label::sv": "Grund", "group": 1, "share": "0.5"}]
BY_RULES = make_form([question(name, respondent="organisation", level=1) for name in TEN], levels=RULES)


def test_a_level_reached_by_answers_that_were_blank_is_told_beside(world: World) -> None:
    # Four fulfil both times, three fall from fulfilled to not, three blanks become fulfilled.
    rules = [{"level": 1, "label::sv": "Grund", "group": 1, "share": "0.7"}]
    survey = [question(name, respondent="organisation", level=1) for name in TEN]
    form = make_form(survey, choices=steps(fulfils=("s3", "s4")), levels=rules)
    before = dict.fromkeys(TEN[:4], "s4") | dict.fromkeys(TEN[4:6], "s4") | {TEN[6]: "s2"}
    after = dict.fromkeys(TEN[:4], "s4") | dict.fromkeys(TEN[4:6], "s3") | {TEN[6]: "s1"}
    after |= dict.fromkeys(TEN[7:], "s4")
    told = compare(world, form, {"Kommun": before}, {"Kommun": after})
    # 26 / 7 → 23 / 7; six of ten fulfilled → nine of ten.
    assert figures(told) == ("worse", pytest.approx(26 / 7), pytest.approx(23 / 7), 0, 3, 4)
    assert told["levels"] == {"from": 0, "to": 1}
    assert told["sentence"] == (
        "Sämre än 2025: 3 av 7 svar har gått ned, 0 upp (samma frågor och enheter: 3,7 → 3,3). "
        "Nivå 0 → 1; den bygger på alla svar."
    )


def test_a_level_reached_on_the_same_answers_decides(world: World) -> None:
    before, after = five("s4", "s3") | {"q0": "s3"}, five("s4", "s3")
    told = compare(world, BY_RULES, {"Kommun": before}, {"Kommun": after})
    # One answer up would be nothing to tell: it is the fifth that fulfils.
    assert figures(told) == ("better", 3.4, 3.5, 1, 0, 9)
    assert told["levels"] == {"from": 0, "to": 1}
    assert told["sentence"] == (
        "Bättre än 2025: nivå 0 → 1, 1 av 10 svar upp, 0 ned (samma frågor och enheter: 3,4 → 3,5)."
    )


def test_what_did_not_apply_decides_nothing(world: World) -> None:
    # Two of four fulfil; then two questions do not apply, and both that are left fulfil.
    before = {"q0": "s4", "q1": "s4", "q2": "s1", "q3": "s1"}
    after = {"q0": "s4", "q1": "s4", "q2": "not_applicable", "q3": "not_applicable"}
    rules = [{**RULES[0], "share": "1"}]
    form = make_form([question(name, respondent="organisation", level=1) for name in TEN[:4]], levels=rules)
    told = compare(world, form, {"Kommun": before}, {"Kommun": after})
    assert (told["verdict"], told["levels"]) == ("unchanged", {"from": 0, "to": 1})
    assert told["sentence"] == (
        "Oförändrat sedan 2025: 0 svar upp, 0 ned, 2 lika (samma frågor och enheter: 4,0 → 4,0). "
        "Nivå 0 → 1; den bygger på alla svar."
    )


def test_units_that_left_a_question_blank(world: World) -> None:
    names = ten_units(world)
    before = {unit: {"q1": "s4", "q2": "s1"} if place < 2 else {"q1": "s4"} for place, unit in enumerate(names)}
    told = compare(world, UNITS, before, {unit: {"q1": "s4", "q2": "s2"} for unit in names})
    assert figures(told) == ("unchanged", 3.7, 3.8, 2, 0, 8)
    assert told["pairs"] == 12
    assert told["sentence"] == (
        "Oförändrat sedan 2025: 2 enheter upp, 0 ned, 8 lika (samma frågor och enheter: 3,7 → 3,8)."
    )


def test_units_whose_unknown_answers_became_high(world: World) -> None:
    names = ten_units(world)
    before = {unit: {"q1": "s2", "q2": "unknown"} for unit in names}
    told = compare(world, UNITS, before, {unit: {"q1": "s1", "q2": "s4"} for unit in names})
    assert figures(told) == ("worse", 2.0, 1.0, 0, 10, 0)
    assert told["sentence"] == (
        "Sämre än 2025: 10 av 10 enheter har gått ned, 0 upp (samma frågor och enheter: 2,0 → 1,0)."
    )


def test_nearly_better(world: World) -> None:
    # One of six goes from 2 to 3 on its only question: +1/6 step, and 1 of 6 is more than 10 %.
    names = ten_units(world)[:6]
    form = make_form([question("q1")])
    after = {unit: {"q1": "s3" if unit == "E0" else "s2"} for unit in names}
    told = compare(world, form, {unit: {"q1": "s2"} for unit in names}, after)
    assert told["verdict"] == "unchanged"
    assert told["delta"] == pytest.approx(1 / 6)
    assert told["sentence"] == "Oförändrat, men nära bättre: +0,17 steg (2,00 → 2,17). Gränsen är 0,2."


def test_what_did_not_concern_us(world: World) -> None:
    before = {"q0": "not_applicable", **dict.fromkeys(TEN[1:], "s2")}
    told = compare(world, OURS, {"Kommun": before}, {"Kommun": {**before, "q0": "s4"}})
    assert figures(told) == ("unchanged", 2.0, 2.0, 0, 0, 9)


def test_an_area_that_sums(world: World) -> None:
    survey = [question(name, respondent="organisation") for name in ("q0", "q1")]
    form = make_form(survey, [{"name": "a", "aggregation": "sum"}], total="mean of areas")
    told = compare(world, form, {"Kommun": {"q0": "s4"}}, {"Kommun": {"q0": "s4", "q1": "s3"}})
    assert figures(told) == ("unchanged", 4.0, 4.0, 0, 0, 1)


def test_a_single_unit_is_told_its_counts(world: World) -> None:
    form = make_form([question(name) for name in TEN[:8]])
    before = dict.fromkeys(TEN[:8], "s2")
    told = compare(world, form, {"A1": before}, {"A1": before | {"q0": "s3", "q1": "s4", "q2": "s1"}}, Scope("A1"))
    assert (told["verdict"], told["up"], told["down"], told["same"], told["pairs"]) == (None, 2, 1, 5, 8)
    assert told["sentence"] == "Av era 8 svar har 2 gått upp och 1 ned sedan 2025; 5 är lika."


def test_other_questions_or_other_blanks(world: World) -> None:
    seven = [f"p{n}" for n in range(5)]
    old = make_form([question(name, respondent="organisation") for name in TEN[:8]])
    new = make_form([question(name, respondent="organisation") for name in [*TEN[:3], *seven]], version=2)
    world.ids["Kommun"] = world.root
    world.round(old, "Mätning 2025", LAST, {"Kommun": dict.fromkeys(TEN[:8], "s2")})
    world.round(new, "Mätning 2026", NOW, {"Kommun": dict.fromkeys([*TEN[:3], *seven], "s3")})
    change = scores(world.store, WantedRound("prov")).change
    assert change_sentence(change) == "Går inte att jämföra med 2025: bara 3 av 8 frågor är desamma."
    told = change_json(change)
    assert told is not None
    assert (told["verdict"], told["delta"], told["up"], told["pairs"]) == (None, None, None, None)


def test_the_same_questions_left_blank(world: World) -> None:
    before = dict.fromkeys(TEN[:4], "s4") | dict.fromkeys(TEN[4:], "unknown")
    told = compare(world, OURS, {"Kommun": before}, {"Kommun": five("s4", "s4")})
    assert (told["verdict"], told["sentence"]) == (
        None,
        "Går inte att jämföra med 2025: bara 4 av 10 svar finns båda gångerna.",
    )


def test_too_few_now_and_too_few_then(world: World) -> None:
    names = ten_units(world)
    all_answered: dict[str, dict[str, str]] = {unit: {"q1": "s3", "q2": "s3"} for unit in names}
    few = {unit: given if place < 3 else {} for place, (unit, given) in enumerate(all_answered.items())}
    world.round(UNITS, "Mätning 2025", LAST, all_answered)
    world.round(UNITS, "Mätning 2026", NOW, few)
    world.round(UNITS, "Mätning 2027", date(2027, 10, 1), all_answered)
    for name, sentence in {
        "Mätning 2025": "",
        "Mätning 2026": "Går inte att säga: 3 av 10 enheter har svarat på minst hälften. Det krävs 7.",
        # The thin one is passed over.
        "Mätning 2027": "Oförändrat sedan 2025: 0 enheter upp, 0 ned, 10 lika (samma frågor och enheter: 3,0 → 3,0).",
    }.items():
        assert change_sentence(scores(world.store, WantedRound("prov", name)).change) == sentence
    first = scores(world.store, WantedRound("prov", "Mätning 2025"))
    assert first.to_json()["change"] is None


def test_the_only_earlier_round_is_too_thin(world: World) -> None:
    names = ten_units(world)
    before = {unit: {"q1": "s3"} if place < 2 else {} for place, unit in enumerate(names)}
    told = compare(world, UNITS, before, {unit: {"q1": "s3", "q2": "s3"} for unit in names})
    assert told["sentence"] == ("Går inte att jämföra med 2025: 2 av 10 enheter svarade på minst hälften. Det krävs 7.")


def test_two_rounds_of_a_year_are_told_by_name(world: World) -> None:
    world.ids["Kommun"] = world.root
    for month, answer in ((3, "s2"), (10, "s3")):
        answers = {"Kommun": dict.fromkeys(TEN, answer)}
        world.round(OURS, f"Mätning i månad {month}", date(2026, month, 1), answers)
    assert change_sentence(scores(world.store, WantedRound("prov")).change) == (
        "Bättre än Mätning i månad 3: 10 av 10 svar har gått upp, 0 ned (samma frågor och enheter: 2,0 → 3,0)."
    )


def test_as_many_decimals_as_it_takes_to_see_it(world: World) -> None:
    # Three of 61 answers up one step: 2,0 → 2,049.
    names = [f"q{n}" for n in range(61)]
    form = make_form([question(name, respondent="organisation") for name in names])
    before = dict.fromkeys(names, "s2")
    told = compare(world, form, {"Kommun": before}, {"Kommun": before | dict.fromkeys(names[:3], "s3")})
    assert told["sentence"] == (
        "Bättre än 2025: 3 av 61 svar har gått upp, 0 ned (samma frågor och enheter: 2,00 → 2,05)."
    )


def test_a_title_tells_the_whole_period_and_the_last_step(world: World) -> None:
    # Ten units on one question: 1,9 → 2,4 → 2,6.
    names = ten_units(world)
    form = make_form([question("q1")])
    rows = {
        2023: ["s1", *["s2"] * 9],
        2025: [*["s2"] * 6, *["s3"] * 4],
        2026: [*["s2"] * 5, *["s3"] * 4, "s4"],
    }
    for year, answers in rows.items():
        given = {unit: {"q1": answer} for unit, answer in zip(names, answers, strict=True)}
        world.round(form, f"Mätning {year}", date(year, 10, 1), given)
    series = scores(world.store, WantedRound("prov")).series
    assert [point.score for point in series.comparable] == [Fraction(19, 10), Fraction(24, 10), Fraction(26, 10)]
    # 2,4 → 2,6 is 0,2 steps, and two of ten went up.
    assert maturity_title(series) == (
        "Mognaden har stigit från 1,9 till 2,6 sedan 2023 (samma frågor och enheter). Sedan 2025 bättre."
    )


def test_a_line_of_other_answers_is_said_to_be_so(world: World) -> None:
    # q0–q4 have answers all three years and fall by one in the last; q5–q9 came in 2025 and rise by two.
    world.ids["Kommun"] = world.root
    rounds = {
        2024: dict.fromkeys(TEN[:5], "s3"),
        2025: dict.fromkeys(TEN[:5], "s3") | dict.fromkeys(TEN[5:], "s1"),
        2026: dict.fromkeys(TEN[:5], "s2") | dict.fromkeys(TEN[5:], "s4"),
    }
    for year, answers in rounds.items():
        world.round(OURS, f"Mätning {year}", date(year, 10, 1), {"Kommun": answers})
    found = scores(world.store, WantedRound("prov"))
    assert [point.score for point in found.series.comparable] == [3, 3, 2]
    assert change_sentence(found.change) == (
        "Oförändrat sedan 2025: 5 svar upp, 5 ned, 0 lika (samma frågor och enheter: 2,0 → 3,0). "
        "Linjens sista steg bygger på färre svar och visar något annat."
    )
    assert maturity_title(found.series) == (
        "Mognaden har sjunkit från 3,0 till 2,0 sedan 2024 (samma frågor och enheter). Sedan 2025 oförändrat."
    )
