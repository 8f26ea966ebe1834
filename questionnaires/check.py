"""Validation of a questionnaire file: every error at once, as ``Problem``s.

A file is read row by row, so that a row with an error does not hide the others; the cross checks of
``questionnaires.rules`` then run over the rows that could be read.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from base.definitions import load_yaml
from base.errors import Problem
from questionnaires.model import (
    KINDS,
    NOTE_PREFIX,
    Area,
    Choice,
    FormPart,
    FormSettings,
    LevelRule,
    Question,
    Questionnaire,
)
from questionnaires.rows import FormRow, Sections, suggestion
from questionnaires.rules import cross_check

Item = TypeVar("Item", bound=FormPart)

_SHEETS = ("settings", "areas", "choices", "survey", "levels")

# What somebody who thinks in Swedish writes where a word is to be chosen.
_SWEDISH = {
    "kommun": "organisation", "kommunen": "organisation", "enhet": "unit", "kontor": "branch", "medel": "mean",
    "medelvärde": "mean", "summa": "sum", "lägsta": "min", "lägst": "lowest", "utanför": "excluded",
}  # fmt: skip

_TYPES = "Skriv select_one eller select_multiple och listans namn, eller integer, decimal, text, date eller note."
_WANTED = {
    "string_type": "en text",
    "int_type": "ett heltal",
    "bool_type": "true eller false",
    "tuple_type": "en lista med namn",
    "decimal_type": "ett tal",
}


def load_questionnaire(path: Path, *, own: bool = False) -> tuple[Questionnaire | None, list[Problem]]:
    """Read and check a YAML file; the questionnaire is None as soon as there is a problem.

    ``own``: the file comes with the program.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [Problem(path.name, "", "not_utf8", "Filen är inte sparad som text i UTF-8.")]
    except OSError:
        return None, [Problem(path.name, "", "file_unreadable", "Filen finns inte eller går inte att öppna.")]
    return read_questionnaire(text, path.name, own=own)


def read_questionnaire(text: str, file: str, *, own: bool = False) -> tuple[Questionnaire | None, list[Problem]]:
    """The same for a YAML text; ``file`` is the name that problems carry."""
    try:
        raw, problems = load_yaml(text, file, own=own)
    except (RecursionError, ValueError, TypeError, AttributeError):
        # PyYAML lets these through: nesting without end, a tag that does not fit its value (``!!int tre``).
        return None, [Problem(file, "", "yaml_syntax", "Filen går inte att läsa som YAML.")]
    if raw is None:
        return None, problems or [Problem(file, "", "empty", "Filen är tom.")]
    form, faults = parse_questionnaire(raw, file)
    return (None if problems else form), problems + faults


def parse_questionnaire(raw: Any, file: str) -> tuple[Questionnaire | None, list[Problem]]:
    """The same for plain values with the files' keys (from YAML, from a workbook's sheets)."""
    if not isinstance(raw, Mapping):
        return None, [Problem(file, "", "wrong_type", "Filen ska ha blocken settings, areas, choices och survey.")]
    problems: list[Problem] = []
    notes: dict[str, Any] = {}
    for key in map(str, raw):
        if key.startswith(NOTE_PREFIX):
            notes[key] = raw[key]
        elif key not in _SHEETS:
            message = f"Blocket ”{key}” är okänt.{suggestion(key, _SHEETS)}"
            problems.append(Problem(file, key, "unknown_key", message))
    problems += [
        Problem(file, key, "missing", f"Blocket {key} saknas eller är tomt.")
        for key in ("settings", "areas", "choices", "survey")
        if raw.get(key) in (None, []) and (key != "choices" or _asks_for_lists(raw))
    ]
    settings: FormSettings | None = None
    if raw.get("settings") is not None:
        settings, faults = _item(FormSettings, raw["settings"], file, "settings")
        problems += faults
    sections = Sections(
        settings=settings,
        areas=_rows(Area, raw, "areas", file, problems),
        choices=_rows(Choice, raw, "choices", file, problems),
        survey=_rows(Question, raw, "survey", file, problems),
        levels=_rows(LevelRule, raw, "levels", file, problems),
    )
    sheets_told = {problem.path for problem in problems if problem.path in _SHEETS}
    problems += [problem for problem in cross_check(sections, file) if problem.path not in sheets_told]
    if problems or settings is None:
        return None, problems
    try:
        read = {name: _items(getattr(sections, name)) for name in _SHEETS if name != "settings"}
        whole = Questionnaire(settings=settings, **read, **notes)
    except ValidationError as error:
        return None, [_problem(fault, Questionnaire, file, "") for fault in error.errors(include_url=False)]
    return whole, []


