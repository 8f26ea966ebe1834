"""The units that a file of answers names: found, or made where the file is history."""

from collections.abc import Collection, Sequence
from datetime import date

from base.clock import FAR
from base.errors import Issue
from base.unit_kinds import kind_label
from data.ledger.preferences import MUNICIPALITY, preference
from data.ledger.store import Readable, Transaction
from data.measuring.answer_rows import AnswerRow
from data.measuring.answers import Answer
from data.organisation.units import ROOT_KIND, NewUnit, UnitMatcher, append_units, as_new, matcher, root_unit, units
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

_MOST_NAMED = 4


class FileUnits:
    """The units of one import, inside its transaction. ``created``: the names of those it has made."""

    def __init__(self, transaction: Transaction, questionnaire: Questionnaire, *, create: bool) -> None:
        self.transaction = transaction
        self.questionnaire = questionnaire
        self.create = create
        self.created: list[str] = []

    def find(self, group: Sequence[AnswerRow]) -> tuple[dict[str, str], list[Issue]]:
        """Text in the file → unit id, of one measurement's rows; makes the units that are missing when asked to.

        Issues: ``unit_unknown``, one for each text that leads to none.
        """
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
        unmatched = [_unmatched(match, text, group) for text in texts if ids[text] is None]
        return {text: unit for text, unit in ids.items() if unit is not None}, unmatched

    def _reach_back(self, day: date, texts: Sequence[str]) -> None:
        """Let units known only from a later date be valid from ``day``: the file shows they were."""
        valid = {unit.unit for unit in units(self.transaction, day)}
        later = {unit.unit: unit for unit in units(self.transaction, FAR)}
        # A unit is not older than its name says because it has taken over another one.
        match = matcher(self.transaction, FAR, history=False)
        root = root_unit(later.values())
        named = {match.find(text) for text in texts if text} | {root.unit if root else None}
        early = [later[unit] for unit in named if unit in later and unit not in valid]
        append_units(self.transaction, [as_new(unit, valid_from=day, valid_to=None) for unit in early])

    def _create_root(self, day: date, texts: Sequence[str]) -> str:
        """The municipality, under the file's own name where only it answers."""
        only_root = all(question.respondents == ("organisation",) for question in self.questionnaire.questions)
        named = texts[0] if only_root and len(texts) == 1 and texts[0] else None
        name = named or preference(self.transaction, MUNICIPALITY) or "Kommunen"
        self.created.append(name)
        return append_units(self.transaction, [NewUnit(name, ROOT_KIND, None, day)])[0]


def asked_of_others(source: Readable, form: Questionnaire, answers: Sequence[Answer], first: AnswerRow) -> list[Issue]:
    """Units that answer what the form asks others, one ``question_not_asked`` a unit. ``first``: their first row."""
    valid = {unit.unit: unit for unit in units(source, first.as_of)}
    asked = {kind: _asked(form, kind) for kind in {unit.kind for unit in valid.values()}}
    beside: dict[str, list[str]] = {}
    for answer in answers:
        unit = valid.get(answer.unit)
        own = asked[unit.kind] if unit else frozenset()
        if own and answer.question not in own:
            beside.setdefault(answer.unit, []).append(answer.question)
    issues = []
    for unit_id, names in beside.items():
        unit = valid[unit_id]
        message = (
            f"{first.round}: {unit.name} ({kind_label(unit.kind).lower()}) har svar på frågor som formuläret "
            f"ställer till andra: {_some(names)}."
        )
        issues.append(Issue("question_not_asked", message, first.row, "question"))
    return issues


def answers_at_rest(resting: Collection[str], answers: Sequence[Answer], first: AnswerRow) -> list[Issue]:
    """Answers to questions that rest in the round, one ``question_resting`` of them all. ``first``: the first row."""
    at_rest = [answer.question for answer in answers if answer.question in resting]
    if not at_rest:
        return []
    questions = list(dict.fromkeys(at_rest))
    on = "den" if len(questions) == 1 else "dem"
    message = (
        f"{first.round}: {_some(questions)} vilar i mätningen. {len(at_rest)} svar på {on} sparas men räknas inte."
    )
    return [Issue("question_resting", message, first.row, "question")]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _asked(form: Questionnaire, kind: str) -> frozenset[str]:
    """The questions that the form puts to units of a kind."""
    return frozenset(question.name for question in form.questions_for(role_of(kind)))


def _unmatched(match: UnitMatcher, text: str, group: Sequence[AnswerRow]) -> Issue:
    row = next(row for row in group if row.unit == text)
    return Issue("unit_unknown", f"{row.where}: {match.no_unit(text, row.as_of)}.", row.row, "unit")
