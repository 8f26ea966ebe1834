"""Taking answer sheets in: first a receipt of what would be stored; at a word from the coordinator it is stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store
from data.measuring.answers import append_entered, check_entered
from data.measuring.rounds import Round, rounds
from data.measuring.sheets.history import exported_sheets, history, received_sheets
from data.measuring.sheets.judging import Ground, judge
from data.measuring.sheets.outgoing import asked_units, form_of, managers_of, open_round_of
from data.measuring.sheets.reading import Delivery
from data.measuring.sheets.receipt import Decisions, Missing, Receipt, SheetIssue, SheetResult, SheetStanding
from data.measuring.submissions import append_submissions, submissions
from data.organisation.people import persons

_NO_DECISIONS = Decisions()
_CHANGED = "Något har ändrats i mätningen sedan kvittot visades. Inget sparades. Gå igenom kvittot igen."


@dataclass(frozen=True, slots=True)
class Taken:
    """What was stored."""

    units: int
    answers: int
    submitted: int


def plan_receipt(
    source: Readable, round_id: str, delivery: Delivery, day: date, decisions: Decisions = _NO_DECISIONS
) -> Receipt:
    """What would become of everything that came back; stores nothing.

    ``day``: by whose assignments it is told who may submit. Raises ``round_unknown``, ``round_not_opened`` and
    ``round_closed``.
    """
    ground = _ground(source, round_id, delivery, day, decisions)
    judged = [judge(ground, book, sheet) for book in delivery.books for sheet in book.sheets]
    results = tuple(_one_per_unit(judged))
    empty = [
        SheetIssue(book.file, None, "no_sheets", "Filen har ingen flik med frågor. Be om filen som skickades ut.")
        for book in delivery.books
        if not book.sheets
    ]
    heard = {result.unit for result in results}
    missing = [each for each in missing_sheets(source, ground.round, day) if each.unit not in heard]
    return Receipt(round_id, results, (*delivery.faults, *empty), delivery.notes, tuple(missing))


def take_in(
    store: Store, grant: Grant, delivery: Delivery, seen: Receipt, decisions: Decisions = _NO_DECISIONS
) -> Taken:
    """Store what the receipt approved: each unit whole, all of them in one transaction.

    Everything is judged once more inside it. Raises ``sheets_changed`` when that gives anything else than the
    receipt that was ``seen``, and what ``plan_receipt`` raises.
    """
    round_id = seen.round
    with store.writing(grant, Act.IMPORT) as transaction:
        receipt = plan_receipt(transaction, round_id, delivery, transaction.today, decisions)
        approved = receipt.approved
        if approved != seen.approved:
            raise MognadError("sheets_changed", _CHANGED)
        form, _ = form_of(transaction, open_round_of(transaction, round_id))
        answers = [answer for result in approved for answer in result.answers]
        for answer in answers:
            check_entered(grant, form, answer)
        given = iter(append_entered(transaction, form, answers) if answers else [])
        rows = []
        by_person: dict[str | None, list[str]] = defaultdict(list)
        for result in approved:
            seqs = [recorded.seq for recorded in islice(given, len(result.answers))]
            sender = result.person.person if result.person else None
            if result.submits:
                by_person[sender].append(result.unit)
            rows.append(
                {
                    "workbook": result.workbook,
                    "round": round_id,
                    "person": sender,
                    "unit": result.unit,
                    "file_hash": result.file_hash,
                    "first_answer": seqs[0] if seqs else None,
                    "last_answer": seqs[-1] if seqs else None,
                    "submitted": result.submits,
                }
            )
        transaction.append("sheet_import", rows)
        for person, units in by_person.items():
            append_submissions(transaction, round_id, units, person)
    return Taken(len(approved), receipt.changes, receipt.submitting)


def missing_sheets(source: Readable, measurement: Round, day: date) -> list[Missing]:
    """The units of a round that have sent no sheet and not submitted in the app, by name."""
    sent = {each.unit for each in received_sheets(source, measurement.round)}
    sent |= {unit for unit, submission in submissions(source, measurement.round).items() if submission.holds}
    left = [unit for unit in asked_units(source, measurement) if unit.unit not in sent]
    managers = managers_of(source, day)
    rows = source.query(
        "SELECT unit, count(*) AS n FROM known_answers($known_at) WHERE round = $round GROUP BY unit",
        {"known_at": source.position(), "round": measurement.round},
    )
    answered = {row["unit"]: int(row["n"]) for row in rows}
    return [Missing(unit.unit, unit.name, managers.get(unit.unit, ()), answered.get(unit.unit, 0)) for unit in left]


def _ground(source: Readable, round_id: str, delivery: Delivery, day: date, decisions: Decisions) -> Ground:
    measurement = open_round_of(source, round_id)
    form, content_hash = form_of(source, measurement)
    sent = {f"{each.workbook}-{each.place}": each for each in exported_sheets(source)}
    codes = {sheet.code for book in delivery.books for sheet in book.sheets}
    concerned = sorted({each.unit for code, each in sent.items() if code in codes})
    return Ground(
        round=measurement,
        form=form,
        content_hash=content_hash,
        units={unit.unit: unit for unit in asked_units(source, measurement)},
        sent=sent,
        round_names={each.round: each.name for each in rounds(source)},
        history=history(source, round_id, concerned),
        submitted=frozenset(unit for unit, each in submissions(source, round_id).items() if each.holds),
        managers=managers_of(source, day),
        people=persons(source),
        decisions=decisions,
    )


def _one_per_unit(results: Sequence[SheetResult]) -> list[SheetResult]:
    """Of several sheets for one unit that want to change something, none is stored: which one holds is asked.

    Those that say the same are one; the others are told as unchanged.
    """
    speaking: dict[str, list[int]] = defaultdict(list)
    for place, result in enumerate(results):
        if result.unit and result.workbook and result.standing in (SheetStanding.APPROVED, SheetStanding.QUESTIONS):
            speaking[result.unit].append(place)
    settled = list(results)
    for places in speaking.values():
        if len(places) < 2:
            continue
        first, *others = (results[place] for place in places)
        if first.standing is SheetStanding.APPROVED and all(_says(other) == _says(first) for other in others):
            for place in places[1:]:
                note = f"Säger detsamma som {first.file}."
                settled[place] = replace(
                    settled[place], standing=SheetStanding.UNCHANGED, answers=(), submits=False, notes=(note,)
                )
            continue
        for place in places:
            files = sorted({results[other].file for other in places if other != place}) or [results[place].file]
            message = (
                f"Det finns flera blad för {results[place].unit_name}, också i {', '.join(files)}. Behåll ett av dem."
            )
            issue = SheetIssue(results[place].file, results[place].sheet, "unit_twice", message)
            settled[place] = replace(
                results[place], standing=SheetStanding.QUESTIONS, issues=(*results[place].issues, issue), answers=()
            )
    return settled


def _says(result: SheetResult) -> tuple[object, ...]:
    answers = sorted(
        (a.question, a.state.value, a.alternative or "", a.comment or "", a.evidence or "") for a in result.answers
    )
    return result.standing, answers, result.submits
