"""What the risks say, as Swedish sentences. Plain text."""

from collections.abc import Sequence

from metrics.registers.overdue_words import open_risks
from metrics.registers.risks import RiskFigures


def risk_title(figures: Sequence[RiskFigures]) -> str:
    """The message of the risk chart; ``figures`` oldest first, one per year that has a register."""
    if not figures:
        return "Inget riskregister är inläst"
    newest = figures[-1]
    now = f"{open_risks(newest.open)} {newest.source.on}"
    if newest.open is None:
        return open_risks(None)
    earlier = figures[-2] if len(figures) > 1 else None
    if earlier is None or earlier.open is None:
        high = "" if newest.high is None else f", varav {newest.high} {'hög' if newest.high == 1 else 'höga'}"
        return f"{now}{high}"
    if newest.open == earlier.open:
        return f"{now}, lika många som {earlier.source.on}"
    word = "färre" if newest.open < earlier.open else "fler"
    return f"{now}, {word} än {earlier.source.on} ({earlier.open})"
