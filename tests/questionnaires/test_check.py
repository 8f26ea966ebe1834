"""Every rule: a file that breaks it alone, and the whole list of problems expected (in the file's first lines)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import MognadError
from questionnaires.check import load_questionnaire, parse_questionnaire, read_questionnaire
from questionnaires.library import load
from questionnaires.model import Questionnaire
from tests.kit.forms import check_questionnaire

HERE = Path(__file__).parent
INVALID = sorted((HERE / "invalid").glob("*.yaml"))
VALID = sorted((HERE / "valid").glob("*.yaml"))


def expected_of(path: Path) -> list[tuple[str, str, str]]:
    """The lines ``# expect CODE PATH MESSAGE``; ``-`` is the file itself, ``_`` a blank in ``rad 5``."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# expect "):
            code, where, message = line.removeprefix("# expect ").split(" ", 2)
            where = "" if where == "-" else where.replace("rad_", "rad ")
            found.append((where, code, message))
    return found


def test_there_is_a_file_per_rule() -> None:
    assert len(INVALID) >= 60
    assert all(expected_of(path) for path in INVALID)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file(path: Path) -> None:
    found, problems = load_questionnaire(path)
    assert found is None
    assert [(problem.path, problem.code, problem.message) for problem in problems] == expected_of(path)
    assert {problem.file for problem in problems} == {path.name}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file(path: Path) -> None:
    found, problems = load_questionnaire(path)
    assert problems == []
    assert found is not None
    assert check_questionnaire(found, path.name) == []


def test_errors_of_all_rows_are_told_at_once() -> None:
    """Five errors of different kinds in five places; the broken row still counts as existing."""
    text = (HERE / "valid" / "base.yaml").read_text(encoding="utf-8")
    text = text.replace("version: 1", "version: ett").replace("name: risk_2", "name: risk_1")
    text = text.replace("label::sv: Anmäls det som händer?", "labl::sv: Anmäls det som händer?")
    text = text.replace("value: 1,", "value: ett,").replace("group: 2, share: 0.5", "group: area:risc, share: 0.5")
    found, problems = read_questionnaire(text, "fel.yaml")
    assert found is None
    assert [(problem.path, problem.code) for problem in problems] == [
        ("settings.version", "wrong_type"),
        ("choices[1].value", "wrong_type"),
        ("survey[2].labl::sv", "unknown_key"),
        ("survey[2].label::sv", "missing"),
        ("survey[1].name", "duplicate_question"),
        ("levels[2].group", "level_group_unknown"),
    ]


def test_problems_of_a_built_questionnaire(small_form: Questionnaire) -> None:
    """The cross checks also run on a questionnaire that never was a file."""
    moved = small_form.survey[0].model_copy(update={"area": "ekonomi"})
    broken = small_form.model_copy(update={"survey": (moved, *small_form.survey[1:])})
    assert [(problem.path, problem.code) for problem in check_questionnaire(broken, "minne")] == [
        ("survey[0].area", "area_unknown")
    ]


def test_files_that_are_not_text(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("settings: {form_title: Mätning}".encode("latin-1"))
    assert [problem.code for problem in load_questionnaire(latin)[1]] == ["not_utf8"]
    assert [problem.code for problem in load_questionnaire(tmp_path / "finns_inte.yaml")[1]] == ["file_unreadable"]


@pytest.mark.parametrize("text", ["[" * 3000, "a: !!int tre", "a: !!timestamp tre", "a: &a [*a]", "? [a]\n: b"])
def test_odd_yaml_is_a_problem_never_an_exception(text: str) -> None:
    found, problems = read_questionnaire(text, "udda.yaml")
    assert found is None
    assert problems


def test_load_raises_with_all_problems() -> None:
    with pytest.raises(MognadError) as caught:
        load(HERE / "invalid" / "area_cycle.yaml")
    assert caught.value.code == "questionnaire_invalid"
    assert len(caught.value.issues) == 2


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["name", "label::sv", "area", "type", "level", "group", "share", "list_name", "value", "succeeds", "parent", "note"]
)
sheets = st.fixed_dictionaries(
    {
        name: plain | st.lists(st.dictionaries(keys, plain), max_size=3)
        for name in ("areas", "choices", "survey", "levels")
    }
    | {"settings": plain}
)


@settings(max_examples=150, deadline=None)
@given(sheets)
def test_any_content_gives_problems_never_an_exception(raw: dict[str, object]) -> None:
    found, problems = parse_questionnaire(raw, "slump")
    assert found is None
    assert problems
