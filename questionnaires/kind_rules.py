"""Checks of what a question's kind asks for: a range that its numbers stand in, bands that hold all of them."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from questionnaires.answer_words import NONE_OF_THEM
from questionnaires.model import Choice, Question
from questionnaires.ranges import Band, NumberRange, plain_text
from questionnaires.rows import FormRow, Found, Sections

# Which kinds a column is for.
_FOR = {
    "range": ("integer", "decimal", "select_multiple"),
    "unit_of_measure": ("integer", "decimal"),
    "bands": ("integer", "decimal"),
    "scored": ("integer", "decimal", "select_multiple"),
}


def check_kinds(sections: Sections) -> Iterator[Found]:
    """Problems of columns that don't belong to a question's kind, of ranges, bands, and lists of several choices."""
    for row in sections.survey:
        if row.item is not None:
            for key, code, message in _question(row.item):
                yield f"survey[{row.index}].{key}", code, message
    yield from _notes(sections)
    yield from _lists(sections)


def _notes(sections: Sections) -> Iterator[Found]:
    """Notes that no question comes after: they are shown before one."""
    rows = [(row.index, row.item) for row in sections.survey if row.item is not None]
    for place, (index, note) in enumerate(rows):
        after = {item.area for _, item in rows[place + 1 :] if item.kind != "note"}
        if note.kind == "note" and note.area not in after and len(rows) == len(sections.survey):
            yield f"survey[{index}].type", "note_last", "En text att läsa står före en fråga i samma område."


def _lists(sections: Sections) -> Iterator[Found]:
    """Lists that several are chosen from, and lists of one choice whose answers would all count the same."""
    kinds = {(row.item.kind, row.item.list_name) for row in sections.survey if row.item is not None}
    rows: dict[str, list[FormRow[Choice]]] = {}
    for choice in sections.choices:
        name = choice.text("list_name") or ""
        rows.setdefault(name, []).append(choice)
        if ("select_multiple", name) in kinds and choice.text("name") == NONE_OF_THEM:
            message = f"Namnet ”{NONE_OF_THEM}” är upptaget: det betyder att inget är valt."
            yield f"choices[{choice.index}].name", "choice_name_reserved", message
    for name, listed in rows.items():
        values = {choice.item.value if choice.item else None for choice in listed}
        if ("select_one", name) in kinds and len(listed) > 1 and len(values) == 1 and None not in values:
            message = f"Alla svar i listan ”{name}” räknas som samma. Minst två ska skilja sig åt."
            yield f"choices[{listed[0].index}].value", "values_all_equal", message


def _question(question: Question) -> Iterator[Found]:
    for key, kinds in _FOR.items():
        if question.kind not in kinds and getattr(question, key) != type(question).model_fields[key].default:
            yield key, "column_not_for_type", f"Kolumnen {key} gäller inte frågor av typen {question.kind}."
    if question.level is not None and not question.counts:
        yield "level", "level_not_counted", "Frågan räknas inte och kan därför inte höra till en nivå."
    if question.is_number:
        yield from _number(question)


def _number(question: Question) -> Iterator[Found]:
    numbers, bands = question.number_range, question.number_bands
    if question.counts and numbers is None:
        yield "range", "range_missing", "Ett tal som räknas behöver ett lägsta och ett högsta: 0 10."
    whole = [numbers.low, numbers.high, numbers.step or Decimal(1)] if numbers else []
    if question.kind == "integer" and any(value % 1 for value in whole):
        yield "range", "range_not_whole", "Ett heltal har hela tal som lägsta, högsta och steg."
    if bands and not question.scored:
        yield "bands", "bands_not_counted", "Frågan räknas inte och behöver inga band."
    elif numbers is not None and bands:
        yield from _held(numbers, bands, _smallest_step(question, numbers))


def _smallest_step(question: Question, numbers: NumberRange) -> Decimal:
    """How far apart two numbers may stand; 0 where any number may be written."""
    return max(numbers.step or Decimal(0), Decimal(question.kind == "integer"))


def _held(numbers: NumberRange, bands: tuple[Band, ...], step: Decimal) -> Iterator[Found]:
    """Whether every number of the range has its band."""
    if bands[0].low != numbers.low or bands[-1].high != numbers.high:
        ends = f"{plain_text(numbers.low)} till {plain_text(numbers.high)}"
        yield "bands", "bands_not_range", f"Banden ska gå från {ends}, som range säger."
    for before, after in pairwise(bands):
        if after.low - before.high > step:
            between = f"{plain_text(before.high)} och {plain_text(after.low)}"
            yield "bands", "bands_gap", f"Talen mellan {between} har inget band."
