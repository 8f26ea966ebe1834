"""Published definitions: questionnaires and registers, frozen as they were used."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from base.errors import MognadError
from base.hashing import canonical_json, sha256_text
from data.ledger.store import Readable, Transaction


@dataclass(frozen=True, slots=True)
class Definition:
    """What is published. ``kind``: ``questionnaire`` or ``register``; ``content``: what its canonical JSON holds."""

    kind: str
    name: str
    version: int
    content: Mapping[str, Any]


def append_definition(transaction: Transaction, new: Definition) -> int:
    """Append a definition unless it is there already; returns its seq.

    The same version with another content raises ``version_changed``: what has
    been answered or imported under a version must keep its meaning.
    """
    text = canonical_json(new.content)
    digest = sha256_text(text)
    published = transaction.query(
        "SELECT seq, content_hash FROM store.definition WHERE kind = $kind AND name = $name AND version = $version "
        "ORDER BY seq LIMIT 1",
        {"kind": new.kind, "name": new.name, "version": new.version},
    )
    if published and published[0]["content_hash"] != digest:
        raise MognadError(
            "version_changed",
            f"Version {new.version} av {new.name} är redan publicerad med annat innehåll. "
            "Ge den ändrade filen en ny version.",
        )
    if published:
        return int(published[0]["seq"])
    row = {"kind": new.kind, "name": new.name, "version": new.version, "content": text, "content_hash": digest}
    return transaction.append("definition", [row])[0]


def definition(store: Readable, seq: int) -> dict[str, Any]:
    """The content published at ``seq``. Raises ``definition_unknown``."""
    rows = store.query("SELECT content FROM store.definition WHERE seq = $seq", {"seq": seq})
    if not rows:
        raise MognadError("definition_unknown", "Definitionen finns inte i lagret.")
    content: dict[str, Any] = json.loads(rows[0]["content"])
    return content


def versions(store: Readable, kind: str, name: str) -> dict[int, int]:
    """Published version → seq, ascending."""
    rows = store.query(
        "SELECT version, min(seq) AS seq FROM store.definition WHERE kind = $kind AND name = $name "
        "AND seq <= $known_at GROUP BY version ORDER BY version",
        {"kind": kind, "name": name, "known_at": store.position()},
    )
    return {int(row["version"]): int(row["seq"]) for row in rows}
