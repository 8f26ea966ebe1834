"""What an import changed, or what changed between two dates: sentences, the movement of risks, and the rows."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from base.errors import MognadError
from base.formats import NO_VALUE, day, plural
from charts.registers.risk_moves import move_chart
from data.imported.made import RegisterImport
from data.imported.sources import RegisterSource
from data.ledger.store import Store
from data.registers.definitions.model import Register
from metrics.registers.changes import CHANGED, MISSING, NEW, RETURNED, Changes
from metrics.registers.risk_moves import RiskMoves
from metrics.registers.rows import ChangedRow, FieldChange, changed_rows
from metrics.registers.words import change_notes, change_sentence
from pages.frame.addressed import choose, in_address, put, tell_astray
from pages.frame.charting import show_chart
from pages.frame.faults import show_error
from pages.frame.fields import pick
from pages.frame.figures import date_changes, import_changes
from pages.frame.session import today
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import OLDEST_DAY, plain

IMPORT, FROM, TO = "import", "from", "to"
_BY_IMPORT, _BY_DATES = "En import", "Två datum"
_MOST_ROWS = 200
_TITLES = {CHANGED: "Ändrade", NEW: "Nya", MISSING: "Saknas i senaste filen", RETURNED: "Har kommit tillbaka"}


def register_changes(
    store: Store, register: Register, made: list[RegisterImport], named: dict[str, RegisterSource]
) -> None:
    """The whole section of one register. ``made``: its imports, the newest date first; ``named``: its sources by id."""
    holding = [one for one in made if one.state == "holds"]
    if not holding:
        st.markdown("Ingen import gäller just nu. Alla är ångrade.")
        return
    by_dates = FROM in st.query_params
    begun, ways = _BY_DATES if by_dates else _BY_IMPORT, {name: name for name in (_BY_IMPORT, _BY_DATES)}
    look = {"default": begun, "required": True, "label_visibility": "collapsed"}
    way = pick("Jämför", ways, "register_way", st.segmented_control, **look)
    try:
        found = _of_dates(store, register, holding) if way == _BY_DATES else _of_import(store, holding, named)
    except MognadError as error:
        show_error(error)
    else:
        _told(store, found, named)


def _of_import(store: Store, holding: list[RegisterImport], named: dict[str, RegisterSource]) -> Changes:
    put(**{FROM: "", TO: ""})

    def label(made: RegisterImport) -> str:
        source = f" · {named[made.source].name}" if len(named) > 1 and made.source in named else ""
        return f"{day(made.as_of)} · {made.file_name}{source}"

    names = {made.snapshot: label(made) for made in holding}
    tell_astray(IMPORT, names, "Importen i adressen gäller inte. Här visas den senaste i stället.")
    return import_changes(store, choose(in_address(IMPORT, "Import", names, "register_import", holding[0].snapshot)))


def _of_dates(store: Store, register: Register, holding: list[RegisterImport]) -> Changes:
    days = sorted({one.as_of for one in holding})
    earlier, later = (
        _date(store, column, label, f"{parameter}_{register.name}", _day(parameter) or first)
        for column, label, parameter, first in zip(
            st.columns(2), ("Från", "Till"), (FROM, TO), (days[-2:][0], days[-1]), strict=True
        )
    )
    put(**{FROM: day(earlier), TO: day(later)})
    return date_changes(store, register.name, earlier, later)


def _date(store: Store, column: DeltaGenerator, label: str, key: str, first: date) -> date:
    if key not in st.session_state:
        st.session_state[key] = first
    latest = max(today(store), st.session_state[key])
    return column.date_input(label, key=key, min_value=OLDEST_DAY, max_value=latest, format="YYYY-MM-DD")


def _told(store: Store, changes: Changes, named: dict[str, RegisterSource]) -> None:
    st.markdown(f"**{plain(change_sentence(changes))}**")
    if notes := change_notes(changes):
        st.caption("  \n".join(plain(note) for note in notes))
    if changes.first:
        # There is nothing that it could differ from: what it holds is what there is to see.
        if changes.new:
            _rows_of(store, changes, NEW, changes.new, named)
        return
    if (chart := move_chart(changes)) is not None:
        show_chart(chart, "register-moves")
    elif changes.moves is not None and changes.moves != RiskMoves():
        st.markdown(plain(changes.moves.sentence))
    counts = {CHANGED: changes.changed, NEW: changes.new, MISSING: changes.missing, RETURNED: changes.returned}
    shown = {kind: count for kind, count in counts.items() if count}
    if not shown:
        return
    tabs = st.tabs([f"{_TITLES[kind]} ({count})" for kind, count in shown.items()], key="register_rows")
    for tab, (kind, count) in zip(tabs, shown.items(), strict=True):
        with tab:
            _rows_of(store, changes, kind, count, named)


def _rows_of(store: Store, found: Changes, kind: str, count: int, named: dict[str, RegisterSource]) -> None:
    _rows(changed_rows(store, found, kind, _MOST_ROWS), kind, found, named)
    if count > _MOST_ROWS:
        st.caption(f"De {_MOST_ROWS} första av {plural(count, 'rad', 'rader')} visas.")


def _rows(rows: tuple[ChangedRow, ...], kind: str, changes: Changes, named: dict[str, RegisterSource]) -> None:
    columns: dict[str, list[str]] = {"Id": [_in_one(plain(row.key)) or NO_VALUE for row in rows]}
    columns["Vad"] = [plain(row.title) or NO_VALUE for row in rows]
    if kind == CHANGED:
        columns["Ändrat"] = ["; ".join(map(_field, row.fields)) for row in rows]
    if kind == CHANGED and any(row.moves for row in rows):
        columns["Rörelse"] = [", ".join(row.moves) for row in rows]
    if any(row.unit not in (None, NO_VALUE) for row in rows):
        columns["Del"] = [plain(row.unit) for row in rows]
    if len({layer.source for layer in (*changes.before, *changes.after)}) > 1:
        columns["Källa"] = [plain(named[row.source].name) if row.source in named else "" for row in rows]
    text_table(columns, f"{_TITLES[kind]}: {len(rows)} rader", 560 if len(rows) > 15 else "content")


def _field(one: FieldChange) -> str:
    return unbroken(f"{plain(one.label)}: {plain(one.before)} → {plain(one.after)}")


def _in_one(key: str) -> str:
    """An id that no line ends within, if it has no spaces."""
    return key.replace("-", "-\u2060")


def _day(parameter: str) -> date | None:
    try:
        asked = date.fromisoformat(st.query_params.get(parameter, ""))
    except ValueError:
        return None
    return asked if asked >= OLDEST_DAY else None
