"""What is explored as a chart: a pivot as bars, a line over time or a heat map, rows as points."""

from dataclasses import dataclass
from datetime import date

from base.errors import MognadError
from base.formats import day, short
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from metrics.exploring.groups import Group, Pivot, period_end
from metrics.exploring.points import Points
from metrics.exploring.table import ExploredTable
from metrics.exploring.view import Drawing, ExploreView
from metrics.exploring.words import count_text, filter_texts, grouped_by, measure_text, pivot_title

MOST_BARS = 20
MOST_SERIES = 5
MOST_HEAT_ROWS = 40
_READ_OUT = 3


@dataclass(frozen=True, slots=True)
class DrawnView:
    """A chart and what its marks stand for: ``rows`` and ``columns`` are the pivot's indices by category and series.

    In a heat map a series is a row and a category a column; ``swapped`` says so.
    """

    chart: ChartDescription
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    swapped: bool = False

    def behind(self, series: int, category: int) -> tuple[int, int]:
        """The pivot's (row, column) behind a mark."""
        row, column = (series, category) if self.swapped else (category, series)
        return self.rows[row], self.columns[column]


def pivot_chart(table: ExploredTable, view: ExploreView, pivot: Pivot, rows: int) -> DrawnView:
    """A pivot of ``rows`` rows as the view's drawing.

    Raises:
        MognadError: ``nothing_to_draw``; ``no_time`` for a line over something else than time; ``no_across`` for a heat
            map without columns; ``too_many_series``; ``negative_bars``.
    """
    _require_drawable(pivot, view.drawing)
    chosen, left_out = _chosen(pivot, view.drawing)
    columns = tuple(range(len(pivot.columns)))
    title = pivot_title(pivot, view)
    marks = _marks(table, view, pivot, rows, left_out)
    if view.drawing == "heat":
        series = tuple(_series(pivot, pivot.rows[row].label, [(row, column) for column in columns]) for row in chosen)
        categories = tuple(pivot.columns[column].label for column in columns)
    else:
        series = tuple(
            _series(
                pivot, pivot.columns[column].label or title, [(row, column) for row in chosen], strong=len(columns) == 1
            )
            for column in columns
        )
        categories = tuple(pivot.rows[row].label for row in chosen)
    by = grouped_by(pivot.by, view.by_part)
    across = grouped_by(pivot.across, view.across_part) if pivot.across else ""
    chart = ChartDescription(
        kind=_kind(pivot, view.drawing),
        title=title,
        subtitle=_subtitle(table, view),
        categories=categories,
        series=series,
        alt=_alt(title, pivot, chosen, view.drawing, marks),
        source=table.file_name,
        marks=marks,
        x_label=_below(pivot, view, by, across),
        y_label=by if view.drawing == "heat" else "",
        missing="inga uppgifter",
        table=_as_table(pivot, chosen, by),
    )
    return DrawnView(chart, chosen, columns, swapped=view.drawing == "heat")


def points_chart(table: ExploredTable, view: ExploreView, points: Points) -> ChartDescription:
    """The view's rows as points. Raises ``nothing_to_draw``."""
    if not points.places:
        raise _nothing()
    title = f"{points.y.label} mot {points.x.label}"
    lacking = points.rows - points.known
    marks = _origin(table, points.known)
    if lacking:
        marks.append(f"{count_text(lacking, points.rows)} saknar tal i någon av kolumnerna och visas inte")
    if len(points.places) < points.known:
        marks.append(f"{count_text(len(points.places), points.known)} ritas, jämnt spridda över filen")
    low_x, high_x, low_y, high_y = (
        short(value) for values in (points.xs, points.ys) for value in (min(values), max(values))
    )
    return ChartDescription(
        kind=ChartKind.SCATTER,
        title=title,
        subtitle=_subtitle(table, view),
        categories=tuple(f"{points.x.label}: {short(x)}" for x in points.xs),
        series=(ChartSeries(points.y.label, points.ys, tuple(short(y) for y in points.ys)),),
        alt=(
            f"{title}. {count_text(len(points.places), table.rows)} som punkter: {points.x.label} från {low_x} till "
            f"{high_x}, {points.y.label} från {low_y} till {high_y}."
        ),
        source=table.file_name,
        marks=tuple(marks),
        x_label=points.x.label,
        y_label=points.y.label,
        at=points.xs,
        table=ChartTable(
            (points.x.label, points.y.label),
            tuple((short(x), short(y)) for x, y in zip(points.xs, points.ys, strict=True)),
        ),
    )


def _require_drawable(pivot: Pivot, drawing: Drawing) -> None:
    if not pivot.rows or not pivot.columns:
        raise _nothing()
    if drawing == "line" and not pivot.over_time:
        raise MognadError(
            "no_time", "En linje visar utveckling över tid. Gruppera efter en kolumn med datum eller månader."
        )
    if drawing == "heat":
        if pivot.across is None:
            raise MognadError("no_across", "En värmekarta behöver två kolumner. Välj en kolumn under ”Dela upp på”.")
        return
    if len(pivot.columns) > MOST_SERIES:
        raise MognadError(
            "too_many_series",
            f"”{pivot.across.label if pivot.across else ''}” har {len(pivot.columns)} olika värden. Fler än "
            f"{MOST_SERIES} går inte att skilja åt i ett diagram: välj värmekarta eller filtrera först.",
        )
    if drawing == "bars" and any(cell.value is not None and cell.value < 0 for cell in pivot.cells.values()):
        raise MognadError("negative_bars", "Det finns negativa tal, och staplar börjar på noll. Välj värmekarta.")


