"""SAMM, CyFun and a CSF profile are expressible: read from a workbook's sheets, and counted as by hand."""

from fractions import Fraction
from pathlib import Path

from metrics.measuring.levels import level_reached
from metrics.measuring.scoring import ANSWERED, UNKNOWN, Given, Scoring
from questionnaires.excel.reading import read_sheets
from questionnaires.excel.sheets import grid
from questionnaires.excel.writing import to_sheets
from questionnaires.library import load
from questionnaires.model import Questionnaire

VALID = Path(__file__).parent / "valid"


def from_sheets(name: str) -> Questionnaire:
    grids = [
        grid(
            sheet.name,
            [list(sheet.headers), *(["" if cell is None else str(cell) for cell in row] for row in sheet.rows)],
        )
        for sheet in to_sheets(load(VALID / name))
    ]
    found = read_sheets(grids, name)
    assert found.problems == ()
    assert found.questionnaire is not None
    return found.questionnaire


def given(form: Questionnaire, answers: dict[str, str]) -> dict[str, Given]:
    assert answers.keys() == {question.name for question in form.survey}
    return {name: Given(UNKNOWN) if text == "?" else Given(ANSWERED, text) for name, text in answers.items()}


def test_samm() -> None:
    """Policy 0.75 + 0.25 + 0 = 1; utbildning 1 + 0.25 + 0 = 1.25; their function 1.125; drift 3; the whole 2.0625."""
    form = from_sheets("samm_like.yaml")
    rows = {
        "styrning_policy": ["alla", "minst_halften", "nagra", "nagra", "nej", "nej"],
        "styrning_utbildning": ["alla", "alla", "minst_halften", "nej", "nej", "nej"],
        "drift_incident": ["alla"] * 6,
    }
    keys = ["1a", "1b", "2a", "2b", "3a", "3b"]
    answers = {f"{area}_{key}": text for area, row in rows.items() for key, text in zip(keys, row, strict=True)}
    scoring = Scoring(form)
    cells = scoring.cells(answers, given(form, answers))
    assert scoring.area_scores(cells) == {
        "styrning_policy": 1,
        "styrning_utbildning": Fraction("1.25"),
        "styrning": Fraction("1.125"),
        "drift_incident": 3,
        "drift": 3,
    }
    assert scoring.total(cells) == Fraction("2.0625")


def test_cyfun() -> None:
    """Åtkomst (3 + 4) / 2, utbildning (1 + 2) / 2, skydda their mean 2.5; logg and upptäcka 3; the whole 2.75."""
    form = from_sheets("cyfun_like.yaml")
    answers = {
        "atkomst_dokument": "m3", "atkomst_gjort": "m4", "utbildning_dokument": "m1", "utbildning_gjort": "m2",
        "logg_dokument": "m3", "logg_gjort": "m3",
    }  # fmt: skip
    scoring = Scoring(form)
    cells = scoring.cells(answers, given(form, answers))
    assert scoring.area_scores(cells) == {
        "atkomst": Fraction("3.5"),
        "utbildning": Fraction("1.5"),
        "skydd": Fraction("2.5"),
        "logg": 3,
        "upptack": 3,
    }
    assert scoring.total(cells) == Fraction("2.75")
    assert level_reached(scoring, cells) == 1
    weaker = scoring.cells(answers, given(form, answers | {"logg_gjort": "m2"}))
    assert level_reached(scoring, weaker) == 0


def test_csf_profile() -> None:
    """The weakest outcome rules, Vet ej counts as the lowest tier; points 2 × 3 + 1 × 2 = 8."""
    form = from_sheets("csf_like.yaml")
    answers = {"gv_rm_01": "t3", "gv_rm_02": "t2", "gv_rr_01": "t4", "res_1": "t3", "res_2": "t2"}
    scoring = Scoring(form)
    cells = scoring.cells(answers, given(form, answers))
    assert scoring.area_scores(cells) == {"gv_rm": 2, "gv_rr": 4, "gv": 2, "resurser": 8}
    assert scoring.total(cells) == 2
    assert level_reached(scoring, cells) == 1
    unknown = scoring.cells(answers, given(form, answers | {"gv_rr_01": "?"}))
    assert scoring.area_scores(unknown)["gv"] == 1
    assert level_reached(scoring, unknown) == 0
