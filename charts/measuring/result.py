"""One round's result: the level as a staircase, and what every chart of a result tells of where it comes from."""

from base.formats import day
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable
from charts.explained import Explained
from metrics.measuring.how_counted import how_levels
from metrics.measuring.results import AreaFigure, Scores
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import Questionnaire
from questionnaires.parts import MOST_DIMENSIONS


def staircase(scores: Scores, form: Questionnaire, of: str) -> Explained:
    """The level of one respondent. ``of``: whose result it is."""
    levels = form.level_labels
    level = scores.total.level
    top = max(levels)
    if level is None:
        title = "Nivån är ej bedömd"
    elif level == 0:
        title = f"Ingen av de {len(levels)} nivåerna är nådd än"
    else:
        title = f"Nivå {level} av {top}: {levels[level]}"
    origin = scores.origin
    chart = ChartDescription(
        kind=ChartKind.STAIRCASE,
        title=title,
        subtitle=f"{origin.title} · {of} · {origin.round}",
        categories=tuple(levels.values()),
        series=(
            ChartSeries("Nivå", tuple(float(step) for step in levels), labels=tuple(f"Nivå {step}" for step in levels)),
        ),
        alt=f"En trappa med {len(levels)} steg. {title}.",
        source=origin.title,
        marks=marks(scores),
        reached=None if level is None else sum(1 for step in levels if step <= level),
        table=ChartTable(
            ("Nivå", "Namn", "Nådd"),
            tuple(
                (str(step), label, "ej bedömd" if level is None else "ja" if step <= level else "nej")
                for step, label in levels.items()
            ),
        ),
    )
    return Explained(chart, how_levels(form), counts(scores))


def parts(scores: Scores) -> tuple[AreaFigure, ...]:
    """The top areas that are whole parts of a form, with areas of their own to draw; empty for most forms.

    A perspective has its four dimensions; what has more areas under it is a part.
    """
    below = [area.parent for area in scores.areas]
    return tuple(area for area in scores.areas if area.parent is None and below.count(area.id) > MOST_DIMENSIONS)


def marks(scores: Scores) -> tuple[str, ...]:
    """The footer: who and how much is answered, which questions, as of when."""
    origin = scores.origin
    begun = f", {scores.coverage.begun} påbörjat" if scores.coverage.begun else ""
    who = "" if scores.single else f"{scores.coverage.text}{begun} · "
    state = "" if origin.closed else " · mätningen pågår"
    state += " · rättad i efterhand" if origin.corrected else ""
    return (f"{who}{scores.total.marks} · frågor version {origin.version} · läget per {day(origin.as_of)}{state}",)


def counts(scores: Scores, part: AreaFigure | None = None) -> ChartTable:
    """What the figures were made of, per top area (or area of a ``part``) and together."""
    headers = ("Område", "Resultat", "Besvarade", UNKNOWN_LABEL, NOT_APPLICABLE_LABEL, "Obesvarade")
    rows = [_row(area) for area in scores.areas if area.parent == (part.id if part else None)]
    total = part.figure if part else scores.total
    whole = (
        "Hela", total.display, f"{total.answered} av {total.expected}", str(total.unknown), str(total.not_applicable),
        str(total.unanswered),
    )  # fmt: skip
    return ChartTable(headers, (*rows, whole))


def _row(area: AreaFigure) -> tuple[str, ...]:
    figure = area.figure
    return (
        area.label, figure.display, f"{figure.answered} av {figure.expected}", str(figure.unknown),
        str(figure.not_applicable), str(figure.unanswered),
    )  # fmt: skip
