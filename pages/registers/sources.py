"""Where a register's files come from: the sources with their names and claims, and the imports with *Ångra import*."""

from dataclasses import replace

import streamlit as st

from base.actors import Act
from base.clock import FAR, swedish_date
from base.formats import day, number, plural
from data.imported.made import RegisterImport
from data.imported.sources import CLAIMS, Claim, FileCoverage, RegisterSource, change_source
from data.imported.undo import withdraw_import
from data.ledger.store import Store
from data.organisation.units import units
from pages.frame.faults import redraw_after
from pages.frame.fields import reason_field
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
            changed = replace(source, name=name.strip(), claim=claim)
            redraw_after(lambda: change_source(open_current(), permission(Act.IMPORT), changed))


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


def covered(covering: RegisterImport | FileCoverage, names: dict[str, str]) -> str:
    """What is claimed to be covered, in words (not escaped). ``names``: of units, by id."""
    words = CLAIM_WORDS[covering.claim]
    bounds = []
    if covering.branch is not None:
        bounds.append(names.get(covering.branch, "okänd del"))
    first, last = covering.period_from, covering.period_to
    if first and last:
        bounds.append(f"{day(first)} till {day(last)}")
    elif first or last:
        bounds.append(f"från {day(first)}" if first else f"till {day(last)}")
    return f"{words}: {', '.join(bounds)}" if bounds else words


def _undo(imported: RegisterImport) -> None:
    with (
        st.popover("Ångra import", key=f"undo-{imported.snapshot}", icon=":material/undo:"),
        st.form(f"undo-form-{imported.snapshot}", border=False),
    ):
        st.markdown(f"{number(imported.stored)} rader räknas då inte. Det som gällde före importen gäller igen.")
        reason = reason_field("Varför?")
        if st.form_submit_button("Ångra importen"):
            redraw_after(lambda: withdraw_import(open_current(), permission(Act.IMPORT), imported.snapshot, reason))
