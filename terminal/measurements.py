"""Measurements from the terminal: planned, opened, closed, approved; results without answers; the audit package."""

import io
from pathlib import Path
from typing import Any

from base.actors import Act
from base.clock import SystemClock, swedish_date
from terminal.common import (
    AddCommand,
    Arguments,
    day,
    grant,
    named_unit,
    names_round,
    opened,
    opened_round,
    written,
)
from terminal.output import Output


def add_measurements(command: AddCommand, of_rounds: Any, of_results: Any) -> None:
    """Add ``rounds plan|open|close|approve``, ``override``, ``results import|template``, ``audit-package``."""
    plan = command("plan", run_plan, "plan a measurement", of_rounds)
    plan.add_argument("--questionnaire", required=True)
    plan.add_argument("--version", type=int, help="the highest if left out")
    plan.add_argument("--name", required=True)
    plan.add_argument("--as-of", required=True, type=day)
    plan.add_argument("--unit", action="append", help="id, code or name; may be repeated")
    plan.add_argument("--first-day", type=day)
    plan.add_argument("--last-day", type=day)
    plan.add_argument("--helper", help="who helps")
    plan.add_argument("--purpose", help="what the answers are for")
    plan.add_argument("--readers", help="who sees the answers")
    for name, run, text in (
        ("open", run_open, "open a planned measurement"),
        ("close", run_close, "close an open measurement"),
        ("approve", run_approve, "record that a closed measurement is approved"),
    ):
        made = command(name, run, text, of_rounds)
        names_round(made)
        if name == "approve":
            made.add_argument("--by", required=True, help="who approved it")
            made.add_argument("--on", required=True, type=day)
            made.add_argument("--case-number", default="")

    judged = command("override", run_override, "set an own judgement of an area's level, or take it back")
    names_round(judged)
    judged.add_argument("--unit", help="id, code or name; the municipality if left out")
    judged.add_argument("--area", required=True, help="the area's id in the form")
    which = judged.add_mutually_exclusive_group(required=True)
    which.add_argument("--level", type=int)
    which.add_argument("--withdraw", action="store_true", help="let the answers' own level count")
    judged.add_argument("--reason", required=True)

    taken = command("import", run_results_import, "register a result without answers", of_results)
    taken.add_argument("file", type=Path)
    taken.add_argument("--name", required=True)
    taken.add_argument("--as-of", required=True, type=day)
    taken.add_argument("--official", action="store_true", help="the issuer's own result, not an earlier measurement")
    taken.add_argument("--edition")
    taken.add_argument("--low", required=True, type=float, help="the scale's lowest value")
    taken.add_argument("--high", required=True, type=float, help="the scale's highest value")
    taken.add_argument("--scale", help="the scale in words")
    taken.add_argument("--method")
    taken.add_argument("--case-number")

    empty = command("template", run_results_template, "write an .xlsx to fill in, with our units", of_results)
    empty.add_argument("--out", required=True, type=Path)

    package = command("audit-package", run_audit_package, "write a measurement's audit package (.zip)")
    names_round(package)
    package.add_argument("--out", required=True, type=Path)


def run_plan(arguments: Arguments) -> Output:
    """``rounds plan``: by default all whom the questionnaire asks on that date.

    ``resting``: the questions that would rest if it were opened now.
    """
    from data.measuring.planning import plan_round
    from data.measuring.questionnaire_files import questionnaire_version
    from data.measuring.rounds import NewRound, RoundPlan, resting_now
    from data.organisation.participants import suggested_units
    from data.organisation.units import units

    store = opened(arguments, existing=True)
    form = questionnaire_version(store, arguments.questionnaire, arguments.version)
    if arguments.unit:
        asked = [named_unit(store, text, arguments.as_of) for text in arguments.unit]
    else:
        asked = suggested_units(units(store, arguments.as_of), form)
    plan = RoundPlan(arguments.first_day, arguments.last_day, arguments.helper, arguments.purpose, arguments.readers)
    made = plan_round(store, grant(Act.PLAN), NewRound(form, arguments.name, arguments.as_of, asked, plan))
    return {
        "round": made,
        "name": arguments.name,
        "version": form.settings.version,
        "units": len(set(asked)),
        "resting": list(resting_now(store, form)),
    }


