"""A questionnaire's file as given on the page: what it is taken for, where its errors stand, what it would mean."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Store
from data.measuring.questionnaire_files import publish_questionnaire_file, template_bytes, workbook_bytes
from data.measuring.questionnaire_uploads import read_upload, review
from questionnaires.excel.template import example_form
from questionnaires.library import shipped
from questionnaires.model import Questionnaire
from questionnaires.yaml_form import to_yaml

Granted = Callable[[Act], Grant]


def as_version(form: Questionnaire, number: int, **settings: str) -> Questionnaire:
    told = form.settings.model_copy(update={"version": number, **settings})
    return form.model_copy(update={"settings": told})


def saved(book: openpyxl.Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_our_workbook_and_our_yaml(form: Questionnaire) -> None:
    book = read_upload(workbook_bytes(form), "liten.xlsx")
    assert (book.questionnaire, book.other, book.yaml, book.placed) == (form, False, False, ())
    text = read_upload(b"\xef\xbb\xbf" + to_yaml(form).encode(), "Liten.YAML")
    assert (text.questionnaire, text.other, text.yaml, text.grids) == (form, False, True, ())
    assert read_upload(template_bytes(), "mall.xlsx").ignored == ("Läs mig",)


def test_places_of_errors(form: Questionnaire) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(form)))
    book["survey"]["F3"] = "sakns"
    del book["areas"]
    found = read_upload(saved(book), "fel.xlsx")
    assert found.questionnaire is None
    assert [(one.sheet, one.row, one.letter, one.header, one.code) for one in found.placed] == [
        ("areas", 0, "", "", "sheet_missing"),
    ]
    broken = to_yaml(form).replace("area:", "arae:", 1)
    told = read_upload(broken.encode(), "fel.yaml").placed
    assert [(one.sheet, one.row, one.header, one.code) for one in told][:1] == [("survey", 1, "arae", "unknown_key")]
    syntax = read_upload(b"settings: {form_id: a\n  b: [", "fel.yaml").placed
    assert [(one.sheet, one.header, one.code) for one in syntax] == [("", "", "yaml_syntax")]
    assert syntax[0].row > 0


def test_a_workbook_of_another_kind() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Frågor"
    for row in (["Område", "Fråga"], ["Drift", "Finns kopior?"], [None, "Övas det?"]):
        page.append(row)
    page.merge_cells("A2:A3")
    book.create_sheet("Tomt")
    found = read_upload(saved(book), "kollen.xlsx")
    assert (found.other, found.questionnaire, found.placed) == (True, None, ())
    assert [(grid.name, [row.text(0) for row in grid.rows]) for grid in found.grids] == [
        ("Frågor", ["Område", "Drift", "Drift"]),
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("settings: {form_title: Mätning}".encode("latin-1"), "latin.yaml", "not_utf8"),
        (b"a" * (5 * 1024 * 1024 + 1), "stor.yaml", "too_large"),
        (b"%PDF-1.7", "blankett.pdf", "not_a_workbook"),
        (b"", "tom.xlsx", "empty_file"),
    ],
)
def test_what_cannot_be_read(content: bytes, name: str, code: str) -> None:
    with pytest.raises(MognadError) as caught:
        read_upload(content, name)
    assert caught.value.code == code


def test_what_publishing_would_mean(store: Store, grant: Granted, form: Questionnaire) -> None:
    before = store.position()
    first = review(store, form)
    assert (first.previous, first.changes, first.goes_on, first.known) == (None, (), None, False)
    assert store.position() == before
    publish_questionnaire_file(store, grant(Act.PUBLISH), form)
    assert review(store, form).known
    second = review(store, as_version(form, 2))
    assert second.previous == form
    assert second.goes_on is not None
    assert second.goes_on.goes_on == tuple(question.name for question in form.survey)
    with pytest.raises(MognadError) as caught:
        review(store, as_version(form, 1, form_title="Annat"))
    assert (caught.value.code, "till 2" in caught.value.message) == ("version_changed", True)


def test_names_to_think_twice_about(store: Store) -> None:
    mine = example_form()
    assert review(store, mine).template_name
    ours = shipped()["mognadsmatning"][-1]
    assert review(store, ours).known
    assert not review(store, ours).of_shipped
    assert review(store, as_version(ours, ours.settings.version + 1)).of_shipped
    with pytest.raises(MognadError) as caught:
        review(store, as_version(ours, ours.settings.version, form_title="Annat"))
    assert "eget form_id" in caught.value.message
