"""Answers from files and to them; how a file is read stands in ``answer_rows``. A file is taken whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from base.actors import Act, Grant
from base.clock import FAR
from base.errors import Issue, MognadError
from base.unit_kinds import kind_label
from data.ledger.definitions import definition
from data.ledger.preferences import MUNICIPALITY, preference
from data.ledger.store import Readable, Store, Transaction
from data.measuring.answer_rows import AnswerRow, find_question, read_rows, read_value
from data.measuring.answers import IMPORT, Answer, answer_row
from data.measuring.closing import append_closing
from data.measuring.rounds import (
    NewRound,
    Round,
    append_questionnaire,
    append_round,
    append_round_units,
    refuse_taken_over,
    round_units,
    rounds,
)
from data.measuring.submissions import submissions
from data.organisation.units import ROOT_KIND, NewUnit, append_units, as_new, matcher, root_unit, units
from files.grid import Workbook
from questionnaires.asked import role_of
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire

_MAX_TOLD = 20
_MAX_NAMED = 4


@dataclass(frozen=True, slots=True)
class RoundImport:
    """A measurement of the file: ``made`` by the import or there before; ``stored`` answers that were new to it."""

    name: str
    as_of: date
    made: bool
    units: int
    stored: int


@dataclass(frozen=True, slots=True)
class AnswerImport:
    """Counts of what was stored; ``skipped`` rows said what the store held already.

    ``advice``: answers to questions that the form does not put to such a unit (``question_not_asked``): they count
    as asked of it, since it answered, but may be a mistake.
    """

    rows: int
    stored: int
    skipped: int
    rounds: tuple[str, ...]
    units_created: tuple[str, ...]
    details: tuple[RoundImport, ...] = ()
    advice: tuple[Issue, ...] = ()


class _DryRunError(Exception):
    """Ends a transaction that was only to be looked at."""


def import_answers(
    store: Store,
    grant: Grant,
    workbook: Workbook,
    questionnaire: Questionnaire,
    *,
    create: bool = False,
    close: bool = False,
    days: Mapping[str, date] | None = None,
) -> AnswerImport:
    """Store a file of answers, all of it or (``answers_invalid`` with every fault) nothing.

    ``create`` makes the rounds (of ``questionnaire``'s version) and units that the file names; ``close`` closes the
    rounds it makes, as history is. ``days``: see ``answer_rows.read_rows``. History may lack the comment that *not
    applicable* otherwise needs.
    """
    refuse_taken_over(questionnaire)
    with store.writing(grant, Act.IMPORT) as transaction:
        return _run(transaction, workbook, questionnaire, create=create, close=close, days=days or {})


def preview_answers(
    store: Store,
    grant: Grant,
    workbook: Workbook,
    questionnaire: Questionnaire,
    *,
    create: bool = False,
    days: Mapping[str, date] | None = None,
) -> AnswerImport:
    """What ``import_answers`` would do, tried in a transaction that is never committed. Raises the same."""
    refuse_taken_over(questionnaire)
    tried: list[AnswerImport] = []
    try:
        with store.writing(grant, Act.IMPORT) as transaction:
            tried.append(_run(transaction, workbook, questionnaire, create=create, close=True, days=days or {}))
            _give_up()
    except _DryRunError:
        pass
    return tried[0]


def _give_up() -> NoReturn:
    raise _DryRunError


def undated_rounds(source: Readable, workbook: Workbook, form_id: str) -> tuple[str, ...]:
    """The measurements of a file whose day neither it nor the store says. Raises what ``read_rows`` raises."""
    return read_rows(workbook, _known_days(source, form_id)).undated


def _run(
    transaction: Transaction,
    workbook: Workbook,
    questionnaire: Questionnaire,
    *,
    create: bool,
    close: bool,
    days: Mapping[str, date],
) -> AnswerImport:
    reading = read_rows(workbook, {**_known_days(transaction, questionnaire.settings.form_id), **days})
    job = _Job(transaction, questionnaire, create, close, workbook.name)
    result = job.run(reading.rows)
    undated = [
        Issue(
            "as_of_missing",
            f"Kolumnen för {name} säger inte vilken dag svaren beskriver. Skriv dagen i rubriken, till exempel "
            f"”{name} (2024-10-15)”.",
            column=name,
        )
        for name in reading.undated
    ]
    _refuse([*reading.issues, *undated, *job.issues])
    return result


def _known_days(source: Readable, form_id: str) -> dict[str, date]:
    return {found.name: found.as_of for found in rounds(source, form_id)}


class _Job:
    """One import inside its transaction: collects every fault before anything counts."""

    def __init__(
        self, transaction: Transaction, questionnaire: Questionnaire, create: bool, close: bool, file: str
    ) -> None:
        self.transaction = transaction
        self.latest = questionnaire
        self.create = create
        self.close = close
        self.file = file
        self.issues: list[Issue] = []
        self.advice: list[Issue] = []
        self.created: list[str] = []
        self.details: list[RoundImport] = []

    def run(self, rows: Sequence[AnswerRow]) -> AnswerImport:
        groups: dict[str, list[AnswerRow]] = {}
        for row in rows:
            groups.setdefault(row.round, []).append(row)
        known = {r.name: r for r in rounds(self.transaction, self.latest.settings.form_id)}
        oldest_first = sorted(groups.items(), key=lambda item: item[1][0].as_of)
        stored = sum(self._store_round(name, known.get(name), group) for name, group in oldest_first)
        return AnswerImport(
            len(rows),
            stored,
            len(rows) - stored,
            tuple(groups),
            tuple(self.created),
            tuple(self.details),
            tuple(self.advice),
        )

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
            round_id = append_round(self.transaction, NewRound(form, name, group[0].as_of, asked))
        else:
            round_id = found.round
            if not self._bring_in(found, asked, group):
                return 0
        self._advise(form, answers, group)
        stored = self._append(round_id, answers)
        if found is None and self.close:
            append_closing(self.transaction, round_id)
        self.details.append(RoundImport(name, group[0].as_of, found is None, len(asked), stored))
        return stored

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
        append_units(self.transaction, [as_new(unit, valid_from=day, valid_to=None) for unit in early])

    def _create_root(self, day: date, texts: list[str]) -> str:
        """The municipality, under the file's own name where only it answers."""
        only_root = all(question.respondents == ("organisation",) for question in self.latest.survey)
        named = texts[0] if only_root and len(texts) == 1 and texts[0] else None
        name = named or preference(self.transaction, MUNICIPALITY) or "Kommunen"
        self.created.append(name)
        return append_units(self.transaction, [NewUnit(name, ROOT_KIND, None, day)])[0]

    def _tell_unmatched(self, texts: list[str], group: list[AnswerRow]) -> None:
        for text in texts:
            row = next(row for row in group if row.unit == text)
            what = f"organisationsdelen ”{text}” finns inte {row.as_of}, eller så heter flera så."
            self.issues.append(Issue("unit_unknown", f"{row.where}: {what}", row.row, "unit"))

    def _answers(self, form: Questionnaire, group: list[AnswerRow], ids: Mapping[str, str]) -> list[Answer]:
        answers: dict[tuple[str, str], Answer] = {}
        for row in group:
            unit = ids.get(row.unit)
            question = find_question(form, row.question)
            if question is None:
                message = f"{row.where}: frågan ”{row.question}” finns inte i formuläret."
                self.issues.append(Issue("question_unknown", message, row.row, "question"))
                continue
            read = read_value(form, question, row.value)
            if read is None:
                message = f"{row.where}: ”{row.value}” är inget svarsalternativ i {question.name}."
                self.issues.append(Issue("alternative_unknown", message, row.row, "value"))
                continue
            if unit is None:
                continue
            if (unit, question.name) in answers:
                message = f"{row.where}: {row.unit or 'kommunen'} har redan ett svar på {question.name} i filen."
                self.issues.append(Issue("answer_repeated", message, row.row, "question"))
                continue
            answers[unit, question.name] = Answer("", unit, question.name, read[0], read[1], row.comment, source=IMPORT)
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

    def _advise(self, form: Questionnaire, answers: list[Answer], group: list[AnswerRow]) -> None:
        """Tell of units that answer what the form asks others, one line a unit."""
        known = {unit.unit: unit for unit in units(self.transaction, group[0].as_of)}
        beside: dict[str, list[str]] = {}
        for answer in answers:
            unit = known.get(answer.unit)
            own = form.questions_for(role_of(unit.kind)) if unit else ()
            if own and answer.question not in {question.name for question in own}:
                beside.setdefault(answer.unit, []).append(answer.question)
        for unit_id, names in beside.items():
            unit = known[unit_id]
            told = ", ".join(names[:_MAX_NAMED]) + (" …" if len(names) > _MAX_NAMED else "")
            message = (
                f"{group[0].round}: {unit.name} ({kind_label(unit.kind).lower()}) har svar på frågor som formuläret "
                f"ställer till andra: {told}."
            )
            self.advice.append(Issue("question_not_asked", message, group[0].row, "question"))

    def _append(self, round_id: str, answers: list[Answer]) -> int:
        standing = {
            (row["unit"], row["question"]): (row["state"], row["alternative"], row["comment"])
            for row in self.transaction.query(
                "SELECT unit, question, state, alternative, comment FROM known_answers($known_at) WHERE round = $round",
                {"known_at": self.transaction.position(), "round": round_id},
            )
        }
        based_on = self.transaction.position()
        # A submitted answer is not changed without a reason, and here the file is the reason.
        done = {unit for unit, found in submissions(self.transaction, round_id).items() if found.holds}
        because = f"Inläst ur {self.file}"
        changed = [
            {
                **answer_row(answer),
                "round": round_id,
                "based_on": based_on,
                "reason": because if answer.unit in done else None,
            }
            for answer in answers
            if standing.get((answer.unit, answer.question)) != (answer.state.value, answer.alternative, answer.comment)
        ]
        self.transaction.append("answer", changed)
        return len(changed)


def _refuse(issues: Sequence[Issue]) -> None:
    if issues:
        told = " ".join(issue.message for issue in issues[:_MAX_TOLD])
        more = f" … och {len(issues) - _MAX_TOLD} fel till." if len(issues) > _MAX_TOLD else ""
        raise MognadError("answers_invalid", f"Inget sparades. {told}{more}", issues)
