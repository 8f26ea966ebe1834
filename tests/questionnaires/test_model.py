"""What the model answers about a questionnaire, against what the files say to the eye."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from questionnaires.library import load
from questionnaires.model import RESPONDENTS, Area, Choice, FormSettings, LevelRule, Question, Questionnaire
from tests.kit.forms import leaf_areas

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def rich() -> Questionnaire:
    return load(HERE / "valid" / "rich.yaml")


def test_alternatives_come_in_order_and_fulfil_as_written(rich: Questionnaire) -> None:
    choices = rich.choices_of("teknik_2")
    assert [choice.name for choice in choices] == ["n0", "n75", "n10"]
    # n75 by its own word, n10 because it is the highest, n0 neither.
    assert [rich.fulfils(choice) for choice in choices] == [False, True, True]
    assert rich.meaning("teknik_2") == (
        "select_one",
        ("n0", Decimal(0), False),
        ("n75", Decimal("7.5"), True),
        ("n10", Decimal(10), True),
    )
    assert rich.choice("teknik_2", "n75").label == "Sju och en halv"


def test_only_the_highest_fulfils_by_default(small_form: Questionnaire) -> None:
    assert [small_form.fulfils(choice) for choice in small_form.choices_of("risk_1")] == [False, False, True]


def test_areas(rich: Questionnaire) -> None:
    assert [area.name for area in leaf_areas(rich)] == ["teknik", "rutiner"]
    assert [area.name for area in rich.sub_areas(None)] == ["skydd"]
    assert [area.name for area in rich.sub_areas("skydd")] == ["teknik", "rutiner"]
    assert [question.name for question in rich.area_questions("skydd")] == ["teknik_2", "rutiner_1"]
    assert [question.name for question in rich.area_questions(rich.area("rutiner"))] == ["rutiner_1"]
    assert rich.area("rutiner").notes == {"note_till_mig": "Se över"}


def test_questions(rich: Questionnaire) -> None:
    question = rich.question("teknik_2")
    assert (question.list_name, question.weight, question.succeeds) == ("tio", Decimal("1.5"), ("teknik_1", "teknik_0"))
    assert [row.name for row in rich.questions_for("branch")] == ["rutiner_1"]
    assert rich.questions_for("organisation") == ()
    with pytest.raises(KeyError):
        rich.question("teknik_1")
    with pytest.raises(KeyError):
        rich.choice("teknik_2", "n1")


def test_a_changed_copy_looks_up_its_own_rows(rich: Questionnaire) -> None:
    assert rich.question("teknik_2").name == "teknik_2"
    shorter = rich.model_copy(update={"survey": rich.survey[1:]})
    assert [question.name for question in shorter.survey] == ["rutiner_1"]
    with pytest.raises(KeyError):
        shorter.question("teknik_2")
    assert shorter.notes == rich.notes


def test_levels(rich: Questionnaire, small_form: Questionnaire) -> None:
    assert rich.level_labels == {2: "Två", 4: "Fyra"}
    assert [(rule.group_level, rule.group_area, rule.share) for rule in rich.levels] == [
        (None, "skydd", Decimal("0.5")),
        (4, None, Decimal("0.5")),
        (None, "skydd", Decimal("0.5")),
    ]
    assert small_form.level_labels == {1: "Grunder", 2: "Mer"}
    assert rich.has_level_rules
    assert load(HERE / "valid" / "no_levels.yaml").level_labels == {}


def test_settings_note(rich: Questionnaire, small_form: Questionnaire) -> None:
    assert rich.settings.note == "Bara ett prov."
    assert small_form.settings.note == ""


def test_the_columns_are_those_of_the_sheets() -> None:
    """Written out by hand: Excel import and export rely on exactly these."""
    assert Area.columns() == ["name", "label::sv", "parent", "weight", "aggregation"]
    assert Choice.columns() == ["list_name", "name", "label::sv", "hint::sv", "value", "order", "fulfils"]
    assert LevelRule.columns() == ["level", "label::sv", "group", "share"]
    assert Question.columns() == [
        "type",
        "name",
        "label::sv",
        "hint::sv",
        "criteria::sv",
        "area",
        "level",
        "weight",
        "required",
        "relevant",
        "respondent",
        "audience",
        "core",
        "every_n_rounds",
        "references",
        "succeeds",
        "range",
        "unit_of_measure",
        "bands",
        "scored",
    ]


def test_models_are_frozen_and_strict() -> None:
    area = Area(name="a", label="A")
    with pytest.raises(ValidationError):
        area.name = "b"
    with pytest.raises(ValidationError, match="okänd"):
        Area.model_validate({"name": "a", "label::sv": "A", "colour": "blå"})
    with pytest.raises(ValidationError):
        Area.model_validate({"name": "a", "label::sv": "A", "weight": 0})


@pytest.mark.parametrize(
    ("written", "kept"),
    [(1, "1"), (1.0, "1"), ("1.0", "1"), (0.67, "0.67"), ("0.5000", "0.5"), (100, "100"), (-0.0, "0")],
)
def test_numbers_have_one_form(written: object, kept: str) -> None:
    choice = Choice.model_validate({"list_name": "l", "name": "n", "label::sv": "N", "order": 1, "value": written})
    assert str(choice.value) == kept


@pytest.mark.parametrize("written", ["1e99", "nan", "Infinity", float("inf"), "1,5", True, "0.1234567890123456789"])
def test_numbers_that_are_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        Choice.model_validate({"list_name": "l", "name": "n", "label::sv": "N", "order": 1, "value": written})


def asking(respondent: object) -> Question:
    raw = {"type": "select_one svar", "name": "q", "label::sv": "?", "area": "a", "respondent": respondent}
    return Question.model_validate(raw)


@pytest.mark.parametrize(
    ("written", "kept", "respondents"),
    [
        ("unit", "unit", ("unit",)),
        ("unit branch", "unit branch", ("unit", "branch")),
        ("branch,  unit", "unit branch", ("unit", "branch")),
        (["branch", "unit", "branch"], "unit branch", ("unit", "branch")),
        ("branch organisation unit", "organisation unit branch", ("organisation", "unit", "branch")),
    ],
)
def test_several_respondents(written: object, kept: str, respondents: tuple[str, ...]) -> None:
    question = asking(written)
    assert question.respondent == kept
    assert question.respondents == respondents


@pytest.mark.parametrize("written", ["", "units", "unit brunch", [], ["unit", 3], 3, True])
def test_unknown_respondents(written: object) -> None:
    with pytest.raises(ValidationError) as caught:
        asking(written)
    assert [fault["type"] for fault in caught.value.errors()] == ["literal_error"]


def test_a_question_of_several_is_asked_of_each() -> None:
    form = Questionnaire(
        settings=FormSettings(form_id="prov", form_title="Prov", version=1),
        areas=(Area(name="a", label="A"),),
        choices=(),
        survey=(asking("unit branch"), asking("organisation").model_copy(update={"name": "o"})),
    )
    found = {role: [row.name for row in form.questions_for(role)] for role in RESPONDENTS}
    assert found == {"organisation": ["o"], "unit": ["q"], "branch": ["q"]}
