"""A function's proposals as a workbook: out to be filled in, and in again.

A second sheet says which measurement, version and function the sheet is for, and what had been proposed when it was
made. A file is taken whole or not at all; rows that say what is already proposed store nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from base.actors import Grant
from base.errors import Issue, MognadError
from data.ledger.store import Readable, Store
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import SHEET, AnswerState
from data.organisation.small_tables import SmallTable, TableRow, read_small_table, refusal
from data.registers.definitions.words import normalised
from data.registers.values.personal import has_number, masked
from data.workshop.place import Place
from data.workshop.proposals import NewProposals, Proposal, Proposed, proposal_seqs, proposals, propose
from data.workshop.responsible import function_key
from files.grid import Workbook
from files.writer import SheetOut, xlsx_bytes
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, answer_words, what_to_write
from questionnaires.model import Question, Questionnaire
from questionnaires.said import read_said

_HEADERS = ("Fråga", "Räknas som", "Förslag", "Säkert", "Motivering", "Underlag", "Id")
_SYNONYMS = {
    "label": ("fråga",),
    "proposal": ("förslag",),
    "certain": ("säkert",),
    "comment": ("motivering",),
    "evidence": ("underlag",),
    "question": ("id",),
}
_ABOUT = "Om bladet"
_SURE, _UNSURE = "Säker", "Osäker"
_WORDS = {
    normalised(UNKNOWN_LABEL): AnswerState.UNKNOWN,
    normalised(NOT_APPLICABLE_LABEL): AnswerState.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class SheetReceipt:
    """What a sheet gave: how many proposals were stored, and how many said what was already proposed."""

    function: str
    stored: int
    unchanged: int


def proposal_sheet(source: Readable, place: Place, function: str, questions: Sequence[Question]) -> bytes:
    """The workbook that a function fills in, with what it has proposed already."""
    form, own = place.form, _proposed_by(source, place, function)
    rows = [_row(form, question, own.get(question.name)) for question in questions]
    words = [choice.label for question in questions[:1] for choice in form.choices_of(question)]
    same = {question.type for question in questions} == {f"select_one {questions[0].list_name}"} if questions else False
    listed = (*words, UNKNOWN_LABEL, NOT_APPLICABLE_LABEL)
    options = {3: (_SURE, _UNSURE)} | ({2: listed} if same and _fits(words) else {})
    about = (
        ("Mätning", place.round.name),
        ("Mätningens id", place.round.round),
        ("Formulärets version", str(place.round.version)),
        ("Organisationsdel", place.unit),
        ("Funktion", function),
        ("Läget när bladet gjordes", str(source.position())),
        ("Så fyller du i", f"Välj i kolumnen Förslag. Skriv varför. Svarsord: {', '.join(words)}, {UNKNOWN_LABEL}."),
    )
    return xlsx_bytes([SheetOut("Förslag", _HEADERS, rows, options), SheetOut(_ABOUT, ("Uppgift", "Värde"), about)])


def take_proposal_sheet(store: Store, grant: Grant, place: Place, workbook: Workbook) -> SheetReceipt:
    """Record a filled-in sheet.

    Raises ``not_a_proposal_sheet``, ``sheet_other_round`` (or version, or unit), ``sheet_wrong`` with every fault by
    row, and what ``proposals.propose`` raises. Issues: ``question_unknown``, ``row_repeated``,
    ``alternative_unknown``, ``certain_unknown``, ``comment_missing``, ``proposal_missing`` (texts without one),
    ``text_too_long``, ``text_personal``, ``proposal_conflict`` (another was sent since the sheet was made).
    """
    about = _about(workbook)
    expected = (place.round.round, str(place.round.version), place.unit)
    if (about["mätningens id"], about["formulärets version"], about["organisationsdel"]) != expected:
        raise MognadError(
            "sheet_other_round",
            f"Bladet hör till en annan mätning: ”{about['mätning']}”. Hämta ett nytt blad för {place.round.name}.",
        )
    function = about["funktion"]
    table = read_small_table(workbook, _SYNONYMS, ("question", "proposal"), "Fråga, Förslag och Id")
    before = _Before(
        function,
        _proposed_by(store, place, function),
        proposal_seqs(store, place.round.round, place.unit, function),
        int(about["läget när bladet gjordes"]),
    )
    given, issues, unchanged = _read(place.form, table, before)
    if issues:
        raise refusal("sheet_wrong", issues)
    if given:
        propose(store, grant, place.form, NewProposals(place.round.round, place.unit, given, SHEET))
    return SheetReceipt(function, len(given), unchanged)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a function had proposed: question → its proposal that stands, and → the seq of its newest.

    ``made_at``: the store's position when the sheet was made.
    """

    function: str
    own: Mapping[str, Proposal]
    seqs: Mapping[str, int]
    made_at: int


def _proposed_by(source: Readable, place: Place, function: str) -> dict[str, Proposal]:
    key = function_key(function)
    held = proposals(source, place.round.round, place.unit)
    return {name: row for name, rows in held.items() for row in rows if function_key(row.function) == key}


def _row(form: Questionnaire, question: Question, held: Proposal | None) -> tuple[str, ...]:
    proposal = _label(form, held) if held else ""
    certain = (_SURE if held.certain else _UNSURE) if held else ""
    texts = (held.comment or "", held.evidence or "") if held else ("", "")
    what = "" if question.kind == "select_one" else what_to_write(form, question)
    return (question.label, f"{question.criteria}\n{what}".strip(), proposal, certain, *texts, question.name)


