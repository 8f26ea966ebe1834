"""The incidents of a register on a date, each with its clocks, its thresholds and whose it is.

Bolag are legal persons with clocks of their own: an incident is a bolag's where the file's own column says so, else
where its unit is a bolag or lies under one on the date of the file. The rest are the municipality's, those of an
unknown unit among them, and told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from base.hashing import sha256_text
from data.imported.followed_rows import RowId
from data.imported.judgements import Judgement, judgements
from data.imported.same_rows import same_groups
from data.imported.state import Layer, filled_fields
from data.ledger.newest import as_record
from data.ledger.store import Readable
from data.organisation.units import units
from data.registers import find_register
from metrics.incidents.bodies import Bodies
from metrics.incidents.clocks import DeadlineClock, IncidentFacts
from metrics.incidents.deadlines import clock_of, clocks
from metrics.incidents.moments import Moment
from metrics.incidents.rules import incident_rules
from metrics.incidents.significance import Harm, Significance, significance
from metrics.registers.sources import RegisterState, counted_rows, register_at, state_tables

REGISTER = "incidents"
KIND_LABELS = {
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


@dataclass(frozen=True, slots=True)
class IncidentCase:
    """One incident. ``ref``: its name in an address; ``row_key`` None: it can't be followed to the next file.

    ``unit``: as the organisation names it, else as the file does; ``unknown_unit``: the file's word fits none;
    ``places``: its unit and all that it lies under on the date of the file, by id.
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
    places: frozenset[str]
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
    def after(self) -> bool:
        """Whether it is dated after its file."""
        return self.happened is not None and self.happened.day > self.facts.as_of

    @property
    def year(self) -> int | None:
        """The year it is counted in; None where nothing dates it, or only after its file."""
        return None if self.happened is None or self.after else self.happened.day.year

    def clock(self, rule: str) -> DeadlineClock:
        """One rule held against it."""
        return clock_of(incident_rules().rule(rule), self.facts)

    @property
    def clocks(self) -> tuple[DeadlineClock, ...]:
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
        return ", ".join(KIND_LABELS.get(kind, kind) for kind in self.kinds) or "okänt slag"


@dataclass(frozen=True, slots=True)
class IncidentList:
    """Every incident that holds on a date, the newest first; those that nothing dates last."""

    cases: tuple[IncidentCase, ...]
    state: RegisterState
    bodies: Bodies

    @property
    def as_of(self) -> date:
        """The date of the newest file."""
        return self.state.as_of

    def find(self, ref: str) -> IncidentCase | None:
        """The incident of an address."""
        return next((case for case in self.cases if case.ref == ref), None)


def incident_list(store: Readable, as_of: date, known_at: int | None = None) -> IncidentList | None:
    """The incidents as the sources together tell them on ``as_of``; None where none had been imported."""
    position = store.position() if known_at is None else known_at
    state = register_at(store, REGISTER, as_of, position)
    if state is None:
        return None
    by_snapshot = {layer.snapshot: layer for layer in state.layers}
    filled = filled_fields(store, state.layers)
    whose = Bodies({layer.as_of: units(store, layer.as_of, position) for layer in state.layers})
    decided = _decided(store, position)
    cases = [
        _case(row, by_snapshot[row["snapshot"]], filled[row["snapshot"]], whose, decided)
        for row in _rows(store, state, position)
    ]
    cases.sort(
        key=lambda case: (case.happened is not None, case.happened.local if case.happened else None, case.id or ""),
        reverse=True,
    )
    return IncidentList(tuple(cases), state, whose)


def _decided(store: Readable, position: int) -> Mapping[RowId, Judgement]:
    """Row → the newest decision on it, or on a row that is said to be the same."""
    found = dict(judgements(store, position))
    for group in same_groups(store, REGISTER, position):
        newest = max((found[row] for row in group if row in found), key=lambda one: one.seq, default=None)
        if newest is not None:
            found |= dict.fromkeys(group, newest)
    return found


def _rows(store: Readable, state: RegisterState, position: int) -> list[dict[str, Any]]:
    """One row per incident: as figures count them (``sources.counted_rows``)."""
    dated = (*_MOMENTS, "judged_significant")
    columns = [*_TEXTS, *_VALUES, *dated, *_UNITS]
    columns += [*(f"{name}_timed" for name in dated), *(f"{name}_text" for name in _UNITS)]
    told = ", ".join(f'"{name}"' for name in ("snapshot", "row", "source", "layer_as_of", "row_key", *columns))
    # Ordered, so that the first spelling of a bolag is always the same one.
    query = f"SELECT {told} FROM ({counted_rows(find_register(REGISTER))}) ORDER BY layer_as_of, source, row"
    return store.query(query, {}, state_tables(store, state, None, position))


def _case(
    row: Mapping[str, Any],
    layer: Layer,
    filled: frozenset[str],
    whose: Bodies,
    decided: Mapping[RowId, Judgement],
) -> IncidentCase:
    kinds = tuple(kind for kind in (row["kind"] or "").split("+") if kind)
    known_kinds = [kind for kind in kinds if kind in KIND_LABELS]
    own = decided.get(RowId(layer.source, row["row_key"])) if row["row_key"] else None
    by_file = _ANSWERS.get(row["significant"] or "")
    told, person = whose.person(layer.as_of, row["legal_person"], row["legal_person_text"])
    unit = whose.name(layer.as_of, row["unit"])
    moments = {name: _moment(row, name) for name in _MOMENTS}
    occurred, detected = moments.pop("occurred"), moments.pop("detected")
    happened = detected or occurred
    facts = IncidentFacts(
        as_of=layer.as_of,
        personal_data=True if "personal_data" in kinds else (False if known_kinds else None),
        significant=own.significant if own else by_file,
        imy_decision=_ANSWERS.get(row["imy_decision"] or ""),
        ongoing=_STATUS.get(row["status"] or ""),
        happened=happened.day if happened else None,
        absent=frozenset(name for name in moments if name not in filled),
        **moments,
    )
    key = row["row_key"] or f"{row['snapshot']}/{row['row']}"
    return as_record(
        IncidentCase,
        row,
        ref=sha256_text(f"{layer.source}\n{key}")[:12],
        source=layer.source,
        unit=unit or row["unit_text"] or "",
        unknown_unit=unit is None,
        places=whose.above(layer.as_of, row["unit"]),
        bolag=person if told else whose.bolag(layer.as_of, row["unit"]),
        kinds=kinds,
        occurred=occurred,
        detected=detected,
        judged_significant=_moment(row, "judged_significant"),
        facts=facts,
        harm=as_record(Harm, row),
        file_significant=by_file,
        own_judgement=own,
        file_name=layer.file_name,
    )


def _moment(row: Mapping[str, Any], name: str) -> Moment | None:
    value = row[name]
    return None if value is None else Moment(value, bool(row[f"{name}_timed"]))
