"""Incidents as one long list that grows every year, as such systems export them."""

from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from base.clock import SWEDEN
from examples.chance import chance, dealt
from examples.incident_texts import BOTH, EVENTS, INFORMATION, IT, PERSONAL, REPORTERS
from examples.town import TownUnit, fitting, places_in
from files.writer import Value

HEADERS = (
    "Ärendenummer",
    "Rubrik",
    "Typ av händelse",
    "Enhet",
    "Inträffade",
    "Upptäcktes",
    "Kännedom",
    "Anmäld till IMY",
    "Status",
    "Beskrivning",
    "Rapporterad av",
)
# More are told of each year, because more people know how.
_COUNT = {2023: 34, 2024: 45, 2025: 57, 2026: 62}
_TWO_KINDS = f"{PERSONAL}; {IT}"
_KIND_SHARES = {PERSONAL: 0.58, INFORMATION: 0.15, IT: 0.23, _TWO_KINDS: 0.04}
_TIMELY, _LATE, _UNTOLD = "in time", "late", "not reported"
_IN_TIME = {2023: 0.62, 2024: 0.72, 2025: 0.82, 2026: 0.9}
_NOT_REPORTED = 0.36
_NO_TIME_OF_DAY = 0.13
_BRANCHES = {"vard": 3.2, "skola": 2.4, "social": 1.8, "ledning": 1.2, "bygg": 1.0, "kultur": 0.5, "annat": 0.6}


@dataclass(frozen=True, slots=True)
class Incident:
    """One event, its moments in Swedish wall-clock time; a bare date where nobody noted the time of day."""

    number: str
    title: str
    kind: str
    unit: str
    occurred: datetime | date | None
    detected: datetime | date
    known: datetime | date | None
    reported: datetime | date | None
    account: str
    reporter: str


@dataclass(frozen=True, slots=True)
class _Case:
    """What is settled of an event before it is told. ``fate``: whether it was reported, and in time."""

    number: str
    day: date
    kind: str
    fate: str


def incidents(seed: int, last: date) -> list[Incident]:
    """Every incident told of up to the day of the last export, in the order they were detected."""
    events: list[Incident] = []
    for year, count in _COUNT.items():
        random = chance(seed, year, "incidents")
        end = min(date(year, 12, 31), last - timedelta(days=1))
        days = sorted(random.randrange((end - date(year, 1, 1)).days + 1) for _ in range(count))
        kinds = dealt(random, _KIND_SHARES, count)
        personal = sum(PERSONAL in kind for kind in kinds)
        shares = {_UNTOLD: _NOT_REPORTED, _TIMELY: (1 - _NOT_REPORTED) * _IN_TIME[year]}
        fates = iter(dealt(random, shares | {_LATE: 1 - sum(shares.values())}, personal))
        places = places_in(seed, year)
        for number, (offset, kind) in enumerate(zip(days, kinds, strict=True), 1):
            day = date(year, 1, 1) + timedelta(days=offset)
            fate = next(fates) if PERSONAL in kind else _UNTOLD
            case = _Case(f"INC-{year}-{number:03d}", day, kind, fate)
            events.append(_incident(random, case, places))
    return events


def export_rows(events: list[Incident], day: date) -> list[list[Value]]:
    """The rows of the export made on ``day``: all that was detected before it, in the order of ``HEADERS``."""
    rows: list[list[Value]] = []
    for incident in events:
        if _day(incident.detected) < day:
            *facts, reported, account, reporter = astuple(incident)
            told = reported if reported and _day(reported) < day else None
            rows.append([*facts, told, _status(incident, day), account, reporter])
    return rows


def _incident(random: Random, case: _Case, places: list[TownUnit]) -> Incident:
    able = [place for place in places if place.kind in ("verksamhet", "enhet", "bolag")]
    place = random.choices(able, [_BRANCHES[place.branch] for place in able])[0]
    events = BOTH if case.kind == _TWO_KINDS else EVENTS[case.kind][""] + fitting(EVENTS[case.kind], place.code) * 2
    title, account = random.choice(events)
    detected = datetime.combine(case.day, time(random.randrange(7, 18), random.randrange(60)))
    unnoticed = random.randrange(5, 300) if random.random() < 0.6 else random.randrange(300, 9000)
    occurred = detected - timedelta(minutes=unnoticed)
    known = detected + timedelta(minutes=random.randrange(0, 1600))
    reported = _reported(random, known, case.fate)
    # One habit for the whole case: who notes only the day notes only days.
    bare = random.random() < _NO_TIME_OF_DAY
    return Incident(
        number=case.number,
        title=title,
        kind=case.kind,
        unit=place.name,
        occurred=None if random.random() < 0.08 else _told(occurred, bare),
        detected=_told(detected, bare),
        known=_told(known, bare) if PERSONAL in case.kind or random.random() < 0.5 else None,
        reported=reported and _told(reported, bare and random.random() < 0.6),
        account=account,
        reporter=random.choice(REPORTERS),
    )


def _reported(random: Random, known: datetime, fate: str) -> datetime | None:
    """When the supervisory authority was told; None where a risk was judged unlikely."""
    if fate == _UNTOLD:
        return None
    hours = random.uniform(3, 70) if fate == _TIMELY else random.uniform(74, 260)
    return moment_after(known, hours)


def moment_after(known: datetime, hours: float) -> datetime:
    """So many real hours later: a change to summer time within them must not make what was in time late."""
    moment = known.replace(tzinfo=SWEDEN).astimezone(UTC) + timedelta(minutes=int(hours * 60))
    return moment.astimezone(SWEDEN).replace(tzinfo=None)


def _told(moment: datetime, bare: bool) -> datetime | date:
    return moment.date() if bare else moment


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _status(incident: Incident, day: date) -> str:
    age = (day - _day(incident.detected)).days
    # The number decides, so that a case that has ended stays ended in the next export.
    slow = int(incident.number[-2:]) % 7 == 0
    if age < 10:
        return "Ny"
    return "Under utredning" if age < 35 or (slow and age < 150) else "Avslutad"
