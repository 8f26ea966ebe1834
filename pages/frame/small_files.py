"""Files that are handed out, and small tables from Excel: a template to fill in, the file read once, its faults."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.errors import Issue
from base.formats import NO_VALUE, plural
from files.grid import Workbook
from files.workbook import read_bytes
from files.writer import XLSX_MIME
from pages.frame.kept import once
from pages.frame.tables import text_table
from pages.frame.texts import plain

_SCROLLS = 12
_HEIGHT = 420


_MIMES = {".xlsx": XLSX_MIME, ".csv": "text/csv", ".yaml": "application/yaml", ".zip": "application/zip"}


def download(
    label: str,
    data: bytes | Callable[[], bytes],
    file_name: str,
    key: str | None = None,
    kind: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """A button that hands out a file; a function makes it when the button is pressed, and the page stays as it is."""
    mime, icon = _MIMES.get(Path(file_name).suffix, "application/octet-stream"), ":material/download:"
    st.download_button(label, data, file_name, mime=mime, key=key, type=kind, on_click="ignore", icon=icon)


def template(label: str, make: Callable[[], bytes], file_name: str, key: str) -> None:
    """A button that makes and hands out a workbook to fill in."""
    download(label, make, file_name, key, "tertiary")


def read_upload(name: str, file: UploadedFile) -> Workbook:
    """The file's table, read once and not at each redrawing. Raises what the reader raises."""
    return once(f"{name}_read", file.file_id, lambda: read_bytes(file.getvalue(), file.name))


def faults_table(issues: Sequence[Issue], title: str) -> None:
    """Every fault with where it stands, to be corrected in the file."""
    st.error(f"{title}: {plural(len(issues), 'fel', 'fel')}. Rätta i filen och välj den igen.", icon=":material/error:")
    scrolling_table(
        {
            "Rad": [NO_VALUE if issue.row is None else str(issue.row) for issue in issues],
            "Kolumn": [plain(issue.column) or NO_VALUE for issue in issues],
            "Vad som är fel": [plain(_without_row(issue)) for issue in issues],
        },
        "Felen i filen, rad för rad",
    )


def scrolling_table(columns: dict[str, list[str]], alt: str) -> None:
    """A table that scrolls inside itself where it is long."""
    rows = len(next(iter(columns.values()), []))
    text_table(columns, alt, _HEIGHT if rows > _SCROLLS else "content")


def _without_row(issue: Issue) -> str:
    text = issue.message.removeprefix(f"Rad {issue.row}: ")
    return text[:1].upper() + text[1:]
