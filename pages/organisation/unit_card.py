"""One unit opened: what it is, who answers for it, and what can be changed from a day."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, day_and_time
from base.unit_kinds import is_counted, kind_label, parent_advice, unit_kinds
from data.ledger.store import Store
from data.organisation.assignments import answering
from data.organisation.attributes import attribute_lines, read_attribute_lines, set_attributes
from data.organisation.changes import (
    UnitFields,
    change_unit,
    earlier_names,
    end_unit,
    latest_change,
    undo_change,
)
from data.organisation.timeline import read_timeline
from data.organisation.units import ROOT_KIND, Unit
from pages.frame.choosing import UNIT, unit_labels
from pages.frame.fields import chosen_day, day_field, pick
from pages.frame.forms import attributes_used
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, turn
from pages.frame.session import open_current, today
from pages.frame.tables import text_table, unbroken
from pages.frame.tabs import tab_button
from pages.frame.texts import plain

_SCOPE = (
    "Egenskaperna avgör vilka frågor enheten får. En ändring är en ändrad omfattning: mätningar med läget per den "
    "dagen eller senare kan fråga annat än de tidigare, och jämförelsen säger det."
)


def unit_card(store: Store, unit: Unit, as_of: date, valid: list[Unit], place: str) -> None:
    """What a unit is on a day, and its forms. ``found``: the units of the day; ``place``: where receipts are told."""
    with st.container(border=True, key="unit_card"):
        st.subheader(plain(unit.name), anchor=False)
        _facts(store, unit, as_of, valid)
        _change(store, unit, valid, place)
        _attributes(store, unit, place)
        if unit.kind != ROOT_KIND:
            _end(store, unit, place)
        _history(store, unit, place)


def _facts(store: Store, unit: Unit, as_of: date, valid: list[Unit]) -> None:
    above = next((one for one in valid if one.unit == unit.parent), None)
    who = answering(store, unit.unit, as_of)
    before = earlier_names(store, as_of).get(unit.unit, [])
    facts = [
        ("Slag", kind_label(unit.kind) + ("" if is_counted(unit.kind) else " (räknas inte in i våra summor)")),
        ("Hör till", above.name if above else ""),
        ("Kod", unit.code),
        ("Gäller", f"från {day(unit.valid_from)}" + (f" till {day(unit.valid_to)}" if unit.valid_to else "")),
        ("Ansvarig", ", ".join(person.name for person in who.managers) or "utan ansvarig"),
        ("Ersättare", ", ".join(person.name for person in who.deputies)),
        ("Tidigare namn", f"{', '.join(before)} – filer med de namnen hittar fortfarande hit" if before else ""),
        ("Egenskaper", ", ".join(attribute_lines(unit.attributes).splitlines())),
    ]
    st.markdown("  \n".join(f"{label}: {plain(text)}" for label, text in facts if text))
    if above and (advice := parent_advice(unit.kind, above.kind)):
        st.caption(plain(advice))
    tab_button("Ändra vem som ansvarar", ":material/person:", "uppdrag", **{UNIT: unit.unit})


def _change(store: Store, unit: Unit, valid: list[Unit], place: str) -> None:
    root = unit.kind == ROOT_KIND
    label = "Ändra namn eller kod" if root else "Ändra namn, slag, kod eller var den hör hemma"
    labels = unit_labels([one for one in valid if one.unit != unit.unit])
    spot = f"{unit.unit}:{turn()}"
    with st.expander(label, icon=":material/edit:"), st.form(f"change:{spot}", border=False):
        left, right = st.columns(2)
        name = left.text_input("Namn", unit.name, key=f"change_name:{spot}", max_chars=200)
        code = right.text_input("Kod", unit.code or "", key=f"change_code:{spot}", max_chars=50)
        kind, parent = unit.kind, unit.parent
        if not root:
            known = kinds([unit.kind])
            kind = left.selectbox(
                "Slag", known, known.index(unit.kind), key=f"change_kind:{spot}", format_func=kind_label
            )
            names = labels if unit.parent in labels else {"": "Välj", **labels}
            place_now = list(names).index(unit.parent or "") if unit.parent in labels else 0
            parent = pick("Hör till", names, f"change_parent:{spot}", right.selectbox, index=place_now)
        since = day_field("Gäller från", today(store), f"change_since:{spot}", width=220)
        if st.form_submit_button("Ändra", key=f"change_do:{spot}"):
            fields = UnitFields(name or "", kind or unit.kind, parent or None, code)
            carry_out(place, lambda: _do_change(unit, fields, since))


def kinds(also: Iterable[str] = ()) -> list[str]:
    """The kinds one can choose by hand, top first; the municipality itself is not chosen."""
    known = [name for name, kind in unit_kinds().items() if kind.role != "organisation"]
    return [*known, *(kind for kind in also if kind not in known)]


def _do_change(unit: Unit, fields: UnitFields, since: date | None) -> str:
    wanted = chosen_day(since)
    if not change_unit(open_current(), permission(Act.ORGANISE), unit.unit, fields, wanted):
        return f"{unit.name} var redan så. Inget ändrades."
    sentence = f"{fields.name.strip()} är ändrad från {day(wanted)}. Serierna går vidare."
    return sentence + (f" Filer där det står {unit.name} hittar fortfarande hit." if fields.name != unit.name else "")


def _attributes(store: Store, unit: Unit, place: str) -> None:
    spot = f"{unit.unit}:{turn()}"
    with st.expander("Ändra egenskaper", icon=":material/tune:"), st.form(f"attributes:{spot}", border=False):
        st.markdown(_SCOPE)
        used = attributes_used(store)
        names = ", ".join(plain(name) for name in used)
        on_what = f"Frågorna i era mätningar beror på: {names}."
        st.markdown(on_what if used else "Inga frågor i era mätningar beror på egenskaper.")
        written = st.text_area(
            "En på varje rad: namn = värde",
            attribute_lines(unit.attributes),
            key=f"attributes_text:{spot}",
            placeholder="skola = true",
            help="Ja och nej skrivs true och false. Namnen är de som frågeformulären använder.",
        )
        since = day_field("Gäller från", today(store), f"attributes_since:{spot}", width=220)
        if st.form_submit_button("Spara egenskaperna", key=f"attributes_do:{spot}"):
            carry_out(place, lambda: _do_attributes(unit, written or "", since))


def _do_attributes(unit: Unit, written: str, since: date | None) -> str:
    wanted, attributes = chosen_day(since), read_attribute_lines(written)
    if not set_attributes(open_current(), permission(Act.ORGANISE), unit.unit, attributes, wanted):
        return f"{unit.name} hade redan de egenskaperna. Inget ändrades."
    return f"{unit.name} har nya egenskaper från {day(wanted)}. Det är en ändrad omfattning."


def _end(store: Store, unit: Unit, place: str) -> None:
    spot = f"{unit.unit}:{turn()}"
    with st.expander("Avsluta", icon=":material/event_busy:"), st.form(f"end:{spot}", border=False):
        st.markdown(
            "Enheten finns kvar till och med sista dagen, och uppdragen för den slutar då. Ska den gå upp i en annan: "
            "använd Omorganisation, så följer uppdragen och namnet med."
        )
        last = day_field("Sista dag", today(store), f"end_day:{spot}", width=220)
        if st.form_submit_button("Avsluta", key=f"end_do:{spot}"):
            carry_out(place, lambda: _do_end(unit, last))


def _do_end(unit: Unit, last: date | None) -> str:
    wanted = chosen_day(last)
    end_unit(open_current(), permission(Act.ORGANISE), unit.unit, wanted)
    return f"{unit.name} upphör efter {day(wanted)}."


def _history(store: Store, unit: Unit, place: str) -> None:
    timeline = read_timeline(store)
    spans = list(reversed(timeline.spans(unit.unit)))
    above = [timeline.at(state.parent or "", first) for state, first, _ in spans]
    change = latest_change(store, unit.unit)
    with st.expander("Historik", icon=":material/history:"):
        text_table(
            {
                "Från": [unbroken(day(first)) for _, first, _ in spans],
                "Till": [unbroken(day(last)) if last < date.max else "tills vidare" for _, _, last in spans],
                "Namn": [plain(state.name) for state, _, _ in spans],
                "Slag": [plain(kind_label(state.kind)) for state, _, _ in spans],
                "Hör till": [plain(parent.name) if parent else "" for parent in above],
                "Kod": [plain(state.code) for state, _, _ in spans],
            },
            alt=f"Hur {unit.name} har varit, det senaste först",
        )
        if change is None:
            return
        st.markdown(f"Senast ändrad {day_and_time(change.recorded_at)}.")
        if change.reorganised:
            st.caption("Det var en sammanslagning eller delning. Den ångras under Omorganisation.")
        elif st.button("Ångra den senaste ändringen", key=f"undo:{unit.unit}:{turn()}", icon=":material/undo:"):
            carry_out(place, lambda: _undo(unit, change.recorded_at))


def _undo(unit: Unit, seen: object) -> str:
    change = latest_change(open_current(), unit.unit)
    if change is None or change.recorded_at != seen:
        raise MognadError("change_newer", "Organisationsdelen har ändrats sedan sidan visades. Inget sparades.")
    undo_change(open_current(), permission(Act.ORGANISE), unit.unit, change.recorded_at)
    return f"Den senaste ändringen av {unit.name} är ångrad. Ångra en gång till för att göra om den."
