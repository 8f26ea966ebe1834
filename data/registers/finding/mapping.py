"""The mapping of a file: which sheet and header row, which header fills which field, what is kept, and how it is read.

The same model is a person's corrections (any key may be left out), what was remembered of the last file, and the
whole mapping that a file is read with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar

import numpy as np
import pyarrow as pa
from pydantic import ConfigDict, Field, StrictBool, ValidationError

from base.definitions import FrozenModel
from base.errors import MognadError, Problem
from base.likeness import near
from data.registers.definitions.model import Register, RegisterField
from data.registers.definitions.scales import scales
from data.registers.definitions.words import clean, folded, on_one_line
from data.registers.values.cells import Cells, Typed
from data.registers.values.columns import read_field
from data.registers.values.messages import sentence
from data.registers.values.personal import has_number
from files.grid import CellKind

Value = TypeVar("Value")
Order = Literal["ymd", "dmy", "mdy"]


class RowFilter(FrozenModel):
    """Which rows are taken in: those that bear one of the ``values`` under the header, or with ``exclude`` the others.

    White space and letter case do not matter; ``""`` is the empty cell.
    """

    header: str
    values: tuple[str, ...] = Field(min_length=1)
    exclude: StrictBool = False


class FileMapping(FrozenModel):
    """A mapping, whole or in part.

    Keys of ``fields``, ``keep``, ``mask``, ``fill_down`` and of ``date_order`` as a dict are headers; white space
    and letter case do not matter. ``header_row`` is the last header row as Excel numbers it (CSV: its line).
    ``scales``: field → scale. ``values``: field → text in the file → the value's name. ``fill_down``: whether blank
    cells get the value above; without a word of it the reader decides (``fill.find_fills``). ``sheet`` None: the only
    or best one; CSV: None. ``constants``: field that no column fills → one value for the whole file, written as a
    cell would be; None takes a remembered one back. ``where``: every filter must let a row through; None: nothing
    said, ``()``: all rows. ``headings_fill``: the field that headings alone on a row above their rows fill, if no
    column does; ``""`` takes a remembered one back.
    """

    model_config = ConfigDict(populate_by_name=True)

    register_name: str | None = Field(default=None, alias="register")
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=1)
    fields: dict[str, str | None] = Field(default_factory=dict)
    keep: dict[str, StrictBool] = Field(default_factory=dict)
    date_order: Order | dict[str, Order] | None = None
    scales: dict[str, str] = Field(default_factory=dict)
    mask: tuple[str, ...] = ()
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    fill_down: dict[str, StrictBool] = Field(default_factory=dict)
    constants: dict[str, str | None] = Field(default_factory=dict)
    where: tuple[RowFilter, ...] | None = None
    headings_fill: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The mapping as JSON values, with the key ``register``: what is stored and what a file holds."""
        return self.model_dump(mode="json", by_alias=True)

    def date_order_of(self, header: str) -> Order | None:
        """The order a person has said for this column's dates."""
        if isinstance(self.date_order, dict):
            return next((order for key, order in self.date_order.items() if same(key, header)), None)
        return self.date_order


@dataclass(frozen=True, slots=True)
class ShapeChange:
    """How a file's headers differ from the mapping that was remembered."""

    gone: tuple[str, ...]
    came: tuple[str, ...]
    remembered: int = 0

    def __bool__(self) -> bool:
        return bool(self.gone or self.came)

    @property
    def is_other_shape(self) -> bool:
        """More than half of the headers are gone: another source, whose scales and words may mean other things."""
        return len(self.gone) * 2 > self.remembered


def changed_headers(old: Iterable[str], new: Iterable[str]) -> ShapeChange:
    """Which headers are gone and which came."""
    before, after = {key_of(text): text for text in old}, {key_of(text): text for text in new}
    return ShapeChange(
        tuple(text for key, text in before.items() if key not in after),
        tuple(text for key, text in after.items() if key not in before),
        len(before),
    )


@lru_cache(maxsize=50_000)
def key_of(header: str) -> str:
    """What makes two headers the same: letters, digits and signs, not white space or case."""
    return on_one_line(header).casefold()


def same(one: str, other: str) -> bool:
    """Whether two headers are the same."""
    return key_of(one) == key_of(other)