def _kind(pivot: Pivot, drawing: Drawing) -> ChartKind:
    if drawing == "heat":
        return ChartKind.HEAT
    if drawing == "line":
        return ChartKind.LINE
    if pivot.across is None:
        return ChartKind.GROUPED if pivot.over_time else ChartKind.BARS
    return ChartKind.STACKED if pivot.measure in ("count", "sum", "share") else ChartKind.GROUPED


def _below(pivot: Pivot, view: ExploreView, by: str, across: str) -> str:
    """What lies along the axis below: of lying bars the values."""
    if _kind(pivot, view.drawing) is ChartKind.BARS:
        return measure_text(pivot)
    return across if view.drawing == "heat" else by


def _chosen(pivot: Pivot, drawing: Drawing) -> tuple[tuple[int, ...], int]:
    """The pivot's rows that are drawn, and how many are left out. Without an order of their own the largest first."""
    rows = [row for row, group in enumerate(pivot.rows) if not (pivot.over_time and group.key is None)]
    own_order = pivot.over_time or bool(pivot.by.order) or not pivot.by.texts
    most = MOST_HEAT_ROWS if drawing == "heat" else len(rows) if pivot.over_time else MOST_BARS
    if drawing == "bars" and not own_order:
        rows.sort(key=lambda row: -(pivot.row_totals[row].value or 0))
    if len(rows) > most:
        largest = sorted(rows, key=lambda row: -(pivot.row_totals[row].value or 0))[:most]
        return tuple(row for row in rows if row in set(largest)), len(rows) - most
    return tuple(rows), 0


def _series(pivot: Pivot, name: str, places: list[tuple[int, int]], *, strong: bool = False) -> ChartSeries:
    cells = [pivot.cell(row, column) for row, column in places]
    counted = pivot.measure in ("count", "share")
    return ChartSeries(
        name,
        tuple(cell.value for cell in cells),
        tuple(pivot.written(cell) for cell in cells),
        () if pivot.measure == "count" else tuple(count_text(cell.rows, cell.rows) for cell in cells),
        emphasis=Emphasis.STRONG if strong and counted else Emphasis.NORMAL,
    )


def _subtitle(table: ExploredTable, view: ExploreView) -> str:
    return " · ".join([table.title, *filter_texts(table, view)])


def _origin(table: ExploredTable, shown: int) -> list[str]:
    """How many of the rows, from when and from where."""
    when = f" · läget per {day(table.as_of)}" if table.as_of else ""
    return [f"{count_text(shown, table.rows)}{when}", table.file_name]


def _marks(table: ExploredTable, view: ExploreView, pivot: Pivot, rows: int, left_out: int) -> tuple[str, ...]:
    marks = _origin(table, rows)
    if left_out:
        marks.append(f"{len(pivot.rows) - left_out} av {len(pivot.rows)} grupper visas, de största")
    undated = next((group for group in pivot.rows if group.key is None), None)
    if pivot.over_time and undated:
        marks.append(f"{count_text(undated.rows, rows)} saknar datum och visas inte")
    last = next((group for group in reversed(pivot.rows) if group.key is not None), None)
    if table.as_of and last and pivot.by.order == () and pivot.over_time and _unfinished(last, view, table.as_of):
        marks.append(f"{last.label} är inte slut")
    return tuple(marks)


def _unfinished(last: Group, view: ExploreView, as_of: date) -> bool:
    return as_of < period_end(int(last.key or 0), view.by_part)


def _alt(title: str, pivot: Pivot, chosen: tuple[int, ...], drawing: Drawing, marks: tuple[str, ...]) -> str:
    def with_value(row: int) -> str:
        return f"{pivot.rows[row].label} {pivot.written(pivot.row_totals[row])}"

    valued = [row for row in chosen if pivot.row_totals[row].value is not None]
    largest = sorted(valued, key=lambda row: -(pivot.row_totals[row].value or 0))[:_READ_OUT]
    text = f"Störst: {', '.join(with_value(row) for row in largest)}." if largest else ""
    if drawing == "line" and len(valued) > 1:
        text = f"Från {with_value(valued[0])} till {with_value(valued[-1])}, högst {with_value(largest[0])}."
    return f"{title}. {text} {marks[0]}."


def _as_table(pivot: Pivot, chosen: tuple[int, ...], by: str) -> ChartTable:
    written = pivot.written
    if pivot.across is None:
        return ChartTable(
            (by, "Värde"), tuple((pivot.rows[row].label, written(pivot.row_totals[row])) for row in chosen)
        )
    columns = range(len(pivot.columns))
    return ChartTable(
        (by, *(pivot.columns[column].label for column in columns), "Totalt"),
        tuple(
            (
                pivot.rows[row].label,
                *(written(pivot.cell(row, column)) for column in columns),
                written(pivot.row_totals[row]),
            )
            for row in chosen
        ),
    )


def _nothing() -> MognadError:
    return MognadError("nothing_to_draw", "Inga rader att rita. Ta bort ett filter.")
