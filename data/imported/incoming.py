"""What is asked of an import, and one reading on its way in."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from base.errors import MognadError
from data.imported.sources import FileCoverage
from data.registers.definitions.model import Register
from data.registers.reading.result import Reading

WHOLE = FileCoverage()


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to read and import. ``corrections``: a mapping as JSON values, over what was recognised."""

    path: Path
    register: str
    as_of: date
    corrections: dict[str, Any] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What a person has said of an import beside how its file is read.

    ``source``: where the file comes from, default the register's own. ``coverage``: what it claims to cover, which is
    remembered for the source; None: the whole, of a file what is remembered of its source if anything. ``again``:
    import a file that is there already. ``fewer_is_right``: far fewer rows than before are no mistake.
    """

    source: str | None = None
    coverage: FileCoverage | None = None
    again: bool = False
    fewer_is_right: bool = False


ORDINARY = ImportOrder()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One reading on its way in, whose register is known: its day, the id of its source, what it claims to cover."""

    reading: Reading
    as_of: date
    source: str
    coverage: FileCoverage = WHOLE

    @property
    def register(self) -> Register:
        """The register that it goes to. Raises ``register_missing``."""
        if self.reading.register is None:
            raise MognadError("register_missing", "Välj vilket register filen hör till.")
        return self.reading.register
