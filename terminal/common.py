"""What every command needs: the store, a permission, a file that exists, a date."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from base.errors import MognadError
from base.formats import first_capital
from data.ledger.settings import settings_from_env
from data.ledger.store import Readable, Store, open_store
from terminal.output import Output

if TYPE_CHECKING:
    from data.measuring.rounds import Round

Arguments = argparse.Namespace


class AddCommand(Protocol):
    """Adds a command with what all of them take; ``within``: a group of sub-commands."""

    def __call__(
        self, name: str, run: Callable[[Arguments], Output], text: str, within: object = ...
    ) -> argparse.ArgumentParser: ...


def opened(arguments: Arguments, *, existing: bool = False) -> Store:
    """The store that is meant. Raises ``store_missing`` when it has to be there and is not."""
    settings = settings_from_env(os.environ, arguments.store)
    if existing and not settings.store.exists():
        raise MognadError("store_missing", f"Lagret {settings.store.name} finns inte.")
    return open_store(settings)


def grant(act: Act) -> Grant:
    """The permission of the one at the terminal."""
    return authorise(local_coordinator(), act)


def existing_file(path: Path) -> Path:
    """The path of a file. Raises ``file_not_found``."""
    if not path.is_file():
        raise MognadError("file_not_found", f"Filen {path.name} finns inte.")
    return path


def day(text: str) -> date:
    """A date as it is written at the terminal. Raises ``as_of_invalid``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MognadError("as_of_invalid", f"Datumet ”{text}” ska skrivas som 2026-11-03.") from None


def share(text: str) -> Fraction:
    """A share from 0 to 1. Raises ``share_invalid``."""
    try:
        value = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if not 0 <= value <= 1:
        raise MognadError("share_invalid", f"Andelen ”{text}” ska vara ett tal från 0 till 1, till exempel 0.5.")
    return value


def named_round(source: Readable, name: str, questionnaire: str | None = None) -> "Round":
    """A round by its id or its name. Raises ``round_unknown``, and ``round_ambiguous`` when several bear the name."""
    from data.measuring.rounds import rounds

    candidates = rounds(source, questionnaire)
    matching = [row for row in candidates if row.round == name] or [row for row in candidates if row.name == name]
    if not matching:
        raise MognadError("round_unknown", f"Mätningen ”{name}” finns inte.")
    if len(matching) > 1:
        raise MognadError("round_ambiguous", f"Flera mätningar heter ”{name}”. Ange också --questionnaire.")
    return matching[0]


def names_round(parser: argparse.ArgumentParser) -> None:
    """The arguments that ``opened_round`` reads."""
    parser.add_argument("round", help="the measurement's name or id")
    parser.add_argument("--questionnaire", help="where several bear the name")


def opened_round(arguments: Arguments) -> "tuple[Store, Round]":
    """The store, which must be there, and the round that is meant; see ``named_round``."""
    store = opened(arguments, existing=True)
    return store, named_round(store, arguments.round, arguments.questionnaire)


def named_unit(source: Readable, text: str | None, as_of: date) -> str:
    """The id of a unit by its id, code or unambiguous name; of None the municipality. Raises ``unit_unknown``."""
    from data.organisation.units import matcher, root_unit, units

    if text is None:
        root = root_unit(units(source, as_of))
        if root is None:
            raise MognadError("unit_unknown", f"Organisationsdelen ”kommunen” finns inte {as_of}.")
        return root.unit
    match = matcher(source, as_of)
    unit = match.find(text)
    if unit is None:
        raise MognadError("unit_unknown", f"{first_capital(match.no_unit(text, as_of))}.")
    return unit


def written(path: Path, content: bytes) -> str:
    """Write a file; returns its path as told. Raises ``out_unwritable``."""
    with writable(path):
        path.write_bytes(content)
    return str(path)


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """What is written to ``path`` inside. Raises ``out_unwritable``."""
    try:
        yield
    except OSError as error:
        sentence = f"Filen {path.name} går inte att skriva där. Välj en annan mapp."
        raise MognadError("out_unwritable", sentence) from error
