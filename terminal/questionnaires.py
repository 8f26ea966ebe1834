"""Questionnaires and answers in long form from the terminal."""

from pathlib import Path
from typing import Any

from base.actors import Act
from base.errors import MognadError
from questionnaires.model import Questionnaire
from terminal.common import AddCommand, Arguments, existing_file, grant, opened, written
from terminal.output import Output


def add_questionnaires(command: AddCommand, questionnaire: Any) -> None:
    """Add ``questionnaire check``, ``import`` and ``export``."""
    check = command("check", run_check, "tell every error of a questionnaire file", questionnaire)
    check.add_argument("file", type=Path)
    published = command("import", run_questionnaire_import, "publish a questionnaire (.xlsx or .yaml)", questionnaire)
    published.add_argument("file", type=Path)
    written = command("export", run_questionnaire_export, "write a questionnaire (.xlsx or .yaml)", questionnaire)
    written.add_argument("--questionnaire", required=True)
    written.add_argument("--version", type=int, help="the highest if left out")
    written.add_argument("--out", required=True, type=Path)


def add_answers(command: AddCommand, answers: Any) -> None:
    """Add ``answers import`` and ``export``."""
    taken = command("import", run_answers_import, "import answers in long form", answers)
    taken.add_argument("file", type=Path)
    taken.add_argument("--questionnaire", required=True, help="form id, or a YAML file")
    taken.add_argument("--create", action="store_true", help="make the rounds and units that the file names")
    given = command("export", run_answers_export, "export answers in long form (.xlsx or .csv)", answers)
    given.add_argument("--questionnaire", required=True)
    given.add_argument("--out", required=True, type=Path)


def run_check(arguments: Arguments) -> Output:
    """``questionnaire check``: every error at once."""
    form = _questionnaire_file(arguments.file)
    settings = form.settings
    return {
        "ok": True,
        "questionnaire": settings.form_id,
        "title": settings.form_title,
        "version": settings.version,
        "areas": len(form.areas),
        "questions": len(form.survey),
        "problems": [],
    }


def run_questionnaire_import(arguments: Arguments) -> Output:
    """``questionnaire import``: publish a file as a version."""
    from data.measuring.questionnaire_files import publish_questionnaire_file

    form = _questionnaire_file(arguments.file)
    result = publish_questionnaire_file(opened(arguments), grant(Act.PUBLISH), form)
    return {
        "questionnaire": result.form_id,
        "version": result.version,
        "seq": result.seq,
        "already": result.already,
        "previous": result.previous,
        "changes": [{"kind": str(change.kind), "name": change.name, "text": change.text} for change in result.changes],
    }


def run_questionnaire_export(arguments: Arguments) -> Output:
    """``questionnaire export``: what ``questionnaire import`` reads."""
    from data.measuring.questionnaire_files import export_questionnaire, questionnaire_version

    store = opened(arguments, existing=True)
    form = questionnaire_version(store, arguments.questionnaire, arguments.version)
    export_questionnaire(form, arguments.out)
    return {
        "questionnaire": form.settings.form_id,
        "version": form.settings.version,
        "questions": len(form.survey),
        "file": str(arguments.out),
    }


def run_answers_import(arguments: Arguments) -> Output:
    """``answers import``: long form, all or nothing."""
    from data.measuring.answer_files import import_answers
    from data.measuring.rounds import newest_questionnaire
    from files.workbook import read_workbook
    from questionnaires.library import load

    workbook = read_workbook(arguments.file)
    named = Path(arguments.questionnaire)
    form = load(existing_file(named)) if named.suffix in (".yaml", ".yml") else None
    store = opened(arguments)
    form = form or newest_questionnaire(store, arguments.questionnaire)
    result = import_answers(store, grant(Act.IMPORT), workbook, form, create=arguments.create)
    return {
        "questionnaire": form.settings.form_id,
        "version": form.settings.version,
        "rows": result.rows,
        "stored": result.stored,
        "skipped": result.skipped,
        "rounds": list(result.rounds),
        "units_created": list(result.units_created),
        "advice": [issue.message for issue in result.advice],
    }


def run_answers_export(arguments: Arguments) -> Output:
    """``answers export``: what ``answers import`` reads."""
    from data.measuring.answer_export import export_rows
    from data.measuring.answer_rows import COLUMNS
    from data.measuring.rounds import newest_questionnaire
    from files.writer import SheetOut, csv_bytes, xlsx_bytes

    store = opened(arguments, existing=True)
    form = newest_questionnaire(store, arguments.questionnaire)
    rows = export_rows(store, form.settings.form_id)
    out: Path = arguments.out
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise MognadError("out_unknown", "Filen som skrivs ska sluta på .xlsx eller .csv.")
    as_csv = out.suffix.lower() == ".csv"
    content = csv_bytes(COLUMNS, rows) if as_csv else xlsx_bytes([SheetOut("svar", COLUMNS, rows)])
    return {"questionnaire": arguments.questionnaire, "rows": len(rows), "file": written(out, content)}


def _questionnaire_file(path: Path) -> Questionnaire:
    from data.measuring.questionnaire_files import read_questionnaire_file

    form, problems = read_questionnaire_file(existing_file(path))
    if form is None:
        raise MognadError("questionnaire_invalid", f"Formuläret {path.name} har {len(problems)} fel.", problems)
    return form
