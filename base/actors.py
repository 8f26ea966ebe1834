"""Who acts, what she does, and the permission to do it.

``access`` alone makes grants; every writer in ``data`` asks for one. The types
live here so that ``data`` need not know of ``access``.
"""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a person may be allowed to do."""

    READ = "read"
    ANSWER = "answer"
    IMPORT = "import"
    SUBMIT = "submit"
    PLAN = "plan"
    APPROVE = "approve"
    CORRECT = "correct"
    ORGANISE = "organise"
    PUBLISH = "publish"
    BACK_UP = "back_up"
    CONFIGURE = "configure"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as an opaque id; her name stands in a table of its own."""

    person: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission given by ``access.authorise``: this actor, this act, this unit.

    ``unit`` None means the whole municipality.
    """

    actor: Actor
    act: Act
    unit: str | None = None
