"""Answers in long form: ``round, as_of, unit, question, value, comment``.

One row per answer. ``value`` is the alternative's number, name or label, or
``unknown`` / ``not_applicable``. A file is taken whole or not at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from base.actors import Act, Grant
from base.errors import Issue, MognadError
from data.answers import Answer, State, answer_row
from data.definitions import definition
from data.organisation import ROOT_KIND, NewUnit, append_units, matcher, normalised, root_unit, units
from data.preferences import MUNICIPALITY, preference
from data.rounds import (
    FAR,
    Round,
    append_questionnaire,
    append_round,
    append_round_units,
    refuse_taken_over,
    round_units,
    rounds,
)
from data.store import Source, Store, Transaction
from files.grid import Cell, Sheet, Workbook
from questionnaires.library import from_canonical
from questionnaires.model import Question, Questionnaire

COLUMNS = ("round", "as_of", "unit", "question", "value", "comment")
_SYNONYMS = {
    "mätning": "round",
    "omgång": "round",
    "datum": "as_of",
    "läget per": "as_of",
    "enhet": "unit",
    "organisationsdel": "unit",
    "fråga": "question",
    "svar": "value",
    "värde": "value",
    "kommentar": "comment",
    "motivering": "comment",
}
_STATES = {
    "unknown": State.UNKNOWN,
    "vet ej": State.UNKNOWN,
    "not_applicable": State.NOT_APPLICABLE,
    "gäller inte oss": State.NOT_APPLICABLE,
}
_HEADER_WITHIN = 30
# A date, with the time of day that a cell of Excel may carry.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_MAX_TOLD = 20


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of the long form, its texts as read. ``unit`` empty: the municipality."""

    row: int
    round: str
    as_of: date
    unit: str
    question: str
    value: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class AnswerImport:
    """Counts of what was stored; ``skipped`` rows said what the store held already."""

    rows: int
    stored: int
    skipped: int
    rounds: tuple[str, ...]
    units_created: tuple[str, ...]


def import_answers(
    store: Store, grant: Grant, workbook: Workbook, questionnaire: Questionnaire, *, create: bool = False
) -> AnswerImport:
    """Store a long-form file, all of it or (``answers_invalid`` with every fault) nothing.

    ``create`` makes the rounds (of ``questionnaire``'s version) and units that the
    file names. History may lack the comment that *not applicable* otherwise needs.
    """
    refuse_taken_over(questionnaire)
    rows, issues = read_rows(workbook)
    with store.writing(grant, Act.IMPORT) as transaction:
        job = _Job(transaction, questionnaire, create)
        result = job.run(rows)
        _refuse([*issues, *job.issues])
    return result


def read_rows(workbook: Workbook) -> tuple[list[AnswerRow], list[Issue]]:
    """The long form's rows, and an issue per row that can't be read."""
    sheet, top, header = _find_header(workbook)
    rows: list[AnswerRow] = []
    issues: list[Issue] = []
    for index, cells in enumerate(sheet.rows(top + 1, sheet.n_rows), top + 1):
        texts = {name: cells[column].text.strip() for name, column in header.items()}
        if any(texts.values()):
            read = _read_row(sheet.row_number(index), texts)
            if isinstance(read, AnswerRow):
                rows.append(read)
            else:
                issues.append(read)
    if not rows and not issues:
        raise MognadError("no_rows", "Filen har rubriker men inga rader.")
    return rows, issues


def export_rows(store: Source, form_id: str, known_at: int | None = None) -> list[list[str | date | None]]:
    """Every standing answer of a questionnaire, in the order of ``COLUMNS``.

    A unit is told by its code, else by its name where only one bears it, else by its id.
    """
    position = store.position() if known_at is None else known_at
    found = {r.round: r for r in rounds(store, form_id, FAR, position)}
    texts = {r.round: _unit_texts(store, r.as_of, position) for r in found.values()}
    answers = store.query(
        "SELECT a.round, a.unit, a.question, a.state, a.alternative, a.comment FROM known_answers($known_at) a "
        "JOIN known_rounds(DATE '9999-12-31', $known_at) r USING (round) WHERE r.questionnaire = $form "
        "ORDER BY r.as_of, a.round, a.unit, a.question",
        {"known_at": position, "form": form_id},
    )
    return [
        [
            found[a["round"]].name,
            found[a["round"]].as_of,
            texts[a["round"]].get(a["unit"], a["unit"]),
            a["question"],
            a["alternative"] if a["state"] == State.ANSWERED else a["state"],
            a["comment"],
        ]
        for a in answers
    ]


