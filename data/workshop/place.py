"""Whose workshop it is."""

from dataclasses import dataclass

from data.measuring.rounds import Round
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's workshop in a round. ``form``: the version that the round was opened with."""

    form: Questionnaire
    round: Round
    unit: str
