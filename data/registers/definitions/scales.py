"""Scales of likelihood, consequence and risk level: which step a cell stands for, and the class of a risk.

A word bears its own meaning ("Allvarlig", "4 - Allvarlig", "Hög (12)"); a bare number does not, and is read only on
a scale that somebody has named. Nothing is guessed: what can't be read gives no step, and its class is unknown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, StrictBool, StrictInt

from base.definitions import FrozenModel, read_definition
from base.errors import MognadError
from data.registers.definitions.model import Label
from data.registers.definitions.words import DASHES, clean, folded

SCALES_FILE = Path(__file__).with_name("scales.yaml")
WORDS = "words"
LEVEL = "level"
RISK_CLASSES = ("low", "medium", "high", "extreme")
HIGH_CLASSES = ("high", "extreme")

RiskClass = Literal["low", "medium", "high", "extreme"]
Outcome = Literal["empty", "read", "no_scale", "off_scale"]


class Step(FrozenModel):
    """One step: its number, its word, and for a level in words its class."""

    step: StrictInt
    label: Label
    synonyms: tuple[Label, ...] = ()
    risk_class: RiskClass | None = Field(default=None, validation_alias="class")


class Scale(FrozenModel):
    """A scale. With ``product`` its level is likelihood × consequence, and ``classes`` says each class's highest.

    ``hint``: what to know it by. ``binding_words``: the dimensions whose words are part of the scale, so that
    "3 - Allvarlig" where the scale says "4 Allvarlig" is a contradiction. In others the number decides, for
    organisations choose their own words.
    """

    name: Label
    label: Label
    source: Label
    hint: Label | None = None
    product: StrictBool
    binding_words: tuple[Label, ...] = ()
    dimensions: dict[str, tuple[Step, ...]]
    classes: dict[RiskClass, StrictInt] = Field(default_factory=dict)

    def levels(self) -> frozenset[int]:
        """The numbers that a level may have: the possible products, or the steps in words."""
        if not self.product:
            return frozenset(step.step for step in self.dimensions.get(LEVEL, ()))
        axes = (self.dimensions["likelihood"], self.dimensions["consequence"])
        return frozenset(first.step * second.step for first in axes[0] for second in axes[1])

    def numbers(self, dimension: str) -> frozenset[int]:
        """The numbers that stand on the scale in this dimension."""
        if dimension == LEVEL:
            return self.levels()
        return frozenset(step.step for step in self.dimensions.get(dimension, ()))

    def word(self, dimension: str, text: str) -> Step | None:
        """The step that a word means in this dimension."""
        return _words(self.name, dimension).get(folded(text))


class _File(FrozenModel):
    scales: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """What a cell says. ``scale`` and ``step`` are null unless ``outcome`` is ``read``.

    ``no_scale``: a bare number and no scale named. ``off_scale``: not on the named scale, or no known word.
    """

    outcome: Outcome
    scale: str | None = None
    step: int | None = None


@cache
def scales() -> Mapping[str, Scale]:
    """The shipped scales by name. Raises ``scales_invalid``."""
    file, problems = read_definition(_File, SCALES_FILE)
    if file is None or problems:
        raise MognadError("scales_invalid", f"Filen {SCALES_FILE.name} har fel på {len(problems)} ställen.", problems)
    return MappingProxyType({scale.name: scale for scale in file.scales})


@cache
def _words(scale: str, dimension: str) -> dict[str, Step]:
    steps = scales()[scale].dimensions.get(dimension, ())
    return {folded(text): step for step in steps for text in (step.label, *step.synonyms)}


# "4", "4,0"; "4 - Allvarlig", "4. Allvarlig", "4: …", "4 (Allvarlig)", "4 Allvarlig"; "Hög (12)", "Hög - 12", "Hög 12".
_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?")
_NUMBER_FIRST = re.compile(r"(\d{1,3})\s*(?:[-–—.:=)/]\s*|\s|(?=\())\s*\(?\s*(\D+?)\s*\)?", re.DOTALL)
_NUMBER_LAST = re.compile(r"(\D+?)\s*[-–—:=,(\[\s]\s*(\d{1,3})\s*[)\]]?", re.DOTALL)


def _parts(text: str) -> tuple[int | None, str]:
    """The number and the word of a cell."""
    if match := _NUMBER.fullmatch(text):
        return int(match[1]), ""
    if match := _NUMBER_FIRST.fullmatch(text):
        return int(match[1]), match[2]
    if match := _NUMBER_LAST.fullmatch(text):
        return int(match[2]), match[1]
    return None, text


@lru_cache(maxsize=20_000)
def step_words(dimension: str | None, scale: str, step: int) -> str:
    """A step with its word where the scale has one: ``3 Sannolik``, of a product ``12`` alone."""
    named = scales().get(scale)
    steps = named.dimensions.get(dimension or LEVEL, ()) if named else ()
    return next((f"{step} {each.label}" for each in steps if each.step == step), str(step))


def read_scale(text: str, dimension: str, named: str | None) -> ScaleValue:
    """The step that a cell stands for on the named scale, else by its own words.

    A word and a number that contradict each other on the named scale are off the scale: neither is chosen.
    """
    cell = clean(text)
    if cell in DASHES:
        return ScaleValue("empty")
    number, word = _parts(cell)
    if named is not None and named != WORDS:
        return _on_named(scales()[named], dimension, number, word)
    if not word:
        return ScaleValue("off_scale" if named == WORDS else "no_scale")
    step = scales()[WORDS].word(dimension, word)
    return ScaleValue("read", WORDS, step.step) if step else ScaleValue("off_scale")


def _on_named(scale: Scale, dimension: str, number: int | None, word: str) -> ScaleValue:
    if number is not None and number not in scale.numbers(dimension):
        return ScaleValue("off_scale")
    if dimension == LEVEL and scale.product:
        # A level in words is its class, a level in numbers is a product: they meet in the class.
        in_words = scales()[WORDS].word(LEVEL, word) if word else None
        if number is None:
            return ScaleValue("read", WORDS, in_words.step) if in_words else ScaleValue("off_scale")
        contradicts = in_words is not None and _simple(in_words.risk_class) != _simple(_product_class(scale, number))
        return ScaleValue("off_scale") if contradicts else ScaleValue("read", scale.name, number)
    step = scale.word(dimension, word) if word else None
    if number is None:
        return ScaleValue("read", scale.name, step.step) if step else ScaleValue("off_scale")
    contradicts = step is not None and step.step != number and dimension in scale.binding_words
    return ScaleValue("off_scale") if contradicts else ScaleValue("read", scale.name, number)


def _simple(found: str | None) -> str | None:
    """High and extreme are one: a file's "Hög (16)" is no contradiction."""
    return "high" if found in HIGH_CLASSES else found