class _Job:
    """One import inside its transaction: collects every fault before anything counts."""

    def __init__(self, transaction: Transaction, questionnaire: Questionnaire, create: bool) -> None:
        self.transaction = transaction
        self.latest = questionnaire
        self.create = create
        self.issues: list[Issue] = []
        self.created: list[str] = []

    def run(self, rows: Sequence[AnswerRow]) -> AnswerImport:
        groups: dict[str, list[AnswerRow]] = {}
        for row in rows:
            groups.setdefault(row.round, []).append(row)
        known = {r.name: r for r in rounds(self.transaction, self.latest.settings.form_id)}
        oldest_first = sorted(groups.items(), key=lambda item: item[1][0].as_of)
        stored = sum(self._store_round(name, known.get(name), group) for name, group in oldest_first)
        return AnswerImport(len(rows), stored, len(rows) - stored, tuple(groups), tuple(self.created))

    def _store_round(self, name: str, found: Round | None, group: list[AnswerRow]) -> int:
        fault = self._round_fault(name, found, group)
        if fault:
            self.issues.append(Issue(fault[0], fault[1], group[0].row, "round"))
        if found is not None and found.version == self.latest.settings.version:
            # Published already: this only makes sure that the version still says the same.
            append_questionnaire(self.transaction, self.latest)
        form = from_canonical(definition(self.transaction, found.definition_seq)) if found else self.latest
        if fault:
            self._answers(form, group, {})
            return 0
        ids = self._unit_ids(group)
        answers = self._answers(form, group, ids)
        if self.issues or not answers:
            return 0
        asked = list(dict.fromkeys(answer.unit for answer in answers))
        if found is None:
            round_id = append_round(self.transaction, form, name, group[0].as_of, asked)
        else:
            round_id = found.round
            if not self._bring_in(found, asked, group):
                return 0
        return self._append(round_id, answers)

    def _round_fault(self, name: str, found: Round | None, group: list[AnswerRow]) -> tuple[str, str] | None:
        days = {row.as_of for row in group}
        if len(days) > 1:
            return "as_of_differs", f"Mätningen ”{name}” har flera olika datum i filen."
        if found is None:
            return None if self.create else ("round_unknown", f"Mätningen ”{name}” finns inte. Skapa den först.")
        if found.state != "opened":
            return "round_closed", f"Mätningen ”{name}” är inte öppen. Inga svar togs emot."
        if found.as_of not in days:
            return "as_of_differs", f"Mätningen ”{name}” är daterad {found.as_of}, men filen säger {min(days)}."
        return None

    def _unit_ids(self, group: list[AnswerRow]) -> dict[str, str]:
        """Text in the file → unit id; makes the units that are missing when asked to."""
        texts = list(dict.fromkeys(row.unit for row in group))
        day = group[0].as_of
        if self.create:
            self._reach_back(day, texts)
        root = root_unit(units(self.transaction, day))
        root_id = root.unit if root else None
        if root is None and self.create:
            root_id = self._create_root(day, texts)
        match = matcher(self.transaction, day)
        ids = {text: root_id if not text else match.find(text) for text in texts}
        missing = [text for text in texts if text and ids[text] is None and not match.is_ambiguous(text)]
        if missing and self.create:
            made = append_units(self.transaction, [NewUnit(text, "enhet", root_id, day) for text in missing])
            ids.update(zip(missing, made, strict=True))
            self.created.extend(missing)
        self._tell_unmatched([text for text in texts if ids[text] is None], group)
        return {text: unit for text, unit in ids.items() if unit is not None}

    def _reach_back(self, day: date, texts: list[str]) -> None:
        """Let units known only from a later date be valid from ``day``: the file shows they were."""
        valid = {unit.unit for unit in units(self.transaction, day)}
        later = {unit.unit: unit for unit in units(self.transaction, FAR)}
        # A unit is not older than its name says because it has taken over another one.
        match = matcher(self.transaction, FAR, history=False)
        root = root_unit(later.values())
        named = {match.find(text) for text in texts if text} | {root.unit if root else None}
        early = [later[unit] for unit in named if unit in later and unit not in valid]
        append_units(
            self.transaction,
            [NewUnit(u.name, u.kind, u.parent, day, None, u.code, u.attributes, u.unit) for u in early],
        )

    def _create_root(self, day: date, texts: list[str]) -> str:
        """The municipality, under the file's own name where only it answers."""
        only_root = all(question.respondent == "organisation" for question in self.latest.survey)
        named = texts[0] if only_root and len(texts) == 1 and texts[0] else None
        name = named or preference(self.transaction, MUNICIPALITY) or "Kommunen"
        self.created.append(name)
        return append_units(self.transaction, [NewUnit(name, ROOT_KIND, None, day)])[0]

    def _tell_unmatched(self, texts: list[str], group: list[AnswerRow]) -> None:
        for text in texts:
            row = next(row.row for row in group if row.unit == text)
            message = f"Rad {row}: organisationsdelen ”{text}” finns inte {group[0].as_of}, eller så heter flera så."
            self.issues.append(Issue("unit_unknown", message, row, "unit"))

    def _answers(self, form: Questionnaire, group: list[AnswerRow], ids: Mapping[str, str]) -> list[Answer]:
        questions = {question.name: question for question in form.survey}
        answers: dict[tuple[str, str], Answer] = {}
        for row in group:
            unit = ids.get(row.unit)
            question = questions.get(row.question)
            if question is None:
                message = f"Rad {row.row}: frågan ”{row.question}” finns inte i formuläret."
                self.issues.append(Issue("question_unknown", message, row.row, "question"))
                continue
            read = read_value(form, question, row.value)
            if read is None:
                message = f"Rad {row.row}: ”{row.value}” är inget svarsalternativ i {row.question}."
                self.issues.append(Issue("alternative_unknown", message, row.row, "value"))
                continue
            if unit is None:
                continue
            if (unit, row.question) in answers:
                message = f"Rad {row.row}: {row.unit or 'kommunen'} har redan ett svar på {row.question} i filen."
                self.issues.append(Issue("answer_repeated", message, row.row, "question"))
                continue
            answers[unit, row.question] = Answer("", unit, row.question, read[0], read[1], row.comment)
        return list(answers.values())

    def _bring_in(self, found: Round, asked: list[str], group: list[AnswerRow]) -> bool:
        known = set(round_units(self.transaction, found.round))
        new = [unit for unit in asked if unit not in known]
        if new and not self.create:
            message = f"{len(new)} organisationsdelar i filen ingår inte i mätningen ”{found.name}”."
            self.issues.append(Issue("unit_not_asked", message, group[0].row, "unit"))
            return False
        append_round_units(self.transaction, found.round, new)
        return True

    def _append(self, round_id: str, answers: list[Answer]) -> int:
        standing = {
            (row["unit"], row["question"]): (row["state"], row["alternative"], row["comment"])
            for row in self.transaction.query(
                "SELECT unit, question, state, alternative, comment FROM known_answers($known_at) WHERE round = $round",
                {"known_at": self.transaction.position(), "round": round_id},
            )
        }
        based_on = self.transaction.position()
        changed = [
            {**answer_row(answer), "round": round_id, "based_on": based_on}
            for answer in answers
            if standing.get((answer.unit, answer.question)) != (answer.state.value, answer.alternative, answer.comment)
        ]
        self.transaction.append("answer", changed)
        return len(changed)


