"""A reading as JSON: what ``inspect`` prints, and what ``import`` prints before its own figures."""

from dataclasses import asdict
from typing import Any

from base.errors import issue_json
from data.registers.reading.result import Reading
from files.grid import Workbook


def inspect_json(workbook: Workbook, reading: Reading) -> dict[str, Any]:
    """Keys ``register`` … ``issues`` as the README's command reference says; ``sheet`` null for a CSV file."""
    return {
        "register": reading.register.name if reading.register else None,
        "sheet": None if workbook.kind == "csv" else reading.sheet,
        "header_row": reading.header_row,
        "rows": reading.rows,
        "ignored": [{"row": ignored.row, "reason": ignored.reason} for ignored in reading.ignored],
        "left_out": reading.left_out,
        "filters": [{"reason": left.reason, "rows": left.rows} for left in reading.filtered],
        "columns": [
            {"header": column.header, "field": column.field, "type": column.type, "keep": column.keep}
            for column in reading.columns
        ],
        "dates": {name: asdict(dates) for name, dates in reading.dates.items()},
        "issues": [issue_json(issue) for issue in reading.issues],
    }
