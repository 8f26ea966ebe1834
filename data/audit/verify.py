"""Verification: every block read, every hash computed again, every reference followed."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from base.errors import MognadError
from base.hashing import sha256_text
from data.ledger.rows import hash_expression
from data.ledger.store import Store
from data.measuring.closing import closing_digest
from data.registers import all_registers
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire
from questionnaires.said import check_said

# Column → the table and column it refers to, in whichever table of the ledger it stands; nulls refer to nothing.
_REFERENCES = {
    **{name: (name, name) for name in ("person", "unit", "round", "sitting", "confirmation", "snapshot")},
    **dict.fromkeys(("parent", "old_unit", "new_unit", "branch"), ("unit", "unit")),
    **dict.fromkeys(("answer_seq", "first_answer", "last_answer"), ("answer", "seq")),
    "definition_seq": ("definition", "seq"),
    "result": ("outside_result", "result"),
    "workbook": ("sheet_export", "workbook"),
}
# Table, column with a source, and SQL for its register: a register's own source bears its name and has no row.
_SOURCES = (
    ("snapshot", "source", "t.register"),
    ("check_acceptance", "source", "t.register"),
    ("same_row", "one_source", "t.register"),
    ("same_row", "other_source", "t.register"),
    ("incident_judgement", "source", "'incidents'"),
)


@dataclass(frozen=True, slots=True)
class Verification:
    """``checked`` counts rows; ``problems`` are Swedish sentences, empty when all is well."""

    ok: bool
    checked: int
    problems: tuple[str, ...]


def verify(store: Store) -> Verification:
    """Check the whole store; a damaged block is a problem, not an exception."""
    problems: list[str] = []
    checked = 0
    for table in store.tables:
        try:
            checked += _check_rows(store, table, problems)
        except MognadError as error:
            problems.append(f"Tabellen {table} går inte att läsa helt: {error.message}")
    if not problems:
        for check in (
            _check_order,
            _check_definitions,
            _check_references,
            _check_sources,
            _check_answers,
            _check_snapshots,
            _check_closings,
        ):
            problems.extend(check(store))
    return Verification(not problems, checked, tuple(problems))


def _check_rows(store: Store, table: str, problems: list[str]) -> int:
    # hash(t) makes DuckDB read every column, also those the row hash leaves out.
    rows = store.query(
        f"SELECT count(*) AS n, bit_xor(hash(t)) AS fingerprint, "
        f"count(*) FILTER (row_hash IS DISTINCT FROM {hash_expression(store.tables[table])}) AS wrong, "
        f"min(seq) FILTER (row_hash IS DISTINCT FROM {hash_expression(store.tables[table])}) AS first_wrong "
        f"FROM store.{table} AS t"
    )[0]
    if rows["wrong"]:
        problems.append(
            f"Tabellen {table}: {rows['wrong']} rader är ändrade, den första har nummer {rows['first_wrong']}."
        )
    return int(rows["n"])


def _check_order(store: Store) -> Iterable[str]:
    everything = " UNION ALL ".join(f"SELECT seq FROM store.{table}" for table in store.tables)
    order = store.query(
        f"SELECT count(*) AS n, count(DISTINCT seq) AS different, coalesce(max(seq), 0) AS newest FROM ({everything})"
    )[0]
    if order["different"] < order["n"]:
        yield "Flera rader har samma nummer."
    if order["newest"] != order["different"]:
        yield f"{order['newest'] - order['different']} rader saknas i nummerföljden."


def _check_definitions(store: Store) -> Iterable[str]:
    for row in store.query("SELECT seq, kind, name, version, content, content_hash FROM store.definition"):
        if sha256_text(row["content"]) != row["content_hash"]:
            yield f"Definitionen {row['name']} version {row['version']} är ändrad."


def _check_references(store: Store) -> Iterable[str]:
    for table, column, target, key in _references(store):
        lost = store.query(
            f"SELECT count(*) AS n FROM store.{table} t WHERE t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM store.{target} o WHERE o.{key} = t.{column})"
        )[0]
        if lost["n"]:
            yield f"Tabellen {table}: {lost['n']} rader pekar på {target} som inte finns."


def _references(store: Store) -> Iterable[tuple[str, str, str, str]]:
    """(table, column, the table and the column referred to); the rows of registers have a check of their own."""
    for table, columns in store.tables.items():
        for column in columns if not table.startswith("register_") else ():
            target, key = _REFERENCES.get(column, (table, column))
            if (target, key) != (table, column):
                yield table, column, target, key


def _check_sources(store: Store) -> Iterable[str]:
    """Each source is its register's own or one that was added to it; each register is a known one."""
    for table, column, register in _SOURCES:
        sources = store.query(
            f"SELECT count(*) AS n FROM store.{table} t WHERE t.{column} IS NOT NULL AND t.{column} <> {register} "
            f"AND NOT EXISTS (SELECT 1 FROM store.source o WHERE o.source = t.{column} AND o.register = {register})"
        )[0]
        if sources["n"]:
            yield f"Tabellen {table}: {sources['n']} rader pekar på en källa som inte finns."
    registers = all_registers()
    for row in store.query("SELECT DISTINCT register FROM store.source"):
        if row["register"] not in registers:
            yield f"En källa hör till registret {row['register']} som inte finns."


