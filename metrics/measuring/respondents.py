"""Who is asked what in a round.

A unit's role follows from its kind: the municipality answers for the organisation, a kontor for its branch, all
others as units. A questionnaire without questions for a role asks that respondent all of it. ``relevant`` takes away
what does not concern a unit by its attributes on the round's date; questions outside its role count as asked of it
as soon as it has answered them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from base.unit_kinds import is_counted
from data.ledger.store import Readable
from metrics.measuring.forms import Measured, WantedRound, measured_rounds, up_to
from metrics.measuring.scoring import Scoring
from questionnaires.asked import asked, role_of, voluntary
from questionnaires.model import RespondentRole
from questionnaires.relevance import evaluate


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of being asked: shared by all respondents of a round with the same role and relevant questions.

    ``extra`` questions lie outside the role and count only where they are answered. ``voluntary`` ones do too, but in
    the respondent's own levels alone: means and series stay those of the questions everyone in the role is asked.
    ``resting``: the role's questions that rest in the round; they are none of the others, and count nowhere.
    """

    number: int
    scoring: Scoring
    asked: tuple[str, ...]
    extra: tuple[str, ...]
    voluntary: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Respondent:
    """A unit asked in a round. ``inside``: it lies in the branch looked at (always true without one)."""

    round: str
    unit: str
    name: str
    role: RespondentRole
    outside: bool
    inside: bool
    profile: Profile


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures are looked at: one unit's own, a branch's, or (both None) the whole municipality's."""

    unit: str | None = None
    branch: str | None = None


EVERYBODY = Scope()


class Directory:
    """The respondents of some rounds, read in one query."""

    def __init__(self, store: Readable, rounds: Sequence[Measured], scope: Scope) -> None:
        self._profiles: dict[tuple[int, tuple[str, ...], str, str], Profile] = {}
        self._ways: dict[tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]], Profile] = {}
        self.by_round: dict[str, list[Respondent]] = {measured.round: [] for measured in rounds}
        if not rounds:
            return
        rows = store.query(*_statement(rounds))
        valid: list[dict[str, dict[str, object]]] = [{} for _ in rounds]
        for row in rows:
            if row["kind"] is not None:
                valid[row["place"]][row["unit"]] = row
        asked_rows = [row for row in rows if row["asked"]]
        first = _first_states(store, rounds, {row["unit"] for row in asked_rows if row["kind"] is None})
        for row in asked_rows:
            state = row if row["kind"] is not None else {**row, **first.get(row["unit"], {})}
            path = _above(row["unit"], valid[row["place"]])
            self._add(rounds[row["place"]], state, path, valid[row["place"]], scope)

    def chosen(self, round_id: str, scope: Scope) -> list[Respondent]:
        """The respondents whose figures make the scope's: see ``choose``."""
        return choose(self.by_round[round_id], scope)

    def _add(
        self,
        measured: Measured,
        state: Mapping[str, object],
        path: Sequence[str],
        valid: Mapping[str, Mapping[str, object]],
        scope: Scope,
    ) -> None:
        kind = str(state["kind"] or "")
        kinds = {kind, *(str(valid[unit]["kind"]) for unit in path if unit in valid)}
        respondent = Respondent(
            round=measured.round,
            unit=str(state["unit"]),
            name=str(state["name"] or state["unit"]),
            role=effective_role(measured.scoring, kind),
            outside=any(not is_counted(each_kind) for each_kind in kinds),
            inside=scope.branch is None or scope.branch in path,
            profile=self._profile(measured, kind, str(state["attributes"] or "{}")),
        )
        self.by_round[measured.round].append(respondent)

    def _profile(self, measured: Measured, kind: str, attributes: str) -> Profile:
        """One profile per way of being asked, however many kinds and attributes lead to it."""
        scoring, resting = measured.scoring, measured.resting
        place = (id(scoring), resting, kind, attributes)
        if place not in self._profiles:
            values = json.loads(attributes)
            own = tuple(question.name for question in asked(scoring.form, kind, values))
            values["kind"] = kind
            beside = (q.name for q in scoring.form.questions if q.name not in own and evaluate(q.relevant, values))
            mine, extra = (tuple(name for name in names if name not in resting) for names in (own, beside))
            way = (id(scoring), mine, extra, tuple(name for name in own if name in resting))
            if way not in self._ways:
                free = tuple(question.name for question in voluntary(scoring.form, kind, values, resting))
                self._ways[way] = Profile(len(self._ways), scoring, mine, () if free else extra, free, way[3])
            self._profiles[place] = self._ways[way]
        return self._profiles[place]


