"""A form over its rounds: a line of scores, or the level round by round; two charts, never one."""

from collections.abc import Sequence

from base.formats import NO_VALUE, day, number, plural, year_span
from charts.description import Break, ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from charts.explained import Explained, headed
from charts.measuring.areas import top_value
from metrics.measuring import sentences
from metrics.measuring.change_sentences import change_sentence
from metrics.measuring.comparing.limits import limits, percent
from metrics.measuring.comparing.series import Point, Series, round_labels
from metrics.measuring.how_counted import how_levels, how_total, least_words
from metrics.measuring.spread import as_float
from metrics.overview.courses import MATURITY, FormCourse, LevelCourse, LevelPoint, is_main
from metrics.overview.sentences import levels_title
from questionnaires.answer_words import UNKNOWN_LABEL
from questionnaires.model import FormRole, Questionnaire

SAME = "Samma frågor och enheter"
ALL = "Alla frågor och enheter"
_SELF_NOTE = "Vår egen självskattning, inget officiellt resultat. "


def course_chart(course: FormCourse, of: str) -> Explained:
    """A form as a line: the comparable series drawn strongest, all rounds' own figures told apart.

    ``of``: whom and what it shows (``Hela kommunen``).
    """
    series, form = course.series, course.form
    ladder = form.level_labels if form.is_ladder else {}
    place = {point.round: index for index, point in enumerate(series.all)}
    same: list[float | None] = [None] * len(series.all)
    same_labels = [NO_VALUE] * len(series.all)
    for point in series.comparable:
        same[place[point.round]], same_labels[place[point.round]] = as_float(point.score), point.display
    own = ChartSeries(
        name=ALL,
        values=tuple(None if point.insufficient else as_float(point.score) for point in series.all),
        labels=tuple(sentences.point_text(point) for point in series.all),
        notes=tuple(_asked(point) for point in series.all),
        breaks=tuple(index for index, point in enumerate(series.all) if point.breaks),
        emphasis=Emphasis.FAINT,
    )
    drawn = [own]
    if len(series.comparable) > 1:
        strong = ChartSeries(SAME, tuple(same), tuple(same_labels), emphasis=Emphasis.STRONG)
        drawn = [strong, own]
    what = "Mognaden" if course.role == MATURITY else "Resultatet"
    subject = what if is_main(course.form_id) else f"{what} i {course.title}"
    title = sentences.maturity_title(series, subject, least_words(form))
    newest = series.all[-1]
    first, last = series.all[0].as_of, newest.as_of
    subtitle = f"{course.title} · {of} · {year_span(first.year, last.year)}"
    chart = ChartDescription(
        kind=ChartKind.LINE,
        title=title,
        subtitle=subtitle,
        categories=round_labels(series.all),
        series=tuple(drawn),
        alt=f"{title}. {_read_out(series.comparable or series.all)}.",
        source=course.title,
        marks=_marks(series, title),
        # The comparable series rests on what is common to all rounds, so it goes on through a break of the other.
        breaks=tuple(
            Break(index, ", ".join(point.breaks), for_all=False)
            for index, point in enumerate(series.all)
            if point.breaks
        ),
        decimals=form.settings.decimals,
        low=float(min(ladder)) if ladder else None,
        high=float(max(ladder)) if ladder else max([top_value(form), *(value for value in own.values if value)]),
        ticks=tuple((float(level), f"{level} {label}") for level, label in ladder.items()),
    )
    how = (
        *how_total(form, course.area),
        *_what_is_compared(series),
        f"”{ALL}” är varje mätnings eget resultat och går inte att jämföra där linjen är bruten.",
        limits().units_text,
        limits().coverage_text,
    )
    figures = ChartTable(
        ("Mätning", "Läget per", "Frågor, version", "Enheter", ALL, SAME, "Brott"),
        tuple(
            (
                point.name,
                day(point.as_of),
                str(point.version),
                f"{point.answered} av {point.asked}",
                sentences.point_text(point),
                same_labels[index],
                ", ".join(point.breaks) or NO_VALUE,
            )
            for index, point in enumerate(series.all)
        ),
    )
    return Explained(headed(chart, "Mätning"), how, figures)


