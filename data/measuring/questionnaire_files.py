"""Questionnaires in files: read from a workbook or a YAML file, published as a version, written out again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from base.actors import Act, Grant
from base.errors import MognadError, Problem
from base.hashing import canonical_json
from data.ledger.definitions import definition, versions
from data.ledger.store import Readable, Store
from data.measuring.form_roles import form_role
from data.measuring.rounds import append_questionnaire, refuse_taken_over
from files.grid import Cell, CellKind, Sheet, Workbook
from files.workbook import read_workbook
from files.writer import SheetOut, xlsx_bytes
from questionnaires.changes import FormChange, changes
from questionnaires.check import load_questionnaire
from questionnaires.excel.reading import SheetReading, read_sheets
from questionnaires.excel.sheets import Grid, GridRow, OutSheet
from questionnaires.excel.template import template
from questionnaires.excel.writing import to_sheets
from questionnaires.library import canonical, check_versions, from_canonical, shipped
from questionnaires.model import Questionnaire
from questionnaires.roles import with_role
from questionnaires.yaml_form import to_yaml

_DIGITS = 15  # what Excel itself keeps and shows of a number


@dataclass(frozen=True, slots=True)
class Published:
    """A version as published. ``changes``: against the version before, empty for a first one.

    ``already``: it was published before with the same content, and nothing was stored.
    """

    seq: int
    form_id: str
    version: int
    previous: int | None
    changes: tuple[FormChange, ...]
    already: bool


def grids_of(workbook: Workbook, *, fill_merged: bool = False) -> list[Grid]:
    """The workbook's sheets as the questionnaire room takes them.

    ``fill_merged``: in cells merged downward the text of the first stands in each (an official sheet merges the area
    beside its questions).
    """
    return [Grid(sheet.name, tuple(_rows(sheet, fill_merged=fill_merged))) for sheet in workbook.sheets]


def read_questionnaire_sheets(workbook: Workbook) -> SheetReading:
    """Read a workbook of the form's sheets, with what was kept as notes and what was not read."""
    return read_sheets(grids_of(workbook), workbook.name)


def read_questionnaire_workbook(workbook: Workbook) -> tuple[Questionnaire | None, list[Problem]]:
    """The questionnaire of a workbook; None as soon as there is a problem (places such as ``survey!F12``)."""
    reading = read_questionnaire_sheets(workbook)
    return reading.questionnaire, list(reading.problems)


