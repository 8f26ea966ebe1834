"""The questionnaire of a round, as it was published."""

from functools import lru_cache

from data.ledger.definitions import definition
from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire
from questionnaires.relevance import attributes_in


@lru_cache(maxsize=64)
def published(store: Store, definition_seq: int) -> Questionnaire:
    """The questionnaire published at a seq: it never changes there, so it is read and validated once."""
    return from_canonical(definition(store, definition_seq))


def questionnaire_of(store: Store, row: Round) -> Questionnaire:
    """The version a round was opened with."""
    return published(store, row.definition_seq)


def attributes_used(store: Store) -> list[str]:
    """The attributes of units that questions of the measurements look at, by name."""
    forms = {row.definition_seq: questionnaire_of(store, row) for row in rounds(store)}
    expressions = [question.relevant for form in forms.values() for question in form.survey if question.relevant]
    return sorted(set().union(*(attributes_in(expression) for expression in expressions)) - {"kind"})
