"""What is written as sheets or as YAML is read back equal: any questionnaire, through grids and through real files."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.errors import MognadError
from base.hashing import canonical_json
from data.measuring.questionnaire_files import grids_of, workbook_bytes
from files.grid import Workbook
from files.guard import FileLimits
from files.reader import read
from questionnaires.check import read_questionnaire
from questionnaires.excel.reading import read_sheets
from questionnaires.excel.sheets import Grid, OutSheet, OutValue, grid
from questionnaires.excel.writing import to_sheets
from questionnaires.library import FORMS, canonical, load
from questionnaires.model import Area, Choice, FormSettings, LevelRule, Question, Questionnaire
from questionnaires.yaml_form import to_yaml

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FILES = [*sorted(FORMS.glob("*.yaml")), *sorted((HERE / "valid").glob("*.yaml"))]
LIMITS = {"cells": FileLimits().cells, "columns": FileLimits().columns}


def as_grids(sheets: list[OutSheet]) -> list[Grid]:
    """What a reader would see of the sheets."""

    def text(value: OutValue) -> str:
        return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)

    return [
        grid(sheet.name, [list(sheet.headers), *([text(value) for value in row] for row in sheet.rows)])
        for sheet in sheets
    ]


def through_a_file(form: Questionnaire) -> list[Grid]:
    """The real writer and the real reader, the latter without its child process."""
    content = workbook_bytes(form)
    sheets = tuple(read(io.BytesIO(content).getvalue(), "xlsx", LIMITS))
    return grids_of(Workbook("xlsx", "prov.xlsx", "", len(content), sheets))


def assert_same(found: Questionnaire | None, problems: object, form: Questionnaire) -> None:
    assert problems in ((), [])
    assert found == form
    assert canonical_json(canonical(found)) == canonical_json(canonical(form))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_own_forms(path: Path) -> None:
    form = load(path)
    for grids in (as_grids(to_sheets(form)), through_a_file(form)):
        reading = read_sheets(grids, "prov.xlsx")
        assert_same(reading.questionnaire, reading.problems, form)
        assert reading.ignored == ()
    assert_same(*read_questionnaire(to_yaml(form), "prov.yaml"), form)


SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("=+-@'\t\n\"_x;,#é…:{}[]&*!|>%`")
ODD = st.sampled_from(
    [
        "=1+1", "+46", "-5", "@namn", "'citat", "''", '""', "007", "1.0", "1e3", "TRUE", "yes", "nej", "null", "~",
        "#N/A", "2026-01-01", "12:30", "_x0041_", "rad ett\nrad två", "rad\n\n  indragen\n", "# inte en kommentar",
        "note", "åäö",
    ]
)  # fmt: skip
TEXTS = st.text(SIGNS, max_size=25) | ODD
LABELS = TEXTS.filter(lambda text: bool(text.strip()))
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
NOTES: st.SearchStrategy[dict[str, Any]] = st.dictionaries((NAMES | TEXTS).map("note{}".format), LABELS, max_size=2)
WEIGHTS = st.decimals(min_value="0.001", max_value=1000, places=3) | st.sampled_from([Decimal("0.1"), Decimal(3)])
VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**8), max_value=10**8, places=6)
RELEVANT = st.none() | st.sampled_from(["${kind} = 'enhet'", 'not(${antal} <= 3) or ${a} = "=b"', "${x} > -1.5"])


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire without problems: areas with a question each, lists with steps, rules that rise."""
    top = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    areas = [Area(name=name, label=draw(LABELS), weight=draw(WEIGHTS), **draw(NOTES)) for name in top]
    inner = Area(
        name=f"{top[0]}__under", label=draw(LABELS), parent=top[0], aggregation=draw(st.sampled_from([None, "min"]))
    )
    areas.insert(draw(st.integers(0, len(areas))), inner)
    levels = draw(st.integers(0, 3))
    choices = [choice for name in ("lista_a", "lista_b") for choice in draw(steps(name))]
    survey = [
        Question(
            type=draw(st.sampled_from(["select_one lista_a", "select_one lista_b"])),
            name=f"{area.name}_q",
            label=draw(LABELS),
            hint=draw(TEXTS),
            criteria=draw(TEXTS),
            area=area.name,
            level=draw(st.integers(1, levels)) if levels else None,
            weight=draw(WEIGHTS),
            required=draw(st.booleans()),
            relevant=draw(RELEVANT),
            respondent=draw(st.sampled_from(["organisation", "unit", "branch", "unit branch", "organisation unit"])),
            audience=draw(TEXTS),
            core=place == 0,
            every_n_rounds=1 if place == 0 else draw(st.integers(1, 4)),
            references=draw(TEXTS),
            succeeds=tuple(draw(st.lists(NAMES.map("old_{}".format), max_size=2, unique=True))),
            **draw(NOTES),
        )
        for place, area in enumerate(areas)
    ]
    rules = [
        LevelRule(level=level, label=f"Nivå {level}", group=f"area:{top[0]}", share=Decimal(level) / 8)
        for level in range(1, levels + 1)
    ]
    told = FormSettings(
        form_id=draw(NAMES),
        form_title=draw(LABELS),
        version=draw(st.integers(1, 999)),
        issuer=draw(TEXTS),
        edition=draw(TEXTS),
        aggregation=draw(st.sampled_from(["mean", "sum", "min"])),
        total=draw(st.sampled_from(["mean of questions", "mean of areas", "min"])),
        unknown_counts_as=draw(st.sampled_from(["excluded", "lowest"])),
        answered_share=draw(st.decimals(min_value="0.001", max_value=1, places=3)),
        decimals=draw(st.integers(0, 3)),
        **draw(NOTES),
    )
    return Questionnaire(
        settings=told,
        areas=tuple(areas),
        choices=tuple(choices),
        survey=tuple(survey),
        levels=tuple(rules),
        **draw(NOTES),
    )


