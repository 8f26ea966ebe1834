"""An import on its way: the file, what the person has said about it, and how it then reads. All in the session.

The file is parsed once, in its child process; each correction only reads the grid again, and only when something has
been said since.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.errors import MognadError
from base.hashing import canonical_json, sha256_bytes
from data.imported.imports import last_mapping, read_file
from data.imported.outlook import Outlook
from data.imported.sources import Claim
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.finding.column_values import column_values
from data.registers.finding.mapping import FileMapping, ShapeChange, mapping_from_json
from data.registers.finding.proposal import shape_changes
from data.registers.finding.snapshots import PossibleSnapshot, snapshot_workbook
from data.registers.reading.result import Reading
from files.grid import Workbook
from files.workbook import read_bytes

_STATE = "import_draft"
# A date that tells of the future says nothing of when the file was made.
_FORWARD = frozenset({"due", "valid_to", "valid_until", "next_exercise", "agreement_ends"})


@dataclass
class Draft:
    """One file. ``said``: the person's corrections as JSON values of a mapping.

    ``no_scale``: she has said that none of the shipped scales is the file's.
    ``matches``: the units she has matched while looking at this file, text → unit's name.
    ``source``: where the file comes from, None while it has to be asked; ``claim`` and the bounds of a part: what she
    has said about this file, over what is remembered of its source. ``remembered``: how the source's last file was
    read, None for its first.
    ``agreed``: what an import she has answered yes to, and the codes of the questions.
    ``whole``: the file; ``workbook``: what is read of it, one of its ``periods`` where it holds several (``period``:
    which, by its place; ``all`` or ``none``).
    """

    file_id: str
    name: str
    digest: str
    whole: Workbook | None = None
    workbook: Workbook | None = None
    fault: MognadError | None = None
    register: str | None = None
    said: dict[str, Any] = field(default_factory=dict)
    no_scale: bool = False
    matches: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    claim: Claim | None = None
    period_from: date | None = None
    period_to: date | None = None
    branch: str | None = None
    asks_cover: bool = False
    periods: tuple[PossibleSnapshot, ...] | None = None
    period: int | Literal["all", "none"] = "none"
    others: tuple[object, list[Reading]] | None = None
    refused: MognadError | None = None
    agreed: tuple[object, frozenset[str]] = (None, frozenset())
    remembered: FileMapping | None = None
    changes: ShapeChange | None = None
    outlook: tuple[object, Outlook | None] | None = None
    values: dict[tuple[object, ...], Counter[str]] = field(default_factory=dict)
    reading: Reading | None = None
    reading_fault: MognadError | None = None
    read_as: str = ""

    def key(self, *parts: object) -> str:
        """The key of a widget that belongs to this file and register."""
        return "-".join(["import", self.digest[:12], self.register or "", *(str(part) for part in parts)])

    @property
    def is_known(self) -> bool:
        """Whether the source's last file had the same columns, so that what held for it holds for this one."""
        return self.remembered is not None and not self.changes and self.reading is not None

    @property
    def takes_all(self) -> bool:
        """Whether each of the file's periods becomes an import of its own."""
        return self.period == "all" and bool(self.periods)

    def start_over(self) -> None:
        """Forget what was said of the columns: another register or source is meant."""
        self.said = {name: value for name, value in self.said.items() if name in ("sheet", "header_row")}
        self.no_scale = False
        self.claim = self.period_from = self.period_to = self.branch = None
        self.asks_cover = False
        self.refused = None

    def values_of(self, reading: Reading, header: str) -> Counter[str]:
        """The values of a column of the table that is read, counted once."""
        place = (reading.mapping.sheet, reading.mapping.header_row, header)
        if place not in self.values and self.workbook is not None:
            self.values[place] = column_values(self.workbook, reading.mapping, header)
        return self.values.get(place, Counter())

    def say(self, part: str, name: str, value: object) -> None:
        """Correct one entry of a part of the mapping (``fields``, ``keep``, ``scales`` …)."""
        self.said.setdefault(part, {})[name] = value
        self.refused = None