def read_value(form: Questionnaire, question: Question, text: str) -> tuple[State, str | None] | None:
    """State and alternative of a value's text (number, name, label); None when it fits nothing."""
    folded = normalised(text)
    choices = form.choices_of(question)
    for choice in choices:
        if folded in (choice.name, normalised(choice.label)):
            return State.ANSWERED, choice.name
    if folded in _STATES:
        return _STATES[folded], None
    try:
        number = Decimal(folded.replace(",", "."))
    except InvalidOperation:
        return None
    return next(((State.ANSWERED, choice.name) for choice in choices if choice.value == number), None)


def _find_header(workbook: Workbook) -> tuple[Sheet, int, dict[str, int]]:
    for sheet in workbook.sheets:
        for index, cells in enumerate(sheet.rows(0, min(_HEADER_WITHIN, sheet.n_rows))):
            header = _header(cells)
            if set(COLUMNS[:5]) - {"unit"} <= set(header):
                return sheet, index, header
    raise MognadError("no_header", f"Filen saknar rubrikraden: {', '.join(COLUMNS)}.")


def _header(cells: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        text = normalised(cell.text)
        name = _SYNONYMS.get(text, text)
        if name in COLUMNS:
            found.setdefault(name, column)
    return found


def _read_row(number: int, texts: Mapping[str, str]) -> AnswerRow | Issue:
    missing = [name for name in ("round", "as_of", "question", "value") if not texts[name]]
    if missing:
        return Issue("value_missing", f"Rad {number}: värde saknas i {', '.join(missing)}.", number, missing[0])
    day = _read_day(texts["as_of"])
    if day is None:
        return Issue("as_of_unreadable", f"Rad {number}: datum skrivs som 2026-11-03.", number, "as_of")
    unit, comment = texts.get("unit", ""), texts.get("comment") or None
    return AnswerRow(number, texts["round"], day, unit, texts["question"], texts["value"], comment)


def _read_day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _unit_texts(store: Source, as_of: date, known_at: int) -> dict[str, str]:
    found = units(store, as_of, known_at)
    names = [normalised(unit.name) for unit in found]
    once = {name for name in names if names.count(name) == 1}
    return {u.unit: u.code or (u.name if normalised(u.name) in once else u.unit) for u in found}


def _refuse(issues: Sequence[Issue]) -> None:
    if issues:
        told = " ".join(issue.message for issue in issues[:_MAX_TOLD])
        more = f" … och {len(issues) - _MAX_TOLD} fel till." if len(issues) > _MAX_TOLD else ""
        raise MognadError("answers_invalid", f"Inget sparades. {told}{more}", issues)