@st.composite
def steps(draw: st.DrawFn, list_name: str) -> list[Choice]:
    """Two to four alternatives that can be told apart whatever one writes."""
    values = sorted(draw(st.lists(VALUES, min_size=2, max_size=4, unique_by=lambda value: value.normalize())))
    fulfils = draw(st.sampled_from([None, True]))
    return [
        Choice(
            list_name=list_name,
            name=f"steg_{place}",
            label=f"{place}: {draw(TEXTS)}",
            hint=draw(TEXTS),
            value=value,
            order=place,
            fulfils=fulfils if place == len(values) - 1 else None,
            **draw(NOTES),
        )
        for place, value in enumerate(values)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_any_questionnaire_through_grids_and_yaml(form: Questionnaire) -> None:
    reading = read_sheets(as_grids(to_sheets(form)), "prov.xlsx")
    assert_same(reading.questionnaire, reading.problems, form)
    assert_same(*read_questionnaire(to_yaml(form), "prov.yaml"), form)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms())
def test_any_questionnaire_through_a_real_file(form: Questionnaire) -> None:
    """YAML → Excel → YAML: the same text comes back."""
    reading = read_sheets(through_a_file(form), "prov.xlsx")
    assert_same(reading.questionnaire, reading.problems, form)
    assert reading.questionnaire is not None
    assert to_yaml(reading.questionnaire) == to_yaml(form)


def test_texts_that_people_fear_losing(small_form: Questionnaire) -> None:
    odd = small_form.survey[0].model_copy(
        update={"label": "=SUMMA(A1)", "hint": "rad ett\n\n- rad tre", "criteria": "'007", "references": "0114"}
    )
    form = Questionnaire.model_validate(
        {**canonical(small_form.model_copy(update={"survey": (odd, *small_form.survey[1:])})), "note": "Bara ett prov"}
    )
    found = read_sheets(through_a_file(form), "prov.xlsx").questionnaire
    assert found is not None
    assert found.survey[0].label == "=SUMMA(A1)"
    assert found.survey[0].hint == "rad ett\n\n- rad tre"
    assert (found.survey[0].criteria, found.survey[0].references) == ("'007", "0114")
    assert found.notes == {"note": "Bara ett prov"}


@pytest.mark.parametrize("text", ["a\x07b", "radslut\r\nannat", "x" * 32_768])
def test_a_text_that_a_workbook_would_change_is_refused(small_form: Questionnaire, text: str) -> None:
    odd = small_form.areas[0].model_copy(update={"label": text})
    with pytest.raises(MognadError) as caught:
        to_sheets(small_form.model_copy(update={"areas": (odd, *small_form.areas[1:])}))
    assert caught.value.code == "text_not_in_workbook"


def test_an_empty_note_is_no_note(small_form: Questionnaire) -> None:
    content = canonical(small_form)
    content["areas"][0]["note_x"] = " "
    assert Questionnaire.model_validate(content) == small_form
