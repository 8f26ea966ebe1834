"""Stacked columns of incidents per period, and the table of the same numbers: by kind, or by how their time ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.formats import first_capital, number
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from metrics.incidents.cases import KIND_LABELS
from metrics.registers.covered import star_words

KINDS = tuple(first_capital(label) for label in KIND_LABELS.values())
SEVERAL, UNKNOWN_KIND = "Flera slag", "Okänt slag"

Column = tuple[str, Sequence[str] | Sequence[int]]
"""A header and a value per period."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every column: one value per period. ``faint``: not known; ``rare``: left out where there is none."""

    name: str
    values: Sequence[int]
    faint: bool = False
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Periods:
    """What stacks stand on. ``heading`` is what a period is called (*År*); ``of``: whose incidents they are."""

    heading: str
    names: tuple[str, ...]
    of: str
    source: str
    marks: str

    def table(self, columns: Sequence[Column]) -> ChartTable:
        """A row per period."""
        texts = [[value if isinstance(value, str) else number(value) for value in values] for _, values in columns]
        rows = zip(self.names, *texts, strict=True)
        return ChartTable((self.heading, *(header for header, _ in columns)), tuple(rows))

    def read_out(self, texts: Sequence[str], between: str) -> str:
        """A text for each period, one after the other."""
        return between.join(f"{name}: {text}" for name, text in zip(self.names, texts, strict=True))


@dataclass(frozen=True, slots=True)
class Words:
    """What a stack says around its numbers; ``alt`` goes on after the title."""

    title: str
    subtitle: str
    alt: str


def kind_parts(alone: Sequence[Sequence[int]], several: Sequence[int], unknown: Sequence[int]) -> tuple[Part, ...]:
    """By kind: ``alone`` holds per period the incidents of one kind only, in the order of ``KINDS``."""
    return (
        *(Part(kind, [period[place] for period in alone]) for place, kind in enumerate(KINDS)),
        Part(SEVERAL, several, rare=True),
        Part(UNKNOWN_KIND, unknown, faint=True, rare=True),
    )


def kinds_stack(
    periods: Periods, title: str, subtitle: str, parts: Sequence[Part], totals: Sequence[int]
) -> ChartDescription:
    """Incidents by kind, and how many they are together."""
    amounts = periods.read_out([number(total) for total in totals], ", ")
    words = Words(title, subtitle, f"Antal per {periods.heading.lower()}: {amounts}")
    return _stack(periods, words, parts, after=[("Alla", totals)])


def in_time_stack(
    periods: Periods, words: Words, parts: Sequence[Part], shares: Sequence[str], needless: Sequence[int]
) -> ChartDescription:
    """How the time for telling IMY ended; what did not have to be told stands in the table alone."""
    told = Words(words.title, words.subtitle, f"{words.alt} {periods.read_out(shares, '; ')}")
    before = [("I tid, av dem som går att bedöma", shares)]
    return _stack(periods, told, parts, before, [("Behövde inte anmälas", needless)])


def _stack(
    periods: Periods, words: Words, parts: Sequence[Part], before: Sequence[Column] = (), after: Sequence[Column] = ()
) -> ChartDescription:
    """``before`` and ``after``: columns of the table alone, around those of the parts."""
    return ChartDescription(
        kind=ChartKind.STACKED,
        title=words.title,
        subtitle=f"{words.subtitle} · {periods.of}",
        categories=periods.names,
        series=tuple(_series(part) for part in parts if any(part.values) or not part.rare),
        alt=f"{words.title}. {words.alt}.",
        source=periods.source,
        marks=tuple(mark for mark in (first_capital(periods.marks), star_words(periods.names)) if mark),
        table=periods.table([*before, *((part.name, part.values) for part in parts), *after]),
    )


def _series(part: Part) -> ChartSeries:
    emphasis = Emphasis.FAINT if part.faint else Emphasis.NORMAL
    return ChartSeries(part.name, tuple(float(value) for value in part.values), emphasis=emphasis)
