"""Which register *Att rätta* is about; the address holds the choice."""

from data.registers.definitions.model import Register
from pages.frame.addressed import choose, in_address, tell_astray

REGISTER = "register"


def choose_register(held: list[Register]) -> Register | None:
    """A select box of the registers that are checked; None is all of them. One alone needs no choice."""
    by_name = {register.name: register for register in held}
    if len(by_name) < 2:
        return None
    tell_astray(REGISTER, by_name, "Registret i adressen är inte inläst. Här visas alla register i stället.")
    names = {"": "Alla register", **{register.name: register.label for register in held}}
    return by_name.get(choose(in_address(REGISTER, "Register", names, "check_register"), width=320))
