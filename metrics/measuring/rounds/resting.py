"""The questions that rest in a round, in words, and the answers that they have got all the same."""

from collections.abc import Sequence

from base.formats import listing, number, plural
from data.ledger.store import Readable
from data.measuring.rounds import Round
from questionnaires.model import Questionnaire

MOST_NAMED = 5


def resting_sentence(form: Questionnaire, resting: Sequence[str]) -> str:
    """``2 av 10 frågor vilar i den här mätningen och ställs inte: ”…” och ”…”.``; empty where none rests.

    With more than ``MOST_NAMED`` the others are counted.
    """
    if not resting:
        return ""
    labels = [f"”{form.question(name).label}”" for name in resting[:MOST_NAMED]]
    more = len(resting) - len(labels)
    named = listing([*labels, f"{number(more)} till"] if more else labels)
    counted = f"{number(len(resting))} av {plural(len(form.questions), 'fråga', 'frågor')}"
    return f"{counted} vilar i den här mätningen och ställs inte: {named}."


def resting_answers_sentence(store: Readable, measurement: Round) -> str:
    """``3 svar på frågor som vilar är sparade men räknas inte.``; empty where there are none."""
    if not measurement.resting:
        return ""
    rows = store.query(
        "SELECT count(*) AS answers FROM known_answers($known_at) "
        "WHERE round = $round AND list_contains($resting, question)",
        {"known_at": store.position(), "round": measurement.round, "resting": list(measurement.resting)},
    )
    answers = int(rows[0]["answers"])
    if not answers:
        return ""
    saved = "är sparat" if answers == 1 else "är sparade"
    return f"{number(answers)} svar på frågor som vilar {saved} men räknas inte."
