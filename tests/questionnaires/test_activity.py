"""Examples by kind of activity: there is one for each core question, and the right one is found."""

from pathlib import Path

import pytest

from questionnaires.activity import FOLDER, KINDS, activities, example_for, load_examples
from questionnaires.library import shipped
from questionnaires.model import Questionnaire

FORM = shipped()["mognadsmatning"][-1]
CORE = [question.name for question in FORM.survey if question.core]
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != KINDS)


@pytest.mark.parametrize(
    ("name", "activity"),
    [
        ("Förskolan Humlan", "forskola"),
        ("Ekbackaskolan", "skola"),
        ("Kulturskolan", "kultur"),
        ("Hemtjänst Norr", "hemtjanst"),
        ("Hemsjukvården", "hemtjanst"),
        ("Äldreboendet Solsidan", "boende"),
        ("Gruppbostäder", "boende"),
        ("Barn och familj", "socialtjanst"),
        ("VA-kundtjänst", "va"),
        ("Vattenverk och ledningsnät", "va"),
        ("Fastighet", "fastighet"),
        ("Gata och park", "fastighet"),
        ("Bygglov", "bygg"),
        ("IT-centrum", "it"),
        ("Ekonomi och upphandling", "ekonomi"),
        ("Kansli och juridik", "kansli"),
        ("Valnämnden", None),  # "va" is a word of its own or nothing
        ("Turism", None),
    ],
)
def test_a_units_name_tells_its_activity(name: str, activity: str | None) -> None:
    found = activities().find({"name": name})
    assert (found.name if found else None) == activity


@pytest.mark.parametrize("told", ["skola", "Skola", "SKOLA", "Grundskola"])
def test_the_attribute_goes_before_the_name(told: str) -> None:
    found = activities().find({"verksamhetstyp": told, "name": "IT-stöd"})
    assert found is not None
    assert found.name == "skola"


@pytest.mark.parametrize("question", CORE)
def test_every_core_question_has_an_example_for_every_activity(question: str) -> None:
    general = example_for(FORM, question, {"name": "Turism"})
    assert general
    texts = [example_for(FORM, question, {"verksamhetstyp": kind.name}) for kind in activities().activities]
    assert None not in texts
    assert len({general, *texts}) == len(activities().activities) + 1
    assert all(len(text.split()) <= 25 for text in (general, *texts) if text)


def test_eight_core_questions_and_twelve_activities() -> None:
    assert (len(CORE), len(activities().activities)) == (8, 12)


def test_without_examples_there_is_none(small_form: Questionnaire) -> None:
    assert example_for(small_form, small_form.survey[0], {"name": "Förskolan"}) is None
    assert example_for(FORM, "risk_r1", {"name": "Förskolan"}) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_examples_belong_to_questions(path: Path) -> None:
    found, problems = load_examples(path, activities())
    assert problems == []
    ever = {question.name for form in shipped()[path.stem] for question in form.survey}
    assert found.keys() <= ever


def test_faults_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "prov.yaml"
    path.write_text(
        "examples:\n"
        "  - {question: a, general: Ett, by_activity: {forskola: Två, gruva: Tre}}\n"
        "  - {question: a, general: Fyra}\n",
        encoding="utf-8",
    )
    _, problems = load_examples(path, activities())
    assert [(problem.path, problem.code) for problem in problems] == [
        ("examples[0].by_activity.gruva", "activity_unknown"),
        ("examples[1].question", "duplicate_question"),
    ]