def _asks_for_lists(raw: Mapping[Any, Any]) -> bool:
    """Whether a question has alternatives to choose from, or is not to be understood."""
    rows = raw.get("survey")
    kinds = {str(row.get("type")) for row in rows if isinstance(row, Mapping)} if isinstance(rows, list) else set()
    return not kinds or not kinds <= set(KINDS)


def _items(rows: Sequence[FormRow[Item]]) -> tuple[Item, ...]:
    return tuple(row.item for row in rows if row.item is not None)


def _rows(
    model: type[Item], raw: Mapping[str, Any], sheet: str, file: str, problems: list[Problem]
) -> list[FormRow[Item]]:
    listed = raw.get(sheet)
    if listed is None:
        return []
    if not isinstance(listed, list):
        problems.append(Problem(file, sheet, "wrong_type", f"Blocket {sheet} ska vara en lista med rader."))
        return []
    rows: list[FormRow[Item]] = []
    for index, value in enumerate(listed):
        item, faults = _item(model, value, file, f"{sheet}[{index}]")
        problems += faults
        rows.append(FormRow(index, item, value if isinstance(value, Mapping) else {}))
    return rows


def _item(model: type[Item], value: Any, file: str, path: str) -> tuple[Item | None, list[Problem]]:
    """One row. Unknown keys are told here, so that they don't keep the rest of the row from being checked."""
    if not isinstance(value, Mapping):
        return None, [Problem(file, path, "wrong_type", "Här ska stå ett block med nycklar.")]
    columns = model.columns()
    problems: list[Problem] = []
    kept: dict[str, Any] = {}
    for key, content in ((str(key), content) for key, content in value.items()):
        if key in columns or key.startswith(NOTE_PREFIX):
            # An empty cell and a key without a value say the same: nothing.
            kept |= {} if content is None else {key: content}
        else:
            free = [column for column in columns if column not in value]
            message = f"Nyckeln ”{key}” är okänd.{suggestion(key, free or columns)}"
            problems.append(Problem(file, f"{path}.{key}", "unknown_key", message))
    try:
        return model.model_validate(kept), problems
    except ValidationError as error:
        return None, problems + [_problem(fault, model, file, path) for fault in error.errors(include_url=False)]


def _problem(fault: ErrorDetails, model: type[FormPart], file: str, path: str) -> Problem:
    """Pydantic's fault in our codes and in Swedish."""
    location = path
    for part in fault["loc"]:
        # Only keys and places in lists lead to a value; pydantic also tells which branch of a union it tried.
        if isinstance(part, int):
            location += f"[{part}]"
        elif part in model.columns() or part.startswith(NOTE_PREFIX):
            location += f".{part}" if location else part
    if fault["type"] == "note_type":
        location = f"{location}.{fault['ctx']['key']}".lstrip(".")
    code, message = _words(fault)
    return Problem(file, location, code, message)


def _words(fault: ErrorDetails) -> tuple[str, str]:
    """Code and message of a fault."""
    key = str(fault["loc"][0]) if fault["loc"] else ""
    kind, context, value = (
        fault["type"],
        fault.get("ctx", {}),
        _shown(fault.get("ctx", {}).get("value", fault.get("input"))),
    )
    if kind == "missing":
        return "missing", f"{key} saknas."
    if kind == "string_too_short":
        return "text_empty", f"{key} är tom."
    if kind == "string_pattern_mismatch" and key == "type":
        return "type_unknown", f"Frågetypen ”{value}” är okänd. {_TYPES}"
    if kind == "string_pattern_mismatch":
        rule = "Skriv små bokstäver a–z, siffror och understreck, först en bokstav."
        return "name_invalid", f"”{value}” är inget namn. {rule}"
    if kind == "literal_error":
        wanted = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        choose = f"Välj mellan {', '.join(wanted)}.{suggestion(_SWEDISH.get(value.lower(), value), wanted)}"
        return "unknown_value", f"”{value}” är inget val. {choose}"
    if kind in _BOUNDS:
        words, name = _BOUNDS[kind]
        return "out_of_range", f"{key} ska vara {words} {context[name]}."
    if kind in ("number_type", "note_type"):
        return "wrong_type", fault["msg"]
    if kind in ("range_invalid", "bands_invalid"):
        return kind, fault["msg"]
    return "wrong_type", f"Här ska stå {_WANTED[kind]}." if kind in _WANTED else "Värdet går inte att använda."


def _shown(value: object) -> str:
    """A value in a message: short, and never the whole of a block."""
    return str(value)[:60] if isinstance(value, (str, bool, float)) else "värdet"


_BOUNDS = {
    "greater_than": ("större än", "gt"),
    "greater_than_equal": ("minst", "ge"),
    "less_than_equal": ("högst", "le"),
}
