"""Proposals before a workshop: what each function thinks a question's answer is, why, and with what evidence.

The newest row per (round, unit, question, function) counts. Several functions may propose for one question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record, newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import MAX_TEXT, checked_text, trimmed
from data.measuring.answers import Answer, AnswerState, Stand, check_entered, require_open, said_columns
from data.workshop.responsible import function_key, functions
from questionnaires.model import Questionnaire

LINK = "link"


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
    by_question: dict[str, list[Proposal]] = {}
    for proposal in _newest(source, round_id, unit, known_at).values():
        if proposal.state is not AnswerState.CLEARED:
            by_question.setdefault(proposal.question, []).append(proposal)
    return {question: sorted(rows, key=lambda row: row.seq) for question, rows in by_question.items()}


def proposal_seqs(source: Readable, round_id: str, unit: str, function: str) -> dict[str, int]:
    """Question → newest seq of a function's proposals, those taken back included: what ``based_on`` must be."""
    wanted = function_key(function)
    return {
        question: row.seq for (question, key), row in _newest(source, round_id, unit, None).items() if key == wanted
    }


@dataclass(frozen=True, slots=True)
class NewProposals:
    """Proposals for one unit in a round. ``source``: ``LINK`` or ``SHEET``."""

    round: str
    unit: str
    given: Sequence[Proposed]
    source: str = LINK


def propose(store: Store, grant: Grant, form: Questionnaire, new: NewProposals) -> list[int]:
    """Record proposals, all of them or none; returns their seqs.

    Raises ``function_unknown`` (it has not the question), ``text_personal``, ``proposal_conflict`` (the function has
    sent another since ``based_on``), what ``require_open`` raises, and what ``answers.record`` raises of an answer
    that does not fit its question. ``form`` is the version the round was opened with.
    """
    for proposed in new.given:
        _check(grant, form, new, proposed)
    with store.writing(grant, Act.ANSWER) as transaction:
        require_open(transaction, new.round, new.unit)
        named = functions(transaction, form, new.round, new.unit)
        newest = _newest(transaction, new.round, new.unit, None)
        for proposed in new.given:
            key = function_key(proposed.function)
            held = newest.get((proposed.question, key))
            if held is None and key not in {function_key(name) for name in named[proposed.question]}:
                raise MognadError(
                    "function_unknown", f"”{proposed.function}” ska inte lämna förslag på frågan. Fråga samordnaren."
                )
            if held is not None and held.seq > proposed.based_on:
                raise MognadError(
                    "proposal_conflict",
                    "Någon annan har lämnat förslag för samma funktion sedan du öppnade frågan. Ditt är inte sparat. "
                    "Läs det nya förslaget och välj igen.",
                )
        return list(transaction.append("proposal", [_row(form, new, proposed) for proposed in new.given]))


def _check(grant: Grant, form: Questionnaire, new: NewProposals, proposed: Proposed) -> None:
    stand = (proposed.question, proposed.state, proposed.alternative)
    check_entered(grant, form, Answer(new.round, new.unit, *stand, proposed.comment, proposed.evidence))
    for text in (proposed.comment, proposed.evidence):
        checked_text(text, MAX_TEXT)


def _row(form: Questionnaire, new: NewProposals, proposed: Proposed) -> dict[str, object]:
    of = {"round": new.round, "unit": new.unit, "source": new.source, "duty": " ".join(proposed.function.split())}
    own = {name: value for name, value in trimmed(proposed).items() if name != "function"}
    return said_columns(form, proposed.question, {**own, **of, "state": proposed.state.value})


def _newest(source: Readable, round_id: str, unit: str, known_at: int | None) -> dict[tuple[str, str], Proposal]:
    rows = newest_rows(source, "proposal", ["question", "duty"], {"round": round_id, "unit": unit}, known_at)
    # A function may be written in several ways, each with a newest row: the last of them counts.
    return {
        (row["question"], function_key(row["duty"])): as_record(
            Proposal,
            row,
            function=row["duty"],
            state=AnswerState(row["state"]),
            alternative=row["alternative"] or row["value"],
        )
        for row in rows
    }
