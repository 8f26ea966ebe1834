"""``make bench``: medians of one run, each against what it is to be held against."""

import sys

from benchmarks import answering, exploring, importing, page, second_load, years


def main() -> int:
    """Print the measurements; 1 when one misses its limit."""
    met = True

    def tell(text: str, value: float, limit: float, unit: str) -> None:
        nonlocal met
        met = met and value <= limit
        verdict = "ok" if value <= limit else "ÖVER GRÄNSEN"
        print(f"  {text}: {value:.2f}{unit} (högst {limit:g}{unit}) {verdict}", flush=True)

    print("(a) ett svar, från sänt till färdigritat", flush=True)
    ours, bare = answering.measure()
    print(f"  Mognadskollen {ours:.1f} ms, samma fråga på en tom sida {bare:.1f} ms")
    tell("skillnad", ours - bare, answering.AT_MOST_MS, " ms")

    print(f"(b) en riskexport på {importing.ROWS} rader × 20 kolumner, från fil till sparat läge", flush=True)
    times = importing.measure()
    print(f"  Mognadskollen {times.imported:.2f} s, skillnaden mellan två lägen {times.difference:.2f} s")
    print(f"  pandas.read_excel med openpyxl {times.openpyxl:.2f} s, med calamine {times.calamine:.2f} s")
    tell("kvot mot openpyxl", times.imported / times.openpyxl, importing.AT_MOST, "")
    tell("kvot mot calamine", times.imported / times.calamine, importing.AT_MOST_CALAMINE, "")
    tell("skillnaden mot importen", times.difference / times.imported, importing.AT_MOST_DIFFERENCE, "")

    print("(c) den samlade sidan på exempeldata, uträkningen", flush=True)
    computed, queried = page.measure()
    print(f"  uträkning {computed:.1f} ms, minsta SQL för dess medel {queried:.1f} ms")
    tell("skillnad", computed - queried, page.AT_MOST_MS, " ms")

    print(f"(d) Utforska på {importing.ROWS} rader × 20 kolumner, från sänt till färdigritat", flush=True)
    explored = exploring.measure()
    print("  " + ", ".join(f"{what} {taken:.0f} ms" for what, taken in explored.items()))
    for what in (exploring.FILTER, exploring.PIVOT):
        tell(f"skillnad, {what}", explored[what] - explored[exploring.BARE], exploring.AT_MOST_MS, " ms")

    print("(e) Utveckling av tio år med 1 000 enheter × 150 frågor, uträkningen", flush=True)
    counted = years.measure()
    print(f"  minsta SQL för dess medel {counted.reference:.2f} s")
    for what, seconds, limit in (
        ("kommunen", counted.again, years.AT_MOST),
        ("ett kontor", counted.branch, years.AT_MOST_BRANCH),
        ("kommunen, första gången", counted.first, years.AT_MOST_FIRST),
    ):
        tell(f"kvot, {what}", seconds / counted.reference, limit, "")

    print("(f) sidor som läses om efter ett svar, från sänt till färdigritat", flush=True)
    large, example = second_load.measure()
    for name, taken in large.items():
        print(f"  {name} {taken.after_answer:.0f} ms, samma sida på exempeldata {example[name].again:.0f} ms")
        tell(f"skillnad, {name}", taken.after_answer - example[name].again, second_load.AT_MOST_MS, " ms")
    result = second_load.measure_result()
    tell(
        "Resultat av 60 enheter × 106 frågor efter ett svar", result.after_answer, second_load.RESULT_AT_MOST_MS, " ms"
    )
    tell("samma sida igen", result.again, second_load.RESULT_AGAIN_AT_MOST_MS, " ms")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
