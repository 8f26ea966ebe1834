"""Questionnaires in real files, and their way into the ledger."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.definitions import definition, versions
from data.ledger.store import Store
from data.measuring.questionnaire_files import (
    export_questionnaire,
    grids_of,
    known_versions,
    preview,
    publish_questionnaire_file,
    questionnaire_version,
    read_questionnaire_file,
    read_questionnaire_sheets,
    read_questionnaire_workbook,
    template_bytes,
    workbook_bytes,
)
from files.workbook import read_bytes
from files.writer import SheetOut, write_xlsx
from questionnaires.excel.template import example_form
from questionnaires.library import canonical, from_canonical, shipped
from questionnaires.model import Questionnaire
from questionnaires.pointing.form import Alternative, Columns, Pointing, point

Granted = Callable[[Act], Grant]


def version(form: Questionnaire, number: int, **labels: str) -> Questionnaire:
    """The form as another version, with new texts for questions (``q1="Ny text"``)."""
    survey = tuple(row.model_copy(update={"label": labels.get(row.name, row.label)}) for row in form.survey)
    told = form.settings.model_copy(update={"version": number})
    return form.model_copy(update={"settings": told, "survey": survey})


def without(form: Questionnaire, name: str, number: int) -> Questionnaire:
    left = version(form, number)
    return left.model_copy(update={"survey": tuple(row for row in left.survey if row.name != name)})


def test_a_workbook_written_and_read_by_the_real_reader(form: Questionnaire) -> None:
    found, problems = read_questionnaire_workbook(read_bytes(workbook_bytes(form), "liten.xlsx"))
    assert problems == []
    assert found == form


def test_the_template_is_read_as_it_stands() -> None:
    reading = read_questionnaire_sheets(read_bytes(template_bytes(), "mall.xlsx"))
    assert reading.problems == ()
    assert reading.questionnaire == example_form()
    assert reading.ignored == ("Läs mig",)


def test_the_template_offers_words_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    lists = {str(one.sqref): one.formula1 for one in book["survey"].data_validations.dataValidation}
    respondents = "organisation,unit,branch,organisation unit,organisation branch,unit branch,organisation unit branch"
    assert {place[0]: words for place, words in lists.items()} == {
        "F": "areas!$A$3:$A$204",
        "I": '"yes,no"',
        "K": f'"{respondents}"',
        "M": '"yes,no"',
        "T": '"yes,no"',
    }
    assert set(lists) >= {"F2:F504"}
    assert not book["choices"].data_validations.dataValidation[0].showDropDown  # True would hide the arrow


def test_words_that_do_not_fit_in_a_list_are_not_written_wrongly() -> None:
    for words in (["x" * 200, "y" * 60], ["ja, kanske", "nej"]):
        with pytest.raises(ValueError, match="do not fit"):
            write_xlsx(io.BytesIO(), [SheetOut("Blad", ["a"], [["b"]], {0: words})])


def test_problems_have_places_of_the_sheet(tmp_path: Path, form: Questionnaire) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(form)))
    book["survey"]["F3"] = "saknas"
    book["choices"]["E2"] = "=1/3+"
    book["choices"]["E2"].data_type = "s"
    book["settings"]["C2"] = "första"
    book.save(tmp_path / "fel.xlsx")
    found, problems = read_questionnaire_file(tmp_path / "fel.xlsx")
    assert found is None
    assert [(problem.file, problem.path, problem.code) for problem in problems] == [
        ("fel.xlsx", "survey!F3", "area_unknown"),
        ("fel.xlsx", "choices!E2", "wrong_type"),
        ("fel.xlsx", "settings!C2", "wrong_type"),
    ]


def test_cells_as_people_make_them_in_excel(form: Questionnaire) -> None:
    """Truth values, numbers with a float's noise, a version that is a number."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(form)))
    book["survey"]["I2"] = True
    book["survey"]["H2"] = 0.1 + 0.2
    book["settings"]["E2"] = 2026
    held = io.BytesIO()
    book.save(held)
    found, problems = read_questionnaire_workbook(read_bytes(held.getvalue(), "liten.xlsx"))
    assert problems == []
    assert found is not None
    assert (found.survey[0].required, str(found.survey[0].weight), found.settings.edition) == (True, "0.3", "2026")


def test_yaml_and_excel_hold_the_same(tmp_path: Path) -> None:
    form = shipped()["mognadsmatning"][-1]
    for name in ("a.yaml", "b.xlsx"):
        export_questionnaire(form, tmp_path / name)
        assert read_questionnaire_file(tmp_path / name) == (form, [])
    with pytest.raises(MognadError) as caught:
        export_questionnaire(form, tmp_path / "c.pdf")
    assert caught.value.code == "out_unknown"


