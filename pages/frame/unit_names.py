"""What units are called where one is chosen among many."""

from collections import Counter
from collections.abc import Iterable

from data.organisation.units import Unit
from pages.frame.choosing import unit_label


def unit_labels(chosen: Iterable[Unit], others: Iterable[Unit] = (), *, with_kind: bool = True) -> dict[str, str]:
    """Unit id → its label; units that would be called the same are told apart by what they belong to, else by code.

    ``with_kind`` False: names without their kind. ``others``: more units to find a parent's name among. Not escaped.
    """
    listed = list(chosen)
    labels = {unit.unit: unit_label(unit) if with_kind else unit.name for unit in listed}
    alike = Counter(labels.values())
    names = {unit.unit: unit.name for unit in (*others, *listed)}
    for unit in listed:
        where = names.get(unit.parent or "") or unit.code
        if alike[labels[unit.unit]] > 1 and where:
            labels[unit.unit] = f"{labels[unit.unit]}, {where}"
    return labels
