"""A list of incidents with their clocks, and the way to one of them."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from base.formats import NO_VALUE, number
from data.registers.definitions.words import normalised
from metrics.incidents.cases import IncidentCase
from metrics.incidents.clocks import ClockVerdict, DeadlineClock
from metrics.incidents.rules import incident_rules
from metrics.incidents.year_lists import CaseGroup
from pages.frame.tables import unbroken, wide_table
from pages.frame.texts import plain

_MOST_ROWS = 200
_GROUPS = {
    CaseGroup.ALL: "Alla",
    CaseGroup.LATE: "För sent",
    CaseGroup.UNDECIDED: "Kan inte avgöras",
    CaseGroup.TO_JUDGE: "Att bedöma",
}
_SHORT = {ClockVerdict.OPEN: "ej avslutad", ClockVerdict.NO_LIMIT: NO_VALUE, ClockVerdict.NOT_CONCERNED: NO_VALUE}


def incident_table(
    groups: Mapping[CaseGroup, Sequence[IncidentCase]], place: str, opened: Callable[[str], None]
) -> None:
    """The incidents of a body and a year; ``opened`` leads to one. ``place``: its own among the page's lists."""
    if not groups[CaseGroup.ALL]:
        return
    chosen = _searched(_chosen(groups, place), place)
    if not chosen:
        st.markdown("Inga sådana incidenter.")
        return
    shown = chosen[:_MOST_ROWS]
    _table(shown, place)
    if len(chosen) > len(shown):
        st.caption(f"De {_MOST_ROWS} nyaste av {number(len(chosen))} incidenter visas. Sök efter den du vill se.")
    _way_to_one(shown, place, opened)


def _table(shown: Sequence[IncidentCase], place: str) -> None:
    # What most of them have first; a lägesrapport is rare and stands on the incident's own page.
    timed = [rule for rule in incident_rules().rules if (rule.hours or rule.months) and rule.ongoing != "only"]
    rules = sorted(timed, key=lambda rule: rule.applies == "significant")
    columns = {
        "Incident": [plain(case.id or NO_VALUE) for case in shown],
        "Rubrik": [plain(case.title or NO_VALUE) for case in shown],
        "Kännedom": [unbroken(case.facts.known.text if case.facts.known else "saknas") for case in shown],
    }
    for rule in rules:
        columns[rule.short] = [_short(case, rule.name) for case in shown]
    columns["Organisationsdel"] = [plain(case.unit or "okänd") for case in shown]
    wide_table(f"incidentlista{place}", columns, "Incidenterna med kännedom och utfall för varje tid")
    st.caption(
        "24 h: upplysning, 72 h: incidentanmälan, båda från kännedom. – betyder att tiden inte gäller incidenten. Ej "
        "avslutad: rapporten fanns inte vid filens läge, och tiden hade inte gått ut då."
    )


def _way_to_one(shown: Sequence[IncidentCase], place: str, opened: Callable[[str], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_ref = {case.ref: case for case in shown}
        chosen = st.selectbox(
            "Incident", list(by_ref), format_func=lambda ref: by_ref[ref].name, key=f"incident_choice{place}", width=420
        )
        if st.button("Öppna incidenten", key=f"incident_open{place}", icon=":material/open_in_full:") and chosen:
            opened(chosen)


def _chosen(groups: Mapping[CaseGroup, Sequence[IncidentCase]], place: str) -> Sequence[IncidentCase]:
    asked = st.segmented_control(
        "Visa",
        list(_GROUPS),
        default=CaseGroup.ALL,
        format_func=lambda group: f"{_GROUPS[group]} ({number(len(groups[group]))})",
        key=f"incident_group{place}",
    )
    return groups[asked or CaseGroup.ALL]


def _searched(cases: Sequence[IncidentCase], place: str) -> Sequence[IncidentCase]:
    """Those that say what is sought; where all can be shown nothing is asked."""
    if len(cases) <= _MOST_ROWS:
        return cases
    wanted = st.text_input(
        "Sök", key=f"incident_search{place}", placeholder="Nummer, rubrik eller organisationsdel", width=420
    )
    sought = normalised(wanted)
    return [case for case in cases if sought in normalised(f"{case.name} {case.unit}")] if sought else cases


def _short(case: IncidentCase, rule: str) -> str:
    clock: DeadlineClock = next(clock for clock in case.clocks if clock.rule.name == rule)
    return "inte bedömd" if clock.to_judge else _SHORT.get(clock.verdict, clock.words)
