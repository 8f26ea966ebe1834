"""What a workshop decides: agreed answers, areas confirmed at once, and what is parked.

The agreed answer is an answer like any other (``source`` WORKSHOP, the reason as its comment); an ``agreement`` tells
in which sitting it was agreed. The newest row per (round, unit, question) counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import PERSONAL_NUMBER
from data.measuring.answers import (
    WORKSHOP,
    Answer,
    AnswerState,
    StoredAnswer,
    append_entered,
    check_entered,
    current,
    newest_seqs,
)
from data.measuring.submissions import submissions
from data.organisation.people import name_of, persons
from data.registers.values.personal import has_number
from data.workshop.proposals import Proposal, proposals
from data.workshop.sittings import Sitting, require_running
from data.workshop.votes import check_stands
from questionnaires.model import Questionnaire

AGREED, CONFIRMED, PARKED, TAKEN_UP = "agreed", "confirmed", "parked", "taken_up"
# A proposal's function where it is no proposal but an answer already given to the form.
IN_FORM = "Svarat i formuläret"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The newest word on a question in the workshop. ``answer_seq``: the answer that was agreed on."""

    question: str
    event: str
    sitting: str
    seq: int
    recorded_at: datetime
    answer_seq: int | None
    confirmation: str | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An area's remaining proposals confirmed in one decision. ``names``: who was present, as called now."""

    confirmation: str
    sitting: str
    area: str
    seq: int
    recorded_at: datetime
    names: tuple[str, ...]
    questions: tuple[str, ...]


