"""Proposals before a workshop: what each function thinks a question's answer is, why, and with what evidence.

The newest row per (round, unit, question, function) counts. Several functions may propose for one question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store
from data.measuring.answers import SHEET, Answer, AnswerState, Stand, check_entered, require_open
from data.registers.values.personal import has_number
from data.workshop.responsible import function_key, functions
from questionnaires.model import Questionnaire

LINK = "link"
SOURCES = (LINK, SHEET)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a function proposes. ``based_on``: the seq of its proposal that the writer saw (0: none).

    ``state`` CLEARED takes the proposal back. ``certain``: how sure the function says it is.
    """

    question: str
    function: str
    state: AnswerState
    alternative: str | None = None
    certain: bool = True
    comment: str | None = None
    evidence: str | None = None
    evidence_date: date | None = None
    based_on: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stands in the ledger. ``recorded_at``: naive UTC."""

    question: str
    function: str
    state: AnswerState
    alternative: str | None
    certain: bool
    comment: str | None
    evidence: str | None
    evidence_date: date | None
    seq: int
    recorded_at: datetime

    @property
    def stand(self) -> Stand:
        """The answer it proposes."""
        return self.state, self.alternative

    @property
    def sure(self) -> bool:
        """Whether it proposes something, and says it is sure."""
        return self.certain and self.state is not AnswerState.UNKNOWN


def proposals(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> dict[str, list[Proposal]]:
    """Question → its proposals that stand, in the order they last changed."""
    found: dict[str, list[Proposal]] = {}
    for proposal in _newest(source, round_id, unit, known_at).values():
        if proposal.state is not AnswerState.CLEARED:
            found.setdefault(proposal.question, []).append(proposal)
    return {question: sorted(rows, key=lambda row: row.seq) for question, rows in found.items()}


def proposal_seqs(source: Readable, round_id: str, unit: str, function: str) -> dict[str, int]:
    """Question → newest seq of a function's proposals, those taken back included: what ``based_on`` must be."""
    wanted = function_key(function)
    return {
        question: row.seq for (question, key), row in _newest(source, round_id, unit, None).items() if key == wanted
    }


def propose(
    store: Store,
    grant: Grant,
    form: Questionnaire,
    round_id: str,
    unit: str,
    given: Sequence[Proposed],
    source: str = LINK,
) -> list[int]:
    """Record proposals, all of them or none; returns their seqs.

    Raises ``function_unknown`` (it has not the question), ``text_personal``, ``proposal_conflict`` (the function has
    sent another since ``based_on``), what ``require_open`` raises, and what ``answers.record`` raises of an answer
    that does not fit its question. ``form`` is the version the round was opened with.
    """
    for one in given:
        _check(grant, form, round_id, unit, one)
    with store.writing(grant, Act.ANSWER) as transaction:
        require_open(transaction, round_id, unit)
        known = functions(transaction, form, round_id, unit)
        newest = _newest(transaction, round_id, unit, None)
        for one in given:
            key = function_key(one.function)
            held = newest.get((one.question, key))
            if held is None and key not in {function_key(name) for name in known[one.question]}:
                raise MognadError(
                    "function_unknown", f"”{one.function}” ska inte lämna förslag på frågan. Fråga samordnaren."
                )
            if held is not None and held.seq > one.based_on:
                raise MognadError(
                    "proposal_conflict",
                    "Någon annan har lämnat förslag för samma funktion sedan du öppnade frågan. Ditt är inte sparat. "
                    "Läs det nya förslaget och välj igen.",
                )
        return list(transaction.append("proposal", [_row(round_id, unit, one, source) for one in given]))


def _check(grant: Grant, form: Questionnaire, round_id: str, unit: str, one: Proposed) -> None:
    answer = Answer(round_id, unit, one.question, one.state, one.alternative, one.comment, one.evidence)
    check_entered(grant, form, answer)
    if any(has_number(text or "") for text in (one.comment, one.evidence)):
        raise MognadError("text_personal", "Texten innehåller ett personnummer. Ta bort det.")


def _row(round_id: str, unit: str, one: Proposed, source: str) -> dict[str, object]:
    return {
        "round": round_id,
        "unit": unit,
        "question": one.question,
        "duty": " ".join(one.function.split()),
        "state": one.state.value,
        "alternative": one.alternative,
        "certain": one.certain,
        "comment": (one.comment or "").strip() or None,
        "evidence": (one.evidence or "").strip() or None,
        "evidence_date": one.evidence_date,
        "based_on": one.based_on,
        "source": source,
    }


def _newest(source: Readable, round_id: str, unit: str, known_at: int | None) -> dict[tuple[str, str], Proposal]:
    rows = source.query(
        "SELECT question, duty, state, alternative, certain, comment, evidence, evidence_date, seq, recorded_at "
        "FROM store.proposal WHERE round = $round AND unit = $unit AND seq <= $known_at ORDER BY seq",
        {"round": round_id, "unit": unit, "known_at": source.position() if known_at is None else known_at},
    )
    found: dict[tuple[str, str], Proposal] = {}
    for row in rows:
        duty = row.pop("duty")
        proposal = Proposal(**{**row, "function": duty, "state": AnswerState(row["state"])})
        found[(proposal.question, function_key(duty))] = proposal
    return found
