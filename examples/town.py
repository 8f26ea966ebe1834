"""The made-up municipality: its units, and the reorganisation between the second and the third year.

No Swedish municipality bears any of the names; the units' names are common words for what such units do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from examples.chance import chance

Text = TypeVar("Text")

FOUNDED = date(2019, 1, 1)
REORGANISED = date(2025, 1, 1)
ROOT_CODE = "001"

_NAMES = ("Ekvalla", "Sörsala", "Lövhamra", "Björkåsa", "Tallmora", "Granåsa")
_PRESCHOOLS = ("Blåsippan", "Ekorren", "Tallkotten", "Sjöstjärnan", "Humlan", "Kråkboet", "Hasselnöten", "Regnbågen")
_SCHOOLS = ("Ekbackaskolan", "Kvarnhöjdsskolan", "Sjöängsskolan", "Norrgårdsskolan", "Lundkullaskolan", "Åsbrinkskolan")
_HOMES = ("Lindgården", "Strandhöjden", "Solsidan", "Kastanjen", "Björkbacken")


@dataclass(frozen=True, slots=True)
class TownUnit:
    """One unit of the town. ``code`` is its code in the municipality's own systems, ``parent`` another's code."""

    code: str
    parent: str | None
    kind: str
    name: str
    employees: int

    @property
    def branch(self) -> str:
        """What it is about: ``ledning``, ``skola``, ``vard``, ``social``, ``bygg``, ``kultur`` or ``annat``."""
        return _BRANCHES.get(self.code[0], "annat")


_BRANCHES = {"1": "ledning", "2": "skola", "3": "vard", "4": "social", "5": "bygg", "6": "kultur"}

# code, parent, kind, name, employees. {…} is filled from the lists above.
_TREE = (
    ("001", None, "kommun", "{town} kommun", 2350),
    ("10", "001", "namnd", "Kommunstyrelsen", 15),
    ("100", "10", "kontor", "Kommunledningskontoret", 88),
    ("101", "100", "verksamhet", "Administration och juridik", 21),
    ("102", "100", "verksamhet", "Ekonomi och upphandling", 24),
    ("103", "100", "verksamhet", "Personal och lön", 22),
    ("104", "100", "verksamhet", "Kontaktcenter och kommunikation", 18),
    ("20", "001", "namnd", "Barn- och utbildningsnämnden", 13),
    ("200", "20", "kontor", "Barn- och utbildningskontoret", 31),
    ("210", "200", "verksamhet", "Förskola", 9),
    ("211", "210", "enhet", "Förskolan {preschool0}", 24),
    ("212", "210", "enhet", "Förskolan {preschool1}", 19),
    ("213", "210", "enhet", "Förskolan {preschool2}", 27),
    ("214", "210", "enhet", "Förskolan {preschool3}", 16),
    ("220", "200", "verksamhet", "Grundskola", 11),
    ("221", "220", "enhet", "{school0}", 61),
    ("222", "220", "enhet", "{school1}", 48),
    ("223", "220", "enhet", "{school2}", 39),
    ("224", "220", "enhet", "{school3}", 44),
    ("230", "200", "verksamhet", "Gymnasium och vuxenutbildning", 7),
    ("231", "230", "enhet", "{town} gymnasium", 92),
    ("232", "230", "enhet", "Vuxenutbildningen", 26),
    ("240", "200", "verksamhet", "Elevhälsan", 33),
    ("30", "001", "namnd", "Vård- och omsorgsnämnden", 13),
    ("300", "30", "kontor", "Vård- och omsorgskontoret", 36),
    ("310", "300", "verksamhet", "Hemtjänst", 8),
    ("311", "310", "enhet", "Hemtjänst Centrum", 58),
    ("312", "310", "enhet", "Hemtjänst Norr", 37),
    ("313", "310", "enhet", "Hemtjänst Söder", 34),
    ("320", "300", "verksamhet", "Särskilt boende", 6),
    ("321", "320", "enhet", "Äldreboendet {home0}", 71),
    ("322", "320", "enhet", "Äldreboendet {home1}", 64),
    ("330", "300", "verksamhet", "Funktionsstöd", 7),
    ("331", "330", "enhet", "Gruppbostäder", 83),
    ("332", "330", "enhet", "Daglig verksamhet", 29),
    ("340", "300", "verksamhet", "Hälso- och sjukvård", 5),
    ("341", "340", "enhet", "Hemsjukvården", 38),
    ("342", "340", "enhet", "Rehabenheten", 22),
    ("40", "001", "namnd", "Socialnämnden", 11),
    ("400", "40", "kontor", "Socialkontoret", 19),
    ("410", "400", "verksamhet", "Barn och familj", 41),
    ("420", "400", "verksamhet", "Vuxenstöd", 27),
    ("430", "400", "verksamhet", "Försörjningsstöd", 23),
    ("50", "001", "namnd", "Samhällsbyggnadsnämnden", 11),
    ("500", "50", "kontor", "Samhällsbyggnadskontoret", 17),
    ("510", "500", "verksamhet", "Plan och bygg", 4),
    ("511", "510", "enhet", "Bygglov", 16),
    ("512", "510", "enhet", "Detaljplan och kartor", 14),
    ("520", "500", "verksamhet", "Vatten och avlopp", 5),
    ("521", "520", "enhet", "Vattenverk och ledningsnät", 31),
    ("522", "520", "enhet", "VA-kundtjänst", 7),
    ("530", "500", "verksamhet", "Gata och park", 36),
    ("540", "500", "verksamhet", "Fastighet", 42),
    ("550", "500", "verksamhet", "Miljö och hälsa", 18),
    ("60", "001", "namnd", "Kultur- och fritidsnämnden", 11),
    ("600", "60", "kontor", "Kultur- och fritidskontoret", 12),
    ("610", "600", "verksamhet", "Bibliotek", 4),
    ("611", "610", "enhet", "Stadsbiblioteket", 19),
    ("612", "610", "enhet", "Filialbiblioteken", 9),
    ("620", "600", "verksamhet", "Kulturskolan", 21),
    ("630", "600", "verksamhet", "Fritid och anläggningar", 28),
    ("70", "001", "gemensam_namnd", "IT-centrum", 64),
    ("80", "001", "bolag", "{town} Bostäder AB", 47),
)

# The reorganisation of 2025. A renamed or moved unit goes on; the two that merge end.
RENAMED = {"101": "Kansli och juridik", "230": "Gymnasium", "430": "Arbete och försörjning"}
MOVED = {"232": "400"}
MERGED = ("312", "313")
MERGED_INTO = TownUnit("314", "310", "enhet", "Hemtjänst Landsbygd", 69)
STARTED = TownUnit("105", "100", "verksamhet", "Säkerhet och beredskap", 9)


def town_name(seed: int) -> str:
    """The municipality's name without the word kommun."""
    return _NAMES[(seed - 1) % len(_NAMES)]


