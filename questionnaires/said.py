"""What is said of a question that is answered: from a person's text to the one text that is stored, and its checks.

Of one alternative its name is stored. Of several their names in the list's order, parted by a space, or ``none``. Of a
number its shortest text with a decimal point, of a date ``2026-11-03``, of a text the text.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from base.errors import MognadError
from base.formats import exact
from questionnaires.answer_words import NONE_OF_THEM, several_labels, what_to_write
from questionnaires.model import Question, Questionnaire
from questionnaires.ranges import plain_text

MOST_DECIMALS = 3
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]+)?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


def read_said(form: Questionnaire, question: Question, text: str) -> str:
    """The text that is stored for what a person has written under a question of another kind than ``select_one``.

    Raises ``number_unreadable``, ``number_not_whole``, ``number_too_fine``, ``number_out_of_range``,
    ``number_off_step``, ``date_unreadable``, ``alternative_unknown``, ``answer_missing`` (nothing but spaces) and
    ``question_unknown`` (a note is not answered).
    """
    written = text.strip()
    if not written:
        raise MognadError("answer_missing", "Skriv ett svar.")
    if question.kind == "note":
        raise MognadError("question_unknown", f"”{question.name}” är en text att läsa och har inget svar.")
    if question.is_number:
        return plain_text(_number(form, question, written))
    if question.kind == "date":
        return _day(written).isoformat()
    return _several(form, question, written) if question.kind == "select_multiple" else written


def check_said(form: Questionnaire, question: Question, said: str | None) -> None:
    """Whether a text is one that may be stored of a question; raises what ``read_said`` raises."""
    if question.kind == "select_one":
        if said not in {choice.name for choice in form.choices_of(question)}:
            raise MognadError("alternative_unknown", "Svarsalternativet finns inte i frågan.")
    elif read_said(form, question, said or "") != (said or "").strip():
        raise MognadError("answer_unreadable", "Svaret går inte att läsa. Svara igen.")


def said_of_several(form: Questionnaire, question: Question, names: Iterable[str]) -> str:
    """Several alternatives as they are stored; of names that are no alternatives nothing is left out."""
    chosen = set(names)
    ordered = [name for name in several_labels(form, question) if name in chosen]
    return " ".join([*ordered, *sorted(chosen.difference(ordered))])


def _number(form: Questionnaire, question: Question, text: str) -> Decimal:
    # Before what a spreadsheet could take for a formula our own files have an apostrophe.
    word = re.sub(r"\s", "", text.removeprefix("'").removesuffix(question.unit_of_measure)).replace("−", "-")
    word = word.replace(",", ".") if word.count(",") == 1 and "." not in word else word
    if not _NUMBER.fullmatch(word):
        raise MognadError("number_unreadable", f"”{text[:40]}” är inget tal. {what_to_write(form, question)}")
    number, numbers = Decimal(word), question.number_range
    if question.kind == "integer" and number % 1:
        raise MognadError("number_not_whole", f"{exact(number)} är inget heltal. {what_to_write(form, question)}")
    if numbers is not None and not numbers.low <= number <= numbers.high:
        raise MognadError(
            "number_out_of_range", f"{exact(number)} ligger utanför skalan. {what_to_write(form, question)}"
        )
    if numbers is not None and numbers.step and (number - numbers.low) % numbers.step:
        raise MognadError("number_off_step", f"{exact(number)} ligger mellan två steg. {what_to_write(form, question)}")
    if number % Decimal(1).scaleb(-MOST_DECIMALS):
        raise MognadError("number_too_fine", f"Skriv talet med högst {MOST_DECIMALS} decimaler.")
    return number


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise MognadError("date_unreadable", f"”{text[:40]}” är inget datum. Skriv till exempel 2026-11-03.") from None


def _several(form: Questionnaire, question: Question, text: str) -> str:
    labels = several_labels(form, question)
    names = {" ".join(label.split()).casefold(): name for name, label in labels.items()} | {n: n for n in labels}
    parts = [" ".join(part.split()).casefold() for part in re.split(r"[;\n]", text) if part.strip()]
    if not set(parts) <= names.keys():
        parts = text.casefold().split()  # as it is stored
    unknown = next((part for part in parts if part not in names), None)
    chosen = {names[part] for part in parts if part in names}
    if unknown is not None or (NONE_OF_THEM in chosen and len(chosen) > 1) or not chosen:
        raise MognadError("alternative_unknown", f"”{text[:60]}” är inget av svaren. {what_to_write(form, question)}")
    return said_of_several(form, question, chosen)
