"""What becomes of a unit's sheet: whether it is what it says, what it changes, and what must be asked about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from base.errors import Issue, MognadError
from data.ledger.texts import reason_text
from data.measuring.answers import SHEET, Answer, AnswerState
from data.measuring.rounds import Round
from data.measuring.sheets.history import NOTHING_SAID, AnswerContent, Exported, History, as_in_a_sheet
from data.measuring.sheets.receipt import Conflict, ConflictChoice, Decisions, SheetResult, SheetStanding, placed
from data.measuring.sheets.returned import Control, ReturnedBook, ReturnedRow, ReturnedSheet
from data.measuring.sheets.rows import faults_of, read_row, read_submit
from data.organisation.people import Person
from data.organisation.units import Unit
from questionnaires.evidence import asks_evidence
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a sheet is judged against. ``sent``: sheet's code → what was sent, of every round.

    ``units``: those the round asks; ``submitted``: those whose answers are submitted.
    """

    round: Round
    form: Questionnaire
    content_hash: str
    units: Mapping[str, Unit]
    sent: Mapping[str, Exported]
    round_names: Mapping[str, str]
    history: History
    submitted: frozenset[str]
    managers: Mapping[str, Sequence[Person]]
    people: Mapping[str, Person]
    decisions: Decisions


def judge(ground: Ground, book: ReturnedBook, sheet: ReturnedSheet) -> SheetResult:
    """The sheet's result; what it says is not looked at when it is not the sheet that it says it is."""
    sent = ground.sent.get(sheet.code)
    if sent is None:
        issue = Issue(
            "sheet_unknown",
            f"Bladets kod ”{sheet.code}” finns inte bland de svarsblad som har gjorts här. Bladet hör till en annan "
            "kommuns data, eller är ändrat. Be om den fil som skickades ut.",
        )
        return _result(book, sheet, SheetStanding.QUESTIONS, [issue])
    if (refusal := _refusal(ground, book.control, sheet, sent)) is not None:
        return _result(book, sheet, SheetStanding.QUESTIONS, [refusal], (ground, sent))
    same = (sent.workbook, sent.unit, book.file_hash)
    if any((each.workbook, each.unit, each.file_hash) == same for each in ground.history.received):
        return _Reading(ground, book, sheet, sent).told(SheetStanding.ALREADY)
    return _Reading(ground, book, sheet, sent).result()


def _refusal(ground: Ground, control: Control, sheet: ReturnedSheet, sent: Exported) -> Issue | None:
    """Why a sheet is not one of this round, this version and this unit; None when it is."""
    asked = ground.round
    if sent.round != asked.round:
        name = ground.round_names.get(sent.round, "en annan mätning")
        return Issue("sheet_other_round", f"Bladet hör till {name}, inte till {asked.name}.")
    if control.round != asked.round:
        return Issue("sheet_other_round", f"Bladet säger att det hör till en annan mätning än {asked.name}.")
    if (control.questionnaire, control.version, control.content_hash) != (
        asked.questionnaire,
        str(asked.version),
        ground.content_hash,
    ):
        return Issue(
            "sheet_other_version", f"Bladet är gjort av en annan version av formuläret än den som {asked.name} frågar."
        )
    unit, based = control.based.get(sheet.code, ("", {}))
    if control.workbook != sent.workbook or unit != sent.unit:
        return Issue("sheet_other_unit", "Fliken kommer från en annan fil eller enhet. Be om filen som skickades ut.")
    if sent.unit not in ground.units:
        return Issue("unit_not_asked", f"Enheten ingår inte längre i {asked.name}.")
    expected = {name: ground.history.newest((sent.unit, name), sent.position) for name in based}
    seqs = {name: str(given.seq) if given else "0" for name, given in expected.items()}
    if control.position != str(sent.position) or seqs != dict(based):
        return Issue("sheet_altered", "Den dolda fliken Kontroll är ändrad. Be om svaren i filen som skickades ut.")
    if sheet.missing:
        heads = ", ".join(sheet.missing)
        return Issue("heads_missing", f"Kolumner saknas: {heads}. Be om svaren i filen som skickades ut.")
    return None


