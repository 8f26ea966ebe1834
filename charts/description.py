"""What a chart says, told once; how it is drawn stands in the renderers.

All texts are plain text, whatever a file may have put in them: the renderers
escape them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Row = tuple[str, ...]
NOT_ASSESSED = "Ej bedömd"


class ChartKind(StrEnum):
    """The shapes a chart can have.

    What ``categories`` and ``series`` mean differs only in ``HEAT``, where each
    series is a row and each category a column, and in ``STAIRCASE``, whose one
    series holds a label per level and whose ``reached`` is the number of levels
    reached. In ``RADAR`` each category is a spoke. In ``SCATTER`` each category is
    a point, ``at`` says where it lies along the axis below, and the one series how
    high.
    """

    LINE = "line"
    BARS = "bars"
    GROUPED = "grouped"
    STACKED = "stacked"
    STAIRCASE = "staircase"
    HEAT = "heat"
    RADAR = "radar"
    SCATTER = "scatter"


class Emphasis(StrEnum):
    """How strongly a series is drawn."""

    STRONG = "strong"
    NORMAL = "normal"
    FAINT = "faint"
    POINTS = "points"
    """Single points that no line joins, e.g. results registered without answers."""
    MARK = "mark"
    """A mark on another series' bars, e.g. last year's value."""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One row of values, one per category; None where there is none (never 0).

    ``labels`` are the values as written (``2,5``, ``2 av 3``); empty means the
    number in Swedish with the description's decimals. ``notes`` are added when
    one points at a value. ``breaks`` are indices whose value must not be joined
    to the one before. ``passed``: indices of categories that are another
    series' alone: a line goes past them as if they were not there.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    passed: tuple[int, ...] = ()
    emphasis: Emphasis = Emphasis.NORMAL


@dataclass(frozen=True, slots=True)
class Break:
    """Between category ``before - 1`` and ``before`` nothing may be compared; ``text`` says why, in a word or two.

    ``for_all`` False: only the series that bear the break themselves (``ChartSeries.breaks``) stop there; it is marked
    all the same.
    """

    before: int
    text: str
    for_all: bool = True


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The chart's numbers as written."""

    headers: Row
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[str]]) -> "ChartTable":
        """A table of columns: header → what stands below it, all equally many."""
        return cls(tuple(columns), tuple(zip(*columns.values(), strict=True)))


@dataclass(frozen=True, slots=True)
class ChartDescription:
    """A chart, ready to be drawn.

    Args:
        title: the message as a sentence (*Färre öppna risker än förra året*).
        subtitle: what is shown, and when.
        categories: years, areas, levels or columns, in the order drawn.
        alt: what the chart shows, for one who can't see it; required.
        source: where the numbers come from.
        marks: lines of the footer (n of N, version, as-of).
        breaks: breaks to mark; they hold for all series unless they say otherwise.
        reached: levels reached (``STAIRCASE``); None is *ej bedömd*.
        low, high: ends of the value axis, or of the colours in ``HEAT``. Bars always start at 0.
        at: where each category lies along the axis below (``SCATTER``).
        missing: what a cell without a value is called (``HEAT``).
        ticks: values to write on the value axis with their texts, e.g. the levels' names.
        table: the numbers as written; derived from the series when left out.

    Raises:
        ValueError: alt or title missing, or values, labels or notes that don't
            match the categories: mistakes of a programmer.
    """

    kind: ChartKind
    title: str
    subtitle: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    alt: str
    source: str
    marks: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    x_label: str = ""
    y_label: str = ""
    decimals: int = 0
    reached: int | None = None
    low: float | None = None
    high: float | None = None
    at: tuple[float, ...] = ()
    missing: str = NOT_ASSESSED
    ticks: tuple[tuple[float, str], ...] = ()
    table: ChartTable | None = None

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.alt.strip():
            raise ValueError("a chart needs a title and an alt text")
        for series in self.series:
            for held, texts in (("values", series.values), ("labels", series.labels), ("notes", series.notes)):
                if len(texts) != len(self.categories) and (held == "values" or texts):
                    raise ValueError(f"{series.name}: {len(texts)} {held} for {len(self.categories)} categories")
        if self.kind is ChartKind.STAIRCASE and len(self.series) != 1:
            raise ValueError("a staircase has one series")
        if self.kind is ChartKind.SCATTER and (len(self.series) != 1 or len(self.at) != len(self.categories)):
            raise ValueError("a scatter has one series, and a place for each of its points")
        if self.table and any(len(row) != len(self.table.headers) for row in self.table.rows):
            raise ValueError("a table's rows must be as long as its headers")
