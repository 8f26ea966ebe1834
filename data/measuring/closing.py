"""How a round ends: closed, approved; reopened with a reason; corrected afterwards with the correction kept.

A closing keeps a digest of what it closed, so that a later change can be shown.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from base.actors import Act, Grant
from base.errors import MognadError
from base.hashing import canonical_json, sha256_text
from data.ledger.newest import as_record, every_row
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_TEXT, checked_text, reason_text
from data.measuring.answers import CORRECTION, Answer, AnswerState, Recorded, Stand, append_entered, check_entered
from data.measuring.rounds import Round, find_round, require_asked, require_opened
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class RoundEvent:
    """What happened to a round: ``opened``, ``reminded``, ``closed``, ``reopened``, ``approved``, ``withdrawn``.

    ``reason``: why it was reopened or withdrawn; of a reminder, how many were reminded. ``recorded_at``: naive UTC.
    """

    seq: int
    event: str
    recorded_at: datetime
    actor: str
    reason: str | None
    approver: str | None
    decided_on: date | None
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """An answer that no longer says what it said when its round was first closed (*rättad i efterhand*).

    ``before`` and ``after``: (state, alternative), None for no answer. ``reason``: why, where one was given.
    """

    unit: str
    question: str
    before: Stand | None
    after: Stand | None
    seq: int
    recorded_at: datetime
    actor: str
    reason: str | None


def close_round(store: Store, grant: Grant, round_id: str) -> int:
    """Close an open round; returns the closing's seq.

    From then on it is read at that position. Raises ``round_unknown`` and ``round_not_open``.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        require_opened(transaction, round_id, "Mätningen är inte öppen och kan därför inte avslutas.")
        return append_closing(transaction, round_id)


def append_closing(transaction: Transaction, round_id: str) -> int:
    """Close an open round inside somebody else's transaction; returns the closing's seq."""
    digest = closing_digest(transaction, round_id, transaction.last_seq)
    row = {"round": round_id, "event": "closed", "digest": canonical_json(digest)}
    return transaction.append("round_event", [row])[0]


