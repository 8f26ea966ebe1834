"""What a questionnaire is. Keys in YAML and Excel are the XLSForm names (``label::sv``), in Python plain ones.

Decisions that the columns alone do not tell:

* A choice's ``label::sv`` is the short name of the step ("På väg"); its ``hint::sv`` is the description, the
  anchor text.
* Keys that start with ``note`` are the author's own notes. They are kept, in ``notes``; any other unknown key is
  an error.
* Numbers are exact decimals in their shortest form, so that 1, 1.0 and "1" give the same hash.
* A question may be asked of several kinds of respondent: ``respondent: unit branch``. It is kept as that text, each
  kind once and in the order of ``RESPONDENTS``, so that a question asked of one is written (and hashed) as ever.
* A question's kind is the first word of its ``type``. ``range`` and ``bands`` are kept as one text each
  (``questionnaires.ranges``), so that they are one cell of a sheet.
* Only absolute bounds are checked here. What needs more than one row to judge is in ``questionnaires.rules``.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, Literal, Self, cast, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from questionnaires.ranges import Band, NumberRange, bands_of, bands_text, range_of, range_text

NAME = r"^[a-z][a-z0-9_]*$"
NOTE_PREFIX = "note"
_MOST_DIGITS = 15

RespondentRole = Literal["organisation", "unit", "branch"]
RESPONDENTS: tuple[RespondentRole, ...] = get_args(RespondentRole)
Aggregation = Literal["mean", "sum", "min", "mean of sub-areas", "sum of level means"]
Total = Literal["mean of questions", "mean of areas", "min"]
UnknownCountsAs = Literal["excluded", "lowest"]
FormRole = Literal["maturity", "self_assessment", "other"]
Kind = Literal["select_one", "select_multiple", "integer", "decimal", "text", "date", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def _plain_decimal(value: object) -> Decimal:
    """An exact decimal without trailing zeros; a float is taken as it is written."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise PydanticCustomError("number_type", "Här ska stå ett tal.")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise PydanticCustomError("number_type", "Här ska stå ett tal, med decimalpunkt.") from None
    if not number.is_finite() or len(number.as_tuple().digits) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        raise PydanticCustomError("number_type", "Talet är för stort, för litet eller har för många siffror.")
    plain = Decimal(format(number.normalize(), "f"))
    return plain or Decimal(0)  # never minus nought


def _group_text(value: object) -> object:
    """One way of writing each group: a question level may be a number (``group: 1``), ``area: NAME`` has no space."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return re.sub(r"^area:\s+", "area:", value.strip()) if isinstance(value, str) else value


def _split_names(value: object) -> object:
    """One cell of a sheet holds several names: ``gammal_1 gammal_2``."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _respondents(value: object) -> str:
    """The kinds of respondent, given as a text (``unit branch``, ``unit, branch``) or a list, as one text."""
    names = _split_names(value)
    parts: list[object] = list(names) if isinstance(names, (list, tuple)) and names else [value]
    for part in parts:
        if part not in RESPONDENTS:
            expected = " or ".join(f"'{name}'" for name in RESPONDENTS)
            raise PydanticCustomError("literal_error", "Okänd svarande.", {"expected": expected, "value": part})
    return " ".join(name for name in RESPONDENTS if name in parts)


def _column(name: str, description: str) -> Any:
    """A field whose key in the file is not a Python name.

    Not ``alias``: that would also be the only name of the constructor's argument.
    """
    return Field(validation_alias=name, serialization_alias=name, description=description)


