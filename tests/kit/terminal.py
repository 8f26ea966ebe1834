"""The terminal's commands, run in this process."""

import contextlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli import main


def told(store: Path, command: Sequence[str]) -> Any:
    """What a command gives as JSON on a store."""
    code, answer = answered(store, command)
    assert code == 0, answer
    return answer


def answered(store: Path, command: Sequence[str]) -> tuple[int, Any]:
    """A command's exit code and its JSON."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    with contextlib.redirect_stdout(out):
        code = main([*command, "--store", str(store), "--json"])
    out.flush()
    return code, json.loads(raw.getvalue())