def reopen_round(store: Store, grant: Grant, round_id: str, reason: str) -> None:
    """Open a closed round again; an approval no longer holds.

    Raises ``round_unknown``, ``round_not_closed``, ``reason_missing``, ``text_too_long`` and ``text_personal``.
    """
    why = reason_text(reason, "Skriv varför mätningen öppnas igen.")
    with store.writing(grant, Act.PLAN) as transaction:
        _require_closed(find_round(transaction, round_id))
        transaction.append("round_event", [{"round": round_id, "event": "reopened", "reason": why}])


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has approved a result, when, and its case number (*diarienummer*).

    ``closed_seq``: the closing whose result was read.
    """

    approver: str
    decided_on: date
    case_number: str = ""
    closed_seq: int | None = None


def approve_round(store: Store, grant: Grant, round_id: str, approval: Approval) -> None:
    """Record that a closed round is *fastställd*.

    Raises ``round_unknown``, ``round_not_closed``, ``round_approved`` (it is so already), ``round_closed_anew`` (the
    closing that was read is not the newest), ``approver_missing``, ``approval_date`` (before the day that the round
    shows, or later than today), and ``text_too_long`` and ``text_personal`` of approver and case number.
    """
    who, case = checked_text(approval.approver), checked_text(approval.case_number)
    if who is None:
        raise MognadError("approver_missing", "Skriv vem som har fastställt resultatet.")
    with store.writing(grant, Act.APPROVE) as transaction:
        ended = _require_closed(find_round(transaction, round_id))
        if ended.approved:
            raise MognadError("round_approved", f"Resultatet är redan fastställt av {ended.approver}.")
        if approval.closed_seq not in (None, ended.closed_seq):
            raise MognadError(
                "round_closed_anew",
                "Mätningen har öppnats och avslutats igen. Läs det nya resultatet och fastställ det.",
            )
        if not ended.as_of <= approval.decided_on <= transaction.today:
            raise MognadError(
                "approval_date",
                f"Ett resultat fastställs tidigast den dag det gäller ({ended.as_of}) och senast i dag. Rätta datumet.",
            )
        row = {"round": round_id, "event": "approved", "approver": who, "case_number": case}
        transaction.append("round_event", [{**row, "decided_on": approval.decided_on}])


def correct_answer(store: Store, grant: Grant, questionnaire: Questionnaire, answer: Answer) -> Recorded:
    """Correct one answer of a closed round. The closed figure stands; the corrected one can be asked for.

    ``answer.reason`` is required (``reason_missing``; ``text_too_long`` and ``text_personal``). Raises
    ``round_unknown``, ``round_not_closed``, ``unit_not_asked``, and what ``answers.record`` raises of an answer that
    does not fit its questionnaire.
    """
    why = reason_text(answer.reason, "Skriv varför svaret rättas.", MAX_TEXT)
    entered = replace(answer, source=CORRECTION, reason=why)
    check_entered(grant, questionnaire, entered)
    with store.writing(grant, Act.CORRECT) as transaction:
        _require_closed(find_round(transaction, answer.round))
        require_asked(transaction, answer.round, [answer.unit])
        return append_entered(transaction, questionnaire, [entered])[0]


def round_events(source: Readable, round_id: str) -> list[RoundEvent]:
    """Everything that has happened to a round, in order."""
    return [as_record(RoundEvent, row) for row in every_row(source, "round_event", {"round": round_id})]


def restatements(source: Readable, round_id: str, known_at: int | None = None) -> list[Restatement]:
    """What has been changed since the round was first closed: after a reopening, or by correction. Newest last."""
    position = source.position() if known_at is None else known_at
    rows = source.query(
        "WITH first AS (SELECT min(seq) AS seq FROM store.round_event "
        "  WHERE round = $round AND event = 'closed' AND seq <= $known_at), "
        "standing AS (SELECT unit, question, "
        "  arg_max(struct_pack(state, alternative), seq) FILTER (seq <= (SELECT seq FROM first)) AS before, "
        "  arg_max(struct_pack(state, alternative, seq, recorded_at, actor, reason), seq) AS after "
        "  FROM answer_rows() WHERE round = $round AND seq <= $known_at GROUP BY unit, question) "
        "SELECT unit, question, before, after FROM standing "
        "WHERE after.seq > (SELECT seq FROM first) AND (before IS NULL OR before.state <> after.state "
        "  OR before.alternative IS DISTINCT FROM after.alternative) ORDER BY after.seq",
        {"round": round_id, "known_at": position},
    )
    restated = [
        as_record(Restatement, {**row, **row["after"]}, before=_said(row["before"]), after=_said(row["after"]))
        for row in rows
    ]
    return [restatement for restatement in restated if restatement.before != restatement.after]


def _said(struct: dict[str, str | None] | None) -> Stand | None:
    if struct is None or struct["state"] == AnswerState.CLEARED:
        return None
    return AnswerState(str(struct["state"])), struct["alternative"]


def _require_closed(measurement: Round) -> Round:
    if measurement.state != "closed":
        raise MognadError("round_not_closed", "Mätningen är inte avslutad än. Avsluta den först.")
    return measurement


def closing_digest(source: Readable, round_id: str, position: int) -> dict[str, object]:
    """What a closing at ``position`` closes: definition hash, units, and the hashes of answers and overrides."""
    parameters = {"round": round_id, "position": position}
    answers, overrides = (
        source.query(
            f"SELECT arg_max(row_hash, seq) AS row_hash FROM store.{table} WHERE round = $round AND seq <= $position "
            f"GROUP BY unit, {of} ORDER BY unit, {of}",
            parameters,
        )
        for table, of in (("answer", "question"), ("override", "area"))
    )
    units = source.query("SELECT unit FROM known_round_units($position) WHERE round = $round ORDER BY unit", parameters)
    definition = source.query(
        "SELECT d.content_hash FROM store.round r JOIN store.definition d ON d.seq = r.definition_seq "
        "WHERE r.round = $round",
        {"round": round_id},
    )
    return {
        "position": position,
        "definition": definition[0]["content_hash"] if definition else None,
        "units": [row["unit"] for row in units],
        "answers": sha256_text("\n".join(row["row_hash"] for row in answers)),
        "answer_count": len(answers),
        "overrides": sha256_text("\n".join(row["row_hash"] for row in overrides)),
    }