def level_chart(course: LevelCourse, form: Questionnaire, role: FormRole) -> Explained:
    """The level that each round gave: columns, for a level is a step and no point on a line.

    ``form``: that of the newest one, whose rules are told.
    """
    points = course.points
    own = role == "self_assessment"
    title = levels_title(course, sentences.in_words(role, form.settings.form_title))
    labels = tuple(_level_words(point) for point in points)
    newest = points[-1]
    names = round_labels(points)
    chart = ChartDescription(
        kind=ChartKind.GROUPED,
        title=title,
        subtitle=f"{form.settings.form_title} · kommunen som helhet · {year_span(points[0].year, newest.year)}",
        categories=names,
        series=(
            ChartSeries(
                name="Nivå i självskattningen" if own else "Nivå",
                values=tuple(None if point.level is None else float(point.level) for point in points),
                labels=labels,
                notes=tuple(point.label for point in points),
            ),
        ),
        alt=f"{title}. {'. '.join(f'{name}: {label}' for name, label in zip(names, labels, strict=True))}.",
        source=form.settings.form_title,
        marks=(
            (
                f"{newest.answered} av {newest.expected} frågor besvarade · {newest.unknown} {UNKNOWN_LABEL.lower()} · "
                f"frågor version {newest.version} · läget per {day(newest.as_of)}"
            ),
            f"{_SELF_NOTE if own else ''}Kommunen svarar som helhet: nivån ändras inte när du väljer organisationsdel.",
            *_compared(course.series, title),
        ),
        low=0,
        high=float(newest.levels),
        ticks=tuple((float(level), f"Nivå {level}") for level in range(1, newest.levels + 1)),
    )
    how = (*how_levels(form), limits().organisation_text)
    figures = ChartTable(
        ("Mätning", "Läget per", "Frågor, version", "Besvarade", UNKNOWN_LABEL, "Nivå", "Brott"),
        tuple(
            (
                point.name,
                day(point.as_of),
                str(point.version),
                f"{point.answered} av {point.expected}",
                str(point.unknown),
                f"{label} – {point.label}" if point.label else label,
                ", ".join(point.breaks) or NO_VALUE,
            )
            for point, label in zip(points, labels, strict=True)
        ),
    )
    return Explained(headed(chart, "Mätning"), how, figures)


def _marks(series: Series, title: str) -> tuple[str, ...]:
    newest = series.all[-1]
    marks = [
        (
            f"{newest.answered} av {plural(newest.asked, 'enhet', 'enheter')} i {newest.name} · "
            f"frågor version {newest.version} · läget per {day(newest.as_of)}"
        )
    ]
    if len(series.comparable) > 1:
        marks.append(f"{SAME}: {_same_answers(series)}")
    return (*marks, *_compared(series, title), limits().units_text)


def _compared(series: Series, title: str) -> tuple[str, ...]:
    """What the last step rests on, where the title does not say it, and which round the series does not reach."""
    lines = (change_sentence(series.change).removesuffix("."), sentences.stopped_sentence(series).removesuffix("."))
    return tuple(line for line in lines if line and line not in title)


def _what_is_compared(series: Series) -> tuple[str, ...]:
    if len(series.comparable) < 2:
        return ()
    return (
        (
            f"”{SAME}” bygger på de svar som finns i alla jämförda mätningar: {_same_answers(series)}. En enhet är med "
            f"när minst {percent(limits().unit_share)} av dess svar i den senaste mätningen också finns i de andra."
        ),
    )


def _same_answers(series: Series) -> str:
    """``147 av 182 svar, 26 enheter``."""
    return f"{number(series.pairs)} av {number(series.of_pairs)} svar, {plural(series.units, 'enhet', 'enheter')}"


def _asked(point: Point) -> str:
    return f"{point.answered} av {plural(point.asked, 'enhet', 'enheter')}"


def _read_out(points: Sequence[Point]) -> str:
    return ", ".join(f"{point.name}: {sentences.point_text(point)}" for point in points)


def _level_words(point: LevelPoint) -> str:
    if point.level is None:
        return "ej bedömd"
    return f"Nivå {point.level}" if point.level else "ingen nivå"
