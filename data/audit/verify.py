"""Verification: every block read, every hash computed again, every reference followed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from base.errors import MognadError
from base.hashing import sha256_text
from data.ledger.rows import hash_expression
from data.ledger.store import Store
from data.measuring.closing import closing_digest
from data.registers import all_registers

# Table, column and the table and column it refers to; nulls refer to nothing.
_REFERENCES = (
    ("round", "definition_seq", "definition", "seq"),
    ("snapshot", "definition_seq", "definition", "seq"),
    ("round_unit", "round", "round", "round"),
    ("round_unit", "unit", "unit", "unit"),
    ("round_event", "round", "round", "round"),
    ("answer", "round", "round", "round"),
    ("answer", "unit", "unit", "unit"),
    ("answer", "person", "person", "person"),
    ("round_plan", "round", "round", "round"),
    ("submission", "round", "round", "round"),
    ("submission", "unit", "unit", "unit"),
    ("submission", "person", "person", "person"),
    ("override", "round", "round", "round"),
    ("override", "unit", "unit", "unit"),
    ("sample_unit", "round", "round", "round"),
    ("sample_unit", "unit", "unit", "unit"),
    ("sample_check", "round", "round", "round"),
    ("sample_check", "unit", "unit", "unit"),
    ("outside_value", "result", "outside_result", "result"),
    ("outside_value", "unit", "unit", "unit"),
    ("responsible", "round", "round", "round"),
    ("responsible", "unit", "unit", "unit"),
    ("proposal", "round", "round", "round"),
    ("proposal", "unit", "unit", "unit"),
    ("sitting", "round", "round", "round"),
    ("sitting", "unit", "unit", "unit"),
    ("sitting_person", "sitting", "sitting", "sitting"),
    ("sitting_person", "person", "person", "person"),
    ("vote", "sitting", "sitting", "sitting"),
    ("agreement", "sitting", "sitting", "sitting"),
    ("agreement", "answer_seq", "answer", "seq"),
    ("agreement", "confirmation", "confirmation", "confirmation"),
    ("confirmation", "sitting", "sitting", "sitting"),
    ("confirmation_person", "confirmation", "confirmation", "confirmation"),
    ("confirmation_person", "person", "person", "person"),
    ("unit", "parent", "unit", "unit"),
    ("unit_change", "old_unit", "unit", "unit"),
    ("unit_change", "new_unit", "unit", "unit"),
    ("unit_match", "unit", "unit", "unit"),
    ("assignment", "unit", "unit", "unit"),
    ("assignment", "person", "person", "person"),
    ("sheet_export", "round", "round", "round"),
    ("sheet_export", "unit", "unit", "unit"),
    ("sheet_export", "person", "person", "person"),
    ("sheet_import", "round", "round", "round"),
    ("sheet_import", "unit", "unit", "unit"),
    ("sheet_import", "person", "person", "person"),
    ("sheet_import", "workbook", "sheet_export", "workbook"),
    ("sheet_import", "first_answer", "answer", "seq"),
    ("sheet_import", "last_answer", "answer", "seq"),
    ("snapshot_issue", "snapshot", "snapshot", "snapshot"),
    ("snapshot_event", "snapshot", "snapshot", "snapshot"),
    ("snapshot", "branch", "unit", "unit"),
)
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
        ):
            problems.extend(check(store))
        problems.extend(_check_closings(store))
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
    for table, column, target, key in _REFERENCES:
        lost = store.query(
            f"SELECT count(*) AS n FROM store.{table} t WHERE t.{column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM store.{target} o WHERE o.{key} = t.{column})"
        )[0]
        if lost["n"]:
            yield f"Tabellen {table}: {lost['n']} rader pekar på {target} som inte finns."


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
    """Each answer's question and alternative stand in its round's definition."""
    for row in store.query(
        "SELECT DISTINCT r.definition_seq, a.question, a.alternative, d.content FROM store.answer a "
        "JOIN store.round r USING (round) JOIN store.definition d ON d.seq = r.definition_seq "
        "ORDER BY r.definition_seq"
    ):
        content = json.loads(row["content"])
        lists = {q["name"]: q["type"].removeprefix("select_one ") for q in content["survey"]}
        if row["question"] not in lists:
            yield f"Ett svar gäller frågan {row['question']} som inte finns i formuläret."
        elif row["alternative"] is not None and not any(
            c["list_name"] == lists[row["question"]] and c["name"] == row["alternative"] for c in content["choices"]
        ):
            yield f"Ett svar på {row['question']} har ett alternativ som inte finns: {row['alternative']}."


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
