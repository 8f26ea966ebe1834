"""Standing answers in long form, as ``answer_files`` reads them."""

from datetime import date

from base.clock import FAR
from data.ledger.store import Readable
from data.measuring.answers import AnswerState
from data.measuring.rounds import rounds
from data.organisation.units import units, words_for_files


def export_rows(store: Readable, form_id: str, known_at: int | None = None) -> list[list[str | date | None]]:
    """Every standing answer of a questionnaire, in the order of ``answer_rows.COLUMNS``.

    A unit is told by its code, else by its name where only one bears it, else by its id.
    """
    position = store.position() if known_at is None else known_at
    measurements = {r.round: r for r in rounds(store, form_id, FAR, position)}
    texts = {r.round: words_for_files(units(store, r.as_of, position)) for r in measurements.values()}
    answers = store.query(
        "SELECT a.round, a.unit, a.question, a.state, a.alternative, a.comment FROM known_answers($known_at) a "
        "JOIN known_rounds(DATE '9999-12-31', $known_at) r USING (round) WHERE r.questionnaire = $form "
        "ORDER BY r.as_of, a.round, a.unit, a.question",
        {"known_at": position, "form": form_id},
    )
    return [
        [
            measurements[a["round"]].name,
            measurements[a["round"]].as_of,
            texts[a["round"]].get(a["unit"], a["unit"]),
            a["question"],
            a["alternative"] if a["state"] == AnswerState.ANSWERED else a["state"],
            a["comment"],
        ]
        for a in answers
    ]
