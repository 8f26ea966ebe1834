"""The checks of *Att rätta*: what they found, what they found nothing in, and those that can't be made."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from base.formats import day, first_capital, listing, number, plural
from data.ledger.store import Store
from data.registers.definitions.written import title_field, written
from metrics.registers.check_results import (
    CheckResult,
    CheckState,
    FoundRow,
    checks_summary,
    headline,
    hindrances,
    left_out,
    need_label,
    severity_word,
    shown_fields,
)
from pages.frame.small_files import download
from pages.frame.tables import unbroken, wide_table
from pages.frame.texts import plain
from pages.registers.checks.accepting import accept, accepted_rows
from reports.checks_list import checks_workbook

_MOST = 100
_LONGEST = 70
_ICONS = {"high": ":material/error:", "medium": ":material/warning:", "low": ":material/info:"}


def check_list(store: Store, results: Sequence[CheckResult]) -> None:
    """The whole list of the results, which are sorted by severity."""
    told = checks_summary(results)
    st.markdown(f"**{plain(headline(told))}** {plain(left_out(told))}")
    if files := _files(results):
        st.caption(f"Kontrollerat: {files}.")
    finding = [result for result in results if result.to_fix or result.untraceable]
    if told.to_fix or told.untraceable or told.accepted:
        download("Hämta listan (.xlsx)", partial(checks_workbook, results), "Att rätta.xlsx", "checks_xlsx")
    severity = ""
    for result in finding:
        if result.check.severity != severity:
            severity = result.check.severity
            st.header(severity_word(result.check), anchor=False)
        _check(store, result)
    _folded("Godtaget", [result for result in results if result.accepted and result not in finding], _accepted)
    clear = [one for one in results if one.state is CheckState.CHECKED and not (one.found or one.says_nothing)]
    _folded("Utan anmärkning", clear, lambda result: st.markdown(f"{_name(result)}: {plain(_checked(result))}."))
    blocked = [result for result in results if result.state is not CheckState.OFF and hindrances(result)]
    _folded("Kan inte kontrolleras", blocked, _blocked)


def _check(store: Store, result: CheckResult) -> None:
    rows = [*result.to_fix, *result.untraceable]
    label = f"{plain(result.check.label)} · **{len(rows)}** · {plain(result.register.label)}"
    key = f"check_{result.register.name}_{result.check.name}"
    with st.expander(label, key=key, icon=_ICONS[result.check.severity], type="compact"):
        st.markdown(plain(result.check.advice))
        _table(result, rows[:_MOST], f"table_{key}")
        if len(rows) > _MOST:
            st.caption(f"De första {_MOST} av {len(rows)}. Alla står i listan som går att hämta.")
        if result.untraceable:
            count = plural(len(result.untraceable), "rad har", "rader har")
            st.caption(f"{count} varken nummer eller annat som känns igen i nästa fil och kan därför inte godtas.")
        accepted_rows(result)
        with st.container(horizontal=True):
            accept(store, result)
            with st.popover("Så kontrolleras det"):
                _explained(result)


def _table(result: CheckResult, rows: Sequence[FoundRow], key: str) -> None:
    register = result.register
    fields = [register.field(name) for name in shown_fields(register, result.check)]
    columns = {plain(register.field(register.key).label): [_short(row.id) for row in rows]}
    columns[plain(title_field(register).label)] = [_short(row.title) for row in rows]
    columns["Organisationsdel"] = [_short(row.unit) for row in rows]
    columns = {label: texts for label, texts in columns.items() if any(texts)}
    for field in fields:
        columns[plain(field.label)] = [unbroken(_short(written(field, row.values))) for row in rows]
    if len({row.file_name for row in rows}) > 1:
        columns["Fil"] = [_short(row.file_name) for row in rows]
    columns["Rad"] = [str(row.row) for row in rows]
    if any(row.acceptance for row in rows):
        columns["Har varit godtagen"] = [_expired(row) for row in rows]
    wide_table(key, columns, alt=f"Rader att rätta: {result.check.label}")


def _explained(result: CheckResult) -> None:
    needs = [need_label(result.register, need) for need in result.check.needs]
    also = [f"Kontrollen läser {plain(listing(needs))} i {_files([result])}. Varje rad bedöms per filens dag."]
    also.append(f"{plain(first_capital(_checked(result)))}.")
    also += [plain(f"Kan inte kontrolleras: {reason}.") for reason in hindrances(result)]
    also.append(f"Källa: {plain(result.check.source)}.")
    st.markdown("\n\n".join(also))


def _files(results: Sequence[CheckResult]) -> str:
    """The files that were checked, each with the day it shows."""
    told = dict.fromkeys(file for result in results for file in result.files)
    return plain(listing([f"{name} (läget per {day(as_of)})" for name, as_of in told]))


def _checked(result: CheckResult) -> str:
    text = plural(result.checked, "rad är kontrollerad", "rader är kontrollerade")
    if result.unjudged:
        text += f"; {number(result.unjudged)} går inte att bedöma, för att en uppgift saknas"
    return text


def _folded(label: str, results: Sequence[CheckResult], draw: Callable[[CheckResult], object]) -> None:
    if results:
        with st.expander(f"{label} ({len(results)})", key=f"checks_{label}", type="compact"):
            for result in results:
                draw(result)


def _accepted(result: CheckResult) -> None:
    st.markdown(_name(result))
    accepted_rows(result)


def _blocked(result: CheckResult) -> None:
    part = "" if result.state is CheckState.NOT_POSSIBLE or result.says_nothing else " (i en del av filerna)"
    st.markdown(f"{_name(result)}{part}: {plain('; '.join(hindrances(result)))}.")


def _name(result: CheckResult) -> str:
    return f"**{plain(result.check.label)}** ({plain(result.register.label)})"


def _expired(row: FoundRow) -> str:
    said = row.acceptance
    return unbroken(plain(f"till {day(said.until)}: {said.reason}")) if said else ""


def _short(text: str | None) -> str:
    whole = plain(text)
    return whole if len(whole) <= _LONGEST else f"{plain((text or '')[: _LONGEST - 1])}…"
