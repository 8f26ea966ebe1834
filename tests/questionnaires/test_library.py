"""The shipped questionnaires, the canonical form, the schema."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import MognadError
from base.hashing import canonical_json, sha256_text
from questionnaires.asked import asked as asked_of
from questionnaires.asked import minutes_to_answer
from questionnaires.changes import changes
from questionnaires.library import FORMS, canonical, check_versions, from_canonical, load, shipped
from questionnaires.model import Area, Choice, FormSettings, LevelRule, Question, Questionnaire
from questionnaires.roles import shipped_role, suggested_role, with_role
from questionnaires.schema import SCHEMA_FILE, schema_text
from tests.kit.forms import leaf_areas

HERE = Path(__file__).parent
FILES = [*sorted(FORMS.glob("*.yaml")), *sorted((HERE / "valid").glob("*.yaml"))]


def test_shipped_versions() -> None:
    versions = {name: [form.settings.version for form in forms] for name, forms in shipped().items()}
    assert versions == {"cybersakerhetskollen": [1, 2], "dataskydd": [1], "mognadsmatning": [1, 2, 3]}
    assert all(check_versions(forms) == [] for forms in shipped().values())


def test_published_versions_are_frozen() -> None:
    """Stores hold these hashes: another form under the same version is refused."""
    hashes = {
        (name, form.settings.version): sha256_text(canonical_json(canonical(form)))[:16]
        for name, forms in shipped().items()
        for form in forms
    }
    frozen = {
        ("cybersakerhetskollen", 1): "84f2bce8b0bad34f",
        ("cybersakerhetskollen", 2): "c4bf7607cd9baf0d",
        ("dataskydd", 1): "58a1628a91685c2f",
        ("mognadsmatning", 1): "1a8421c857525c17",
        ("mognadsmatning", 2): "45adfc50bc43ef2e",
        ("mognadsmatning", 3): "2e22754b052a35d4",
    }
    assert hashes == frozen


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_editors_find_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema.json"


def test_schema_file_is_the_models() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "kör: python -m questionnaires.schema"
    schema = json.loads(schema_text())
    assert schema["$defs"]["Question"]["additionalProperties"] is False
    fields = [field for part in schema["$defs"].values() for field in part["properties"].values()]
    assert all(field.get("description") for field in fields)


def test_self_assessment() -> None:
    form = shipped()["cybersakerhetskollen"][0]
    assert form.settings.form_title == "Organisationens självskattning"
    assert "inget officiellt resultat" in form.settings.note
    assert len(leaf_areas(form)) == 12
    assert Counter(question.level for question in form.survey) == {1: 6, 2: 6, 3: 6, 4: 6}
    for area in leaf_areas(form):
        levels = [question.level for question in form.area_questions(area)]
        assert len(levels) == len(set(levels)) == 2
    assert {question.respondent for question in form.survey} == {"organisation"}
    for question in form.survey:
        assert all((question.hint, question.references, question.audience))
        assert question.criteria.startswith("Räknas som ja om ")
    alternatives = [(row.label, row.value, form.fulfils(row)) for row in form.choices_of("ledning_1")]
    assert alternatives == [
        ("Nej", Decimal(0), False),
        ("Delvis", Decimal(1), False),
        ("I huvudsak", Decimal(2), False),
        ("Ja", Decimal(3), True),
    ]


def test_bar_on_lower_levels_rises() -> None:
    """How many of six questions each level needs of each group, counted by hand: the table of the form's promise."""
    form = shipped()["cybersakerhetskollen"][0]
    needed = {
        (rule.level, rule.group_level): min(n for n in range(7) if rule.share is not None and n >= rule.share * 6)
        for rule in form.levels
    }
    assert needed == {
        (1, 1): 3,
        (2, 1): 4, (2, 2): 3,
        (3, 1): 5, (3, 2): 4, (3, 3): 3,
        (4, 1): 6, (4, 2): 5, (4, 3): 4, (4, 4): 3,
    }  # fmt: skip


