"""Incidents per year: by kind in one panel, reported in time in another (never two axes in one)."""

from charts.description import ChartDescription, Emphasis, Kind, Series, Table
from charts.explained import Explained
from metrics import sentences
from metrics.development import years_to_show
from metrics.incidents import IncidentFigures, Incidents

_NAMES = ("Personuppgiftsincident", "Informationssäkerhetsincident", "IT-säkerhetsincident")
_SEVERAL = "Flera slag"
_KIND_UNKNOWN = "Okänt slag"
_UNKNOWN = "Okänt"


def shown_years(found: Incidents) -> tuple[int, ...]:
    """The years that the export can tell of: from its first incident to its date, at most ten."""
    known = [figures.year for figures in found.years if figures.year is not None]
    return years_to_show(known, found.source.as_of.year)


def incident_chart(found: Incidents, of: str) -> Explained | None:
    """Stacked columns per year and kind; one of several kinds is counted once. None without dated incidents."""
    years = shown_years(found)
    if not years:
        return None
    figures = [found.of_year(year) for year in years]
    columns = [(name, [figure.alone[place] for figure in figures]) for place, name in enumerate(_NAMES)]
    columns += [(_SEVERAL, [figure.several for figure in figures])]
    columns += [(_KIND_UNKNOWN, [figure.kind_unknown for figure in figures])]
    title = sentences.incident_title(found)
    names = _year_names(found, years)
    read_out = ", ".join(f"{name}: {figure.n}" for name, figure in zip(names, figures, strict=True))
    chart = ChartDescription(
        kind=Kind.STACKED,
        title=title,
        subtitle=f"Incidenter efter slag och det år de upptäcktes · {of}",
        categories=names,
        series=tuple(
            Series(name, tuple(float(value) for value in values), emphasis=_unknown_is_grey(name))
            for name, values in columns
            if any(values) or name in _NAMES
        ),
        alt=f"{title}. Antal per år: {read_out}.",
        source=found.source.file_name,
        marks=(sentences.first_capital(found.marks),),
        table=Table(
            ("År", *(name for name, _ in columns), "Alla"),
            tuple(
                (names[place], *(str(values[place]) for _, values in columns), str(figures[place].n))
                for place in range(len(years))
            ),
        ),
    )
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


def in_time_chart(found: Incidents, of: str) -> Explained | None:
    """Personal-data incidents reported in time, too late, and not known; None where there are none."""
    years = shown_years(found)
    figures = [found.of_year(year) for year in years]
    if not any(figure.personal_data for figure in figures):
        return None
    title = sentences.in_time_title(figures[-1])
    names = _year_names(found, years)
    read_out = "; ".join(f"{name}: {figure.in_time_text}" for name, figure in zip(names, figures, strict=True))
    columns = (
        ("Inom 72 timmar", [figure.in_time for figure in figures]),
        ("Senare än 72 timmar", [figure.late for figure in figures]),
        (_UNKNOWN, [figure.unknown for figure in figures]),
    )
    chart = ChartDescription(
        kind=Kind.STACKED,
        title=title,
        subtitle=f"Från kännedom till anmälan, personuppgiftsincidenter per år · {of}",
        categories=names,
        series=tuple(
            Series(name, tuple(float(value) for value in values), emphasis=_unknown_is_grey(name))
            for name, values in columns
        ),
        alt=f"{title}. Anmälda i tid av dem som går att bedöma, {read_out}.",
        source=found.source.file_name,
        marks=(sentences.first_capital(found.marks),),
        table=Table(
            ("År", "I tid, av dem som går att bedöma", *(name for name, _ in columns)),
            tuple(
                (names[place], figures[place].in_time_text, *(str(values[place]) for _, values in columns))
                for place in range(len(years))
            ),
        ),
    )
    how = (
        (
            "I tid är en personuppgiftsincident som anmäldes inom 72 timmar från att ni fick kännedom om den "
            "(dataskyddsförordningen artikel 33). Andelen är av dem som går att bedöma."
        ),
        "Okänt är de som saknar ett av de två datumen, eller där ett saknat klockslag avgör. Inget datum gissas.",
        "En incident som inte behövde anmälas har inget anmälningsdatum och räknas därför som okänd.",
    )
    return Explained(chart, how, _time_table(names, figures))


def _unknown_is_grey(name: str) -> Emphasis:
    return Emphasis.FAINT if name in (_KIND_UNKNOWN, _UNKNOWN) else Emphasis.NORMAL


def _year_names(found: Incidents, years: tuple[int, ...]) -> tuple[str, ...]:
    """The last year is that of the export and seldom over."""
    last = found.source.as_of
    names = [str(year) for year in years]
    if (last.month, last.day) != (12, 31):
        names[-1] = f"{names[-1]} t.o.m. {last.day}/{last.month}"
    return tuple(names)


def _kinds_table(names: tuple[str, ...], figures: list[IncidentFigures]) -> Table:
    headers = ("År", "Alla", *_NAMES, "varav av flera slag", _KIND_UNKNOWN)
    rows = [
        (
            name,
            str(figure.n),
            str(figure.personal_data),
            str(figure.information_security),
            str(figure.it_security),
            str(figure.several),
            str(figure.kind_unknown),
        )
        for name, figure in zip(names, figures, strict=True)
    ]
    return Table(headers, tuple(rows))


def _time_table(names: tuple[str, ...], figures: list[IncidentFigures]) -> Table:
    headers = ("År", "Personuppgiftsincidenter", "I tid", "För sent", "Klockslag saknas", "Datum saknas")
    rows = [
        (
            name,
            str(figure.personal_data),
            str(figure.in_time),
            str(figure.late),
            str(figure.undecided),
            str(figure.dates_missing),
        )
        for name, figure in zip(names, figures, strict=True)
    ]
    return Table(headers, tuple(rows))
