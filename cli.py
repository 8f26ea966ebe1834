"""The same services from a terminal: ``python cli.py COMMAND [--store PATH] [--json]``.

Exit 0, or 2 with one Swedish sentence on stderr; with ``--json`` one JSON object
on stdout and nothing else, ``{"error": {"code", "message"}}`` when it fails.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from base.actors import Act
from base.clock import SystemClock, swedish_date
from base.errors import MognadError
from base.lean import keep_pandas_out, leave
from data.ledger.settings import DEMO_STORE, settings_from_env
from data.ledger.store import close_stores, open_store
from terminal.checks import add_checks
from terminal.common import Arguments, day, existing_file, grant, opened, share
from terminal.incidents import add_incidents
from terminal.measurements import add_measurements
from terminal.output import Output, error_output, show_output
from terminal.questionnaires import add_answers, add_questionnaires
from terminal.register_imports import add_register_imports
from terminal.registers import add_registers
from terminal.sheets import add_sheets

FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in given
    logging.basicConfig(stream=sys.stderr, level=logging.CRITICAL)
    try:
        arguments = _parser().parse_args(given, Arguments(store=None))
        output = arguments.run(arguments)
    except MognadError as error:
        show_output(error_output(error), as_json, failed=True)
        return FAILED
    except Exception as error:  # noqa: BLE001 – a person is told in a sentence, never by a traceback
        message = f"Något oväntat hände ({type(error).__name__}). Inget mer gjordes."
        show_output(error_output(MognadError("unexpected", message)), as_json, failed=True)
        return FAILED
    finally:
        close_stores()
    failed = output.get("ok") is False
    show_output(output, as_json, failed=failed)
    return FAILED if failed else 0


class _Parser(argparse.ArgumentParser):
    """Tells wrong words as any other error."""

    def error(self, message: str) -> NoReturn:
        raise MognadError("usage", f"Kommandot går inte att förstå: {message}. Skriv --help för hjälp.")


def _parser() -> argparse.ArgumentParser:
    # SUPPRESS: what was said before a sub-command is not taken back by the sub-command's own default.
    common = _Parser(add_help=False)
    common.add_argument("--store", type=Path, default=argparse.SUPPRESS, help="the store's file (over MOGNAD_STORE)")
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on stdout")
    parser = _Parser(prog="cli.py", description="Mognadskollen from a terminal.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(
        name: str, run: Callable[[Arguments], Output], text: str, within: Any = commands
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = within.add_parser(name, parents=[common], help=text, description=text)
        made.set_defaults(run=run)
        return made

    demo = command("demo", run_demo, "build the example municipality in an empty store")
    demo.add_argument("--seed", type=int, default=1)

    begun = command("municipality", run_municipality, "begin a store: give it its municipality")
    begun.add_argument("name")

    add_register_imports(command)

    held = commands.add_parser("registers", help="registers")
    add_registers(command, held.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser))

    forms = commands.add_parser("questionnaire", help="questionnaires")
    add_questionnaires(command, forms.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser))
    answers = commands.add_parser("answers", help="answers in long form")
    add_answers(command, answers.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser))

    of_rounds = command("rounds", run_rounds, "list the rounds")
    of_rounds.add_argument("--questionnaire")
    results = commands.add_parser("results", help="results without answers").add_subparsers(
        required=True, metavar="COMMAND", parser_class=_Parser
    )
    add_measurements(command, of_rounds.add_subparsers(metavar="COMMAND", parser_class=_Parser), results)
    sheets = commands.add_parser("sheets", help="answer sheets in Excel")
    add_sheets(command, sheets.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser))
    listed = command("units", run_units, "list the units")
    listed.add_argument("--as-of", type=day)
    of_units = listed.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    reorganised = command("reorganise", run_reorganise, "reorganise from a date by an Excel file", of_units)
    reorganised.add_argument("file", type=Path)
    reorganised.add_argument("--preview", action="store_true", help="say what would happen; store nothing")
    undone = command("undo-reorganisation", run_undo_reorganisation, "undo the latest reorganisation", of_units)
    undone.add_argument("--preview", action="store_true", help="say what would happen; store nothing")
    scores = command("scores", run_scores, "scores of a round")
    scores.add_argument("--questionnaire", required=True)
    scores.add_argument("--round", help="the round's name; the latest if left out")
    whose = scores.add_mutually_exclusive_group()
    whose.add_argument("--unit", help="id, code or unambiguous name")
    whose.add_argument("--branch", help="id, code or unambiguous name")
    for name, what in (("unit", "a unit's answers"), ("series", "all answers")):
        told = f"how much of {what} in the newest round must be comparable, 0 to 1; as the limits say if left out"
        scores.add_argument(f"--{name}-share", type=share, help=told)
    add_incidents(command)
    add_checks(command)
    taken_back = command("restore", run_restore, "put a backup in the store's place, verified first")
    taken_back.add_argument("file", type=Path)
    taken_back.add_argument("--key-file", type=Path, help="the copy's key or password; the store's own if left out")
    taken_back.add_argument("--yes", action="store_true", help="put the present store and its .wal aside")
    command("verify", run_verify, "check every row, closing and reference")
    return parser


def run_demo(arguments: Arguments) -> Output:
    """``demo``: build the example municipality."""
    from examples.build import build_example

    store = arguments.store or Path(os.environ.get("MOGNAD_STORE") or DEMO_STORE)
    settings = settings_from_env(os.environ, store)
    build_example(settings, arguments.seed)
    built = open_store(settings)
    return {"store": str(settings.store), "seed": arguments.seed, "rows": built.position()}


def run_municipality(arguments: Arguments) -> Output:
    """``municipality``: the app opens on the store from then on."""
    from data.organisation.municipality import begin_municipality

    store = opened(arguments)
    day_now = swedish_date(SystemClock().now())
    name = begin_municipality(store, grant(Act.ORGANISE), grant(Act.CONFIGURE), arguments.name, day_now)
    return {"store": str(store.path), "municipality": name}


def run_rounds(arguments: Arguments) -> Output:
    """``rounds``: oldest first."""
    from data.measuring.rounds import round_units, rounds

    store = opened(arguments, existing=True)
    return {
        "rounds": [
            {
                "round": r.round,
                "name": r.name,
                "questionnaire": r.questionnaire,
                "version": r.version,
                "as_of": r.as_of,
                "state": r.state,
                "units": len(round_units(store, r.round)),
            }
            for r in rounds(store, arguments.questionnaire)
        ]
    }


def run_units(arguments: Arguments) -> Output:
    """``units``: those valid on a date, today if none is given."""
    from data.organisation.units import units

    store = opened(arguments, existing=True)
    as_of = arguments.as_of or swedish_date(SystemClock().now())
    return {
        "as_of": as_of,
        "units": [
            {
                "unit": u.unit,
                "code": u.code,
                "name": u.name,
                "kind": u.kind,
                "parent": u.parent,
                "valid_from": u.valid_from,
                "valid_to": u.valid_to,
            }
            for u in units(store, as_of)
        ],
    }


def run_reorganise(arguments: Arguments) -> Output:
    """``units reorganise``: all of a file or nothing."""
    from data.organisation.reorganisation.carrying_out import plan_reorganisation, reorganisation_json, reorganise
    from files.workbook import read_workbook

    workbook = read_workbook(arguments.file)
    store = opened(arguments, existing=True)
    if arguments.preview:
        return reorganisation_json(plan_reorganisation(store, workbook))
    return reorganisation_json(reorganise(store, grant(Act.ORGANISE), workbook))


def run_undo_reorganisation(arguments: Arguments) -> Output:
    """``units undo-reorganisation``: all that the latest file did."""
    from data.organisation.reorganisation.undo import plan_undo, undo_json, undo_reorganisation

    store = opened(arguments, existing=True)
    return undo_json(plan_undo(store) if arguments.preview else undo_reorganisation(store, grant(Act.ORGANISE)))


def run_scores(arguments: Arguments) -> Output:
    """``scores``: of a unit, a branch or all."""
    from metrics.measuring.change_sentences import change_json
    from metrics.measuring.comparing.limits import limits
    from metrics.measuring.comparing.pairs import PairShares
    from metrics.measuring.forms import WantedRound
    from metrics.measuring.respondents import Scope
    from metrics.measuring.scores import corrected_change, scores

    store = opened(arguments, existing=True)
    usual = limits().pair_shares
    shares = PairShares(
        usual.unit if arguments.unit_share is None else arguments.unit_share,
        usual.series if arguments.series_share is None else arguments.series_share,
    )
    wanted = WantedRound(arguments.questionnaire, arguments.round, shares=shares)
    scope = Scope(arguments.unit, arguments.branch)
    made = scores(store, wanted, scope)
    return {**made.to_json(), "corrected": change_json(corrected_change(store, wanted, scope, made))}


def run_restore(arguments: Arguments) -> Output:
    """``restore``: the store that was there is put aside, never written over."""
    from data.audit.restoring import restore
    from data.ledger.settings import read_key

    settings = settings_from_env(os.environ, arguments.store)
    key = read_key(arguments.key_file) if arguments.key_file else settings.key
    done = restore(settings, existing_file(arguments.file), key, SystemClock(), replace=arguments.yes)
    aside = str(done.aside) if done.aside else None
    return {"store": str(done.store), "aside": aside, "last_seq": done.last_seq, "checked": done.checked}


def run_verify(arguments: Arguments) -> Output:
    """``verify``: ok or every problem."""
    from data.audit.verify import verify
    from metrics.measuring.cells.check import cell_problems

    try:
        store = opened(arguments, existing=True)
        result = verify(store)
        problems = [*result.problems, *(cell_problems(store) if result.ok else ())]
    except MognadError as error:
        if error.code != "store_damaged":
            raise
        return {"ok": False, "checked": 0, "problems": [error.message], **error_output(error)}
    return {"ok": not problems, "checked": result.checked, "problems": problems}


if __name__ == "__main__":
    keep_pandas_out()
    leave(main())