def agreements(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> dict[str, Agreement]:
    """Question → the newest word on it."""
    own = {row["sitting"] for row in newest_rows(source, "sitting", ["sitting"], {"round": round_id, "unit": unit})}
    rows = newest_rows(source, "agreement", ["sitting", "question"], known_at=known_at)
    return {row["question"]: as_record(Agreement, row) for row in rows if row["sitting"] in own}


def confirmations(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> list[Confirmation]:
    """The areas that were confirmed, oldest first."""
    rows = source.query(
        "SELECT c.confirmation, c.sitting, c.area, c.seq, c.recorded_at, "
        "(SELECT list(p.person ORDER BY p.seq) FROM store.confirmation_person p "
        "WHERE p.confirmation = c.confirmation) AS people, "
        "(SELECT list(a.question ORDER BY a.seq) FROM store.agreement a "
        "WHERE a.confirmation = c.confirmation) AS questions "
        "FROM store.confirmation c WHERE c.seq <= $known_at AND c.sitting IN "
        "(SELECT sitting FROM store.sitting WHERE round = $round AND unit = $unit) ORDER BY c.seq",
        {"round": round_id, "unit": unit, "known_at": source.position() if known_at is None else known_at},
    )
    people = persons(source)
    return [
        as_record(
            Confirmation,
            row,
            names=tuple(name_of(people, person) for person in row["people"] or ()),
            questions=tuple(row["questions"] or ()),
        )
        for row in rows
    ]


def decided(agreement: Agreement | None, stored: StoredAnswer | None) -> bool:
    """Whether the workshop has decided a question, and what it decided still stands."""
    return (
        agreement is not None
        and stored is not None
        and agreement.event in (AGREED, CONFIRMED)
        and agreement.answer_seq == stored.seq
    )


def suggestions(source: Readable, round_id: str, unit: str) -> dict[str, list[Proposal]]:
    """Question → its proposals, with an answer already given to the form as one of them (``IN_FORM``).

    What the workshop has agreed on is no proposal.
    """
    proposed = proposals(source, round_id, unit)
    agreed = agreements(source, round_id, unit)
    for question, stored in current(source, round_id, unit).items():
        if not decided(agreed.get(question), stored):
            proposed.setdefault(question, []).append(
                as_record(Proposal, asdict(stored), function=IN_FORM, certain=True)
            )
    return proposed


def agree(store: Store, grant: Grant, form: Questionnaire, sitting: str, answer: Answer) -> int:
    """Record an agreed answer, its ``comment`` being the reason; returns the answer's seq.

    Raises ``reason_missing``, ``text_personal``, ``answer_conflict`` (somebody has answered since ``based_on``), what
    ``answers.record`` raises of an answer that does not fit, and what ``sittings.require_running`` raises.
    """
    reason = (answer.comment or "").strip()
    if not reason:
        raise MognadError("reason_missing", "Skriv varför ni svarar så. En mening räcker.")
    if any(has_number(text or "") for text in (reason, answer.evidence)):
        raise MognadError("text_personal", PERSONAL_NUMBER)
    check_entered(grant, form, answer)
    with store.writing(grant, Act.ANSWER) as transaction:
        running = require_running(transaction, sitting)
        if (answer.round, answer.unit) != (running.round, running.unit):
            raise MognadError("sitting_unknown", "Sammanträdet hör till en annan mätning.")
        seq = _append_answers(transaction, form, running, [answer])[0]
        row = {"sitting": sitting, "question": answer.question, "event": AGREED, "answer_seq": seq}
        transaction.append("agreement", [row])
        return seq


@dataclass(frozen=True, slots=True)
class Parking:
    """A question to be parked in a sitting or (not ``parked``) taken up again."""

    sitting: str
    question: str
    parked: bool = True


def park(store: Store, grant: Grant, form: Questionnaire, parking: Parking) -> None:
    """Park a question that is not decided, or take it up again.

    Raises ``question_unknown``, ``question_decided``, and what ``sittings.require_running`` raises.
    """
    question = parking.question
    check_stands(form, question)
    with store.writing(grant, Act.ANSWER) as transaction:
        sitting = require_running(transaction, parking.sitting)
        held = agreements(transaction, sitting.round, sitting.unit).get(question)
        if decided(held, current(transaction, sitting.round, sitting.unit).get(question)):
            raise MognadError("question_decided", "Frågan är redan beslutad. Ändra svaret i stället för att parkera.")
        event = PARKED if parking.parked else TAKEN_UP
        transaction.append("agreement", [{"sitting": sitting.sitting, "question": question, "event": event}])


@dataclass(frozen=True, slots=True)
class NewConfirmation:
    """An area's proposals to be confirmed in one decision of those ``present`` (person ids).

    ``seen``: the store's position when the proposals were shown.
    """

    sitting: str
    area: str
    questions: Sequence[str]
    present: Sequence[str]
    seen: int


def confirm_area(store: Store, grant: Grant, form: Questionnaire, new: NewConfirmation) -> str:
    """Record an area's proposals as the agreed answers, in one decision; returns the confirmation's id.

    Raises ``area_unknown``, ``question_unknown``, ``names_missing``, ``person_absent``, ``area_empty``,
    ``area_not_agreed`` (the proposals differ, or are none), ``proposal_conflict`` (one has come since), and what
    ``sittings.require_running`` raises.
    """
    if new.area not in {area.name for area in form.areas}:
        raise MognadError("area_unknown", "Området finns inte i formuläret.")
    if not new.questions:
        raise MognadError("area_empty", "Området har inga förslag kvar att bekräfta.")
    for question in new.questions:
        check_stands(form, question)
    if not new.present:
        raise MognadError("names_missing", "Ange vilka som är med och bekräftar.")
    with store.writing(grant, Act.ANSWER) as transaction:
        sitting = require_running(transaction, new.sitting)
        if not {participant.person for participant in sitting.people}.issuperset(new.present):
            raise MognadError("person_absent", "Någon av dem som anges deltar inte i sammanträdet.")
        answers = _confirmed(transaction, sitting, new)
        for answer in answers:
            check_entered(grant, form, answer)
        confirmation = f"c{transaction.last_seq + 1}"
        at_once = {"sitting": new.sitting, "confirmation": confirmation}
        transaction.append("confirmation", [{**at_once, "area": new.area}])
        people = dict.fromkeys(new.present)
        transaction.append("confirmation_person", [{"confirmation": confirmation, "person": who} for who in people])
        seqs = _append_answers(transaction, form, sitting, answers)
        rows = [
            {**at_once, "question": answer.question, "event": CONFIRMED, "answer_seq": seq}
            for answer, seq in zip(answers, seqs, strict=True)
        ]
        transaction.append("agreement", rows)
        return confirmation


def merged_texts(proposals: Sequence[Proposal]) -> tuple[str | None, str | None]:
    """Reason and evidence of proposals that say the same, each text once, with its function where there are several."""
    return _merged((each.function, each.comment) for each in proposals), _merged(
        (each.function, each.evidence) for each in proposals
    )


def _merged(texts: Iterable[tuple[str, str | None]]) -> str | None:
    written = [(function, text) for function, text in texts if text]
    if len({text for _, text in written}) < 2:
        return written[0][1] if written else None
    return " · ".join(f"{function}: {text}" for function, text in written)


def _confirmed(source: Readable, sitting: Sitting, new: NewConfirmation) -> list[Answer]:
    proposed = suggestions(source, sitting.round, sitting.unit)
    newest = newest_seqs(source, sitting.round, sitting.unit)
    answers = []
    for question in dict.fromkeys(new.questions):
        own, based_on = proposed.get(question, []), newest.get(question, 0)
        if max([based_on, *(proposal.seq for proposal in own)]) > new.seen:
            raise MognadError(
                "proposal_conflict", "Ett nytt förslag har kommit i området. Inget är bekräftat. Läs det först."
            )
        if len({proposal.stand for proposal in own}) != 1 or own[0].state is AnswerState.UNKNOWN:
            raise MognadError(
                "area_not_agreed", "Förslagen i området är inte eniga. Ta frågan för sig i stället för att bekräfta."
            )
        comment, evidence = merged_texts(own)
        dated = next((each.evidence_date for each in own if each.evidence == evidence and evidence), None)
        place = (sitting.round, sitting.unit, question)
        answers.append(Answer(*place, *own[0].stand, comment, evidence, dated, based_on=based_on))
    return answers


def _append_answers(
    transaction: Transaction, form: Questionnaire, sitting: Sitting, answers: Sequence[Answer]
) -> list[int]:
    held = submissions(transaction, sitting.round).get(sitting.unit)
    # After submission a change has its reason; here that is what the workshop said.
    submitted = held is not None and held.holds
    entered = [
        replace(answer, source=WORKSHOP, reason=(answer.comment or "Bekräftat i arbetsmötet") if submitted else None)
        for answer in answers
    ]
    return [receipt.seq for receipt in append_entered(transaction, form, entered)]
