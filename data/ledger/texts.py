"""Free texts on their way into the ledger, where they stay for good."""

from typing import TYPE_CHECKING

from base.errors import MognadError
from base.records import as_columns
from data.registers.values.personal import has_number

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MAX_TEXT = 4000
MAX_WORDS = 500
# Stands at every field for free text, on a page or in a sheet: what is written can't be taken out again.
FREE_TEXT_WARNING = (
    "Skriv inte personuppgifter eller säkerhetsskyddsklassificerade uppgifter här. Osäker? Fråga säkerhetsskyddschefen."
)
PERSONAL_NUMBER = "Texten innehåller ett personnummer. Ta bort det och skriv roll eller antal i stället."


def trimmed(record: "DataclassInstance") -> dict[str, object]:
    """A dataclass's fields as a row: its texts without spaces around them, None for empty ones."""
    columns = as_columns(record)
    for name, value in columns.items():
        if isinstance(value, str):
            columns[name] = value.strip() or None
    return columns


def checked_text(text: str | None, most: int = MAX_WORDS) -> str | None:
    """The text without spaces around it; None for an empty one. Raises ``text_too_long`` and ``text_personal``."""
    plain = (text or "").strip()
    if len(plain) > most:
        raise MognadError("text_too_long", f"Texten är för lång. Skriv högst {most} tecken.")
    if has_number(plain):
        raise MognadError("text_personal", PERSONAL_NUMBER)
    return plain or None


def reason_text(text: str | None, why: str, most: int = MAX_WORDS) -> str:
    """As ``checked_text``, for a reason that has to be given; ``why`` asks for it (``reason_missing``)."""
    plain = checked_text(text, most)
    if plain is None:
        raise MognadError("reason_missing", why)
    return plain