def _check_answers(store: Store) -> Iterable[str]:
    """Each answer's question, and what is said of it, fit its round's definition."""
    # A form is read once, however many answers it has.
    used = store.query(
        "SELECT seq, content FROM store.definition WHERE seq IN (SELECT definition_seq FROM store.round) ORDER BY seq"
    )
    for row in used:
        yield from _check_answers_to(store, row["seq"], json.loads(row["content"]))


def _check_answers_to(store: Store, definition_seq: int, content: Mapping[str, Any]) -> Iterable[str]:
    form = from_canonical(content)
    lists = {q["name"]: q["type"].removeprefix("select_one ") for q in content["survey"]}
    for row in store.query(
        "SELECT DISTINCT a.question, a.alternative, a.value FROM store.answer a JOIN store.round r USING (round) "
        "WHERE r.definition_seq = $form ORDER BY ALL",
        {"form": definition_seq},
    ):
        if row["value"] is not None:
            yield from _check_value(form, row["question"], row["value"])
        if row["question"] not in lists:
            yield f"Ett svar gäller frågan {row['question']} som inte finns i formuläret."
        elif row["alternative"] is not None and not any(
            c["list_name"] == lists[row["question"]] and c["name"] == row["alternative"] for c in content["choices"]
        ):
            yield f"Ett svar på {row['question']} har ett alternativ som inte finns: {row['alternative']}."


def _check_value(form: Questionnaire, question: str, value: str) -> Iterable[str]:
    asked = next((row for row in form.questions if row.name == question and row.kind != "select_one"), None)
    if asked is not None:
        with suppress(MognadError):
            check_said(form, asked, value)
            return
    yield f"Ett svar på {question} har ett värde som inte hör till frågan."


def _check_snapshots(store: Store) -> Iterable[str]:
    for name in all_registers():
        table = f"register_{name}"
        for row in store.query(
            f"SELECT s.snapshot, s.stored, count(t.seq) AS n FROM store.snapshot s "
            f"LEFT JOIN store.{table} t USING (snapshot) WHERE s.register = $name "
            "GROUP BY s.snapshot, s.stored HAVING s.stored <> count(t.seq)",
            {"name": name},
        ):
            yield f"Registerläget {row['snapshot']} ska ha {row['stored']} rader men har {row['n']}."
        lost = store.query(
            f"SELECT count(*) AS n FROM store.{table} t "
            "WHERE NOT EXISTS (SELECT 1 FROM store.snapshot s WHERE s.snapshot = t.snapshot)"
        )[0]["n"]
        if lost:
            yield f"Tabellen {table}: {lost} rader hör inte till något registerläge."


def _check_closings(store: Store) -> Iterable[str]:
    for row in store.query("SELECT round, digest FROM store.round_event WHERE event = 'closed'"):
        kept = json.loads(row["digest"])
        now = closing_digest(store, row["round"], kept["position"])
        # A closing from before something else was kept says nothing of it.
        if any(now.get(name) != value for name, value in kept.items()):
            yield f"Avslutet av mätningen {row['round']} stämmer inte med svaren."
