"""The registers that figures are made of: what each held on a date, by which files, and how its rows are counted.

A register on a date is the union of what its sources last said (``data.imported.state``). A thing on several rows of
one file counts once, by its key: its least finished row (``data.imported.state.leading``); rows without a key count
each. Two sources' rows count once only where a person has said that they are the same: then the source named first in
the register's list speaks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from base.formats import day, day_in_words, number, plural
from data.imported.same_rows import same_groups
from data.imported.sources import sources
from data.imported.state import Layer, held_rows, layer_tables, layers, leading
from data.ledger.arrow import table_of
from data.ledger.store import Readable
from data.registers import find_register
from data.registers.definitions.model import Register
from metrics.queries import sql
from metrics.registers.covered import Covered, newest_days, year_covered


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One import that holds, and the file it came from.

    ``version``: of the register's description; ``issues``: rows and values that could not be read.
    """

    snapshot: str
    as_of: date
    file_name: str
    stored: int
    skipped: int
    ignored: int
    version: int | None
    issues: int

    @property
    def marks(self) -> str:
        """``läget per 2025-11-03 · risker.xlsx · 120 rader``."""
        return f"läget per {day(self.as_of)} · {self.file_name} · {plural(self.stored, 'rad', 'rader')}"


@dataclass(frozen=True, slots=True)
class RegisterState:
    """A register as it stood on a date.

    ``as_of``: the date of its newest file; ``stored``: the rows that hold; ``same``: those of them that a person has
    said to be the same as another source's, so that they are not counted once more.
    """

    register: str
    as_of: date
    layers: tuple[Layer, ...]
    stored: int
    same: int = 0

    @property
    def file_name(self) -> str:
        """The file's name, or how many there are: ``3 filer från 2 källor``."""
        return file_words(self.layers)

    @property
    def marks(self) -> str:
        """``läget per 2025-11-03 · risker.xlsx · 120 rader``, or
        ``3 filer från 2 källor, senast 2025-11-03 · 140 rader``."""
        if len(self.layers) == 1:
            return f"{self.when} · {self.file_name} · {plural(self.stored, 'rad', 'rader')}"
        dropped = f", varav {number(self.same)} räknas som samma som en annan" if self.same else ""
        return f"{self.when} · {plural(self.stored, 'rad', 'rader')}{dropped}"

    @property
    def when(self) -> str:
        """``läget per 2025-11-03``; of several files, ``2 filer, senast 2025-11-03``: not all tell of that day."""
        if len(self.layers) == 1:
            return f"läget per {day(self.as_of)}"
        return f"{self.file_name}, senast {day(self.as_of)}"

    @property
    def at_year_end(self) -> bool:
        """Whether all of it is of the last day of its year."""
        return newest_days(self.layers) == {date(self.as_of.year, 12, 31)}

    @property
    def on(self) -> str:
        """``den 3 november 2025``, ``vid årets slut 2025``, ``enligt filer fram till den 3 november 2025``."""
        if self.at_year_end:
            return f"vid årets slut {self.as_of.year}"
        on_day = f"den {day_in_words(self.as_of)} {self.as_of.year}"
        return on_day if len(newest_days(self.layers)) == 1 else f"enligt filer fram till {on_day}"

    def covered(self, year: int) -> Covered:
        """How much of a year its files tell of."""
        return year_covered(self.layers, year)


def file_words(chosen: Sequence[Layer]) -> str:
    """What a state is made of: the file's name, or how many there are: ``3 filer från 2 källor``."""
    if len(chosen) == 1:
        return chosen[0].file_name
    held = len({layer.source for layer in chosen})
    return f"{number(len(chosen))} filer" + (f" från {held} källor" if held > 1 else "")


def snapshots(store: Readable, register: str, as_of: date, known_at: int) -> list[Snapshot]:
    """A register's imports that hold and are dated on or before ``as_of``, oldest first."""
    rows = store.query(sql("snapshots"), {"register": register, "as_of": as_of, "known_at": known_at})
    return [Snapshot(**row) for row in rows]