def read_questionnaire_file(path: Path) -> tuple[Questionnaire | None, list[Problem]]:
    """The same for a file, YAML or workbook by its name's ending. Raises what ``files.workbook`` raises."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return load_questionnaire(path)
    return read_questionnaire_workbook(read_workbook(path))


def known_versions(store: Readable, form_id: str) -> list[Questionnaire]:
    """Every version of a questionnaire, shipped or published, lowest first. What was published is what counts."""
    forms = {form.settings.version: form for form in shipped().get(form_id, [])}
    role = form_role(store, form_id)
    for version, seq in versions(store, "questionnaire", form_id).items():
        forms[version] = with_role(from_canonical(definition(store, seq)), role)
    return [forms[version] for version in sorted(forms)]


def known_questionnaires(store: Readable) -> dict[str, list[Questionnaire]]:
    """Form id → its versions, lowest first: every questionnaire that a measurement can ask, shipped or published."""
    rows = store.query(
        "SELECT DISTINCT name FROM store.definition WHERE kind = 'questionnaire' AND seq <= $known_at",
        {"known_at": store.position()},
    )
    names = sorted({*shipped(), *(row["name"] for row in rows)})
    return {name: known_versions(store, name) for name in names}


def preview(store: Readable, questionnaire: Questionnaire) -> tuple[int | None, tuple[FormChange, ...]]:
    """The version before (None for a first one) and what has changed since; raises as publishing would."""
    settings = questionnaire.settings
    forms = known_versions(store, settings.form_id)
    others = [form for form in forms if form.settings.version != settings.version]
    same = next((form for form in forms if form.settings.version == settings.version), None)
    if same is not None and canonical_json(canonical(same)) != canonical_json(canonical(questionnaire)):
        raise MognadError(
            "version_changed",
            f"Version {settings.version} av {settings.form_id} finns redan med annat innehåll. Höj version i settings "
            f"till {forms[-1].settings.version + 1}.",
        )
    if same is None and forms and settings.version < forms[-1].settings.version:
        raise MognadError(
            "version_too_low",
            f"Version {settings.version} av {settings.form_id} är lägre än den senaste, "
            f"{forms[-1].settings.version}. Höj version i settings till {forms[-1].settings.version + 1}.",
        )
    problems = [
        problem
        for problem in check_versions([*others, questionnaire])
        if problem.file == f"{settings.form_id} {settings.version}"
    ]
    if problems and same is None:
        raise MognadError(
            "questionnaire_invalid",
            f"Version {settings.version} av {settings.form_id} går inte ihop med de tidigare. Inget publicerades.",
            problems,
        )
    before = [form for form in others if form.settings.version < settings.version]
    return (before[-1].settings.version, changes(before[-1], questionnaire)) if before else (None, ())


def publish_questionnaire_file(store: Store, grant: Grant, questionnaire: Questionnaire) -> Published:
    """Publish a read questionnaire as a version, and tell what changed.

    Raises ``version_changed`` (that version has other content), ``version_too_low``, ``questionnaire_invalid`` with
    the problems against earlier versions. The same content again stores nothing.
    """
    settings = questionnaire.settings
    refuse_taken_over(questionnaire)
    with store.writing(grant, Act.PUBLISH) as transaction:
        previous, changed = preview(transaction, questionnaire)
        already = settings.version in versions(transaction, "questionnaire", settings.form_id)
        seq = append_questionnaire(transaction, questionnaire)
    return Published(seq, settings.form_id, settings.version, previous, changed, already)


def questionnaire_version(store: Readable, form_id: str, version: int | None = None) -> Questionnaire:
    """One version, the highest if none is named. Raises ``questionnaire_unknown``."""
    forms = {form.settings.version: form for form in known_versions(store, form_id)}
    chosen = max(forms, default=None) if version is None else version
    if chosen not in forms:
        what = f"Frågeformuläret ”{form_id}”" if not forms else f"Version {version} av ”{form_id}”"
        raise MognadError("questionnaire_unknown", f"{what} finns inte.")
    return forms[chosen]


def workbook_bytes(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as an .xlsx file. Raises ``text_not_in_workbook``."""
    return _written(to_sheets(questionnaire))


def template_bytes() -> bytes:
    """The template to download, an .xlsx file that can be read as it stands."""
    return _written(template())


def export_questionnaire(questionnaire: Questionnaire, out: Path) -> None:
    """Write a questionnaire to a .yaml or .xlsx file. Raises ``out_unknown`` for other endings."""
    ending = out.suffix.lower()
    if ending in (".yaml", ".yml"):
        out.write_bytes(to_yaml(questionnaire).encode("utf-8"))
    elif ending == ".xlsx":
        out.write_bytes(workbook_bytes(questionnaire))
    else:
        raise MognadError("out_unknown", "Filen som skrivs ska sluta på .xlsx eller .yaml.")


def _written(sheets: Iterable[OutSheet]) -> bytes:
    return xlsx_bytes([SheetOut(sheet.name, sheet.headers, sheet.rows, sheet.options) for sheet in sheets])


def _rows(sheet: Sheet, *, fill_merged: bool) -> Iterator[GridRow]:
    above = _merged_downward(sheet) if fill_merged else {}
    for index, cells in enumerate(sheet.rows(0, sheet.n_rows)):
        texts = tuple(
            _text(sheet.cell(*above[index, place]) if (index, place) in above else cell)
            for place, cell in enumerate(cells)
        )
        faults = frozenset(place for place, cell in enumerate(cells) if cell.kind is CellKind.ERROR)
        yield GridRow(sheet.row_number(index), texts, faults)


def _merged_downward(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each lower cell of an area merged downward → the cell that holds its text."""
    return {(row, left): (top, left) for top, left, bottom, _ in sheet.merged for row in range(top + 1, bottom + 1)}


def _text(cell: Cell) -> str:
    if cell.kind is not CellKind.NUMBER:
        return cell.text
    number = Decimal(cell.text)
    if len(number.as_tuple().digits) <= _DIGITS:
        return cell.text
    # A computed 0.1 + 0.2 is 0.30000000000000004 in the file and 0.3 in Excel.
    return format(Decimal(f"{number:.{_DIGITS}g}").normalize(), "f")
