"""One reading on its way into the ledger: its snapshot, its rows with units matched, its issues."""

from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc

from base.hashing import canonical_json
from data.imported.incoming import Incoming
from data.ledger.arrow import by_value, table_of
from data.ledger.definitions import Definition, append_definition
from data.ledger.store import Transaction
from data.organisation.unit_effects import UnitChanges
from data.organisation.unit_rows import apply_units
from data.organisation.units import UnitMatcher, matcher
from data.registers.definitions.library import register_canonical
from data.registers.definitions.model import Register
from data.registers.values.messages import RowIssue

UNIT_REGISTER = "units"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. ``stored`` was counted in the store afterwards; ``left_out``: rows outside the filters.

    ``issues`` are the reading's and those that only the store could tell
    (``unit_unknown``, ``parent_unknown``); ``units`` for an import of units.
    """

    snapshot: str
    stored: int
    skipped: int
    duplicate: bool
    issues: tuple[RowIssue, ...]
    units: UnitChanges | None = None
    left_out: int = 0


class SnapshotWriter:
    """One snapshot on its way into the ledger."""

    def __init__(self, transaction: Transaction, incoming: Incoming) -> None:
        self.transaction, self.incoming = transaction, incoming
        self.register, self.reading, self.as_of = incoming.register, incoming.reading, incoming.as_of
        self.issues = list(incoming.reading.issues)

    def run(self) -> ImportResult:
        register = self.register
        definition = Definition("register", register.name, register.version, register_canonical(register))
        definition_seq = append_definition(self.transaction, definition)
        snapshot = f"s{self.transaction.last_seq + 1}"
        self.transaction.append("snapshot", [self._row(snapshot, definition_seq)])
        table = self._with_units(self.reading.table)
        repeated = pa.array([snapshot] * table.num_rows, pa.string())
        self.transaction.append_table(f"register_{self.register.name}", table.append_column("snapshot", repeated))
        changes = None
        if self.register.name == UNIT_REGISTER:
            changes = apply_units(self.transaction, table.to_pylist(), self.as_of)
            self.issues += [RowIssue(i.code, i.message, i.row, i.column) for i in changes.issues]
        self._append_issues(snapshot)
        stored = self.transaction.query(
            f"SELECT count(*) AS n FROM store.register_{self.register.name} WHERE snapshot = $snapshot",
            {"snapshot": snapshot},
        )[0]["n"]
        skipped, left_out = len(self.reading.skipped), self.reading.left_out
        return ImportResult(snapshot, int(stored), skipped, False, tuple(self.issues), changes, left_out)

    def _row(self, snapshot: str, definition_seq: int) -> dict[str, object]:
        reading = self.reading
        return {
            "snapshot": snapshot,
            "register": self.register.name,
            "definition_seq": definition_seq,
            "as_of": self.as_of,
            "file_name": reading.file_name,
            "file_hash": reading.file_hash,
            "mapping": canonical_json(reading.mapping.as_json()),
            "stored": reading.stored,
            "skipped": len(reading.skipped),
            "ignored": len(reading.ignored),
            "source": self.incoming.source,
            **asdict(self.incoming.coverage),
            "left_out": reading.left_out,
            "filled": canonical_json(list(reading.filled)),
        }

    def _with_units(self, table: pa.Table) -> pa.Table:
        """Fill the unit ids; a text that fits no unit leaves null and an issue on its row."""
        fields = unit_fields(self.register)
        if not fields:
            return table
        match = matcher(self.transaction, self.as_of)
        table = with_units(table, self.register, match)
        for field in fields:
            texts, ids = (table.column(name).combine_chunks() for name in (f"{field}_text", field))
            self._tell_unmatched(field, table, texts, ids, match)
        return table

    def _tell_unmatched(self, field: str, table: pa.Table, texts: pa.Array, ids: pa.Array, match: UnitMatcher) -> None:
        label = self.register.field(field).label
        header = next((column.header for column in self.reading.columns if column.field == field), label)
        lost = pc.and_(pc.is_null(ids), pc.greater(pc.utf8_length(pc.fill_null(texts, "")), 0))
        rows: list[int | None] = table.column("row").combine_chunks().filter(lost).to_pylist()
        unmatched = texts.filter(lost).to_pylist()
        whose = "Raden"
        if field in self.reading.mapping.constants and unmatched:
            # One value for the file is one thing to tell.
            rows, unmatched, header, whose = [None], unmatched[:1], self.register.field(field).label, "Filens rader"
        for row, text in zip(rows, unmatched, strict=True):
            why = "kan vara flera organisationsdelar" if match.is_ambiguous(text) else "är ingen känd organisationsdel"
            message = f"”{text}” {why}. {whose} räknas under Okänd enhet."
            self.issues.append(RowIssue("unit_unknown", message, row, header, text))

    def _append_issues(self, snapshot: str) -> None:
        columns = "snapshot VARCHAR, source_row BIGINT, column_name VARCHAR, code VARCHAR, message VARCHAR, raw VARCHAR"
        rows = [(snapshot, issue.row, issue.column, issue.code, issue.message, issue.raw) for issue in self.issues]
        self.transaction.append_table("snapshot_issue", table_of(columns, rows))


def unit_fields(register: Register) -> list[str]:
    """The fields of a register that name a unit."""
    return [field.name for field in register.fields if field.type == "unit"]


def with_units(table: pa.Table, register: Register, match: UnitMatcher) -> pa.Table:
    """A reading's rows with the ids of their units, where the texts lead to any."""
    for field in unit_fields(register):
        texts = table.column(f"{field}_text").combine_chunks()
        ids = by_value(texts, lambda text: match.find(text) if text else None)
        table = table.set_column(table.column_names.index(field), field, ids)
    return table
