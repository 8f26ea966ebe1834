"""The kinds of organisationsdel, as data: what they are called, as what they answer, whether they are summed up.

They stand on the lowest floor because both the questionnaires (whom a question is for) and the store (where a unit
lies) need them.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import StrictBool, StringConstraints

from base.definitions import FrozenModel, read_definition
from base.errors import MognadError, Problem

KINDS_FILE = Path(__file__).with_name("unit_kinds.yaml")

Role = Literal["organisation", "branch", "unit"]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_LETTERS = str.maketrans("åäöéü -/", "aaoeu___")


class UnitKind(FrozenModel):
    """One kind. ``parents`` are the kinds it usually lies under: advice, never a rule."""

    name: _Name
    label: _Label
    role: Role
    counted: StrictBool = True
    asked: StrictBool = True
    parents: tuple[_Name, ...] = ()
    synonyms: tuple[_Label, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """Every way of writing it, case folded."""
        return frozenset(text.casefold() for text in (self.name, self.label, *self.synonyms))


class _Kinds(FrozenModel):
    kinds: tuple[UnitKind, ...]


def load_kinds(path: Path) -> tuple[tuple[UnitKind, ...], list[Problem]]:
    """The kinds of a file, and all its problems.

    Codes besides those of ``base.definitions``: ``duplicate_name``, ``duplicate_word``, ``parent_unknown`` and
    ``root_not_one`` (exactly one kind is the municipality).
    """
    read, problems = read_definition(_Kinds, path)
    kinds = read.kinds if read else ()
    return kinds, problems + [Problem(path.name, *fault) for fault in _cross_check(kinds) if read]


def _cross_check(kinds: tuple[UnitKind, ...]) -> Iterator[tuple[str, str, str]]:
    """Path, code and message of what one kind alone can't tell."""
    names = [kind.name for kind in kinds]
    taken: dict[str, str] = {}
    for index, kind in enumerate(kinds):
        path = f"kinds[{index}]"
        if kind.name in names[:index]:
            yield f"{path}.name", "duplicate_name", f"Slaget ”{kind.name}” finns två gånger."
            continue
        for word in sorted({kind_name_of(text) for text in kind.words}):
            if taken.setdefault(word, kind.name) != kind.name:
                yield f"{path}.synonyms", "duplicate_word", f"”{word}” betyder redan {taken[word]}."
        for parent in kind.parents:
            if parent not in names:
                yield f"{path}.parents", "parent_unknown", f"Slaget ”{parent}” finns inte."
    if sum(kind.role == "organisation" for kind in kinds) != 1:
        yield "kinds", "root_not_one", "Precis ett slag ska ha rollen organisation."


def kind_name_of(text: str) -> str:
    """A word as a name: ``Gemensam nämnd`` → ``gemensam_namnd``."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold().translate(_LETTERS)


@cache
def unit_kinds() -> Mapping[str, UnitKind]:
    """Name → kind, in the file's order. Raises ``kinds_invalid`` with every problem."""
    kinds, problems = load_kinds(KINDS_FILE)
    if problems:
        raise MognadError("kinds_invalid", f"Filen {KINDS_FILE.name} har {len(problems)} fel.", problems)
    return MappingProxyType({kind.name: kind for kind in kinds})


@lru_cache(maxsize=4096)
def find_kind(text: str) -> UnitKind | None:
    """The kind that a word means (name, label or synonym, in any case); None for one that is not known."""
    return _by_word().get(kind_name_of(text))


@cache
def _by_word() -> Mapping[str, UnitKind]:
    return {kind_name_of(word): kind for kind in unit_kinds().values() for word in kind.words}


def root_kind() -> UnitKind:
    """The municipality's own kind."""
    return next(kind for kind in unit_kinds().values() if kind.role == "organisation")


def kind_label(text: str) -> str:
    """How a kind is written for people; a word that is not known stands as it is."""
    kind = find_kind(text)
    return kind.label if kind else text


def is_counted(kind: str) -> bool:
    """Whether units of a kind are summed up; one that is not known is."""
    known = find_kind(kind)
    return known is None or known.counted


def parent_advice(kind: str, parent_kind: str) -> str | None:
    """What to think about when a unit lies where its kind usually does not; None when all is as usual."""
    own, above = find_kind(kind), find_kind(parent_kind)
    if own is None or above is None or not own.parents or above.name in own.parents:
        return None
    *others, last = [unit_kinds()[name].label.casefold() for name in own.parents]
    usual = f"{', '.join(others)} eller {last}" if others else last
    return f"{own.label} ligger oftast under {usual}, inte under {above.label.casefold()}."
