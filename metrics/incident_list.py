"""The incidents of a register on a date, each with its clocks, its thresholds and whose it is.

Bolag are legal persons with clocks of their own: an incident is a bolag's where the file's own column says so, else
where its unit is a bolag or lies under one on the date of the file. The rest are the municipality's, those of an
unknown unit among them, and told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from base.formats import day, number
from base.hashing import sha256_text
from base.unit_kinds import find_kind
from data.incident_judgements import Judgement, judgements
from data.organisation import Unit, units
from data.register_state import Layer, filled_fields
from data.registers import register as register_named
from data.store import Source
from metrics.clocks import Clock, IncidentFacts
from metrics.deadlines import clocks
from metrics.moments import Moment
from metrics.significance import Harm, Significance, significance
from metrics.sources import RegisterState, counted_rows, register_at, state_tables

REGISTER = "incidents"
KINDS = {
    "personal_data": "personuppgiftsincident",
    "information_security": "informationssäkerhetsincident",
    "it_security": "IT-säkerhetsincident",
}
_MOMENTS = (
    "occurred",
    "detected",
    "known",
    "early_warning_sent",
    "notification_sent",
    "situation_report_sent",
    "final_report_sent",
    "reported",
    "handled",
)
_TEXTS = ("id", "title", "kind", "status", "significant", "imy_decision", "sector")
_VALUES = ("outage_hours", "fallback_hours", "affected_persons", "subjects_informed")
_UNITS = ("unit", "legal_person")
_ANSWERS = {"yes": True, "no": False}
_STATUS = {"open": True, "in_progress": True, "closed": False}
_BOLAG = "bolag"


@dataclass(frozen=True, slots=True)
class IncidentCase:
    """One incident. ``ref``: its name in an address; ``row_key`` None: it can't be followed to the next file.

    ``unit``: as the organisation names it, else as the file does; ``unknown_unit``: the file's word fits none.
    ``bolag``: the legal person it is counted under, None for the municipality. ``happened``: detected, else occurred.
    ``own_judgement``: a decision taken here, which goes before ``file_significant``.
    """

    ref: str
    source: str
    row_key: str | None
    id: str | None
    title: str | None
    unit: str
    unknown_unit: bool
    bolag: str | None
    kinds: tuple[str, ...]
    status: str | None
    occurred: Moment | None
    detected: Moment | None
    judged_significant: Moment | None
    facts: IncidentFacts
    harm: Harm
    subjects_informed: bool | None
    file_significant: bool | None
    own_judgement: Judgement | None
    file_name: str

    @property
    def happened(self) -> Moment | None:
        return self.detected or self.occurred

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Every rule held against it."""
        return clocks(self.facts)

    @property
    def significance(self) -> Significance:
        """Every threshold held against it."""
        return significance(self.harm)

    @property
    def name(self) -> str:
        """What it is called: number and title, as far as there are any."""
        return " · ".join(text for text in (self.id, self.title) if text) or "Incident utan nummer och rubrik"

    @property
    def kind_words(self) -> str:
        """The kinds, in words; one that is not known as the file writes it."""
        return ", ".join(KINDS.get(kind, kind) for kind in self.kinds) or "okänt slag"


@dataclass(frozen=True, slots=True)
class IncidentList:
    """Every incident that holds on a date, the newest first; those that nothing dates last."""

    cases: tuple[IncidentCase, ...]
    layers: tuple[Layer, ...]

    @property
    def as_of(self) -> date:
        """The date of the newest file."""
        return max(layer.as_of for layer in self.layers)

    @property
    def file_names(self) -> str:
        """The file's name, or how many there are."""
        return self.layers[0].file_name if len(self.layers) == 1 else f"{number(len(self.layers))} filer"

    @property
    def marks(self) -> str:
        """``läget per 2026-11-02 · incidenter_2026.xlsx``; of several files the oldest date is told too."""
        oldest = min(layer.as_of for layer in self.layers)
        when = day(self.as_of) if oldest == self.as_of else f"{day(oldest)} till {day(self.as_of)}"
        return f"läget per {when} · {self.file_names}"

    def find(self, ref: str) -> IncidentCase | None:
        """The incident of an address."""
        return next((case for case in self.cases if case.ref == ref), None)


def incident_list(store: Source, as_of: date, known_at: int | None = None) -> IncidentList | None:
    """The incidents as the sources together tell them on ``as_of``; None where none had been imported."""
    position = store.position() if known_at is None else known_at
    state = register_at(store, REGISTER, as_of, position)
    if state is None:
        return None
    chosen = state.layers
    by_snapshot = {layer.snapshot: layer for layer in chosen}
    filled = filled_fields(store, chosen)
    decided = judgements(store, position)
    whose = {layer.as_of: _Organisation(units(store, layer.as_of, position)) for layer in chosen}
    cases = [
        _case(row, by_snapshot[row["snapshot"]], filled[row["snapshot"]], whose[row["layer_as_of"]], decided)
        for row in _rows(store, state, position)
    ]
    cases.sort(
        key=lambda case: (case.happened is not None, case.happened.local if case.happened else None, case.id or ""),
        reverse=True,
    )
    return IncidentList(tuple(cases), chosen)


