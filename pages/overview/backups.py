"""*Säkerhetskopiera*: an encrypted, verified copy in a folder, and to download."""

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day_and_time
from data.ledger.backup import MIN_PASSWORD, Backup, back_up, last_backup, unlisted_copies
from data.ledger.settings import key_fingerprint
from data.ledger.store import Store
from data.ledger.store_file import write_ahead
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.small_files import download
from pages.frame.texts import plain
from pages.overview.restoring import restore_section

_MADE = "backup_made"


def backup_section(store: Store) -> None:
    """When the last copy was made, and a button that makes one."""
    last = last_backup(store)
    st.markdown(f"Senaste kopian gjordes {day_and_time(last)}." if last else "Ingen säkerhetskopia är gjord än.")
    st.markdown("Kopian är krypterad och läses tillbaka och jämförs innan den räknas som klar.")
    if store.settings.key is not None:
        st.markdown(
            f"Nyckelns kännetecken: **{_fingerprint(store.settings.key)}**. Jämför med den som också har nyckeln."
        )
    if store.mended_files:
        names = plain(", ".join(store.mended_files))
        st.info(f"Andra på datorn kunde läsa {names}. Det är rättat.", icon=":material/lock:")
    with st.form("backup", border=False):
        password = again = None
        if store.encrypted:
            st.markdown("Kopian får samma nyckel som lagret.")
        else:
            st.markdown(
                f"Välj ett lösenord med minst {MIN_PASSWORD} tecken och spara det: utan det går kopian inte att läsa."
            )
            left, right = st.columns(2)
            password = left.text_input("Lösenord", type="password", key="backup_password", autocomplete="new-password")
            again = right.text_input(
                "Lösenordet igen", type="password", key="backup_again", autocomplete="new-password"
            )
        if st.form_submit_button("Säkerhetskopiera", type="primary", icon=":material/backup:"):
            try:
                _same(password, again)
                with st.spinner("Kopierar och jämför …"):
                    st.session_state[_MADE] = back_up(store, permission(Act.BACK_UP), password)
            except MognadError as error:
                st.session_state.pop(_MADE, None)
                show_error(error)
            else:
                # What stands above the form is about the copy before this one.
                st.rerun()
    _made()
    _loose(store)
    restore_section(store)


@st.cache_data(show_spinner=False)
def _fingerprint(key: str) -> str:
    return key_fingerprint(key)


def _loose(store: Store) -> None:
    """Copies in the folder that the store knows nothing of, and how a copy by hand is made."""
    if copies := unlisted_copies(store):
        st.markdown(
            "Kopior i mappen som lagret inte känner till: från ett annat lager, före en uppgradering, eller avbrutna."
        )
        st.markdown("\n".join(f"- {plain(path.name)}" for path in copies))
    beside = plain(write_ahead(store.path).name)
    st.caption(f"Kopierar du filen själv: ta med {beside} om den finns bredvid. De hör ihop.")


def _same(password: str | None, again: str | None) -> None:
    if password != again:
        raise MognadError("passwords_differ", "Lösenorden är inte lika. Skriv samma i båda fälten.")


def _made() -> None:
    made: Backup | None = st.session_state.get(_MADE)
    if made is None or not made.path.exists():
        return
    st.success("Kopian är gjord och kontrollerad.", icon=":material/check_circle:")
    st.text(f"Fil: {made.path.name}\nMapp: {made.path.parent}")
    download("Hämta kopian", made.path.read_bytes, made.path.name)
