"""What an import did, as the store tells it afterwards, and *Ångra importen*."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from base.actors import Act
from base.formats import day, number, plural
from data.imported.made import RegisterImport, register_imports
from data.imported.snapshot import UNIT_REGISTER, ImportResult
from data.imported.sources import FileCoverage, sources
from data.imported.undo import withdraw_imports
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.reading.result import Reading
from data.registers.values.messages import RowIssue
from metrics.registers.newest import REGISTERS
from pages.frame.faults import tell_fault, tried
from pages.frame.fields import reason_field
from pages.frame.guard import permission
from pages.frame.session import link, open_current
from pages.frame.texts import plain
from pages.importing.issues import issue_groups
from pages.importing.source import covers

_RECEIPT = "import_receipt"
_UNDONE = "import_undone"
_PLACE = "import_undo"


@dataclass(frozen=True)
class _Part:
    """One reading that was saved, into ``register``. ``ignored``: reason → rows; ``left_out``: reasons with rows."""

    register: str
    ignored: Counter[str]
    left_out: tuple[tuple[str, int], ...]
    result: ImportResult


def keep_receipt(saved: Sequence[tuple[Reading, ImportResult]]) -> None:
    """Note what was saved for the next drawing of the page."""
    st.session_state[_RECEIPT] = [
        _Part(
            reading.register.name if reading.register else "",
            Counter(row.reason for row in reading.ignored),
            tuple((left.reason, left.rows) for left in reading.filtered if left.rows),
            result,
        )
        for reading, result in saved
    ]
    st.session_state.pop(_UNDONE, None)


def receipt(store: Store) -> None:
    """What the last import of this session did, until the next one."""
    undone: str | None = st.session_state.pop(_UNDONE, None)
    if undone is not None:
        st.success(f"Importen av {plain(undone)} är ångrad. Det som gällde före gäller igen.", icon=":material/undo:")
    parts: list[_Part] = st.session_state.get(_RECEIPT) or []
    imports = {
        each.snapshot: each for name in {part.register for part in parts} for each in register_imports(store, name)
    }
    made = [imports[part.result.snapshot] for part in parts if part.result.snapshot in imports]
    if not made or len(made) < len(parts):
        return
    with st.container(border=True, key="kvitto"):
        for part, each in zip(parts, made, strict=True):
            _told(store, part, each)
        remarks = tuple(_labelled(issue, part.register) for part in parts for issue in part.result.issues)
        if remarks:
            unknown = sum(issue.code == "unit_unknown" for issue in remarks)
            of_which = f", varav {number(unknown)} om okända organisationsdelar" if unknown else ""
            st.markdown(f"{plural(len(remarks), 'anmärkning', 'anmärkningar')}{of_which}:")
            issue_groups(remarks, made[0].file_name, "receipt")
        with st.container(horizontal=True):
            if made[0].register == UNIT_REGISTER:
                link("installningar.py", "Se organisationen", icon=":material/account_tree:")
            elif made[0].register in REGISTERS:
                link("utveckling.py", "Se hur det hänger ihop", icon=":material/timeline:")
            st.button("Stäng", key="import_close", type="tertiary", on_click=_close)
        if made[0].register != UNIT_REGISTER:
            with st.expander("Ångra importen", type="compact", key="import_undo"):
                _undo_form(made)


def _labelled(issue: RowIssue, register: str) -> RowIssue:
    """What the organisation tells of a row bears the name of a field, not a header of the file."""
    if register != UNIT_REGISTER:
        return issue
    labels = {field.name: field.label for field in all_registers()[register].fields}
    return replace(issue, column=labels.get(issue.column or "", issue.column))


def _undo_form(made: Sequence[RegisterImport]) -> None:
    """A reason and a button that hides the imports made together."""
    tell_fault(_PLACE)
    st.caption("Det som gällde före importen gäller igen. Importen står kvar i loggen, med ditt skäl.")
    key = f"undo-reason-{made[0].snapshot}"
    # The reason goes with the press: sent by itself it would have the page drawn anew under the button.
    with st.form(f"undo-receipt-{made[0].snapshot}", border=False):
        reason_field("Varför ångras importen?", key, example="Till exempel: fel fil")
        st.form_submit_button("Ångra importen", icon=":material/undo:", on_click=_undo, args=(tuple(made), key))


def _told(store: Store, kept: _Part, made: RegisterImport) -> None:
    source = next((each.name for each in sources(store, made.register) if each.source == made.source), made.source)
    coverage = FileCoverage(made.claim, made.period_from, made.period_to, made.branch)
    origin = f" Källa: {plain(source)}. Filen täcker: {plain(covers(store, coverage))}."
    covering = "" if made.register == UNIT_REGISTER else origin
    st.markdown(f":material/check_circle: **Sparat.** {plain(made.file_name)}, läget per {day(made.as_of)}.{covering}")
    stored = kept.result.stored
    st.markdown(
        f"{plural(stored + made.skipped + made.left_out, 'rad läst', 'rader lästa')} · "
        f"{plural(stored, 'sparad', 'sparade')} · "
        f"{plural(made.skipped, 'lika rad överhoppad', 'lika rader överhoppade')} · "
        f"{plural(made.left_out, 'lämnad utanför', 'lämnade utanför')} · "
        f"{plural(made.ignored, 'rad som inte hörde till tabellen', 'rader som inte hörde till tabellen')}"
    )
    reasons = [f"{plural(rows, 'rad', 'rader')} utanför urvalet: {plain(reason)}." for reason, rows in kept.left_out]
    reasons += [f"{plural(rows, 'rad', 'rader')}: {plain(reason)}" for reason, rows in kept.ignored.items()]
    if reasons:
        st.caption("  \n".join(reasons))
    if kept.result.units is not None:
        changes = kept.result.units
        st.markdown(
            f"Organisationen: {plural(changes.added, 'ny', 'nya')}, "
            f"{plural(changes.changed, 'ändrad', 'ändrade')}, "
            f"{plural(changes.unchanged, 'oförändrad', 'oförändrade')}."
        )


def _undo(made: tuple[RegisterImport, ...], key: str) -> None:
    snapshots, reason = [each.snapshot for each in made], st.session_state[key]
    if not tried(_PLACE, lambda: withdraw_imports(open_current(), permission(Act.IMPORT), snapshots, reason)):
        return
    st.session_state[_UNDONE] = made[0].file_name
    parts: list[_Part] = st.session_state.get(_RECEIPT) or []
    if {part.result.snapshot for part in parts} & {each.snapshot for each in made}:
        _close()


def _close() -> None:
    st.session_state.pop(_RECEIPT, None)
