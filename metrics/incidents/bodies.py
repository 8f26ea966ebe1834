"""Whose an incident is: the municipality's, or a bolag's, which is a legal person with clocks of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from base.unit_kinds import find_kind
from data.organisation.units import Unit

_BOLAG = "bolag"
_MUNICIPAL = frozenset({"kommun", "kommunen", "municipality"})


class Bodies:
    """The organisation on the days of an incident register's files: what units are called, and whose they are.

    A bolag bears one name through all of them: a unit's newest, else the first spelling that a file gives.
    """

    def __init__(self, days: Mapping[date, Sequence[Unit]]) -> None:
        self._days = {on: _Day(found) for on, found in days.items()}
        self._names: dict[str, str] = {}
        self._of_unit: dict[str, str] = {}
        for on in sorted(days, reverse=True):
            for unit in days[on]:
                if _is_bolag(unit):
                    name = self._names.setdefault(unit.name.casefold(), unit.name)
                    newest = self._of_unit.setdefault(unit.unit, name)
                    # Called something else on an earlier day, it is the same bolag.
                    self._names[unit.name.casefold()] = newest

    def name(self, on: date, unit: str | None) -> str | None:
        """What a unit is called on the day of a file."""
        found = self._days[on].units.get(unit or "")
        return found.name if found else None

    def above(self, on: date, unit: str | None) -> frozenset[str]:
        """The unit and all that it lies under."""
        return self._days[on].above(unit)

    def is_bolag(self, on: date, unit: str | None) -> bool:
        """Whether the unit is a bolag itself."""
        found = self._days[on].units.get(unit or "")
        return found is not None and _is_bolag(found)

    def bolag(self, on: date, unit: str | None) -> str | None:
        """The nearest bolag that a unit is or lies under; None for the municipality's own."""
        nearest = self._days[on].bolag(unit)
        return self._of_unit[nearest] if nearest else None

    def person(self, on: date, unit: str | None, text: str | None) -> tuple[bool, str | None]:
        """Whether a file's own column says whose it is, and the bolag (None: the municipality).

        ``unit``: the unit that its words fit; words that fit none are a bolag outside the organisation.
        """
        words = " ".join((text or "").split())
        if unit is not None:
            return True, self.bolag(on, unit)
        if not words:
            return False, None
        if words.casefold() in self._days[on].municipal:
            return True, None
        return True, self._names.setdefault(words.casefold(), words)


class _Day:
    def __init__(self, found: Sequence[Unit]) -> None:
        self.units = {unit.unit: unit for unit in found}
        root = next((unit.name.casefold() for unit in found if unit.parent is None), None)
        self.municipal = _MUNICIPAL | ({root, f"{root} kommun"} if root else frozenset())
        # Many incidents lie in few units.
        self.line = cache(self._line)
        self.above = cache(lambda unit: frozenset(self.line(unit)))
        self.bolag = cache(self._bolag)

    def _bolag(self, unit: str | None) -> str | None:
        """The nearest bolag of the line."""
        return next((name for name in self.line(unit) if _is_bolag(self.units[name])), None)

    def _line(self, unit: str | None) -> tuple[str, ...]:
        """The unit and what it lies under, the nearest first."""
        line: list[str] = []
        above = self.units.get(unit or "")
        while above is not None and above.unit not in line:
            line.append(above.unit)
            above = self.units.get(above.parent or "")
        return tuple(line)


def _is_bolag(unit: Unit) -> bool:
    kind = find_kind(unit.kind)
    return kind is not None and kind.name == _BOLAG
