"""Short examples beside a question, by kind of activity: what it can be about in a förskola, in hemtjänst, in IT …

The kinds of activity (``activities/kinds.yaml``) and the examples (``activities/FORM_ID.yaml``) are data. An example
is an aid to understanding and is no part of the questionnaire: it is not published, has no hash and may be reworded.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from base.definitions import FrozenModel, read_definition
from base.errors import MognadError, Problem
from questionnaires.model import NAME, Question, Questionnaire

FOLDER = Path(__file__).parent / "activities"
KINDS = "kinds.yaml"
UNIT_NAME = "name"
"""The key under which a page passes the unit's name beside its attributes."""

_SHORT = 3
_Name = Annotated[str, StringConstraints(pattern=NAME)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Activity(FrozenModel):
    """A kind of activity. ``words``: what tells it, whole words if they have at most three letters."""

    name: _Name
    label: _Text
    words: Annotated[tuple[_Text, ...], Field(min_length=1)]

    def fits(self, text: str) -> bool:
        """Whether a text speaks of the activity."""
        said = text.casefold()
        parts = re.findall(r"\w+", said)
        return any(word in parts if len(word) <= _SHORT else word in said for word in map(str.casefold, self.words))


class Activities(FrozenModel):
    """All kinds, in the order they are tried. ``attribute``: the unit attribute that names one."""

    attribute: _Text
    activities: tuple[Activity, ...]

    def find(self, attributes: Mapping[str, object]) -> Activity | None:
        """A unit's kind: by the attribute, else by its name (``name``); None where neither tells."""
        written = str(attributes.get(self.attribute) or "").strip()
        for activity in self.activities:
            if written.casefold() in (activity.name, activity.label.casefold()):
                return activity
        for text in (written, str(attributes.get(UNIT_NAME) or "")):
            for activity in self.activities:
                if activity.fits(text):
                    return activity
        return None


class Example(FrozenModel):
    """The examples of one question."""

    question: _Name
    general: _Text | None = None
    by_activity: Mapping[_Name, _Text] = {}


class _Examples(FrozenModel):
    examples: tuple[Example, ...]


def load_examples(path: Path, kinds: Activities) -> tuple[dict[str, Example], list[Problem]]:
    """Question → its examples, and all problems of the file.

    Codes besides those of ``base.definitions``: ``duplicate_question`` and ``activity_unknown``.
    """
    read, problems = read_definition(_Examples, path)
    examples: dict[str, Example] = {}
    names = {activity.name for activity in kinds.activities}
    for index, example in enumerate(read.examples if read else ()):
        where = f"examples[{index}]"
        if example.question in examples:
            message = f"Frågan ”{example.question}” står två gånger."
            problems.append(Problem(path.name, f"{where}.question", "duplicate_question", message))
        for activity in example.by_activity:
            if activity not in names:
                message = f"Slaget av verksamhet ”{activity}” finns inte."
                problems.append(Problem(path.name, f"{where}.by_activity.{activity}", "activity_unknown", message))
        examples[example.question] = example
    return examples, problems


def example_for(questionnaire: Questionnaire, question: Question | str, attributes: Mapping[str, object]) -> str | None:
    """An example for a unit with these attributes (its name under ``name``).

    Without a known activity the general example, or None where there is none.
    """
    name = question if isinstance(question, str) else question.name
    example = _examples(questionnaire.settings.form_id).get(name)
    if example is None:
        return None
    activity = activities().find(attributes)
    return (example.by_activity.get(activity.name) if activity else None) or example.general


@cache
def activities() -> Activities:
    """The kinds of activity that come with the product.

    Raises:
        MognadError: ``activities_invalid``.
    """
    read, problems = read_definition(Activities, FOLDER / KINDS)
    if read is None or problems:
        raise MognadError("activities_invalid", f"Filen {KINDS} med slag av verksamheter har fel.", problems)
    return read


@cache
def _examples(form_id: str) -> dict[str, Example]:
    path = FOLDER / f"{form_id}.yaml"
    if not path.is_file() or path.name == KINDS:
        return {}
    examples, problems = load_examples(path, activities())
    if problems:
        raise MognadError("examples_invalid", f"Filen {path.name} med exempel har fel.", problems)
    return examples
