"""Choosing who answers a measurement: all that its form asks, by kontor, with single ones in or out."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from base.formats import listing, plural
from base.unit_kinds import is_counted
from data.ledger.store import Store
from data.measuring.rounds import Round, round_units
from data.organisation.assignments import without_responsible
from data.organisation.participants import branch_of, suggested_units
from data.organisation.units import Unit, units
from pages.frame.choosing import unit_label, unit_labels
from pages.frame.fields import pick, pick_several
from pages.frame.session import link
from pages.frame.texts import plain
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

_MOST_NAMED = 8
_EVERYONE, _CHOSEN = "Alla", "Välj själv"
ASSIGNMENTS = {"flik": "uppdrag"}


def shown_units(store: Store, key: str, measurement: Round) -> list[str]:
    """The round's units as they were when the choice on the screen began with them.

    Somebody else may change them meanwhile. They are read anew when the choice has been away or ``choose_anew``.
    """
    shown: list[str] | None = st.session_state.get(f"{key}_shown")
    if shown is None or f"{key}_who" not in st.session_state or st.session_state.pop(f"{key}_anew", False):
        for part in ("who", "parts", "without", "also"):
            st.session_state.pop(f"{key}_{part}", None)
        shown = st.session_state[f"{key}_shown"] = round_units(store, measurement.round)
    return shown


def choose_anew(key: str) -> None:
    """Let the choice begin with what the round asks, the next time it is drawn."""
    st.session_state[f"{key}_anew"] = True


def choose_units(store: Store, key: str, form: Questionnaire, as_of: date, now: Sequence[str] | None) -> list[str]:
    """The ids of those who are to answer. ``now``: those a round asks already, None for a new one."""
    by_id = {unit.unit: unit for unit in units(store, as_of)}
    suggested = suggested_units(list(by_id.values()), form)
    if len(by_id) <= 1:
        if suggested:
            st.markdown(f"Svarar: {plain(unit_label(by_id[suggested[0]]))}")
        if any(question.respondents != ("organisation",) for question in form.questions):
            st.caption("Lägg in organisationen först, så kan även kontor och enheter svara.")
        return suggested
    count = plural(len(suggested), "organisationsdel", "organisationsdelar")
    own = now is not None and set(now) != set(suggested)
    st.session_state.setdefault(f"{key}_who", _CHOSEN if own else _EVERYONE)
    names = {_EVERYONE: f"Alla som formuläret har frågor till ({count})", _CHOSEN: _CHOSEN}
    if pick("Vilka svarar?", names, f"{key}_who", st.radio, horizontal=True) == _EVERYONE:
        return suggested
    return _pick(key, by_id, suggested, now if own else None)


def _pick(key: str, by_id: dict[str, Unit], suggested: list[str], now: Sequence[str] | None) -> list[str]:
    branch = branch_of(list(by_id.values()))
    asked = set(suggested if now is None else now)
    holding = {branch[unit] for unit in suggested}
    parts, labels = [unit for unit in by_id if unit in holding], unit_labels(by_id.values())
    outside = (unit for unit, held in by_id.items() if not is_counted(held.kind))
    labels |= {unit: f"{labels[unit]}, räknas inte in i kommunens resultat" for unit in outside}
    begun = [part for part in parts if any(branch[unit] == part and unit in asked for unit in suggested)]

    def choose(label: str, part: str, options: Sequence[str], none: str, note: str = "") -> list[str]:
        names = {unit: labels[unit] for unit in options}
        return pick_several(label, names, f"{key}_{part}", placeholder=none, help=note or None)

    _begin(f"{key}_parts", parts, begun)
    chosen = choose("Delar av kommunen", "parts", parts, "Välj")
    within = [unit for unit in suggested if branch[unit] in chosen]
    without = [unit for unit in suggested if unit not in asked and branch[unit] in begun]
    note = "De som hör till delarna ovan men inte ska svara den här gången."
    _begin(f"{key}_without", suggested, without)
    left_out = choose("Utom", "without", suggested, "Ingen", note)
    others = [unit for unit in by_id if unit not in suggested]
    also, note = [unit for unit in others if unit in asked], "Organisationsdelar som formuläret annars inte frågar."
    _begin(f"{key}_also", others, also)
    added = choose("Och dessutom", "also", others, "Ingen", note)
    return [*(unit for unit in within if unit not in left_out), *(unit for unit in added if unit in by_id)]


def _begin(key: str, options: Sequence[str], value: Sequence[str]) -> None:
    """What a box holds at first; what is chosen in it stays, but for what is no option any more."""
    held: Sequence[str] = st.session_state.get(key, value)
    if key not in st.session_state or not set(held).issubset(options):
        st.session_state[key] = [option for option in held if option in options]


def changed_meanwhile(store: Store, measurement: Round, chosen: Sequence[str]) -> str:
    """What a round asks beside ``chosen``, or does not, once it is saved: somebody else's change; mostly nothing."""
    now = round_units(store, measurement.round)
    names = unit_labels(units(store, measurement.as_of), with_kind=False)
    changes = (
        ("lagt till", [unit for unit in now if unit not in chosen]),
        ("tagit bort", [unit for unit in chosen if unit not in now]),
    )
    return " ".join(
        f"Någon annan har under tiden {what} {_some([names.get(unit, unit) for unit in changed])}. Det gäller."
        for what, changed in changes
        if changed
    )


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return listing([*names[:_MOST_NAMED], f"{more} till"] if more > 0 else list(names))


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
        names = unit_labels(missing, units(store, on_day), with_kind=False)
        text = f"{len(missing)} utan ansvarig: {_some(list(names.values()))}."
    with st.container(border=True):
        st.markdown(f":material/person_off: {plain(text)} Då får ingen frågorna.")
        link("installningar.py", "Lägg in ansvariga", icon=":material/badge:", to=ASSIGNMENTS)
