"""A questionnaire from any sheet, by pointing at its columns for question, area, level and alternatives.

Names are made of the texts (``Ledning och styrning`` → ``ledning_och_styrning``), so that the same sheet gives the
same names every time and a new question lower down changes no other's name. What a sheet does not say is not guessed:
alternatives without given values count 0, 1, 2 … in their order, lowest first, as the person who points says they
stand; levels become a ladder without rules.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from base.errors import Problem
from questionnaires.check import parse_questionnaire
from questionnaires.excel.places import Placed
from questionnaires.excel.sheets import Grid, GridRow
from questionnaires.model import Questionnaire, RespondentRole

_LONGEST_NAME = 48
_PARTS = re.compile(r"\s*[\n;]\s*")
_PATH = re.compile(r"^(\w+)\[(\d+)\]")
_LEVEL = re.compile(r"(?:^|\s)([0-9]{1,2})(?:[.,]0+)?$")
_WHOLE = "Allt"
# What the checks also say of a list without alternatives.
_FOLLOWS = ("missing", "list_unknown", "list_too_short", "nothing_fulfils")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns (from 0) hold what.

    ``number``: the sheet's own numbering, that names are then made of. ``alternatives``: one column whose cells list
    the alternatives, parted by line or semicolon, or several, one per step, whose headers name the step and whose
    cells describe it; empty when all questions share ``Pointing.alternatives``.
    """

    question: int
    area: int | None = None
    level: int | None = None
    number: int | None = None
    hint: int | None = None
    criteria: int | None = None
    references: int | None = None
    alternatives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of the common list; without a value it counts as its place, from 0."""

    label: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Pointing:
    """How a sheet is to be read. ``header_row``: its number as Excel shows it.

    ``alternatives``: lowest first. ``fill_down``: an empty cell under area and level means the same as above.
    """

    form_id: str
    form_title: str
    header_row: int
    columns: Columns
    alternatives: tuple[Alternative, ...] = ()
    version: int = 1
    respondent: RespondentRole = "organisation"
    fill_down: bool = False
    issuer: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What came out; without a questionnaire when there is a problem.

    ``placed``: the same problems with their places in parts. ``skipped``: numbers of rows where something stands but
    no question.
    """

    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]
    placed: tuple[Placed, ...]
    skipped: tuple[int, ...]


def point(sheet: Grid, pointing: Pointing, file: str) -> Pointed:
    """Read a sheet as pointed out. Paths of problems are places in the sheet (``Frågor!B7``) where they have one.

    Codes are those of ``questionnaires.check`` and ``header_row_missing``, ``area_missing``, ``level_unreadable``,
    ``alternatives_missing``, ``no_questions``, ``cell_error``.
    """
    job = _Pointing(sheet, pointing, file)
    job.read()
    if not job.survey:
        job.fault(0, None, "no_questions", "Ingen rad under rubrikerna har en fråga i den kolumn du pekade på.")
        return _pointed(None, job.problems, job.skipped, file)
    form, problems = parse_questionnaire(job.raw(), file)
    lacking = any(problem.code == "alternatives_missing" for problem in job.problems)
    others = [problem for problem in problems if not (lacking and problem.code in _FOLLOWS)]
    all_problems = [*job.problems, *(job.placed(problem) for problem in others)]
    return _pointed(None if all_problems else form, all_problems, job.skipped, file)


def _pointed(found: Questionnaire | None, told: Sequence[Placed], skipped: Sequence[int], file: str) -> Pointed:
    return Pointed(found, tuple(one.problem(file) for one in told), tuple(told), tuple(skipped))


