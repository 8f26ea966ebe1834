"""What the incidents say, as Swedish sentences. Plain text."""

from collections.abc import Iterable
from dataclasses import dataclass

from base.formats import listing, number, plural
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import AUTHORITY, IncidentCount
from metrics.incidents.years import IncidentFigures, Incidents

_INCIDENTS = ("personuppgiftsincident", "personuppgiftsincidenter")


@dataclass(frozen=True, slots=True)
class ToldInTime:
    """How the time for telling IMY ended for some personal-data incidents, each of them in one of the numbers."""

    in_time: int = 0
    late: int = 0
    unknown: int = 0
    open: int = 0
    needless: int = 0


def of_figures(figures: IncidentFigures) -> ToldInTime:
    """Those of a year."""
    return ToldInTime(figures.in_time, figures.late, figures.unknown, figures.open, figures.needless)


def of_counts(counts: Iterable[IncidentCount]) -> ToldInTime:
    """Those of several periods together."""
    verdicts = (
        *(ClockVerdict.IN_TIME, ClockVerdict.LATE, ClockVerdict.UNDECIDED),
        *(ClockVerdict.OPEN, ClockVerdict.NOT_CONCERNED),
    )
    held = tuple(counts)
    return ToldInTime(*(sum(count.of(AUTHORITY, verdict) for count in held) for verdict in verdicts))


def incident_title(incidents: Incidents) -> str:
    """The message of the incident chart: its last year, which is seldom over, beside the one before."""
    if not incidents.years:
        return "Inga incidenter med datum i registret"
    year = incidents.last_year
    title = f"{plural(incidents.of_year(year).n, 'incident', 'incidenter')} {incidents.source.covered(year).words}"
    if incidents.years[0].year is not None and incidents.years[0].year < year:
        before = incidents.source.covered(year - 1).whole_words
        title += f", {number(incidents.of_year(year - 1).n)} under {before}"
    return title


def in_time_title(told: ToldInTime, when: str) -> str:
    """The message of a panel on time: of how many, and how many it can't be said of. ``when``: the period, in words."""
    judged = told.in_time + told.late
    if not judged:
        return _without_share(told, when)
    beside = [f"för {number(told.unknown)} är det okänt"] if told.unknown else []
    beside += [f"för {number(told.open)} var tiden inte ute vid läget"] if told.open else []
    share = f"{number(told.in_time)} av {plural(judged, *_INCIDENTS)} som skulle anmälas och går att bedöma"
    return f"{share} anmäldes inom 72 timmar {when}{'; ' if beside else ''}{listing(beside)}"


def _without_share(told: ToldInTime, when: str) -> str:
    """Where it is certain of none whether it was told in time."""
    if told.unknown:
        return f"Det går inte att säga om {plural(told.unknown, *_INCIDENTS)} anmäldes i tid {when}"
    if told.open:
        return f"Tiden att anmäla {plural(told.open, *_INCIDENTS)} {when} var inte ute vid läget"
    if told.needless:
        return f"Ingen personuppgiftsincident {when} behövde anmälas"
    return f"Inga personuppgiftsincidenter {when}"


def year_sentence(of_year: IncidentCount, when: str) -> str:
    """``12 incidenter 2025. 3 av 4 personuppgiftsincidenter … anmäldes i tid.`` ``when``: the year, in words."""
    incidents = plural(of_year.n, "incident", "incidenter") if of_year.n else "Inga incidenter"
    return f"{incidents} {when}. {in_time_sentence(of_year)}".strip()


def in_time_sentence(counted: IncidentCount) -> str:
    """Of the personal-data incidents: how many were told of in time, and of how many that can't be said."""
    if not counted.personal_data:
        return ""
    told = of_counts([counted])
    judged = told.in_time + told.late
    rest = (
        (told.unknown, "som inte går att avgöra"),
        (told.open, "som inte är avslutad vid läget"),
        (told.needless, "som inte behövde anmälas"),
    )
    texts = [f"{number(how_many)} {words}" for how_many, words in rest if how_many]
    if not judged:
        return f"Personuppgiftsincidenter: {listing(texts)}."
    beside = f", därtill {listing(texts)}" if texts else ""
    share = f"{number(told.in_time)} av {plural(judged, *_INCIDENTS)} som skulle anmälas och går att bedöma"
    return f"{share} anmäldes i tid{beside}."
