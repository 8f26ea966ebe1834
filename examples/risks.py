"""The life of the risks: found, worked with, closed or accepted, and sometimes left lying."""

from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from random import Random

from examples.chance import chance
from examples.risk_texts import REMARKS, TITLES
from examples.town import TownUnit, fitting, head_of, places_in
from files.writer import Value

HEADERS = (
    "Risk-ID",
    "Rubrik",
    "Enhet",
    "Konsekvenskategori",
    "Sannolikhet",
    "Konsekvens",
    "Riskvärde",
    "Behandling",
    "Status",
    "Riskägare",
    "Åtgärd klar senast",
    "Identifierad",
    "Senast granskad",
    "Kommentar",
)
_FIRST_YEAR = 2023
_START, _NEW = 71, (11, 14)
_OPEN, _WORKING, _ACCEPTED, _CLOSED = "Ny", "Under åtgärd", "Accepterad", "Stängd"
_DONE = (_ACCEPTED, _CLOSED)
# How many of the open ones are closed in a year, and how many of the late ones get a new date: both improve.
_CLOSING = {2024: 0.15, 2025: 0.2, 2026: 0.26}
_NEW_DATE = {2024: 0.55, 2025: 0.6, 2026: 0.75}
# A unit that the system knows by a name nobody else uses.
_STRANGERS = ("Kost och lokalvård", "Projekt Framtidens skola")


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk as one autumn's export has it. ``unit`` is the name the risk system uses."""

    number: str
    title: str
    unit: str
    category: str
    likelihood: int
    consequence: int
    treatment: str
    status: str
    owner: str
    due: date | None
    identified: date
    reviewed: date
    remark: str | None


def risk_years(seed: int, exported: dict[int, date]) -> dict[int, list[Risk]]:
    """Year → every risk in that autumn's export. ``exported``: the date of each export, oldest first."""
    random = chance(seed, "risks")
    by_year: dict[int, list[Risk]] = {}
    register: list[Risk] = []
    taken: set[tuple[str, str]] = set()
    for year, day in exported.items():
        register = [_next_year(random, risk, year, day) for risk in register]
        count = _START if year == _FIRST_YEAR else random.randint(*_NEW)
        places = [place for place in places_in(seed, year) if place.kind not in ("namnd", "gemensam_namnd", "kommun")]
        while count:
            risk = _new_risk(random, year, day, places, len(register) + 1)
            if (risk.title, risk.unit) not in taken:
                taken.add((risk.title, risk.unit))
                register.append(risk)
                count -= 1
        by_year[year] = list(register)
    return by_year


def export_rows(risks: list[Risk]) -> list[list[Value]]:
    """The rows of an export in the order of ``HEADERS``."""
    place = HEADERS.index("Riskvärde")
    rows = ((risk, astuple(risk)) for risk in risks)
    return [[*row[:place], risk.likelihood * risk.consequence, *row[place:]] for risk, row in rows]


def _new_risk(random: Random, year: int, day: date, places: list[TownUnit], number: int) -> Risk:
    place = random.choice(places)
    title, category, likelihood, consequence = random.choice(TITLES[""] + fitting(TITLES, place.code) * 2)
    back = 900 if year == _FIRST_YEAR else 330
    identified = day - timedelta(days=random.randrange(20, back))
    status = random.choices((_OPEN, _WORKING, _ACCEPTED, _CLOSED), (0.2, 0.6, 0.07, 0.13))[0]
    if (day - identified).days < 90:
        status = random.choice((_OPEN, _OPEN, _WORKING))
    accepted = status == _ACCEPTED
    return Risk(
        number=f"R{identified:%y}-{number:03d}",
        title=title,
        unit=random.choice(_STRANGERS) if random.random() < 0.02 else place.name,
        category=category,
        likelihood=_moved(random, likelihood),
        consequence=_moved(random, consequence),
        treatment="Acceptera" if accepted else random.choices(("Reducera", "Undvika", "Överföra"), (8, 1, 1))[0],
        status=status,
        owner="Systemförvaltare" if random.random() < 0.15 else head_of(place),
        due=None if accepted or random.random() < 0.06 else _first_due(random, identified, day, year),
        identified=identified,
        reviewed=max(identified, day - timedelta(days=random.randrange(10, 300))),
        remark=random.choice(REMARKS) if random.random() < 0.12 else None,
    )


def _first_due(random: Random, identified: date, day: date, year: int) -> date:
    """A new risk gets months to be dealt with; of the first list nearly a third was late already."""
    if year > _FIRST_YEAR:
        return identified + timedelta(days=random.randrange(150, 540))
    return max(identified + timedelta(days=60), day + timedelta(days=random.randrange(-190, 420)))


def _moved(random: Random, step: int) -> int:
    return min(4, max(1, step + random.choices((-1, 0, 1), (2, 6, 1))[0]))


def _next_year(random: Random, risk: Risk, year: int, day: date) -> Risk:
    """What has become of a risk since the last export. What is closed stays as it was."""
    if risk.status == _CLOSED:
        return risk
    reviewed = day - timedelta(days=random.randrange(10, 280)) if random.random() < 0.82 else risk.reviewed
    risk = replace(risk, reviewed=max(reviewed, risk.reviewed))
    if risk.status in _DONE:
        return risk
    fate = random.random()
    if fate < _CLOSING[year]:
        return replace(risk, status=_CLOSED, likelihood=max(1, risk.likelihood - random.choice((0, 1, 2))))
    if fate < _CLOSING[year] + 0.05:
        return replace(risk, status=_ACCEPTED, treatment="Acceptera", due=None)
    due = risk.due
    if due and due < day and random.random() < _NEW_DATE[year]:
        due = day + timedelta(days=random.randrange(40, 400))
    lower = risk.likelihood - 1 if random.random() < 0.15 else risk.likelihood
    return replace(risk, status=_WORKING, due=due, likelihood=max(1, lower))