class _Reading:
    """The rows of one sheet, held against what its holder knew and what stands now."""

    def __init__(self, ground: Ground, book: ReturnedBook, sheet: ReturnedSheet, sent: Exported) -> None:
        self.ground, self.book, self.sheet, self.sent = ground, book, sheet, sent
        self.issues: list[Issue] = []
        self.notes: list[str] = []
        self.answers: list[Answer] = []
        self.conflicts: list[Conflict] = []
        self.answered = 0
        self.without_evidence = 0

    def result(self) -> SheetResult:
        """Every row read, then the sheet as a whole."""
        asked = self.book.control.based[self.sheet.code][1]
        for row in self._rows(asked):
            self._row(row)
        submits = self._submits(len(asked))
        late = self.sent.unit in self.ground.submitted and bool(self.answers)
        if late:
            try:
                reason_text(self.ground.decisions.reason, "Enheten har redan lämnat in. Skriv varför svaren ändras.")
            except MognadError as error:
                self.issues.append(Issue(error.code, error.message))
        if self.without_evidence and (self.answers or submits):
            count = "1 svar" if self.without_evidence == 1 else f"{self.without_evidence} svar"
            self.notes.append(f"{count} på de högsta stegen saknar underlag.")
        return replace(
            self.told(self._standing(submits=submits)),
            answers=tuple(self.answers),
            conflicts=tuple(self.conflicts),
            submits=submits,
            needs_reason=late,
            answered=self.answered,
            asked=len(asked),
            notes=tuple(self.notes),
        )

    def told(self, standing: SheetStanding) -> SheetResult:
        """Whose sheet it is, and the issues that there are so far."""
        return _result(self.book, self.sheet, standing, self.issues, (self.ground, self.sent))

    def _standing(self, *, submits: bool) -> SheetStanding:
        if self.issues:
            return SheetStanding.QUESTIONS
        return SheetStanding.APPROVED if self.answers or self.conflicts or submits else SheetStanding.UNCHANGED

    def _rows(self, asked: Mapping[str, str]) -> list[ReturnedRow]:
        """The rows of the sheet's own questions, each once; what is wrong with the others is told."""
        names = {question.name for question in self.ground.form.questions}
        seen: dict[str, ReturnedRow] = {}
        for row in self.sheet.rows:
            if row.question not in asked or row.question not in names:
                message = f"Rad {row.row}: raden är ingen av bladets frågor."
                self.issues.append(Issue("question_unknown", message, row.row))
            elif row.question in seen:
                message = f"Rad {row.row}: frågan står också på rad {seen[row.question].row}."
                self.issues.append(Issue("question_repeated", message, row.row))
            else:
                seen[row.question] = row
        for name in asked:
            if name not in seen:
                label = self.ground.form.question(name).label if name in names else name
                self.issues.append(Issue("question_missing", f"Raden med frågan ”{label}” är borttagen."))
        return list(seen.values())

    def _row(self, row: ReturnedRow) -> None:
        form, history, unit = self.ground.form, self.ground.history, self.sent.unit
        content, issues = read_row(form, form.question(row.question), row)
        self.issues += issues
        if content is None:
            return
        self.answered += content != NOTHING_SAID
        if content.state is AnswerState.ANSWERED and not content.evidence:
            self.without_evidence += asks_evidence(form, row.question, content.alternative)
        key = unit, row.question
        sent_with, newest = history.known_to(key, self.sent), history.newest(key)
        # What the holder did not touch says nothing against what has come since.
        if content in [as_in_a_sheet(each.content if each else NOTHING_SAID) for each in (sent_with, newest)]:
            return
        self.issues += (faults := faults_of(content, row))
        if faults:
            return
        answer = self._answer(row.question, content, newest.seq if newest else 0)
        if newest is None or (sent_with is not None and sent_with.seq == newest.seq):
            self.answers.append(answer)
            return
        chosen = self.ground.decisions.conflicts.get(key)
        self.conflicts.append(Conflict(unit, row.question, row.row, newest, answer, chosen))
        if chosen is None:
            message = (
                f"Rad {row.row}: frågan har fått ett nytt svar i appen sedan bladet gjordes. Välj vilket som gäller."
            )
            self.issues.append(Issue("answer_conflict", message, row.row))
        elif chosen is ConflictChoice.SHEET:
            self.answers.append(answer)

    def _answer(self, question: str, content: AnswerContent, based_on: int) -> Answer:
        return Answer(
            self.ground.round.round,
            self.sent.unit,
            question,
            *content,
            based_on=based_on,
            person=self.sent.person,
            reason=self.ground.decisions.reason.strip() or None if self.sent.unit in self.ground.submitted else None,
            source=SHEET,
        )

    def _submits(self, asked: int) -> bool:
        """Whether the sheet leads to a submission: it says so, and who sent it answers for the unit."""
        wanted, issues = read_submit(self.sheet.submit)
        self.issues += issues
        if not wanted or self.sent.unit in self.ground.submitted:
            return False
        managers: list[str | None] = [person.person for person in self.ground.managers.get(self.sent.unit, ())]
        if self.sent.person not in (managers or [None]):
            self.notes.append(
                "Den som fick bladet ansvarar inte för enheten i dag. Svaren tas emot men lämnas inte in."
            )
            return False
        if left := asked - self.answered:
            self.notes.append(f"{'1 fråga' if left == 1 else f'{left} frågor'} utan svar lämnas in som obesvarade.")
        return True


def _result(
    book: ReturnedBook,
    sheet: ReturnedSheet,
    standing: SheetStanding,
    issues: Sequence[Issue],
    known: tuple[Ground, Exported] | None = None,
) -> SheetResult:
    """What is told of any sheet, and whose it is where that is known."""
    ground, sent = known or (None, None)
    unit = ground.units.get(sent.unit) if ground and sent and sent.round == ground.round.round else None
    return SheetResult(
        file=book.file,
        file_hash=book.file_hash,
        sheet=sheet.name,
        workbook=sent.workbook if sent else "",
        unit=unit.unit if unit else "",
        unit_name=unit.name if unit else sheet.name,
        person=ground.people.get(sent.person or "") if ground and sent else None,
        standing=standing,
        issues=tuple(placed(book.file, sheet.name, issues)),
    )
