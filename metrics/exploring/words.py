"""What a view lets through and shows, in words."""

from base.formats import day, listing, number, plural, short
from metrics.exploring.groups import MEASURES, PERIODS, Group, Pivot
from metrics.exploring.table import EMPTY, ColumnKind, ExploredColumn, ExploredTable
from metrics.exploring.view import Condition, ExploreView, Part

_MOST_VALUES = 3


def condition_text(column: ExploredColumn, found: Condition) -> str:
    """``Status: Öppen eller Pågående``, ``Antal: 3–10``, ``Klart senast: från 2025-01-01``, ``Typ: bara tomma``."""
    parts = []
    if found.values:
        named = [value or EMPTY for value in found.values]
        more = len(named) - _MOST_VALUES
        shown = named if more <= 0 else [*named[:_MOST_VALUES], f"{more} till"]
        parts.append(listing(shown).replace(" och ", " eller ") if len(shown) > 1 else shown[0])
    if found.contains:
        parts.append(f"innehåller ”{found.contains}”")
    low, high = (None if value is None else short(value) for value in (found.low, found.high))
    if column.kind is ColumnKind.DATE:
        low, high = (None if one is None else day(one) for one in (found.since, found.until))
    if low is not None and high is not None:
        parts.append(f"{low}–{high}")
    elif low is not None:
        parts.append(f"från {low}")
    elif high is not None:
        parts.append(f"till {high}")
    if found.filled is not None:
        parts.append("bara ifyllda" if found.filled else "bara tomma")
    return f"{column.label}: {', '.join(parts)}"


def filter_texts(table: ExploredTable, view: ExploreView) -> list[str]:
    """One text per condition that says something, the search first."""
    texts = [f"Sökning: {view.search.strip()}"] if view.search.strip() else []
    return texts + [condition_text(table.column(found.column), found) for found in view.where if found.says]


def count_text(found: int, every: int) -> str:
    """``120 av 574 rader``, or ``574 rader`` when none is left out."""
    all_rows = plural(every, "rad", "rader")
    return all_rows if found == every else f"{number(found)} av {all_rows}"


def origin_rows(table: ExploredTable, view: ExploreView, shown: int, of: str = "") -> list[tuple[str, str]]:
    """Where rows that are taken along come from, as label and text: what, when, from which file, which of them.

    ``of``: the group that they are the rows of.
    """
    told = [("Register eller fil", table.title)]
    if table.as_of:
        told.append(("Läget per", day(table.as_of)))
    told += [("Ur", table.file_name), ("Rader", count_text(shown, table.rows))]
    told += [("Urval", text) for text in filter_texts(table, view)]
    return [*told, ("Grupp", of)] if of else told


def grouped_by(column: ExploredColumn, part: Part) -> str:
    """``Status``, or of a date ``Anmäld, månad för månad``."""
    return f"{column.label} ({PERIODS[part]})" if column.kind is ColumnKind.DATE else column.label


def measure_text(found: Pivot) -> str:
    """``Antal rader``, ``Medelvärde av Antal``."""
    return f"{MEASURES[found.measure]}{f' av {found.of.label}' if found.of else ''}"


def pivot_title(found: Pivot, view: ExploreView) -> str:
    """``Antal rader per Status och Anmäld (år)``, ``Medelvärde av Antal per Typ``."""
    columns = [grouped_by(found.by, view.by_part)]
    if found.across:
        columns.append(grouped_by(found.across, view.across_part))
    return f"{measure_text(found)} per {listing(columns)}"


def group_text(row: Group, column: Group | None) -> str:
    """A group as it is chosen: ``Öppen · 2025``."""
    return f"{row.label} · {column.label}" if column else row.label
