"""Choosing who answers a measurement: all that its form asks, by kontor, with single ones in or out."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from base.formats import listing
from base.unit_kinds import is_counted
from data.assignments import without_responsible
from data.organisation import Unit, units
from data.participants import branch_of, suggested_units
from data.store import Store
from metrics.sentences import plural
from pages.parts.choosing import unit_label
from pages.parts.session import link
from pages.parts.texts import plain
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

_MOST_NAMED = 8
ASSIGNMENTS = {"flik": "uppdrag"}


def choose_units(store: Store, key: str, form: Questionnaire, as_of: date, now: Sequence[str] | None) -> list[str]:
    """The ids of those who are to answer. ``now``: those a round asks already, None for a new one."""
    found = {unit.unit: unit for unit in units(store, as_of)}
    suggested = suggested_units(list(found.values()), form)
    if len(found) <= 1:
        if suggested:
            st.markdown(f"Svarar: {plain(unit_label(found[suggested[0]]))}")
        if any(question.respondents != ("organisation",) for question in form.survey):
            st.caption("Lägg in organisationen först, så kan även kontor och enheter svara.")
        return suggested
    everyone = (
        f"Alla som formuläret har frågor till ({plural(len(suggested), 'organisationsdel', 'organisationsdelar')})"
    )
    own = now is not None and set(now) != set(suggested)
    who = st.radio("Vilka svarar?", [everyone, "Välj själv"], index=int(own), key=f"{key}_who", horizontal=True)
    if who == everyone:
        return suggested
    return _pick(key, found, suggested, now if own else None)


def _pick(key: str, found: dict[str, Unit], suggested: list[str], now: Sequence[str] | None) -> list[str]:
    branch = branch_of(list(found.values()))
    asked = set(suggested if now is None else now)
    holding = {branch[unit] for unit in suggested}
    parts = [unit for unit in found if unit in holding]
    begun = [part for part in parts if any(branch[unit] == part and unit in asked for unit in suggested)]

    def label(unit: str) -> str:
        outside = "" if is_counted(found[unit].kind) else ", räknas inte in i kommunens resultat"
        return unit_label(found[unit]) + outside

    chosen = st.multiselect(
        "Delar av kommunen", parts, default=begun, key=f"{key}_parts", format_func=label, placeholder="Välj"
    )
    within = [unit for unit in suggested if branch[unit] in chosen]
    left_out = st.multiselect(
        "Utom",
        suggested,
        default=[unit for unit in suggested if unit not in asked and branch[unit] in begun],
        key=f"{key}_without",
        format_func=label,
        placeholder="Ingen",
        help="De som hör till delarna ovan men inte ska svara den här gången.",
    )
    others = [unit for unit in found if unit not in suggested]
    added = st.multiselect(
        "Och dessutom",
        others,
        default=[unit for unit in others if unit in asked],
        key=f"{key}_also",
        format_func=label,
        placeholder="Ingen",
        help="Organisationsdelar som formuläret annars inte frågar.",
    )
    return [*(unit for unit in within if unit not in left_out), *(unit for unit in added if unit in found)]


def who_answers(store: Store, asked: Sequence[str], as_of: date) -> None:
    """How many answer, by role, in a sentence."""
    by_id = {unit.unit: unit for unit in units(store, as_of)}
    roles = [role_of(by_id[unit].kind) for unit in asked if unit in by_id]
    words = [
        text
        for count, text in (
            (roles.count("organisation"), "kommunen"),
            (roles.count("branch"), plural(roles.count("branch"), "kontor", "kontor")),
            (roles.count("unit"), plural(roles.count("unit"), "enhet", "enheter")),
        )
        if count
    ]
    if words:
        st.markdown(f"**Svarar: {listing(words)}.**")


def tell_without_manager(store: Store, asked: Sequence[str], on_day: date) -> None:
    """Name the units that nobody answers for on a day, with the way to where that is mended."""
    missing = without_responsible(store, on_day, asked=asked)
    if not missing:
        return
    if len(missing) == len(asked) and len(asked) > 1:
        text = "Ingen av dem har någon ansvarig än."
    else:
        names = [unit.name for unit in missing[:_MOST_NAMED]]
        more = len(missing) - len(names)
        text = f"{len(missing)} utan ansvarig: {listing([*names, f'{more} till'] if more else names)}."
    with st.container(border=True):
        st.markdown(f":material/person_off: {plain(text)} Då får ingen frågorna.")
        link("installningar.py", "Lägg in ansvariga", icon=":material/badge:", to=ASSIGNMENTS)
