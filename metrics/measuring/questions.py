"""Question by question: how a scope's respondents have answered, together and one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.ledger.store import Readable
from metrics.measuring.respondents import of_round
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, UNKNOWN


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many gave each alternative (by its name), of ``expected`` asked. The four kinds of answer sum to it."""

    question: str
    alternatives: Mapping[str, int]
    unknown: int
    not_applicable: int
    expected: int

    @property
    def answered(self) -> int:
        """Those who chose an alternative."""
        return sum(self.alternatives.values())

    @property
    def unanswered(self) -> int:
        """Those who have said nothing yet."""
        return self.expected - self.answered - self.unknown - self.not_applicable


def question_counts(
    store: Readable,
    questionnaire: str,
    round_id: str,
    branch: str | None = None,
    known_at: int | None = None,
    *,
    corrected: bool = False,
) -> tuple[QuestionCounts, ...]:
    """The questions that a branch's (or the municipality's) respondents are asked by their role, in the form's order.

    A closed round is read at its closing; ``corrected``: with what has been corrected since. Raises ``round_unknown``.
    """
    position = store.position() if known_at is None else known_at
    chosen, respondents = of_round(store, questionnaire, round_id, branch, position)
    asked = {found.unit: frozenset(found.profile.asked) for found in respondents}
    expected: dict[str, int] = {}
    for questions in asked.values():
        for name in questions:
            expected[name] = expected.get(name, 0) + 1
    rows = store.query(
        "SELECT unit, question, state, alternative FROM known_answers($known_at, corrected := $corrected) "
        "WHERE round = $round",
        {"known_at": position, "corrected": corrected, "round": chosen.round},
    )
    given: dict[str, dict[str, int]] = {name: {} for name in expected}
    for row in rows:
        if row["question"] in asked.get(row["unit"], frozenset()):
            key = row["alternative"] if row["state"] == ANSWERED else f" {row['state']}"
            counts = given[row["question"]]
            counts[key] = counts.get(key, 0) + 1
    return tuple(
        _counts(question.name, given[question.name], expected[question.name])
        for question in chosen.scoring.form.survey
        if question.name in expected
    )


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One respondent's answer to a question; ``state`` is None where nothing is said."""

    unit: str
    name: str
    state: str | None
    alternative: str | None
    comment: str | None
    evidence: str | None
    evidence_date: date | None


def given_answers(
    store: Readable,
    questionnaire: str,
    round_id: str,
    question: str,
    branch: str | None = None,
    known_at: int | None = None,
    *,
    corrected: bool = False,
) -> tuple[GivenAnswer, ...]:
    """The answers of those of a scope's respondents that are asked a question by their role, by name.

    A closed round is read as in ``question_counts``. Raises ``round_unknown``.
    """
    position = store.position() if known_at is None else known_at
    chosen, respondents = of_round(store, questionnaire, round_id, branch, position)
    asked = {found.unit: found.name for found in respondents if question in found.profile.asked}
    rows = store.query(
        "SELECT u.unit, u.name, a.state, a.alternative, a.comment, a.evidence, a.evidence_date FROM ("
        "  SELECT unnest($units) AS unit, unnest($names) AS name) u LEFT JOIN ("
        "  SELECT * FROM known_answers($known_at, corrected := $corrected) "
        "  WHERE round = $round AND question = $question) a USING (unit) ORDER BY u.name COLLATE sv, u.unit",
        {
            "units": list(asked),
            "names": list(asked.values()),
            "known_at": position,
            "corrected": corrected,
            "round": chosen.round,
            "question": question,
        },
    )
    return tuple(GivenAnswer(**row) for row in rows)


def _counts(question: str, given: Mapping[str, int], expected: int) -> QuestionCounts:
    return QuestionCounts(
        question=question,
        alternatives={key: n for key, n in given.items() if not key.startswith(" ")},
        unknown=given.get(f" {UNKNOWN}", 0),
        not_applicable=given.get(f" {NOT_APPLICABLE}", 0),
        expected=expected,
    )
