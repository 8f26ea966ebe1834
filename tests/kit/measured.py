"""A short way to write questionnaires, units, rounds, answers and snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from access.rights import authorise, local_coordinator
from base.actors import Act, Grant
from base.hashing import canonical_json
from data.ledger.definitions import Definition, append_definition
from data.ledger.store import Store
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

NOW = datetime(2026, 11, 3, 13, 32, tzinfo=UTC)
START = date(2020, 1, 1)


def grant(act: Act) -> Grant:
    return authorise(local_coordinator(), act)


def steps(
    name: str = "steg", values: Sequence[object] = (1, 2, 3, 4), fulfils: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """A list whose alternatives are called s1, s2 … after their place."""
    rows: list[dict[str, Any]] = []
    for place, value in enumerate(values, 1):
        row = {"list_name": name, "name": f"s{place}", "label::sv": f"Steg {place}", "value": value, "order": place}
        rows.append(row | ({"fulfils": True} if f"s{place}" in fulfils else {}))
    return rows


def question(name: str, area: str = "a", respondent: str = "unit", lst: str = "steg", **more: object) -> dict[str, Any]:
    return {
        "type": f"select_one {lst}",
        "name": name,
        "label::sv": name,
        "area": area,
        "respondent": respondent,
        **more,
    }


def make_form(
    survey: Sequence[Mapping[str, Any]],
    areas: Sequence[Mapping[str, Any] | str] = ("a",),
    choices: Sequence[Mapping[str, Any]] | None = None,
    levels: Sequence[Mapping[str, Any]] = (),
    **settings: object,
) -> Questionnaire:
    named = [{"name": area} if isinstance(area, str) else dict(area) for area in areas]
    return from_canonical(
        {
            "settings": {"form_id": "prov", "form_title": "Prov", "version": 1, **settings},
            "areas": [{"label::sv": str(area["name"]).upper(), **area} for area in named],
            "choices": list(choices if choices is not None else steps()),
            "survey": list(survey),
            "levels": list(levels),
        }
    )


@dataclass
class World:
    """Writes what a test needs. An answer is ``s3``, ``unknown`` or ``not_applicable``."""

    store: Store
    root: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def units(self, *names: str, kind: str = "enhet", parent: str | None = None, **more: Any) -> list[str]:
        above = self.ids[parent] if parent else self.root or None
        more.setdefault("valid_from", START)
        made = write_units(self.store, grant(Act.ORGANISE), [NewUnit(name, kind, above, **more) for name in names])
        self.ids |= dict(zip(names, made, strict=True))
        return made

    def round(
        self, form: Questionnaire, name: str, day: date, answers: Mapping[str, Mapping[str, str]], close: bool = False
    ) -> str:
        """A round asking the units named, with their answers (unit name → question → answer)."""
        asked = [self.ids[unit] for unit in answers]
        made = open_round(self.store, grant(Act.PLAN), NewRound(form, name, day, asked))
        for unit, given in answers.items():
            self.answer(made, unit, given)
        if close:
            close_round(self.store, grant(Act.PLAN), made)
        return made

    def answer(self, round_id: str, unit: str, given: Mapping[str, str]) -> None:
        rows = []
        for name, answer in given.items():
            state = answer if answer in ("unknown", "not_applicable", "cleared") else "answered"
            alternative = answer if state == "answered" else None
            row = {"round": round_id, "unit": self.ids[unit], "question": name, "state": state}
            rows.append({**row, "alternative": alternative, "based_on": 0})
        with self.store.writing(grant(Act.ANSWER), Act.ANSWER) as transaction:
            transaction.append("answer", rows)

    def snapshot(
        self,
        register: str,
        day: date,
        rows: Sequence[Mapping[str, object]],
        file: str = "fil.xlsx",
        filled: Sequence[str] | None = None,
        **told: object,
    ) -> str:
        """``filled``: the fields that the file had, by default those of the rows; ``told``: more columns of it."""
        names = filled if filled is not None else sorted({name for row in rows for name in row})
        with self.store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
            definition = append_definition(transaction, Definition("register", register, 1, {"name": register}))
            made = f"s{transaction.last_seq + 1}"
            row = {"snapshot": made, "register": register, "definition_seq": definition, "as_of": day, "mapping": "{}"}
            more = {"file_name": file, "file_hash": made, "stored": len(rows), "skipped": 0, "ignored": 0}
            transaction.append("snapshot", [{**row, **more, "filled": canonical_json(list(names)), **told}])
            numbered = [{"snapshot": made, "row": place, **found} for place, found in enumerate(rows, 2)]
            transaction.append(f"register_{register}", numbered)
        return made
