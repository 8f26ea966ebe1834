"""How risks moved between two states of the register."""

from collections.abc import Sequence

from base.formats import day, number
from charts.description import ChartDescription, ChartKind, ChartSeries
from charts.explained import Explained, headed
from data.imported.state import Layer
from metrics.registers.changes import Changes
from metrics.registers.covered import newest_days
from metrics.registers.sources import file_words

_HOW = (
    (
        "Höjda och sänkta räknas på riskvärdet, eller på riskklassen där inget värde finns, och bara där båda lägena "
        "använder samma skala. De som är stängda nu räknas inte med där."
    ),
    (
        "Stängda, öppnade igen och accepterade räknas på statusen i båda lägena. En risk som saknas i senaste filen "
        "räknas inte som stängd."
    ),
)


def move_chart(changes: Changes) -> Explained | None:
    """Bars of a kind of movement each; None where nothing moved, or the register's rows are no risks."""
    moves = changes.moves
    if moves is None or not changes.before or not changes.after:
        return None
    counts = (
        ("Höjda", moves.raised),
        ("Sänkta", moves.lowered),
        ("Stängda", moves.closed),
        ("Öppnade igen", moves.reopened),
        ("Accepterade", moves.accepted),
    )
    if not any(count for _, count in counts):
        return None
    title = f"Riskerna har flyttat sig: {moves.words}"
    marks = (f"{number(moves.incomparable)} går inte att jämföra",) if moves.incomparable else ()
    counted = ", ".join(f"{name.lower()} {count}" for name, count in counts)
    chart = ChartDescription(
        kind=ChartKind.BARS,
        title=title,
        subtitle=f"Läget {_at(changes.after)} jämfört med läget {_at(changes.before)}",
        categories=tuple(name for name, _ in counts),
        series=(ChartSeries("Antal risker", tuple(float(count) for _, count in counts)),),
        alt=f"{title} {counted}.",
        source=file_words(changes.after),
        marks=marks,
    )
    return Explained(headed(chart, "Rörelse"), _HOW)


def _at(side: Sequence[Layer]) -> str:
    days = newest_days(side)
    return f"{'per' if len(days) == 1 else 'enligt filer fram till'} {day(max(days))}"
