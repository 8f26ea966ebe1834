"""What a person sees when something can't be done: a whole page, or a line at its place."""

from collections.abc import Callable

import streamlit as st

from base.errors import MognadError
from pages.frame.texts import plain

_TITLES = {
    "store_busy": "Lagret används redan",
    "wrong_key": "Nyckeln passar inte",
    "key_missing": "Lagret är krypterat",
    "key_file_unreadable": "Nyckelfilen går inte att läsa",
    "store_not_encrypted": "Lagret är inte krypterat",
    "store_newer": "Programmet är äldre än lagret",
    "store_damaged": "Lagret är skadat",
    "store_unreachable": "Lagret går inte att öppna",
    "store_closed": "Lagret är stängt",
    "disk_full": "Disken är full",
    "not_allowed": "Du har inte behörighet",
}
_STEPS = {
    "store_busy": (
        "Stäng det andra fönstret eller programmet som använder samma fil.",
        "Kommandon i terminalen som öppnar lagret är till för när appen är stoppad.",
    ),
    "wrong_key": (
        "Starta om programmet med rätt nyckel i MOGNAD_KEY, eller med rätt fil i MOGNAD_KEY_FILE.",
        "Filen är inte ändrad. Utan nyckeln går lagret inte att läsa, inte heller av oss som gjort programmet.",
    ),
    "key_missing": ("Starta om programmet med nyckeln i MOGNAD_KEY, eller med nyckelfilens sökväg i MOGNAD_KEY_FILE.",),
    "store_not_encrypted": (
        "Starta om programmet utan MOGNAD_KEY.",
        "Vill du ha lagret krypterat: gör en säkerhetskopia under Inställningar och starta med kopian som lager.",
        "Lösenordet du valde till kopian är då nyckeln i MOGNAD_KEY.",
    ),
    "store_damaged": (
        "Stoppa programmet och lägg undan filen, ändra den inte.",
        "Lägg den senaste säkerhetskopian på samma plats och starta igen.",
    ),
    "store_newer": ("Hämta den senaste versionen av Mognadskollen och starta igen.",),
    "store_unreachable": ("Kontrollera sökvägen i MOGNAD_STORE och att mappen går att skriva i.",),
}


def show_fault(error: MognadError) -> None:
    """A whole page about an error: what happened, what to do, and the code for whoever is asked to help."""
    st.title(_TITLES.get(error.code, "Det gick inte"), anchor=False)
    st.error(plain(error.message), icon=":material/error:")
    if steps := _STEPS.get(error.code):
        st.markdown("**Gör så här**\n\n" + "\n".join(f"1. {plain(step)}" for step in steps))
    st.button("Försök igen", key="try_again", icon=":material/refresh:")
    st.caption(f"Felkod: {plain(error.code)}")


def show_error(error: MognadError) -> None:
    """One error at the place it concerns."""
    st.error(plain(error.message), icon=":material/error:")


def redraw_after(action: Callable[[], object]) -> None:
    """Do what a pressed button says and draw the page anew. An error is shown at the button, and all else stays."""
    try:
        action()
    except MognadError as error:
        show_error(error)
    else:
        st.rerun()


def tried(place: str, action: Callable[[], object]) -> bool:
    """For a widget's callback: whether the action was done. An error waits for ``tell_fault`` of the same place."""
    try:
        action()
    except MognadError as error:
        st.session_state[_waiting(place)] = error
        return False
    st.session_state.pop(_waiting(place), None)
    return True


def tell_fault(place: str) -> None:
    """The error of the last action that was tried there, once."""
    if error := st.session_state.pop(_waiting(place), None):
        show_error(error)


def _waiting(place: str) -> str:
    return f"fault_{place}"
