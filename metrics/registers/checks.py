"""*Att rätta*: the standing checks of the registers, run on the rows that hold at a date.

* A check runs on the files that filled every field it needs; of the others it says which column is missing.
* It judges a row by the day its file shows (``$as_of``): what has happened since is not known.
* Of the rows found, those that somebody has accepted are told apart until the acceptance's last day, and so are those
  that nothing identifies: they can't be followed to the next file, and therefore not be accepted.
* Judged are the rows that figures are made of (``metrics.registers.sources``): of one risk with several actions the row
  that counts, and of rows that a person has said are the same the one that speaks. What a check looks up in a register,
  be it its own, it looks up in all rows that hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any

import pyarrow as pa

from base.formats import listing
from data.imported.checks import Acceptance, acceptances, active_checks
from data.imported.sources import sources
from data.imported.state import Layer, filled_fields, held_rows, layers
from data.ledger.newest import as_record
from data.ledger.store import Store
from data.organisation.units import units
from data.registers import all_registers, find_register
from data.registers.definitions.model import Check, Need, Register
from data.registers.definitions.written import title_field
from metrics.registers.check_results import (
    SEVERITIES,
    Blocked,
    CheckResult,
    CheckState,
    FoundRow,
    need_label,
    shown_fields,
)
from metrics.registers.sources import counted_rows, held_tables

_OF_EVERY_ROW = ("snapshot", "source", "row_key", "row")
_NOT_SHOWN = "seq, recorded_at, actor, salt, row_hash, extra"


def run_checks(
    store: Store, as_of: date, known_at: int | None = None, only: Iterable[str] | None = None
) -> tuple[CheckResult, ...]:
    """Every check of the registers that have been imported, the serious ones first.

    ``only``: names of registers; one that has not been imported is then told too, as not possible. Raises
    ``register_unknown``.
    """
    position = store.position() if known_at is None else known_at
    held = _Held(store, as_of, position)
    chosen = checked_registers(store, as_of, position) if only is None else [find_register(name) for name in only]
    names = {unit.unit: unit.name for unit in units(store, as_of, position)}
    results = [result for register in chosen for result in _RegisterChecks(held, register, names).run()]
    return tuple(sorted(results, key=lambda result: SEVERITIES.index(result.check.severity)))


def checked_registers(store: Store, as_of: date, known_at: int | None = None) -> list[Register]:
    """The registers that have checks and a file that counts on a date, in the order in which they are listed."""
    rows = store.query(
        "SELECT DISTINCT register FROM valid_snapshots($as_of, $known_at)",
        {"as_of": as_of, "known_at": store.position() if known_at is None else known_at},
    )
    held = {row["register"] for row in rows}
    return [register for register in all_registers().values() if register.checks and register.name in held]


class _Held:
    """The registers as they stand at a date, each read once, and only when a check asks for it."""

    def __init__(self, store: Store, as_of: date, position: int) -> None:
        self.store, self.as_of, self.position = store, as_of, position
        self.layers = cache(self._layers)
        self.filled = cache(self._filled)
        self.rows = cache(self._rows)

    def _layers(self, register: str) -> tuple[Layer, ...]:
        return layers(self.store, register, self.as_of, self.position)

    def _filled(self, register: str) -> dict[str, frozenset[str]]:
        return filled_fields(self.store, self.layers(register))

    @cached_property
    def unit_paths(self) -> pa.Table:
        """``unit`` and ``ancestor``: a unit with itself and all that it belongs to, at the date."""
        told = {"as_of": self.as_of, "known_at": self.position}
        return self.store.arrow("SELECT unit, ancestor FROM unit_paths($as_of, $known_at)", told)

    def missing(self, register: str, layer: Layer, needs: Iterable[Need]) -> list[str]:
        """The fields that a file did not fill, as the register calls them."""
        filled = self.filled(register)[layer.snapshot]
        definition = find_register(register)
        lacking = [name for name in needs if not any(filled.issuperset(way) for way in definition.ways_to(name))]
        return [need_label(definition, name) for name in lacking]

    def _rows(self, register: str) -> pa.Table:
        tables = held_tables(self.store, register, self.layers(register), self.position)
        shape = find_register(register)
        read = (
            f"SELECT r.* EXCLUDE ({_NOT_SHOWN}), r.seq IN (SELECT seq FROM ({counted_rows(shape)})) AS counts "
            f"FROM ({held_rows(shape)}) r"
        )
        return self.store.arrow(read, {}, tables)


class _RegisterChecks:
    """The checks of one register."""

    def __init__(self, held: _Held, register: Register, unit_names: Mapping[str, str]) -> None:
        self.held, self.register, self.unit_names = held, register, unit_names
        self.layers = held.layers(register.name)
        self.files = {layer.snapshot: layer for layer in self.layers}
        self.source_names = {one.source: one.name for one in sources(held.store, register.name, held.position)}
        self.active = active_checks(held.store, register, held.position)
        self.said: dict[str, dict[tuple[str, str | None], Acceptance]] = {}
        for one in acceptances(held.store, register.name, held.position):
            if not one.withdrawn:
                self.said.setdefault(one.check, {})[one.source, one.row_key] = one
        self.unit_columns = _unit_columns(register)

    def run(self) -> list[CheckResult]:
        return [self._run(check) for check in self.register.checks]

    def _run(self, check: Check) -> CheckResult:
        blocked, fit = self._fit(check)
        if check.name not in self.active:
            return CheckResult(self.register, check, CheckState.OFF, blocked=() if fit else blocked)
        if not fit:
            return CheckResult(self.register, check, CheckState.NOT_POSSIBLE, blocked=blocked)
        hits = self._found(check, fit)
        files = tuple((layer.file_name, layer.as_of) for layer in self.layers if layer.snapshot in fit)
        return CheckResult(self.register, check, CheckState.CHECKED, *self._counts(check, fit), hits, blocked, files)

    def _fit(self, check: Check) -> tuple[tuple[Blocked, ...], list[str]]:
        """What stands in the way, file by file, and the snapshots that the check can be run on."""
        if not self.layers:
            return (Blocked(None, None, _not_imported(self.register)),), []
        everywhere = [Blocked(None, None, reason) for reason in self._lacking(check)]
        blocked, fit = [], []
        for layer in self.layers:
            if missing := self.held.missing(self.register.name, layer, check.needs):
                blocked.append(Blocked(layer.source, layer.file_name, self._told(layer, missing)))
            else:
                fit.append(layer.snapshot)
        return (*everywhere, *blocked), [] if everywhere else fit

    def _lacking(self, check: Check) -> list[str]:
        """What the check lacks in other registers: half of one could make good rows look bad."""
        reasons = []
        for name, needs in check.also.items():
            other = find_register(name)
            layered = self.held.layers(name)
            if not layered:
                reasons.append(_not_imported(other))
            lacking = [(layer, self.held.missing(name, layer, needs)) for layer in layered]
            reasons += [
                f"{_columns(missing)} saknas i {layer.file_name} (registret {other.label})"
                for layer, missing in lacking
                if missing
            ]
        return reasons

    def _told(self, layer: Layer, missing: list[str]) -> str:
        """The column that a file lacks; which file, where there are several."""
        of_source = (
            f"{self.source_names.get(layer.source, layer.source)}: "
            if len({each.source for each in self.layers}) > 1
            else ""
        )
        return f"{of_source}{_columns(missing)} saknas i {layer.file_name}"

    def _counts(self, check: Check, fit: Sequence[str]) -> tuple[int, int]:
        counted = self.held.store.query(count_sql(self.register, check), {"fit": list(fit)}, self._tables(check))
        return int(counted[0]["checked"]), int(counted[0]["unjudged"])

    def _tables(self, check: Check) -> dict[str, pa.Table]:
        held = {f"{name}_now": self.held.rows(name) for name in (self.register.name, *check.also)}
        return {**held, "units_now": self.held.unit_paths}

    def _found(self, check: Check, fit: Sequence[str]) -> tuple[FoundRow, ...]:
        key, title, shown = self.register.key, title_field(self.register).name, _columns_of(self.register, check)
        accepted = self.said.get(check.name, {})
        hits = []
        for row in self.held.store.query(check_sql(self.register, check), {"fit": fit}, self._tables(check)):
            layer = self.files[row["snapshot"]]
            acceptance = accepted.get((row["source"], row["row_key"]))
            hits.append(
                as_record(
                    FoundRow,
                    row,
                    file_name=layer.file_name,
                    as_of=layer.as_of,
                    id=row[key],
                    title=row[title],
                    unit=self._unit(row),
                    values={name: row[name] for name in shown},
                    acceptance=acceptance,
                    accepted=acceptance is not None and acceptance.holds(self.held.as_of),
                )
            )
        return tuple(hits)

    def _unit(self, row: Mapping[str, Any]) -> str | None:
        if not self.unit_columns:
            return None
        unit, text = self.unit_columns
        return self.unit_names.get(row[unit]) or row[text]


def check_sql(register: Register, check: Check) -> str:
    """The SELECT of a check over ``<register>_now`` and the tables of ``check.also``; ``$fit``: the snapshots.

    The held rows have a column ``counts``: whether it is one of those that figures are made of, and judged.
    """
    columns = dict.fromkeys((*_OF_EVERY_ROW, register.key, title_field(register).name, *_unit_columns(register)))
    columns |= dict.fromkeys(_columns_of(register, check))
    listed = ", ".join(f'r."{name}"' for name in columns)
    return (
        f"SELECT {listed} FROM {register.name}_now r "
        f"WHERE r.counts AND list_contains($fit, r.snapshot) AND ({_condition(check)}) "
        'ORDER BY r.source, r.layer_as_of, r.snapshot, r."row"'
    )


def count_sql(register: Register, check: Check) -> str:
    """The rows that a check runs on (``checked``), and those of which it can say nothing (``unjudged``)."""
    return (
        f"SELECT count(*) AS checked, count(*) FILTER (({_condition(check)}) IS NULL) AS unjudged "
        f"FROM {register.name}_now r WHERE r.counts AND list_contains($fit, r.snapshot)"
    )


def _condition(check: Check) -> str:
    return check.when.replace("$as_of", "r.layer_as_of")


def _unit_columns(register: Register) -> tuple[str, ...]:
    """The columns of the unit that a row belongs to: its id and its text; none where the register has no unit."""
    field = next((field.name for field in register.fields if field.type == "unit"), None)
    return (field, f"{field}_text") if field else ()


def _columns_of(register: Register, check: Check) -> list[str]:
    """What ``FoundRow.values`` holds: all that the fields are written by, a unit by the file's own words."""
    beside = {"datetime": ("", "_timed"), "scale": ("", "_scale", "_step"), "unit": ("_text",)}
    fields = [register.field(name) for name in shown_fields(register, check)]
    return [f"{field.name}{end}" for field in fields for end in beside.get(field.type, ("",))]


def _not_imported(register: Register) -> str:
    return f"registret {register.label} är inte inläst"


def _columns(labels: list[str]) -> str:
    word = "kolumnen" if len(labels) == 1 else "kolumnerna"
    return f"{word} {listing(labels)}"
