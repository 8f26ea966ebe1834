"""Questionnaires and answers in long form from the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from base.actors import Act
from base.clock import SystemClock, swedish_date
from base.errors import MognadError
from data.ledger.store import Store
from terminal.common import AddCommand, Arguments, existing_file, grant, opened, writable, written
from terminal.output import Output

if TYPE_CHECKING:
    from questionnaires.model import Questionnaire


def add_questionnaires(command: AddCommand, questionnaire: Any) -> None:
    """Add ``questionnaire check``, ``import`` and ``export``."""
    check = command("check", run_check, "tell every error of a questionnaire file", questionnaire)
    check.add_argument("file", type=Path)
    published = command("import", run_questionnaire_import, "publish a questionnaire (.xlsx or .yaml)", questionnaire)
    published.add_argument("file", type=Path)
    published.add_argument("--role", help="maturity, self_assessment or other; what was said before if left out")
    exported = command("export", run_questionnaire_export, "write a questionnaire (.xlsx or .yaml)", questionnaire)
    exported.add_argument("--questionnaire", required=True)
    exported.add_argument("--version", type=int, help="the highest if left out")
    exported.add_argument("--out", required=True, type=Path)


def add_answers(command: AddCommand, answers: Any) -> None:
    """Add ``answers import``, ``export`` and ``template``."""
    taken = command("import", run_answers_import, "import answers in long form", answers)
    taken.add_argument("file", type=Path)
    taken.add_argument("--questionnaire", required=True, help="form id, or a YAML file")
    taken.add_argument("--create", action="store_true", help="make the rounds and units that the file names")
    taken.add_argument("--replace", action="store_true", help="let the file's answers take the place of those there")
    taken.add_argument("--preview", action="store_true", help="say what would happen; store nothing")
    given = command("export", run_answers_export, "export answers in long form (.xlsx or .csv)", answers)
    given.add_argument("--questionnaire", required=True)
    given.add_argument("--out", required=True, type=Path)
    empty = command(
        "template", run_answers_template, "write an .xlsx to fill in, with our units and questions", answers
    )
    empty.add_argument("--questionnaire", required=True)
    empty.add_argument("--out", required=True, type=Path)


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
        "questions": len(form.questions),
        "problems": [],
    }


def run_questionnaire_import(arguments: Arguments) -> Output:
    """``questionnaire import``: publish a file as a version."""
    from data.measuring.form_roles import form_role
    from data.measuring.questionnaire_files import publish_questionnaire_file

    form = _questionnaire_file(arguments.file)
    store = opened(arguments)
    result = publish_questionnaire_file(store, grant(Act.PUBLISH), form)
    _keep_role(store, form, arguments.role)
    return {
        "questionnaire": result.form_id,
        "version": result.version,
        "seq": result.seq,
        "already": result.already,
        "previous": result.previous,
        "changes": [{"kind": str(change.kind), "name": change.name, "text": change.text} for change in result.changes],
        "role": form_role(store, result.form_id),
    }


def _keep_role(store: Store, form: "Questionnaire", role: str | None) -> None:
    """What is said at the terminal; else what the file of a new form says."""
    from data.measuring.form_roles import chosen_role, set_form_role
    from questionnaires.roles import OTHER, shipped_role

    form_id, proposed = form.settings.form_id, form.settings.role
    if role is not None:
        set_form_role(store, grant(Act.CONFIGURE), form_id, role)
    elif proposed != OTHER and shipped_role(form_id) is None and chosen_role(store, form_id) is None:
        set_form_role(store, grant(Act.CONFIGURE), form_id, proposed)


def run_questionnaire_export(arguments: Arguments) -> Output:
    """``questionnaire export``: what ``questionnaire import`` reads."""
    from data.measuring.questionnaire_files import export_questionnaire, questionnaire_version

    store = opened(arguments, existing=True)
    form = questionnaire_version(store, arguments.questionnaire, arguments.version)
    export_questionnaire(form, arguments.out)
    return {
        "questionnaire": form.settings.form_id,
        "version": form.settings.version,
        "questions": len(form.questions),
        "file": str(arguments.out),
    }


def run_answers_import(arguments: Arguments) -> Output:
    """``answers import``: long form, all or nothing."""
    from data.measuring.answer_files import AnswerFile, import_answers, preview_answers
    from data.measuring.rounds import newest_questionnaire
    from files.workbook import read_workbook
    from questionnaires.library import load

    workbook = read_workbook(arguments.file)
    named = Path(arguments.questionnaire)
    form = load(existing_file(named)) if named.suffix in (".yaml", ".yml") else None
    store = opened(arguments)
    form = form or newest_questionnaire(store, arguments.questionnaire)
    file = AnswerFile(workbook, form, create=arguments.create, replace=arguments.replace)
    result = (preview_answers if arguments.preview else import_answers)(store, grant(Act.IMPORT), file)
    return {
        "questionnaire": form.settings.form_id,
        "version": form.settings.version,
        "rows": result.rows,
        "stored": result.stored,
        "skipped": result.skipped,
        "rounds": list(result.rounds),
        "units_created": list(result.units_created),
        "advice": [issue.message for issue in result.advice],
        "replaces": [issue.message for issue in result.replaces],
    }


def run_answers_export(arguments: Arguments) -> Output:
    """``answers export``: what ``answers import`` reads."""
    from data.measuring.answer_export import export_rows
    from data.measuring.answer_rows import COLUMNS
    from data.measuring.rounds import newest_questionnaire
    from files.writer import SheetOut, write_csv, write_xlsx

    store = opened(arguments, existing=True)
    form = newest_questionnaire(store, arguments.questionnaire)
    rows = export_rows(store, form.settings.form_id)
    out: Path = arguments.out
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise MognadError("out_unknown", "Filen som skrivs ska sluta på .xlsx eller .csv.")
    with writable(out):
        if out.suffix.lower() == ".csv":
            write_csv(out, COLUMNS, rows)
        else:
            write_xlsx(out, [SheetOut("svar", COLUMNS, rows)])
    return {"questionnaire": arguments.questionnaire, "rows": len(rows), "file": str(out)}


def run_answers_template(arguments: Arguments) -> Output:
    """``answers template``: what ``answers import`` reads when it is filled in."""
    from data.measuring.answer_template import answer_template
    from data.measuring.rounds import newest_questionnaire

    store = opened(arguments, existing=True)
    form = newest_questionnaire(store, arguments.questionnaire)
    content = answer_template(store, form, swedish_date(SystemClock().now()))
    return {"questionnaire": form.settings.form_id, "file": written(arguments.out, content)}


def _questionnaire_file(path: Path) -> "Questionnaire":
    from data.measuring.questionnaire_files import read_questionnaire_file

    form, problems = read_questionnaire_file(existing_file(path))
    if form is None:
        raise MognadError("questionnaire_invalid", f"Formuläret {path.name} har {len(problems)} fel.", problems)
    return form
