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
from metrics.measuring.forms import Measured, WantedRound, measured_rounds, newest_of, shelf_of, up_to
from metrics.measuring.scoring import Scoring
from questionnaires.asked import asked, role_of, voluntary
from questionnaires.model import RespondentRole
from questionnaires.relevance import evaluate

# About what a respondent takes in memory.
_BYTES_EACH = 500


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One way of being asked: shared by all respondents of a round with the same role and relevant questions.

    ``extra`` questions lie outside the role and count only where they are answered. ``voluntary`` ones do too, but in
    the respondent's own levels alone: means and series stay those of the questions everyone in the role is asked.
    ``resting``: the role's questions that rest in the round; they are none of the others, and count nowhere.
    """

    scoring: Scoring
    asked: tuple[str, ...]
    extra: tuple[str, ...]
    voluntary: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()

    @property
    def rests(self) -> bool:
        """Whether all that would be asked rests in the round: nothing is expected, and there is nothing to wait for."""
        return bool(self.resting) and not self.asked


# Told apart by which one it is: what is made of some respondents is kept under them.
@dataclass(frozen=True, slots=True, eq=False)
class Respondent:
    """A unit asked in a round. ``path``: itself and what it lies under on the round's day, outward."""

    round: str
    unit: str
    name: str
    role: RespondentRole
    outside: bool
    path: tuple[str, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures are looked at: one unit's own, a branch's, or (both None) the whole municipality's."""

    unit: str | None = None
    branch: str | None = None


EVERYBODY = Scope()


class Roll:
    """The respondents of a round, as it was asked."""

    def __init__(self, everybody: Sequence[Respondent]) -> None:
        self.everybody = tuple(everybody)
        self._chosen: dict[Scope, tuple[Respondent, ...]] = {}

    def chosen(self, scope: Scope) -> tuple[Respondent, ...]:
        """Those whose figures make the scope's: see ``choose``."""
        if scope.unit is not None:
            return choose(self.everybody, scope)
        if scope not in self._chosen:
            self._chosen[scope] = choose(self.everybody, scope)
        return self._chosen[scope]


class Directory:
    """The respondents of some rounds; those not kept already are read in one query."""

    def __init__(self, store: Readable, rounds: Sequence[Measured]) -> None:
        newest = max((measured.position for measured in rounds), default=0)
        shelf = shelf_of(store, newest)
        self._rolls: dict[str, Roll] = {}
        missing = []
        for measured in rounds:
            roll = shelf.take(_key(store, measured))
            if isinstance(roll, Roll):
                self._rolls[measured.round] = roll
            else:
                missing.append(measured)
        for measured, roll in zip(missing, _read_rolls(store, missing), strict=True):
            shelf.put(_key(store, measured), roll, len(roll.everybody) * _BYTES_EACH)
            self._rolls[measured.round] = roll

    def everybody(self, round_id: str) -> tuple[Respondent, ...]:
        """All who are asked in a round."""
        return self._rolls[round_id].everybody

    def chosen(self, round_id: str, scope: Scope) -> tuple[Respondent, ...]:
        """The respondents whose figures make the scope's: see ``choose``."""
        return self._rolls[round_id].chosen(scope)


def _key(store: Readable, measured: Measured) -> tuple[str, str, int]:
    """A round's respondents are others only where a row has come that says of units or of whom it asks."""
    return ("roll", measured.round, newest_of(store, measured.position, "unit", "round_unit"))


def _read_rolls(store: Readable, rounds: Sequence[Measured]) -> list[Roll]:
    if not rounds:
        return []
    rows = store.query(*_statement(rounds))
    valid: list[dict[str, dict[str, object]]] = [{} for _ in rounds]
    for row in rows:
        if row["kind"] is not None:
            valid[row["place"]][row["unit"]] = row
    asked_rows = [row for row in rows if row["asked"]]
    lost = [(rounds[row["place"]].position, row["unit"]) for row in asked_rows if row["kind"] is None]
    first = _first_states(store, lost)
    ways = _Ways()
    respondents: list[list[Respondent]] = [[] for _ in rounds]
    for row in asked_rows:
        place, unit = row["place"], row["unit"]
        state = row if row["kind"] is not None else {**row, **first.get((rounds[place].position, unit), {})}
        respondents[place].append(_respondent(rounds[place], state, valid[place], ways))
    return [Roll(mine) for mine in respondents]


def _respondent(
    measured: Measured, state: Mapping[str, object], valid: Mapping[str, Mapping[str, object]], ways: "_Ways"
) -> Respondent:
    kind, unit = str(state["kind"] or ""), str(state["unit"])
    path = _above(unit, valid)
    kinds = {kind, *(str(valid[above]["kind"]) for above in path if above in valid)}
    return Respondent(
        round=measured.round,
        unit=unit,
        name=str(state["name"] or unit),
        role=effective_role(measured.scoring, kind),
        outside=any(not is_counted(each_kind) for each_kind in kinds),
        path=tuple(path),
        profile=ways.profile(measured, kind, str(state["attributes"] or "{}")),
    )


class _Ways:
    """The ways of being asked: one profile each, however many kinds and attributes lead to it."""

    def __init__(self) -> None:
        self._profiles: dict[tuple[int, tuple[str, ...], str, str], Profile] = {}
        self._by_questions: dict[tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]], Profile] = {}

    def profile(self, measured: Measured, kind: str, attributes: str) -> Profile:
        """That of a unit of a kind with some attributes (JSON) in a round."""
        scoring, resting = measured.scoring, measured.resting
        place = (id(scoring), resting, kind, attributes)
        if place not in self._profiles:
            values = json.loads(attributes)
            own = tuple(question.name for question in asked(scoring.form, kind, values))
            values["kind"] = kind
            beside = (q.name for q in scoring.form.questions if q.name not in own and evaluate(q.relevant, values))
            mine, extra = (tuple(name for name in names if name not in resting) for names in (own, beside))
            way = (id(scoring), mine, extra, tuple(name for name in own if name in resting))
            if way not in self._by_questions:
                free = tuple(question.name for question in voluntary(scoring.form, kind, values, resting))
                self._by_questions[way] = Profile(scoring, mine, () if free else extra, free, way[3])
            self._profiles[place] = self._by_questions[way]
        return self._profiles[place]


