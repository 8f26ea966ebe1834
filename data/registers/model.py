"""What a register is: its fields, their words in Swedish and English, and what is kept of a file.

``synonyms`` of a field are headers that mean it wherever they stand; ``common`` ones ("Status", "Nr") mean it only
where the rest of the header row has told which register it is. ``avoid`` are words that keep a longer header away
("Konsekvensbeskrivning" is no step on a scale).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

NAME = r"^[a-z][a-z0-9_]*$"

FieldType = Literal["text", "integer", "number", "date", "datetime", "boolean", "choice", "scale", "unit"]

Name = Annotated[str, StringConstraints(pattern=NAME)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Record(BaseModel):
    """A frozen part of a definition; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(Record):
    """One value of a choice. Its order in the list is the order in which several are joined."""

    name: Name
    label: Label
    synonyms: tuple[Label, ...] = ()


class RegisterField(Record):
    """One field of a register; ``name`` is also the column's name in the store."""

    name: Name
    label: Label
    type: FieldType
    required: StrictBool = False
    keep: StrictBool = True
    telling: StrictBool = Field(default=False, description="Its header tells this register from others.")
    prose: StrictBool = Field(default=False, description="Its cells hold words: a column of numbers is not it.")
    multiple: StrictBool = Field(default=False, description="A cell may hold several values of the choice.")
    dimension: Name | None = Field(default=None, description="Which list of steps of a scale it uses.")
    synonyms: tuple[Label, ...] = ()
    common: tuple[Label, ...] = ()
    avoid: tuple[Label, ...] = ()
    values: tuple[Value, ...] = ()


class Register(Record):
    """One register. ``require_any``: of each group at least one field must be in the file.

    ``period``: date fields that tell when a row lies, the first filled one. ``match``: fields that identify a row where
    the file has no key. ``watched``: fields whose change is told between two files; empty means all.
    """

    name: Name
    version: StrictInt
    label: Label
    key: Name
    risk_class: StrictBool = Field(default=False, description="A class is computed from its scale fields.")
    period: tuple[Name, ...] = ()
    match: tuple[Name, ...] = ()
    watched: tuple[Name, ...] = ()
    require_any: tuple[tuple[Name, ...], ...] = ()
    free_text: tuple[Label, ...] = Field(default=(), description="Headers of free text that no field takes.")
    people: tuple[Label, ...] = Field(default=(), description="Headers of names and reporters that no field takes.")
    fields: tuple[RegisterField, ...]

    def field(self, name: str) -> RegisterField:
        """The field of that name. Raises ``KeyError``."""
        for found in self.fields:
            if found.name == name:
                return found
        raise KeyError(name)

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(found.name for found in self.fields)

    @property
    def required_groups(self) -> tuple[tuple[str, ...], ...]:
        """Each required field as a group of its own, then ``require_any``."""
        return (*((found.name,) for found in self.fields if found.required), *self.require_any)
