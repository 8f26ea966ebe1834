"""Keep a store of this version for the tests of the next: ``python -m scripts.keep_store NAME``.

Builds the example municipality and writes ``tests/stores/NAME.duckdb.xz`` and ``NAME.json.xz``: what the terminal tells
of it today. The next version must open it, verify it and tell the same (``tests/cli/test_kept_stores.py``).
"""

import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.kit.terminal import told

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "stores"
AS_OF = "2026-11-02"


def commands(rounds: list[dict[str, Any]], branches: list[str]) -> list[list[str]]:
    """What is asked of the store: every closed round, whole and per part, and the registers on a date."""
    asked = [["incidents", "--as-of", AS_OF], ["checks", "--as-of", AS_OF], ["rounds"]]
    for round_ in rounds:
        if round_["state"] == "closed":
            one = ["scores", "--questionnaire", round_["questionnaire"], "--round", round_["name"]]
            asked += [one, *([*one, "--branch", branch] for branch in branches)]
    return asked


def keep(name: str) -> None:
    """Write the store and what is told of it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.duckdb"
        told(store, ["demo"])
        rounds = told(store, ["rounds"])["rounds"]
        branches = [unit["unit"] for unit in told(store, ["units"])["units"] if unit["kind"] == "kontor"]
        figures = [{"command": one, "told": told(store, one)} for one in commands(rounds, branches)]
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.duckdb.xz").write_bytes(lzma.compress(store.read_bytes(), preset=9))
    (FOLDER / f"{name}.json.xz").write_bytes(lzma.compress(json.dumps(figures).encode(), preset=9))


if __name__ == "__main__":
    keep(sys.argv[1])
