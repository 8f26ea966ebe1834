"""Appending to the ledger: order, salts and row hashes.

A row's hash is SHA-256 over its salt and its canonical text: every non-null
column but ``salt`` and ``row_hash`` as ``name=length:text;`` in name order. Null
columns are left out so that a column added later changes no old hash. The salt
lets a row's content be disposed of while its hash stays.
"""

import os
from collections.abc import Iterable, Sequence

import pyarrow as pa

SALT_BYTES = 16


def hash_expression(columns: Iterable[str]) -> str:
    """SQL that computes ``row_hash`` from a row's own columns."""
    parts = [
        f"""CASE WHEN "{name}" IS NULL THEN '' ELSE """
        f"""concat('{name}=', length(CAST("{name}" AS VARCHAR)), ':', CAST("{name}" AS VARCHAR), ';') END"""
        for name in sorted(columns)
        if name not in ("salt", "row_hash")
    ]
    return f"sha256(concat(salt, {', '.join(parts)}))"


def salts(count: int) -> pa.Array:
    """``count`` random salts as hex texts."""
    text = os.urandom(SALT_BYTES * count).hex()
    width = SALT_BYTES * 2
    return pa.array([text[start : start + width] for start in range(0, len(text), width)], pa.string())


def insert_statement(table: str, columns: Sequence[str], source: str) -> str:
    """INSERT of all of ``columns`` and the hash from a registered Arrow table.

    ``columns`` are the store's column names, with ``salt`` but without
    ``row_hash``; names come from our own schema, never from input.
    """
    listed = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT INTO store.{table} ({listed}, row_hash) "
        f"SELECT {listed}, {hash_expression(columns)} FROM (SELECT {listed} FROM {source})"
    )
