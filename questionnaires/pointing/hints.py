"""Suggestions for pointing at a sheet: which sheet, which header row, what each column holds.

Suggestions only: they are shown and can be corrected before anything is read by them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal

from questionnaires.excel.sheets import Grid, GridRow
from questionnaires.pointing.form import Alternative, Columns

ALTERNATIVES = "alternatives"
ROLES = tuple(field.name for field in fields(Columns))
"""What a column may hold. Each is one column, but for the alternatives."""

_TOP = 40
_WORDS: Mapping[str, tuple[str, ...]] = {
    "question": ("fråga", "frågor", "frågan", "frågeställning", "frågetext", "krav", "kravtext", "påstående",
                 "kontroll", "question"),
    "area": ("område", "frågeområde", "kapitel", "avsnitt", "kategori", "domän", "perspektiv", "ämne", "area"),
    "level": ("nivå", "mognadsnivå", "kravnivå", "frågenivå", "level"),
    "number": ("nr", "nummer", "id", "#", "frågenummer", "fråga nr", "kravnummer", "no"),
    "hint": ("vägledning", "stöd", "stödtext", "hjälptext", "förklaring", "förtydligande", "beskrivning", "exempel"),
    "criteria": ("kriterium", "kriterier", "bedömning", "bedömningsgrund", "bedömningskriterier", "räknas som ja om"),
    "references": ("referens", "referenser", "hänvisning", "hänvisningar", "lagrum", "källa", "stöd i lag"),
    ALTERNATIVES: ("svarsalternativ", "alternativ", "svar", "möjliga svar"),
}  # fmt: skip
_STEP = re.compile(r"^(?:nivå|steg|alternativ|svar|svarsalternativ)\s*\d+\b")
_SEVERAL = re.compile(r"[\n;]")
_VALUE = re.compile(r"^(.*\S)\s*=\s*(-?\d{1,9}(?:[.,]\d{1,6})?)$")


def suggest_sheet(grids: Sequence[Grid]) -> str | None:
    """The sheet that looks most like questions; None when none has a row."""
    filled = [grid for grid in grids if any(True for _ in grid.filled())]
    if not filled:
        return None

    def worth(grid: Grid) -> tuple[bool, int, int]:
        header = suggest_header_row(grid)
        roles = set(suggest_columns(grid, header).values())
        return "question" in roles, len(roles), len(grid.rows)

    return max(filled, key=worth).name


def suggest_header_row(grid: Grid) -> int:
    """The row, numbered as Excel does, that looks most like headers; 1 for an empty sheet."""
    rows = list(grid.filled())[:_TOP]
    ranked = [(len(_known(row)) + ("question" in _known(row).values()), -place) for place, row in enumerate(rows)]
    best = max(ranked, default=(0, 0))
    if best[0]:
        return rows[-best[1]].number
    wide = next((row for row in rows if sum(bool(text.strip()) for text in row.texts) > 1), None)
    return wide.number if wide is not None else rows[0].number if rows else 1


def suggest_columns(grid: Grid, header_row: int) -> dict[int, str]:
    """Column (from 0) → role, by the headers; alternatives only where the cells can be such."""
    header = next((row for row in grid.rows if row.number == header_row), None)
    if header is None:
        return {}
    body = [row for row in grid.filled() if row.number > header_row]
    roles: dict[int, str] = {}
    for place, role in _known(header).items():
        if role == ALTERNATIVES and not any(_SEVERAL.search(row.text(place).strip()) for row in body):
            continue  # a column to answer in, not one that lists the answers
        if role == ALTERNATIVES or role not in roles.values():
            roles[place] = role
    if ALTERNATIVES not in roles.values():
        steps = [
            place
            for place, text in enumerate(header.texts)
            if _STEP.match(_word(text)) and place not in roles and any(row.text(place).strip() for row in body)
        ]
        roles |= dict.fromkeys(steps, ALTERNATIVES) if len(steps) > 1 else {}
    if "question" not in roles.values():
        asked = {place: _questions(body, place) for place in range(len(header.texts)) if place not in roles}
        most = max(asked, key=lambda place: asked[place], default=None)
        if most is not None and asked[most] * 2 > len(body):
            roles[most] = "question"
    return roles


def columns_of(roles: Mapping[int, str]) -> Columns | None:
    """The roles as ``pointing`` takes them; None while no column holds the question."""
    places: dict[str, int] = {role: place for place, role in sorted(roles.items()) if role != ALTERNATIVES}
    if "question" not in places:
        return None
    several = tuple(place for place, role in sorted(roles.items()) if role == ALTERNATIVES)
    return Columns(**places, alternatives=several)


def has_gaps(grid: Grid, header_row: int, columns: Columns) -> bool:
    """Whether questions stand under an area or level that is only written once, above."""
    for place in (columns.area, columns.level):
        above = False
        for row in grid.filled():
            if place is None or row.number <= header_row:
                continue
            here = bool(row.text(place).strip())
            if above and not here and row.text(columns.question).strip():
                return True
            above = above or here
    return False


def alternatives_of(text: str) -> tuple[Alternative, ...]:
    """One alternative a line, lowest first; ``Ja = 2`` gives it a value of its own."""
    labels = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _VALUE.match(line)
        value = Decimal(match[2].replace(",", ".")) if match else None
        labels.append(Alternative(match[1] if match else line, value))
    return tuple(labels)


def _known(row: GridRow) -> dict[int, str]:
    """Column → the role that its text is a header of."""
    by_word = {word: role for role, words in _WORDS.items() for word in words}
    return {place: by_word[_word(text)] for place, text in enumerate(row.texts) if _word(text) in by_word}


def _word(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".:")


def _questions(rows: Iterable[GridRow], place: int) -> int:
    return sum(row.text(place).strip().endswith("?") for row in rows)
