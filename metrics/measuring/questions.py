"""Question by question: how a scope's respondents have answered, together and one by one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from base.formats import NO_VALUE, exact, number
from data.ledger.store import Readable
from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import of_round
from metrics.measuring.scoring import ANSWERED, NOT_APPLICABLE, UNKNOWN
from questionnaires.answer_words import several_labels, with_unit
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many gave each answer (``alternatives``: what is said), of ``expected`` asked. The four kinds sum to it."""

    question: str
    alternatives: Mapping[str, int]
    unknown: int
    not_applicable: int
    expected: int

    @property
    def answered(self) -> int:
        """Those who chose an alternative, or gave a value."""
        return sum(self.alternatives.values())

    @property
    def unanswered(self) -> int:
        """Those who have said nothing yet."""
        return self.expected - self.answered - self.unknown - self.not_applicable


def question_counts(store: Readable, wanted: WantedRound, branch: str | None = None) -> tuple[QuestionCounts, ...]:
    """The questions that a branch's (or the municipality's) respondents are asked by their role, in the form's order.

    Raises ``round_unknown``.
    """
    view = wanted.view(store)
    chosen, respondents = of_round(store, wanted, branch)
    asked = {respondent.unit: frozenset(respondent.profile.asked) for respondent in respondents}
    expected = Counter(name for questions in asked.values() for name in questions)
    rows = store.query(
        "SELECT unit, question, state, alternative FROM known_answers($known_at, corrected := $corrected) "
        "WHERE round = $round",
        {"known_at": view.known_at, "corrected": view.corrected, "round": chosen.round},
    )
    given: dict[str, Counter[tuple[str, str | None]]] = {name: Counter() for name in expected}
    for row in rows:
        if row["question"] in asked.get(row["unit"], frozenset()):
            key = row["state"], row["alternative"] if row["state"] == ANSWERED else None
            given[row["question"]][key] += 1
    return tuple(
        _counts(question.name, given[question.name], expected[question.name])
        for question in chosen.scoring.form.survey
        if question.name in expected
    )


def counted_words(form: Questionnaire, count: QuestionCounts) -> str:
    """What was answered, in words (not escaped): ``Ja: 3 · Nej: 1``, ``lägst 2, medel 4,5, högst 7 dagar``.

    Texts are not told here; ``–`` where there is nothing to tell.
    """
    question, said = form.question(count.question), count.alternatives
    if not said or question.kind == "text":
        return NO_VALUE
    if question.is_number:
        values = [Decimal(text) for text, times in said.items() for _ in range(times)]
        mean = number(Fraction(sum(values)) / len(values), 1)
        return f"lägst {exact(min(values))}, medel {mean}, högst {with_unit(question, exact(max(values)))}"
    if question.kind == "date":
        return f"{min(said)} – {max(said)}" if len(said) > 1 else min(said)
    if question.kind == "select_one":
        labels = {choice.name: choice.label for choice in form.choices_of(question)}
    else:
        labels = several_labels(form, question)
    times = {name: sum(n for text, n in said.items() if name in text.split()) for name in labels}
    return " · ".join(f"{label}: {times[name]}" for name, label in labels.items() if times[name]) or NO_VALUE


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
    store: Readable, wanted: WantedRound, question: str, branch: str | None = None
) -> tuple[GivenAnswer, ...]:
    """The answers of those of a branch's respondents that are asked a question by their role, by name.

    Raises ``round_unknown``.
    """
    view = wanted.view(store)
    chosen, respondents = of_round(store, wanted, branch)
    asked = {each.unit: each.name for each in respondents if question in each.profile.asked}
    rows = store.query(
        "SELECT u.unit, u.name, a.state, a.alternative, a.comment, a.evidence, a.evidence_date FROM ("
        "  SELECT unnest($units) AS unit, unnest($names) AS name) u LEFT JOIN ("
        "  SELECT * FROM known_answers($known_at, corrected := $corrected) "
        "  WHERE round = $round AND question = $question) a USING (unit) ORDER BY u.name COLLATE sv, u.unit",
        {
            "units": list(asked),
            "names": list(asked.values()),
            "known_at": view.known_at,
            "corrected": view.corrected,
            "round": chosen.round,
            "question": question,
        },
    )
    return tuple(GivenAnswer(**row) for row in rows)


def _counts(question: str, given: Counter[tuple[str, str | None]], expected: int) -> QuestionCounts:
    return QuestionCounts(
        question=question,
        alternatives={name: n for (state, name), n in given.items() if state == ANSWERED and name is not None},
        unknown=given[UNKNOWN, None],
        not_applicable=given[NOT_APPLICABLE, None],
        expected=expected,
    )
