"""The organisation on a day: its tree, who answers for each unit, what hangs wrong, and adding to it."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from base.unit_kinds import kind_label
from data.ledger.store import Store
from data.organisation.assignments import MANAGER, assignments, without_responsible
from data.organisation.changes import UnitFields, add_unit, earlier_names
from data.organisation.people import name_of, persons
from data.organisation.timeline import organisation_faults
from data.organisation.units import Unit, units
from data.registers.definitions.words import normalised
from pages.frame.addressed import choose, in_address, tell_astray
from pages.frame.choosing import UNIT, unit_labels
from pages.frame.fields import day_field
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, receipt, turn
from pages.frame.session import link, open_current, today
from pages.frame.small_files import scrolling_table
from pages.frame.tabs import tab_button
from pages.frame.texts import plain
from pages.organisation.unit_card import kinds, unit_card

PLACE = "organisation"
# A browser draws a table of a few hundred rows at once; a larger organisation is shown from above.
_MOST_ROWS = 200


def organisation_section(store: Store) -> None:
    """The tree, one unit opened if somebody asks for it, and a form to add one."""
    receipt(PLACE)
    left, right = st.columns([1, 2])
    as_of = day_field("Så här är det den", today(store), "organisation_day", left.date_input) or today(store)
    wanted = right.text_input("Sök", key="organisation_search", placeholder="Namn, tidigare namn, kod eller ansvarig")
    valid = units(store, as_of)
    led = _responsible(store, as_of)
    _faults(store, as_of)
    _unled(store, as_of)
    opened = _open(valid)
    if opened is not None:
        unit_card(store, opened, as_of, valid, PLACE)
    _table(store, as_of, valid, led, wanted or "")
    label = "Läs in eller uppdatera organisationen från Excel"
    link("importera.py", label, icon=":material/upload_file:", to={"register": "units"})
    _add_form(store, valid)


def _responsible(store: Store, as_of: date) -> dict[str, str]:
    """Unit → who answers for it, as a text."""
    people = persons(store)
    led: dict[str, list[str]] = {}
    for held in assignments(store, as_of):
        if held.role == MANAGER:
            led.setdefault(held.unit, []).append(name_of(people, held.person))
    return {unit: ", ".join(names) for unit, names in led.items()}


def _faults(store: Store, as_of: date) -> None:
    issues = organisation_faults(store, as_of)
    if issues:
        lines = "\n".join(f"- {plain(issue.message)}" for issue in issues[:10])
        more = f"\n- … och {len(issues) - 10} till" if len(issues) > 10 else ""
        st.warning(
            f"Det här hänger inte ihop. Öppna delen och välj var den hör hemma:\n{lines}{more}",
            icon=":material/warning:",
        )


def _unled(store: Store, as_of: date) -> None:
    if count := len(without_responsible(store, as_of)):
        tab_button(f"{plural(count, 'enhet', 'enheter')} utan ansvarig: säg vem", ":material/person_off:", "uppdrag")


def _open(found: list[Unit]) -> Unit | None:
    names = {"": "Välj, eller skriv de första bokstäverna", **unit_labels(found)}
    tell_astray(UNIT, names, "Organisationsdelen i adressen finns inte den här dagen.")
    chosen = choose(in_address(UNIT, "Öppna en organisationsdel", names, "organisation_unit"))
    return next((unit for unit in found if unit.unit == chosen), None)


def _table(store: Store, as_of: date, valid: list[Unit], led: dict[str, str], wanted: str) -> None:
    before = earlier_names(store, as_of)
    rows = _in_order(valid)
    total = "En organisationsdel, kommunen själv" if len(rows) == 1 else f"{len(rows)} organisationsdelar"
    when = "i dag" if as_of == today(store) else day(as_of)
    if wanted.strip():
        rows = _matching(rows, wanted, before, led)
        st.markdown(f"{total} {when}. {plural(len(rows), 'rad', 'rader')} med ”{plain(wanted)}” och det de hör till.")
    elif len(rows) > _MOST_ROWS:
        parents = {unit.parent for unit in valid}
        rows = [(depth, unit) for depth, unit in rows if unit.unit in parents or depth == 0]
        st.markdown(f"{total} {when}. Här står de som har andra under sig: sök för att se de andra.")
    else:
        st.markdown(f"{total} {when}.")
    cut = rows[:_MOST_ROWS]
    columns = {
        "Namn": ["\u2003" * depth + plain(unit.name) for depth, unit in cut],
        "Slag": [plain(kind_label(unit.kind)) for _, unit in cut],
        "Kod": [plain(unit.code) for _, unit in cut],
        "Ansvarig": [plain(led.get(unit.unit)) for _, unit in cut],
        "Gäller från": [day(unit.valid_from) for _, unit in cut],
    }
    if any(unit.unit in before for _, unit in cut):
        columns["Tidigare namn"] = [plain(", ".join(before.get(unit.unit, ()))) for _, unit in cut]
    with st.container(key="organisation"):
        scrolling_table(columns, f"Organisationsdelar {day(as_of)}, var och en under den som den hör till")
    if len(rows) > len(cut):
        st.caption(f"Och {len(rows) - len(cut)} rader till. Sök efter det du vill se.")


def _matching(
    rows: list[tuple[int, Unit]], wanted: str, before: dict[str, list[str]], led: dict[str, str]
) -> list[tuple[int, Unit]]:
    """The rows that say what is sought, and those they lie under."""
    sought = normalised(wanted)
    by_id = {unit.unit: unit for _, unit in rows}
    kept: set[str] = set()
    for _, unit in rows:
        texts = (unit.name, unit.code, kind_label(unit.kind), led.get(unit.unit), *before.get(unit.unit, ()))
        shown: Unit | None = unit if any(sought in normalised(text) for text in texts if text) else None
        while shown is not None and shown.unit not in kept:
            kept.add(shown.unit)
            shown = by_id.get(shown.parent or "")
    return [(depth, unit) for depth, unit in rows if unit.unit in kept]


def _add_form(store: Store, valid: list[Unit]) -> None:
    labels = unit_labels([unit for _, unit in _in_order(valid)])
    box = st.expander("Lägg till för hand", icon=":material/add:", expanded=len(valid) == 1)
    with box, st.form(f"unit:{turn()}", border=False):
        left, right = st.columns(2)
        name = left.text_input("Namn", key=f"unit_name:{turn()}", max_chars=200)
        options = kinds()
        kind = right.selectbox("Slag", options, key="unit_kind", format_func=kind_label, index=options.index("enhet"))
        parent = left.selectbox("Hör till", list(labels), key="unit_parent", format_func=labels.__getitem__)
        code = right.text_input("Kod", key=f"unit_code:{turn()}", max_chars=50, placeholder="Valfritt")
        since = day_field("Gäller från", date(today(store).year, 1, 1), "unit_since", left.date_input)
        if st.form_submit_button("Lägg till", key="unit_add"):
            carry_out(PLACE, lambda: _add(name or "", kind, parent, code or "", since))


def _add(name: str, kind: str | None, parent: str | None, code: str, since: date | None) -> str:
    if not kind or not parent or since is None:
        raise MognadError("unit_incomplete", "Välj slag, var den hör hemma och från vilken dag.")
    add_unit(open_current(), permission(Act.ORGANISE), UnitFields(name, kind, parent, code), since)
    return f"{' '.join(name.split())} är tillagd från {day(since)}."


def _in_order(valid: list[Unit]) -> list[tuple[int, Unit]]:
    """Each unit with its depth, right after the one it belongs to; siblings keep their order."""
    ids = {unit.unit for unit in valid}
    children: dict[str | None, list[Unit]] = {}
    for unit in valid:
        children.setdefault(unit.parent if unit.parent in ids else None, []).append(unit)
    ordered: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(children.get(None, []))]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting.extend((depth + 1, child) for child in reversed(children.get(unit.unit, [])))
    return ordered
