"""A workbook to fill in with earlier years' answers: our own units and a form's questions stand in it."""

from collections.abc import Iterator, Sequence
from datetime import date

from data.ledger.store import Readable
from data.measuring.answer_rows import HEADINGS
from data.measuring.outside_files import UNITS_NAME
from data.measuring.rounds import rounds
from data.organisation.participants import suggested_units
from data.organisation.units import Unit, units, words_for_files
from files.writer import SheetOut, Value, xlsx_bytes
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.asked import asked
from questionnaires.model import Questionnaire

_UNIT, _QUESTION, _ANSWER = HEADINGS["unit"], HEADINGS["question"], HEADINGS["value"]


def answer_template(source: Readable, form: Questionnaire, as_of: date) -> bytes:
    """A row for each unit that the form has questions for and each question it is asked, with a column for the answer.

    The column bears the last year before ``as_of`` in which the form was not asked; who has more years puts more
    columns beside it. The units are those of ``as_of``. A second sheet lists what each question can be answered with.
    A cell that is left empty is no answer.
    """
    measured = {row.as_of.year for row in rounds(source, form.settings.form_id)}
    year = next(year for year in range(as_of.year - 1, 0, -1) if year not in measured)
    headers = (_UNIT, UNITS_NAME, _QUESTION, "Frågans text", f"Mätning {year}", f"{HEADINGS['comment']} {year}")
    answers = SheetOut("Svar", headers, list(_answer_rows(form, units(source, as_of))))
    words = SheetOut("Svarsalternativ", (_QUESTION, "Frågans text", _ANSWER, "Siffra"), list(_words(form)))
    return xlsx_bytes([answers, words])


def _answer_rows(form: Questionnaire, valid: Sequence[Unit]) -> Iterator[list[Value]]:
    called = words_for_files(valid)
    wanted = set(suggested_units(valid, form))
    for unit in valid:
        for question in asked(form, unit.kind, unit.attributes) if unit.unit in wanted else ():
            yield [called[unit.unit], unit.name, question.name, question.label, None, None]


def _words(form: Questionnaire) -> Iterator[list[Value]]:
    for question in form.questions:
        for choice in sorted(form.choices, key=lambda choice: choice.order):
            if choice.list_name == question.list_name:
                yield [question.name, question.label, choice.label, choice.value]
        for label in (UNKNOWN_LABEL, NOT_APPLICABLE_LABEL):
            yield [question.name, question.label, label, None]
