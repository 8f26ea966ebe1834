"""Whether the cells that are kept are what the ledger's rows give when they are read anew. Part of ``verify``."""

from collections.abc import Iterable
from dataclasses import replace

from base.clock import FAR
from data.ledger.store import Store
from metrics.measuring.cells.kept import BLANK, CLEARED, SAID, KeptCells, is_told_alike, kept_of, whole_rounds
from metrics.measuring.forms import LedgerView, Measured, measured_forms, measured_rounds

_PLAIN = """
SELECT unit, question,
       arg_max(CASE WHEN state = 'answered' THEN coalesce(alternative, value) ELSE state END, seq) AS key
FROM store.answer WHERE round = $round AND seq <= $upto GROUP BY unit, question
"""


def cell_problems(store: Store) -> Iterable[str]:
    """A Swedish sentence for each round whose kept cells differ; those not kept yet are read first, as pages do."""
    view = LedgerView(store, store.position())
    for form in measured_forms(store, FAR, view.known_at):
        for measured in measured_rounds(store, form, known_at=view.known_at):
            for corrected in (False, True):
                whole_rounds(replace(view, corrected=corrected), [measured])
            if any(_answers(measured, kept) != _recomputed(store, measured, kept) for kept in _kept(store, measured)):
                yield f"Mätningen {measured.name}: svaren som hålls i minnet stämmer inte med lagrets."


def _kept(store: Store, measured: Measured) -> tuple[KeptCells, ...]:
    return kept_of(store.shelf, measured.round)


def _answers(measured: Measured, kept: KeptCells) -> dict[tuple[str, str], str]:
    """(unit, question) → its standing answer."""
    names = [question.name for question in measured.scoring.form.survey]
    return {
        (unit, names[column]): kept.cells.keys[column][code]
        for unit, row in kept.cells.rows.items()
        for column, code in enumerate(kept.cells.codes[row].tolist())
        if code != BLANK
    }


def _recomputed(store: Store, measured: Measured, kept: KeptCells) -> dict[tuple[str, str], str]:
    rows = store.query(_PLAIN, {"round": measured.round, "upto": kept.until})
    scoring = measured.scoring
    alike = {question.name for question in scoring.form.survey if is_told_alike(scoring, question.name)}
    return {
        (row["unit"], row["question"]): SAID
        if row["question"] in alike and row["key"] not in scoring.worths[row["question"]]
        else row["key"]
        for row in rows
        if row["key"] != CLEARED
    }
