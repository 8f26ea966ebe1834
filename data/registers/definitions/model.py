"""What a register is: its fields, their words in Swedish and English, and what is kept of a file.

``synonyms`` of a field are headers that mean it wherever they stand; ``common`` ones ("Status", "Nr") mean it only
where the rest of the header row has told which register it is. ``avoid`` are words that keep a longer header away
("Konsekvensbeskrivning" is no step on a scale).
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from base.definitions import FrozenModel

NAME = r"^[a-z][a-z0-9_]*$"

# What a check may need beside fields: classes that the reading works out.
CLASSES = ("risk_class", "residual_class")

FieldType = Literal["text", "integer", "number", "date", "datetime", "boolean", "choice", "scale", "unit"]

Name = Annotated[str, StringConstraints(pattern=NAME)]
Need = Name | tuple[Name, ...]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Value(FrozenModel):
    """One value of a choice. Its order in the list is the order in which several are joined."""

    name: Name
    label: Label
    synonyms: tuple[Label, ...] = ()


class RegisterField(FrozenModel):
    """One field of a register; ``name`` is also the column's name in the store."""

    name: Name
    label: Label
    type: FieldType
    required: StrictBool = False
    keep: StrictBool = True
    telling: StrictBool = Field(default=False, description="Its header tells this register from others.")
    prose: StrictBool = Field(default=False, description="Its cells hold words: a column of numbers is not it.")
    multiple: StrictBool = Field(default=False, description="A cell may hold several values of the choice.")
    residual: StrictBool = Field(default=False, description="A scale of what is left of the risk after the actions.")
    leads: StrictBool = Field(default=False, description="Tells which of several rows of one thing counts.")
    forward: StrictBool = Field(default=False, description="A date that tells of the future: no file is as old as it.")
    dimension: Name | None = Field(default=None, description="Which list of steps of a scale it uses.")
    synonyms: tuple[Label, ...] = ()
    common: tuple[Label, ...] = ()
    avoid: tuple[Label, ...] = ()
    values: tuple[Value, ...] = ()


class Check(FrozenModel):
    """A standing check of a register's rows; it runs only where every field in ``needs`` was in the file.

    ``when``: SQL, true for a row to put right and null for one that can't be judged, over the register's columns
    (``tables.table_columns``) as ``r``. ``$as_of`` is the day that the row's file shows: what has happened since is not
    known. ``is_open(status)`` and ``is_overdue(status, due, day)`` are there to call. A missing value is no fault
    unless the check is about it. ``needs``: fields, lists of fields any of which will do, or ``risk_class`` and
    ``residual_class`` (see ``Register.ways_to``). ``also``: other registers it reads, each with the fields it needs of
    them. ``optional``: by register, fields that it reads where the file has them and
    can judge a row without. Every register that it reads is a table ``<register>_now`` of the rows that hold, and
    ``units_now`` (unit, ancestor) tells which parts of the organisation a unit belongs to, itself the first.
    ``source``: the chapter of the guidance, or the law. ``advice``: what to do. ``on``: runs without anybody having
    switched it on.
    """

    name: Name
    label: Label
    severity: Literal["high", "medium", "low"]
    needs: tuple[Need, ...]
    when: Label
    source: Label
    on: StrictBool = False
    also: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    optional: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    advice: Label

    @property
    def needed(self) -> tuple[str, ...]:
        """Every name in ``needs``."""
        return tuple(name for need in self.needs for name in ((need,) if isinstance(need, str) else need))


class Register(FrozenModel):
    """One register. ``require_any``: of each group at least one field must be in the file.

    ``about``: what it is, in one plain Swedish sentence. ``order``: its place where registers are listed.
    ``period``: dates of which the first that is filled tells when a row lies. ``match``: fields that together tell
    which row it is where ``key`` is missing. ``watched``: fields whose change is told; none named: all of them.
    """

    name: Name
    version: StrictInt
    label: Label
    about: Label | None = None
    order: StrictInt = 0
    key: Name
    match: tuple[Name, ...] = ()
    period: tuple[Name, ...] = ()
    watched: tuple[Name, ...] = ()
    risk_class: StrictBool = Field(default=False, description="A class is computed from its scale fields.")
    require_any: tuple[tuple[Name, ...], ...] = ()
    free_text: tuple[Label, ...] = Field(default=(), description="Headers of free text that no field takes.")
    people: tuple[Label, ...] = Field(default=(), description="Headers of names and reporters that no field takes.")
    fields: tuple[RegisterField, ...]
    checks: tuple[Check, ...] = ()

    def field(self, name: str) -> RegisterField:
        """The field of that name. Raises ``KeyError``."""
        return {field.name: field for field in self.fields}[name]

    @property
    def field_names(self) -> tuple[str, ...]:
        return tuple(found.name for found in self.fields)

    def ways_to(self, need: Need) -> tuple[tuple[str, ...], ...]:
        """The sets of fields any of which gives what a check needs: a field itself, or those that make a class."""
        if not isinstance(need, str):
            return tuple(way for one in need for way in self.ways_to(one))
        if need not in CLASSES:
            return ((need,),)
        residual = need == "residual_class"
        of = {field.dimension: field.name for field in self.fields if field.dimension and field.residual is residual}
        return tuple(
            tuple(of[name] for name in way)
            for way in (("level",), ("likelihood", "consequence"))
            if of.keys() >= set(way)
        )

    @property
    def watched_fields(self) -> tuple[RegisterField, ...]:
        """The fields whose change is told: those it names, else all but its key."""
        names = self.watched or self.field_names
        return tuple(found for found in self.fields if found.name in names and found.name != self.key)

    @property
    def residual_class(self) -> bool:
        """Whether a class of the residual risk is computed too."""
        return self.risk_class and any(found.residual for found in self.fields)

    @property
    def required_groups(self) -> tuple[tuple[str, ...], ...]:
        """Each required field as a group of its own, then ``require_any``."""
        return (*((found.name,) for found in self.fields if found.required), *self.require_any)