def _product_class(scale: Scale, value: int) -> RiskClass | None:
    if value not in scale.levels():
        return None
    return next((name for name in ("low", "medium", "high", "extreme") if value <= scale.classes[name]), None)


def risk_class(
    scale: str | None, likelihood: int | None, consequence: int | None, risk_level: int | None
) -> RiskClass | None:
    """The class of a risk whose steps all stand on one scale; None when it can't be told.

    A stated level goes before likelihood × consequence: it is what the organisation has said. "High" in every
    figure means ``HIGH_CLASSES``. On the scale of words only a stated level has a class, for a matrix of words is
    the organisation's own.
    """
    if scale is None:
        return None
    chosen = scales()[scale]
    if risk_level is not None:
        if chosen.product:
            return _product_class(chosen, risk_level)
        return next((step.risk_class for step in chosen.dimensions.get(LEVEL, ()) if step.step == risk_level), None)
    if not chosen.product or likelihood not in chosen.numbers("likelihood"):
        return None
    if likelihood is None or consequence is None or consequence not in chosen.numbers("consequence"):
        return None
    return _product_class(chosen, likelihood * consequence)


def risk_class_of(likelihood: ScaleValue, consequence: ScaleValue, level: ScaleValue) -> RiskClass | None:
    """As ``risk_class`` for three cells, each of which may stand on a scale of its own."""
    if level.scale is not None:
        return risk_class(level.scale, None, None, level.step)
    if level.outcome != "empty" or likelihood.scale != consequence.scale:
        # A level that is stated but can't be read must not be replaced by another figure.
        return None
    return risk_class(likelihood.scale, likelihood.step, consequence.step, None)
