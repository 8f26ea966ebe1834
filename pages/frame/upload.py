"""The box that takes a file, with its built-in English texts replaced as far as a style can."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.frame.kept import once

T = TypeVar("T")

_CSS = """
.st-key-filval [data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderDropzone"] button p::after { content: "Välj fil"; font-size: 1rem; }
.st-key-filval [data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: "eller dra hit den. Högst 100 MB."; font-size: 0.875rem;
}
.st-key-filval [data-testid="stFileUploaderFileErrorMessage"] { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderFileErrorMessage"]::after {
  content: "Filen är för stor."; font-size: 0.875rem;
}
"""

_ONE_ONLY = """
/* "Add files": one file at a time, and the cross takes it away. */
.st-key-filval [data-testid="stFileUploaderDropzone"] > div > [data-testid="stBaseButton-borderlessIcon"],
.st-key-filval [data-testid="stBaseButton-borderlessIcon"][aria-label="Add files"] { display: none; }
"""

_SEVERAL = """
.st-key-filerval [data-testid="stFileUploaderDropzone"] button p::after { content: "Välj filer"; }
.st-key-filerval [data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: "eller dra hit hela mappen. Högst 100 MB."; }
"""


def upload(name: str = "import", label: str = "Välj en Excel- eller CSV-fil") -> UploadedFile | None:
    """The file in the box. Any kind is let in: what can't be read is told in Swedish by the reader.

    ``name`` tells one page's box from another's.
    """
    with _box():
        return st.file_uploader(label, key=_key(name))


def upload_several(name: str, label: str) -> list[UploadedFile]:
    """As ``upload`` for files that come together."""
    with _box("filerval"):
        st.html(f"<style>{_SEVERAL}</style>")
        return st.file_uploader(label, key=_key(name), accept_multiple_files=True)


def read_once(uploaded: UploadedFile | None, state: str, read: Callable[[UploadedFile], T]) -> T | None:
    """What ``read`` makes of the file in a box, kept in the session under ``state`` for as long as the file lies there.

    None, and nothing kept, for an empty box. What ``read`` raises is raised, and the file read again the next time.
    """
    if uploaded is None:
        st.session_state.pop(state, None)
        return None
    return once(state, uploaded.file_id, lambda: read(uploaded))


def holds_files(name: str) -> bool:
    """Whether something lies in a box, for what is drawn above it."""
    return bool(st.session_state.get(_key(name)))


def empty_box(name: str = "import") -> None:
    """Take the file out of the box: a box under a new key is a new one."""
    st.session_state[f"{name}_upload"] = st.session_state.get(f"{name}_upload", 0) + 1


def _box(name: str = "filval") -> DeltaGenerator:
    st.html(f"<style>{_CSS.replace('filval', name)}{_ONE_ONLY if name == 'filval' else ''}</style>")
    return st.container(key=name)


def _key(name: str) -> str:
    return f"{name}-file-{st.session_state.get(f'{name}_upload', 0)}"
