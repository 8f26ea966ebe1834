"""What the incidents say, as Swedish sentences. Plain text."""

from base.formats import number, plural
from metrics.incidents.years import IncidentFigures, Incidents


def incident_title(incidents: Incidents) -> str:
    """The message of the incident chart: the year of the export, which is seldom over."""
    if not incidents.years:
        return "Inga incidenter med datum i registret"
    year = incidents.source.as_of.year
    now = plural(incidents.of_year(year).n, "incident", "incidenter")
    over = (incidents.source.as_of.month, incidents.source.as_of.day) == (12, 31)
    title = f"{now} {year}" if over else f"{now} hittills {year}"
    if incidents.years[0].year is not None and incidents.years[0].year < year:
        title += f", {number(incidents.of_year(year - 1).n)} under hela {year - 1}"
    return title


def in_time_title(figures: IncidentFigures) -> str:
    """The message of the panel on time: of how many, and that the rest is unknown."""
    when = f" {figures.year}" if figures.year else ""
    if not figures.personal_data:
        return f"Inga personuppgiftsincidenter{when}"
    if not figures.judged and not figures.unknown:
        if figures.open:
            return f"Tiden att anmäla personuppgiftsincidenterna{when} var inte ute vid läget"
        return f"Ingen personuppgiftsincident{when} behövde anmälas"
    if not figures.judged:
        return f"Det går inte att säga om personuppgiftsincidenterna{when} anmäldes i tid"
    unknown = f"; för {number(figures.unknown)} är det okänt" if figures.unknown else ""
    of = f"{number(figures.in_time)} av {number(figures.judged)}"
    return f"{of} personuppgiftsincidenter{when} anmäldes inom 72 timmar{unknown}"