def effective_role(scoring: Scoring, kind: str) -> RespondentRole:
    """As what a unit of a kind stands in a sum: a kontor that has no questions of its own stands beside the units."""
    role = role_of(kind)
    return "unit" if role == "branch" and not scoring.form.questions_for("branch") else role


def of_round(store: Readable, wanted: WantedRound, branch: str | None) -> tuple[Measured, tuple[Respondent, ...]]:
    """A round, and the respondents of a branch or of all. Raises ``round_unknown``."""
    rounds = measured_rounds(store, wanted.questionnaire, known_at=wanted.view(store).known_at)
    measured = up_to(rounds, wanted.round)[-1]
    return measured, Directory(store, [measured]).chosen(measured.round, Scope(branch=branch))


def choose(respondents: Iterable[Respondent], scope: Scope) -> tuple[Respondent, ...]:
    """Whose figures make a scope's figure.

    A unit: its own. A branch or the municipality: its units; where none is asked the kontor, else the municipality
    itself. A questionnaire for the organisation alone is told by the municipality's own answers where it has been
    asked. Shared boards and outside performers, and what lies under them, are never summed up.
    """
    if scope.unit is not None:
        return tuple(respondent for respondent in respondents if respondent.unit == scope.unit)
    branch = scope.branch
    inside = [
        each
        for each in respondents
        if not each.outside and (branch is None or branch in each.path) and not each.profile.rests
    ]
    form = inside[0].profile.scoring.form if inside else None
    by_role = {
        role: tuple(respondent for respondent in inside if respondent.role == role)
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


def _first_states(store: Readable, lost: Sequence[tuple[int, str]]) -> dict[tuple[int, str], dict[str, object]]:
    """(position, unit) of a unit that is not valid on a round's date, yet asked: its first state tells who it is."""
    if not lost:
        return {}
    positions, units = zip(*lost, strict=True)
    rows = store.query(
        "SELECT l.position, u.unit, arg_min(kind, valid_from) AS kind, arg_min(name, valid_from) AS name, "
        "arg_min(attributes, valid_from) AS attributes FROM ("
        "  SELECT DISTINCT unnest($positions) AS position, unnest($units) AS unit) l "
        "JOIN store.unit u ON u.unit = l.unit AND u.seq <= l.position GROUP BY l.position, u.unit",
        {"positions": list(positions), "units": list(units)},
    )
    return {(row.pop("position"), row["unit"]): row for row in rows}
