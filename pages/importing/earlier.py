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


def _remarks(made: RegisterImport) -> str:
    unknown = f" ({plural(made.unknown_units, 'okänd del', 'okända delar')})" if made.unknown_units else ""
    return f"{number(made.issues)}{unknown}"


def earlier_imports(store: Store) -> None:
    """The imports, the newest day first; they are undone where their register is shown."""
    registers = all_registers()
    made = [each for name in registers for each in register_imports(store, name)]
    if not made:
        st.caption("Inget är importerat än. Filen stannar på den här datorn.")
        return
    st.header("Tidigare importer", anchor=False)
    made.sort(key=lambda each: (each.as_of, each.recorded_at), reverse=True)
    names = {unit.unit: unit.name for unit in units(store, FAR)}
    called = {(name, each.source): each.name for name in registers for each in sources(store, name)}
    shown = made[:_MOST]
    text_table(
        {
            "Register": [plain(registers[each.register].label) for each in shown],
            "Källa": [plain(called.get((each.register, each.source), each.source)) for each in shown],
            "Läget per": [unbroken(day(each.as_of)) for each in shown],
            "Fil": [plain(each.file_name) for each in shown],
            "Täcker": [
                NO_VALUE if each.register == UNIT_REGISTER else unbroken(plain(covered(each, names))) for each in shown
            ],
            "Rader": [number(each.stored) for each in shown],
            "Anmärkningar": [_remarks(each) for each in shown],
            "Läge": [plain(_STANDING.get(each.state) or f"ångrad: {each.reason}") for each in shown],
        },
        alt="Tidigare importer, den senaste först",
    )
    if len(made) > _MOST:
        st.caption(f"De {_MOST} senaste av {number(len(made))}.")
    if any(each.register != UNIT_REGISTER for each in made):
        link("register.py", "Se registren och ångra importer", icon=":material/undo:")
