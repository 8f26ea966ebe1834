"""Where a register's files come from: the sources with their names and claims, and the imports with *Ångra import*."""

from dataclasses import replace
from datetime import date
from typing import Protocol

import streamlit as st

from base.actors import Act
from base.clock import FAR, swedish_date
from base.errors import MognadError
from base.formats import day, number, plural
from data.imported.made import RegisterImport
from data.imported.sources import CLAIMS, Claim, RegisterSource, change_source
from data.imported.undo import withdraw_import
from data.ledger.store import Store
from data.organisation.units import units
from pages.frame.faults import show_error
from pages.frame.free_texts import reason_field
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import plain

CLAIM_WORDS: dict[Claim, str] = {
    "whole": "Hela registret",
    "part": "En avgränsad del",
    "addition": "Tillägg",
}
_CLAIM_HELP: dict[Claim, str] = {
    "whole": "En rad som inte är med i filen saknas.",
    "part": "Bara inom delen kan en rad saknas.",
    "addition": "Ingen rad kan saknas.",
}


class Covering(Protocol):
    """Something that claims to cover a part of a register: an import, or what a file is said to cover."""

    @property
    def claim(self) -> Claim: ...
    @property
    def branch(self) -> str | None: ...
    @property
    def period_from(self) -> date | None: ...
    @property
    def period_to(self) -> date | None: ...


def register_sources(named: dict[str, RegisterSource], made: list[RegisterImport]) -> None:
    """Each source with its name and what its files cover, to be changed."""
    for source in named.values():
        own = [one for one in made if one.source == source.source and one.state == "holds"]
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"source-{source.source}"):
            newest = f"senast {day(own[0].as_of)}, {plain(own[0].file_name)}" if own else "ingen fil än"
            claim = CLAIM_WORDS[source.claim] if source.claim else "Inte sagt än vad filerna täcker"
            with st.container(width="stretch", gap=None):
                st.markdown(f"**{plain(source.name)}**")
                st.caption(f"{claim} · {plural(len(own), 'import', 'importer')}, {newest}")
            with st.popover("Ändra", key=f"change-{source.source}", icon=":material/edit:"):
                _change(source)


def _change(source: RegisterSource) -> None:
    with st.form(f"source-form-{source.source}", border=False):
        name = st.text_input("Vad källan heter", value=source.name, max_chars=100)
        claims = list(CLAIMS)
        claim = st.radio(
            "Vad filerna täcker",
            claims,
            index=claims.index(source.claim) if source.claim else None,
            format_func=lambda one: CLAIM_WORDS[one],
            captions=[_CLAIM_HELP[one] for one in claims],
        )
        st.caption("Gäller som förslag vid nästa import. De filer som redan är inlästa ändras inte.")
        if st.form_submit_button("Spara"):
            try:
                change_source(open_current(), permission(Act.IMPORT), replace(source, name=name.strip(), claim=claim))
            except MognadError as error:
                show_error(error)
            else:
                st.rerun()


def imports_list(store: Store, made: list[RegisterImport], named: dict[str, RegisterSource]) -> None:
    """Every import, the newest date first; those that hold can be undone."""
    names = {unit.unit: unit.name for unit in units(store, FAR)}
    for each in made:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"import-{each.snapshot}"):
            with st.container(width="stretch", gap=None):
                _import(each, named, names)
            if each.state == "holds":
                _undo(each)


def _import(imported: RegisterImport, named: dict[str, RegisterSource], names: dict[str, str]) -> None:
    gone = {"withdrawn": " · **ångrad**", "replaced": " · ersatt av en senare läsning"}.get(imported.state, "")
    st.markdown(f"**{day(imported.as_of)}** · {plain(imported.file_name)}{gone}")
    source = named.get(imported.source)
    lines = [plural(imported.stored, "rad", "rader"), covered(imported, names)]
    if len(named) > 1 and source is not None:
        lines.append(source.name)
    lines.append(f"inläst {day(swedish_date(imported.recorded_at))}")
    st.caption(plain(" · ".join(lines)))
    if imported.state == "withdrawn":
        when = f" {day(swedish_date(imported.withdrawn_at))}" if imported.withdrawn_at else ""
        st.caption(f"Ångrad{when}: {plain(imported.reason)}")


def covered(covering: Covering, names: dict[str, str]) -> str:
    """What is claimed to be covered, in words (not escaped). ``names``: of units, by id."""
    words = CLAIM_WORDS[covering.claim]
    bounds = []
    if covering.branch is not None:
        bounds.append(names.get(covering.branch, "okänd del"))
    if covering.period_from and covering.period_to:
        bounds.append(f"{day(covering.period_from)} till {day(covering.period_to)}")
    elif covering.period_from or covering.period_to:
        bounds.append(
            f"från {day(covering.period_from)}" if covering.period_from else f"till {day(covering.period_to)}"
        )
    return f"{words}: {', '.join(bounds)}" if bounds else words


def _undo(imported: RegisterImport) -> None:
    with (
        st.popover("Ångra import", key=f"undo-{imported.snapshot}", icon=":material/undo:"),
        st.form(f"undo-form-{imported.snapshot}", border=False),
    ):
        st.markdown(f"{number(imported.stored)} rader räknas då inte. Det som gällde före importen gäller igen.")
        reason = reason_field("Varför?")
        if st.form_submit_button("Ångra importen"):
            try:
                withdraw_import(open_current(), permission(Act.IMPORT), imported.snapshot, reason)
            except MognadError as error:
                show_error(error)
            else:
                st.rerun()
