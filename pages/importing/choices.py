"""What only a person can tell: the scale, the order of dates, and what a word means."""

from collections import Counter
from functools import partial

import streamlit as st

from base.formats import plural
from data.registers.definitions.model import RegisterField
from data.registers.definitions.scales import scales
from data.registers.reading.result import ColumnReading, Reading
from pages.frame.addressed import controlled
from pages.frame.texts import plain
from pages.importing.draft import Draft

NO_SCALE = "none"
_NO_SCALE_HINT = "Värdena sparas som de är, men vad som är högt visas som okänt."
_ORDERS = {"dmy": "dag–månad–år", "mdy": "månad–dag–år", "ymd": "år–månad–dag"}
_MOST_WORDS = 8


def has_choices(draft: Draft, reading: Reading) -> bool:
    """Whether something has no answer yet, or got it while looking at this file."""
    asked = any(issue.code == "date_ambiguous" for issue in reading.issues)
    parts = ("scales", "date_order", "values")
    answered = draft.answers.no_scale or any(draft.answers.corrections.get(part) for part in parts)
    return asked or bool(answered) or scale_missing(draft, reading) or bool(unknown_words(reading))


def choices(draft: Draft, reading: Reading) -> None:
    """Ask for what is missing; nothing is shown where there is nothing to ask."""
    scaled = _scaled(reading)
    ordered = _uncertain_dates(reading)
    words = unknown_words(reading)
    if not (scaled or ordered or words):
        return
    st.header("Att ta ställning till", anchor=False)
    if scaled:
        _scale(draft, reading, scaled)
    for column in ordered:
        _order(draft, column)
    for field, counts in words.items():
        _words(draft, reading, field, counts)


def scale_missing(draft: Draft, reading: Reading) -> bool:
    """Whether there are bare numbers of a scale that nobody has named, nor said to be none of ours."""
    unknown = any(issue.code == "scale_unknown" for issue in reading.issues)
    return unknown and not reading.mapping.scales and not draft.answers.no_scale


def unknown_words(reading: Reading) -> dict[str, Counter[str]]:
    """Choice field → words of the file that mean none of its values, with how often they stand there."""
    by_header = {column.header: column.field for column in reading.columns if _type(reading, column) == "choice"}
    words: dict[str, Counter[str]] = {}
    for issue in reading.issues:
        field = by_header.get(issue.column or "")
        if field and issue.code == "value_unreadable" and issue.raw:
            words.setdefault(field, Counter())[issue.raw] += 1
    return words


def _type(reading: Reading, column: ColumnReading) -> str:
    if reading.register is None or column.field is None:
        return ""
    return reading.register.field(column.field).type


def _uncertain_dates(reading: Reading) -> list[ColumnReading]:
    asked = {issue.column for issue in reading.issues if issue.code == "date_ambiguous"}
    return [column for column in reading.columns if column.header in asked or (column.date_order and column.keep)]


def _scaled(reading: Reading) -> dict[str, str]:
    """Scale field → what it is called in the file, or its own label where one value holds for the file."""
    if reading.register is None:
        return {}
    headers = {column.field: column.header for column in reading.columns if column.keep and column.field}
    labels = {name: reading.register.field(name).label for name in reading.mapping.constants}
    filling = labels | headers
    return {
        name: filling[name]
        for name in reading.filled
        if name in filling and reading.register.field(name).type == "scale"
    }


def _scale(draft: Draft, reading: Reading, scaled: dict[str, str]) -> None:
    named = [reading.mapping.scales.get(field) for field in scaled]
    chosen = next((name for name in named if name), NO_SCALE if draft.answers.no_scale else None)
    if chosen is None and not scale_missing(draft, reading):
        # All cells bear words of their own: nothing has to be asked.
        return
    options = [*_scales_of(reading, scaled), NO_SCALE]
    controlled(
        st.radio,
        f"Vilken skala har {', '.join(plain(header) for header in scaled.values())}?",
        draft.key("scale"),
        chosen,
        partial(_choose_scale, draft, list(scaled)),
        options=options,
        index=None,
        format_func=lambda name: plain(scales()[name].label) if name in scales() else "Ingen av dessa",
        captions=[_scale_hint(name) for name in options],
    )
    _off_scale(reading)


def _scale_hint(name: str) -> str:
    scale = scales().get(name)
    return plain(scale.hint or scale.source) if scale else _NO_SCALE_HINT


def _scales_of(reading: Reading, scaled: dict[str, str]) -> list[str]:
    """The scales that say something of any of these fields."""
    dimensions = {reading.register.field(name).dimension for name in scaled if reading.register}
    return [name for name, scale in scales().items() if dimensions & set(scale.dimensions)]


def _off_scale(reading: Reading) -> None:
    unknown = sum(issue.code == "scale_unknown" for issue in reading.issues)
    if unknown and reading.mapping.scales:
        st.caption(f"{plural(unknown, 'värde', 'värden')} finns inte på skalan. Är det rätt skala?")


def _choose_scale(draft: Draft, fields: list[str], chosen: str | None) -> None:
    draft.answers.no_scale = chosen == NO_SCALE
    draft.answers.replace("scales", {} if chosen in (NO_SCALE, None) else dict.fromkeys(fields, chosen))


def _order(draft: Draft, column: ColumnReading) -> None:
    def choose(order: str | None) -> None:
        if order:
            draft.answers.correct("date_order", column.header, order)

    example = plain(column.examples[0]) if column.examples else ""
    label = f"Hur skrivs datumen i ”{plain(column.header)}”? {f'Till exempel {example}.' if example else ''}"
    look = {"options": list(_ORDERS), "index": None, "format_func": _ORDERS.__getitem__, "horizontal": True}
    controlled(st.radio, label, draft.key("order", column.header), column.date_order, choose, **look)


def _words(draft: Draft, reading: Reading, field: str, counts: Counter[str]) -> None:
    if reading.register is None:
        return
    choice = reading.register.field(field)
    st.markdown(f"**Vad betyder orden i {plain(choice.label)}?** Ord utan svar behålls och räknas som okända.")
    common = counts.most_common()
    for text, count in common[:_MOST_WORDS]:
        _word(draft, choice, text, count)
    if common[_MOST_WORDS:]:
        with st.expander(plural(len(common) - _MOST_WORDS, "ord till", "ord till"), type="compact"):
            for text, count in common[_MOST_WORDS : _MOST_WORDS * 5]:
                _word(draft, choice, text, count)


def _word(draft: Draft, field: RegisterField, text: str, count: int) -> None:
    left, right = st.columns([5, 4], vertical_alignment="center")
    left.markdown(f"”{plain(text)}” – {plural(count, 'rad', 'rader')}")
    labels = {value.name: value.label for value in field.values}
    key = draft.key("word", field.name, text)
    right.selectbox(
        f"Betydelse av {plain(text)}",
        ["", *labels],
        key=key,
        format_func=lambda name: labels.get(name, "Okänt"),
        label_visibility="collapsed",
        on_change=_choose_word,
        args=(draft, field.name, text, key),
    )


def _choose_word(draft: Draft, field: str, text: str, key: str) -> None:
    chosen = st.session_state[key]
    meanings = draft.answers.corrections.setdefault("values", {}).setdefault(field, {})
    if chosen:
        meanings[text] = chosen
    else:
        meanings.pop(text, None)
    draft.answers.refused = None
