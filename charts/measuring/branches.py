"""Parts of the organisation × areas as a heat map; a part that too few have answered for is hatched, not coloured."""

from base.formats import NO_VALUE, plural
from charts.description import NOT_ASSESSED, ChartDescription, ChartKind, ChartSeries, ChartTable
from charts.explained import Explained
from charts.measuring.areas import top_value
from charts.measuring.result import marks
from metrics.measuring.branch_areas import BranchAreas, BranchRow
from metrics.measuring.comparing.limits import limits
from metrics.measuring.results import Scores
from metrics.measuring.spread import as_float
from questionnaires.model import Questionnaire

_HOW = (
    (
        "Varje ruta är medelvärdet för delens enheter i området; alla enheter väger lika. Delarna står i "
        "bokstavsordning: ingen rangordnas."
    ),
    limits().coverage_text,
)


def branch_chart(branches: BranchAreas, scores: Scores, form: Questionnaire, of: str) -> Explained | None:
    """None where no part has a figure. ``scores``: the result of all of them together, for the footer."""
    with_figures = [row for row in branches.rows if any(score is not None for score in row.scores.values())]
    shown = [(area, label) for area, label in branches.areas if any(row.n[area] for row in branches.rows)]
    if not with_figures or not shown:
        return None
    low = min(choice.value for choice in form.choices)
    title = _title(branches)
    chart = ChartDescription(
        kind=ChartKind.HEAT,
        title=title,
        subtitle=f"Områden i varje del av organisationen · {scores.origin.title} · {of} · {scores.origin.round}",
        categories=tuple(label for _, label in shown),
        series=tuple(
            ChartSeries(
                name=f"{row.name} ({row.coverage.answered}/{row.coverage.asked})",
                values=tuple(as_float(row.scores[area]) for area, _ in shown),
                labels=tuple(_written(row, area) for area, _ in shown),
                notes=tuple(_note(row, area) for area, _ in shown),
            )
            for row in branches.rows
        ),
        alt=f"{title}. {' '.join(_read_out(row, shown) for row in branches.rows)}",
        source=scores.origin.title,
        marks=(*marks(scores), *_beside(branches)),
        y_label="Del (har svarat/tillfrågade)",
        low=float(low),
        high=top_value(form),
        table=ChartTable(
            ("Del", "Har svarat", *(label for _, label in shown)),
            tuple((row.name, row.coverage.text, *(_written(row, area) for area, _ in shown)) for row in branches.rows),
        ),
    )
    return Explained(chart, _HOW)


def _title(branches: BranchAreas) -> str:
    lacking = sum(1 for row in branches.rows if row.coverage.insufficient)
    parts = f"{len(branches.rows)} delar av organisationen, område för område"
    return f"{parts}. Underlag saknas för {lacking} av dem" if lacking else parts


def _written(row: BranchRow, area: str) -> str:
    if row.coverage.insufficient:
        return NO_VALUE
    return row.displays[area] if row.scores[area] is not None else NOT_ASSESSED


def _note(row: BranchRow, area: str) -> str:
    if row.coverage.insufficient:
        return row.coverage.text
    return plural(row.n[area], "enhet", "enheter") if row.n[area] else NOT_ASSESSED


def _read_out(row: BranchRow, shown: list[tuple[str, str]]) -> str:
    if row.coverage.insufficient:
        return f"{row.name}: {row.coverage.text}."
    return f"{row.name}: {', '.join(f'{label} {_written(row, area)}' for area, label in shown)}."


def _beside(branches: BranchAreas) -> tuple[str, ...]:
    if not branches.beside:
        return ()
    return (f"{plural(branches.beside, 'enhet ligger', 'enheter ligger')} inte i någon del och visas inte för sig",)
