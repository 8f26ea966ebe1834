"""What the list of incidents tells since cybersäkerhetslagen: who judged what, and when each report was sent."""

from datetime import date, datetime, timedelta
from random import Random

from examples.chance import chance
from examples.incident_texts import IT, PERSONAL
from examples.incidents import HEADERS, Incident, export_rows, moment_after
from files.writer import Value

ADDED = (
    "Beslut om anmälan till IMY",
    "Betydande",
    "Upplysning skickad",
    "Incidentanmälan skickad",
    "Lägesrapport skickad",
    "Slutrapport skickad",
    "Hanterad",
    "Antal berörda personer",
    "Avbrott i timmar",
    "Samhällssektor",
)
# The list has had the columns since the first autumn under the law.
_ADDED_IN = 2026
_IN_FORCE = date(2026, 1, 15)
_SIGNIFICANT = 0.4
_NOT_JUDGED = 0.25
_MONTH = 31


def headers_on(day: date) -> tuple[str, ...]:
    """The columns of the export made on a day."""
    return (*HEADERS, *ADDED) if day.year >= _ADDED_IN else HEADERS


def rows_on(seed: int, events: list[Incident], day: date) -> list[list[Value]]:
    """The rows of that export, in the order of its columns."""
    rows = export_rows(events, day)
    if day.year < _ADDED_IN:
        return rows
    by_number = {incident.number: incident for incident in events}
    return [[*row, *_added(seed, by_number[str(row[0])], day)] for row in rows]


def _added(seed: int, incident: Incident, day: date) -> list[Value]:
    random = chance(seed, incident.number, "reports")
    decision = _decision(random, incident)
    persons = random.choice((1, 1, 2, 4, 12, 35, 140, 620)) if PERSONAL in incident.kind else None
    known = incident.known
    if not isinstance(known, datetime) or known.date() < _IN_FORCE:
        return [decision, None, None, None, None, None, None, persons, None, None]
    significant = IT in incident.kind and random.random() < _SIGNIFICANT
    hours = random.choice((0.5, 1.5, 2.5, 5, 9, 14, 30)) if IT in incident.kind else None
    sector = "Offentlig förvaltning" if random.random() < 0.7 else "Hälso- och sjukvård"
    if not significant:
        judged = None if random.random() < _NOT_JUDGED else "Nej"
        handled = _until(known + timedelta(hours=hours or 30), day)
        return [decision, judged, None, None, None, None, handled, persons, hours, sector]
    early = moment_after(known, random.uniform(2, 22) if random.random() < 0.8 else random.uniform(26, 60))
    notified = moment_after(known, random.uniform(30, 70) if random.random() < 0.8 else random.uniform(75, 120))
    handled = moment_after(known, random.uniform(6, 900))
    situation = moment_after(notified, 700) if (handled - notified).days > _MONTH else None
    final = moment_after(situation or notified, random.uniform(300, 650))
    sent = [_until(moment, day) for moment in (early, notified, situation, final, handled)]
    return [decision, "Ja", *sent, persons, max(hours or 0, 5), sector]


def _decision(random: Random, incident: Incident) -> str | None:
    """Whether the supervisory authority is to be told; the decision was not always written down."""
    if PERSONAL not in incident.kind:
        return None
    if incident.reported:
        return "Ja"
    return "Nej" if random.random() < 0.85 else None


def _until(moment: datetime | None, day: date) -> datetime | None:
    """What had come by the day of the export."""
    return moment if moment and moment.date() < day else None