def test_self_assessment_in_two_parts() -> None:
    first, form = shipped()["cybersakerhetskollen"]
    parts = form.sub_areas(None)
    assert [part.label for part in parts] == ["Systematiskt arbete", "It-säkerhet"]
    assert [len(form.sub_areas(part)) for part in parts] == [12, 13]
    assert [len(form.area_questions(part)) for part in parts] == [48, 39]
    for area in form.sub_areas(parts[0]):
        assert [question.level for question in form.area_questions(area)] == [1, 2, 3, 4]
    for area in form.sub_areas(parts[1]):
        assert [question.level for question in form.area_questions(area)] in ([1, 2, 3], [1, 2, 4])
    assert Counter(question.level for question in form.survey) == {1: 25, 2: 25, 3: 19, 4: 18}
    for question in form.survey:
        assert all((question.hint, question.references, question.audience))
        assert question.criteria.startswith("Räknas som ja om ")
        assert question.respondent == "organisation"
    assert all("IT-centrum" in q.audience or q.name == "loggning_3" for q in form.area_questions("it"))
    # The trend goes on: every question of version 1 is asked as it was, and they are the core.
    before = {question.name: question for question in first.survey}
    assert {question.name for question in form.survey if question.core} == before.keys()
    assert all(form.question(name).label == question.label for name, question in before.items())
    assert all(form.meaning(name) == first.meaning(name) for name in before)
    assert form.levels == first.levels


def test_data_protection() -> None:
    form = shipped()["dataskydd"][0]
    asked = {who: len(form.questions_for(who)) for who in ("organisation", "branch", "unit")}
    assert asked == {"organisation": 10, "branch": 8, "unit": 4}
    for question in form.survey:
        assert all((question.hint, question.references, question.audience))
        assert question.criteria.startswith("Räknas som ja om ")
        assert question.core == (question.respondent == "unit")


def words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_anchors(index: int) -> None:
    form = shipped()["mognadsmatning"][index]
    for question in form.survey:
        choices = form.choices_of(question)
        assert [choice.value for choice in choices] == [1, 2, 3, 4]
        assert question.list_name == question.name
        assert all(1 <= words(choice.hint) <= 25 for choice in choices)
        assert [choice.label for choice in choices] == list(form.level_labels.values())
    assert not form.has_level_rules


def test_maturity_form_of_units() -> None:
    form = shipped()["mognadsmatning"][1]
    unit = form.questions_for("unit")
    assert len(unit) == len(form.questions_for("organisation")) == 8
    assert all(question.core and question.area.endswith("_tillampning") for question in unit)
    total = 0
    for question in unit:
        total += words(question.label, question.hint, question.criteria, question.audience, question.references)
        total += sum(words(choice.label, choice.hint) for choice in form.choices_of(question))
    assert total <= 1300
    perspectives = form.sub_areas(None)
    assert [area.name for area in perspectives] == [
        "risk", "klassning", "incident", "upphandling", "kompetens", "uppfoljning", "kontinuitet", "atkomst",
    ]  # fmt: skip
    for area in perspectives:
        assert [part.name for part in form.sub_areas(area)] == [f"{area.name}_arbetssatt", f"{area.name}_tillampning"]


def test_trend_between_versions_of_the_maturity_form() -> None:
    older, newer, _ = shipped()["mognadsmatning"]
    before = {question.name for question in older.questions_for("unit")}
    after = {question.name: question for question in newer.questions_for("unit")}
    same = before & after.keys()
    assert len(same) == 6
    assert all(older.meaning(name) == newer.meaning(name) for name in same)
    assert before - after.keys() == {"kontinuitet_t1"}
    assert after["kontinuitet_t2"].succeeds == ("kontinuitet_t1",)
    assert older.meaning("kontinuitet_t1") == newer.meaning("kontinuitet_t2")
    assert after.keys() - before == {"kontinuitet_t2", "atkomst_t1"}
    assert after["atkomst_t1"].succeeds == ()


PERSPECTIVES = ("risk", "klassning", "incident", "upphandling", "kompetens", "uppfoljning", "kontinuitet", "atkomst")
DIMENSIONS = {
    "arbetssatt": ("organisation",),
    "tillampning": ("unit", "branch"),
    "resultat": ("branch",),
    "forbattring": ("branch",),
}