def effective_role(scoring: Scoring, kind: str) -> RespondentRole:
    """As what a unit of a kind stands in a sum: a kontor that has no questions of its own stands beside the units."""
    role = role_of(kind)
    return "unit" if role == "branch" and not scoring.form.questions_for("branch") else role


def of_round(store: Readable, wanted: WantedRound, branch: str | None) -> tuple[Measured, list[Respondent]]:
    """A round, and the respondents of a branch or of all. Raises ``round_unknown``."""
    rounds = measured_rounds(store, wanted.questionnaire, known_at=wanted.view(store).known_at)
    measured = up_to(rounds, wanted.round)[-1]
    scope = Scope(branch=branch)
    return measured, Directory(store, [measured], scope).chosen(measured.round, scope)


def choose(respondents: Iterable[Respondent], scope: Scope) -> list[Respondent]:
    """Whose figures make a scope's figure.

    A unit: its own. A branch or the municipality: its units; where none is asked the kontor, else the municipality
    itself. A questionnaire for the organisation alone is told by the municipality's own answers where it has been
    asked. Shared boards and outside performers, and what lies under them, are never summed up.
    """
    if scope.unit is not None:
        return [respondent for respondent in respondents if respondent.unit == scope.unit]
    inside = [respondent for respondent in respondents if respondent.inside and not respondent.outside]
    form = inside[0].profile.scoring.form if inside else None
    by_role = {
        role: [respondent for respondent in inside if respondent.role == role]
        for role in ("unit", "branch", "organisation")
    }
    if form and by_role["organisation"] and not form.questions_for("unit") and not form.questions_for("branch"):
        return by_role["organisation"]
    return by_role["unit"] or by_role["branch"] or by_role["organisation"]


def find_changes(store: Readable, known_at: int) -> dict[str, list[date]]:
    """Unit → the days a merge or split ended or started its series."""
    rows = store.query(
        "SELECT unnest([old_unit, new_unit]) AS unit, from_date FROM unit_changes($known_at)",
        {"known_at": known_at},
    )
    days: dict[str, list[date]] = {}
    for row in rows:
        days.setdefault(row["unit"], []).append(row["from_date"])
    return days


def _statement(rounds: Sequence[Measured]) -> tuple[str, dict[str, object]]:
    """Per round, read at its position: the units valid on its date, and those asked; one SELECT per round."""
    parameters: dict[str, object] = {}
    parts = []
    for place, measured in enumerate(rounds):
        parameters |= {f"r{place}": measured.round, f"d{place}": measured.as_of, f"k{place}": measured.position}
        parts.append(_ONE_ROUND.replace("#", str(place)))
    return "\nUNION ALL\n".join(parts), parameters


_ONE_ROUND = """
SELECT # AS place, coalesce(u.unit, asked.unit) AS unit, asked.unit IS NOT NULL AS asked,
       u.kind, u.name, u.parent, u.attributes
FROM units_at($d#, $k#) u
FULL JOIN (SELECT unit FROM known_round_units($k#) WHERE round = $r#) asked USING (unit)
"""


def _above(unit: str, valid: Mapping[str, Mapping[str, object]]) -> list[str]:
    """The unit and what it lies under, outward; units in a circle are met once."""
    path = [unit]
    while (parent := valid.get(path[-1], {}).get("parent")) and str(parent) in valid and parent not in path:
        path.append(str(parent))
    return path


def _first_states(store: Readable, rounds: Sequence[Measured], missing: set[str]) -> dict[str, dict[str, object]]:
    """Units that are not valid on a round's date, yet asked: their first known state tells who they are."""
    if not missing:
        return {}
    rows = store.query(
        "SELECT unit, arg_min(kind, valid_from) AS kind, arg_min(name, valid_from) AS name, "
        "arg_min(attributes, valid_from) AS attributes FROM store.unit "
        "WHERE seq <= $position AND list_contains($units, unit) GROUP BY unit",
        {"position": max(measured.position for measured in rounds), "units": sorted(missing)},
    )
    return {row["unit"]: row for row in rows}
