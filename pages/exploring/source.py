"""What is explored: a register's newest or an earlier snapshot, or a file that is looked at and not stored."""

from dataclasses import dataclass

import streamlit as st

from base.clock import FAR
from base.errors import MognadError
from base.formats import day, listing
from data.imported.imports import read_file
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.finding.mapping import FileMapping
from data.registers.reading.result import Reading
from files.grid import Workbook
from files.workbook import read_bytes
from metrics.exploring.source import reading_table, snapshot_table, source_key
from metrics.exploring.table import ExploredTable
from metrics.exploring.view import ExploreView
from metrics.registers.sources import Snapshot, snapshots
from pages.exploring.state import WHAT, change, choose_of, open_view, view
from pages.frame.faults import show_error
from pages.frame.fields import pick
from pages.frame.kept import once
from pages.frame.texts import plain
from pages.frame.upload import upload

_FILE = ""
_TABLE, _READ = "explore_table", "explore_read"


def default_view(store: Store) -> ExploreView:
    """The first register that has anything, else a file."""
    return ExploreView(register=next(iter(_held(store)), None))


def choose_source(store: Store) -> ExploredTable | None:
    """Draw the choice of what to explore; None until there is something."""
    held = _held(store)
    if view().register_name is not None and view().register_name not in held:
        gone = all_registers().get(view().register_name or "")
        st.warning(plain(f"Registret {gone.label if gone else ''} har inga uppgifter. Välj något annat att utforska."))
        open_view(default_view(store))
    left, right = st.columns(2)
    with left:
        _choose_register(held)
    name = view().register_name
    if name is None:
        return _file()
    with right:
        chosen = _choose_snapshot(held[name])
    return _cached(store, name, chosen)


def _held(store: Store) -> dict[str, list[Snapshot]]:
    """The registers that have snapshots, with them, newest first."""
    position = store.position()
    found = {name: snapshots(store, name, FAR, position)[::-1] for name in all_registers()}
    return {name: known for name, known in found.items() if known}


def _choose_register(held: dict[str, list[Snapshot]]) -> None:
    names = {name: all_registers()[name].label for name in held} | {_FILE: "En fil på din dator (sparas inte)"}
    shown = view().register_name or _FILE
    st.session_state.setdefault(WHAT, shown)
    pick("Vad vill du utforska?", names, WHAT, index=list(names).index(shown), on_change=_other_register)


def _other_register() -> None:
    open_view(ExploreView(register=st.session_state[WHAT] or None))


def _choose_snapshot(imports: list[Snapshot]) -> str:
    # Files of one day make one state together: the newest stands for them.
    days = {each.as_of: each.snapshot for each in reversed(imports)}
    files = {as_of: [each.file_name for each in imports if each.as_of == as_of] for as_of in days}
    labels = {
        snapshot: f"{day(as_of)} · {listing(list(dict.fromkeys(files[as_of])))}" for as_of, snapshot in days.items()
    }
    shown = {each.snapshot: days[each.as_of] for each in imports}
    ids = list(labels)[::-1]
    if view().snapshot is not None and view().snapshot not in shown:
        st.warning("Läget som vyn visade finns inte längre. Det nyaste visas.")
        change(snapshot=None)
    chosen = choose_of("Läget per", ids, shown[view().snapshot or ids[0]], labels, "snapshot")
    # The newest is not named: a saved view goes on with the next export.
    change(snapshot=None if chosen == ids[0] else chosen)
    return chosen


def _cached(store: Store, register: str, snapshot: str) -> ExploredTable:
    """The table, made once for as long as the session looks at it."""

    def table() -> ExploredTable:
        with st.spinner("Hämtar raderna …"):
            return snapshot_table(store, register, snapshot)

    return once(_TABLE, source_key(store, register, snapshot), table)


@dataclass(frozen=True)
class _Looked:
    """A file that was read: ``masked`` are the columns in which personal identity numbers are hidden."""

    table: ExploredTable
    sheet: str | None
    masked: tuple[str, ...]


def _file() -> ExploredTable | None:
    box = upload("explore", "Välj en Excel- eller CSV-fil att titta på")
    if box is None:
        st.caption("Filen läses men sparas inte. När du lämnar sidan är den borta.")
        return None
    try:
        if st.session_state.get(_READ, (None,))[0] != box.file_id:
            with st.spinner("Läser filen …"):
                st.session_state[_READ] = (box.file_id, read_bytes(box.getvalue(), box.name), {})
            open_view(ExploreView())
        _, workbook, looked = st.session_state[_READ]
        sheet = _choose_sheet(workbook)
        if sheet not in looked:
            with st.spinner("Läser …"):
                looked[sheet] = _look(workbook, sheet)
    except MognadError as error:
        show_error(error)
        return None
    seen: _Looked = looked[sheet]
    _tell(seen)
    return seen.table


def _choose_sheet(workbook: Workbook) -> str | None:
    """The sheet to look at; None where the reader may choose."""
    names = {sheet.name: sheet.name for sheet in workbook.sheets if sheet.n_rows and sheet.visible}
    if len(names) < 2:
        return None
    names = {"": "Det som ser mest ut som en tabell", **names}
    return pick("Blad", names, None, on_change=lambda: open_view(ExploreView())) or None


def _look(workbook: Workbook, sheet: str | None) -> _Looked:
    """Read every column of the file, personal identity numbers masked."""
    first = read_file(workbook, None, FileMapping(sheet=sheet))
    register = first.register.name if first.register else None
    every = {column.header: True for column in first.columns}
    reading: Reading = read_file(workbook, register, FileMapping(sheet=sheet, keep=every))
    masked = tuple(dict.fromkeys(number.column for number in reading.personal_numbers))
    if masked:
        reading = read_file(workbook, register, FileMapping(sheet=sheet, keep=every, mask=masked))
    return _Looked(reading_table(reading), reading.sheet, masked)


def _tell(seen: _Looked) -> None:
    where = f"Bladet {seen.sheet}. " if seen.sheet else ""
    st.caption(plain(f"{where}Filen sparas inte, och en länk till den går inte att dela."))
    if seen.masked:
        columns = listing([f"”{name}”" for name in seen.masked])
        st.info(plain(f"Personnummer är maskerade i {columns}."), icon=":material/visibility_off:")
