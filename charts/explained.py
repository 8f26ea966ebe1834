"""A chart together with how its figures were made (*Så räknades det*)."""

from dataclasses import dataclass, replace

from charts.description import ChartDescription, ChartTable
from charts.table import chart_table


@dataclass(frozen=True, slots=True)
class Explained:
    """``how``: the rules in words, one paragraph each. ``figures``: what the chart's numbers were made of.

    All texts are plain text, like those of the chart.
    """

    chart: ChartDescription
    how: tuple[str, ...]
    figures: ChartTable | None = None


def headed(chart: ChartDescription, word: str) -> ChartDescription:
    """The chart with a name for its table's first column, which the drawing does without (years name themselves)."""
    numbers = chart_table(chart)
    return replace(chart, table=ChartTable((word, *numbers.headers[1:]), numbers.rows))
