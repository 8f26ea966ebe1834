"""Whole rounds' cells, kept on the store's shelf with the positions between which they stand.

A closed round's answers are read once; of an open one only the rows that have come since.
``docs/decisions/0024-what-is-closed-is-read-once.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.ledger.shelf import Shelf
from metrics.measuring.forms import LedgerView, Measured, shelf_of
from metrics.measuring.scoring import Scoring

BLANK = -1
CLEARED = "cleared"

Codes = npt.NDArray[np.int16]
Keys = tuple[tuple[str, ...], ...]

# As closed, as corrected, the newest, and one more that somebody looks back at.
_MOST_POSITIONS = 4
# The one key of everything that is said to a question whose answers count nothing, whatever it is.
SAID = "said"
_QUERY = """
SELECT a.round, a.unit, a.question, a.seq,
       CASE WHEN a.state = 'answered' THEN coalesce(a.alternative, a.value) ELSE a.state END AS key
FROM store.answer a JOIN spans s ON s.round = a.round AND a.seq > s.after AND a.seq <= s.upto
WHERE a.seq > $after AND a.seq <= $upto AND ($only IS NULL OR a.unit = $only)
"""


@dataclass(frozen=True, slots=True, eq=False)
class RoundCells:
    """A round's cells: ``codes`` (units, questions of its form) are places in the question's ``keys``; ``BLANK``: no
    answer. ``rows``: unit → its row.
    """

    rows: Mapping[str, int]
    codes: Codes
    keys: Keys

    def of(self, units: Sequence[str]) -> "RoundCells":
        """Those of some units, in their order; a unit without an answer is blank."""
        places = np.array([self.rows.get(unit, BLANK) for unit in units], dtype=np.int64)
        edged = np.concatenate([self.codes, np.full((1, self.codes.shape[1]), BLANK, dtype=np.int16)])
        return RoundCells({unit: row for row, unit in enumerate(units)}, edged[places], self.keys)


@dataclass(frozen=True, slots=True, eq=False)
class KeptCells:
    """The cells of all who have answered up to the seq ``since``; none of the round's answers came up to ``until``."""

    cells: RoundCells
    since: int
    until: int


def keys_of(scoring: Scoring) -> Keys:
    """Per question the answers it may get, in the order of their codes: its alternatives, then the other states.

    An open question that counts gets the different answers of its round after these, as they come.
    """
    return tuple(
        (*scoring.worths[question.name], *([SAID] if is_told_alike(scoring, question.name) else []))
        for question in scoring.form.survey
    )


def is_told_alike(scoring: Scoring, question: str) -> bool:
    """Whether it only matters that something was said to a question, not what."""
    return question in scoring.open and not scoring.form.question(question).counts


def read_at(view: LedgerView, measured: Measured) -> int:
    """The position a round's answers are read at: its closing, unless what was corrected since is asked for."""
    return view.known_at if view.corrected else measured.position


def whole_rounds(view: LedgerView, rounds: Sequence[Measured], only: str | None = None) -> list[RoundCells]:
    """The cells of all who have answered in each round; of ``only`` one unit where the others' need not be read."""
    shelf = shelf_of(view.store, view.known_at)
    steps = [_Step(measured, _nearest(shelf, measured, upto := read_at(view, measured)), upto) for measured in rounds]
    if only is not None and any(not step.start.until for step in steps):
        # One unit's answers are found without looking at the others', whose are then missing: nothing to keep.
        return [kept.cells for kept in _advanced(view, [replace(s, start=_nothing(s.measured)) for s in steps], only)]
    behind = [step for step in steps if step.start.until < step.upto]
    moved = {id(step): kept for step, kept in zip(behind, _advanced(view, behind), strict=True)}
    for step in behind:
        _keep(shelf, step.measured, moved[id(step)])
    return [moved.get(id(step), step.start).cells for step in steps]


def kept_of(shelf: Shelf, round_id: str) -> tuple[KeptCells, ...]:
    """What is kept of a round, the newest read first."""
    return cast("tuple[KeptCells, ...]", shelf.take(("cells", round_id)) or ())


def _nearest(shelf: Shelf, measured: Measured, position: int) -> KeptCells:
    """What is kept for a position, else the last that is kept from before it."""
    earlier = [kept for kept in kept_of(shelf, measured.round) if kept.since <= position]
    return max(earlier, key=attrgetter("since"), default=_nothing(measured))


def _nothing(measured: Measured) -> KeptCells:
    questions = len(measured.scoring.form.survey)
    return KeptCells(RoundCells({}, np.empty((0, questions), dtype=np.int16), keys_of(measured.scoring)), 0, 0)