def test_third_version_asks_every_dimension_of_every_perspective() -> None:
    form = shipped()["mognadsmatning"][2]
    asked = {question.area: question.respondents for question in form.survey}
    assert len(form.survey) == len(asked) == 32
    assert asked == {f"{name}_{part}": who for name in PERSPECTIVES for part, who in DIMENSIONS.items()}
    assert [area.name for area in form.sub_areas(None)] == list(PERSPECTIVES)
    for name in PERSPECTIVES:
        assert [part.label for part in form.sub_areas(name)] == [
            "Arbetssätt",
            "Tillämpning",
            "Resultat",
            "Följa upp och förbättra",
        ]
    assert {question.name for question in form.survey if question.core} == {
        question.name for question in form.survey if question.area.endswith("_tillampning")
    }


def test_third_version_is_complete() -> None:
    form = shipped()["mognadsmatning"][2]
    for question in form.survey:
        assert all((question.hint, question.audience))
        assert question.criteria.startswith("Räknas som ”Så gör vi” om ")
        assert "chefens uppgift" in question.references  # each is tied to one of the five duties
    duties = {duty for question in form.survey for duty in range(1, 6) if f"uppgift {duty}" in question.references}
    assert duties == {1, 2, 3, 4, 5}
    hints = [choice.hint for choice in form.choices]
    assert len(set(hints)) == len(hints) == 128


def test_third_version_asks_little_of_a_unit() -> None:
    form = shipped()["mognadsmatning"][2]
    unit = asked_of(form, "enhet", {})
    assert [question.area for question in unit] == [f"{name}_tillampning" for name in PERSPECTIVES]
    total = 0
    for question in unit:
        total += words(question.label, question.hint, question.criteria, question.audience, question.references)
        total += sum(words(choice.label, choice.hint) for choice in form.choices_of(question))
    assert total <= 1300
    assert minutes_to_answer(form, unit) == 15
    kontor = asked_of(form, "kontor", {})
    assert len(kontor) == 24
    assert minutes_to_answer(form, kontor, "branch") == 90  # a dialogue of the management group
    assert minutes_to_answer(form, kontor[:2], "branch") == 10  # 7,5 minutes
    assert len(asked_of(form, "kommun", {})) == 8


def test_a_kontor_answers_other_forms_without_a_dialogue() -> None:
    form = shipped()["dataskydd"][-1]
    kontor = asked_of(form, "kontor", {})
    assert minutes_to_answer(form, kontor, "branch") == minutes_to_answer(form, kontor, "unit") == 10


def test_the_trend_goes_on_in_the_third_version() -> None:
    first, older, newer = shipped()["mognadsmatning"]
    assert not [change for change in changes(older, newer) if change.breaks]
    for question in older.survey:
        assert newer.meaning(question.name) == older.meaning(question.name)
        assert newer.question(question.name).area == question.area
    assert newer.question("kontinuitet_t2").succeeds == ("kontinuitet_t1",)
    assert first.meaning("kontinuitet_t1") == newer.meaning("kontinuitet_t2")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_canonical_form_is_lossless(path: Path) -> None:
    form = load(path)
    content = json.loads(canonical_json(canonical(form)))
    # A form's role is not published: see below.
    assert with_role(from_canonical(content), form.settings.role) == form
    assert canonical(from_canonical(content)) == content


def test_a_role_stands_outside_what_is_published(small_form: Questionnaire) -> None:
    """A key with a value would change the hash of every shipped form that is published already."""
    for role in ("maturity", "self_assessment", "other"):
        assert canonical(with_role(small_form, role)) == canonical(small_form)
    assert {name: versions[-1].settings.role for name, versions in shipped().items()} == {
        "mognadsmatning": "maturity", "cybersakerhetskollen": "self_assessment", "dataskydd": "other"
    }  # fmt: skip
    assert shipped_role("prov") is None


def test_a_ladder_asked_of_units_is_taken_for_maturity(small_form: Questionnaire) -> None:
    def form(respondent: str, levels: tuple[LevelRule, ...]) -> Questionnaire:
        survey = tuple(row.model_copy(update={"respondent": respondent, "level": None}) for row in small_form.survey)
        return small_form.model_copy(update={"survey": survey, "levels": levels})

    ladder = (LevelRule(level=1, label="Ett"),)
    rules = (LevelRule(level=1, label="Ett", group="1", share=Decimal(1)),)
    assert suggested_role(form("unit branch", ladder)) == "maturity"
    assert suggested_role(form("organisation", ladder)) == "other"
    assert suggested_role(form("unit", rules)) == suggested_role(form("unit", ())) == "other"
    assert suggested_role(with_role(form("unit", ladder), "self_assessment")) == "self_assessment"


