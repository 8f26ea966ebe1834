"""The rules on incidents as data (``rules/deadlines.yaml``), each with its legal source and what a person ticks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StrictInt, StringConstraints, model_validator

from base.definitions import FrozenModel, read_definition
from base.errors import MognadError
from base.formats import number
from base.hashing import canonical_json, sha256_text
from data.imported.rule_reviews import RuleReview

UNCHECKED = "ej kontrollerat mot föreskriften"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Positive = Annotated[StrictInt, Field(gt=0)]
Report = Literal["early_warning_sent", "notification_sent", "situation_report_sent", "final_report_sent", "reported"]
Start = Literal["known", "notification_sent", "handled"]


class _Named(FrozenModel):
    name: Name


class Law(_Named):
    """A law and the day from which its clocks run."""

    label: Text
    in_force: date


class DeadlineRule(_Named):
    """One clock; the file tells what the keys mean.

    What a tick belongs to is all that a rule says, so a key that came later is left out where it says nothing.
    """

    label: Text
    short: Text
    law: Name
    source: Text
    text: Text
    applies: Literal["significant", "personal_data"]
    start: Start
    hours: Positive | None = None
    months: Positive | None = None
    report: Report | None = None
    decision: Literal["imy_decision"] | None = None
    ongoing: Literal["only", "again"] | None = None
    again_from: Start | None = None
    started_hour: bool = Field(False, exclude_if=lambda says: not says)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.hours and self.months:
            raise ValueError("En regel har timmar eller månader, inte båda.")
        if (self.hours or self.months) and not self.report:
            raise ValueError("En regel med tid behöver report, det som avslutar tiden.")
        if self.started_hour and not self.hours:
            raise ValueError("Bara en regel i timmar kan ha started_hour.")
        if self.ongoing and not self.months:
            raise ValueError("Bara en regel i månader kan gälla en pågående incident.")
        if (self.ongoing == "again") != (self.again_from is not None):
            raise ValueError("again_from hör till ongoing: again.")
        return self


class Threshold(_Named):
    """A sector's limits: more than so many hours limited, or on fallback (*reservrutin*)."""

    label: Text
    source: Text
    limited_hours: Positive
    fallback_hours: Positive


class SectorLimits(FrozenModel):
    """Limits that hold in every sector: at least so many persons, more than so large a part of the income."""

    source: Text
    persons: Positive
    cost_percent: Positive


class IncidentRules(FrozenModel):
    """The whole file."""

    name: Name
    version: StrictInt
    laws: tuple[Law, ...]
    rules: tuple[DeadlineRule, ...]
    thresholds: tuple[Threshold, ...]
    common: SectorLimits

    @model_validator(mode="after")
    def _known(self) -> Self:
        laws = [law.name for law in self.laws]
        named: tuple[_Named, ...] = (*self.rules, *self.thresholds)
        names = [each.name for each in named]
        if len(set(names)) < len(names) or len(set(laws)) < len(laws):
            raise ValueError("Ett namn står två gånger.")
        missing = sorted({rule.law for rule in self.rules} - set(laws))
        if missing:
            raise ValueError(f"Lagen {missing[0]} finns inte i filen.")
        if not any(each.name == "general" for each in self.thresholds):
            raise ValueError("Den allmänna tröskeln (general) saknas.")
        return self

    def law(self, rule: DeadlineRule) -> Law:
        """The law of a rule."""
        return next(law for law in self.laws if law.name == rule.law)

    def rule(self, name: str) -> DeadlineRule:
        """The rule of that name. Raises ``KeyError``."""
        return {rule.name: rule for rule in self.rules}[name]

    @property
    def general(self) -> Threshold:
        """The threshold of no sector of its own."""
        return next(one for one in self.thresholds if one.name == "general")

    def threshold(self, sector: str) -> Threshold:
        """The threshold of a sector by its name in the register; the general one where it has none of its own."""
        return next((one for one in self.thresholds if one.name == sector), self.general)


def load_rules(path: Path) -> IncidentRules:
    """The rules of a file. Raises ``incident_rules_invalid`` with every problem."""
    found, problems = read_definition(IncidentRules, path)
    if found is None or problems:
        raise MognadError("incident_rules_invalid", "Filen med regler för incidenter går inte att läsa.", problems)
    return found


@cache
def incident_rules() -> IncidentRules:
    """The shipped rules."""
    with resources.as_file(resources.files("metrics").joinpath("rules", "deadlines.yaml")) as path:
        return load_rules(Path(path))


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A rule or threshold as a person reads it, and whether somebody has read it against its regulation.

    ``content_hash``: of all it says, law and its day included.
    """

    name: str
    label: str
    source: str
    text: str
    content_hash: str
    review: RuleReview | None

    @property
    def checked(self) -> bool:
        """Ticked as it reads now."""
        return self.review is not None and self.review.holds_for(self.content_hash)

    @property
    def changed(self) -> bool:
        """Ticked once, and changed since."""
        return self.review is not None and self.review.reviewed and not self.checked

    @property
    def words(self) -> str:
        """Whether it may be trusted."""
        if self.checked:
            return "kontrollerat mot föreskriften"
        return f"{UNCHECKED}: ändrad sedan den kontrollerades" if self.changed else UNCHECKED


def rule_standings(reviews: Mapping[str, RuleReview], rules: IncidentRules | None = None) -> tuple[RuleStanding, ...]:
    """Every rule and threshold with its tick, in the file's order."""
    all_rules = rules or incident_rules()
    standings: list[tuple[str, str, str, str, object]] = []
    for rule in all_rules.rules:
        law = all_rules.law(rule)
        text = f"{rule.text} Gäller kännedom från och med {law.in_force.isoformat()}."
        content = {"rule": rule.model_dump(mode="json"), "law": law.model_dump(mode="json")}
        standings.append((rule.name, rule.label, rule.source, text, content))
    for threshold in all_rules.thresholds:
        name = f"threshold_{threshold.name}"
        label = f"Tröskel: {threshold.label[0].casefold()}{threshold.label[1:]}"
        text = (
            f"Kan vara betydande vid mer än {threshold.limited_hours} h begränsning, eller mer än "
            f"{threshold.fallback_hours} h på reservrutin. Kräver en människas beslut."
        )
        standings.append((name, label, threshold.source, text, threshold.model_dump(mode="json")))
    common = all_rules.common
    text = (
        f"Kan vara betydande när skyddade uppgifter om minst {number(common.persons)} personer berörs, eller när "
        f"kostnaden är mer än {common.cost_percent} % av intäkterna. Kräver en människas beslut."
    )
    standings.append(("threshold_common", "Tröskel: personer och kostnad", common.source, text, common.model_dump()))
    return tuple(
        RuleStanding(name, label, source, text, sha256_text(canonical_json(content)), reviews.get(name))
        for name, label, source, text, content in standings
    )
