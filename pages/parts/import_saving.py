"""Saving an import, its receipt, and the imports made before."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, number
from data.import_snapshot import ImportResult
from data.imports import import_reading
from data.registers import registers
from data.registers.messages import RowIssue
from data.registers.result import Reading
from data.rounds import FAR
from data.store import Store
from metrics.sentences import plural
from metrics.sources import snapshots
from metrics.status import REGISTERS
from pages.parts.faults import show_error
from pages.parts.guard import permission
from pages.parts.import_choices import scale_missing
from pages.parts.import_draft import Draft, forget
from pages.parts.import_issues import issue_groups
from pages.parts.session import link
from pages.parts.tables import text_table, unbroken
from pages.parts.texts import plain
from pages.parts.upload import empty_box

_RECEIPT = "import_receipt"
# What only the store could tell; the rest was told before saving.
_TOLD_AFTER = frozenset({"unit_unknown", "parent_unknown", "parent_cycle", "unit_repeated"})


@dataclass(frozen=True)
class _Receipt:
    """What was saved, kept for the page that is drawn next."""

    register: str
    label: str
    as_of: date
    file_name: str
    read: int
    ignored: int
    result: ImportResult

    @property
    def new_issues(self) -> tuple[RowIssue, ...]:
        return tuple(issue for issue in self.result.issues if issue.code in _TOLD_AFTER)


def save(store: Store, draft: Draft, reading: Reading, as_of: date) -> None:
    """*Spara importen*, with what is left to do before it where something is."""
    st.header("Spara", anchor=False)
    left = _left_to_do(draft, reading)
    if left:
        st.markdown("Innan du kan spara:\n\n" + "\n".join(f"- {words}" for words in left))
    elif reading.register is not None:
        st.markdown(
            f"{plural(reading.stored, 'rad', 'rader')} sparas i {plain(reading.register.label).lower()}, "
            f"läget per {day(as_of)}."
        )
    if st.button("Spara importen", key="import_save", type="primary", icon=":material/save:", disabled=bool(left)):
        _save(store, draft, reading, as_of, again=False)
    if draft.refused is not None and not left:
        show_error(draft.refused)
        if draft.refused.code in ("already_imported", "duplicate"):
            label = (
                "Importera igen med det nya datumet"
                if draft.refused.code == "already_imported"
                else "Importera igen med de här valen"
            )
            if st.button(label, key="import_again"):
                _save(store, draft, reading, as_of, again=True)


def _left_to_do(draft: Draft, reading: Reading) -> list[str]:
    left = []
    if any(issue.code == "required_missing" for issue in reading.issues):
        left.append("peka ut kolumnen som saknas")
    if scale_missing(draft, reading):
        left.append("välj skala, eller att ingen av dem passar")
    if reading.personal_numbers:
        left.append("maskera eller ta bort kolumnen med personnummer")
    return left


def _save(store: Store, draft: Draft, reading: Reading, as_of: date, *, again: bool) -> None:
    # A press may come from a page drawn before the latest correction, so what is left is asked for once more.
    if _left_to_do(draft, reading) or reading.register is None:
        return
    try:
        with st.spinner("Sparar …"):
            result = import_reading(store, permission(Act.IMPORT), reading, as_of, again=again)
    except MognadError as error:
        draft.refused = error
        st.rerun()
    if result.duplicate:
        draft.refused = MognadError(
            "duplicate", f"Filen finns redan inläst med läget per {day(as_of)}. Inget nytt sparades."
        )
        st.rerun()
    st.session_state[_RECEIPT] = _Receipt(
        reading.register.name,
        reading.register.label,
        as_of,
        reading.file_name,
        reading.rows,
        len(reading.ignored),
        result,
    )
    forget()
    empty_box()
    st.rerun()


def receipt() -> None:
    """What the last import of this session did, until the next one."""
    made: _Receipt | None = st.session_state.get(_RECEIPT)
    if made is None:
        return
    result = made.result
    with st.container(border=True, key="kvitto"):
        st.markdown(f":material/check_circle: **Sparat.** {plain(made.file_name)}, läget per {day(made.as_of)}.")
        st.markdown(
            f"{plural(made.read, 'rad läst', 'rader lästa')} · {plural(result.stored, 'sparad', 'sparade')} · "
            f"{plural(result.skipped, 'lika rad överhoppad', 'lika rader överhoppade')} · "
            f"{plural(made.ignored, 'rad som inte hörde till tabellen', 'rader som inte hörde till tabellen')}"
        )
        if result.units is not None:
            changes = result.units
            st.markdown(
                f"Organisationen: {plural(changes.added, 'ny', 'nya')}, "
                f"{plural(changes.changed, 'ändrad', 'ändrade')}, "
                f"{plural(changes.unchanged, 'oförändrad', 'oförändrade')}."
            )
        if made.new_issues:
            issue_groups(made.new_issues, made.file_name, "receipt")
        with st.container(horizontal=True):
            if made.register == "units":
                link("installningar.py", "Se organisationen", icon=":material/account_tree:")
            elif made.register in REGISTERS:
                link("utveckling.py", "Se hur det hänger ihop", icon=":material/timeline:")
            st.button("Stäng", key="import_close", type="tertiary", on_click=_close)


def earlier_imports(store: Store) -> None:
    """The registers' snapshots, the newest first."""
    rows = [
        (register.label, found)
        for register in registers().values()
        for found in snapshots(store, register.name, FAR, store.position())
    ]
    if not rows:
        st.caption("Inget är importerat än. Filen stannar på den här datorn.")
        return
    rows.sort(key=lambda row: (row[1].as_of, row[0]), reverse=True)
    st.header("Tidigare importer", anchor=False)
    text_table(
        {
            "Register": [plain(label) for label, _ in rows],
            "Läget per": [unbroken(day(found.as_of)) for _, found in rows],
            "Fil": [plain(found.file_name) for _, found in rows],
            "Rader": [number(found.stored) for _, found in rows],
            "Anmärkningar": [number(found.issues) for _, found in rows],
        },
        alt="Tidigare importer, den senaste först",
    )


def _close() -> None:
    st.session_state.pop(_RECEIPT, None)
