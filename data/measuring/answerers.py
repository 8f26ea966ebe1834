"""Who answers in the measurements that are not closed.

Those asked stand as they were asked: where a unit has ended since, whoever answered for it keeps her questions and her
reminder until the measurement is closed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from base.clock import swedish_date
from data.ledger.store import Readable, Rows
from data.measuring.rounds import Round
from data.organisation.assignments import Answering, Assignment, assignments, grouped_answering, roles_by_unit
from data.organisation.units import Unit, unit_of_row

# The newest state up to a day of each unit that such a measurement asks, where that state has ended before the day.
_ENDED = """
SELECT * EXCLUDE (salt, row_hash) FROM store.unit
WHERE seq <= $at AND valid_from <= $day AND unit IN (
    SELECT asked.unit FROM known_round_units($at) asked JOIN known_rounds(DATE '9999-12-31', $at) r USING (round)
    WHERE CASE WHEN $round IS NULL THEN r.state <> 'closed' ELSE r.round = $round END
)
QUALIFY row_number() OVER (PARTITION BY unit ORDER BY valid_from DESC, seq DESC) = 1 AND valid_to < $day
ORDER BY name COLLATE sv, unit
"""


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a unit was last answered for: a day, and the newest seq that counts (None: all)."""

    day: date
    known_at: int | None


def ended_units(source: Readable, measurement: Round) -> list[Unit]:
    """The units a round asks that have come to end before its own day, by name, as they last were."""
    return [unit_of_row(row) for row in _ended(source, measurement.as_of, measurement.round)]


def answerers(source: Readable, day: date) -> list[Assignment]:
    """The assignments by which open and planned measurements are answered on a day, oldest first.

    Those that hold then; for a unit that ended before, and that nobody has been given since, those of its last day. If
    its end was recorded afterwards, they are those that held when it was recorded.
    """
    held = assignments(source, day)
    served = {assignment.unit for assignment in held}
    moments = {row["unit"]: _last_moment(row) for row in _ended(source, day) if row["unit"] not in served}
    return sorted([*held, *_at_the_end(source, moments)], key=lambda each: (each.valid_from, each.assignment))


def all_answerers(source: Readable, day: date) -> dict[str, Answering]:
    """Unit → who answers for it in the measurements that are not closed; as ``all_answering``."""
    return grouped_answering(source, answerers(source, day))


def answerers_of(source: Readable, unit: str, day: date) -> Answering:
    """Who answers for a unit in the measurements that are not closed."""
    return all_answerers(source, day).get(unit, Answering((), ()))


def units_answered_by(source: Readable, person: str, day: date) -> dict[str, str]:
    """Unit id → the person's role there in the measurements that are not closed."""
    return roles_by_unit(answerers(source, day), person)


def _ended(source: Readable, day: date, round_id: str | None = None) -> Rows:
    return source.query(_ENDED, {"at": source.position(), "day": day, "round": round_id})


def _last_moment(row: Mapping[str, Any]) -> _Moment:
    recorded_on = swedish_date(row["recorded_at"])
    if recorded_on <= row["valid_to"]:
        return _Moment(row["valid_to"], None)
    return _Moment(recorded_on, row["seq"] - 1)


def _at_the_end(source: Readable, moments: Mapping[str, _Moment]) -> Iterator[Assignment]:
    for moment in dict.fromkeys(moments.values()):
        for assignment in assignments(source, moment.day, moment.known_at):
            if moments.get(assignment.unit) == moment:
                yield assignment