def run_open(arguments: Arguments) -> Output:
    """``rounds open``. ``resting``: the questions that rest in it from now on."""
    from data.measuring.planning import open_planned
    from data.measuring.rounds import find_round

    store, measurement = opened_round(arguments)
    open_planned(store, grant(Act.PLAN), measurement.round)
    resting = list(find_round(store, measurement.round).resting)
    return {"round": measurement.round, "state": "opened", "resting": resting}


def run_close(arguments: Arguments) -> Output:
    """``rounds close``."""
    from data.measuring.closing import close_round

    store, measurement = opened_round(arguments)
    closed = close_round(store, grant(Act.PLAN), measurement.round)
    return {"round": measurement.round, "state": "closed", "seq": closed}


def run_approve(arguments: Arguments) -> Output:
    """``rounds approve``."""
    from data.measuring.closing import Approval, approve_round

    store, measurement = opened_round(arguments)
    approval = Approval(arguments.by, arguments.on, arguments.case_number)
    approve_round(store, grant(Act.APPROVE), measurement.round, approval)
    return {"round": measurement.round, "approved_by": arguments.by, "approved_on": arguments.on}


def run_override(arguments: Arguments) -> Output:
    """``override``: ``level`` null where it was taken back."""
    from data.ledger.definitions import definition
    from data.measuring.overrides import NewOverride, set_override
    from questionnaires.library import from_canonical

    store, chosen = opened_round(arguments)
    form = from_canonical(definition(store, chosen.definition_seq))
    unit = named_unit(store, arguments.unit, chosen.as_of)
    new = NewOverride(chosen.round, unit, arguments.area, arguments.level, arguments.reason)
    set_override(store, grant(Act.ANSWER), form, new)
    return {"round": chosen.round, "unit": unit, "area": arguments.area, "level": arguments.level}


def run_results_import(arguments: Arguments) -> Output:
    """``results import``: all of a file or nothing."""
    from data.measuring.outside_files import read_outside
    from data.measuring.outside_results import EARLIER, OFFICIAL, OutsideFacts, register_outside
    from data.organisation.small_tables import refusal
    from files.workbook import read_workbook

    workbook = read_workbook(arguments.file)
    store = opened(arguments, existing=True)
    plan = read_outside(store, workbook, arguments.as_of)
    if plan.issues:
        raise refusal("outside_invalid", plan.issues)
    facts = OutsideFacts(
        kind=OFFICIAL if arguments.official else EARLIER,
        name=arguments.name,
        as_of=arguments.as_of,
        scale_low=arguments.low,
        scale_high=arguments.high,
        edition=arguments.edition,
        scale=arguments.scale,
        method=arguments.method,
        file_name=workbook.name,
        file_hash=workbook.sha256,
        case_number=arguments.case_number,
    )
    made = register_outside(store, grant(Act.IMPORT), facts, plan.values)
    return {"result": made, "values": len(plan.values)}


def run_results_template(arguments: Arguments) -> Output:
    """``results template``: what ``results import`` reads when it is filled in."""
    from data.measuring.outside_files import outside_template

    store = opened(arguments, existing=True)
    return {"file": written(arguments.out, outside_template(store, swedish_date(SystemClock().now())))}


def run_audit_package(arguments: Arguments) -> Output:
    """``audit-package``: what *Revisionspaket* gives on the page."""
    from reports.audit_package import write_audit_package

    store, measurement = opened_round(arguments)
    held = io.BytesIO()
    write_audit_package(store, measurement.round, held)
    return {"round": measurement.round, "file": written(arguments.out, held.getvalue())}