def current_draft(uploaded: UploadedFile | None, wanted: str | None) -> Draft | None:
    """The draft of the file that lies in the upload box; a new file begins a new one.

    ``wanted``: the register that the link to the page named.
    """
    if uploaded is None:
        st.session_state.pop(_STATE, None)
        return None
    known: Draft | None = st.session_state.get(_STATE)
    if known is not None and known.file_id == uploaded.file_id:
        return known
    content = uploaded.getvalue()
    draft = Draft(uploaded.file_id, uploaded.name, sha256_bytes(content))
    if known is not None and known.digest == draft.digest and known.name == draft.name:
        # The same file once more: what was said about it still holds, and it need not be parsed again.
        known.file_id = uploaded.file_id
        return known
    try:
        with st.spinner("Läser filen …"):
            # Whoever takes the file away or leaves the page ends the child that reads it: drawing is where it is told.
            place = st.empty()
            draft.whole = draft.workbook = read_bytes(content, uploaded.name, waiting=lambda: _draw_nothing(place))
    except MognadError as error:
        draft.fault = error
    else:
        draft.register = wanted if wanted in all_registers() else _recognised(draft.workbook)
    st.session_state[_STATE] = draft
    return draft


def _draw_nothing(place: DeltaGenerator) -> None:
    place.empty()


def forget() -> None:
    """Let go of the file and of all that was said about it."""
    st.session_state.pop(_STATE, None)


def read(store: Store, draft: Draft) -> Reading | None:
    """How the file reads with what has been said; None when it can't be read so (``reading_fault`` says why)."""
    if draft.workbook is None or draft.register is None:
        return None
    remembered = draft.remembered = last_mapping(store, draft.register, draft.source) if draft.source else None
    if remembered is not None and draft.no_scale:
        remembered = remembered.model_copy(update={"scales": {}})
    told = canonical_json([draft.register, draft.said, remembered.as_json() if remembered else None])
    if told != draft.read_as:
        draft.reading = draft.reading_fault = None
        try:
            draft.changes = shape_changes(remembered, draft.workbook) if remembered else None
            draft.reading = _read(draft.workbook, draft.register, draft.said, remembered)
        except MognadError as error:
            draft.reading_fault = error
        # Only now: a run that is stopped on its way must read again.
        draft.read_as = told
    return draft.reading


def all_readings(draft: Draft, newest: Reading) -> list[Reading]:
    """Each of the file's periods read as the newest one is, the oldest first. Raises what ``read_file`` raises."""
    told = (draft.read_as, draft.register)
    if draft.whole is None or not draft.periods:
        return [newest]
    if draft.others is None or draft.others[0] != told:
        read_so = [
            read_file(snapshot_workbook(draft.whole, period), draft.register, None, newest.mapping)
            for period in draft.periods[:-1]
        ]
        draft.others = (told, read_so)
    return [*draft.others[1], newest]


def newest_date(reading: Reading, today: date) -> str | None:
    """The file's newest date that is not after today, as a hint for *Läget per*; an ISO text."""
    found = [
        summary.max[:10]
        for name, summary in reading.dates.items()
        if summary.max and name not in _FORWARD and summary.max[:10] <= today.isoformat()
    ]
    return max(found, default=None)


def _read(workbook: Workbook, register: str, said: dict[str, Any], remembered: FileMapping | None) -> Reading:
    with st.spinner("Läser …"):
        return read_file(workbook, register, mapping_from_json(said), remembered)


def _recognised(workbook: Workbook | None) -> str | None:
    if workbook is None:
        return None
    try:
        found = read_file(workbook, None)
    except MognadError:
        return None
    return found.register.name if found.register else None


def headers_of(draft: Draft) -> list[str]:
    """The headers that the file is read with when nothing is remembered; empty when it can't be."""
    if draft.workbook is None or draft.register is None:
        return []
    try:
        return list(read_file(draft.workbook, draft.register).mapping.fields)
    except MognadError:
        return []
