"""What follows from the file and what is said of it: computed when asked, kept while what it came from stays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from base.errors import MognadError
from data.registers.finding.mapping import FileMapping, ShapeChange
from data.registers.reading.result import Reading

Value = TypeVar("Value")


@dataclass(frozen=True)
class FileReading:
    """How a file reads: ``reading``, or the ``fault`` that kept it from being read.

    ``remembered``: how its source's last file was read, None for its first; ``changes``: how its columns differ from
    that one's. ``basis``: what it was read from; another reading has another.
    """

    basis: object = None
    reading: Reading | None = None
    fault: MognadError | None = None
    remembered: FileMapping | None = None
    changes: ShapeChange | None = None

    @property
    def is_known(self) -> bool:
        """Whether the source's last file had the same columns, so that what held for it holds for this one."""
        return self.remembered is not None and not self.changes and self.reading is not None


@dataclass
class Outcome:
    """Values by name, each with what it was computed from. ``read``: the newest reading."""

    read: FileReading = FileReading()
    _kept: dict[object, tuple[object, Any]] = field(default_factory=dict)

    def once(self, name: object, basis: object, compute: Callable[[], Value]) -> Value:
        """The value of that name, computed anew only if its ``basis`` is another than last time."""
        if name not in self._kept or self._kept[name][0] != basis:
            # Kept only when it is there: a run that is stopped on its way must compute again.
            self._kept[name] = (basis, compute())
        value: Value = self._kept[name][1]
        return value
