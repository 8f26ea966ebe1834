"""What is done with the example's measurements: submitted, checked, approved, and MSB's own form beside them."""

from collections.abc import Callable
from datetime import date, datetime

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from data.imported.checks import RowsToAccept, accept_rows, switch_check
from data.imported.followed_rows import RowId
from data.ledger.store import Store
from data.measuring.answers import current
from data.measuring.closing import Approval, approve_round
from data.measuring.outside_results import OFFICIAL, OutsideFacts, OutsideValue, register_outside
from data.measuring.rounds import round_units, rounds
from data.measuring.samples import FEWEST, NewCheck, SampleOutcome, draw_units, note_check
from data.measuring.submissions import submit
from data.organisation.assignments import all_answering
from data.organisation.units import root_unit, units
from metrics.registers.checks import run_checks
from questionnaires.model import Questionnaire

# Sets the store's clock to an hour of a day.
SetClock = Callable[[date, int, int], datetime]

# The level that MSB's form gave, the years it was filled in.
OFFICIAL_LEVELS = {2023: 1, 2025: 1}


def grant(act: Act) -> Grant:
    """The coordinator's permission: she does everything here."""
    return authorise(local_coordinator(), act)


def submit_answered(store: Store, form: Questionnaire, round_id: str, day: date) -> None:
    """Managers submit what is answered in full; the rest is under way."""
    answered = store.query(
        "SELECT unit FROM known_answers($known_at) WHERE round = $round GROUP BY unit HAVING count(*) >= $asked "
        "ORDER BY length(unit), unit",
        {"known_at": store.position(), "round": round_id, "asked": len(form.questions_for("unit"))},
    )
    responsible = all_answering(store, day)
    for row in answered:
        managers = responsible[row["unit"]].managers if row["unit"] in responsible else ()
        submit(store, grant(Act.SUBMIT), round_id, [row["unit"]], managers[0].person if managers else None)


def approve(store: Store, year: int, at: SetClock) -> None:
    """The board approves the year's closed measurements in December; some units' answers are checked by then."""
    for measured in rounds(store):
        if measured.as_of.year != year or measured.state != "closed":
            continue
        if len(round_units(store, measured.round)) > FEWEST:
            _check(store, year, measured.round, at)
        at(date(year, 12, 8), 14, 0)
        decided, case_number = date(year, 12, 7), f"KS {year}/412"
        approve_round(store, grant(Act.APPROVE), measured.round, Approval("Kommunstyrelsen", decided, case_number))


def register_official(store: Store, year: int, at: SetClock) -> None:
    """MSB's own form, filled in beside ours: a series of its own."""
    at(date(year, 12, 9), 9, 0)
    root = root_unit(units(store, date(year, 12, 1)))
    facts = OutsideFacts(
        OFFICIAL, "Cybersäkerhetskollen", date(year, 11, 30), 1, 4, edition=str(year), case_number=f"KS {year}/388"
    )
    values = [OutsideValue(root.unit, None, OFFICIAL_LEVELS[year])] if root else []
    register_outside(store, grant(Act.IMPORT), facts, values)


def look_over_registers(store: Store, day: date, at: SetClock) -> None:
    """Two more checks are switched on, and one of the late risks is accepted until its board has met."""
    at(day, 10, 40)
    for check in ("analysis_old", "high_without_owner"):
        switch_check(store, grant(Act.CONFIGURE), "risks", check, active=True)
    late = next(result for result in run_checks(store, day, only=["risks"]) if result.check.name == "due_passed")
    for row in late.to_fix[:1]:
        reason = "Åtgärden väntar på ett beslut i nämnden i januari."
        until = date(day.year + 1, 1, 31)
        order = RowsToAccept("risks", late.check.name, [RowId(row.source, row.row_key or "")], reason, until)
        accept_rows(store, grant(Act.CORRECT), order)


def _check(store: Store, year: int, round_id: str, at: SetClock) -> None:
    at(date(year, 11, 24), 10, 0)
    for unit in draw_units(store, grant(Act.PLAN), round_id, FEWEST, f"stickprov {year}"):
        for question in sorted(current(store, round_id, unit)):
            note_check(store, grant(Act.CORRECT), NewCheck(round_id, unit, question, SampleOutcome.BORNE_OUT))
        note_check(store, grant(Act.CORRECT), NewCheck(round_id, unit, None, SampleOutcome.DONE))
