"""A questionnaire's file on its way: what lies in the box, read once. All in the session, nothing is stored."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.errors import MognadError
from base.hashing import sha256_bytes
from data.measuring.questionnaire_uploads import Upload, read_upload
from pages.frame.upload import empty_box, read_once, upload

BOX = "formular"
_STATE = "form_draft"


@dataclass
class FormDraft:
    """One file. ``by_hand``: she has said that a workbook taken for ours is to be pointed at instead."""

    name: str
    digest: str
    upload: Upload | None = None
    fault: MognadError | None = None
    by_hand: bool = False
    refused: MognadError | None = None

    def key(self, *parts: object) -> str:
        """The key of a widget that belongs to this file."""
        return "-".join(["form", self.digest[:12], *(str(part) for part in parts)])

    @property
    def pointed(self) -> bool:
        """Whether the file is read by pointing at its columns."""
        return self.upload is not None and (self.upload.other or self.by_hand)


def form_box() -> FormDraft | None:
    """The box for a file, and what lies in it."""
    return read_once(upload(BOX, "Välj en Excel- eller YAML-fil"), _STATE, _begun)


def forget() -> None:
    """Let go of the file, and empty the box."""
    st.session_state.pop(_STATE, None)
    empty_box(BOX)


def _begun(uploaded: UploadedFile) -> FormDraft:
    content = uploaded.getvalue()
    draft = FormDraft(uploaded.name, sha256_bytes(content))
    try:
        with st.spinner("Läser filen …"):
            draft.upload = read_upload(content, uploaded.name)
    except MognadError as error:
        draft.fault = error
    return draft
