"""A questionnaire as the sheets of a workbook, read back equal by ``questionnaires.excel.reading``.

Every column of the form is written, also the empty ones, so that a person sees what can be said; values left out
stay empty. Notes become columns to the right under their own keys; the questionnaire's own notes a sheet ``notes``.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import get_args

from base.errors import MognadError
from base.formats import column_letter
from questionnaires.excel.columns import NOTES_HEADERS, NOTES_SHEET, SHEETS
from questionnaires.excel.sheets import OutSheet, OutValue
from questionnaires.excel.values import NO, TRUTHS, YES, cell_of
from questionnaires.model import RESPONDENTS, Aggregation, FormPart, FormRole, Questionnaire, Total, UnknownCountsAs

# Excel's own limit, and what its files can't hold or give back changed.
_LONGEST = 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ud800-\udfff\ufffe\uffff]")
_ROOM = 200  # rows below the last one that the lists to choose from reach

_RESPONDENTS = tuple(
    " ".join(names) for count in range(1, len(RESPONDENTS) + 1) for names in combinations(RESPONDENTS, count)
)
_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TRUTHS, (YES, NO)),
    "respondent": _RESPONDENTS,
    "aggregation": get_args(Aggregation),
    "role": get_args(FormRole),
    "total": get_args(Total),
    "unknown_counts_as": get_args(UnknownCountsAs),
}


def to_sheets(questionnaire: Questionnaire) -> list[OutSheet]:
    """The questionnaire's sheets: survey, choices, areas, levels, settings and, where there are any, notes.

    Raises ``text_not_in_workbook`` for a text that a workbook can't hold unchanged (control characters, more than
    32 767 characters): nothing is altered in silence.
    """
    rows: dict[str, Sequence[FormPart]] = {name: getattr(questionnaire, name) for name in SHEETS}
    rows["settings"] = (questionnaire.settings,)
    sheets = [_sheet(name, rows[name], len(questionnaire.areas)) for name in SHEETS]
    if questionnaire.notes:
        sheets.append(OutSheet(NOTES_SHEET, NOTES_HEADERS, tuple(questionnaire.notes.items())))
    for sheet in sheets:
        for row in (sheet.headers, *sheet.rows):
            _check_writable(sheet.name, row)
    return sheets


def _sheet(name: str, rows: Sequence[FormPart], areas: int) -> OutSheet:
    model = SHEETS[name]
    columns = (*model.columns(), *dict.fromkeys(key for row in rows for key in row.notes))
    # Settings are few, and what holds is best seen; in a table of many rows the usual value is noise.
    hidden = {} if name == "settings" else _defaults(model)
    written = tuple(
        tuple(None if (value := cell_of(row, key)) == hidden.get(key, "") else value for key in columns) for row in rows
    )
    return OutSheet(name, columns, written, options_of(name, columns, 2, areas + 1))


def _defaults(model: type[FormPart]) -> dict[str, OutValue]:
    """What the cells would hold for values left out."""
    defaults: dict[str, OutValue] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.default, bool):
            defaults[str(field.validation_alias or name)] = YES if field.default else NO
        elif isinstance(field.default, (int, Decimal)):
            defaults[str(field.validation_alias or name)] = field.default
    return defaults


def options_of(name: str, columns: Sequence[str], first: int, last: int) -> dict[int, Sequence[str] | str]:
    """What the cells of a sheet's columns offer to choose from; ``first`` and ``last`` are the rows of the areas."""
    options: dict[int, Sequence[str] | str] = {place: _WORDS[key] for place, key in enumerate(columns) if key in _WORDS}
    letter = column_letter(SHEETS["areas"].columns().index("name"))
    for place, key in enumerate(columns):
        if (name, key) in (("survey", "area"), ("areas", "parent")):
            options[place] = f"areas!${letter}${first}:${letter}${last + _ROOM}"
    return options


def _check_writable(sheet: str, row: Sequence[OutValue]) -> None:
    for value in row:
        if isinstance(value, str) and (len(value) > _LONGEST or _UNWRITABLE.search(value)):
            raise MognadError(
                "text_not_in_workbook",
                f"Bladet {sheet}: texten ”{_UNWRITABLE.sub('?', value[:40])}” är för lång eller har tecken som en "
                "Excelfil inte kan hålla. Ta ut formuläret som YAML i stället.",
            )