def _keep(shelf: Shelf, measured: Measured, newest: KeptCells) -> None:
    others = [other for other in kept_of(shelf, measured.round) if other.since != newest.since]
    kept = (newest, *others[: _MOST_POSITIONS - 1])
    shelf.put(("cells", measured.round), kept, sum(each.cells.codes.nbytes for each in kept))


@dataclass(frozen=True, slots=True)
class _Step:
    """A round on its way from what is kept of it to the position ``upto``."""

    measured: Measured
    start: KeptCells
    upto: int


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """A column of texts: the different ones, and per row the place of its text."""

    texts: Sequence[str]
    places: npt.NDArray[np.int64]

    def only(self, rows: npt.NDArray[np.int64]) -> "_Texts":
        """The column in some rows, in their order."""
        return _Texts(self.texts, self.places[rows])


def _advanced(view: LedgerView, steps: Sequence[_Step], only: str | None = None) -> list[KeptCells]:
    """Each round moved on by the rows that came between."""
    if not steps:
        return []
    after, upto = [step.start.until for step in steps], [step.upto for step in steps]
    spans = pa.table({"round": [step.measured.round for step in steps], "after": after, "upto": upto})
    # Told beside the spans, so that blocks of the table that lie outside are not read.
    rows = view.store.arrow(_QUERY, {"after": min(after), "upto": max(upto), "only": only}, {"spans": spans})
    seqs = rows["seq"].to_numpy()
    order = np.argsort(seqs)
    rounds, unit, question, key = (_texts(rows[name]).only(order) for name in ("round", "unit", "question", "key"))
    places = {text: place for place, text in enumerate(rounds.texts)}
    advanced = []
    for step in steps:
        here = np.flatnonzero(rounds.places == places.get(step.measured.round, BLANK))
        if len(here):
            cells = _written(step, unit.only(here), question.only(here), key.only(here))
            advanced.append(KeptCells(cells, int(seqs[order[here[-1]]]), step.upto))
        else:
            advanced.append(replace(step.start, until=step.upto))
    return advanced


def _texts(column: pa.ChunkedArray) -> _Texts:
    encoded = column.dictionary_encode().combine_chunks()
    return _Texts(encoded.dictionary.to_pylist(), encoded.indices.to_numpy())


def _written(step: _Step, unit: _Texts, question: _Texts, key: _Texts) -> RoundCells:
    """The cells with some answers, given in the ledger's order: of several in one cell the last one stands."""
    survey = {asked.name: place for place, asked in enumerate(step.measured.scoring.form.survey)}
    columns = np.array([survey.get(name, BLANK) for name in question.texts])
    cells = _with_units(step.start.cells, [unit.texts[place] for place in np.unique(unit.places)])
    rows = np.array([cells.rows.get(name, BLANK) for name in unit.texts])
    cells = _with_said(cells, step.measured.scoring, question, key)
    codes = _codes(cells.keys, columns.tolist(), key.texts)[question.places, key.places]
    asked = columns[question.places] != BLANK
    cells.codes[rows[unit.places[asked]], columns[question.places[asked]]] = codes[asked]
    return cells


def _with_units(cells: RoundCells, units: Sequence[str]) -> RoundCells:
    """A copy that may be written to, with rows for units that have none."""
    new = [unit for unit in units if unit not in cells.rows]
    rows = {**cells.rows, **{unit: len(cells.rows) + place for place, unit in enumerate(new)}}
    blank = np.full((len(new), cells.codes.shape[1]), BLANK, dtype=np.int16)
    return RoundCells(rows, np.concatenate([cells.codes, blank]), cells.keys)


def _with_said(cells: RoundCells, scoring: Scoring, question: _Texts, key: _Texts) -> RoundCells:
    """The same with the answers to open questions that count, those that are new, among their questions' keys."""
    if not scoring.open:
        return cells
    said: dict[str, dict[str, None]] = {}
    for asked, answer in zip(question.places.tolist(), key.places.tolist(), strict=True):
        said.setdefault(question.texts[asked], {})[key.texts[answer]] = None
    keys = [
        (*known, *(text for text in said.get(row.name, ()) if text not in known and text != CLEARED))
        if row.name in scoring.open and row.counts
        else known
        for row, known in zip(scoring.form.survey, cells.keys, strict=True)
    ]
    return replace(cells, keys=tuple(keys))


def _codes(keys: Keys, questions: Sequence[int], answers: Sequence[str]) -> Codes:
    """(questions, answers): the code of each; what is none of a question's keys (*cleared*) leaves it blank."""
    table = np.full((len(questions), len(answers)), BLANK, dtype=np.int16)
    for place, question in enumerate(questions):
        codes = {key: code for code, key in enumerate(keys[question])} if question != BLANK else {}
        other = codes.get(SAID, BLANK) if keys[question][-1:] == (SAID,) else BLANK
        table[place] = [codes.get(answer, BLANK if answer == CLEARED else other) for answer in answers]
    return table
