"""Every register at a glance: how many rows, from where, what happened last, and the ways on."""

import streamlit as st

from base.formats import day, plural
from data.imported.made import RegisterImport, register_imports
from data.imported.snapshot import UNIT_REGISTER
from data.imported.sources import sources
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.definitions.model import Register
from metrics.registers.newest import newest_snapshots
from metrics.registers.sources import RegisterState
from pages.frame.figures import words_of_import
from pages.frame.session import link, today
from pages.frame.texts import plain

REGISTER = "register"


def register_cards(store: Store) -> None:
    """A card for each register that is imported, and the others behind a fold."""
    held = dict(newest_snapshots(store, today(store)))
    if not held:
        st.markdown(
            "Inget register är inläst än. Börja med en fil från det system där riskerna eller incidenterna står."
        )
        link("importera.py", "Importera", icon=":material/upload_file:")
        return
    for name, state in held.items():
        _card(store, all_registers()[name], state)
    others = [found for name, found in all_registers().items() if name not in held and name != UNIT_REGISTER]
    if others:
        with st.expander("Register som inte är inlästa än", icon=":material/add:"):
            for found in others:
                link("importera.py", f"Importera {plain(found.label).lower()}", to={REGISTER: found.name})


def _card(store: Store, register: Register, state: RegisterState) -> None:
    with st.container(border=True, key=f"register-{register.name}"):
        st.subheader(plain(register.label), anchor=False)
        holding = {layer.source for layer in state.layers}
        origin = [plain(source.name) for source in sources(store, register.name) if source.source in holding]
        where = f" · {', '.join(origin)}" if len(origin) > 1 else ""
        st.markdown(f"**{plural(state.stored, 'rad', 'rader')}** · {plain(state.when)}{where}")
        newest = newest_import(register_imports(store, register.name), state)
        if newest is not None:
            st.caption(
                f"Senast: {plain(newest.file_name)} ({day(newest.as_of)}): {words_of_import(store, newest.snapshot)}"
            )
        with st.container(horizontal=True):
            link("register.py", "Visa", icon=":material/table_rows:", to={REGISTER: register.name})
            ways_on(register)


def ways_on(register: Register) -> None:
    """Links to what else can be done with a register."""
    link("importera.py", "Importera", icon=":material/upload_file:", to={REGISTER: register.name})
    link("utforska.py", "Utforska", icon=":material/search:", to={REGISTER: register.name})
    link("att_ratta.py", "Att rätta", icon=":material/build:", to={REGISTER: register.name})


def newest_import(made: list[RegisterImport], state: RegisterState) -> RegisterImport | None:
    """The newest import that a register's state is made of."""
    holding = {layer.snapshot for layer in state.layers}
    return next((one for one in made if one.snapshot in holding), None)
