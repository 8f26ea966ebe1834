"""The second step of *Svarsblad*: the folder is dropped, the receipt is read, and what is approved is stored."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.actors import Act
from base.errors import MognadError
from base.formats import plural
from data.ledger.store import Store
from data.ledger.texts import MAX_TEXT
from data.measuring.rounds import Round
from data.measuring.sheets.history import Key
from data.measuring.sheets.reading import Delivery, read_delivery
from data.measuring.sheets.receipt import ConflictChoice, Decisions, Receipt
from data.measuring.sheets.receipt_file import receipt_bytes
from data.measuring.sheets.taking_in import Taken, missing_sheets, plan_receipt, take_in
from pages.frame.faults import show_error
from pages.frame.fields import reason_field
from pages.frame.guard import permission
from pages.frame.kept import once
from pages.frame.session import today
from pages.frame.small_files import download
from pages.frame.upload import empty_box, upload_several
from pages.measuring.sheets.receipt import conflicts, counts, missing_table, problems, sheet_table, standing_notes

BOX = "svarsblad"
_DELIVERY = "sheets_delivery"
_DONE = "sheets_done"
_CHOICE = "sheets_choice:"


@dataclass(frozen=True)
class _Done:
    """What was stored in this session, kept for the page that is drawn next."""

    taken: Taken
    receipt: Receipt


def receive(store: Store, measurement: Round) -> None:
    """The step: the box, then the receipt of what lies in it, else who is missing."""
    st.header("2. Ta emot", anchor=False)
    done: _Done | None = st.session_state.get(_DONE, {}).get((store.path, measurement.round))
    if done is not None:
        _stored(done, measurement)
    files = upload_several(BOX, "Släpp mappen med svaren, filerna eller en zip")
    if not files:
        missing_table(missing_sheets(store, measurement, today(store)), folded=False)
        return
    st.session_state.pop(_DONE, None)
    delivery = _delivery(files)
    decisions = Decisions(_chosen(), st.session_state.get("sheets_reason", ""))
    try:
        receipt = plan_receipt(store, measurement.round, delivery, today(store), decisions)
    except MognadError as error:
        show_error(error)
        return
    _preview(store, measurement, delivery, receipt, decisions)


def choice_key(key: Key) -> str:
    """Where the session keeps what was chosen in a conflict."""
    return f"{_CHOICE}{key[0]}:{key[1]}"


def _chosen() -> dict[Key, ConflictChoice]:
    choices: dict[Key, ConflictChoice] = {}
    for name, value in st.session_state.items():
        if isinstance(name, str) and name.startswith(_CHOICE) and value is not None:
            unit, question = name.removeprefix(_CHOICE).split(":", 1)
            choices[unit, question] = ConflictChoice(value)
    return choices


def _delivery(files: list[UploadedFile]) -> Delivery:
    """The files as they were read; a page drawn anew does not read them again."""

    def read() -> Delivery:
        with st.spinner("Läser svaren …"):
            return read_delivery((file.name, file.getvalue()) for file in files)

    return once(_DELIVERY, tuple(file.file_id for file in files), read)


def _preview(store: Store, measurement: Round, delivery: Delivery, receipt: Receipt, decisions: Decisions) -> None:
    counts(receipt)
    approved = receipt.approved
    if approved:
        changes = plural(receipt.changes, "ändrat svar", "ändrade svar") if receipt.changes else "inga ändrade svar"
        submitted = f" {plural(receipt.submitting, 'enhet', 'enheter')} lämnas in." if receipt.submitting else ""
        st.markdown(f"När du sparar: {changes} sparas.{submitted}")
    standing_notes(receipt)
    conflicts(store, measurement, receipt, choice_key)
    if any(result.needs_reason for result in receipt.results):
        note = "Gäller alla enheter i listan som redan har lämnat in. Orsaken sparas med svaren."
        reason_field("Varför ändras svar som redan är inlämnade?", "sheets_reason", most=MAX_TEXT, note=note)
    problems(receipt)
    with st.container(horizontal=True):
        label = f"Spara {len(approved)} godkända" if len(approved) != 1 else "Spara det godkända"
        if st.button(label, key="sheets_save", type="primary", icon=":material/save:", disabled=not approved):
            _save(store, measurement, delivery, receipt, decisions)
        _download(receipt, measurement)
    sheet_table(receipt)
    missing_table(receipt.missing, folded=True)


def _save(store: Store, measurement: Round, delivery: Delivery, receipt: Receipt, decisions: Decisions) -> None:
    try:
        with st.spinner("Sparar …"):
            taken = take_in(store, permission(Act.IMPORT), delivery, receipt, decisions)
    except MognadError as error:
        show_error(error)
        return
    st.session_state[_DONE] = {(store.path, measurement.round): _Done(taken, receipt)}
    for name in [name for name in st.session_state if str(name).startswith(_CHOICE)]:
        del st.session_state[name]
    st.session_state.pop(_DELIVERY, None)
    empty_box(BOX)
    st.rerun()


def _stored(done: _Done, measurement: Round) -> None:
    taken = done.taken
    with st.container(border=True, key="svarsblad-kvitto"):
        st.markdown(
            f":material/check_circle: **Sparat.** {plural(taken.units, 'enhet', 'enheter')}, "
            f"{plural(taken.answers, 'ändrat svar', 'ändrade svar')}, "
            f"{plural(taken.submitted, 'inlämnad', 'inlämnade')}."
        )
        if done.receipt.with_questions:
            st.markdown("De som har frågor är inte sparade. Skicka tillbaka dem med kvittot och ta emot dem igen.")
            with st.expander(f"{done.receipt.with_questions} med frågor", type="compact"):
                problems(done.receipt)
        with st.container(horizontal=True):
            _download(done.receipt, measurement)
            st.button("Stäng", key="sheets_close", type="tertiary", on_click=st.session_state.pop, args=(_DONE, None))


def _download(receipt: Receipt, measurement: Round) -> None:
    name = f"Kvitto svarsblad {measurement.name}.xlsx"
    download("Hämta kvittot (.xlsx)", receipt_bytes(receipt), name, "sheets_receipt_file")
