"""Rows of two sources that may be the same: *samma* or *inte samma*, and what has been said before."""

from dataclasses import replace

import streamlit as st

from base.actors import Act
from base.formats import plural
from data.imported.followed_rows import RowId
from data.imported.same_rows import SamePair, judge_pair, judged_pairs
from data.imported.sources import RegisterSource
from data.ledger.store import Store
from data.registers.definitions.model import Register
from metrics.registers.likely_same import LikelyPair, SourceRow, source_rows
from metrics.registers.sources import register_at
from pages.frame.faults import tell_fault, tried
from pages.frame.figures import likely_same
from pages.frame.guard import permission
from pages.frame.session import open_current, today
from pages.frame.tables import unbroken
from pages.frame.texts import plain

_PLACE = "register_pairs"
_MOST_FIELDS = 6
_WORDS = {"same": "Samma", "not_same": "Inte samma"}


def register_pairs(store: Store, register: Register, named: dict[str, RegisterSource]) -> None:
    """The proposals, and what has been said of earlier ones."""
    tell_fault(_PLACE)
    pairs, n = likely_same(store, register.name, today(store))
    if pairs:
        st.markdown(
            f"{plural(n, 'par', 'par')} från olika källor kan vara samma sak. Inget slås ihop förrän du säger till. "
            "Det som är samma räknas en gång."
        )
    else:
        st.markdown("Inga rader från olika källor ser ut att vara samma sak.")
    for pair in pairs:
        _proposal(register, pair, named)
    if n > len(pairs):
        st.caption(f"De {len(pairs)} första visas.")
    _judged(store, register, named)


def _proposal(register: Register, pair: LikelyPair, named: dict[str, RegisterSource]) -> None:
    key = f"{pair.one.id.source}-{pair.one.id.key}-{pair.other.id.source}-{pair.other.id.key}"
    with st.container(border=True):
        left, right = st.columns(2)
        for place, column, row in ((1, left, pair.one), (2, right, pair.other)):
            column.markdown(_row(row, named))
            differences = [
                unbroken(f"{plain(difference[0])}: {plain(difference[place])}")
                for difference in pair.differences[:_MOST_FIELDS]
            ]
            if differences:
                column.caption("  \n".join(differences))
        st.caption(f"Är de samma räknas det som {plain(_source(pair.one.id, named))} säger.{_more(pair)}")
        with st.container(horizontal=True):
            for verdict in ("same", "not_same"):
                st.button(
                    _WORDS[verdict],
                    key=f"{verdict}-{key}",
                    on_click=_judge,
                    args=(register.name, SamePair(pair.one.id, pair.other.id, verdict)),
                )


def _more(pair: LikelyPair) -> str:
    more = len(pair.differences) - _MOST_FIELDS
    if more > 0:
        return f" De skiljer sig i {plural(more, 'uppgift', 'uppgifter')} till."
    return "" if pair.differences else " De säger samma sak i allt annat."


def _judged(store: Store, register: Register, named: dict[str, RegisterSource]) -> None:
    judged = judged_pairs(store, register.name)
    state = register_at(store, register.name, today(store), store.position())
    if not judged or state is None:
        return
    rows = source_rows(store, state, [row for pair in judged for row in (pair.one, pair.other)], store.position())
    with st.expander(f"Redan sagt ({len(judged)})", type="compact"):
        for pair in judged:
            ordered = sorted((pair.one, pair.other), key=lambda row: list(named).index(row.source))
            with st.container(horizontal=True, vertical_alignment="center"):
                sides = " och ".join(_short(rows.get(row), row, named) for row in ordered)
                st.markdown(f"**{_WORDS[pair.verdict]}:** {sides}", width="stretch")
                st.button(
                    "Ångra",
                    key=f"undone-{pair.one.source}-{pair.one.key}-{pair.other.source}-{pair.other.key}",
                    type="tertiary",
                    on_click=_judge,
                    args=(register.name, replace(pair, verdict="undone")),
                )


def _row(row: SourceRow, named: dict[str, RegisterSource]) -> str:
    key = f"{plain(row.key)}: " if row.key else ""
    where = f"  \n{plain(row.unit)}" if row.unit else ""
    return f"{plain(_source(row.id, named))}  \n**{key}{plain(row.title)}**{where}"


def _short(row: SourceRow | None, row_id: RowId, named: dict[str, RegisterSource]) -> str:
    """A row in a few words; one that the register no longer holds by its source alone."""
    source = plain(_source(row_id, named))
    if row is None:
        return f"en rad som inte finns nu ({source})"
    return f"{plain(' '.join(part for part in (row.key, row.title) if part))} ({source})"


def _source(row: RowId, named: dict[str, RegisterSource]) -> str:
    return named[row.source].name if row.source in named else row.source


def _judge(register: str, pair: SamePair) -> None:
    tried(_PLACE, lambda: judge_pair(open_current(), permission(Act.IMPORT), register, pair))
