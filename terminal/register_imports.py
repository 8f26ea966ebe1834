"""Register exports from the terminal: how a file would be read, and its import as a snapshot."""

import argparse
import json
from pathlib import Path
from typing import Any

from base.actors import Act
from base.errors import MognadError
from data.imported.sources import CLAIMS, Claim, FileCoverage
from data.ledger.store import Store
from terminal.common import AddCommand, Arguments, day, existing_file, grant, opened
from terminal.output import Output


def add_register_imports(command: AddCommand) -> None:
    """Add ``inspect`` and ``import``."""
    inspect = command("inspect", run_inspect, "show how a file would be read; opens no store")
    inspect.add_argument("file", type=Path)
    inspect.add_argument("--register")
    inspect.add_argument("--mapping", type=Path, help="JSON that corrects what was recognised")

    imported = command("import", run_import, "import a register export as a snapshot")
    imported.add_argument("file", type=Path)
    imported.add_argument("--register", required=True)
    imported.add_argument("--as-of", required=True, type=day)
    imported.add_argument("--mapping", type=Path)
    imported.add_argument("--again", action="store_true", help="the same file at another date")
    _add_coverage(imported)


def _add_coverage(imported: argparse.ArgumentParser) -> None:
    imported.add_argument("--source", help="the system or list it comes from, by name")
    imported.add_argument("--add-source", action="store_true", help="make the source if none bears the name")
    imported.add_argument("--claim", choices=CLAIMS, help="what the file covers; what was said last if left out")
    imported.add_argument("--from", dest="period_from", type=day, help="first day of the period that a part covers")
    imported.add_argument("--to", dest="period_to", type=day, help="its last day")
    imported.add_argument("--branch", help="the unit that a part covers, with all below it: id, code or name")
    imported.add_argument("--fewer-is-right", action="store_true", help="more than a fifth fewer rows is no mistake")


def run_inspect(arguments: Arguments) -> Output:
    """``inspect``: what would be read, without a store."""
    from data.imported.imports import inspect_file

    return inspect_file(arguments.file, arguments.register, _mapping(arguments.mapping))


def run_import(arguments: Arguments) -> Output:
    """``import``: one export as one snapshot."""
    from files.workbook import begin_reading

    # In a process of its own, which has time to read a small file while the rest is loaded and the store is opened.
    reading = begin_reading(arguments.file)
    from data.imported.imports import import_file
    from data.imported.incoming import ExportFile, ImportOrder

    store = opened(arguments)
    file = ExportFile(arguments.file, arguments.register, arguments.as_of, _mapping(arguments.mapping))
    order = ImportOrder(
        source=_source(store, arguments),
        coverage=_coverage(store, arguments),
        again=arguments.again,
        fewer_is_right=arguments.fewer_is_right,
    )
    return import_file(store, grant(Act.IMPORT), file, order, lambda _: reading())


def _source(store: Store, arguments: Arguments) -> str | None:
    """The id of the named source. Raises ``source_unknown`` with the names there are."""
    from data.imported.sources import add_source, sources

    name = (arguments.source or "").strip()
    if not name:
        return None
    possible = sources(store, arguments.register)
    for each in possible:
        if name.casefold() == each.name.casefold() or name == each.source:
            return each.source
    if arguments.add_source:
        existing_file(arguments.file)
        return add_source(store, grant(Act.IMPORT), arguments.register, name)
    names = ", ".join(each.name for each in possible)
    raise MognadError("source_unknown", f"Källan {name} finns inte. Välj någon av: {names}, eller skriv --add-source.")


def _coverage(store: Store, arguments: Arguments) -> FileCoverage | None:
    """What was said at the terminal; None for what is remembered. Bounds alone mean a part."""
    from data.organisation.units import matcher

    bounds = (arguments.period_from, arguments.period_to, arguments.branch)
    if arguments.claim is None and not any(bounds):
        return None
    claim: Claim = arguments.claim or "part"
    if claim != "part" and any(bounds):
        raise MognadError("claim_bounded", "Period och del hör bara till en avgränsad del. Skriv --claim part.")
    branch = None
    if arguments.branch:
        branch = matcher(store, arguments.as_of).find(arguments.branch)
        if branch is None:
            raise MognadError(
                "unit_unknown", f"”{arguments.branch}” är ingen entydig organisationsdel {arguments.as_of.isoformat()}."
            )
    return FileCoverage(claim, arguments.period_from, arguments.period_to, branch)


def _mapping(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        read = json.loads(existing_file(path).read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise MognadError("mapping_invalid", f"Kopplingen {path.name} går inte att läsa som JSON.") from error
    if not isinstance(read, dict):
        raise MognadError("mapping_invalid", f"Kopplingen {path.name} ska vara ett JSON-objekt.")
    return read
