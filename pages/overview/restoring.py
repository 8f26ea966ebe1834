"""*Återställ en kopia*: a verified copy takes the store's place, and the store that was there is put aside."""

from pathlib import Path

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from data.audit.restoring import Restored, restore
from data.ledger.backup import UNFINISHED, listed_copies, unlisted_copies
from data.ledger.store import Store
from pages.frame.faults import show_error
from pages.frame.guard import permission

_DONE = "restored"
_FAILED = "restore_failed"


def restore_section(store: Store) -> None:
    """Choose a copy, its password where the store has no key, and put it back."""
    _receipt()
    copies = [*listed_copies(store), *unlisted_copies(store)]
    names = {path.name: path for path in copies if not path.name.endswith(UNFINISHED)}
    if not names or store.read_only:
        return
    st.subheader("Återställ en kopia", anchor=False)
    st.markdown(
        "Kopian kontrolleras först. Sedan tar den lagrets plats, och lagret som finns nu läggs undan i samma mapp. "
        "Alla som har programmet öppet får ladda om sidan."
    )
    with st.form("restore", border=False):
        name = st.selectbox("Kopia", list(names), key="restore_copy")
        password = store.settings.key
        if password is None:
            password = st.text_input(
                "Kopians lösenord", type="password", key="restore_password", autocomplete="current-password"
            )
        sure = st.checkbox("Ja, ersätt lagret med kopian", key="restore_sure")
        if st.form_submit_button("Återställ", icon=":material/settings_backup_restore:"):
            _restore(store, names[name], password or None, sure)


def _restore(store: Store, copy: Path, password: str | None, sure: bool) -> None:
    permission(Act.BACK_UP)
    if not sure:
        st.error("Kryssa i att lagret ska ersättas.", icon=":material/error:")
        return
    settings, clock = store.settings, store.clock
    store.close()
    try:
        with st.spinner("Kontrollerar och återställer …"):
            st.session_state[_DONE] = restore(settings, copy, password, clock, replace=True)
    except MognadError as error:
        st.session_state[_FAILED] = error
    # The store that this run began with is closed.
    st.rerun()


def _receipt() -> None:
    failed: MognadError | None = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
    done: Restored | None = st.session_state.pop(_DONE, None)
    if done is None:
        return
    st.success(f"Kopian är återställd: {done.checked} rader är kontrollerade.", icon=":material/check_circle:")
    if done.aside is not None:
        st.text(f"Lagret som fanns ligger nu i {done.aside.name}.")