Name = Annotated[str, StringConstraints(pattern=NAME)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[Decimal, BeforeValidator(_plain_decimal)]
Weight = Annotated[Decimal, BeforeValidator(_plain_decimal), Field(gt=0)]


_ONE = "|".join(RESPONDENTS)
_SeveralRespondents = Annotated[str, StringConstraints(pattern=f"^({_ONE})([ ,]+({_ONE}))+$")]


class FormPart(BaseModel):
    """One row of a sheet: frozen; unknown keys are refused unless they are notes (texts)."""

    model_config = ConfigDict(frozen=True, extra="allow", validate_by_name=True, validate_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_notes(cls, raw: Any) -> Any:
        """An empty note says nothing, and a sheet's empty cell could not tell it from none."""
        if not isinstance(raw, Mapping):
            return raw
        empty = {key for key, text in raw.items() if isinstance(text, str) and not text.strip()}
        return {key: value for key, value in raw.items() if key not in empty or not str(key).startswith(NOTE_PREFIX)}

    @model_validator(mode="after")
    def _only_notes_are_extra(self) -> Self:
        for key, value in (self.__pydantic_extra__ or {}).items():
            if not key.startswith(NOTE_PREFIX):
                raise PydanticCustomError("unknown_key", "Nyckeln ”{key}” är okänd.", {"key": key})
            if not isinstance(value, str):
                raise PydanticCustomError("note_type", "Anteckningen ”{key}” ska vara en text.", {"key": key})
        return self

    @property
    def notes(self) -> Mapping[str, str]:
        """The author's own keys (``note``, ``note_till_mig`` …) with their texts."""
        return dict(self.__pydantic_extra__ or {})

    @classmethod
    def columns(cls) -> list[str]:
        """The keys as files write them."""
        return [str(field.validation_alias or name) for name, field in cls.model_fields.items()]


class FormSettings(FormPart):
    """The sheet ``settings``: one row."""

    form_id: Annotated[Name, Field(description="Stable id of the questionnaire, never reused.")]
    form_title: Annotated[Label, Field(description="Name on screen.")]
    version: Annotated[StrictInt, Field(ge=1, le=999_999, description="Whole number; a published version is frozen.")]
    issuer: Annotated[Text, Field(description="Who answers for the questionnaire.")] = ""
    edition: Annotated[Text, Field(description="The issuer's name of the edition.")] = ""
    aggregation: Annotated[Aggregation, Field(description="How an area's score is made.")] = "mean"
    total: Annotated[Total, Field(description="How the score of the whole is made.")] = "mean of questions"
    unknown_counts_as: Annotated[
        UnknownCountsAs, Field(description="Whether 'Vet ej' leaves the mean or counts as the lowest value.")
    ] = "excluded"
    answered_share: Annotated[
        Number,
        Field(gt=0, le=1, description="Share of its questions to answer, to count as having answered."),
    ] = Decimal("0.5")
    decimals: Annotated[StrictInt, Field(ge=0, le=3, description="Decimals on screen, rounded half up.")] = 1
    # Excluded from what is published: it says where results are shown, and nothing of what an answer means.
    role: Annotated[FormRole, Field(exclude=True, description="What it is among measurements; may change.")] = "other"
    not_applicable_counts_as: Annotated[
        Number | None, Field(description="What 'Gäller inte oss' counts as; left out, it is outside the mean.")
    ] = None

    @property
    def note(self) -> str:
        """What a page should say beside every result of this questionnaire (key ``note::sv``); empty if nothing."""
        return self.notes.get("note::sv", "")


class Area(FormPart):
    """An area or, with ``parent``, an area within another (perspective and dimension)."""

    name: Annotated[Name, Field(description="Stable id, never reused.")]
    label: Annotated[Label, _column("label::sv", "Name on screen.")]
    parent: Annotated[Name | None, Field(description="Name of the area this one belongs to.")] = None
    weight: Annotated[Weight, Field(description="Weight among areas; above 0.")] = Decimal(1)
    aggregation: Annotated[Aggregation | None, Field(description="Overrides the setting for this area.")] = None


class Choice(FormPart):
    """An alternative of a list."""

    list_name: Annotated[Name, Field(description="The list it belongs to; its rows stand together.")]
    name: Annotated[Name, Field(description="Stable id within the list; this is what answers store.")]
    label: Annotated[Label, _column("label::sv", "Short name of the alternative.")]
    hint: Annotated[Text, _column("hint::sv", "Description of the alternative, the anchor text.")] = ""
    value: Annotated[Number, Field(description="What it counts as; of 'select_multiple' nothing.")]
    order: Annotated[StrictInt, Field(description="Place on screen; unique in the list.")]
    fulfils: Annotated[
        StrictBool | None,
        Field(description="Whether it counts as fulfilled; left out, only the list's highest value does."),
    ] = None


class Question(FormPart):
    """A question; or a ``note``, which is shown where it stands and never answered."""

    type: Annotated[
        str,
        StringConstraints(pattern=r"^(select_(one|multiple) [a-z][a-z0-9_]*|integer|decimal|text|date|note)$"),
        Field(description="'select_one LIST', 'select_multiple LIST', 'integer', 'decimal', 'text', 'date' or 'note'."),
    ]
    name: Annotated[Name, Field(description="Stable id, never reused; a reworded question gets a new one.")]
    label: Annotated[Label, _column("label::sv", "The question.")]
    hint: Annotated[Text, _column("hint::sv", "Guidance.")] = ""
    criteria: Annotated[Text, _column("criteria::sv", "What counts as yes, or what shows the step.")] = ""
    area: Annotated[Name, Field(description="Name of the area it belongs to.")]
    level: Annotated[StrictInt | None, Field(ge=1, le=99, description="The level the question belongs to.")] = None
    weight: Annotated[Weight, Field(description="Weight in means; above 0.")] = Decimal(1)
    required: Annotated[StrictBool, Field(description="Whether the form asks again for a missing answer.")] = False
    relevant: Annotated[
        Text | None, Field(description="Expression on unit attributes, e.g. ${kind} = 'enhet'; see relevance.py.")
    ] = None
    respondent: Annotated[
        str,
        BeforeValidator(
            _respondents, json_schema_input_type=RespondentRole | list[RespondentRole] | _SeveralRespondents
        ),
        Field(description="Who answers; several parted by space: 'unit branch'."),
    ]
    audience: Annotated[Text, Field(description="Who should know the answer, in words.")] = ""
    core: Annotated[StrictBool, Field(description="Asked in every round, first and never rotated.")] = False
    every_n_rounds: Annotated[StrictInt, Field(ge=1, le=99, description="Asked every n-th round.")] = 1
    references: Annotated[Text, Field(description="Law, standard, guidance; separated by semicolons.")] = ""
    succeeds: Annotated[
        tuple[Name, ...],
        BeforeValidator(_split_names, json_schema_input_type=list[Name] | str),
        Field(description="Questions of earlier versions that this one takes over from."),
    ] = ()
    range: Annotated[
        str | None,
        BeforeValidator(range_text, json_schema_input_type=str | list[float]),
        Field(description="Lowest and highest number, and the step if there is one: '0 10 0.5'."),
    ] = None
    unit_of_measure: Annotated[Text, Field(description="What a number is counted in: 'dagar', '%'.")] = ""
    bands: Annotated[
        str | None,
        BeforeValidator(bands_text, json_schema_input_type=str | list[str]),
        Field(description="What numbers count as: '0..4 = 1; 4..10 = 2'; left out, a number counts as itself."),
    ] = None
    scored: Annotated[StrictBool, Field(description="Whether numbers and several alternatives count.")] = True

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        return cast("Kind", self.type.partition(" ")[0])

    @property
    def list_name(self) -> str:
        """The list of alternatives; empty for a kind that has none."""
        return self.type.partition(" ")[2]

    @property
    def is_number(self) -> bool:
        """Whether it is answered with a number."""
        return self.kind in ("integer", "decimal")

    @property
    def counts(self) -> bool:
        """Whether its answers have a value: texts and dates never have."""
        return self.kind == "select_one" or (self.scored and (self.is_number or self.kind == "select_multiple"))

    @property
    def number_range(self) -> NumberRange | None:
        """``range``, read; of several alternatives what none and all of them count as."""
        return range_of(self.range) if self.range else None

    @property
    def number_bands(self) -> tuple[Band, ...]:
        """``bands``, read."""
        return bands_of(self.bands) if self.bands else ()

    @property
    def respondents(self) -> tuple[RespondentRole, ...]:
        """The kinds of respondent that are asked, in the order of ``RESPONDENTS``."""
        asked = self.respondent.split()
        return tuple(name for name in RESPONDENTS if name in asked)


class LevelRule(FormPart):
    """For this level, this share of this group must be fulfilled.

    A row without group and share only names the level. A level's label is written on at least one of its rows.
    """

    level: Annotated[StrictInt, Field(ge=1, le=99, description="The level.")]
    label: Annotated[Text, _column("label::sv", "Name of the level; needed on one of its rows.")] = ""
    group: Annotated[
        Text | None,
        BeforeValidator(_group_text, json_schema_input_type=str | int | None),
        Field(description="A question level ('1') or an area ('area:NAME')."),
    ] = None
    share: Annotated[
        Annotated[Decimal, BeforeValidator(_plain_decimal), Field(ge=0, le=1)] | None,
        Field(description="Share of the group that must be fulfilled, 0 to 1."),
    ] = None

    @property
    def group_level(self) -> int | None:
        """The question level the group stands for, if it is one."""
        return int(self.group) if self.group and re.fullmatch("[0-9]{1,9}", self.group) else None

    @property
    def group_area(self) -> str | None:
        """The area the group stands for, if it is one."""
        return self.group[5:] if self.group and self.group.startswith("area:") else None


class Questionnaire(FormPart):
    """A whole questionnaire. Look-ups raise ``KeyError`` for names that are not in it."""

    settings: FormSettings
    areas: tuple[Area, ...]
    choices: tuple[Choice, ...] = ()
    survey: tuple[Question, ...]
    levels: tuple[LevelRule, ...] = ()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Pydantic's copy, without the look-ups that were made of the original's rows."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.name: question for question in self.survey}

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.name: area for area in self.areas}

    @cached_property
    def _lists(self) -> dict[str, tuple[Choice, ...]]:
        found: dict[str, list[Choice]] = {}
        for choice in self.choices:
            found.setdefault(choice.list_name, []).append(choice)
        return {name: tuple(sorted(rows, key=lambda row: row.order)) for name, rows in found.items()}

    def question(self, name: str) -> Question:
        """The question with this id."""
        return self._questions[name]

    def area(self, name: str) -> Area:
        """The area with this id."""
        return self._areas[name]

    def choices_of(self, question: Question | str) -> tuple[Choice, ...]:
        """A question's alternatives in the order they are shown; none for a kind that has none."""
        row = self._questions[question] if isinstance(question, str) else question
        return self._lists[row.list_name] if row.list_name else ()

    def choice(self, question: Question | str, name: str) -> Choice:
        """One alternative of a question."""
        return {choice.name: choice for choice in self.choices_of(question)}[name]

    def fulfils(self, choice: Choice) -> bool:
        """Whether the alternative counts as fulfilled: as the file says, else only the list's highest value."""
        if choice.fulfils is not None:
            return choice.fulfils
        return choice.value == max(row.value for row in self._lists[choice.list_name])

    def meaning(self, question: Question | str) -> tuple[object, ...]:
        """What an answer to a question means, whatever the texts: equal meanings are compared over the years.

        Of one alternative ids, values, order and what fulfils; of several ids, order and what they count as; of a
        number its range, bands and unit of measure; of the others the kind alone.
        """
        row = self._questions[question] if isinstance(question, str) else question
        if row.kind == "select_one":
            return (row.kind, *((each.name, each.value, self.fulfils(each)) for each in self.choices_of(row)))
        names = tuple(each.name for each in self.choices_of(row))
        return row.kind, names, row.range, row.bands, row.unit_of_measure, row.counts

    def sub_areas(self, area: Area | str | None) -> tuple[Area, ...]:
        """The areas right under an area; of None, the top ones."""
        name = area.name if isinstance(area, Area) else area
        return tuple(row for row in self.areas if row.parent == name)

    def area_questions(self, area: Area | str) -> tuple[Question, ...]:
        """The questions of an area and of all areas under it, in the form's order."""
        names = {area.name if isinstance(area, Area) else area}
        grown = True
        while grown:
            below = {row.name for row in self.areas if row.parent in names} - names
            names |= below
            grown = bool(below)
        return tuple(question for question in self.survey if question.area in names)

    def questions_for(self, respondent: RespondentRole) -> tuple[Question, ...]:
        """The questions one kind of respondent answers, in the form's order."""
        return tuple(question for question in self.questions if respondent in question.respondents)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All that is answered, in the form's order: notes are not."""
        return tuple(row for row in self.survey if row.kind != "note")

    @cached_property
    def level_labels(self) -> dict[int, str]:
        """Level → name, lowest first; empty when the questionnaire has no levels."""
        named: dict[int, str] = {}
        for row in sorted(self.levels, key=lambda row: row.level):
            named[row.level] = named.get(row.level) or row.label
        return named

    @property
    def has_level_rules(self) -> bool:
        """Whether levels are reached by rules."""
        return any(row.group is not None for row in self.levels)

    @property
    def is_ladder(self) -> bool:
        """Whether the levels name the steps of the scale that answers stand on.

        Where questions belong to levels and no rule says how these are reached, nothing does.
        """
        return bool(self.levels) and not self.has_level_rules and all(row.level is None for row in self.survey)
