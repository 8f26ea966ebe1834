"""*Att rätta* from the terminal."""

from typing import TYPE_CHECKING, Any

from base.clock import SystemClock, swedish_date
from terminal.common import AddCommand, Arguments, day, opened
from terminal.output import Output

if TYPE_CHECKING:
    from metrics.registers.check_results import CheckResult, FoundRow


def add_checks(command: AddCommand) -> None:
    """Add ``checks``."""
    made = command("checks", run_checks_command, "what is to be put right in the registers")
    made.add_argument("--register", action="append", help="only this one; may be repeated")
    made.add_argument("--as-of", type=day, help="today if left out")


def run_checks_command(arguments: Arguments) -> Output:
    """``checks``: sums, every check with its numbers, and every row found."""
    from metrics.registers.check_results import checks_summary
    from metrics.registers.checks import run_checks

    store = opened(arguments, existing=True)
    as_of = arguments.as_of or swedish_date(SystemClock().now())
    results = run_checks(store, as_of, only=arguments.register)
    summary = checks_summary(results)
    return {
        "as_of": as_of,
        "to_fix": summary.to_fix,
        "high": summary.high,
        "accepted": summary.accepted,
        "untraceable": summary.untraceable,
        "not_possible": summary.not_possible,
        "checks": [_check(result) for result in results],
        "rows": [_row(result, row) for result in results for row in result.found],
    }


def _check(result: "CheckResult") -> dict[str, Any]:
    from metrics.registers.check_results import hindrances

    return {
        "register": result.register.name,
        "check": result.check.name,
        "label": result.check.label,
        "severity": result.check.severity,
        "state": result.state.value,
        "checked": result.checked,
        "unjudged": result.unjudged,
        "to_fix": len(result.to_fix),
        "accepted": len(result.accepted),
        "untraceable": len(result.untraceable),
        "not_possible": "; ".join(f"kan inte kontrolleras: {reason}" for reason in hindrances(result)) or None,
        "source": result.check.source,
        "advice": result.check.advice,
    }


def _row(result: "CheckResult", row: "FoundRow") -> dict[str, Any]:
    if row.accepted:
        state = "accepted"
    else:
        state = "to_fix" if row.row_key is not None else "untraceable"
    return {
        "register": result.register.name,
        "check": result.check.name,
        "state": state,
        "source": row.source,
        "row_key": row.row_key,
        "file": row.file_name,
        "as_of": row.as_of,
        "row": row.row,
        "id": row.id,
        "title": row.title,
        "unit": row.unit,
        "values": dict(row.values),
        "until": row.acceptance.until if row.acceptance else None,
        "reason": row.acceptance.reason if row.acceptance else None,
    }
