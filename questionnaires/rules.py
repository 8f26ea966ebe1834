"""The checks that need more than one row: names, references, lists, areas, succession (levels: ``level_rules``).

They work on rows of which some could not be read (``item`` None). Such a row still counts as existing, by the names
in its raw form, so that one error does not make others up; a check that needs the whole of a group is left out
where a row of the group could not be read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from base.errors import Problem
from base.likeness import near
from questionnaires.kind_rules import check_kinds
from questionnaires.level_rules import check_levels
from questionnaires.model import Area, Choice
from questionnaires.relevance import RelevanceError, parse
from questionnaires.rows import FormRow, Found, Sections, names_of, suggestion

_TYPE = re.compile(r"^select_(?:one|multiple) ([a-z][a-z0-9_]*)$")
RESERVED_CHOICES = ("unknown", "not_applicable", "cleared", "answered")


def cross_check(sections: Sections, file: str) -> list[Problem]:
    """All problems between rows."""
    checks = (_areas, _choices, _survey, _succession, check_levels, check_kinds)
    return [Problem(file, *found) for check in checks for found in check(sections)]


def _repeated(rows: Sequence[FormRow[Any]], sheet: str, code: str, what: str) -> Iterator[Found]:
    seen: set[str] = set()
    for row in rows:
        name = row.text("name")
        if name is not None and name in seen:
            yield f"{sheet}[{row.index}].name", code, f"{what} ”{name}” finns redan."
        seen.add(name or "")


def _areas(sections: Sections) -> Iterator[Found]:
    names = names_of(sections.areas)
    yield from _repeated(sections.areas, "areas", "duplicate_area", "Området")
    parents = {row.text("name"): row.text("parent") for row in sections.areas}
    # A misspelt reference is told once, at the question; the area it probably meant is not called empty as well.
    named = names_of(sections.survey, "area")
    asked = {area if area in names else next(iter(near(area, names)), None) for area in named}
    filled = _with_all_above(asked, parents)
    counted = {row.text("area") for row in sections.survey if row.item is None or row.item.counts}
    for row in sections.areas:
        path, name, parent = f"areas[{row.index}]", row.text("name"), row.text("parent")
        if parent is not None and parent not in names:
            message = f"Området ”{parent}” finns inte.{suggestion(parent, names)}"
            yield f"{path}.parent", "parent_unknown", message
        if name is not None and _in_circle(name, parents):
            yield f"{path}.parent", "area_cycle", f"Området ”{name}” ligger inuti sig självt."
        if name is not None and name not in filled and sections.survey:
            yield path, "area_empty", f"Området ”{name}” har inga frågor."
        if row.item is not None:
            yield from _aggregation(
                sections, path, row.item, row.item.name in parents.values(), row.item.name in counted
            )


def _with_all_above(areas: Iterable[str | None], parents: Mapping[str | None, str | None]) -> set[str | None]:
    """The areas and every area that one of them lies in."""
    kept: set[str | None] = set()
    for area in areas:
        here = area
        while here in parents and here not in kept:
            kept.add(here)
            here = parents[here]
    return kept


def _aggregation(sections: Sections, path: str, area: Area, has_sub_areas: bool, asked: bool) -> Iterator[Found]:
    """Whether the area can be counted as it says."""
    if area.aggregation == "mean of sub-areas" and not has_sub_areas:
        message = f"Området ”{area.name}” har inga områden under sig att räkna medel av."
        yield f"{path}.aggregation", "aggregation_impossible", message
    effective = area.aggregation or (sections.settings.aggregation if sections.settings else "mean")
    if effective == "mean of sub-areas" and has_sub_areas and asked:
        message = f"Området ”{area.name}” räknas från områdena under sig, men har också egna frågor som då inte räknas."
        yield path, "questions_not_counted", message
    if effective == "sum of level means":
        for row in sections.survey:
            if row.item is not None and row.item.area == area.name and row.item.counts and row.item.level is None:
                message = f"Frågan saknar nivå, och området ”{area.name}” räknas per nivå."
                yield f"survey[{row.index}].level", "level_needed", message


def _in_circle(start: str, parents: Mapping[str | None, str | None]) -> bool:
    """Whether the way upward from ``start`` comes back to it."""
    seen: set[str] = set()
    above = parents.get(start)
    while above is not None and above != start and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == start


def _choices(sections: Sections) -> Iterator[Found]:
    lists: dict[str, list[FormRow[Choice]]] = defaultdict(list)
    previous: str | None = None
    for row in sections.choices:
        name = row.text("list_name")
        if name is None:
            previous = None
            continue
        if name in lists and previous != name:
            message = f"Listan ”{name}” finns redan längre upp. Håll ihop dess rader eller byt namn."
            yield f"choices[{row.index}].list_name", "duplicate_list", message
        lists[name].append(row)
        previous = name
    for name, rows in lists.items():
        first = f"choices[{rows[0].index}]"
        yield from _repeated(rows, "choices", "duplicate_choice", f"I listan ”{name}”: alternativet")
        if len(rows) < 2:
            yield first, "list_too_short", f"Listan ”{name}” har bara ett alternativ."
        read = [(row.index, row.item) for row in rows if row.item is not None]
        yield from _ambiguous(name, read)
        if len(read) == len(rows):
            highest = max(item.value for _, item in read)
            good = [item.value for _, item in read if item.fulfils or (item.fulfils is None and item.value == highest)]
            if not good:
                yield first, "nothing_fulfils", f"I listan ”{name}” räknas inget alternativ som uppfyllt."
            for index, item in read:
                if good and item.fulfils is False and item.value > min(good):
                    message = f"”{item.label}” i listan ”{name}” uppfyller inte, men ett lägre alternativ gör det."
                    yield f"choices[{index}].fulfils", "fulfils_not_rising", message


def _ambiguous(name: str, rows: Sequence[tuple[int, Choice]]) -> Iterator[Found]:
    """An answer may be given as name or label: none may fit two alternatives of a list.

    Two alternatives may have the same value, but none may be called what another one counts as.
    """
    orders: set[int] = set()
    words: dict[str, str] = {}
    for index, item in rows:
        path = f"choices[{index}]"
        if item.name in RESERVED_CHOICES:
            message = f"Namnet ”{item.name}” är upptaget: det betyder ett svar utan värde."
            yield f"{path}.name", "choice_name_reserved", message
        if item.order in orders:
            yield f"{path}.order", "duplicate_order", f"I listan ”{name}” finns platsen {item.order} redan."
        label = item.label.casefold()
        # The other's name is told where it is the same word; repeated names have a problem of their own.
        if words.get(label, item.name) != item.name:
            message = f"I listan ”{name}” går ”{item.label}” inte att skilja från ett annat alternativ."
            yield f"{path}.label::sv", "choice_ambiguous", message
        orders.add(item.order)
        words |= {label: item.name, item.name: item.name}
        words.setdefault(str(item.value), item.name)


def _survey(sections: Sections) -> Iterator[Found]:
    areas, lists = names_of(sections.areas), names_of(sections.choices, "list_name")
    levels = {row.level for row in sections.levels}
    yield from _repeated(sections.survey, "survey", "duplicate_question", "Frågan")
    if not levels and any(row.level is not None for row in sections.survey):
        yield "levels", "missing", "Blocket levels saknas, men frågor har nivå."
    for row in sections.survey:
        path, area = f"survey[{row.index}]", row.text("area")
        if area is not None and areas and area not in areas:
            yield f"{path}.area", "area_unknown", f"Området ”{area}” finns inte.{suggestion(area, areas)}"
        # Of a row with another error as written: one slip of the pen must not hide the next.
        item = row.item
        match = _TYPE.match(row.text("type") or "")
        list_name = item.list_name if item else match[1] if match else None
        if lists and list_name and list_name not in lists:
            message = f"Listan ”{list_name}” finns inte.{suggestion(list_name, lists)}"
            yield f"{path}.type", "list_unknown", message
        if row.level is not None and levels and row.level not in levels:
            yield f"{path}.level", "level_unknown", f"Nivån {row.level} finns inte i levels."
        if item is not None and item.core and item.every_n_rounds != 1:
            yield f"{path}.every_n_rounds", "core_rotated", "En fråga i kärnan ställs varje gång."
        relevant = item.relevant if item else row.text("relevant")
        if relevant is not None:
            try:
                parse(relevant)
            except RelevanceError as error:
                yield f"{path}.relevant", "relevance_syntax", f"Villkoret går inte att läsa. {error}"


def _succession(sections: Sections) -> Iterator[Found]:
    names = set(names_of(sections.survey))
    successors = {row.item.name: row.item.succeeds for row in sections.survey if row.item is not None}
    for row in sections.survey:
        if row.item is None:
            continue
        path, name = f"survey[{row.index}].succeeds", row.item.name
        for older, times in Counter(row.item.succeeds).items():
            if times > 1:
                yield path, "succeeds_twice", f"Frågan ”{older}” står två gånger."
            if older == name:
                yield path, "succeeds_self", "En fråga kan inte efterträda sig själv."
            elif older in names:
                if _reaches(older, name, successors):
                    yield path, "succeeds_cycle", f"Frågorna ”{name}” och ”{older}” efterträder varandra."
                else:
                    message = f"Frågan ”{older}” finns kvar i samma version och kan inte ha en efterträdare."
                    yield path, "succeeds_present", message


def _reaches(start: str, goal: str, successors: Mapping[str, Sequence[str]]) -> bool:
    waiting, seen = [start], set[str]()
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += successors.get(here, ())
    return False
