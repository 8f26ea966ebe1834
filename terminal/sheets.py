"""Answer sheets from the terminal: made for a measurement, and taken in when they come back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from base.actors import Act
from base.clock import swedish_date
from base.errors import MognadError
from terminal.common import (
    AddCommand,
    Arguments,
    existing_file,
    grant,
    names_round,
    opened_round,
    written,
)
from terminal.output import Output

_ISSUE = ("file", "sheet", "row", "column", "code", "message")


def add_sheets(command: AddCommand, of_sheets: Any) -> None:
    """Add ``sheets export`` and ``sheets import``."""
    made = command("export", run_sheets_export, "make the answer sheets of an open measurement (.zip)", of_sheets)
    names_round(made)
    made.add_argument("--out", required=True, type=Path)
    made.add_argument("--with-last", action="store_true", help="show the last answer beside each question")
    taken = command("import", run_sheets_import, "take in the answer sheets that came back", of_sheets)
    names_round(taken)
    taken.add_argument("files", nargs="+", type=Path, help="workbooks, zips or folders")
    taken.add_argument("--preview", action="store_true", help="say what would be stored; store nothing")
    taken.add_argument("--receipt", type=Path, help="write the receipt (.xlsx)")
    taken.add_argument("--reason", default="", help="why answers that are submitted are changed")


def run_sheets_export(arguments: Arguments) -> Output:
    """``sheets export``: a workbook for each manager, and the send list."""
    from data.measuring.sheets.export import export_sheets

    store, measurement = opened_round(arguments)
    _writable(arguments.out)
    package = export_sheets(store, grant(Act.PLAN), measurement.round, with_last=arguments.with_last)
    return {
        "round": measurement.round,
        "workbooks": len(package.out.books),
        "without_manager": package.without_manager,
        "units": len({sheet.unit.unit for book in package.out.books for sheet in book.sheets}),
        "file": written(arguments.out, package.archive),
    }


def run_sheets_import(arguments: Arguments) -> Output:
    """``sheets import``: what is approved is stored; conflicts are decided in the app, so those units wait."""
    from data.measuring.sheets.reading import read_delivery
    from data.measuring.sheets.receipt import Decisions, SheetStanding
    from data.measuring.sheets.receipt_file import receipt_bytes
    from data.measuring.sheets.taking_in import plan_receipt, take_in

    files = list(_files(arguments.files))
    store, measurement = opened_round(arguments)
    delivery = read_delivery(files)
    decisions = Decisions(reason=arguments.reason)
    receipt = plan_receipt(store, measurement.round, delivery, swedish_date(store.clock.now()), decisions)
    if arguments.receipt:
        written(arguments.receipt, receipt_bytes(receipt))
    if not arguments.preview:
        take_in(store, grant(Act.IMPORT), delivery, receipt, decisions)
    return {
        "round": measurement.round,
        "preview": arguments.preview,
        "approved": len(receipt.approved),
        "with_questions": receipt.with_questions,
        "missing": len(receipt.missing),
        "unchanged": len(receipt.of(SheetStanding.UNCHANGED)),
        "already": len(receipt.of(SheetStanding.ALREADY)),
        "answers": receipt.changes,
        "submitted": receipt.submitting,
        "issues": [{name: getattr(issue, name) for name in _ISSUE} for issue in receipt.issues],
    }


def _files(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [existing_file(path)]
        for file in inside:
            try:
                yield file.name, file.read_bytes()
            except OSError as error:
                raise MognadError("file_unreadable", f"Filen {file.name} går inte att läsa.") from error


def _writable(path: Path) -> None:
    """Before anything is kept as sent: sheets that could not be written were never sent."""
    if path.is_dir() or not path.parent.is_dir():
        raise MognadError("out_unwritable", f"Filen {path.name} går inte att skriva där. Välj en annan mapp.")
