"""Questions of every kind answered, scored by hand-computed numbers, and compared over the years."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import Answer, AnswerState, current, record_many
from metrics.measuring.comparing.links import links
from metrics.measuring.forms import WantedRound
from metrics.measuring.how_counted import how_form, scale_words
from metrics.measuring.levels import level_reached, next_level
from metrics.measuring.next_steps import NextStep, next_steps
from metrics.measuring.questions import counted_words, question_counts
from metrics.measuring.respondents import Scope
from metrics.measuring.scores import scores
from metrics.measuring.scoring import Given, Scoring
from questionnaires.check import read_questionnaire
from questionnaires.library import load
from tests.kit.measured import grant
from tests.kit.sure import sure

FORMS = Path(__file__).resolve().parents[2] / "questionnaires" / "valid"
EVERY = load(FORMS / "every_kind.yaml")
FIRST, SECOND = date(2025, 10, 1), date(2026, 10, 1)
ANSWERS = {
    "rutin": "delvis",
    "nojdhet": "3.5",
    "dagar": "3",
    "anstallda": "12",
    "skydd": "kod kopia logg",
    "onskat": "none",
    "ovat": "2026-05-04",
    "hinder": "Tid. =SUM(A1)",
}


def answer(world, form, round_id, unit, given):
    """Through the door that everybody uses; ``-`` and a reason is *Gäller inte oss*, ``?`` *Vet ej*."""
    rows = []
    for name, said in given.items():
        state = {"-": AnswerState.NOT_APPLICABLE, "?": AnswerState.UNKNOWN}.get(said, AnswerState.ANSWERED)
        alternative = said if state is AnswerState.ANSWERED else None
        rows.append(Answer(round_id, world.ids[unit], name, state, alternative, "Prov" if said == "-" else None))
    record_many(world.store, grant(Act.ANSWER), form, rows)


def figures(world, form, given, unit="A1"):
    made = world.round(form, "2026", SECOND, {unit: {}})
    answer(world, form, made, unit, given)
    return scores(world.store, WantedRound(form.settings.form_id), Scope(unit=world.ids[unit]))


def test_every_kind_is_counted_as_its_form_says(world):
    """Delvis 2, 3,5 points, 3 days in the band of 2, three of four = 3: (2 + 3,5 + 2 + 3) / 4 = 2,625."""
    result = figures(world, EVERY, ANSWERS)
    assert (result.total.score, result.total.display) == (Fraction(21, 8), "2,63")
    assert (result.total.answered, result.total.expected) == (8, 8)
    assert result.to_json()["total"]["score"] == 2.625
    assert verify(world.store).problems == ()


def test_what_is_said_stands_in_a_column_of_its_own(world):
    made = world.round(EVERY, "2026", SECOND, {"A1": {}})
    answer(world, EVERY, made, "A1", ANSWERS)
    rows = world.store.query("SELECT question, alternative, value FROM store.answer ORDER BY seq")
    assert [(row["alternative"], row["value"]) for row in rows] == [
        ("delvis", None),
        *((None, said) for name, said in ANSWERS.items() if name != "rutin"),
    ]
    assert {name: row.alternative for name, row in current(world.store, made, world.ids["A1"]).items()} == ANSWERS


@pytest.mark.parametrize(
    ("question", "said", "code"),
    [
        ("nojdhet", "3.25", "number_off_step"),
        ("nojdhet", "5", "number_out_of_range"),
        ("nojdhet", "3.50", "answer_unreadable"),
        ("dagar", "2.5", "number_not_whole"),
        ("skydd", "larm", "alternative_unknown"),
        ("ovat", "i maj", "date_unreadable"),
        ("hinder", "Ring 811228-9874", "text_personal"),
        ("hinder", "x" * 4001, "text_too_long"),
        ("inledning", "läst", "question_unknown"),
    ],
)
def test_a_bad_answer_is_refused_and_nothing_is_stored(world, question, said, code):
    made = world.round(EVERY, "2026", SECOND, {"A1": {}})
    with pytest.raises(MognadError) as error:
        answer(world, EVERY, made, "A1", {"rutin": "ja", question: said})
    assert error.value.code == code
    assert current(world.store, made, world.ids["A1"]) == {}


def test_halves_on_a_scale_to_ten(world):
    """(7,5 + 8 + 6) / 3 = 7,1666…"""
    form = load(FORMS / "half_steps.yaml")
    result = figures(world, form, {"ledning": "7.5", "rutiner": "8", "kunskap": "6"})
    assert (result.total.score, result.total.display) == (Fraction(43, 6), "7,17")
    assert scale_words(form) == " på en skala från 0 till 10"
    assert Scoring(form).step == 1, "A scale of twenty halves is judged as one of ten steps."


def test_two_alternatives_that_count_the_same(world):
    """Level 1: (1 + 0,25) / 2 = 0,625; level 2: 1; the sum 1,625."""
    form = load(FORMS / "samm_equal_values.yaml")
    given = {"policy_1a": "behovs_inte", "policy_1b": "nagra", "policy_2a": "alla"}
    result = figures(world, form, given)
    assert (result.total.score, result.total.display) == (Fraction(13, 8), "1,63")
    assert Scoring(form).step == Fraction(1, 3), "Four values from 0 to 1, whichever alternatives have them."


def test_what_does_not_apply_counts_as_three(world):
    """Åtkomst: (5 + 3) / 2 = 4; loggar: 2, with Vet ej left out; the mean of both is 3."""
    form = load(FORMS / "cyfun_not_applicable.yaml")
    given = {"atkomst_dokument": "m5", "atkomst_gjort": "-", "logg_dokument": "m2", "logg_gjort": "?"}
    result = figures(world, form, given)
    assert [area.figure.score for area in result.areas] == [4, 2]
    assert (result.total.score, result.total.not_applicable, result.total.unknown) == (3, 1, 1)
    assert how_form(form)[0] == (
        "Ett områdes resultat är medelvärdet av de frågor som är besvarade. Hela formulärets resultat är medelvärdet "
        "av områdenas resultat. ”Vet ej” räknas inte in. ”Gäller inte oss” räknas som 3. För flera enheter räknas "
        "varje enhet för sig, och alla väger lika."
    )


def test_the_lowest_of_a_scale_is_what_unknown_counts_as():
    text = (FORMS / "every_kind.yaml").read_text(encoding="utf-8")
    form, problems = read_questionnaire(text.replace("decimals: 2", "unknown_counts_as: lowest"), "prov.yaml")
    assert form is not None, problems
    scoring = Scoring(form)
    found = {row.name: sure(scoring.worth(row.name, "unknown")).value for row in form.questions}
    assert found == {
        "rutin": 0, "nojdhet": 0, "dagar": 0, "anstallda": None, "skydd": 0, "onskat": None, "ovat": None,
        "hinder": None,
    }  # fmt: skip


def test_of_several_units_each_is_counted_for_itself(world):
    """A1 has 2,625; A2 answers only the scale, with 1: the mean is 1,8125. Texts and dates make no score."""
    made = world.round(EVERY, "2026", SECOND, {"A1": {}, "A2": {}, "B1": {}})
    answer(world, EVERY, made, "A1", ANSWERS)
    answer(world, EVERY, made, "A2", {"nojdhet": "1"})
    answer(world, EVERY, made, "B1", {"hinder": "Tid", "ovat": "2026-01-02", "anstallda": "4"})
    result = scores(world.store, WantedRound("alla_slag"))
    assert set(result.unit_scores.values()) == {Fraction(21, 8), Fraction(1)}
    assert result.total.score == Fraction(29, 16)
    assert result.total.answered == 12


def test_what_many_answered_in_words(world):
    made = world.round(EVERY, "2026", SECOND, {"A1": {}, "A2": {}, "B1": {}})
    answer(world, EVERY, made, "A1", ANSWERS)
    answer(world, EVERY, made, "A2", {**ANSWERS, "nojdhet": "1", "dagar": "?", "skydd": "kod", "ovat": "2026-01-02"})
    counts = question_counts(world.store, WantedRound("alla_slag"))
    assert {count.question: counted_words(EVERY, count) for count in counts} == {
        "rutin": "Delvis: 2",
        "nojdhet": "lägst 1, medel 2,3, högst 3,5 poäng",
        "dagar": "lägst 3, medel 3,0, högst 3 dagar",
        "anstallda": "lägst 12, medel 12,0, högst 12",
        "skydd": "Kod, eller kort: 2 · Säkerhetskopia: 1 · Loggning: 1",
        "onskat": "Inget av dem: 2",
        "ovat": "2026-01-02 – 2026-05-04",
        "hinder": "–",
    }
    assert {count.question: (count.answered, count.unanswered) for count in counts}["dagar"] == (1, 1)


def test_a_series_of_numbers_rests_on_what_was_said_each_year(world):
    """Different answers each year, so that what stands first in one year's list stands elsewhere in the other's.

    A1: (2 + 1 + 4 + 4) / 4 = 2,75, then 2,625 as above.
    """
    first = world.round(EVERY, "2025", FIRST, {"A1": {}})
    answer(
        world, EVERY, first, "A1", {"rutin": "delvis", "nojdhet": "1", "dagar": "1", "skydd": "kod kopia logg ovning"}
    )
    result = figures(world, EVERY, ANSWERS)
    assert [point.score for point in result.series.comparable] == [Fraction(11, 4), Fraction(21, 8)]
    assert (result.series.pairs, result.series.questions) == (4, 4)


@pytest.mark.parametrize(
    ("was", "now", "lost"),
    [
        ("range: 0 4 0.5", "range: 0 4", "nojdhet"),
        ("2..7 = 2", "2..7 = 3", "dagar"),
        ("unit_of_measure: dagar", "unit_of_measure: timmar", "dagar"),
        ("name: ovning", "name: ovningar", "skydd"),
    ],
)
def test_a_number_that_means_something_else_is_another_question(world, was, now, lost):
    text = (FORMS / "every_kind.yaml").read_text(encoding="utf-8")
    newer, problems = read_questionnaire(text.replace("version: 1", "version: 2").replace(was, now), "ny.yaml")
    assert newer is not None, problems
    assert {"rutin", "nojdhet", "dagar", "skydd"} - links(Scoring(newer), Scoring(EVERY)).keys() == {lost}
    first = world.round(EVERY, "2025", FIRST, {"A1": {}})
    same = {"rutin": "ja", "nojdhet": "2", "dagar": "3", "skydd": "kod"}
    answer(world, EVERY, first, "A1", same)
    result = figures(world, newer, same)
    assert (result.series.pairs, len(result.series.comparable)) == (3, 2)


def test_a_level_by_rules_asks_nothing_of_what_does_not_count():
    text = (FORMS / "every_kind.yaml").read_text(encoding="utf-8")
    text += 'levels:\n  - {level: 1, label::sv: Grund, group: "area:arbetet", share: 1}\n'
    form, problems = read_questionnaire(text, "prov.yaml")
    assert form is not None, problems
    scoring = Scoring(form)
    best = {"rutin": "ja", "nojdhet": "4", "dagar": "0", "skydd": "kod kopia logg ovning"}
    asked = [row.name for row in form.questions]
    given = {name: Given("answered", said) for name, said in best.items()}
    assert level_reached(scoring, scoring.cells(asked, given)) == 1
    lower = {**given, "nojdhet": Given("answered", "3.5")}
    missing = next_level(scoring, asked, lower)
    assert missing is not None
    assert [(group.applicable, group.candidates) for group in missing.groups] == [(4, ("nojdhet",))]
    assert next_steps(form, asked, lower) == (NextStep("nojdhet", None, higher=True),)


def test_an_answer_that_was_changed_outside_is_found(world):
    made = world.round(EVERY, "2026", SECOND, {"A1": {}})
    row = {"round": made, "unit": world.ids["A1"], "state": "answered", "based_on": 0}
    with world.store.writing(grant(Act.ANSWER), Act.ANSWER) as transaction:
        transaction.append("answer", [{**row, "question": "nojdhet", "value": "9"}])
        transaction.append("answer", [{**row, "question": "rutin", "value": "ja"}])
        transaction.append("answer", [{**row, "question": "dagar", "alternative": "ja"}])
    assert sorted(verify(world.store).problems) == [
        "Ett svar på dagar har ett alternativ som inte finns: ja.",
        "Ett svar på nojdhet har ett värde som inte hör till frågan.",
        "Ett svar på rutin har ett värde som inte hör till frågan.",
    ]
