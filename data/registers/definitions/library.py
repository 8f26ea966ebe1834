"""The shipped registers, and the checks of a register file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from base.definitions import read_definition
from base.errors import MognadError, Problem
from data.registers.definitions.base_table import OWN_COLUMNS, table_columns
from data.registers.definitions.choices import is_several
from data.registers.definitions.model import CLASSES, Register, RegisterField
from data.registers.definitions.scales import scales
from data.registers.definitions.words import folded

FOLDER = Path(__file__).parent
_NOT_REGISTERS = {"scales.yaml"}


def load_register(path: Path) -> tuple[Register | None, list[Problem]]:
    """A register from a YAML file, and all its problems at once; None when it has any."""
    register, problems = read_definition(Register, path)
    if register is not None:
        problems = problems + check_register(register, path.name)
    return (None if problems else register), problems


def check_register(register: Register, file: str) -> list[Problem]:
    """What the model alone can't tell: names that must be unique, and names that must exist."""
    problems: list[Problem] = []

    def tell(path: str, code: str, message: str) -> None:
        problems.append(Problem(file, path, code, message))

    names = set(register.field_names)
    for path, group in _named_fields(register):
        for missing in sorted(set(group) - names):
            tell(path, "field_unknown", f"Fältet ”{missing}” finns inte i registret.")
    for name in register.period:
        if name in names and register.field(name).type not in ("date", "datetime"):
            tell("period", "period_no_date", f"Fältet ”{name}” är inget datum och kan inte säga när en rad hör hemma.")
    _tell_repeated("checks", [check.name for check in register.checks], tell)
    seen: set[str] = set()
    words: dict[str, str] = {}
    for number, field in enumerate(register.fields):
        path = f"fields[{number}]"
        if field.name in seen:
            tell(f"{path}.name", "name_repeated", f"Fältet ”{field.name}” står två gånger.")
        seen.add(field.name)
        for word in dict.fromkeys(folded(text) for text in (*field.synonyms, *field.common)):
            if words.setdefault(word, field.name) != field.name:
                tell(f"{path}.synonyms", "synonym_repeated", f"”{word}” leder redan till fältet {words[word]}.")
        _check_field(field, path, tell)
    if not problems:
        # Two fields may make columns of the same name ("a" as a scale and "a_step"), or one of the ledger's own.
        _tell_repeated("fields", [*OWN_COLUMNS, *(name for name, _ in table_columns(register))], tell)
    return problems


def _named_fields(register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Where a register names its fields, and which."""
    yield "key", (register.key,)
    for number, group in enumerate(register.require_any):
        yield f"require_any[{number}]", group
    yield "match", register.match
    yield "period", register.period
    yield "watched", register.watched
    for number, check in enumerate(register.checks):
        worked_out = ("risk_class",) * register.risk_class + ("residual_class",) * register.residual_class
        yield f"checks[{number}].needs", tuple(name for name in check.needed if name not in worked_out)


def _tell_repeated(path: str, names: Iterable[str], tell: Any) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            tell(path, "name_repeated", f"”{name}” står två gånger, eller är upptaget.")


def _check_field(field: RegisterField, path: str, tell: Any) -> None:
    if (field.type == "choice") != bool(field.values):
        tell(f"{path}.values", "values_misplaced", "Ett val, och bara ett val, har en lista med värden.")
    if (field.type == "scale") != (field.dimension is not None):
        tell(f"{path}.dimension", "dimension_misplaced", "Ett skalfält, och bara ett skalfält, har en dimension.")
    if field.dimension is not None and not any(field.dimension in scale.dimensions for scale in scales().values()):
        tell(f"{path}.dimension", "dimension_unknown", f"Ingen skala har dimensionen ”{field.dimension}”.")
    if field.residual and field.type != "scale":
        tell(f"{path}.residual", "residual_misplaced", "Bara ett skalfält kan gälla kvarstående risk.")
    if field.multiple and field.type != "choice":
        tell(f"{path}.multiple", "multiple_misplaced", "Bara ett val kan ha flera värden i en cell.")
    if field.leads and (field.multiple or field.type not in ("choice", "date")):
        tell(
            f"{path}.leads",
            "leads_misplaced",
            "Bara ett val med ett värde i cellen, eller ett datum, kan säga vilken rad som räknas.",
        )
    if field.forward and field.type not in ("date", "datetime"):
        tell(f"{path}.forward", "forward_misplaced", "Bara ett datum kan gälla framtiden.")
    words: dict[str, str] = {}
    for number, value in enumerate(field.values):
        for word in dict.fromkeys(folded(text) for text in (value.name, value.label, *value.synonyms)):
            if words.setdefault(word, value.name) != value.name:
                tell(f"{path}.values[{number}]", "synonym_repeated", f"”{word}” betyder redan {words[word]}.")
        if field.multiple and is_several(value.label):
            tell(f"{path}.values[{number}]", "label_parted", f"”{value.label}” läses som flera värden i en cell.")


@cache
def all_registers() -> Mapping[str, Register]:
    """Every shipped register by name, in the order in which they are listed.

    Raises:
        MognadError: ``register_invalid``, with every problem of every file in ``issues``.
    """
    registers: dict[str, Register] = {}
    problems: list[Problem] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name in _NOT_REGISTERS:
            continue
        register, faults = load_register(path)
        problems += faults
        if register is not None:
            registers[register.name] = register
    for owner in registers.values():
        for check in owner.checks:
            for other, fields in (*check.also.items(), *check.optional.items()):
                if other not in registers:
                    message = f"Kontrollen {check.name} läser registret ”{other}”, som inte finns."
                    problems.append(Problem(f"{owner.name}.yaml", "checks", "register_unknown", message))
                elif unknown := sorted(set(fields) - {*CLASSES, *registers[other].field_names}):
                    message = f"Kontrollen {check.name} läser fältet ”{unknown[0]}”, som inte finns i {other}."
                    problems.append(Problem(f"{owner.name}.yaml", "checks", "field_unknown", message))
    if problems:
        raise MognadError("register_invalid", f"Registerfilerna har fel på {len(problems)} ställen.", problems)
    return MappingProxyType(dict(sorted(registers.items(), key=lambda item: item[1].order)))


def find_register(name: str) -> Register:
    """A shipped register. Raises ``register_unknown``."""
    registers = all_registers()
    if name not in registers:
        raise MognadError("register_unknown", f"Registret ”{name}” finns inte. Välj något av: {', '.join(registers)}.")
    return registers[name]


def register_canonical(register: Register) -> dict[str, Any]:
    """The register as JSON values: what is published and hashed. A default must never change.

    ``checks``, ``about``, ``order`` and a field's ``leads`` and ``forward`` are left out: they say nothing of what an
    imported row means, and may change without a new version of the register.
    """
    published = register.model_dump(mode="json", exclude_defaults=True, exclude={"checks", "about", "order"})
    for field in published["fields"]:
        for name in ("leads", "forward"):
            field.pop(name, None)
    return published
