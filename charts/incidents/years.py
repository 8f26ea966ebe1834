"""Incidents per year: by kind in one panel, reported in time in another (never two axes in one)."""

from base.formats import first_capital, number
from charts.description import ChartTable
from charts.explained import Explained
from charts.incidents.stack import SEVERAL, UNKNOWN_KIND, Part, Words, kind_parts, stack
from metrics.incidents import sentences
from metrics.incidents.cases import KIND_LABELS
from metrics.incidents.years import IncidentFigures, Incidents
from metrics.overview.development import years_to_show


def shown_years(found: Incidents) -> tuple[int, ...]:
    """The years that the export can tell of: from its first incident to its date, at most ten."""
    known = [figures.year for figures in found.years if figures.year is not None]
    return years_to_show(known, found.source.as_of.year)


def incident_chart(incidents: Incidents, of: str) -> Explained | None:
    """Stacked columns per year and kind; one of several kinds is counted once. None without dated incidents."""
    years = shown_years(incidents)
    if not years:
        return None
    figures = [incidents.of_year(year) for year in years]
    title = sentences.incident_title(incidents)
    names = _year_names(incidents, years)
    read_out = ", ".join(f"{name}: {number(figure.n)}" for name, figure in zip(names, figures, strict=True))
    words = Words(
        title=title,
        subtitle=f"Incidenter efter slag och det år de upptäcktes · {of}",
        alt=f"{title}. Antal per år: {read_out}.",
        source=incidents.source.file_name,
        marks=incidents.marks,
        period="År",
    )
    parts = kind_parts(
        [figure.alone for figure in figures],
        [figure.several for figure in figures],
        [figure.kind_unknown for figure in figures],
    )
    chart = stack(words, names, parts, after=[("Alla", [figure.n for figure in figures])])
    how = (
        (
            "Incidenterna tas ur det senaste från varje källa och räknas till året då de upptäcktes, annars då de "
            "inträffade. Samma ärendenummer räknas en gång i varje källa."
        ),
        (
            "En incident av flera slag står för sig i stapeln, så att den räknas en gång. "
            "Ett ökat antal kan bero på att fler anmäls, inte på att fler inträffar."
        ),
    )
    return Explained(chart, how, _kinds_table(names, figures))


def in_time_chart(incidents: Incidents, of: str) -> Explained | None:
    """Personal-data incidents reported in time, too late, and not known; None where there are none."""
    years = shown_years(incidents)
    figures = [incidents.of_year(year) for year in years]
    if not any(figure.personal_data for figure in figures):
        return None
    title = sentences.in_time_title(figures[-1])
    names = _year_names(incidents, years)
    read_out = "; ".join(f"{name}: {figure.in_time_text}" for name, figure in zip(names, figures, strict=True))
    words = Words(
        title=title,
        subtitle=f"Från kännedom till anmälan, personuppgiftsincidenter per år · {of}",
        alt=f"{title}. Anmälda i tid av dem som går att bedöma, {read_out}.",
        source=incidents.source.file_name,
        marks=incidents.marks,
        period="År",
    )
    parts = (
        Part("Inom 72 timmar", [figure.in_time for figure in figures]),
        Part("Senare än 72 timmar", [figure.late for figure in figures]),
        Part("Okänt", [figure.unknown for figure in figures], faint=True),
        Part("Ej avslutad vid läget", [figure.open for figure in figures], rare=True),
    )
    chart = stack(
        words,
        names,
        parts,
        before=[("I tid, av dem som går att bedöma", [figure.in_time_text for figure in figures])],
        after=[("Behövde inte anmälas", [figure.needless for figure in figures])],
    )
    how = (
        (
            "I tid är en personuppgiftsincident som anmäldes inom 72 timmar från att ni fick kännedom om den "
            "(dataskyddsförordningen artikel 33). Andelen är av dem som går att bedöma."
        ),
        (
            "Senare är också den som skulle anmälas men inte var det, om tiden säkert hade gått ut vid filens läge. "
            "Gick den ut efter läget är den ej avslutad."
        ),
        (
            "Okänt är de som saknar ett datum eller ett beslut om anmälan, där ett saknat klockslag avgör, eller där "
            "två datum säger emot varandra. Inget datum gissas. De som enligt beslut inte behövde anmälas finns bara i "
            "tabellen."
        ),
    )
    return Explained(chart, how, _time_table(names, figures))


def _year_names(incidents: Incidents, years: tuple[int, ...]) -> tuple[str, ...]:
    """The last year is that of the export and seldom over."""
    last = incidents.source.as_of
    names = [str(year) for year in years]
    if (last.month, last.day) != (12, 31):
        names[-1] = f"{names[-1]} t.o.m. {last.day}/{last.month}"
    return tuple(names)


def _kinds_table(names: tuple[str, ...], figures: list[IncidentFigures]) -> ChartTable:
    labels = (first_capital(label) for label in KIND_LABELS.values())
    headers = ("År", "Alla", *labels, f"varav av {SEVERAL.casefold()}", UNKNOWN_KIND)
    rows = [
        (
            name,
            number(figure.n),
            number(figure.personal_data),
            number(figure.information_security),
            number(figure.it_security),
            number(figure.several),
            number(figure.kind_unknown),
        )
        for name, figure in zip(names, figures, strict=True)
    ]
    return ChartTable(headers, tuple(rows))


def _time_table(names: tuple[str, ...], figures: list[IncidentFigures]) -> ChartTable:
    headers = (
        "År",
        "Personuppgiftsincidenter",
        "I tid",
        "För sent",
        "Datum saknas",
        "Annat avgör",
        "Ej avslutad vid läget",
        "Behövde inte anmälas",
    )
    rows = [
        (
            name,
            number(figure.personal_data),
            number(figure.in_time),
            number(figure.late),
            number(figure.dates_missing),
            number(figure.undecided),
            number(figure.open),
            number(figure.needless),
        )
        for name, figure in zip(names, figures, strict=True)
    ]
    return ChartTable(headers, tuple(rows))
