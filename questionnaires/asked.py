"""Which questions a unit is asked: its role decides, then its attributes."""

import math
from collections.abc import Collection, Iterable, Mapping

from base.unit_kinds import find_kind
from questionnaires.model import Question, Questionnaire, RespondentRole
from questionnaires.relevance import evaluate

_WORDS_PER_MINUTE = 180
_SECONDS_TO_JUDGE = 40
# A management group that places itself on a ladder talks each question through: our mognadsmätning gives a kontor's
# group 90 minutes for its 24 questions, reading included.
SECONDS_OF_DIALOGUE = 90 * 60 // 24
_STEP = 5


def role_of(kind: str) -> RespondentRole:
    """As what a unit of this kind answers: the municipality, a kontor (branch), or else a unit.

    The kinds and their roles are data (``base/unit_kinds.yaml``); a kind that is not known answers as a unit.
    """
    known = find_kind(kind)
    return known.role if known else "unit"


def asked(
    questionnaire: Questionnaire, kind: str, attributes: Mapping[str, object], resting: Collection[str] = ()
) -> tuple[Question, ...]:
    """The questions a unit of this kind with these attributes is asked, in the form's order.

    A questionnaire without questions for the role asks the unit all of them:
    whoever chose to ask it meant something by it. A question that does not
    concern the unit by its attributes (``relevant``) is not asked at all, nor
    is one that rests in the round (``resting``).
    """
    own = questionnaire.questions_for(role_of(kind)) or questionnaire.questions
    known = {**attributes, "kind": kind}
    return tuple(question for question in own if question.name not in resting and evaluate(question.relevant, known))


def notes_before(
    questionnaire: Questionnaire, kind: str, attributes: Mapping[str, object], resting: Collection[str] = ()
) -> dict[str, tuple[Question, ...]]:
    """Question → the notes that a unit of this kind reads before it: those that stand above it in its area."""
    own = {question.name for question in asked(questionnaire, kind, attributes, resting)}
    facts = {**attributes, "kind": kind}
    before: dict[str, tuple[Question, ...]] = {}
    waiting: dict[str, list[Question]] = {}
    for row in questionnaire.survey:
        if row.kind == "note" and role_of(kind) in row.respondents and evaluate(row.relevant, facts):
            waiting.setdefault(row.area, []).append(row)
        elif row.name in own and (notes := waiting.pop(row.area, ())):
            before[row.name] = tuple(notes)
    return before


def voluntary(
    questionnaire: Questionnaire, kind: str, attributes: Mapping[str, object], resting: Collection[str] = ()
) -> tuple[Question, ...]:
    """The questions beside its own that a unit may answer if it wants to: the rest of the bank that concerns it.

    There are such only where levels are steps of a ladder: there an area is judged by its lowest part, once one
    respondent has answered all parts. They are never expected, and count in that respondent's levels alone.
    """
    if not _is_ladder(questionnaire):
        return ()
    left_out = {question.name for question in asked(questionnaire, kind, attributes)}.union(resting)
    facts = {**attributes, "kind": kind}
    return tuple(
        question
        for question in questionnaire.questions
        if question.name not in left_out and evaluate(question.relevant, facts)
    )


def _is_ladder(questionnaire: Questionnaire) -> bool:
    """Whether a level is a step that one places oneself on, and not worked out from what is fulfilled."""
    return bool(questionnaire.level_labels) and not questionnaire.has_level_rules


def minutes_to_answer(
    questionnaire: Questionnaire, questions: Iterable[Question], role: RespondentRole = "organisation"
) -> int:
    """About how long the questions take whoever answers as ``role``, in whole five minutes.

    Reading at 180 words a minute (an ordinary pace for Swedish prose on a
    screen) and 40 seconds to judge each question; a kontor agrees on a ladder's
    steps in a dialogue (``SECONDS_OF_DIALOGUE`` a question).
    """
    if role == "branch" and _is_ladder(questionnaire):
        return _whole_steps(len(list(questions)) * SECONDS_OF_DIALOGUE / 60)
    words = seconds = 0
    read_lists: set[str] = set()
    for question in questions:
        seconds += _SECONDS_TO_JUDGE
        words += _words(question.label, question.hint, question.criteria)
        if question.list_name not in read_lists:
            read_lists.add(question.list_name)
            words += sum(_words(choice.label, choice.hint) for choice in questionnaire.choices_of(question))
    return _whole_steps(words / _WORDS_PER_MINUTE + seconds / 60)


def _whole_steps(minutes: float) -> int:
    return max(_STEP, math.ceil(minutes / _STEP) * _STEP)


def _words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
