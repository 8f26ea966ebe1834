"""The imports made before: where they came from, what they covered, and those that were undone."""

import streamlit as st

from base.clock import FAR
from base.formats import NO_VALUE, day, number, plural
from data.imported.made import RegisterImport, register_imports
from data.imported.snapshot import UNIT_REGISTER
from data.imported.sources import sources
from data.ledger.store import Store
from data.organisation.units import units
from data.registers import all_registers
from pages.frame.session import link
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import plain
from pages.registers.sources import covered

_MOST = 200
_STANDING = {"holds": "gäller", "replaced": "ersatt av en senare"}


def _remarks(one: RegisterImport) -> str:
    unknown = f" ({plural(one.unknown_units, 'okänd del', 'okända delar')})" if one.unknown_units else ""
    return f"{number(one.issues)}{unknown}"


def earlier_imports(store: Store) -> None:
    """The imports, the newest day first; they are undone where their register is shown."""
    known = all_registers()
    made = [one for name in known for one in register_imports(store, name)]
    if not made:
        st.caption("Inget är importerat än. Filen stannar på den här datorn.")
        return
    st.header("Tidigare importer", anchor=False)
    made.sort(key=lambda one: (one.as_of, one.recorded_at), reverse=True)
    names = {unit.unit: unit.name for unit in units(store, FAR)}
    called = {(name, one.source): one.name for name in known for one in sources(store, name)}
    shown = made[:_MOST]
    text_table(
        {
            "Register": [plain(known[one.register].label) for one in shown],
            "Källa": [plain(called.get((one.register, one.source), one.source)) for one in shown],
            "Läget per": [unbroken(day(one.as_of)) for one in shown],
            "Fil": [plain(one.file_name) for one in shown],
            "Täcker": [
                NO_VALUE if one.register == UNIT_REGISTER else unbroken(plain(covered(one, names))) for one in shown
            ],
            "Rader": [number(one.stored) for one in shown],
            "Anmärkningar": [_remarks(one) for one in shown],
            "Läge": [plain(_STANDING.get(one.state) or f"ångrad: {one.reason}") for one in shown],
        },
        alt="Tidigare importer, den senaste först",
    )
    if len(made) > _MOST:
        st.caption(f"De {_MOST} senaste av {number(len(made))}.")
    if any(one.register != UNIT_REGISTER for one in made):
        link("register.py", "Se registren och ångra importer", icon=":material/undo:")
