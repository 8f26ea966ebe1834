"""Groups and pivots: what is on the rows and across, what is computed, and the rows behind a group."""

import pyarrow as pa
import streamlit as st

from base.errors import MognadError
from base.formats import NO_VALUE
from base.hashing import canonical_json, sha256_bytes
from metrics.exploring.groups import MEASURES, PERIODS, Pivot, both, group_clause, pivot
from metrics.exploring.rows import Clause
from metrics.exploring.table import ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.words import count_text, group_text, pivot_title
from pages.exploring.rows import behind, found_rows
from pages.exploring.state import change, choose_of, key, view
from pages.frame.texts import plain

_NONE = ""
_MOST_CHOICES = 500
_TOTAL = "Totalt"


def groups_part(table: ExploredTable) -> None:
    """The pivot as a table, and under it the rows of a group."""
    group_controls(table)
    try:
        pivoted = pivot(table, view())
    except MognadError as error:
        st.info(plain(error.message), icon=":material/info:")
        return
    st.header(plain(pivot_title(pivoted, view())), anchor=False)
    st.caption(plain(count_text(len(found_rows(table)), table.rows)))
    _grid(pivoted)
    rows_of_group(table, pivoted)


def group_controls(table: ExploredTable) -> None:
    """Choose what to group by, across and compute."""
    if not table.has(view().by):
        change(by=_sensible(table).name)
    labels = {column.name: column.label for column in table.columns} | {_NONE: "Inget"}
    names = [column.name for column in table.columns]
    first, second, third = st.columns(3)
    with first:
        by = choose_of("Gruppera efter", names, str(view().by), labels, "by")
        change(by=by)
        _part(table.column(by), "by_part", "Datum per")
    with second:
        across = choose_of("Dela upp på", [_NONE, *names], view().across or _NONE, labels, "across")
        change(across=across or None)
        if across:
            _part(table.column(across), "across_part", "Uppdelningens datum per")
    with third:
        _measure(table, labels)


def rows_of_group(table: ExploredTable, pivoted: Pivot) -> None:
    """*Visa rader*: of the group that was pressed in the drawing or chosen here."""
    options = _choices(pivoted)
    chosen_key = group_key()
    if st.session_state.get(chosen_key) not in (None, *options):
        options.append(st.session_state[chosen_key])
    chosen = st.selectbox(
        "Visa rader för",
        options,
        index=None,
        format_func=lambda place: _choice_text(pivoted, place),
        key=chosen_key,
        placeholder="Välj en grupp",
    )
    if chosen is not None:
        row, column = chosen
        part = pivoted.columns[column] if column is not None else None
        behind(table, _clause(pivoted, row, column), group_text(pivoted.rows[row], part))


def group_key() -> str:
    """The key of the choice of group, its own for each pivot: the next one has other groups."""
    shown = view()
    parts = [shown.as_json().get(name) for name in ("search", "where", "by", "by_part", "across", "across_part")]
    return key(f"group-{sha256_bytes(canonical_json(parts).encode())[:12]}")


def _sensible(table: ExploredTable) -> ExploredColumn:
    """What one would group by first: a choice, else a date, else what stands first."""
    for kinds in ((ColumnKind.CHOICE, ColumnKind.BOOLEAN, ColumnKind.SCALE), (ColumnKind.DATE,)):
        for column in table.columns:
            if column.kind in kinds:
                return column
    return table.columns[0]


def _part(column: ExploredColumn, name: str, label: str) -> None:
    if column.kind is ColumnKind.DATE:
        change(**{name: choose_of(label, list(PERIODS), getattr(view(), name), PERIODS, name)})


def _measure(table: ExploredTable, labels: dict[str, str]) -> None:
    numbers = [column.name for column in table.columns if column.measure]
    options = list(MEASURES) if numbers else ["count", "share"]
    begun = view().measure if view().measure in options else "count"
    measure = choose_of("Visa", options, begun, MEASURES, "measure")
    of = view().of
    if measure not in ("count", "share"):
        of = choose_of("Kolumn att räkna på", numbers, of if of in numbers else numbers[0], labels, "of")
    change(measure=measure, of=of)


def _grid(pivoted: Pivot) -> None:
    """Numbers as numbers, so that they can be sorted; the totals last."""
    if not pivoted.rows:
        st.info("Inga rader att gruppera. Ta bort ett filter.")
        return
    unit = " (%)" if pivoted.measure == "share" else ""
    columns: dict[str, list[object]] = {pivoted.by.label: [*(group.label for group in pivoted.rows), _TOTAL]}
    whole = [*pivoted.row_totals, pivoted.total]
    if pivoted.across:
        for place, group in enumerate(pivoted.columns):
            cells = [*(pivoted.cell(row, place) for row in range(len(pivoted.rows))), pivoted.column_totals[place]]
            columns[_free(columns, f"{group.label}{unit}")] = [cell.value for cell in cells]
    columns[_free(columns, f"{_TOTAL if pivoted.across else MEASURES[pivoted.measure]}{unit}")] = [
        c.value for c in whole
    ]
    if pivoted.measure not in ("count", "share"):
        columns[_free(columns, MEASURES["count"])] = [cell.rows for cell in whole]
    names = list(columns)
    with st.container(key="explore-grid-pivot"):
        st.dataframe(
            pa.table(columns),
            hide_index=True,
            column_config={name: st.column_config.NumberColumn(format="localized") for name in names[1:]},
            height=460 if len(pivoted.rows) > 12 else "content",
            placeholder=NO_VALUE,
            alt=pivot_title(pivoted, view()),
        )


def _free(taken: dict[str, list[object]], wanted: str) -> str:
    """A header that no other column bears."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def _choices(pivoted: Pivot) -> list[tuple[int, int | None]]:
    """Whole groups first, then their cells as far as a list bears them."""
    rows: list[tuple[int, int | None]] = [(row, None) for row, group in enumerate(pivoted.rows) if group.rows]
    if pivoted.across:
        rows += sorted(pivoted.cells)[:_MOST_CHOICES]
    return rows


def _choice_text(pivoted: Pivot, place: tuple[int, int | None]) -> str:
    row, column = place
    if column is None:
        return f"{pivoted.rows[row].label} ({count_text(pivoted.rows[row].rows, pivoted.rows[row].rows)})"
    cell = pivoted.cell(row, column)
    return f"{group_text(pivoted.rows[row], pivoted.columns[column])} ({count_text(cell.rows, cell.rows)})"


def _clause(pivoted: Pivot, row: int, column: int | None) -> Clause:
    clause = group_clause(pivoted.by, view().by_part, pivoted.rows[row], "g")
    if pivoted.across is None or column is None:
        return clause
    return both(clause, group_clause(pivoted.across, view().across_part, pivoted.columns[column], "h"))