def by_key(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values by header → by what makes headers the same; the later one wins."""
    return {key_of(header): value for header, value in values.items()}


def mapping_from_json(content: str | bytes | dict[str, Any]) -> FileMapping:
    """A mapping from JSON. Raises ``mapping_invalid`` with every fault in ``issues``."""
    try:
        raw = content if isinstance(content, dict) else json.loads(content)
        return FileMapping.model_validate(raw)
    except ValidationError as error:
        problems = []
        faults = [(_place(fault["loc"]), fault) for fault in error.errors()]
        places = {place for place, _ in faults}
        if any(place.startswith("date_order.") for place in places):
            # A block is no single order: only its own values are at fault.
            faults = [(place, fault) for place, fault in faults if place != "date_order"]
        for place, fault in {place: (place, fault) for place, fault in faults}.values():
            if fault["type"] == "extra_forbidden":
                near = _near(
                    place, [name if name != "register_name" else "register" for name in FileMapping.model_fields]
                )
                message = f"Nyckeln ”{place}” finns inte i en mappning.{near}"
            elif place.startswith("date_order"):
                message = f"Värdet för ”{place}” ska vara ymd, dmy eller mdy, eller ett block med rubrik och ordning."
            else:
                message = f"Värdet för ”{place}” har fel form."
            problems.append(Problem("", place, fault["type"], message))
        raise _invalid(problems) from None
    except (ValueError, UnicodeDecodeError):
        raise MognadError("mapping_invalid", "Mappningen går inte att läsa som JSON. Rätta filen.") from None


def _place(loc: tuple[int | str, ...]) -> str:
    """Where a fault stands in the person's own words: without the name of the alternative that was tried."""
    parts = loc[:1] + loc[2:] if loc[:1] == ("date_order",) else loc
    return ".".join(str(part) for part in parts if part != "[key]")


def check_against_register(mapping: FileMapping, register: Register | None, headers: Iterable[str]) -> None:
    """Every name that the mapping uses must exist, and each field be filled once. Raises ``mapping_invalid``."""
    problems: list[Problem] = []
    written = list(headers)
    keys = {key_of(header) for header in written}
    fields = list(register.field_names) if register else []

    def tell(path: str, code: str, message: str) -> None:
        problems.append(Problem("", path, code, message))

    orders = mapping.date_order if isinstance(mapping.date_order, dict) else {}
    by_header: dict[str, Iterable[str]] = {
        "fields": mapping.fields,
        "keep": mapping.keep,
        "mask": mapping.mask,
        "date_order": orders,
        "fill_down": mapping.fill_down,
        "where": [each.header for each in mapping.where or ()],
    }
    for part, names in by_header.items():
        for name in names:
            if key_of(name) not in keys:
                tell(part, "header_unknown", f"Rubriken ”{name}” finns inte i filen.{_near(name, written)}")
    taken: dict[str, str] = {}
    for header, field in mapping.fields.items():
        if field is None:
            continue
        if field not in fields:
            where = f"registret {register.name}" if register else "en fil utan känt register"
            tell("fields", "field_unknown", f"Fältet ”{field}” finns inte i {where}.{_near(field, fields)}")
        elif field in taken:
            message = f"Fältet ”{field}” är kopplat till både ”{taken[field]}” och ”{header}”. Välj en av dem."
            tell("fields", "field_repeated", message)
        taken.setdefault(field, header)
    _check_readings(mapping, register, tell)
    _check_constants(mapping, register, tell)
    of_unit = [field.name for field in register.fields if field.type == "unit"] if register else []
    if mapping.headings_fill and mapping.headings_fill not in of_unit:
        message = f"Fältet ”{mapping.headings_fill}” är ingen organisationsdel.{_near(mapping.headings_fill, of_unit)}"
        tell("headings_fill", "field_unknown", message)
    if problems:
        raise _invalid(problems)


def _check_readings(mapping: FileMapping, register: Register | None, tell: Any) -> None:
    types = {field.name: field for field in register.fields} if register else {}
    of_scale = [name for name, field in types.items() if field.type == "scale"]
    of_choice = [name for name, field in types.items() if field.type == "choice"]
    for field, scale in mapping.scales.items():
        if field not in of_scale:
            tell("scales", "field_unknown", f"Fältet ”{field}” är inget skalfält.{_near(field, of_scale)}")
        if scale not in scales():
            tell("scales", "scale_name_unknown", f"Skalan ”{scale}” finns inte. Välj någon av: {', '.join(scales())}.")
    for field, words in mapping.values.items():
        if field not in of_choice:
            tell("values", "field_unknown", f"Fältet ”{field}” har ingen lista med värden.{_near(field, of_choice)}")
            continue
        names = [value.name for value in types[field].values]
        for text, value in words.items():
            if value not in names:
                message = f"”{value}” (för ”{text}”) är inget värde för {field}. Välj något av: {', '.join(names)}."
                tell("values", "value_unknown", message)


def _check_constants(mapping: FileMapping, register: Register | None, tell: Any) -> None:
    """One value for the file must be one that its field can hold, and no column may fill the field as well."""
    keep = by_key(mapping.keep)
    filled = {field: header for header, field in mapping.fields.items() if keep.get(key_of(header), True)}
    fields = list(register.field_names) if register else []
    for name, text in mapping.constants.items():
        if register is None or name not in fields:
            tell("constants", "field_unknown", f"Fältet ”{name}” finns inte i registret.{_near(name, fields)}")
        elif text is not None:
            if name in filled:
                message = f"Fältet ”{name}” fylls redan av ”{filled[name]}”. Ta bort det ena."
                tell("constants", "field_repeated", message)
            if message := constant_fault(register.field(name), text, mapping):
                tell("constants", "constant_unreadable", message)


def constant_fault(field: RegisterField, text: str, mapping: FileMapping) -> str:
    """Why a text can't be a field's one value for the file, as a sentence; empty when it can."""
    if not clean(text):
        return f"Värdet för ”{field.label}” är tomt. Skriv ett värde eller ta bort det."
    if has_number(text):
        return f"Värdet för ”{field.label}” innehåller ett personnummer. Ta bort det."
    faults = read_constant(field, text, mapping, 1).faults
    return f"{field.label}: {sentence(faults[0].case, text, **faults[0].details)}" if faults else ""


def read_constant(field: RegisterField, text: str, mapping: FileMapping, n_rows: int) -> Typed:
    """The same cell on every row, read by the field's own type."""
    order = mapping.date_order if isinstance(mapping.date_order, str) else None
    cells = Cells(pa.array([clean(text)] * n_rows, pa.string()), np.full(n_rows, CellKind.TEXT, dtype=np.int8))
    return read_field(field, cells, order, mapping.scales.get(field.name), mapping.values.get(field.name))


def unknown_sheet(name: str, known: list[str]) -> MognadError:
    """The error of a sheet that is not in the file."""
    return _invalid([Problem("", "sheet", "sheet_unknown", f"Bladet ”{name}” finns inte i filen.{_near(name, known)}")])


def header_row_outside(row: int) -> MognadError:
    """The error of a header row where there is no row."""
    message = f"Rad {row} finns inte i filen eller är tom, och kan inte vara rubrikrad."
    return _invalid([Problem("", "header_row", "header_row_unknown", message)])


def unknown_register(name: str, known: list[str]) -> MognadError:
    """The error of a register that is none of ours."""
    message = f"Registret ”{name}” finns inte. Välj något av: {', '.join(known)}."
    return _invalid([Problem("", "register", "register_unknown", message)])


def other_register(said: str, asked: str) -> MognadError:
    """The error of a mapping that is made for another register than the one asked for."""
    message = f"Mappningen gäller registret {said}, men filen ska läsas som {asked}. Ändra det ena."
    return _invalid([Problem("", "register", "register_other", message)])


def _invalid(problems: list[Problem]) -> MognadError:
    text = " ".join(problem.message for problem in problems[:3])
    more = f" Och {len(problems) - 3} fel till." if len(problems) > 3 else ""
    return MognadError("mapping_invalid", text + more, problems)


def _near(name: str, names: Iterable[str]) -> str:
    close = near(name, names, most=3, cutoff=0.5, fold=folded)
    return f" Menar du {' eller '.join(f'”{text}”' for text in close)}?" if close else ""
