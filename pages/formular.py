"""Frågeformulär: what can be asked, how it is counted, and how an own one comes in."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.PUBLISH)

import streamlit as st

from pages.form_editing.draft import form_box
from pages.form_editing.catalogue import FORM, form_list
from pages.form_editing.publishing import close_receipt, receipt
from pages.form_editing.upload import how_to, read_file
from pages.frame.addressed import tell_astray
from pages.form_editing.questionnaire import form_view, opened_form
from pages.frame.session import current_store

st.title("Frågeformulär", anchor=False)
store = current_store()
versions = opened_form(store)
if versions:
    close_receipt()
    form_view(store, versions)
elif not receipt():
    tell_astray(FORM, (), "Frågeformuläret i adressen finns inte. Här visas alla i stället.")
    above = st.container()
    draft = form_box()
    with above:
        # One thing at a time: with a file in the box the page is about that file.
        if draft is None:
            form_list(store)
            how_to()
    if draft is not None:
        read_file(store, draft)