def slug(text: str, longest: int = _LONGEST_NAME) -> str:
    """A name made of a text: lower-case ASCII, words joined by ``_``, cut at a whole word; ``x`` for none."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > longest:
            break
        name += f"_{word[:longest]}" if name else word[:longest]
    return name if name[:1].isalpha() else f"x{'_' if name else ''}{name}"


@dataclass
class _Pointing:
    sheet: Grid
    pointing: Pointing
    file: str
    survey: list[dict[str, Any]] = field(default_factory=list)
    areas: dict[str, str] = field(default_factory=dict)
    lists: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    levels: set[int] = field(default_factory=set)
    rows: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    problems: list[Placed] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def read(self) -> None:
        columns = self.pointing.columns
        header = next((row for row in self.sheet.rows if row.number == self.pointing.header_row), None)
        if header is None or header.blank:
            self.fault(self.pointing.header_row, None, "header_row_missing", "På rubrikraden står ingenting.")
            return
        above: dict[int, str] = {}
        for row in self.sheet.filled():
            if row.number <= header.number:
                continue
            for place in (columns.area, columns.level):
                if place is not None and row.text(place).strip():
                    above[place] = row.text(place)
            if row.text(columns.question).strip():
                self._question(header, row, above if self.pointing.fill_down else {})
            else:
                self.skipped.append(row.number)

    def raw(self) -> dict[str, Any]:
        """The plain values, with a YAML file's keys."""
        pointing = self.pointing
        settings = {"form_id": pointing.form_id, "form_title": pointing.form_title, "version": pointing.version}
        return {
            "settings": {**settings, "issuer": pointing.issuer, "edition": pointing.edition},
            "areas": [{"name": name, "label::sv": label} for label, name in self.areas.items()],
            "choices": [row for steps, name in self.lists.items() for row in self._choices(name, steps)],
            "survey": self.survey,
            "levels": [{"level": level, "label::sv": f"Nivå {level}"} for level in sorted(self.levels)],
        }

    def fault(self, row: int, column: int | None, code: str, message: str) -> None:
        """Add a problem at a place; row 0 is the sheet as a whole."""
        place = -1 if column is None else column
        self.problems.append(Placed(self.sheet.name, row, place, self._header(place), code, message))

    def _header(self, column: int) -> str:
        row = next((row for row in self.sheet.rows if row.number == self.pointing.header_row), None)
        return row.text(column).strip() if row is not None and column >= 0 else ""

    def placed(self, problem: Problem) -> Placed:
        """A problem of the checks, with the sheet's row where it is about a question."""
        match = _PATH.match(problem.path)
        if match is None or match[1] != "survey":
            return Placed(problem.path, 0, -1, "", problem.code, problem.message)
        return Placed(self.sheet.name, self.rows[int(match[2])], -1, "", problem.code, problem.message)

    def _question(self, header: GridRow, row: GridRow, above: dict[int, str]) -> None:
        columns = self.pointing.columns
        self._check_cells(row)
        text = row.text(columns.question).strip()
        area = self._area(row, above)
        question: dict[str, Any] = {
            "type": f"select_one {self._list(header, row)}",
            "name": self._name(row, text),
            "label::sv": text,
            "area": area,
            "respondent": self.pointing.respondent,
        }
        level = self._level(row, above)
        if level is not None:
            question["level"] = level
        aside = (("hint::sv", columns.hint), ("criteria::sv", columns.criteria), ("references", columns.references))
        question |= {key: row.text(place) for key, place in aside if place is not None and row.text(place).strip()}
        self.survey.append(question)
        self.rows.append(row.number)

    def _check_cells(self, row: GridRow) -> None:
        columns = self.pointing.columns
        asked = (columns.question, columns.area, columns.level, columns.number, *columns.alternatives)
        for place in sorted(row.faults & {place for place in asked if place is not None}):
            self.fault(row.number, place, "cell_error", f"Cellen visar ett fel ({row.text(place)}).")

    def _name(self, row: GridRow, text: str) -> str:
        place = self.pointing.columns.number
        own = row.text(place).strip() if place is not None else ""
        base = slug(f"fraga {own}" if own[:1].isdigit() else own) if own else slug(text)
        return _free(base, self.names)

    def _area(self, row: GridRow, above: dict[int, str]) -> str:
        place = self.pointing.columns.area
        label = _WHOLE
        if place is not None:
            label = (row.text(place).strip() or above.get(place, "")).strip()
            if not label:
                hint = "Välj att en tom ruta betyder samma som ovanför, eller fyll i området."
                self.fault(row.number, place, "area_missing", f"Frågan har inget område. {hint}")
                label = _WHOLE
        if label not in self.areas:
            self.areas[label] = _free(slug(label), set(self.areas.values()))
        return self.areas[label]

    def _level(self, row: GridRow, above: dict[int, str]) -> int | None:
        place = self.pointing.columns.level
        if place is None:
            return None
        text = (row.text(place).strip() or above.get(place, "")).strip()
        if not text:
            return None
        match = _LEVEL.search(text)
        if match is None or int(match[1]) < 1:
            self.fault(row.number, place, "level_unreadable", f"”{text[:60]}” är ingen nivå. Skriv 1 eller Nivå 1.")
            return None
        self.levels.add(int(match[1]))
        return int(match[1])

    def _list(self, header: GridRow, row: GridRow) -> str:
        """The name of the row's list of alternatives; equal lists are one."""
        columns = self.pointing.columns
        steps: tuple[tuple[str, str], ...]
        if not columns.alternatives:
            steps = tuple((alternative.label.strip(), "") for alternative in self.pointing.alternatives)
        elif len(columns.alternatives) == 1:
            parts = _PARTS.split(row.text(columns.alternatives[0]).strip())
            steps = tuple((part, "") for part in parts if part)
        else:
            labelled = [(header.text(place).strip(), row.text(place).strip()) for place in columns.alternatives]
            steps = tuple((label, hint) if label else (hint, "") for label, hint in labelled if hint)
        if len(steps) < 2:
            if columns.alternatives:
                message = "Frågan behöver minst två svarsalternativ."
                self.fault(row.number, columns.alternatives[0], "alternatives_missing", message)
            elif not self.lists:  # one list for all: told once
                message = "Peka ut svarsalternativens kolumner eller skriv en gemensam lista med minst två."
                self.fault(0, None, "alternatives_missing", message)
        if steps not in self.lists:
            self.lists[steps] = _free("svar", set(self.lists.values()))
        return self.lists[steps]

    def _choices(self, list_name: str, steps: Sequence[tuple[str, str]]) -> Iterable[dict[str, Any]]:
        names: set[str] = set()
        common = self.pointing.alternatives if not self.pointing.columns.alternatives else ()
        for place, (label, hint) in enumerate(steps):
            given = common[place].value if common else None
            yield {
                "list_name": list_name,
                "name": _free(slug(label), names),
                "label::sv": label,
                "hint::sv": hint,
                "value": place if given is None else given,
                "order": place + 1,
            }


def _free(base: str, taken: set[str]) -> str:
    """The name, or the name with a number when it is taken; it is then taken."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name
