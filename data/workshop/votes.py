"""Votes without names: how many held each answer to be the right one.

A count of hands is one voting, with a row for each alternative; the newest voting of a question is its vote.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import as_record
from data.ledger.store import Readable, Store
from data.measuring.answers import Answer, AnswerState, Stand, check_answer, said_columns
from data.workshop.sittings import require_running
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Voting:
    """How a vote fell: stand → votes, those without votes too. ``recorded_at``: naive UTC."""

    voting: str
    question: str
    sitting: str
    seq: int
    recorded_at: datetime
    votes: Mapping[Stand, int]


def votings(source: Readable, round_id: str, unit: str, known_at: int | None = None) -> dict[str, Voting]:
    """Question → its newest vote."""
    rows = source.query(
        "SELECT voting, v.question, sitting, v.seq, v.recorded_at, v.state, coalesce(v.alternative, v.value) AS said, "
        "v.votes FROM store.vote v "
        "WHERE v.seq <= $known_at AND sitting IN "
        "(SELECT sitting FROM store.sitting WHERE round = $round AND unit = $unit) ORDER BY v.seq",
        {"round": round_id, "unit": unit, "known_at": source.position() if known_at is None else known_at},
    )
    newest: dict[str, Voting] = {}
    for row in rows:
        held = newest.get(row["question"])
        votes = dict(held.votes) if held and held.voting == row["voting"] else {}
        votes[(AnswerState(row["state"]), row["said"])] = row["votes"]
        newest[row["question"]] = as_record(Voting, row, votes=votes)
    return newest


@dataclass(frozen=True, slots=True)
class NewVoting:
    """How a vote fell. ``based_on``: the seq of the vote the moderator saw (0: none)."""

    sitting: str
    question: str
    votes: Mapping[Stand, int]
    based_on: int = 0


def record_votes(store: Store, grant: Grant, form: Questionnaire, new: NewVoting) -> str:
    """Record how a vote fell; returns its id.

    Raises ``question_unknown``, ``alternative_unknown``, ``votes_invalid`` (below 0), ``votes_missing`` (none at all),
    ``votes_exceed`` (more than take part), ``vote_conflict``, and what ``sittings.require_running`` raises.
    """
    check_stands(form, new.question, new.votes)
    if any(isinstance(count, bool) or count < 0 for count in new.votes.values()):
        raise MognadError("votes_invalid", "Antalet röster är noll eller mer. Rätta talet.")
    total = sum(new.votes.values())
    if not total:
        raise MognadError("votes_missing", "Räkna rösterna först.")
    with store.writing(grant, Act.ANSWER) as transaction:
        sitting = require_running(transaction, new.sitting)
        if total > len(sitting.people):
            raise MognadError(
                "votes_exceed",
                f"{total} röster men {len(sitting.people)} deltar. Räkna om, eller lägg till den som fattas bland "
                "deltagarna.",
            )
        held = votings(transaction, sitting.round, sitting.unit).get(new.question)
        if held is not None and held.seq > new.based_on:
            raise MognadError(
                "vote_conflict", "Någon annan har redan räknat rösterna på frågan. Dina är inte sparade. Läs dem först."
            )
        voting = f"v{transaction.last_seq + 1}"
        of = {"voting": voting, "sitting": new.sitting, "question": new.question, "based_on": new.based_on}
        rows = [
            said_columns(form, new.question, {**of, "state": state.value, "alternative": said, "votes": count})
            for (state, said), count in new.votes.items()
        ]
        transaction.append("vote", rows)
        return voting


def check_stands(form: Questionnaire, question: str, given: Iterable[Stand] = ()) -> None:
    """A question that is not the form's is ``question_unknown``, a stand it has not ``alternative_unknown``."""
    if question not in {asked.name for asked in form.questions}:
        raise MognadError("question_unknown", f"Frågan ”{question}” finns inte i formuläret.")
    for state, said in given:
        if state is AnswerState.CLEARED:
            raise MognadError("alternative_unknown", "Svarsalternativet finns inte i frågan.")
        check_answer(form, Answer("", "", question, state, said))
