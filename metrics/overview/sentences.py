"""What the levels of a form say over the years, as a Swedish sentence. Plain text."""

from metrics.measuring.change_sentences import verdict_words
from metrics.measuring.comparing.change import Change, Verdict
from metrics.overview.courses import LevelCourse


def levels_title(course: LevelCourse, where: str) -> str:
    """The message of the chart of levels: the whole period, then the last step. ``where``: ``i vår självskattning``.

    Never *MSB:s nivå*: that is kept for registered results.
    """
    newest, whole, change = course.points[-1], course.series.whole, course.series.change
    if newest.level is None:
        return f"Nivån {where} är inte bedömd"
    now = f"Nivå {newest.level} av {newest.levels}" if newest.level else "Ingen nivå nådd än"
    period = whole or change
    if period is None or period.verdict is None:
        return f"{now} {where}"
    title = f"{now} {where}, {_since(period)}"
    if whole is None or change is None or change.verdict is None:
        return title
    return f"{title}. Sedan {change.before.label} {verdict_words(change)}."


def _since(change: Change) -> str:
    """``bättre än 2025 (nivå 1)``, ``svaren är bättre än 2025``, ``oförändrat sedan 2025``."""
    label, levels = change.before.label, change.levels
    then = ""
    if levels is not None and levels.changed:
        then = f" (nivå {levels.before})" if levels.before else " (ingen nivå)"
    if change.verdict is Verdict.UNCHANGED:
        return f"{'svaren är oförändrade' if then else verdict_words(change)} sedan {label}{then}"
    answers = "" if change.level_decides else "svaren är "
    return f"{answers}{verdict_words(change)} än {label}{then}"
