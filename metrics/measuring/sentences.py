"""What the figures say, as Swedish sentences: titles of charts and the first lines of a result.

Rules: what has moved is said by ``change_sentences`` alone; too few answers give no level, no trend and no title but
*Underlag saknas*; what is not known is said not to be known. All texts are plain text, names in them unescaped.
"""

from collections.abc import Sequence

from base.formats import day, listing, number, plural
from metrics.measuring.change_sentences import (
    SAME,
    change_sentence,
    from_to,
    moved_words,
    too_few_sentence,
    verdict_words,
)
from metrics.measuring.comparing.change import Change, Verdict, thin
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.how_counted import scale_words, total_name
from metrics.measuring.results import AreaFigure, Scores
from questionnaires.model import FormRole, Questionnaire

_MOST_AREAS = 3
# With fewer units a spread would point them out.
FEWEST_TO_SPREAD = 5


def point_text(point: Point) -> str:
    """A point as written: its value, or that too few have answered."""
    if point.insufficient:
        return f"Underlag saknas: {point.answered} av {plural(point.asked, 'enhet', 'enheter')}"
    return point.display


def in_words(role: FormRole, title: str) -> str:
    """Of which form something is said: ``i vår självskattning``, ``i Dataskydd``."""
    return "i vår självskattning" if role == "self_assessment" else f"i {title}"


def maturity_title(series: Series, subject: str = "Mognaden", least: str = "hälften") -> str:
    """The message of a form's chart over the years: the whole period, then the last step, each by the same rule.

    ``subject``: what it measures; ``least``: how much each must have answered.
    """
    if not series.all:
        return f"{subject} är inte mätt än"
    newest, change = series.all[-1], series.change
    if newest.insufficient:
        return too_few_sentence(thin(newest.answered, newest.asked, least)).removesuffix(".")
    if newest.score is None:
        return f"{subject} har inga svar att räkna på i {newest.name}"
    period = series.whole or change
    if period is None or period.verdict is None:
        now = f"{subject} ligger på {newest.display} i {newest.name}"
        return f"{now}. {change_sentence(change)}" if change else now
    if series.whole is None or change is None:
        return _period(period, newest, subject)
    return f"{_period(period, newest, subject)}. Sedan {change.before.label} {verdict_words(change)}."


def _period(change: Change, newest: Point, subject: str) -> str:
    since = change.before.label
    if change.verdict is Verdict.UNCHANGED:
        return f"{subject} ligger på {newest.display}, {verdict_words(change)} sedan {since} ({moved_words(change)})"
    word = "stigit" if change.verdict is Verdict.BETTER else "sjunkit"
    before, after = from_to(change)
    return f"{subject} har {word} från {before} till {after} sedan {since} ({SAME})"


def result_sentence(scores: Scores, form: Questionnaire) -> str:
    """The first sentence of a result: the level where it goes by rules, else the figure on its scale."""
    if scores.coverage.insufficient:
        return f"{scores.coverage.text} har svarat. Därför visas ingen nivå och ingen utveckling."
    total = scores.total
    if total.score is None:
        return "Det finns inga svar att räkna på än."
    if not scores.single:
        return _many_sentence(scores, form)
    if not form.has_level_rules:
        return f"{total_name(form)} är {total.display}{scale_words(form)}."
    levels = form.level_labels
    where = in_words(scores.origin.role, scores.origin.title)
    if total.level is None:
        return f"Nivån {where} är ej bedömd."
    if total.level == 0:
        return f"Ni når ännu ingen av de {len(levels)} nivåerna {where}."
    return f"Ni når nivå {total.level} av {max(levels)} {where}."


def _many_sentence(scores: Scores, form: Questionnaire) -> str:
    """Counts before means: the highest level that at least half are on, and the next one."""
    n = scores.total.n
    reached = [level for level, count in scores.at_or_above.items() if count * 2 >= n]
    if not reached:
        return f"Medelvärdet för {plural(n, 'enhet', 'enheter')} är {scores.total.display}{scale_words(form)}."
    level = max(reached)
    text = f"{scores.at_or_above[level]} av {plural(n, 'enhet', 'enheter')} ligger på nivå {level} eller högre"
    after = min((step for step in scores.at_or_above if step > level), default=None)
    if after is not None:
        text += f", {scores.at_or_above[after]} på nivå {after} eller högre"
    return f"{text}."


def spread_sentence(scores: Scores, decimals: int) -> str:
    """How the units lie; empty where there are too few to say anything of without pointing them out."""
    spread = scores.spread
    if scores.single or scores.coverage.insufficient or spread.n < FEWEST_TO_SPREAD or spread.min is None:
        return ""
    low, q1, q3, high = (number(value, decimals) for value in (spread.min, spread.q1, spread.q3, spread.max))
    return (
        f"Medelvärdet är {scores.total.display}. Hälften av enheterna ligger mellan {q1} och {q3}; "
        f"den lägsta på {low} och den högsta på {high}."
    )


def stopped_sentence(series: Series) -> str:
    """Why a comparable series of two rounds or more does not reach further back; empty where it reaches them all."""
    if series.stopped is None or len(series.comparable) < 2:
        return ""
    name, pairs = series.stopped
    return f"{name} jämförs inte: bara {number(pairs)} av {number(series.of_pairs)} svar skulle vara kvar."


def lowest_sentence(areas: Sequence[AreaFigure], *, ladder: bool = False) -> str:
    """The areas with most to gain, lowest first; empty where all are alike. ``ladder``: as ``AreaFigure.stands_at``."""
    places = ((area.stands_at(ladder=ladder), place, area) for place, area in enumerate(areas))
    scored = sorted((row for row in places if row[0] is not None), key=lambda row: (row[0] or 0, row[1]))
    if len(scored) < 2 or scored[0][0] == scored[-1][0]:
        return ""
    words = [f"{area.label} ({area.stands_text})" for _, _, area in scored[: min(_MOST_AREAS, len(scored) - 1)]]
    return f"Mest att vinna: {listing(words)}."


def as_of_text(name: str, scores: Scores) -> str:
    """``Mätning 2026, läget per 2026-10-15, frågor version 2``; an open round says so."""
    origin = scores.origin
    still = "" if origin.closed else ", pågår"
    return f"{name}, läget per {day(origin.as_of)}, frågor version {origin.version}{still}"
