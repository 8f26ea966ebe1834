"""A chart as a table: the same numbers for one who reads rather than looks."""

from base.formats import NO_VALUE, number
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable


def written(description: ChartDescription, series: ChartSeries, index: int) -> str:
    """A value as it is written everywhere: its label, else the number in Swedish, else ``–``."""
    if series.labels:
        return series.labels[index]
    value = series.values[index]
    return NO_VALUE if value is None else number(float(value), description.decimals)


def chart_table(description: ChartDescription) -> ChartTable:
    """Headers and rows of plain, unescaped text.

    Categories are rows and series columns; a heat map keeps its own shape.
    """
    if description.table:
        return description.table
    if description.kind is ChartKind.HEAT:
        return ChartTable(
            (description.y_label, *description.categories),
            tuple(
                (series.name, *(written(description, series, index) for index in range(len(description.categories))))
                for series in description.series
            ),
        )
    return ChartTable(
        (description.x_label, *(series.name for series in description.series)),
        tuple(
            (category, *(written(description, series, index) for series in description.series))
            for index, category in enumerate(description.categories)
        ),
    )
