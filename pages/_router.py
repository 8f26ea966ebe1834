"""The router: the script the server runs. Every page is declared in ``frame/navigation.py`` and runs through it."""

import sys
from pathlib import Path

# Streamlit puts this folder first on the path; the rooms lie one floor up.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import streamlit as st

from base.errors import MognadError
from data.ledger.pinning import one_position
from pages.frame.banner import banner
from pages.frame.faults import show_fault
from pages.frame.navigation import NOTHING, contents, pages
from pages.frame.session import keep_address, open_current, way_back
from pages.frame.style import style

# The icon is a file of our own: for one named ":material/…:" the browser asks Google's servers.
st.set_page_config(page_title="Mognadskollen", page_icon=f"{ROOT}/pages/frame/icon.svg", layout="wide")
style()
try:
    with one_position():
        store = open_current()
        page = st.navigation(pages(contents(store)), position="top")
        st.set_page_config(page_title=f"{page.title} · Mognadskollen")
        keep_address()
        banner(store)
        page.run()
except MognadError as error:
    # Every address stays known, so that the page asked for comes when the fault is mended and one tries again.
    st.navigation(pages(NOTHING), position="hidden")
    show_fault(error)
    way_back()
