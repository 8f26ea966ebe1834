"""The box that takes a file, with its built-in English texts replaced as far as a style can."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

_ROUND = "import_upload"
_CSS = """
.st-key-filval [data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderDropzone"] button p::after { content: "Välj fil"; font-size: 1rem; }
.st-key-filval [data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: "eller dra hit den. Högst 100 MB."; font-size: 0.875rem;
}
/* "Add files": one file at a time, and the cross takes it away. */
.st-key-filval [data-testid="stFileUploaderDropzone"] > div > [data-testid="stBaseButton-borderlessIcon"],
.st-key-filval [data-testid="stBaseButton-borderlessIcon"][aria-label="Add files"] { display: none; }
.st-key-filval [data-testid="stFileUploaderFileErrorMessage"] { font-size: 0; }
.st-key-filval [data-testid="stFileUploaderFileErrorMessage"]::after {
  content: "Filen är för stor."; font-size: 0.875rem;
}
"""


def upload() -> UploadedFile | None:
    """The file in the box. Any kind is let in: what can't be read is told in Swedish by the reader."""
    key = f"import-file-{st.session_state.get(_ROUND, 0)}"
    st.html(f"<style>{_CSS}</style>")
    with st.container(key="filval"):
        return st.file_uploader("Välj en Excel- eller CSV-fil", key=key)


def empty_box() -> None:
    """Take the file out of the box: a box under a new key is a new one."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
