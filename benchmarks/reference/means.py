"""The least SQL that gives the means: ``means.sql``, beside this file."""

import json
from pathlib import Path

import pyarrow as pa

from data.ledger.store import Store

_SQL = Path(__file__).with_name("means.sql").read_text(encoding="utf-8")


def worths(store: Store) -> pa.Table:
    """Question, alternative and value, of all forms that are published in a store."""
    rows = set()
    for row in store.query("SELECT content FROM store.definition WHERE kind = 'questionnaire'"):
        form = json.loads(row["content"])
        values: dict[str, list[tuple[str, float]]] = {}
        for choice in form["choices"]:
            values.setdefault(choice["list_name"], []).append((choice["name"], float(choice["value"])))
        for question in form["survey"]:
            mine = values[question["type"].removeprefix("select_one ")]
            rows |= {(question["name"], name, value) for name, value in mine}
    return pa.table(dict(zip(("question", "alternative", "value"), map(list, zip(*rows, strict=True)), strict=True)))


def means(store: Store, worth: pa.Table) -> pa.Table:
    """The mean of each round and unit."""
    return store.arrow(_SQL, tables={"worth": worth})
