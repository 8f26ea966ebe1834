"""The columns of a table that stand there once per period."""

from data.registers.definitions.words import folded
from data.registers.finding.header import Layout
from data.registers.values.periods import Named, find_period


def period_headers(layout: Layout, year: int | None = None) -> dict[int, Named]:
    """Column → its period, for the columns of a table that stand there once per period."""
    named = {
        heading.index: parsed
        for heading in layout.headings
        if heading.named and (parsed := find_period(heading.header, year)) is not None
    }
    by_rest: dict[str, set[object]] = {}
    for parsed in named.values():
        by_rest.setdefault(folded(parsed.rest), set()).add(identity(parsed))
    # "Budget 2023", "Budget 2024", "Utfall 2024": the single one is of a period that others tell of.
    periods = {period for group in by_rest.values() if len(group) > 1 for period in group}
    return {index: parsed for index, parsed in named.items() if identity(parsed) in periods}


def identity(named: Named) -> object:
    """What makes two texts name the same period."""
    return named.period or folded(named.label)
