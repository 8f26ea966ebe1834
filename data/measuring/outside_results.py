"""Results registered without answers: the official ones (MSB's form) and those of earlier measurements.

They are kept as they were told, with scale, method, source and date, and are never made into answers or joined to a
series of ours (docs/measuring.md). One that was registered wrongly is withdrawn with a reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.clock import FAR
from base.errors import Issue, MognadError
from data.ledger.newest import as_record, every_row, newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import MAX_WORDS, PERSONAL_NUMBER, reason_text, trimmed
from data.organisation.small_tables import refusal
from data.organisation.units import root_unit, units
from data.registers.values.personal import has_number

OFFICIAL = "official"
EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class OutsideValue:
    """A level or a score, of a unit as a whole or (``area``, in the source's own words) of an area."""

    unit: str
    area: str | None = None
    level: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """What is known of a result as a whole. Empty texts become None.

    ``edition``: the form's edition; ``scale_low`` and ``scale_high``: the ends of the scale its values are on, with
    ``scale`` its words; ``method``: how it was made; ``file_name`` and ``file_hash`` (SHA-256): the source, which is
    not kept here; ``case_number``: where it is filed.
    """

    kind: str
    name: str
    as_of: date
    scale_low: float | None
    scale_high: float | None
    edition: str | None = None
    scale: str | None = None
    method: str | None = None
    file_name: str | None = None
    file_hash: str | None = None
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class OutsideResult:
    """A registered result. ``recorded_at``: naive UTC."""

    result: str
    seq: int
    recorded_at: datetime
    actor: str
    facts: OutsideFacts
    values: tuple[OutsideValue, ...]


def register_outside(store: Store, grant: Grant, facts: OutsideFacts, values: Sequence[OutsideValue]) -> str:
    """Keep a result as it was told; returns its id. Raises ``outside_invalid`` with every fault, see ``faults``."""
    with store.writing(grant, Act.IMPORT) as transaction:
        if issues := faults(transaction, facts, values):
            raise refusal("outside_invalid", issues)
        made = f"o{transaction.last_seq + 1}"
        transaction.append("outside_result", [{**trimmed(facts), "result": made, "withdrawn": False}])
        transaction.append("outside_value", [{**asdict(value), "result": made} for value in values])
        return made


def withdraw_outside(store: Store, grant: Grant, result: str, reason: str) -> None:
    """Take back a result that was registered wrongly. Raises ``outside_unknown`` and ``reason_missing``."""
    why = reason_text(reason, "Skriv varför resultatet tas tillbaka.")
    with store.writing(grant, Act.IMPORT) as transaction:
        held = {held.result: held.facts for held in outside_results(transaction)}
        if result not in held:
            raise MognadError("outside_unknown", "Resultatet finns inte, eller är redan tillbakataget.")
        row = {"result": result, "kind": held[result].kind, "name": held[result].name, "as_of": held[result].as_of}
        transaction.append("outside_result", [{**row, "withdrawn": True, "reason": why}])


def outside_results(source: Readable, as_of: date = FAR, known_at: int | None = None) -> list[OutsideResult]:
    """The results dated on or before ``as_of`` that hold, oldest first."""
    position = source.position() if known_at is None else known_at
    values: dict[str, list[OutsideValue]] = {}
    for value in every_row(source, "outside_value", known_at=position):
        values.setdefault(value["result"], []).append(as_record(OutsideValue, value))
    rows = newest_rows(source, "outside_result", ["result"], known_at=position)
    held = [row for row in rows if not row["withdrawn"] and row["as_of"] <= as_of]
    return [
        as_record(OutsideResult, row, facts=as_record(OutsideFacts, row), values=tuple(values.get(row["result"], ())))
        for row in sorted(held, key=lambda row: row["as_of"])
    ]


def faults(source: Readable, facts: OutsideFacts, values: Sequence[OutsideValue]) -> list[Issue]:
    """Everything that is wrong with a result.

    Issues: ``name_missing``, ``edition_missing`` and ``level_missing`` (official ones have both), ``scale_missing``,
    ``scale_wrong``, ``result_date``, ``text_too_long``, ``text_personal``, ``values_missing``, ``unit_unknown``,
    ``value_missing``, ``value_outside_scale``, ``value_repeated``, ``outside_exists``.
    """
    return [*_facts_faults(source, facts), *_value_faults(source, facts, values)]


def _facts_faults(source: Readable, facts: OutsideFacts) -> Iterator[Issue]:
    if not facts.name.strip():
        yield Issue("name_missing", "Resultatet behöver ett namn, till exempel ”Cybersäkerhetskollen 2025”.")
    if facts.kind == OFFICIAL and not (facts.edition or "").strip():
        yield Issue("edition_missing", "Ange vilken utgåva av formuläret resultatet gäller.")
    if facts.scale_low is None or facts.scale_high is None:
        yield Issue("scale_missing", "Ange skalans lägsta och högsta värde.")
    elif facts.scale_low >= facts.scale_high:
        yield Issue("scale_wrong", "Skalans högsta värde måste vara större än det lägsta.")
    texts = (facts.name, facts.edition, facts.scale, facts.method, facts.case_number)
    if any(len(text or "") > MAX_WORDS for text in texts):
        yield Issue("text_too_long", f"Skriv högst {MAX_WORDS} tecken i varje ruta.")
    if any(has_number(text or "") for text in texts):
        yield Issue("text_personal", PERSONAL_NUMBER)
    for held in outside_results(source):
        if (held.facts.kind, held.facts.name, held.facts.as_of) == (facts.kind, facts.name.strip(), facts.as_of):
            yield Issue("outside_exists", f"”{facts.name.strip()}” den {facts.as_of} är redan registrerat.")


def _value_faults(source: Readable, facts: OutsideFacts, values: Sequence[OutsideValue]) -> Iterator[Issue]:
    if not values:
        yield Issue("values_missing", "Resultatet har inga värden.")
    valid = units(source, facts.as_of) or units(source, FAR)
    names = {unit.unit: unit.name for unit in [*units(source, FAR), *valid]}
    root = root_unit(valid)
    whole = [value for value in values if value.area is None]
    if facts.kind == OFFICIAL and not any(v.level is not None and root and v.unit == root.unit for v in whole):
        yield Issue("level_missing", "Ange nivån som resultatet gav.")
    seen: set[tuple[str, str | None]] = set()
    for value in values:
        of = names.get(value.unit, value.unit) + (f", {value.area}" if value.area else "")
        if value.unit not in names:
            yield Issue("unit_unknown", f"Organisationsdelen ”{value.unit}” finns inte.")
        if value.level is None and value.score is None:
            yield Issue("value_missing", f"{of}: nivå eller poäng saknas.")
        if (value.unit, value.area) in seen:
            yield Issue("value_repeated", f"{of}: står flera gånger.")
        seen.add((value.unit, value.area))
        if has_number(value.area or "") or len(value.area or "") > MAX_WORDS:
            yield Issue("area_text", f"{of}: områdets namn är för långt eller innehåller ett personnummer.")
        for number in (value.level, value.score):
            if number is not None and _outside(facts, number):
                yield Issue("value_outside_scale", f"{of}: {told(number)} ligger utanför skalan.")


def told(number: float) -> str:
    """A registered number as it was told, with a decimal comma."""
    return f"{number:g}".replace(".", ",")


def _outside(facts: OutsideFacts, number: float) -> bool:
    if facts.scale_low is None or facts.scale_high is None:
        return False
    # No level reached is told as 0, whatever the lowest level is called.
    return number > facts.scale_high or number < min(facts.scale_low, 0 if facts.kind == OFFICIAL else facts.scale_low)
