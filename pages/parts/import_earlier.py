"""The imports made before: where they came from, what they covered, and those that were undone."""

import streamlit as st

from base.formats import day, number
from data.import_log import ImportMade, imports_made
from data.import_snapshot import UNIT_REGISTER
from data.registers import registers
from data.store import Store
from pages.parts.import_receipt import undo
from pages.parts.import_source import branch_name, coverage_words
from pages.parts.tables import text_table, unbroken
from pages.parts.texts import plain

_MOST = 200
_STANDING = {"valid": "gäller", "replaced": "ersatt av en senare"}


def earlier_imports(store: Store) -> None:
    """The imports, the newest day first, and a way to undo one of them."""
    made = imports_made(store)
    if not made:
        st.caption("Inget är importerat än. Filen stannar på den här datorn.")
        return
    st.header("Tidigare importer", anchor=False)
    known = registers()
    shown = made[:_MOST]
    text_table(
        {
            "Register": [plain(known[one.register].label if one.register in known else one.register) for one in shown],
            "Källa": [plain(one.source) for one in shown],
            "Läget per": [unbroken(day(one.as_of)) for one in shown],
            "Fil": [plain(one.file_name) for one in shown],
            "Täcker": [unbroken(plain(_covers(store, one))) for one in shown],
            "Rader": [number(one.stored) for one in shown],
            "Anmärkningar": [number(one.issues) for one in shown],
            "Läge": [plain(_STANDING.get(one.standing) or f"ångrad: {one.reason}") for one in shown],
        },
        alt="Tidigare importer, den senaste först",
    )
    if len(made) > _MOST:
        st.caption(f"De {_MOST} senaste av {number(len(made))}.")
    _undo_one(made)


def _covers(store: Store, one: ImportMade) -> str:
    if one.register == UNIT_REGISTER:
        return "–"
    return coverage_words(one.coverage, branch_name(store, one.coverage, one.as_of))


def _undo_one(made: list[ImportMade]) -> None:
    standing = {one.snapshot: one for one in made if one.standing == "valid" and one.register != UNIT_REGISTER}
    if not standing:
        return
    with st.expander("Ångra en import", type="compact", key="undo-earlier"):
        chosen = st.selectbox(
            "Import",
            list(standing),
            index=None,
            key="undo-choice",
            format_func=lambda name: (
                f"{standing[name].source}, läget per {day(standing[name].as_of)}: {standing[name].file_name}"
                if name in standing else ""
            ),
            placeholder="Välj import",
        )  # fmt: skip
        if chosen in standing:
            undo([standing[chosen]], "earlier")
