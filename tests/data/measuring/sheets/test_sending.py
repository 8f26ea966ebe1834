"""What goes out: who gets which workbook, what stands in it, and that nothing in it takes effect."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import AnswerState
from data.measuring.closing import close_round
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound, open_round
from data.measuring.sheets.export import SEND_HEADS, export_sheets
from data.measuring.sheets.words import option_words, said_by
from data.organisation.assignments import MANAGER, NewAssignment, add_assignment
from data.organisation.units import NewUnit, write_units
from questionnaires.library import canonical, from_canonical
from tests.kit.sheets import ANSWER, COMMENT, EVIDENCE_DATE, Sheet, files_of, unit_sheets
from tests.kit.writers import set_round_units

pytestmark = pytest.mark.slow

START = date(2020, 1, 1)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(content):
    return [list(row) for row in opened(content).worksheets[0].iter_rows(values_only=True)]


def named(book, unit) -> Sheet:
    return next(sheet for sheet in unit_sheets(book) if sheet.page["B1"].value == unit)


def test_one_workbook_a_manager_and_one_a_unit_without(desk):
    desk.send()
    assert len(desk.out) == 2
    assert [sheet.page["B1"].value for sheet in unit_sheets(opened(desk.annas[1]))] == ["Skola A", "Skola B"]
    assert [sheet.page["B1"].value for sheet in unit_sheets(opened(desk.nobodys[1]))] == ["Skola C"]
    # The ledger keeps the name: it says the unit, and a person is an opaque id there.
    assert desk.annas[0].startswith("Svarsblad Skola A m.fl. ")
    assert not any("Anna" in name for name in desk.out)


def test_a_unit_with_two_managers_is_in_the_workbook_of_each(desk):
    add_assignment(desk.store, desk.grant(Act.ORGANISE), NewAssignment(desk.bo, desk.units["a"], MANAGER, START))
    desk.send()
    held = [[sheet.page["B1"].value for sheet in unit_sheets(opened(content))] for content in desk.out.values()]
    assert held == [["Skola A", "Skola B"], ["Skola A"], ["Skola C"]]


def test_the_first_sheet_says_what_there_is_to_know(desk):
    desk.send()
    page = opened(desk.annas[1]).worksheets[0]
    told = {row[0]: row[1] for row in page.iter_rows(values_only=True) if row[1]}
    assert page["A2"].value == "Liten · till Anna Ek"
    assert told["Hur många frågor"] == "4 frågor om 2 enheter"
    # Two questions of 40 s and a few words each: five minutes a unit.
    assert told["Hur lång tid"].startswith("Ungefär 10 minuter")
    assert told["Sista dag"] == "2026-12-01"
    assert told["Vad svaren används till"] == "Årets mätning"
    assert told["Vem som ser svaren"] == "Samordnaren"
    assert told["Vem som hjälper"] == "Siv Lund, 0123-45 67"
    assert "svar på mejlet" in told["Skicka tillbaka"]
    assert told["Tänk på"].startswith("Skriv inte personuppgifter eller säkerhetsskyddsklassificerade uppgifter")


def test_what_is_answered_stands_there_and_texts_are_texts(desk):
    desk.answer("q1", "s2", comment="=1+1", evidence="KS 2026/1", evidence_date=date(2026, 5, 4))
    desk.send()
    sheet = named(opened(desk.annas[1]), "Skola A")
    assert sheet.cell("q1").value == "Steg 2"
    comment = sheet.cell("q1", COMMENT)
    assert (comment.value, comment.data_type) == ("=1+1", "s")
    assert sheet.cell("q1", EVIDENCE_DATE).value.date() == date(2026, 5, 4)
    assert sheet.cell("q2").value is None
    assert named(opened(desk.annas[1]), "Skola B").cell("q1").value is None


def test_one_chooses_in_a_list_and_writes_only_where_it_is_yellow(desk):
    desk.send()
    book = opened(desk.annas[1])
    sheet = named(book, "Skola A")
    assert sheet.page.protection.sheet
    assert not sheet.page.protection.password
    entries = {sheet.heads[name] for name in (ANSWER, COMMENT, "Underlag", EVIDENCE_DATE)}
    unlocked = {(cell.row, cell.column) for row in sheet.page.iter_rows() for cell in row if not cell.protection.locked}
    rows = [sheet.row_of("q1"), sheet.row_of("q2")]
    assert unlocked == {(row, column) for row in rows for column in entries} | {(4, sheet.heads[ANSWER])}
    lists = [rule for rule in sheet.page.data_validations.dataValidation if rule.type == "list"]
    formula = next(rule.formula1 for rule in lists if sheet.cell("q1").coordinate in rule.sqref)
    name, _, cells = formula.partition("!")
    words = [row[0].value for row in book[name][cells.replace("$", "")]]
    assert words == ["Steg 1", "Steg 2", "Steg 3", "Vet ej", "Gäller inte oss"]
    assert [page.sheet_state for page in book.worksheets] == ["visible"] * 3 + ["hidden"] * 2
    assert sheet.page.column_dimensions["A"].hidden


def test_the_last_answer_is_shown_only_when_it_is_asked_for(desk):
    last = open_round(
        desk.store, desk.grant(Act.PLAN), NewRound(desk.form, "Mätning 2025", date(2025, 11, 3), [desk.units["a"]])
    )
    this, desk.round = desk.round, last
    desk.answer("q1", "s1")
    close_round(desk.store, desk.grant(Act.PLAN), last)
    desk.round = this
    desk.send()
    assert "Förra svaret" not in named(opened(desk.annas[1]), "Skola A").heads
    desk.send(with_last=True)
    sheet = named(opened(desk.annas[1]), "Skola A")
    assert sheet.cell("q1", "Förra svaret").value == "Steg 1"
    assert sheet.cell("q2", "Förra svaret").value is None


def test_names_that_excel_does_not_take_stand_whole_in_the_sheet(desk):
    long = "Förskolan på hörnet: Ängsgatan/Storgatan [nya]"
    organise = desk.grant(Act.ORGANISE)
    made = write_units(desk.store, organise, [NewUnit(long, "enhet", None, START), NewUnit(long, "enhet", None, START)])
    for unit in made:
        add_assignment(desk.store, organise, NewAssignment(desk.bo, unit, MANAGER, START))
    set_round_units(desk.store, desk.grant(Act.PLAN), desk.round, made)
    ((name, content),) = desk.send().items()
    assert not set('<>:"/\\|?*') & set(name)
    sheets = unit_sheets(opened(content))
    assert [sheet.page["B1"].value for sheet in sheets] == [long, long]
    assert all(len(sheet.page.title) <= 31 for sheet in sheets)


def test_the_send_list_says_who_gets_what(desk):
    package = export_sheets(desk.store, desk.grant(Act.PLAN), desk.round)
    heads, anna, nobody = table(package.send_list)
    assert tuple(heads) == SEND_HEADS
    files = list(files_of(package.archive))
    assert anna[:6] == ["Anna Ek", "anna.ek@example.se", files[0], "Skola A, Skola B", 4, 10]
    assert nobody[:6] == ["utan ansvarig", None, files[1], "Skola C", 2, 5]
    assert anna[6] == "Mätning 2026, svara senast 2026-12-01"
    assert anna[7].startswith("Hej Anna Ek!\n\nMätning 2026 (Liten) är öppen.")
    for part in ("– Skola A: 2 frågor", "ungefär 10 minuter", "2026-12-01", "Siv Lund", "Skriv inte personuppgifter"):
        assert part in anna[7]
    assert package.without_manager == 1


def test_what_went_out_is_kept(desk):
    position = desk.store.position()
    desk.send()
    rows = desk.store.query("SELECT * FROM store.sheet_export ORDER BY seq")
    assert [(row["place"], row["person"], row["unit"], row["position"]) for row in rows] == [
        (1, desk.anna, desk.units["a"], position),
        (2, desk.anna, desk.units["b"], position),
        (1, None, desk.units["c"], position),
    ]
    assert verify(desk.store).ok


def test_only_an_open_round_has_sheets(desk):
    plan = desk.grant(Act.PLAN)
    planned = plan_round(desk.store, plan, NewRound(desk.form, "Nästa", date(2027, 11, 3), [desk.units["a"]]))
    for round_id, code in ((planned, "round_not_opened"), ("r0", "round_unknown")):
        with pytest.raises(MognadError) as caught:
            export_sheets(desk.store, plan, round_id)
        assert caught.value.code == code
    close_round(desk.store, plan, desk.round)
    with pytest.raises(MognadError) as caught:
        export_sheets(desk.store, plan, desk.round)
    assert caught.value.code == "round_closed"


def test_labels_that_are_alike_are_told_apart(form):
    content = canonical(form)
    for choice, label in zip(content["choices"], ("Ja", "ja", "Vet ej"), strict=True):
        choice["label::sv"] = label
    alike = from_canonical(content)
    question = alike.question("q1")
    words = option_words(alike, question)
    assert list(words) == ["Ja (s1)", "ja (s2)", "Vet ej (s3)", "Vet ej", "Gäller inte oss"]
    assert said_by(alike, question, "ja (s2)") == (AnswerState.ANSWERED, "s2")
    assert said_by(alike, question, "Vet ej") == (AnswerState.UNKNOWN, None)
    assert said_by(alike, question, "kanske") is None
