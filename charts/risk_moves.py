"""How risks moved between two states of the register."""

from charts.description import ChartDescription, Kind, Series
from charts.explained import Explained, headed
from metrics.risk_moves import RiskMoves

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


def move_chart(moves: RiskMoves, title: str, subtitle: str, source: str) -> Explained | None:
    """Bars of a kind of movement each; None where nothing moved."""
    counts = (
        ("Höjda", moves.raised),
        ("Sänkta", moves.lowered),
        ("Stängda", moves.closed),
        ("Öppnade igen", moves.reopened),
        ("Accepterade", moves.accepted),
    )
    if not any(count for _, count in counts):
        return None
    marks = (f"{moves.incomparable} går inte att jämföra",) if moves.incomparable else ()
    told = ", ".join(f"{name.lower()} {count}" for name, count in counts)
    chart = ChartDescription(
        kind=Kind.BARS,
        title=title,
        subtitle=subtitle,
        categories=tuple(name for name, _ in counts),
        series=(Series("Antal risker", tuple(float(count) for _, count in counts)),),
        alt=f"{title} {told}.",
        source=source,
        marks=marks,
    )
    return Explained(headed(chart, "Rörelse"), _HOW)
