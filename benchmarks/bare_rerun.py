"""What ``exploring`` is held against: a page that does nothing."""

import streamlit as st

st.title("Utforska", anchor=False)
