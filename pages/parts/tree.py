"""The organisation as a table, and adding to it by hand."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day
from base.unit_kinds import kind_label, unit_kinds
from data.organisation import NewUnit, Unit, units, write_units
from data.store import Store
from pages.parts.choosing import unit_label
from pages.parts.faults import show_error
from pages.parts.guard import permission
from pages.parts.navigation import page_exists
from pages.parts.session import link, today
from pages.parts.tables import text_table
from pages.parts.texts import OLDEST_DAY, plain

# Long tables scroll inside themselves.
_MOST_ROWS_AT_ONCE = 15
_HEIGHT = 560


def organisation_section(store: Store) -> None:
    """The units valid today, as a tree, and a form to add one."""
    found = units(store, today(store))
    rows = [(depth, unit) for depth, unit in _in_order(found)]
    st.markdown("En organisationsdel, kommunen själv." if len(rows) == 1 else f"{len(rows)} organisationsdelar i dag.")
    with st.container(key="organisation"):
        text_table(
            {
                "Namn": ["\u2003" * depth + plain(unit.name) for depth, unit in rows],
                "Slag": [plain(kind_label(unit.kind)) for _, unit in rows],
                "Kod": [plain(unit.code) for _, unit in rows],
                "Gäller från": [day(unit.valid_from) for _, unit in rows],
            },
            height=_HEIGHT if len(rows) > _MOST_ROWS_AT_ONCE else "content",
            alt="Organisationsdelar som gäller i dag, var och en under den som den hör till",
        )
    if page_exists("importera.py"):
        link(
            "importera.py", "Läs in organisationen från Excel", icon=":material/upload_file:", to={"register": "units"}
        )
    _add_form(store, found)


def _add_form(store: Store, found: list[Unit]) -> None:
    by_id = {unit.unit: unit for _, unit in _in_order(found)}
    box = st.expander("Lägg till för hand", icon=":material/add:", expanded=len(found) == 1)
    with box, st.form("unit", border=False):
        left, right = st.columns(2)
        name = left.text_input("Namn", key="unit_name", max_chars=200)
        known = _kinds()
        kind = right.selectbox("Slag", known, key="unit_kind", format_func=kind_label, index=known.index("enhet"))
        parent = left.selectbox(
            "Hör till", list(by_id), key="unit_parent", format_func=lambda unit: unit_label(by_id[unit])
        )
        code = right.text_input("Kod", key="unit_code", max_chars=50, placeholder="Valfritt")
        since = left.date_input(
            "Gäller från",
            value=date(today(store).year, 1, 1),
            min_value=OLDEST_DAY,
            key="unit_since",
            format="YYYY-MM-DD",
        )
        if st.form_submit_button("Lägg till"):
            try:
                _add(store, by_id, name or "", kind, parent, code or "", since)
            except MognadError as error:
                show_error(error)
            else:
                st.rerun()


def _add(
    store: Store, by_id: dict[str, Unit], name: str, kind: str | None, parent: str | None, code: str, since: object
) -> None:
    if kind not in _kinds() or parent not in by_id or not isinstance(since, date):
        raise MognadError("unit_incomplete", "Välj slag, var den hör hemma och från vilken dag.")
    if since < by_id[parent].valid_from:
        raise MognadError(
            "unit_before_parent",
            f"{by_id[parent].name} gäller från {day(by_id[parent].valid_from)}. Välj samma dag eller en senare.",
        )
    new = NewUnit(" ".join(name.split()), kind, parent, since, code=code.strip() or None)
    write_units(store, permission(Act.ORGANISE), [new])


def _kinds() -> list[str]:
    """The kinds one can choose by hand, top first; the municipality itself is not chosen."""
    return [name for name, kind in unit_kinds().items() if kind.role != "organisation"]


def _in_order(found: list[Unit]) -> list[tuple[int, Unit]]:
    """Each unit with its depth, right after the one it belongs to; siblings keep their order."""
    known = {unit.unit for unit in found}
    children: dict[str | None, list[Unit]] = {}
    for unit in found:
        children.setdefault(unit.parent if unit.parent in known else None, []).append(unit)
    ordered: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in reversed(children.get(None, []))]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting.extend((depth + 1, child) for child in reversed(children.get(unit.unit, [])))
    return ordered
