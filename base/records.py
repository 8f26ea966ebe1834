"""Dataclasses as rows."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@cache
def field_names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    """A dataclass's fields, in their order; looked up once, since rows come by the ten thousand."""
    return tuple(field.name for field in fields(kind))


def as_columns(record: "DataclassInstance") -> dict[str, object]:
    """A record's values by field as they are; ``dataclasses.asdict`` would copy each of them, and all within it."""
    return {name: getattr(record, name) for name in field_names(type(record))}
