"""Where a file comes from, and what it covers: asked once, remembered with the source, changeable."""

from datetime import date
from functools import partial

import streamlit as st

from base.actors import Act
from base.clock import FAR
from data.imported.imports import last_mapping, remembered_coverage
from data.imported.snapshot import UNIT_REGISTER, unit_fields
from data.imported.sources import CLAIMS, Claim, FileCoverage, RegisterSource, add_source, source_of, sources
from data.ledger.store import Store
from data.organisation.units import units
from data.registers import all_registers
from data.registers.finding.mapping import changed_headers
from pages.frame.addressed import controlled
from pages.frame.choosing import unit_labels
from pages.frame.faults import tell_fault, tried
from pages.frame.fields import day_field
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.importing.draft import Draft, headers_of
from pages.registers.sources import CLAIM_WORDS, covered

_PLACE = "import_source"
_MEANINGS: dict[Claim, str] = {
    "whole": "En rad som inte är med räknas som saknad i senaste filen, aldrig som stängd.",
    "part": "Bara inom perioden eller delen kan en rad saknas. Allt annat ligger kvar.",
    "addition": "Nya och ändrade rader läggs till. Ingen rad kan saknas.",
}


def settle_source(store: Store, draft: Draft) -> None:
    """Choose the source where there is no doubt: the only one, or the only one whose files have these columns."""
    if draft.answers.register is None or draft.answers.source is not None:
        return
    possible = sources(store, draft.answers.register)
    if len(possible) > 1:
        headers = headers_of(draft)
        mappings = {each.source: last_mapping(store, draft.answers.register, each.source) for each in possible}
        alike = [each for each, last in mappings.items() if last and not changed_headers(last.fields, headers)]
    else:
        alike = [possible[0].source]
    if len(alike) == 1:
        draft.answers.source = alike[0]


def has_sources(draft: Draft) -> bool:
    """Whether source and cover matter: a list of the organisation never takes a unit away."""
    return draft.answers.register is not None and draft.answers.register != UNIT_REGISTER


def choose_source(store: Store, draft: Draft) -> RegisterSource | None:
    """The source, asked for where the register has several."""
    if draft.answers.register is None:
        return None
    possible = sources(store, draft.answers.register)
    if len(possible) > 1:
        names = {each.source: each.name for each in possible}
        key = draft.key("source")
        if draft.answers.source is not None:
            st.session_state[key] = draft.answers.source
        st.selectbox(
            "Filen kommer från",
            list(names),
            key=key,
            index=None,
            format_func=lambda source: names.get(source, ""),
            placeholder="Välj källa",
            on_change=_choose_source,
            args=(draft, key),
        )
    if draft.answers.source is None:
        st.markdown("Välj vilket system eller vilken lista filen kommer från. Varje källa jämförs bara med sig själv.")
        return None
    return source_of(store, draft.answers.register, draft.answers.source)


def another_source(draft: Draft) -> None:
    """*Filen kommer från ett annat system*: a new source with a name."""
    if not has_sources(draft) or draft.answers.register is None:
        return
    with st.expander("Filen kommer från ett annat system", type="compact", key=draft.key("another")):
        tell_fault(_PLACE)
        st.caption(
            "Registret är summan av sina källor. En ny källa lägger till rader och tar aldrig bort någon annans."
        )
        key = draft.key("source-name")
        st.text_input("Vad heter källan?", key=key, max_chars=100, placeholder="Till exempel systemets namn")
        st.button("Lägg till källan", key=draft.key("source-add"), on_click=_add, args=(draft, key))


def coverage_of(store: Store, draft: Draft, source: RegisterSource) -> FileCoverage | None:
    """What the file covers by what was said of it or remembered; None while something has to be asked."""
    if not has_sources(draft):
        return FileCoverage()
    remembered = remembered_coverage(store, source)
    claim = draft.answers.claim or (remembered.claim if remembered else None)
    if claim != "part":
        return FileCoverage(claim) if claim else None
    part = FileCoverage("part", draft.answers.period_from, draft.answers.period_to, _branch(draft, remembered))
    return None if part.is_backwards or not any(part.bounds) else part


def choose_coverage(store: Store, draft: Draft, source: RegisterSource, as_of: date | None) -> None:
    """*Vad täcker filen?* with a plain sentence on what each answer means; only on demand where it is remembered."""
    if not has_sources(draft):
        return
    remembered = remembered_coverage(store, source)
    if remembered is None or (remembered.claim == "part" and not remembered.branch):
        draft.answers.asks_cover = True
    if not draft.answers.asks_cover:
        return
    register = all_registers()[source.register]
    options = [claim for claim in CLAIMS if claim != "part" or register.period or unit_fields(register)]
    chosen = draft.answers.claim or source.claim
    controlled(
        st.radio,
        "Vad täcker filen?",
        draft.key("claim", source.source),
        chosen,
        partial(_choose_claim, draft),
        options=options,
        # As a default too, so that the browser never draws it empty when presses overtake each other.
        index=options.index(chosen) if chosen in options else None,
        format_func=CLAIM_WORDS.__getitem__,
        captions=[_MEANINGS[claim] for claim in options],
    )
    if (draft.answers.claim or source.claim) == "part":
        _bounds(store, draft, source, as_of)


def covers(store: Store, coverage: FileCoverage) -> str:
    """What a file is said to cover, in words (not escaped)."""
    return covered(coverage, {unit.unit: unit.name for unit in units(store, FAR)})


def _bounds(store: Store, draft: Draft, source: RegisterSource, as_of: date | None) -> None:
    register = all_registers()[source.register]
    left, right = st.columns(2)
    if register.period:
        for place, name, label in ((left, "period_from", "Från och med"), (right, "period_to", "Till och med")):
            held, draw = getattr(draft.answers, name), partial(day_field, day=None, draw=place.date_input)
            choose = partial(_choose_bound, draft, name)
            controlled(draw, label, draft.key(name), held, choose, max_value=date(2100, 12, 31))
        if FileCoverage("part", draft.answers.period_from, draft.answers.period_to).is_backwards:
            st.warning("Sista dagen ligger före den första. Rätta datumen.", icon=":material/event:")
    if unit_fields(register) and as_of is not None:
        labels = {"": "Alla delar" if register.period else "Välj del", **unit_labels(units(store, as_of))}
        held, choose = _branch(draft, remembered_coverage(store, source)) or "", partial(_choose_bound, draft, "branch")
        look = {"options": list(labels), "format_func": lambda unit: labels.get(unit, labels[""])}
        controlled(st.selectbox, "Del av organisationen", draft.key("branch"), held, choose, **look)


def _branch(draft: Draft, remembered: FileCoverage | None) -> str | None:
    """What was said of this file, ``""`` being the whole organisation, else what is remembered."""
    return (remembered.branch if remembered else None) if draft.answers.branch is None else draft.answers.branch or None


def _choose_source(draft: Draft, key: str) -> None:
    draft.answers.source = st.session_state[key]
    draft.answers.start_over()


def _choose_claim(draft: Draft, claim: Claim | None) -> None:
    draft.answers.claim = claim
    draft.answers.refused = None


def _choose_bound(draft: Draft, name: str, bound: date | str | None) -> None:
    draft.answers.claim = "part"
    setattr(draft.answers, name, bound)
    draft.answers.refused = None


def _add(draft: Draft, key: str) -> None:
    def add() -> None:
        register, name = draft.answers.register or "", st.session_state[key]
        draft.answers.source = add_source(open_current(), permission(Act.IMPORT), register, name)

    if tried(_PLACE, add):
        draft.answers.start_over()
