"""One round's result: the level as a staircase, the areas as lying bars sorted by what is left to gain."""

from base.formats import day
from charts.description import ChartDescription, Emphasis, Kind, Series, Table
from charts.explained import Explained, headed
from metrics.change import limits
from metrics.how_counted import how_areas, how_levels
from metrics.results import AreaFigure, Scores
from metrics.spread import as_float
from questionnaires.model import Questionnaire

MOST_DIMENSIONS = 6


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
        kind=Kind.STAIRCASE,
        title=title,
        subtitle=f"{origin.title} · {of} · {origin.round}",
        categories=tuple(levels.values()),
        series=(
            Series("Nivå", tuple(float(step) for step in levels), labels=tuple(f"Nivå {step}" for step in levels)),
        ),
        alt=f"En trappa med {len(levels)} steg. {title}.",
        source=origin.title,
        marks=_marks(scores),
        reached=None if level is None else sum(1 for step in levels if step <= level),
        table=Table(
            ("Nivå", "Namn", "Nådd"),
            tuple(
                (str(step), label, "ej bedömd" if level is None else "ja" if step <= level else "nej")
                for step, label in levels.items()
            ),
        ),
    )
    return Explained(chart, how_levels(form), _counts(scores))


def parts(scores: Scores) -> tuple[AreaFigure, ...]:
    """The top areas that are whole parts of a form, with areas of their own to draw; empty for most forms.

    A perspective has its four dimensions; what has more areas under it is a part.
    """
    below = [area.parent for area in scores.areas]
    return tuple(area for area in scores.areas if area.parent is None and below.count(area.id) > MOST_DIMENSIONS)


def areas(
    scores: Scores, form: Questionnaire, of: str, before: Scores | None = None, part: AreaFigure | None = None
) -> Explained | None:
    """The top areas (or those of a ``part``), the one with most to gain first; ``before`` as a mark where it may be
    compared.

    None where no area has a score. The axis ends at the highest that an answer can be worth.
    """
    top = [area for area in scores.areas if area.parent == (part.id if part else None)]
    scored = sorted(
        ((area.figure.score, place, area) for place, area in enumerate(top) if area.figure.score is not None),
        key=lambda found: found[:2],
    )
    if not scored or scores.coverage.insufficient:
        return None
    shown = [area for _, _, area in scored]
    origin = scores.origin
    drawn = [
        Series(
            name=origin.round,
            values=tuple(as_float(area.figure.score) for area in shown),
            labels=tuple(area.figure.display for area in shown),
            notes=tuple(area.figure.marks for area in shown),
        )
    ]
    if before is not None:
        then = {area.id: area.figure for area in before.areas}
        drawn.append(
            Series(
                name=before.origin.round,
                values=tuple(as_float(then[area.id].score) if area.id in then else None for area in shown),
                labels=tuple(then[area.id].display if area.id in then else "–" for area in shown),
                emphasis=Emphasis.MARK,
            )
        )
    lowest = shown[0]
    same = lowest.figure.score == shown[-1].figure.score
    title = "Alla områden ligger lika" if same else f"Mest att vinna på {lowest.label} ({lowest.figure.display})"
    if part is not None:
        title = f"{part.label}: {title[0].lower()}{title[1:]}"
    chart = ChartDescription(
        kind=Kind.BARS,
        title=title,
        subtitle=f"Områden, det med mest kvar först · {origin.title} · {of} · {origin.round}",
        categories=tuple(area.label for area in shown),
        series=tuple(drawn),
        alt=f"{title}. {', '.join(f'{area.label}: {area.figure.display}' for area in shown)}.",
        source=origin.title,
        marks=_marks(scores),
        decimals=origin.decimals,
        high=max([_top_value(form), *(value for value in drawn[0].values if value is not None)]),
    )
    return Explained(headed(chart, "Område"), (*how_areas(form), limits().coverage_text), _counts(scores))


def comparable_before(scores: Scores) -> str | None:
    """The id of the round before, where its own figures may be held against these."""
    points = scores.series.all
    if len(points) < 2 or points[-1].breaks or points[-2].insufficient or not points[-2].n:
        return None
    return points[-2].round


def _top_value(form: Questionnaire) -> float:
    return float(max(choice.value for choice in form.choices))


def _marks(scores: Scores) -> tuple[str, ...]:
    origin = scores.origin
    who = "" if scores.single else f"{scores.coverage.text} · "
    state = "" if origin.closed else " · mätningen pågår"
    return (f"{who}{scores.total.marks} · frågor version {origin.version} · läget per {day(origin.as_of)}{state}",)


def _counts(scores: Scores) -> Table:
    headers = ("Område", "Resultat", "Besvarade", "Vet ej", "Gäller inte oss", "Obesvarade")
    rows = [_row(area) for area in scores.areas if area.parent is None]
    total = scores.total
    whole = (
        "Hela", total.display, f"{total.answered} av {total.expected}", str(total.unknown), str(total.not_applicable),
        str(total.unanswered),
    )  # fmt: skip
    return Table(headers, (*rows, whole))


def _row(area: AreaFigure) -> tuple[str, ...]:
    figure = area.figure
    return (
        area.label, figure.display, f"{figure.answered} av {figure.expected}", str(figure.unknown),
        str(figure.not_applicable), str(figure.unanswered),
    )  # fmt: skip
