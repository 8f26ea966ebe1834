"""An open round of three schools: Anna answers for A and B, nobody for C."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from base.actors import Act, Grant
from data.ledger.store import Store
from data.measuring.answers import Answer, AnswerState, StoredAnswer, current, newest_seqs, record
from data.measuring.planning import open_planned, plan_round
from data.measuring.rounds import NewRound, RoundPlan
from data.measuring.sheets.export import export_sheets
from data.measuring.sheets.reading import read_delivery
from data.measuring.sheets.receipt import Decisions, Receipt, SheetStanding
from data.measuring.sheets.taking_in import Taken, plan_receipt, take_in
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from questionnaires.model import Questionnaire
from tests.kit.sheets import DAY, files_of, filled
from tests.kit.writers import add_person

START = date(2020, 1, 1)


@dataclass
class Desk:
    """The coordinator's desk: what she sends, what comes back, what the app gets meanwhile."""

    store: Store
    grant: Callable[[Act], Grant]
    form: Questionnaire
    round: str
    units: Mapping[str, str]
    anna: str
    bo: str
    out: dict[str, bytes] = field(default_factory=dict)

    def send(self, **more: Any) -> dict[str, bytes]:
        """Make the sheets; ``out`` holds them by file name."""
        self.out = files_of(export_sheets(self.store, self.grant(Act.PLAN), self.round, **more).archive)
        return self.out

    @property
    def annas(self) -> tuple[str, bytes]:
        return next((name, content) for name, content in self.out.items() if "utan ansvarig" not in name)

    @property
    def nobodys(self) -> tuple[str, bytes]:
        return next((name, content) for name, content in self.out.items() if "utan ansvarig" in name)

    def from_anna(self, unit: str, answers: Mapping[str, Mapping[str, Any]], submit: str | None = None) -> Any:
        """Her workbook, filled in for one unit: (file name, content)."""
        name, content = self.annas
        return name, filled(content, unit, answers, submit)

    def receipt(self, *files: tuple[str, bytes], decisions: Decisions | None = None) -> Receipt:
        return plan_receipt(self.store, self.round, read_delivery(files), DAY, decisions or Decisions())

    def take(self, *files: tuple[str, bytes], decisions: Decisions | None = None) -> Taken:
        delivery = read_delivery(files)
        seen = plan_receipt(self.store, self.round, delivery, DAY, decisions or Decisions())
        return take_in(self.store, self.grant(Act.IMPORT), delivery, seen, decisions or Decisions())

    def answer(self, question: str, alternative: str, unit: str = "a", **more: Any) -> int:
        """Somebody answers in the app."""
        seen = newest_seqs(self.store, self.round, self.units[unit]).get(question, 0)
        answer = Answer(
            self.round, self.units[unit], question, AnswerState.ANSWERED, alternative, **{"based_on": seen, **more}
        )
        return record(self.store, self.grant(Act.ANSWER), self.form, answer).seq

    def stands(self, unit: str = "a") -> dict[str, StoredAnswer]:
        return current(self.store, self.round, self.units[unit])

    def said(self, unit: str = "a") -> dict[str, tuple[str, str | None, str | None]]:
        return {
            name: (found.state.value, found.alternative, found.comment) for name, found in self.stands(unit).items()
        }


def codes(receipt: Receipt) -> list[str]:
    return [issue.code for issue in receipt.issues]


def standings(receipt: Receipt) -> dict[str, SheetStanding]:
    return {result.unit_name: result.standing for result in receipt.results}


@pytest.fixture
def desk(store: Store, grant: Callable[[Act], Grant], offices: Any, form: Questionnaire) -> Desk:
    organise = grant(Act.ORGANISE)
    anna = add_person(store, organise, "Anna Ek", "anna.ek@example.se")
    bo = add_person(store, organise, "Bo Al")
    for unit in (offices.a, offices.b):
        add_assignment(store, organise, NewAssignment(anna, unit, MANAGER, START))
    plan = RoundPlan(date(2026, 10, 1), date(2026, 12, 1), "Siv Lund, 0123-45 67", "Årets mätning", "Samordnaren")
    asked = [offices.a, offices.b, offices.c]
    round_id = plan_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", DAY, asked, plan))
    open_planned(store, grant(Act.PLAN), round_id)
    return Desk(store, grant, form, round_id, {name: offices.ids[name] for name in ("a", "b", "c")}, anna, bo)


@pytest.fixture(name="codes")
def _codes() -> Callable[[Receipt], list[str]]:
    return codes


@pytest.fixture(name="standings")
def _standings() -> Callable[[Receipt], dict[str, SheetStanding]]:
    return standings
