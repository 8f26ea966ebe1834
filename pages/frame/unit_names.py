"""What units are called where one is chosen among many."""

from collections import Counter
from collections.abc import Iterable

from data.organisation.units import Unit
from pages.frame.choosing import unit_label


def unit_labels(found: Iterable[Unit], known: Iterable[Unit] = (), *, with_kind: bool = True) -> dict[str, str]:
    """Unit id → its label; units that would be called the same are told apart by what they belong to, else by code.

    ``with_kind`` False: names without their kind. ``known``: more units to find a parent's name among. Not escaped.
    """
    wanted = list(found)
    labels = {unit.unit: unit_label(unit) if with_kind else unit.name for unit in wanted}
    alike = Counter(labels.values())
    names = {unit.unit: unit.name for unit in (*known, *wanted)}
    for unit in wanted:
        where = names.get(unit.parent or "") or unit.code
        if alike[labels[unit.unit]] > 1 and where:
            labels[unit.unit] = f"{labels[unit.unit]}, {where}"
    return labels
