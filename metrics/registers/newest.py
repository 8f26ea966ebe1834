"""The registers as they stand: for the start page, the menu and the registers' page."""

from datetime import date

from data.imported.snapshot import UNIT_REGISTER
from data.ledger.store import Readable
from data.registers import all_registers
from metrics.registers.sources import RegisterState, register_at

REGISTERS = ("risks", "incidents")


def newest_snapshots(
    store: Readable, as_of: date, known_at: int | None = None
) -> tuple[tuple[str, RegisterState], ...]:
    """Each register that has been imported, as it stood on a date: risks and incidents first."""
    position = store.position() if known_at is None else known_at
    others = [name for name in all_registers() if name not in (*REGISTERS, UNIT_REGISTER)]
    held = [(name, register_at(store, name, as_of, position)) for name in (*REGISTERS, *others)]
    return tuple((name, state) for name, state in held if state is not None)
