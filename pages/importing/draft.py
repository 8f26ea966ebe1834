"""An import on its way: the file, what the person has said about it, and how it then reads. All in the session."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.errors import MognadError
from base.hashing import canonical_json, sha256_bytes
from data.imported.imports import last_mapping, read_file
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.finding.column_values import column_values
from data.registers.finding.mapping import FileMapping, mapping_from_json
from data.registers.finding.proposal import shape_changes
from data.registers.finding.snapshots import snapshot_workbook
from data.registers.reading.result import Reading
from files.grid import Workbook
from files.workbook import read_bytes
from pages.importing.answers import Answers
from pages.importing.dropped import DroppedFile
from pages.importing.outcome import FileReading, Outcome

_STATE = "import_draft"


@dataclass(frozen=True)
class Draft:
    """One file, what is said of it, and what follows from both."""

    file: DroppedFile
    answers: Answers = field(default_factory=Answers)
    outcome: Outcome = field(default_factory=Outcome)

    def key(self, *parts: object) -> str:
        """The key of a widget that belongs to this file and register."""
        return "-".join(["import", self.file.digest[:12], self.answers.register or "", *(str(part) for part in parts)])

    @property
    def workbook(self) -> Workbook | None:
        """What is read of the file."""
        return self.outcome.once("workbook", self.part, lambda: self.file.part(self.answers.period))

    @property
    def part(self) -> object:
        """Which part of the file is read."""
        return (self.file.periods, self.answers.period)

    @property
    def takes_all(self) -> bool:
        """Whether each of the file's periods becomes an import of its own."""
        return self.answers.period == "all" and bool(self.file.periods)

    def values_of(self, reading: Reading, header: str) -> Counter[str]:
        """The values of a column of the table that is read, counted once."""
        workbook, mapping = self.workbook, reading.mapping
        if workbook is None:
            return Counter()
        basis = (self.part, mapping.sheet, mapping.header_row, mapping.fill_down)
        return self.outcome.once(("values", header), basis, lambda: column_values(workbook, mapping, header))


def current_draft(uploaded: UploadedFile | None, wanted: str | None) -> Draft | None:
    """The draft of the file that lies in the upload box; a new file begins a new one.

    ``wanted``: the register that the link to the page named.
    """
    if uploaded is None:
        st.session_state.pop(_STATE, None)
        return None
    kept: Draft | None = st.session_state.get(_STATE)
    if kept is not None and kept.file.file_id == uploaded.file_id:
        return kept
    content = uploaded.getvalue()
    file = DroppedFile(uploaded.file_id, uploaded.name, sha256_bytes(content))
    if kept is not None and (kept.file.digest, kept.file.name) == (file.digest, file.name):
        # The same file once more: what was said about it still holds, and it need not be parsed again.
        kept.file.file_id = uploaded.file_id
        return kept
    draft = Draft(file)
    try:
        with st.spinner("Läser filen …"):
            # Whoever takes the file away or leaves the page ends the child that reads it: drawing is where it is told.
            place = st.empty()
            file.whole = read_bytes(content, uploaded.name, waiting=lambda: _draw_nothing(place))
    except MognadError as error:
        file.fault = error
    else:
        draft.answers.register = wanted if wanted in all_registers() else _recognised(file.whole)
    st.session_state[_STATE] = draft
    return draft


def _draw_nothing(place: DeltaGenerator) -> None:
    place.empty()


def forget() -> None:
    """Let go of the file and of all that was said about it."""
    st.session_state.pop(_STATE, None)


def read(store: Store, draft: Draft) -> Reading | None:
    """How the file reads with what has been said; None when it can't be read so (``outcome.read`` says why)."""
    answers, workbook = draft.answers, draft.workbook
    if workbook is None or answers.register is None:
        return None
    register = answers.register
    remembered = last_mapping(store, register, answers.source) if answers.source else None
    if remembered is not None and answers.no_scale:
        remembered = remembered.model_copy(update={"scales": {}})
    spoken = canonical_json([register, answers.corrections, remembered.as_json() if remembered else None])
    basis = (draft.part, spoken)
    outcome = draft.outcome
    outcome.read = outcome.once("reading", basis, lambda: _read(basis, workbook, register, answers, remembered))
    return outcome.read.reading


def _read(
    basis: object, workbook: Workbook, register: str, answers: Answers, remembered: FileMapping | None
) -> FileReading:
    changes = None
    try:
        changes = shape_changes(remembered, workbook) if remembered else None
        with st.spinner("Läser …"):
            reading = read_file(workbook, register, mapping_from_json(answers.corrections), remembered)
    except MognadError as error:
        return FileReading(basis, None, error, remembered, changes)
    return FileReading(basis, reading, None, remembered, changes)


def all_readings(draft: Draft, newest: Reading) -> list[Reading]:
    """Each of the file's periods read as the newest one is, the oldest first. Raises what ``read_file`` raises."""
    whole, periods = draft.file.whole, draft.file.periods
    if whole is None or not periods:
        return [newest]
    register = draft.answers.register
    others = draft.outcome.once(
        "others",
        (draft.outcome.read.basis, register),
        lambda: [
            read_file(snapshot_workbook(whole, period), register, None, newest.mapping) for period in periods[:-1]
        ],
    )
    return [*others, newest]


def newest_date(reading: Reading, today: date) -> str | None:
    """The file's newest date that is not after today, as a hint for *Läget per*; an ISO text.

    A date that tells of the future says nothing of when the file was made.
    """
    register = reading.register
    forward = {field.name for field in register.fields if field.forward} if register else set()
    days = [summary.max[:10] for name, summary in reading.dates.items() if summary.max and name not in forward]
    return max((newest for newest in days if newest <= today.isoformat()), default=None)


def _recognised(workbook: Workbook) -> str | None:
    reading = _glance(workbook, None)
    return reading.register.name if reading and reading.register else None


def headers_of(draft: Draft) -> list[str]:
    """The headers that the file is read with when nothing is remembered; empty when it can't be."""
    workbook, register = draft.workbook, draft.answers.register
    reading = _glance(workbook, register) if workbook and register else None
    return list(reading.mapping.fields) if reading else []


def _glance(workbook: Workbook, register: str | None) -> Reading | None:
    try:
        return read_file(workbook, register)
    except MognadError:
        return None
