"""Registered results: drawn, listed, and taken back when they were wrong."""

from collections.abc import Sequence

import streamlit as st

from base.actors import Act
from base.clock import FAR
from base.formats import NO_VALUE, day
from charts.description import ChartTable
from charts.measuring.outside import earlier_charts, official_chart
from data.ledger.store import Store
from data.measuring.outside_results import EARLIER, OFFICIAL, OutsideResult, outside_results, told, withdraw_outside
from data.organisation.units import units
from metrics.measuring.outside import OutsidePoint
from pages.frame.charting import show_chart, show_table
from pages.frame.faults import redraw_after
from pages.frame.fields import reason_field
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain


def outside_charts(points: Sequence[OutsidePoint], of: str) -> None:
    """Charts of their own for what stands in no form's chart. ``of``: whose they are."""
    official = official_chart([point for point in points if point.kind == OFFICIAL], of)
    if official is not None:
        show_chart(official, "officiell")
    for number, chart in enumerate(earlier_charts([point for point in points if point.kind == EARLIER], of)):
        show_chart(chart, f"tidigare-{number}")


def registered(store: Store) -> bool:
    """Every registered result, folded, with its source; returns whether there were any."""
    results = outside_results(store)
    if not results:
        return False
    st.header("Registrerade resultat", anchor=False)
    names = {unit.unit: unit.name for unit in units(store, FAR)}
    for result in reversed(results):
        with st.expander(plain(f"{result.facts.name} · {day(result.facts.as_of)}"), key=f"outside-{result.result}"):
            _one(result, names)
    return True


def _one(result: OutsideResult, names: dict[str, str]) -> None:
    facts = result.facts
    lines = [
        ("Slag", "Officiellt resultat" if facts.kind == OFFICIAL else "Enligt tidigare mätning, ej omräknat"),
        ("Utgåva", facts.edition),
        ("Skala", _scale(result)),
        ("Metod", facts.method),
        ("Diarienummer", facts.case_number),
        ("Fil", facts.file_name),
        ("Filens kontrollsumma", facts.file_hash),
    ]
    st.markdown("  \n".join(f"{label}: {plain(text)}" for label, text in lines if text))
    columns = {
        "Enhet": [names.get(value.unit, value.unit) for value in result.values],
        "Område": [value.area or "Allt" for value in result.values],
        "Nivå": [NO_VALUE if value.level is None else str(value.level) for value in result.values],
        "Poäng": [NO_VALUE if value.score is None else told(value.score) for value in result.values],
    }
    show_table(ChartTable.of(columns), f"Värdena i {facts.name}")
    with st.popover("Ta tillbaka", key=f"back-{result.result}"), st.form(f"withdraw-{result.result}", border=False):
        reason = reason_field("Varför?")
        if st.form_submit_button("Ta tillbaka resultatet"):
            redraw_after(lambda: withdraw_outside(open_current(), permission(Act.IMPORT), result.result, reason))


def _scale(result: OutsideResult) -> str:
    facts = result.facts
    has_ends = facts.scale_low is not None and facts.scale_high is not None
    ends = f"{told(facts.scale_low or 0)}–{told(facts.scale_high or 0)}" if has_ends else ""
    return " · ".join(text for text in (ends, facts.scale) if text)
