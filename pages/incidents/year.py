"""The incidents of a year: the municipality's own first, then each bolag's, and the rules they are held against."""

import streamlit as st

from base.formats import first_capital, number
from charts.incidents.tertials import tertial_in_time_chart, tertial_kinds_chart
from data.ledger.store import Store
from metrics.incidents.cases import IncidentList
from metrics.incidents.sentences import year_sentence
from metrics.incidents.year_lists import YearOfBody
from pages.frame.addressed import choose, in_address, tell_astray
from pages.frame.charting import show_chart
from pages.frame.figures import incident_bodies, incident_year
from pages.frame.session import go, link, today
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
    all_years = {year for body in incident_bodies(store, today(store)) for year in body.years}
    year = _choose_year(sorted(all_years, reverse=True), incidents)
    own, *others = incident_year(store, today(store), year)
    _body(incidents, own, WITHOUT_BOLAG if others else WHOLE)
    if others:
        st.header("Bolag", anchor=False)
        st.caption("Bolagen är egna juridiska personer med egna tider. De räknas inte in i kommunens siffror.")
        for place, of_body in enumerate(others, 1):
            name = of_body.body.name or ""
            st.subheader(plain(name), anchor=False)
            _body(incidents, of_body, name, f"-{place}")
    rules_list(store)


def _choose_year(years: list[int], incidents: IncidentList) -> int:
    if not years:
        return incidents.as_of.year
    names = {str(year): str(year) for year in years}
    tell_astray(YEAR, names, f"Året i adressen har inga incidenter. Här visas {years[0]} i stället.")
    return int(choose(in_address(YEAR, "År", names, "incident_year", str(years[0])), width=160))


def _body(incidents: IncidentList, of_body: YearOfBody, of: str, place: str = "") -> None:
    """``of``: whose they are, in words; ``place`` tells a bolag's parts from the municipality's."""
    of_year, left_out = of_body.count, of_body.body.left_out
    st.markdown(f"**{plain(year_sentence(of_year, incidents.state.covered(of_body.year).words))}**")
    if of_year.to_judge or of_year.significant:
        st.markdown(
            f"Betydande: {number(of_year.significant)}. Att bedöma: {number(of_year.to_judge)}. "
            "Cybersäkerhetslagens tider gäller de betydande."
        )
    marks = first_capital(incidents.state.marks) + (f" · {left_out}" if left_out else "")
    st.caption(plain(marks))
    incident_table(of_body.groups, place, _open)
    shown = of_body.tertials
    for key, chart in (
        ("slag", tertial_kinds_chart(shown, of, incidents.state.file_name, marks)),
        ("i-tid", tertial_in_time_chart(shown, of, incidents.state.file_name, marks)),
    ):
        if chart is not None:
            show_chart(chart, f"incident-{key}{place}")


def _open(ref: str) -> None:
    go("incidenter.py", {INCIDENT: ref})
