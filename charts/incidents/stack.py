"""Stacked columns of incidents per period, and the table of the same numbers: by kind, or by how their time ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.formats import first_capital, number
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from metrics.incidents.cases import KIND_LABELS

SEVERAL, UNKNOWN_KIND = "Flera slag", "Okänt slag"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every column: one value per period. ``faint``: not known; ``rare``: left out where there is none."""

    name: str
    values: Sequence[int]
    faint: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a stack says around its numbers; ``period`` heads the table's first column."""

    title: str
    subtitle: str
    alt: str
    source: str
    marks: str
    period: str


def kind_parts(alone: Sequence[Sequence[int]], several: Sequence[int], unknown: Sequence[int]) -> tuple[Part, ...]:
    """By kind: ``alone`` holds per period the incidents of one kind only, in the order of ``KIND_LABELS``."""
    labels = [first_capital(label) for label in KIND_LABELS.values()]
    return (
        *(Part(label, [period[place] for period in alone]) for place, label in enumerate(labels)),
        Part(SEVERAL, several, rare=True),
        Part(UNKNOWN_KIND, unknown, faint=True, rare=True),
    )


def stack(
    words: Words,
    periods: Sequence[str],
    parts: Sequence[Part],
    before: Sequence[tuple[str, Sequence[str]]] = (),
    after: Sequence[tuple[str, Sequence[int]]] = (),
) -> ChartDescription:
    """``before`` and ``after``: columns of the table alone, around those of the parts."""
    columns = (
        *before,
        *((part.name, [number(value) for value in part.values]) for part in parts),
        *((name, [number(value) for value in values]) for name, values in after),
    )
    return ChartDescription(
        kind=ChartKind.STACKED,
        title=words.title,
        subtitle=words.subtitle,
        categories=tuple(periods),
        series=tuple(
            ChartSeries(
                part.name,
                tuple(float(value) for value in part.values),
                emphasis=Emphasis.FAINT if part.faint else Emphasis.NORMAL,
            )
            for part in parts
            if any(part.values) or not part.rare
        ),
        alt=words.alt,
        source=words.source,
        marks=(first_capital(words.marks),),
        table=ChartTable(
            (words.period, *(name for name, _ in columns)),
            tuple((period, *(values[place] for _, values in columns)) for place, period in enumerate(periods)),
        ),
    )
