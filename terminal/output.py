"""How the terminal shows what a command gives: one JSON object, or lines for a person."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from base.errors import MognadError, issue_json

Output = dict[str, Any]


def error_output(error: MognadError) -> Output:
    """``{"error": {"code", "message"}}``, with ``issues`` where there are single faults."""
    told: Output = {"code": error.code, "message": error.message}
    if error.issues:
        told["issues"] = [issue_json(issue) for issue in error.issues]
    return {"error": told}


def show_output(output: Output, as_json: bool, *, failed: bool) -> None:
    """Write to stdout; what failed goes to stderr for a person and to stdout as JSON."""
    if as_json:
        text = json.dumps(output, ensure_ascii=False, default=_plain)
    else:
        text = "\n".join(_lines(output))
    # A terminal of another encoding must not turn an answer into a traceback.
    stream = sys.stdout if as_json or not failed else sys.stderr
    encoding = "utf-8" if as_json else stream.encoding or "utf-8"
    stream.buffer.write(f"{text}\n".encode(encoding, "replace"))
    stream.flush()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _lines(output: Output) -> list[str]:
    if "error" in output:
        error = output["error"]
        rows = [f"{error['message']} [{error['code']}]"]
        return rows + [f"  {_place(issue)}{issue['message']} [{issue['code']}]" for issue in error.get("issues", [])]
    lines = []
    for key, value in output.items():
        if isinstance(value, list):
            lines.append(f"{key}: {len(value)}")
            lines.extend(f"  {_one_line(item)}" for item in value)
        else:
            lines.append(f"{key}: {_one_line(value)}")
    return lines


def _place(issue: Mapping[str, Any]) -> str:
    place = issue.get("path") or (f"rad {issue['row']}" if issue.get("row") else "")
    return f"{place}: " if place else ""


def _one_line(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{key}={_one_line(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list | tuple):
        return ", ".join(_one_line(item) for item in value)
    # A file's text must not steer the terminal.
    return "–" if value is None else "".join(sign if sign.isprintable() else " " for sign in str(value))
