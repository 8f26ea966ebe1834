"""A chart together with how its figures were made (*Så räknades det*)."""

from dataclasses import dataclass

from charts.description import ChartDescription, Table


@dataclass(frozen=True, slots=True)
class Explained:
    """``how``: the rules in words, one paragraph each. ``figures``: what the chart's numbers were made of.

    All texts are plain text, like those of the chart.
    """

    chart: ChartDescription
    how: tuple[str, ...]
    figures: Table | None = None
