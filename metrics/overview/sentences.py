"""What the self-assessment says over the years, as a Swedish sentence. Plain text."""

from metrics.measuring.change import Verdict
from metrics.overview.development import SelfAssessment


def assessment_title(found: SelfAssessment) -> str:
    """The message of the self-assessment's chart. Never *MSB:s nivå*: that is kept for registered results."""
    newest = found.points[-1]
    if newest.level is None:
        return "Nivån i vår självskattning är inte bedömd"
    now = f"Nivå {newest.level} av {newest.levels}" if newest.level else "Ingen nivå nådd än"
    change = found.change
    if change is None:
        return f"{now} i vår självskattning"
    if change.level_before is not None and change.level_after is not None and change.level_after != change.level_before:
        then = f"nivå {change.level_before}" if change.level_before else "ingen nivå"
        return f"{now} i vår självskattning, {change.text} än {change.before} ({then})"
    verb = change.text if change.verdict is Verdict.SAME else f"svaren är {change.text}"
    return f"{now} i vår självskattning, {verb} sedan {change.before}"
