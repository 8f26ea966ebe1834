"""Everything there is to tell about a file's rows: grouped, the first of each, and all of it to download."""

from functools import partial

import streamlit as st

from base.formats import plural
from data.registers.reading.result import Reading
from data.registers.values.messages import RowIssue
from files.writer import SheetOut, xlsx_bytes
from pages.frame.small_files import download
from pages.frame.tables import text_table
from pages.frame.texts import plain

_FIRST = 10
_TITLES = {
    "date_without_year": "Datum utan årtal",
    "date_ambiguous": "Datum som kan betyda två olika dagar",
    "value_unreadable": "Värden som inte går att läsa",
    "duplicate_header": "Rubriker som står flera gånger",
    "duplicate_row": "Lika rader, hoppas över",
    "duplicate_key": "Samma id med olika innehåll",
    "required_empty": "Rader där en viktig uppgift saknas",
    "required_missing": "Kolumner som saknas",
    "personal_number": "Möjliga personnummer",
    "scale_unknown": "Värden utan känd skala",
    "hidden_sheet": "Dolda blad",
    "filled_down": "Celler som får värdet ovanför",
    "fill_uncertain": "Tomma celler under ett värde",
    "several_periods": "Flera perioder i filen",
    "filter_gone": "Urval som inte gäller längre",
    "other_table": "En annan tabell bredvid",
    "cells_outside_header": "Celler till höger om rubrikraden",
    "other_sheet": "Fler blad med samma slags uppgifter",
    "unit_unknown": "Okända organisationsdelar",
    "parent_unknown": "Överordnade som inte finns",
    "parent_cycle": "Delar som ligger under varandra",
    "unit_repeated": "Samma organisationsdel flera gånger",
}


def issues(reading: Reading) -> None:
    """The issues of a reading."""
    if not reading.issues:
        return
    st.header("Anmärkningar", anchor=False)
    st.markdown("Raderna sparas så långt de går att läsa. Rätta helst i källan och gör en ny export.")
    issue_groups(reading.issues, reading.file_name, "reading")


def issue_groups(issues: tuple[RowIssue, ...], file_name: str, key: str) -> None:
    """One fold per kind of issue, and a button for all of them as a workbook."""
    by_code: dict[str, list[RowIssue]] = {}
    for issue in issues:
        by_code.setdefault(issue.code, []).append(issue)
    for code, group in by_code.items():
        with st.expander(f"{_TITLES.get(code, 'Övrigt')} ({len(group)})", type="compact", key=f"issues-{key}-{code}"):
            first = group[:_FIRST]
            text_table(
                {
                    "Rad": ["" if issue.row is None else str(issue.row) for issue in first],
                    "Kolumn": [plain(issue.column) for issue in first],
                    "Anmärkning": [plain(issue.message) for issue in first],
                },
                alt=_TITLES.get(code, "Anmärkningar"),
            )
            if len(group) > _FIRST:
                st.caption(
                    f"Och {plural(len(group) - _FIRST, 'rad till', 'rader till')}. Hämta listan för att se alla."
                )
    name = f"anmarkningar {file_name.rsplit('.', 1)[0]}.xlsx"
    download("Hämta alla anmärkningar (.xlsx)", partial(workbook_of, issues), name, f"issues-download-{key}")


def workbook_of(found: tuple[RowIssue, ...]) -> bytes:
    """The issues as an .xlsx file."""
    rows = [[issue.row, issue.column, issue.raw, issue.message, issue.code] for issue in found]
    return xlsx_bytes([SheetOut("Anmärkningar", ["Rad", "Kolumn", "Värde", "Anmärkning", "Kod"], rows)])
