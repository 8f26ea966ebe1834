"""The made-up municipality's managers and who stands in for them; no such person exists."""

from collections.abc import Sequence

from examples.chance import chance
from examples.town import TownUnit

_FIRST = (
    "Karin", "Johan", "Amina", "Eva", "Lars", "Sofia", "Mattias", "Fatima", "Anna", "Per", "Leila", "Maria", "Ulf",
    "Sara", "Henrik", "Birgitta", "Ali", "Lena", "Magnus", "Elin", "Tomas", "Nadja", "Ingrid", "Oskar", "Helena",
)  # fmt: skip
_LAST = (
    "Ekbom", "Sjöqvist", "Lindvall", "Haddad", "Norrby", "Almfors", "Bergvik", "Strandell", "Kvarnström", "Äng",
    "Tallgren", "Öhrling", "Dahlsten", "Rosenby", "Fjellman", "Hedvall", "Grankvist",
)  # fmt: skip
# Units that share a manager, as they often do.
_SHARED = (("211", "212"), ("213", "214"), ("311", "314"), ("511", "512"), ("611", "612"))
# The head of a branch whose place is vacant: somebody must be found before its questions are answered.
_VACANT = frozenset({"630"})
_DEPUTY_SHARE = 0.2

Row = tuple[str, str, str, str]


def assignment_rows(seed: int, places: Sequence[TownUnit]) -> list[Row]:
    """(unit code, name, e-mail, role) for everybody who answers, in the order of the units."""
    random = chance(seed, "people")
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    random.shuffle(names)
    leader_of = {code: pair[0] for pair in _SHARED for code in pair}
    given: dict[str, str] = {}
    rows: list[Row] = []
    for place in places:
        if place.code in _VACANT:
            continue
        leader = leader_of.get(place.code, place.code)
        name = given.setdefault(leader, names[len(given)])
        rows.append((place.code, name, _address(name), "Ansvarig"))
        if random.random() < _DEPUTY_SHARE:
            deputy = names[-1 - len(rows)]
            rows.append((place.code, deputy, _address(deputy), "Ersättare"))
    return rows


def _address(name: str) -> str:
    return name.lower().replace(" ", ".").translate(str.maketrans("åäö", "aao")) + "@example.se"
