"""The steps of an import in their order: all of them for a source's first file, one card for its next."""

from datetime import date

import streamlit as st

from data.imported.sources import RegisterSource
from data.ledger.store import Store
from data.registers.reading.result import Reading
from pages.importing.choices import choices, has_choices
from pages.importing.columns import columns, has_faults
from pages.importing.draft import Draft, read
from pages.importing.effects import unit_effects
from pages.importing.file_facts import found_table, what_and_when
from pages.importing.issues import issues
from pages.importing.preview import preview
from pages.importing.rows import drop_filters, row_choices
from pages.importing.saving import save
from pages.importing.source import another_source, choose_coverage, choose_source
from pages.importing.units import unknown_units


def steps(store: Store, draft: Draft) -> None:
    """What the file is and which day it shows come first: one thing at a time."""
    days = what_and_when(store, draft)
    as_of = days[-1] if days else None
    source = choose_source(store, draft)
    if source is None:
        another_source(draft)
        return
    reading = read(store, draft)
    choose_coverage(store, draft, source, as_of)
    if reading is None:
        another_source(draft)
        found_table(draft, None)
        if draft.outcome.read.fault is not None and draft.outcome.read.fault.code == "filter_empty":
            drop_filters(draft)
    elif as_of is None:
        another_source(draft)
        found_table(draft, reading)
    elif draft.outcome.read.is_known:
        _next_file(store, draft, reading, days, source)
    else:
        _first_file(store, draft, reading, days, source)


def _next_file(store: Store, draft: Draft, reading: Reading, days: list[date], source: RegisterSource) -> None:
    """A file as the last one of its source: the card, what is new to decide, and the rest folded."""
    as_of = days[-1]
    with st.container(gap="large"):
        with st.container():
            save(store, draft, reading, days, source)
        with st.container():
            unit_effects(store, reading, as_of)
        asks = has_choices(draft, reading)
        with st.container():
            if asks:
                choices(draft, reading)
        with st.container():
            if has_faults(reading):
                columns(draft, reading)
        with st.container():
            unknown_units(store, draft, reading, days)
        with st.expander("Visa hur filen läses", key=draft.key("details")):
            another_source(draft)
            found_table(draft, reading)
            if not has_faults(reading):
                columns(draft, reading)
            row_choices(store, draft, reading)
            if not asks:
                choices(draft, reading)
            preview(reading)
            issues(reading)


def _first_file(store: Store, draft: Draft, reading: Reading, days: list[date], source: RegisterSource) -> None:
    """Everything in reading order. Each step keeps its place, so that nothing jumps when another comes or goes."""
    as_of = days[-1]
    another_source(draft)
    found_table(draft, reading)
    with st.container(gap="large"):
        with st.container():
            columns(draft, reading)
        with st.container():
            choices(draft, reading)
        with st.container():
            row_choices(store, draft, reading)
        with st.container():
            preview(reading)
            unit_effects(store, reading, as_of)
        with st.container():
            issues(reading)
        with st.container():
            unknown_units(store, draft, reading, days)
        with st.container():
            st.header("Spara", anchor=False)
            save(store, draft, reading, days, source)
