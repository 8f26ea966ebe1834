"""``make bench``: each measurement of one run against what it is to be held against."""

import sys
from collections.abc import Callable

from benchmarks import (
    answer_importing,
    answering,
    exploring,
    importing,
    incidents,
    page,
    second_load,
    terminal,
    years,
)


class _Limits:
    """Prints figures with their limits; ``met`` until one is exceeded."""

    met = True

    def tell(self, text: str, value: float, limit: float, unit: str = "") -> None:
        within = value <= limit
        self.met = self.met and within
        verdict = "ok" if within else "ÖVER GRÄNSEN"
        print(f"  {text}: {value:.2f}{unit} (högst {limit:g}{unit}) {verdict}", flush=True)


def _answering(limits: _Limits) -> None:
    ours, bare = answering.measure()
    print(f"  Mognadskollen {ours:.1f} ms, samma fråga på en tom sida {bare:.1f} ms")
    limits.tell("skillnad", ours - bare, answering.AT_MOST_MS, " ms")


def _importing(limits: _Limits) -> None:
    times = importing.measure()
    print(f"  Mognadskollen {times.imported:.2f} s, skillnaden mellan två lägen {times.difference:.2f} s")
    print(f"  pandas.read_excel med openpyxl {times.openpyxl:.2f} s, med calamine {times.calamine:.2f} s")
    limits.tell("kvot mot openpyxl", times.imported / times.openpyxl, importing.AT_MOST)
    limits.tell("kvot mot calamine", times.imported / times.calamine, importing.AT_MOST_CALAMINE)
    limits.tell("skillnaden mot importen", times.difference / times.imported, importing.AT_MOST_DIFFERENCE)


def _page(limits: _Limits) -> None:
    computed, queried = page.measure()
    print(f"  uträkning {computed:.1f} ms, minsta SQL för dess medel {queried:.1f} ms")
    limits.tell("skillnad", computed - queried, page.AT_MOST_MS, " ms")


def _exploring(limits: _Limits) -> None:
    explored = exploring.measure()
    print("  " + ", ".join(f"{what} {taken:.0f} ms" for what, taken in explored.items()))
    for what in (exploring.FILTER, exploring.PIVOT):
        limits.tell(f"skillnad, {what}", explored[what] - explored[exploring.BARE], exploring.AT_MOST_MS, " ms")


def _terminal(limits: _Limits) -> None:
    for words, times in terminal.measure().items():
        whole = f"hela kommandot {times.whole:.2f} s, arbetet {times.work:.2f} s"
        print(f"  {words}: {whole}, start {times.start:.2f} s, enbart paketen {times.packages:.2f} s")
        limits.tell(f"start mot paketen, {words}", times.start / times.packages, terminal.AT_MOST)


def _incidents(limits: _Limits) -> None:
    pages = incidents.measure()
    small, large = pages[incidents.SMALL], pages[incidents.LARGE]
    print(f"  {incidents.LARGE} incidenter {large:.0f} ms, {incidents.SMALL} incidenter {small:.0f} ms")
    limits.tell("skillnad", large - small, incidents.AT_MOST_MS, " ms")


def _answer_importing(limits: _Limits) -> None:
    times = answer_importing.measure()
    print(f"  första året {times.first:.2f} s, tionde {times.tenth:.2f} s, enbart DuckDB {times.reference:.2f} s")
    limits.tell("kvot mot DuckDB", times.first / times.reference, answer_importing.AT_MOST)
    limits.tell("tionde året mot första", times.tenth / times.first, answer_importing.AT_MOST_TENTH)


def _years(limits: _Limits) -> None:
    counted = years.measure()
    print(f"  minsta SQL för dess medel {counted.reference:.2f} s")
    for what, seconds, limit in (
        ("kommunen", counted.again, years.AT_MOST),
        ("ett kontor", counted.branch, years.AT_MOST_BRANCH),
        ("kommunen, första gången", counted.first, years.AT_MOST_FIRST),
    ):
        limits.tell(f"kvot, {what}", seconds / counted.reference, limit)


def _second_load(limits: _Limits) -> None:
    large, example = second_load.measure()
    for name, taken in large.items():
        print(f"  {name} {taken.after_answer:.0f} ms, samma sida på exempeldata {example[name].again:.0f} ms")
        limits.tell(f"skillnad, {name}", taken.after_answer - example[name].again, second_load.AT_MOST_MS, " ms")
    result = second_load.measure_result()
    what = "Resultat av 60 enheter × 106 frågor efter ett svar"
    limits.tell(what, result.after_answer, second_load.RESULT_AT_MOST_MS, " ms")
    limits.tell("samma sida igen", result.again, second_load.RESULT_AGAIN_AT_MOST_MS, " ms")


# Letter → what is measured, and how.
_MEASUREMENTS: dict[str, tuple[str, Callable[[_Limits], None]]] = {
    "a": ("ett svar, från sänt till färdigritat", _answering),
    "b": ("en riskexport på 100 000 rader × 20 kolumner, från fil till sparat läge", _importing),
    "c": ("den samlade sidan på exempeldata, uträkningen", _page),
    "d": ("Utforska på 100 000 rader × 20 kolumner, från sänt till färdigritat", _exploring),
    "e": ("Utveckling av tio år med 1 000 enheter × 150 frågor, uträkningen", _years),
    "f": ("sidor som läses om efter ett svar, från sänt till färdigritat", _second_load),
    "g": ("ett kommando i terminalen, innan dess arbete börjar", _terminal),
    "h": ("Incidenter, andra gången sidan öppnas", _incidents),
    "i": ("150 000 svar, från fil till lager", _answer_importing),
}


def main() -> int:
    """Print the measurements, or those whose letters are given (``python -m benchmarks a g``); 1 when one misses."""
    limits = _Limits()
    for letter in sys.argv[1:] or _MEASUREMENTS:
        title, measured = _MEASUREMENTS[letter]
        print(f"({letter}) {title}", flush=True)
        measured(limits)
    return 0 if limits.met else 1


if __name__ == "__main__":
    sys.exit(main())
