"""Registers from the terminal: what changed in one."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from base.errors import MognadError
from terminal.common import AddCommand, Arguments, day, opened
from terminal.output import Output

if TYPE_CHECKING:
    from data.imported.state import Layer

_MOST_ROWS = 1000


def add_registers(command: AddCommand, of_registers: Any) -> None:
    """Add ``registers changes``."""
    changes = command("changes", run_changes, "what the newest import changed, or what changed between dates",
                      of_registers)  # fmt: skip
    changes.add_argument("register", help="the register's name, e.g. risks")
    changes.add_argument("--from", dest="first", type=day, help="with --to: from this date")
    changes.add_argument("--to", dest="last", type=day)
    changes.add_argument("--rows", type=int, default=_MOST_ROWS, help="at most so many rows of each kind")


def run_changes(arguments: Arguments) -> Output:
    """``registers changes``: counts, the movement of risks, and the rows."""
    from data.imported.made import register_imports
    from data.imported.snapshot import UNIT_REGISTER
    from data.registers import find_register
    from metrics.registers.changes import CHANGED, MISSING, NEW, RETURNED, date_changes, import_changes
    from metrics.registers.rows import changed_rows

    name = find_register(arguments.register).name
    if name == UNIT_REGISTER:
        raise MognadError("register_unknown", "Organisationen jämförs inte här. Välj ett annat register.")
    if (arguments.first is None) != (arguments.last is None):
        raise MognadError("usage", "Ange både --from och --to, eller ingen av dem.")
    store = opened(arguments, existing=True)
    if arguments.first is not None:
        changes = date_changes(store, name, arguments.first, arguments.last)
    else:
        newest = next((each for each in register_imports(store, name) if each.state == "holds"), None)
        if newest is None:
            raise MognadError("register_empty", f"Inget är inläst i registret ”{name}”.")
        changes = import_changes(store, newest.snapshot)
    kinds = (NEW, CHANGED, MISSING, RETURNED)
    rows = [(kind, row) for kind in kinds for row in changed_rows(store, changes, kind, max(arguments.rows, 0))]
    return {
        "register": name,
        "before": _files(changes.before),
        "after": _files(changes.after),
        "new": changes.new,
        "of_new_source": changes.of_new_source,
        "changed": changes.changed,
        "missing": changes.missing,
        "returned": changes.returned,
        "unchanged": changes.unchanged,
        "untouched": changes.untouched,
        "untraced": {"before": changes.untraced_before, "after": changes.untraced_after},
        "repeated": changes.repeated,
        "fields": {field.name: count for field, count in changes.fields},
        "not_compared": [field.name for field in changes.unheard],
        "moves": asdict(changes.moves) if changes.moves is not None else None,
        "rows": [
            {
                "kind": kind,
                "source": row.source,
                "key": row.key,
                "title": row.title,
                "unit": row.unit,
                "row": row.row,
                "fields": [{"field": each.field, "before": each.before, "after": each.after} for each in row.fields],
                "moves": list(row.moves),
            }
            for kind, row in rows
        ],
    }


def _files(layers: "Sequence[Layer]") -> list[dict[str, object]]:
    return [
        {"snapshot": one.snapshot, "source": one.source, "as_of": one.as_of, "file": one.file_name, "claim": one.claim}
        for one in layers
    ]
