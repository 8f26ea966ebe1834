"""Incidents per year: by kind in one panel, reported in time in another (never two axes in one)."""

from charts.explained import Explained
from charts.incidents.stack import (
    KINDS,
    SEVERAL,
    UNKNOWN_KIND,
    Part,
    Periods,
    Words,
    in_time_stack,
    kind_parts,
    kinds_stack,
)
from metrics.incidents import sentences
from metrics.incidents.years import Incidents
from metrics.overview.development import years_to_show

_KINDS_HOW = (
    (
        "Incidenterna tas ur det senaste från varje källa och räknas till året då de upptäcktes, annars då de "
        "inträffade. Samma ärendenummer räknas en gång i varje källa."
    ),
    (
        "En incident av flera slag står för sig i stapeln, så att den räknas en gång. "
        "Ett ökat antal kan bero på att fler anmäls, inte på att fler inträffar."
    ),
)
_TIME_HOW = (
    (
        "I tid är en personuppgiftsincident som anmäldes inom 72 timmar från att ni fick kännedom om den "
        "(dataskyddsförordningen artikel 33). Andelen är av dem som går att bedöma."
    ),
    (
        "Senare är också den som skulle anmälas men inte var det, om tiden säkert hade gått ut vid filens läge. "
        "Gick den ut efter läget är den ej avslutad."
    ),
    (
        "Okänt är de som saknar ett datum eller ett beslut om anmälan, där ett saknat klockslag eller den påbörjade "
        "timmen avgör, eller där två datum säger emot varandra. Inget datum gissas. De som enligt beslut inte behövde "
        "anmälas finns bara i tabellen."
    ),
)


def shown_years(incidents: Incidents) -> tuple[int, ...]:
    """The years that the files tell of: from the first incident to the last day they cover, at most ten."""
    dated = [figures.year for figures in incidents.years if figures.year is not None]
    return years_to_show(dated, incidents.last_year)


def incident_chart(incidents: Incidents, of: str) -> Explained | None:
    """Stacked columns per year and kind; one of several kinds is counted once. None without dated incidents."""
    years = shown_years(incidents)
    if not years:
        return None
    figures = [incidents.of_year(year) for year in years]
    periods = _periods(incidents, years, of)
    totals = [figure.n for figure in figures]
    several = [figure.several for figure in figures]
    unknown = [figure.kind_unknown for figure in figures]
    parts = kind_parts([figure.alone for figure in figures], several, unknown)
    subtitle = "Incidenter efter slag och det år de upptäcktes"
    chart = kinds_stack(periods, sentences.incident_title(incidents), subtitle, parts, totals)
    kinds = (
        [figure.personal_data for figure in figures],
        [figure.information_security for figure in figures],
        [figure.it_security for figure in figures],
    )
    columns = [
        ("Alla", totals),
        *zip(KINDS, kinds, strict=True),
        (f"varav av {SEVERAL.casefold()}", several),
        (UNKNOWN_KIND, unknown),
    ]
    return Explained(chart, _KINDS_HOW, periods.table(columns))


def in_time_chart(incidents: Incidents, of: str) -> Explained | None:
    """Personal-data incidents reported in time, too late, and not known; None where there are none."""
    years = shown_years(incidents)
    figures = [incidents.of_year(year) for year in years]
    if not any(figure.personal_data for figure in figures):
        return None
    periods = _periods(incidents, years, of)
    in_time, late = [figure.in_time for figure in figures], [figure.late for figure in figures]
    still_open, needless = [figure.open for figure in figures], [figure.needless for figure in figures]
    parts = (
        Part("Inom 72 timmar", in_time),
        Part("Senare än 72 timmar", late),
        Part("Okänt", [figure.unknown for figure in figures], faint=True),
        Part("Ej avslutad vid läget", still_open, rare=True),
    )
    words = Words(
        sentences.in_time_title(sentences.of_figures(figures[-1]), incidents.source.covered(years[-1]).words),
        "Från kännedom till anmälan, personuppgiftsincidenter per år",
        "Anmälda i tid av dem som går att bedöma,",
    )
    chart = in_time_stack(periods, words, parts, [figure.in_time_text for figure in figures], needless)
    columns = [
        ("Personuppgiftsincidenter", [figure.personal_data for figure in figures]),
        ("I tid", in_time),
        ("För sent", late),
        ("Datum saknas", [figure.dates_missing for figure in figures]),
        ("Annat avgör", [figure.undecided for figure in figures]),
        ("Ej avslutad vid läget", still_open),
        ("Behövde inte anmälas", needless),
    ]
    return Explained(chart, _TIME_HOW, periods.table(columns))


def _periods(incidents: Incidents, years: tuple[int, ...], of: str) -> Periods:
    """A year is named alone where the files tell of all of it; the last one is seldom over."""
    names = tuple(incidents.source.covered(year).short for year in years)
    return Periods("År", names, of, incidents.source.file_name, incidents.marks)
