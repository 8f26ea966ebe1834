"""Which open measurements a reorganisation touches: those that ask a unit which it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.ledger.store import Readable
from data.organisation.timeline import Timeline, read_timeline

_ROUNDS = """
SELECT r.round, r.name, r.questionnaire, r.as_of, list(asked.unit ORDER BY asked.first_seq) AS units
FROM known_rounds(DATE '9999-12-31', $at) r JOIN known_round_units($at) asked USING (round)
WHERE r.state = 'opened' AND list_contains($units, asked.unit)
GROUP BY ALL ORDER BY r.as_of, r.name, r.round
"""


@dataclass(frozen=True, slots=True)
class TouchedRound:
    """An open measurement, and the names of the units that it asks and that change, as they are called there."""

    round: str
    name: str
    questionnaire: str
    as_of: date
    units: tuple[str, ...]


def touched_rounds(source: Readable, units: Sequence[str]) -> tuple[TouchedRound, ...]:
    """The open measurements that ask some of the units, the oldest first."""
    rows = source.query(_ROUNDS, {"at": source.position(), "units": list(dict.fromkeys(units))})
    timeline = read_timeline(source) if rows else Timeline()
    return tuple(
        TouchedRound(**{**row, "units": tuple(_name(timeline, unit, row["as_of"]) for unit in row["units"])})
        for row in rows
    )


def _name(timeline: Timeline, unit: str, day: date) -> str:
    state = timeline.at(unit, day) or timeline.states(unit)[-1]
    return state.name
