"""What has changed between two versions of a questionnaire, in Swedish sentences.

A question is followed by its name: a new name is a new question, that may succeed older ones. ``breaks`` follows the
rule for comparable series: a question goes on with the same name and the same meaning (``Questionnaire.meaning``; texts
may change), or as the one and only successor of one question that means the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from base.formats import exact, listing
from questionnaires.answer_words import what_to_write
from questionnaires.model import Area, FormPart, LevelRule, Question, Questionnaire


class ChangeKind(StrEnum):
    """What sort of change it is."""

    QUESTION_NEW = "question_new"
    QUESTION_GONE = "question_gone"
    QUESTION_REWORDED = "question_reworded"
    QUESTION_MOVED = "question_moved"
    QUESTION_ASKED = "question_asked"
    QUESTION_COUNTED = "question_counted"
    ALTERNATIVES_CHANGED = "alternatives_changed"
    ALTERNATIVES_REWORDED = "alternatives_reworded"
    ORDER_CHANGED = "order_changed"
    AREA_NEW = "area_new"
    AREA_GONE = "area_gone"
    AREA_REWORDED = "area_reworded"
    AREA_MOVED = "area_moved"
    AREA_COUNTED = "area_counted"
    LEVEL_REWORDED = "level_reworded"
    LEVEL_RULE = "level_rule"
    SETTING = "setting"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class FormChange:
    """One change. ``name``: the question, list, area, level or setting it concerns; ``text``: a Swedish sentence.

    ``breaks``: the question's own series over the years ends with this version.
    """

    kind: ChangeKind
    name: str
    text: str
    breaks: bool = False


_TEXTS = {"label": "frågan", "hint": "vägledningen", "criteria": "kriterierna"}
_ASIDE = {"audience": "vem som bör veta svaret", "references": "hänvisningarna"}
_ASKED = {
    "respondent": "vem som svarar",
    "relevant": "villkoret för vilka som får frågan",
    "core": "om den hör till kärnan",
    "every_n_rounds": "hur ofta den ställs",
    "required": "om svaret måste ges",
}
_SETTINGS = {
    "form_title": "Formulärets namn",
    "issuer": "Vem som står bakom formuläret",
    "edition": "Utgåvan",
    "aggregation": "Hur ett område räknas",
    "total": "Hur helheten räknas",
    "unknown_counts_as": "Hur Vet ej räknas",
    "answered_share": "Hur stor del av frågorna som ska vara besvarad",
    "not_applicable_counts_as": "Vad Gäller inte oss räknas som",
    "decimals": "Antalet decimaler",
}


def changes(older: Questionnaire, newer: Questionnaire) -> tuple[FormChange, ...]:
    """Every change from one version to another: questions, areas, levels, settings, notes. Empty when none.

    The version's number is no change.
    """
    return (
        *_gone_and_new(older, newer),
        *(change for row in newer.survey if row.name in _by_name(older) for change in _kept(older, newer, row)),
        *_reworded_lists(older, newer),
        *_order(older, newer),
        *_areas(older, newer),
        *_levels(older, newer),
        *_settings(older, newer),
        *_notes(older, newer),
    )


def _by_name(form: Questionnaire) -> dict[str, Question]:
    return {question.name: question for question in form.survey}


def _quoted(question: Question) -> str:
    return f"”{question.label}” ({question.name})"


def _gone_and_new(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    before, after = _by_name(older), _by_name(newer)
    heirs: dict[str, list[str]] = {}
    for row in newer.survey:
        for name in row.succeeds:
            heirs.setdefault(name, []).append(row.name)
    for row in older.survey:
        if row.name in after:
            continue
        mine = heirs.get(row.name, [])
        goes_on = len(mine) == 1 and mine[0] not in before and len(after[mine[0]].succeeds) == 1
        breaks = not goes_on or older.meaning(row) != newer.meaning(after[mine[0]])
        end = f"Den ersätts av {listing(mine)}." if mine else "Ingen fråga tar över."
        yield FormChange(ChangeKind.QUESTION_GONE, row.name, f"Frågan {_quoted(row)} är borttagen. {end}", breaks)
    for row in newer.survey:
        if row.name not in before:
            replaced = [name for name in row.succeeds if name in before]
            start = f" Den ersätter {listing(replaced)}." if replaced else ""
            yield FormChange(ChangeKind.QUESTION_NEW, row.name, f"Frågan {_quoted(row)} är ny.{start}")


def _kept(older: Questionnaire, newer: Questionnaire, after: Question) -> Iterator[FormChange]:
    """Changes of a question that both versions have."""
    before = older.question(after.name)
    what = _quoted(after)
    if any(name in _by_name(older) for name in after.succeeds if name not in before.succeeds):
        text = f"Frågan {what} tar också över efter {listing(list(after.succeeds))}."
        yield FormChange(ChangeKind.QUESTION_COUNTED, after.name, text, breaks=True)
    worded = [words for key, words in (_TEXTS | _ASIDE).items() if getattr(before, key) != getattr(after, key)]
    if worded:
        earlier = f" Förut: ”{before.label}”." if before.label != after.label else ""
        text = f"Frågan {what}: ny text i {listing(worded)}.{earlier}"
        yield FormChange(ChangeKind.QUESTION_REWORDED, after.name, text)
    if before.area != after.area:
        text = f"Frågan {what} är flyttad från {_area(older, before.area)} till {_area(newer, after.area)}."
        yield FormChange(ChangeKind.QUESTION_MOVED, after.name, text)
    if before.level != after.level:
        text = f"Frågan {what} hör till {_level(after.level)}, förut {_level(before.level)}."
        yield FormChange(ChangeKind.QUESTION_MOVED, after.name, text)
    asked = [words for key, words in _ASKED.items() if getattr(before, key) != getattr(after, key)]
    if asked:
        yield FormChange(ChangeKind.QUESTION_ASKED, after.name, f"Frågan {what}: ändrat {listing(asked)}.")
    if before.weight != after.weight:
        text = f"Frågan {what} väger {exact(after.weight)}, förut {exact(before.weight)}."
        yield FormChange(ChangeKind.QUESTION_COUNTED, after.name, text)
    yield from _choices(older, newer, before, after)


def _choices(older: Questionnaire, newer: Questionnaire, before: Question, after: Question) -> Iterator[FormChange]:
    if older.meaning(before) != newer.meaning(after):
        what = "har andra svarsalternativ" if before.kind == after.kind == "select_one" else "besvaras på annat sätt"
        text = f"Frågan {_quoted(after)} {what}: {_shown(newer, after)}. Förut: {_shown(older, before)}."
        yield FormChange(ChangeKind.ALTERNATIVES_CHANGED, after.name, text, breaks=True)


def _reworded_lists(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    """New texts of alternatives that are otherwise the same: once per list, however many questions use it."""
    before = _by_name(older)
    lists: dict[str, tuple[list[str], int]] = {}
    for row in newer.survey:
        if row.name not in before or older.meaning(before[row.name]) != newer.meaning(row):
            continue
        pairs = zip(older.choices_of(before[row.name]), newer.choices_of(row), strict=True)
        labels = [now.label for was, now in pairs if (was.label, was.hint) != (now.label, now.hint)]
        if labels:
            lists[row.list_name] = (labels, lists.get(row.list_name, ([], 0))[1] + 1)
    for name, (labels, count) in lists.items():
        asked = "en fråga" if count == 1 else f"{count} frågor"
        text = f"Svarsalternativen i listan {name} ({asked}): ny text i {listing([f'”{label}”' for label in labels])}."
        yield FormChange(ChangeKind.ALTERNATIVES_REWORDED, name, text)


def _shown(form: Questionnaire, question: Question) -> str:
    if question.kind != "select_one":
        counted = "" if question.counts else ", räknas inte"
        bands = f", band {question.bands}" if question.bands else ""
        return what_to_write(form, question).rstrip(".") + bands + counted
    rows = form.choices_of(question)
    return ", ".join(f"{row.label} ({exact(row.value)}{', uppfyller' if form.fulfils(row) else ''})" for row in rows)


def _order(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    before, after = _by_name(older), _by_name(newer)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield FormChange(ChangeKind.ORDER_CHANGED, "", "Frågorna kommer i en annan ordning.")


def _areas(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    before, after = ({row.name: row for row in form.areas} for form in (older, newer))
    for row in older.areas:
        if row.name not in after:
            yield FormChange(ChangeKind.AREA_GONE, row.name, f"Området ”{row.label}” är borttaget.")
    for row in newer.areas:
        if row.name not in before:
            yield FormChange(ChangeKind.AREA_NEW, row.name, f"Området ”{row.label}” är nytt.")
        else:
            yield from _area_changes(older, newer, before[row.name], row)


def _area_changes(older: Questionnaire, newer: Questionnaire, was: Area, now: Area) -> Iterator[FormChange]:
    if was.label != now.label:
        yield FormChange(ChangeKind.AREA_REWORDED, now.name, f"Området ”{was.label}” heter nu ”{now.label}”.")
    if was.parent != now.parent:
        text = f"Området ”{now.label}” ligger under {_area(newer, now.parent)}, förut {_area(older, was.parent)}."
        yield FormChange(ChangeKind.AREA_MOVED, now.name, text)
    if was.weight != now.weight:
        text = f"Området ”{now.label}” väger {exact(now.weight)}, förut {exact(was.weight)}."
        yield FormChange(ChangeKind.AREA_COUNTED, now.name, text)
    if was.aggregation != now.aggregation:
        how = [row.aggregation or "som hela formuläret" for row in (now, was)]
        text = f"Området ”{now.label}” räknas på annat sätt: {how[0]}, förut {how[1]}."
        yield FormChange(ChangeKind.AREA_COUNTED, now.name, text)


def _levels(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    before, after = older.level_labels, newer.level_labels
    for level in sorted(before.keys() | after.keys()):
        if level not in after:
            text = f"Nivå {level} (”{before[level]}”) är borttagen."
        elif level not in before:
            text = f"Nivå {level} (”{after[level]}”) är ny."
        elif before[level] != after[level]:
            text = f"Nivå {level} heter nu ”{after[level]}”, förut ”{before[level]}”."
        else:
            continue
        yield FormChange(ChangeKind.LEVEL_REWORDED, str(level), text)
    old, new = _rules(older), _rules(newer)
    for level, group in sorted(old.keys() | new.keys()):
        was, now = old.get((level, group)), new.get((level, group))
        if was != now:
            what = f"Nivå {level} kräver {_share(now)} av {_group(newer if now is not None else older, group)}"
            text = f"{what}, förut {_share(was)}."
            yield FormChange(ChangeKind.LEVEL_RULE, str(level), text)


def _rules(form: Questionnaire) -> dict[tuple[int, str], Decimal]:
    return {(row.level, row.group): row.share for row in form.levels if row.group is not None and row.share is not None}


def _share(share: Decimal | None) -> str:
    return "inget" if share is None else f"{exact(share * 100)} %"


def _group(form: Questionnaire, group: str) -> str:
    rule = LevelRule(level=1, group=group)
    if rule.group_area is not None:
        return f"frågorna i {_area(form, rule.group_area)}"
    return f"frågorna på nivå {group}"


def _settings(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    for key, words in _SETTINGS.items():
        was, now = getattr(older.settings, key), getattr(newer.settings, key)
        if was != now:
            texts = [_setting_text(value) for value in (now, was)]
            yield FormChange(ChangeKind.SETTING, key, f"{words} är ”{texts[0]}”, förut ”{texts[1]}”.")


def _setting_text(value: object) -> object:
    if value is None:
        return "utanför"
    return exact(value) if isinstance(value, Decimal) else value


def _notes(older: Questionnaire, newer: Questionnaire) -> Iterator[FormChange]:
    if _all_notes(older) != _all_notes(newer):
        yield FormChange(ChangeKind.NOTE, "", "Anteckningar i formuläret är ändrade.")


def _all_notes(form: Questionnaire) -> list[tuple[str, Mapping[str, str]]]:
    """Every note by the row it stands on; a row that came or went is told elsewhere, but its notes count too."""
    keyed: list[tuple[str, FormPart]] = [("", form), ("settings", form.settings)]
    keyed += [(f"survey {row.name}", row) for row in form.survey] + [(f"areas {row.name}", row) for row in form.areas]
    keyed += [(f"choices {row.list_name} {row.name}", row) for row in form.choices]
    keyed += [(f"levels {row.level} {row.group}", row) for row in form.levels]
    return sorted(((key, row.notes) for key, row in keyed if row.notes), key=lambda pair: pair[0])


def _area(form: Questionnaire, name: str | None) -> str:
    return "inget område" if name is None else f"”{form.area(name).label}”"


def _level(level: int | None) -> str:
    return "ingen nivå" if level is None else f"nivå {level}"
