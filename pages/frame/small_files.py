"""Files that are handed out, and small tables from Excel: a template to fill in, the file read once, its faults."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import ZipFile

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.errors import Issue, MognadError
from base.formats import NO_VALUE, plural
from data.ledger.pinning import one_position
from files.grid import Workbook
from files.workbook import read_bytes
from files.writer import XLSX_MIME, SheetOut, xlsx_bytes
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
    """A button that hands out a file, and the page stays as it is.

    A function makes it when the button is pressed: not in the page's run, so at a position of the ledger of its own and
    without a session (``st`` in it is forbidden by a test). Where it can't, the file says why.
    """
    suffix = Path(file_name).suffix
    content = data if isinstance(data, bytes) else partial(_made, one_position()(data), suffix)
    mime, icon = _MIMES.get(suffix, "application/octet-stream"), ":material/download:"
    st.download_button(label, content, file_name, mime=mime, key=key, type=kind, on_click="ignore", icon=icon)


def _made(make: Callable[[], bytes], suffix: str) -> bytes:
    """The file, or one of the same kind with the error's sentence: there is no page to show it on."""
    try:
        return make()
    except MognadError as error:
        return _refusal(error, suffix)


def _refusal(error: MognadError, suffix: str) -> bytes:
    head, rows = "Filen kunde inte göras", [[error.message], [f"Felkod: {error.code}"]]
    if suffix == ".xlsx":
        return xlsx_bytes([SheetOut("Det gick inte", [head], rows)])
    text = "\r\n".join([head, *(row[0] for row in rows), ""]).encode("utf-8-sig")
    if suffix != ".zip":
        return text
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("Det gick inte.txt", text)
    return held.getvalue()


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
