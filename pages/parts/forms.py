"""The questionnaire of a round, as it was published."""

from functools import lru_cache

from data.definitions import definition
from data.rounds import Round
from data.store import Store
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire


@lru_cache(maxsize=64)
def published(store: Store, definition_seq: int) -> Questionnaire:
    """The questionnaire published at a seq: it never changes there, so it is read and validated once."""
    return from_canonical(definition(store, definition_seq))


def questionnaire_of(store: Store, found: Round) -> Questionnaire:
    """The version a round was opened with."""
    return published(store, found.definition_seq)