def test_canonical_form_by_hand(small_form: Questionnaire) -> None:
    content = canonical(small_form)
    assert content["settings"] == {"form_id": "prov", "form_title": "Prov", "version": 1}
    assert content["choices"][1] == {
        "list_name": "svar", "name": "delvis", "label::sv": "Delvis", "value": "1", "order": 2,
    }  # fmt: skip
    assert content["levels"][0] == {"level": 1, "label::sv": "Grunder", "group": "1", "share": "0.5"}


def test_notes_are_kept() -> None:
    content = canonical(load(HERE / "valid" / "rich.yaml"))
    assert content["note"] == "Ett formulär för prov"
    assert content["areas"][2]["note_till_mig"] == "Se över"


def test_stored_form_that_cannot_be_read() -> None:
    with pytest.raises(MognadError) as caught:
        from_canonical({"settings": {}})
    assert caught.value.code == "questionnaire_unreadable"


def version(form: Questionnaire, number: int, **renamed: str) -> Questionnaire:
    """The form as another version, with questions renamed (``risk_1="risk_9"``)."""
    survey = tuple(row.model_copy(update={"name": renamed.get(row.name, row.name)}) for row in form.survey)
    return form.model_copy(update={"settings": form.settings.model_copy(update={"version": number}), "survey": survey})


def test_between_versions(small_form: Questionnaire) -> None:
    first, second = version(small_form, 1), version(small_form, 2, risk_1="risk_9")
    assert check_versions([second, first]) == []
    back = check_versions([first, second, version(small_form, 3)])
    assert [(problem.file, problem.path, problem.code) for problem in back] == [
        ("prov 3", "survey[0].name", "name_reused")
    ]
    twice = check_versions([first, version(small_form, 1)])
    assert [problem.code for problem in twice] == ["version_repeated"]
    heir = small_form.survey[0].model_copy(update={"succeeds": ("aldrig",)})
    third = second.model_copy(update={"survey": (heir.model_copy(update={"name": "ny"}), *second.survey[1:])})
    assert [problem.code for problem in check_versions([first, third])] == ["succeeds_unknown"]


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
labels = texts.filter(lambda text: bool(text.strip()))
decimals = st.decimals(min_value=-1000, max_value=1000, places=3)
weights = st.decimals(min_value="0.001", max_value=1000, places=3)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Well formed rows; that they fit together is of no matter to the canonical form."""
    area = st.builds(Area, name=names, label=labels, parent=st.none() | names, weight=weights)
    choice = st.builds(
        Choice, list_name=names, name=names, label=labels, hint=texts, value=decimals,
        order=st.integers(-5, 50), fulfils=st.none() | st.booleans(),
    )  # fmt: skip
    question = st.builds(
        Question, type=names.map("select_one {}".format), name=names, label=labels, hint=texts, criteria=texts,
        area=names, level=st.none() | st.integers(1, 9), weight=weights, required=st.booleans(),
        relevant=st.none() | texts, respondent=st.sampled_from(["organisation", "unit", "unit branch"]),
        core=st.booleans(), every_n_rounds=st.integers(1, 4), references=texts,
        succeeds=st.lists(names, max_size=2).map(tuple),
    )  # fmt: skip
    rule = st.builds(
        LevelRule, level=st.integers(1, 9), label=texts, group=st.none() | texts,
        share=st.none() | st.decimals(0, 1, places=4),
    )  # fmt: skip
    form = st.builds(FormSettings, form_id=names, form_title=labels, version=st.integers(1, 99), edition=texts)
    notes = draw(st.dictionaries(names.map("note_{}".format), texts, max_size=2))
    return Questionnaire(
        settings=draw(form),
        areas=tuple(draw(st.lists(area, max_size=2))),
        choices=tuple(draw(st.lists(choice, max_size=2))),
        survey=tuple(draw(st.lists(question, max_size=2))),
        levels=tuple(draw(st.lists(rule, max_size=2))),
        **notes,
    )


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_canonical_form_of_any_questionnaire_is_lossless(form: Questionnaire) -> None:
    content = json.loads(canonical_json(canonical(form)))
    assert from_canonical(content) == form
    assert canonical_json(canonical(from_canonical(content))) == canonical_json(content)