def _rows(store: Source, state: RegisterState, position: int) -> list[dict[str, Any]]:
    """One row per incident: of a key's rows in one file the first, and what is said to be the same once."""
    register = register_named(REGISTER)
    names = set(register.field_names)
    wanted = [*_TEXTS, *_VALUES, *_MOMENTS, "judged_significant", *_UNITS]
    columns = [name for name in wanted if name in names]
    columns += [f"{name}_timed" for name in (*_MOMENTS, "judged_significant") if name in names]
    columns += [f"{name}_text" for name in _UNITS if name in names]
    told = ", ".join(f'"{name}"' for name in ("snapshot", "row", "source", "layer_as_of", "row_key", *columns))
    return store.query(f"SELECT {told} FROM ({counted_rows(register)})", {}, state_tables(store, state, None, position))


class _Organisation:
    """The units of one day: what each is called, and which bolag it belongs to."""

    def __init__(self, found: Sequence[Unit]) -> None:
        self._units = {unit.unit: unit for unit in found}
        self._root = next((unit for unit in found if unit.parent is None), None)

    def name(self, unit: str | None) -> str | None:
        found = self._units.get(unit or "")
        return found.name if found else None

    def bolag(self, unit: str | None) -> str | None:
        """The nearest bolag that a unit is or lies under."""
        found = self._units.get(unit or "")
        for _ in self._units:
            if found is None:
                return None
            kind = find_kind(found.kind)
            if kind is not None and kind.name == _BOLAG:
                return found.name
            found = self._units.get(found.parent or "")
        return None

    def legal_person(self, unit: str | None, text: str | None) -> tuple[bool, str | None]:
        """Whether the file says whose it is, and the bolag (None: the municipality)."""
        words = " ".join((text or "").split())
        if not words and unit is None:
            return False, None
        if unit is not None:
            return True, self.bolag(unit)
        municipal = {"kommun", "kommunen", "municipality"}
        if self._root is not None:
            municipal |= {self._root.name.casefold(), f"{self._root.name.casefold()} kommun"}
        return True, None if words.casefold() in municipal else words


def _case(
    row: Mapping[str, Any],
    layer: Layer,
    filled: frozenset[str],
    organisation: _Organisation,
    decided: Mapping[tuple[str, str], Judgement],
) -> IncidentCase:
    kinds = tuple(kind for kind in (row.get("kind") or "").split("+") if kind)
    known_kinds = [kind for kind in kinds if kind in KINDS]
    own = decided.get((layer.source, row["row_key"])) if row["row_key"] else None
    by_file = _ANSWERS.get(row.get("significant") or "")
    told, person = organisation.legal_person(row.get("legal_person"), row.get("legal_person_text"))
    unit = organisation.name(row.get("unit"))
    moments = {name: _moment(row, name) for name in _MOMENTS}
    occurred, detected = moments.pop("occurred"), moments.pop("detected")
    happened = detected or occurred
    facts = IncidentFacts(
        as_of=layer.as_of,
        personal_data=True if "personal_data" in kinds else (False if known_kinds else None),
        significant=own.significant if own else by_file,
        imy_decision=_ANSWERS.get(row.get("imy_decision") or ""),
        ongoing=_STATUS.get(row.get("status") or ""),
        happened=happened.day if happened else None,
        absent=frozenset(name for name in moments if name not in filled),
        **moments,
    )
    key = row["row_key"] or f"{row['snapshot']}/{row['row']}"
    return IncidentCase(
        ref=sha256_text(f"{layer.source}\n{key}")[:12],
        source=layer.source,
        row_key=row["row_key"],
        id=row.get("id"),
        title=row.get("title"),
        unit=unit or row.get("unit_text") or "",
        unknown_unit=unit is None,
        bolag=person if told else organisation.bolag(row.get("unit")),
        kinds=kinds,
        status=row.get("status"),
        occurred=occurred,
        detected=detected,
        judged_significant=_moment(row, "judged_significant"),
        facts=facts,
        harm=Harm(row.get("sector"), row.get("outage_hours"), row.get("fallback_hours"), row.get("affected_persons")),
        subjects_informed=row.get("subjects_informed"),
        file_significant=by_file,
        own_judgement=own,
        file_name=layer.file_name,
    )


def _moment(row: Mapping[str, Any], name: str) -> Moment | None:
    value = row.get(name)
    return None if value is None else Moment(value, bool(row.get(f"{name}_timed")))
