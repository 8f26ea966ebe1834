"""What the facts of an incident say of the thresholds for *betydande* (``rules/deadlines.yaml``).

A threshold prepares a person's decision and never takes it: one that is reached has to be judged, one that is not
reached does not make an incident *inte betydande* (what **can** cause harm counts too), and no missing fact is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from base.formats import listing, number
from metrics.incidents.rules import IncidentRules, Threshold, incident_rules


class Reach(StrEnum):
    """Whether a threshold is reached."""

    REACHED = "reached"
    BELOW = "below"
    MISSING = "missing"


_WORDS = {Reach.REACHED: "når tröskeln", Reach.BELOW: "tröskeln är inte nådd", Reach.MISSING: "uppgift saknas"}
STILL = "en incident kan ändå vara betydande"


@dataclass(frozen=True, slots=True)
class Harm:
    """What a file tells of an incident's harm; None where it says nothing. ``sector``: its name in the register."""

    sector: str | None = None
    outage_hours: float | None = None
    fallback_hours: float | None = None
    affected_persons: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One threshold held against one incident. ``fact``: which, in words; ``compared``: ``avbrott 14 h > 12 h``."""

    reach: Reach
    fact: str
    compared: str

    @property
    def words(self) -> str:
        """``når tröskeln: avbrott 14 h > 12 h``."""
        return f"{_WORDS[self.reach]}: {self.compared}"


@dataclass(frozen=True, slots=True)
class Significance:
    """Every threshold, and what they say together. ``basis``: whose threshold was used."""

    findings: tuple[Finding, ...]
    basis: str

    @property
    def reached(self) -> bool:
        """Whether any threshold is."""
        return any(finding.reach is Reach.REACHED for finding in self.findings)

    @property
    def words(self) -> str:
        """The whole in a sentence; never that the incident is not *betydande*, nor more than could be compared."""
        reached = [finding.compared for finding in self.findings if finding.reach is Reach.REACHED]
        if reached:
            return f"Når tröskeln: {listing(reached)}. Om den är betydande beslutar ni."
        missing = [finding.fact for finding in self.findings if finding.reach is Reach.MISSING]
        unknown = f" Uppgift saknas: {listing(missing)}." if missing else ""
        compared = len(self.findings) - len(missing)
        if not compared:
            return f"{unknown.strip()} {STILL[0].upper()}{STILL[1:]}."
        which = "den är inte nådd" if compared == 1 else "ingen av dem är nådd"
        return f"{compared} av {len(self.findings)} trösklar går att jämföra: {which}, men {STILL}.{unknown}"


def significance(harm: Harm, rules: IncidentRules | None = None) -> Significance:
    """Hold what a file tells of an incident against the thresholds."""
    all_rules = rules or incident_rules()
    # The file has no words for the cost, so that it can only be told as missing.
    findings = (
        _hours(harm, harm.outage_hours, "avbrott", lambda threshold: threshold.limited_hours, all_rules),
        _hours(harm, harm.fallback_hours, "reservrutin", lambda threshold: threshold.fallback_hours, all_rules),
        _persons(harm.affected_persons, all_rules),
        Finding(
            Reach.MISSING, "kostnad", f"kostnad i procent av intäkterna (mer än {all_rules.common.cost_percent} %)"
        ),
    )
    basis = all_rules.threshold(harm.sector).label if harm.sector else "Sektor saknas"
    return Significance(findings, basis)


def _hours(
    harm: Harm, hours: float | None, fact: str, limit_of: Callable[[Threshold], int], rules: IncidentRules
) -> Finding:
    if hours is None:
        return Finding(Reach.MISSING, fact, f"{fact} i timmar")
    # As written, not as the float nearest to it.
    exact = Decimal(str(hours))
    written = number(exact, 0 if exact == exact.to_integral_value() else 1)
    limits = [limit_of(threshold) for threshold in rules.thresholds]
    if harm.sector is not None:
        limits = [limit_of(rules.threshold(harm.sector))]
    # Without a sector only what holds for all of them can be said.
    if exact > max(limits):
        return Finding(Reach.REACHED, fact, f"{fact} {written} h > {max(limits)} h")
    if exact <= min(limits):
        return Finding(Reach.BELOW, fact, f"{fact} {written} h, tröskel {min(limits)} h")
    return Finding(Reach.MISSING, "sektor", f"sektor, som avgör om {fact} {written} h når tröskeln")


def _persons(count: int | None, rules: IncidentRules) -> Finding:
    least = rules.common.persons
    if count is None:
        return Finding(Reach.MISSING, "antal berörda personer", "antal berörda personer")
    if count < least:
        return Finding(Reach.BELOW, "berörda personer", f"{number(count)} berörda personer, tröskel {number(least)}")
    compared = f"{number(count)} berörda personer, minst {number(least)}, om uppgifterna är skyddade"
    return Finding(Reach.REACHED, "berörda personer", compared)