def places(seed: int) -> list[TownUnit]:
    """The units from the beginning, parents before children."""
    random = chance(seed, "town")
    filled = {"town": town_name(seed)}
    for key, names, count in (("preschool", _PRESCHOOLS, 4), ("school", _SCHOOLS, 4), ("home", _HOMES, 2)):
        filled |= {f"{key}{index}": name for index, name in enumerate(random.sample(names, count))}
    return [
        TownUnit(code, parent, kind, name.format(**filled), employees) for code, parent, kind, name, employees in _TREE
    ]


def places_in(seed: int, year: int) -> list[TownUnit]:
    """The units valid in the autumn of a year."""
    before = places(seed)
    if date(year, 10, 1) < REORGANISED:
        return before
    after = [
        replace(place, name=RENAMED.get(place.code, place.name), parent=MOVED.get(place.code, place.parent))
        for place in before
        if place.code not in MERGED
    ]
    return [*after, MERGED_INTO, STARTED]


def fitting(texts: Mapping[str, tuple[Text, ...]], code: str) -> tuple[Text, ...]:
    """What of ``texts`` (beginning of a unit's code → texts) concerns this unit in particular."""
    return tuple(text for start, group in texts.items() if start and code.startswith(start) for text in group)


def head_of(place: TownUnit) -> str:
    """What the head of a unit is called."""
    if place.kind == "enhet" and place.code[:2] in ("21", "22", "23"):
        return "Rektor"
    return {"kontor": "Kontorschef", "enhet": "Enhetschef", "bolag": "Vd"}.get(place.kind, "Verksamhetschef")


def by_depth(places: Sequence[TownUnit]) -> list[list[TownUnit]]:
    """Layers of the tree, the root first: a unit's parent must be written before the unit."""
    layers: list[list[TownUnit]] = []
    above: set[str | None] = {None}
    while layer := [place for place in places if place.parent in above]:
        layers.append(layer)
        above = {place.code for place in layer}
    return layers
