"""What the levels of a form say over the years, as a Swedish sentence. Plain text."""

from metrics.measuring.comparing.change import Verdict
from metrics.overview.courses import LevelCourse


def levels_title(course: LevelCourse, where: str) -> str:
    """The message of the chart of levels. ``where``: ``i vår självskattning``.

    Never *MSB:s nivå*: that is kept for registered results.
    """
    newest = course.points[-1]
    if newest.level is None:
        return f"Nivån {where} är inte bedömd"
    now = f"Nivå {newest.level} av {newest.levels}" if newest.level else "Ingen nivå nådd än"
    change = course.change
    if change is None:
        return f"{now} {where}"
    if change.level_before is not None and change.level_after is not None and change.level_after != change.level_before:
        then = f"nivå {change.level_before}" if change.level_before else "ingen nivå"
        return f"{now} {where}, {change.text} än {change.before} ({then})"
    verb = change.text if change.verdict is Verdict.SAME else f"svaren är {change.text}"
    return f"{now} {where}, {verb} sedan {change.before}"