def test_publishing_and_what_a_new_version_changes(store: Store, grant: Granted, form: Questionnaire) -> None:
    first = publish_questionnaire_file(store, grant(Act.PUBLISH), form)
    assert (first.previous, first.changes, first.already) == (None, (), False)
    assert definition(store, first.seq) == canonical(form)
    again = publish_questionnaire_file(store, grant(Act.PUBLISH), from_canonical(canonical(form)))
    assert (again.seq, again.already) == (first.seq, True)

    second = publish_questionnaire_file(store, grant(Act.PUBLISH), version(form, 2, q1="Ny text"))
    assert (second.previous, [change.text for change in second.changes]) == (
        1,
        ["Frågan ”Ny text” (q1): ny text i frågan. Förut: ”q1”."],
    )
    assert versions(store, "questionnaire", "liten") == {1: first.seq, 2: second.seq}
    assert [known.settings.version for known in known_versions(store, "liten")] == [1, 2]
    assert questionnaire_version(store, "liten").survey[0].label == "Ny text"
    assert questionnaire_version(store, "liten", 1) == form


def refused(store: Store, grant: Granted, form: Questionnaire) -> MognadError:
    before = store.position()
    with pytest.raises(MognadError) as caught:
        publish_questionnaire_file(store, grant(Act.PUBLISH), form)
    assert store.position() == before
    return caught.value


def test_what_is_not_published(store: Store, grant: Granted, form: Questionnaire) -> None:
    publish_questionnaire_file(store, grant(Act.PUBLISH), form)
    changed = refused(store, grant, version(form, 1, q1="Ny text"))
    assert (changed.code, "till 2" in changed.message) == ("version_changed", True)
    publish_questionnaire_file(store, grant(Act.PUBLISH), without(form, "q2", 3))
    assert refused(store, grant, version(form, 2)).code == "version_too_low"
    back = refused(store, grant, version(form, 4))
    assert back.code == "questionnaire_invalid"
    assert [getattr(issue, "path", "") for issue in back.issues] == ["survey[1].name"]


def test_a_shipped_version_is_frozen_before_its_first_use(store: Store, grant: Granted) -> None:
    form = shipped()["mognadsmatning"][0]
    name = form.survey[0].name
    assert refused(store, grant, version(form, 1, **{name: "Ny text"})).code == "version_changed"
    assert publish_questionnaire_file(store, grant(Act.PUBLISH), form).already is False


def test_previewing_stores_nothing(store: Store, form: Questionnaire) -> None:
    before = store.position()
    assert preview(store, form) == (None, ())
    assert store.position() == before


def test_publishing_asks_for_its_own_grant(store: Store, grant: Granted, form: Questionnaire) -> None:
    with pytest.raises(MognadError):
        publish_questionnaire_file(store, grant(Act.ANSWER), form)


@pytest.mark.parametrize(("form_id", "number"), [("liten", None), ("mognadsmatning", 99)])
def test_a_questionnaire_that_is_not_there(store: Store, form_id: str, number: int | None) -> None:
    with pytest.raises(MognadError) as caught:
        questionnaire_version(store, form_id, number)
    assert caught.value.code == "questionnaire_unknown"


def test_pointing_at_a_sheet_with_merged_cells() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Kollen"
    for row in (["Område", "Fråga"], ["Ledning", "Finns en policy?"], [None, "Följs den?"], ["Drift", "Finns kopior?"]):
        page.append(row)
    page.merge_cells("A2:A3")
    held = io.BytesIO()
    book.save(held)
    sheet = grids_of(read_bytes(held.getvalue(), "kollen.xlsx"), fill_merged=True)[0]
    told = Pointing("kollen", "Kollen", 1, Columns(question=1, area=0), (Alternative("Nej"), Alternative("Ja")))
    pointed = point(sheet, told, "kollen.xlsx")
    assert pointed.problems == ()
    assert pointed.questionnaire is not None
    assert [row.area for row in pointed.questionnaire.survey] == ["ledning", "ledning", "drift"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.123456789012345, "0.123456789012345"),
        (0.1234567890123456, "0.123456789012346"),
        (0.1 + 0.2, "0.3"),
        (999_999_999_999_999, "999999999999999"),
        (1_234_567_890_123_456, "1234567890123460"),
    ],
)
def test_a_number_has_the_15_digits_that_excel_shows(number: float, text: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = number
    held = io.BytesIO()
    book.save(held)
    (grid,) = grids_of(read_bytes(held.getvalue(), "a.xlsx"))
    assert grid.rows[0].texts == (text,)
