"""A view: what is explored and how. One model for what is saved under a name and for what stands in an address."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from base.errors import MognadError

# As long as a cell of Excel may be: headers and cells of any file can be named.
_LONGEST = 32_767
Name = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST)]
Text = Annotated[str, StringConstraints(max_length=_LONGEST)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
# Nothing in a register is dated outside: the page's calendars hold no other days.
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2199, 12, 31))]
Part = Literal["year", "tertial", "month"]
Measure = Literal["count", "share", "sum", "mean", "min", "max"]
Show = Literal["rows", "columns", "groups", "chart"]
Drawing = Literal["bars", "line", "heat", "scatter"]

_MOST = 50
_LISTS = frozenset({"where", "columns"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Condition(_Frozen):
    """What a column must hold; all that is said holds at once. ``values`` may contain an empty text: an empty cell.

    ``low`` and ``high`` are inclusive; ``since`` and ``until`` too, whole days.
    """

    column: Name
    values: Annotated[tuple[Text, ...], Field(max_length=200)] = ()
    contains: Text = ""
    low: Number | None = None
    high: Number | None = None
    since: Day | None = None
    until: Day | None = None
    filled: bool | None = None

    @property
    def says(self) -> bool:
        """Whether it says anything at all."""
        return self != Condition(column=self.column)


class ExploreView(_Frozen):
    """A view. ``register_name`` None: a file that is not stored. ``snapshot`` None: the newest.

    ``by`` and ``across`` are the columns that make the pivot's rows and columns; ``of`` the one that is summed up.
    ``x`` and ``y`` are a scatter's.
    """

    register_name: Name | None = Field(default=None, alias="register")
    snapshot: Name | None = None
    search: Text = ""
    where: Annotated[tuple[Condition, ...], Field(max_length=_MOST)] = ()
    sort: Name | None = None
    descending: bool = False
    columns: Annotated[tuple[Name, ...], Field(max_length=1000)] = ()
    show: Show = "rows"
    by: Name | None = None
    by_part: Part = "month"
    across: Name | None = None
    across_part: Part = "year"
    measure: Measure = "count"
    of: Name | None = None
    drawing: Drawing = "bars"
    x: Name | None = None
    y: Name | None = None

    def as_json(self) -> dict[str, Any]:
        """Only what differs from the default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def as_query(self) -> dict[str, str]:
        """The view as the parameters of an address."""
        return {
            name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) if name in _LISTS else _plain(value)
            for name, value in self.as_json().items()
        }

    def named(self) -> tuple[str, ...]:
        """Every column the view names."""
        single = (self.sort, self.by, self.across, self.of, self.x, self.y)
        return tuple(
            dict.fromkeys([*(name for name in single if name), *self.columns, *(found.column for found in self.where)])
        )


def from_json(content: Mapping[str, Any]) -> ExploreView:
    """A saved view. Raises ``view_invalid``."""
    try:
        return ExploreView.model_validate(content)
    except ValidationError as error:
        raise _invalid() from error


def from_query(parameters: Mapping[str, str]) -> ExploreView:
    """The view in an address. Raises ``view_invalid`` for one that is not ours or from another version."""
    try:
        content: dict[str, Any] = {
            name: json.loads(text) if name in _LISTS else text for name, text in parameters.items()
        }
    except ValueError as error:
        raise _invalid() from error
    return from_json(content)


def without(view: ExploreView, gone: frozenset[str]) -> ExploreView:
    """The view without the columns that are not there any more."""
    single = {name: None for name in ("sort", "by", "across", "of", "x", "y") if getattr(view, name) in gone}
    return view.model_copy(
        update={
            **single,
            "columns": tuple(name for name in view.columns if name not in gone),
            "where": tuple(found for found in view.where if found.column not in gone),
            "measure": "count" if view.of in gone else view.measure,
        }
    )


def _invalid() -> MognadError:
    return MognadError(
        "view_invalid", "Länken eller vyn går inte att läsa. Den är ändrad eller gjord i en annan version."
    )


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