def register_at(store: Readable, register: str, as_of: date, known_at: int) -> RegisterState | None:
    """A register as it stood on a date; None where nothing had been imported."""
    chosen = layers(store, register, as_of, known_at)
    if not chosen:
        return None
    newest = max(layer.as_of for layer in chosen)
    if len(chosen) == 1:
        return RegisterState(register, newest, chosen, chosen[0].stored)
    definition = find_register(register)
    counts = store.query(
        f"SELECT (SELECT count(*) FROM ({held_rows(definition)})) AS held, "
        f"(SELECT count(*) FROM ({once_rows(definition)})) AS once, "
        f"(SELECT count(*) FROM ({counted_rows(definition)})) AS counted",
        {},
        held_tables(store, register, chosen, known_at),
    )[0]
    return RegisterState(register, newest, chosen, counts["held"], counts["once"] - counts["counted"])


def register_years(store: Readable, register: str, as_of: date, known_at: int) -> list[RegisterState]:
    """The register at the end of each year that an import is dated in (of the last one: at ``as_of``), oldest first."""
    years = sorted({found.as_of.year for found in snapshots(store, register, as_of, known_at)})
    states = (register_at(store, register, min(date(year, 12, 31), as_of), known_at) for year in years)
    return [state for state in states if state is not None]


def once_rows(register: Register) -> str:
    """SQL for the rows that hold, a thing once for each source: of a key's rows in one file the least finished."""
    return f"""
    SELECT r.* FROM ({held_rows(register)}) r
    QUALIFY coalesce(NOT starts_with(r.row_key, 'i'), true)
         OR row_number() OVER (PARTITION BY r.source, r.row_key ORDER BY {leading(register)}) = 1
    """


def counted_rows(register: Register) -> str:
    """SQL for the rows that figures are made of: as ``once_rows``, and what is said to be the same once.

    Reads the tables that ``state_tables`` gives. Beside the register's columns: ``source``, ``layer_as_of``,
    ``row_key``.
    """
    return f"""
    SELECT o.* FROM ({once_rows(register)}) o LEFT JOIN same_rows s USING (source, row_key)
    QUALIFY s.same_group IS NULL OR s.rank = min(s.rank) OVER (PARTITION BY s.same_group)
    """


def counted_sql(name: str, register: str) -> str:
    """A query of this room over a register's counted rows: its ``{counted}`` stands for them."""
    return sql(name).replace("{counted}", counted_rows(find_register(register)))


def state_tables(store: Readable, state: RegisterState, branch: str | None, known_at: int) -> Mapping[str, pa.Table]:
    """What ``counted_rows`` reads, ``source_ranks`` (source, its place in the register's list), and ``inside`` (day,
    unit): the branch's units on the date of each file.
    """
    inside: list[tuple[date, str]] = []
    if branch is not None:
        for on_day in sorted({layer.as_of for layer in state.layers}):
            rows = store.query(
                "SELECT unit FROM unit_paths($day, $known_at) WHERE ancestor = $branch",
                {"day": on_day, "known_at": known_at, "branch": branch},
            )
            inside += [(on_day, row["unit"]) for row in rows]
    return {
        **held_tables(store, state.register, state.layers, known_at),
        "inside": table_of("day DATE, unit VARCHAR", inside),
    }


def held_tables(store: Readable, register: str, chosen: Sequence[Layer], known_at: int) -> Mapping[str, pa.Table]:
    """What ``counted_rows`` reads of these layers of a register, and ``source_ranks``."""
    rank = {listed.source: place for place, listed in enumerate(sources(store, register, known_at))}
    grouped = [
        (source, key, group, rank.get(source, len(rank)))
        for group, members in enumerate(same_groups(store, register, known_at))
        for source, key in members
    ]
    return {
        **layer_tables(store, chosen, known_at),
        "same_rows": table_of("source VARCHAR, row_key VARCHAR, same_group BIGINT, rank BIGINT", grouped),
        "source_ranks": table_of("source VARCHAR, rank BIGINT", rank.items()),
    }