def _label(form: Questionnaire, held: Proposal) -> str:
    return answer_words(form, held.question, *held.stand)


def _fits(words: Sequence[str]) -> bool:
    """Whether Excel's list can hold them: it parts words at commas, and ends at 255 characters."""
    return not any("," in word for word in words) and len(",".join(words)) < 220


def _about(workbook: Workbook) -> dict[str, str]:
    sheet = next((sheet for sheet in workbook.sheets if normalised(sheet.name) == normalised(_ABOUT)), None)
    rows = sheet.rows(0, sheet.n_rows) if sheet else []
    about = {normalised(row[0].text): row[1].text.strip() for row in rows if len(row) > 1}
    needed = ("mätning", "mätningens id", "formulärets version", "organisationsdel", "funktion")
    if any(not about.get(name) for name in needed) or not about.get("läget när bladet gjordes", "").isdigit():
        raise MognadError(
            "not_a_proposal_sheet",
            f"Filen {workbook.name} är inget blad för förslag: fliken ”{_ABOUT}” saknas eller är ändrad. Hämta bladet "
            "på nytt.",
        )
    return about


def _read(form: Questionnaire, table: SmallTable, before: _Before) -> tuple[list[Proposed], list[Issue], int]:
    """What is proposed anew, every fault, and how many rows say what stands already."""
    names = {question.name for question in form.survey}
    given: list[Proposed] = []
    issues: list[Issue] = []
    seen: set[str] = set()
    unchanged = 0
    for row in table.rows:
        name = row.texts["question"]
        if name not in names or name in seen:
            fault = ("row_repeated", "frågan står två gånger") if name in seen else (
                "question_unknown", f"frågan ”{name}” finns inte i formuläret"
            )  # fmt: skip
            issues.append(_issue(row, *fault))
            continue
        seen.add(name)
        held, seq = before.own.get(name), before.seqs.get(name, 0)
        faults, proposed = _proposed(form, before.function, row, seq)
        if proposed is not None and _same(proposed, held):
            unchanged += 1
            continue
        if proposed is not None and seq > before.made_at:
            faults.append(("proposal_conflict", "ett annat förslag har lämnats sedan bladet hämtades"))
        issues += [_issue(row, *fault) for fault in faults]
        if proposed is not None and not faults:
            # The sheet has no column for the evidence's date; what is known of the same evidence stays.
            dated = held.evidence_date if held and held.evidence == proposed.evidence else None
            given.append(replace(proposed, evidence_date=dated))
    return given, issues, unchanged


def _proposed(
    form: Questionnaire, function: str, row: TableRow, seq: int
) -> tuple[list[tuple[str, str]], Proposed | None]:
    """A row's faults, and what it proposes; None where the row is empty."""
    texts, name = row.texts, row.texts["question"]
    word = normalised(texts["proposal"])
    if not word:
        written = texts["comment"] or texts["evidence"]
        return ([("proposal_missing", "motivering finns men inget förslag är valt")] if written else []), None
    faults = []
    state, alternative = _WORDS.get(word, AnswerState.ANSWERED), None
    if state is AnswerState.ANSWERED:
        try:
            alternative = _said(form, form.question(name), texts["proposal"])
        except MognadError as error:
            faults.append((error.code, masked(error.message.rstrip("."))))
    if normalised(texts["certain"]) not in ("", normalised(_SURE), normalised(_UNSURE)):
        faults.append(("certain_unknown", f"”{texts['certain']}” är varken {_SURE} eller {_UNSURE}"))
    if state is AnswerState.NOT_APPLICABLE and not texts["comment"]:
        faults.append(("comment_missing", "skriv varför frågan inte gäller er"))
    if any(len(texts[column]) > MAX_TEXT for column in ("comment", "evidence")):
        faults.append(("text_too_long", f"en text är längre än {MAX_TEXT} tecken"))
    if any(has_number(texts[column]) for column in ("comment", "evidence", "proposal")):
        faults.append(("text_personal", "en text innehåller ett personnummer. Ta bort det"))
    certain = normalised(texts["certain"]) != normalised(_UNSURE)
    comment, evidence = texts["comment"] or None, texts["evidence"] or None
    return faults, Proposed(name, function, state, alternative, certain, comment, evidence, based_on=seq)


def _said(form: Questionnaire, question: Question, text: str) -> str:
    """What is proposed, as it is stored. Raises what ``read_said`` raises."""
    if question.kind != "select_one":
        return read_said(form, question, text)
    labels = {normalised(choice.label): choice.name for choice in form.choices_of(question)}
    if normalised(text) not in labels:
        raise MognadError("alternative_unknown", f"”{text}” är inget av svarsalternativen")
    return labels[normalised(text)]


def _same(given: Proposed, held: Proposal | None) -> bool:
    """Whether a row says what is already proposed; line breaks in a cell are read as spaces."""
    if held is None:
        return False
    before = (*held.stand, held.certain, *(" ".join((text or "").split()) for text in (held.comment, held.evidence)))
    return before == (given.state, given.alternative, given.certain, given.comment or "", given.evidence or "")


def _issue(row: TableRow, code: str, why: str) -> Issue:
    return Issue(code, f"Rad {row.row}: {why}.", row.row)
