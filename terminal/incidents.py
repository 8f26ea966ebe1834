"""Incidents from the terminal: the years counted, and each incident with its clocks."""

from base.clock import swedish_date
from terminal.common import AddCommand, Arguments, day, opened
from terminal.output import Output


def add_incidents(command: AddCommand) -> None:
    """Add ``incidents``."""
    made = command("incidents", run_incidents, "incidents with their deadlines; bolag apart")
    made.add_argument("--as-of", type=day, help="the register as it stood then; today if left out")


def run_incidents(arguments: Arguments) -> Output:
    """``incidents``: of the municipality and of each bolag. No title, no free text."""
    from metrics.incidents.cases import incident_list
    from metrics.incidents.counts import bodies, count

    store = opened(arguments, existing=True)
    as_of = arguments.as_of or swedish_date(store.clock.now())
    listed = incident_list(store, as_of)
    if listed is None:
        return {"as_of": as_of, "register_as_of": None, "bodies": []}
    by_body = []
    for body in bodies(listed):
        years = {}
        for year in body.years:
            of_year = count(body.of_year(year))
            years[str(year)] = {
                "incidents": of_year.n,
                "personal_data": of_year.personal_data,
                "significant": of_year.significant,
                "to_judge": of_year.to_judge,
                "verdicts": {
                    rule: {str(verdict): number for verdict, number in found_ones.items()}
                    for rule, found_ones in of_year.verdicts.items()
                },
            }
        cases = [
            {
                "id": case.id,
                "source": case.source,
                "unit": case.unit,
                "kinds": list(case.kinds),
                "file_as_of": case.facts.as_of,
                "known": case.facts.known.text if case.facts.known else None,
                "significant": case.facts.significant,
                "thresholds": case.significance.words,
                "clocks": {
                    clock.rule.name: {"verdict": str(clock.verdict), "due": clock.due or None, "why": clock.why}
                    for clock in case.clocks
                },
            }
            for case in body.cases
        ]
        bolag = {"name": body.name, "undated": body.undated, "after": body.after, "unknown_unit": body.unknown_unit}
        by_body.append({**bolag, "years": years, "incidents": cases})
    return {"as_of": as_of, "register_as_of": listed.as_of, "bodies": by_body}
