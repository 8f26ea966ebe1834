"""The incidents of a year: the municipality's own first, then each bolag's, and the rules they are held against."""

import streamlit as st

from base.formats import first_capital, number
from charts.incidents.tertials import tertial_in_time_chart, tertial_kinds_chart
from data.ledger.store import Store
from metrics.incidents.cases import IncidentList
from metrics.incidents.counts import BodyIncidents, bodies, count, tertials
from metrics.incidents.sentences import year_sentence
from pages.frame.addressed import choose, in_address, tell_astray
from pages.frame.charting import show_chart
from pages.frame.session import go, link
from pages.frame.texts import plain
from pages.incidents.rules import rules_list
from pages.incidents.table import incident_table
from pages.organisation.branches import WHOLE

INCIDENT, YEAR = "incident", "ar"
WITHOUT_BOLAG = "Kommunen utan bolagen"


def nothing_yet() -> None:
    """An empty page that leads on."""
    st.markdown("Här ser du incidenterna och om de rapporterades i tid. Det behövs ett inläst incidentregister.")
    link("importera.py", "Importera incidenter", icon=":material/upload_file:", to={"register": "incidents"})


def incidents_page(store: Store, incidents: IncidentList) -> None:
    """A year of them, chosen in the address."""
    own, *others = bodies(incidents)
    year = _choose_year(sorted({year for body in (own, *others) for year in body.years}, reverse=True), incidents)
    _body(incidents, own, year, WITHOUT_BOLAG if others else WHOLE)
    if others:
        st.header("Bolag", anchor=False)
        st.caption("Bolagen är egna juridiska personer med egna tider. De räknas inte in i kommunens siffror.")
        for place, body in enumerate(others, 1):
            st.subheader(plain(body.name), anchor=False)
            _body(incidents, body, year, body.name or "", f"-{place}")
    rules_list(store)


def _choose_year(years: list[int], incidents: IncidentList) -> int:
    if not years:
        return incidents.as_of.year
    names = {str(year): str(year) for year in years}
    tell_astray(YEAR, names, f"Året i adressen har inga incidenter. Här visas {years[0]} i stället.")
    return int(choose(in_address(YEAR, "År", names, "incident_year", str(years[0])), width=160))


def _body(incidents: IncidentList, body: BodyIncidents, year: int, of: str, place: str = "") -> None:
    """``of``: whose they are, in words; ``place`` tells a bolag's parts from the municipality's."""
    cases = body.of_year(year)
    of_year = count(cases)
    st.markdown(f"**{plain(year_sentence(of_year, incidents.state.covered(year).words))}**")
    if of_year.to_judge or of_year.significant:
        st.markdown(
            f"Betydande: {number(of_year.significant)}. Att bedöma: {number(of_year.to_judge)}. "
            "Cybersäkerhetslagens tider gäller de betydande."
        )
    marks = first_capital(incidents.state.marks) + (f" · {body.left_out}" if body.left_out else "")
    st.caption(plain(marks))
    incident_table(cases, place, _open)
    shown = tertials(body, incidents.state)
    for key, chart in (
        ("slag", tertial_kinds_chart(shown, of, incidents.state.file_name, marks)),
        ("i-tid", tertial_in_time_chart(shown, of, incidents.state.file_name, marks)),
    ):
        if chart is not None:
            show_chart(chart, f"incident-{key}{place}")


def _open(ref: str) -> None:
    go("incidenter.py", {INCIDENT: ref})
