"""*Kolumner*: what each column holds, in a compact table."""

import streamlit as st

from base.formats import number, share
from metrics.exploring.profile import ColumnProfile, profile
from metrics.exploring.table import ColumnKind, ExploredTable
from pages.frame.kept import once
from pages.frame.tables import wide_table
from pages.frame.texts import cut, plain

_PROFILE = "explore_profile"
_LONGEST = 32
_KINDS = {
    ColumnKind.TEXT: "text",
    ColumnKind.NUMBER: "tal",
    ColumnKind.DATE: "datum",
    ColumnKind.CHOICE: "val",
    ColumnKind.BOOLEAN: "ja/nej",
    ColumnKind.SCALE: "skala",
}


def profile_part(table: ExploredTable) -> None:
    """Every column with how much of it is filled and what is typical; of all rows, whatever is filtered."""
    profiles = once(_PROFILE, table, lambda: profile(table))
    st.caption("Alla rader, oavsett filter.")
    with st.container(key="explore-profile-page"):
        _table(table, profiles)


def _table(table: ExploredTable, profiles: tuple[ColumnProfile, ...]) -> None:
    wide_table(
        "explore-profile",
        {
            "Kolumn": [plain(each.column.label) for each in profiles],
            "Innehåll": [_KINDS[each.column.kind] for each in profiles],
            "Ifyllda": [share(each.filled, table.rows) for each in profiles],
            "Olika värden": [number(each.distinct) for each in profiles],
            "Minst, mitten, störst eller vanligast": [plain(_typical(each)) for each in profiles],
        },
        f"Kolumnerna i {table.title}",
    )


def _typical(found: ColumnProfile) -> str:
    if found.column.texts:
        return ", ".join(f"{cut(' '.join(text.split()), _LONGEST)} ({number(rows)})" for text, rows in found.common)
    return " · ".join(text for text in (found.low, found.middle, found.high) if text)
