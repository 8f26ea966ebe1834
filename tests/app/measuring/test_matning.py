"""Mätning: one measurement from plan to approved result."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.measuring.closing import Approval, approve_round, close_round, restatements
from data.measuring.planning import plan_round
from data.measuring.rounds import NewRound, RoundPlan, find_round, round_units, rounds
from data.measuring.submissions import submissions, submit
from data.organisation.assignments import DEPUTY, MANAGER, NewAssignment, add_assignment
from files.writer import SheetOut, Value, xlsx_bytes
from pages.measuring import mailing
from tests.kit.writers import add_person, change_plan, set_round_units

pytestmark = pytest.mark.app


@pytest.fixture(name="said")
def _said(said):
    """What a page says as people read it: without the marks that keep a text from taking effect."""
    return lambda app: _read(said(app))


def _read(text):
    return text.replace("\\", "").replace("\u2060", "")


SINCE = date(2000, 1, 1)


@pytest.fixture
def planned(town, grant):
    return plan_round(town.store, grant(Act.PLAN), NewRound(town.form, "Mätning 2027", date(2027, 11, 3), [town.north]))


@pytest.fixture
def manager(town, grant):
    """Anna manages the northern school, Bo is her deputy; nobody answers for the southern one."""
    anna = add_person(town.store, grant(Act.ORGANISE), "Anna Ek", "anna@ekby.se")
    bo = add_person(town.store, grant(Act.ORGANISE), "Bo Å")
    add_assignment(town.store, grant(Act.ORGANISE), NewAssignment(anna, town.north, MANAGER, SINCE))
    add_assignment(town.store, grant(Act.ORGANISE), NewAssignment(bo, town.north, DEPUTY, SINCE))
    return anna


def cells(app):
    """Every cell of the page's tables."""
    return _read(" | ".join(str(value) for table in app.table for row in table.value.to_numpy() for value in row))


@pytest.mark.parametrize("asked", [{}, {"round": "r999"}])
def test_a_measurement_that_is_not_there_is_told(visit, town, said, links, asked):
    app = visit("matning.py", **asked)
    assert ("finns inte" in said(app)) is bool(asked)
    assert "Alla mätningar" in links(app)


def test_a_planned_one_is_opened(visit, town, said, planned):
    app = visit("matning.py", round=planned)
    assert "Planerad, inte öppnad än." in said(app)
    assert "Svarar: 1 enhet." in said(app)
    app.button(key="round_open").click().run()
    assert not app.exception
    assert find_round(town.store, planned).state == "opened"
    assert "Öppen för svar sedan" in said(app)


def test_a_planned_one_is_changed_under_its_own_address(visit, town, said, planned):
    app = visit("matning.py", round=planned)
    app.session_state["round-change"] = True
    app.run()
    key = f"plan-{planned}"
    assert app.radio(key=f"{key}_who").value == "Välj själv", "one of two units is asked"
    assert app.multiselect(key=f"{key}_without").value == [town.south]
    app.multiselect(key=f"{key}_without").set_value([]).run()
    app.date_input(key=f"{key}_last").set_value(date(2027, 12, 1)).run()
    app.button(key=f"{key}_save").click().run()
    assert not app.exception
    assert set(round_units(town.store, planned)) == {town.north, town.south}
    assert find_round(town.store, planned).last_day == date(2027, 12, 1)


def test_units_that_somebody_else_adds_meanwhile_are_kept_and_told(visit, town, said, grant):
    app = visit("matning.py", round=town.now, flik="Planen")
    key = f"plan-{town.now}"
    app.radio(key=f"{key}_who").set_value("Välj själv").run()
    app.multiselect(key=f"{key}_without").set_value([town.south]).run()
    set_round_units(town.store, grant(Act.PLAN), town.now, [town.north, town.south, town.kontor])
    app.button(key=f"{key}_save").click().run()
    assert not app.exception
    assert set(round_units(town.store, town.now)) == {town.north, town.kontor}
    told = "Ändringarna är sparade. Någon annan har under tiden lagt till Skolkontoret. Det gäller."
    assert told in said(app)
    # What is on the screen is what holds: saved once more, nothing changes.
    assert app.multiselect(key=f"{key}_also").value == [town.kontor]
    assert app.multiselect(key=f"{key}_without").value == [town.south]
    position = town.store.position()
    app.button(key=f"{key}_save").click().run()
    assert set(round_units(town.store, town.now)) == {town.north, town.kontor}
    assert "Ändringarna är sparade." in said(app)
    assert "Någon annan" not in said(app)
    assert town.store.position() == position + 1, "the plan's row alone"


def test_a_unit_that_somebody_else_takes_out_meanwhile_stays_out_and_is_told(visit, town, said, grant):
    app = visit("matning.py", round=town.now, flik="Planen")
    key = f"plan-{town.now}"
    set_round_units(town.store, grant(Act.PLAN), town.now, [town.north])
    app.button(key=f"{key}_save").click().run()
    assert round_units(town.store, town.now) == [town.north]
    assert "Någon annan har under tiden tagit bort Södra skolan. Det gäller." in said(app)


def test_a_planned_one_is_taken_back(visit, town, said, planned):
    app = visit("matning.py", round=planned)
    app.button(key="round_withdraw").click().run()
    assert "Den kan vara tillbakatagen." in said(app)
    assert planned not in [row.round for row in rounds(town.store)]


def test_an_open_one_is_taken_back_only_where_nobody_has_answered(visit, town, said):
    app = visit("matning.py", round=town.now, flik="Avsluta")
    assert app.button(key="round_withdraw")
    town.answer("q1")
    # It was drawn before the answer came: then the reason is told and nothing is done.
    app.button(key="round_withdraw").click().run()
    assert find_round(town.store, town.now).state == "opened"
    assert "round_withdraw" not in [button.key for button in app.button]


def test_status_is_told_of_all_and_of_each(visit, town, said, manager, grant):
    for question in ("q1", "q2", "q3"):
        town.answer(question)
    town.answer("q1", unit=town.south)
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], manager)
    app = visit("matning.py", round=town.now)
    assert "**1 av 2 har svarat och 1 har påbörjat. 1 har lämnat in.**" in said(app)
    assert "1 utan ansvarig: Södra skolan." in said(app)
    app.session_state["round-units"] = True
    app.run()
    told = cells(app)
    assert "Norra skolan | Skolkontoret | Anna Ek | inlämnat" in told
    assert "Södra skolan | Skolkontoret | utan ansvarig | påbörjat, 1 av 3" in told


def test_an_approved_one_of_answers_from_a_file_says_so_and_not_that_nobody_has_handed_in(visit, town, said, grant):
    for question in ("q1", "q2", "q3"):
        for unit in (town.north, town.south):
            town.answer(question, unit=unit, source="import")
    close_round(town.store, grant(Act.PLAN), town.now)
    approve_round(town.store, grant(Act.APPROVE), town.now, Approval("Direktören", date(2026, 11, 4)))
    app = visit("matning.py", round=town.now)
    assert "2 av 2 har svarat (svar inlästa). Alla frågor är besvarade." in said(app)
    assert "har lämnat in" not in said(app)
    app.session_state["round-units"] = True
    app.run()
    assert "Norra skolan | Skolkontoret | utan ansvarig | svar inlästa" in cells(app)
    assert "2 av 2 har svarat (svar inlästa)." in said(visit("matningar.py"))


def test_what_is_submitted_is_handed_back_with_a_reason(visit, town, said, manager, grant):
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], manager)
    app = visit("matning.py", round=town.now)
    app.session_state["round-units"] = True
    app.run()
    app.selectbox(key="round_unit").set_value(town.north).run()
    app.button(key="round_return").click().run()
    assert "Skriv varför svaren lämnas tillbaka." in said(app)
    app.text_input(key="round_return_why").input("Fel enhet").run()
    app.button(key="round_return").click().run()
    assert submissions(town.store, town.now)[town.north].event == "returned"


def code_blocks(app):
    return [block.value for block in app.code]


def test_the_reminder_names_only_those_who_wait_and_is_noted(visit, town, said, manager, grant):
    change_plan(town.store, grant(Act.PLAN), town.now, RoundPlan(last_day=date(2026, 12, 1), helper="Eva"))
    town.answer("q1")
    app = visit("matning.py", round=town.now, flik="Utskick")
    assert app.segmented_control(key="mail_kind").value == "Påminnelse"
    to, head, body, waiting = code_blocks(app)
    assert (to, head) == ("anna@ekby.se", "Påminnelse: Mätning 2026, svara senast 2026-12-01")
    assert "– Norra skolan: 3 frågor, 2 kvar" in body
    assert "Frågor? Hör av dig till: Eva" in body
    assert waiting.splitlines() == [
        "Norra skolan\tSkolkontoret\tAnna Ek\tanna@ekby.se\tBo Å\tpåbörjat, 1 av 3",
        "Södra skolan\tSkolkontoret\tutan ansvarig\t\t\tinte börjat",
    ]
    app.button(key="mail_sent").click().run()
    assert find_round(town.store, town.now).reminded_at is not None
    assert "Senaste påminnelsen noterades" in said(app)


def test_who_has_submitted_is_reminded_of_what_is_unanswered_alone(visit, town, said, manager, grant):
    for question in ("q1", "q2"):
        town.answer(question)
        town.answer(question, unit=town.south)
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], manager)
    app = visit("matning.py", round=town.now, flik="Utskick")
    app.segmented_control(key="mail_kind").set_value("Påminnelse").run()
    assert "– Norra skolan: 3 frågor, inlämnat med 1 fråga obesvarad" in code_blocks(app)[2]
    assert [line.split("\t")[::5] for line in code_blocks(app)[-1].splitlines()] == [
        ["Norra skolan", "inlämnat med 1 fråga obesvarad"],
        ["Södra skolan", "2 av 3"],
    ]
    town.answer("q3", reason="Den glömdes")
    app.run()
    assert [line.split("\t")[0] for line in code_blocks(app)[-1].splitlines()] == ["Södra skolan"]
    assert app.button(key="mail_sent").disabled, "nobody to write to"
    town.answer("q3", unit=town.south)
    submit(town.store, grant(Act.SUBMIT), town.now, [town.south])
    app.run()
    assert "Alla har lämnat in. Det finns ingen att påminna." in said(app)


def test_the_send_list_is_a_workbook_of_texts(town, manager):
    from pages.measuring.mailing import _SEND_LIST

    row: list[Value] = ["=1+1", "a@b.se", "Norra", 3, 2, 5, date(2026, 12, 1), None, "Ä", "Hej"]
    content = xlsx_bytes([SheetOut("Sändlista", _SEND_LIST, [row])])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(_SEND_LIST)
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["D2"].value) == ("=1+1", "s", 3)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://mognad.ekby.se/matning",
            "Svara här: https://mognad.ekby.se/mina_fragor?person={person}&round={round}",
        ),
        ("http://localhost:8501", "Svara här: http://localhost:8501/mina_fragor?person={person}&round={round}"),
        (None, None),
    ],
)
def test_the_link_leads_where_the_browser_is(visit, town, said, manager, monkeypatch, url, expected):
    from streamlit.runtime.context import ContextProxy

    monkeypatch.setattr(ContextProxy, "url", property(lambda self: url))
    monkeypatch.setattr(mailing, "page_exists", lambda file: file == "mina_fragor.py")
    app = visit("matning.py", round=town.now, flik="Utskick")
    body = code_blocks(app)[2]
    if expected is None:
        assert "Svara här" not in body
    else:
        assert expected.format(person=manager, round=town.now) in body
    # From another computer an address of this one leads nowhere, and that is said before it is sent.
    assert ("Länken leder till den här datorn" in said(app)) is (url == "http://localhost:8501")


def test_closing_says_what_it_means_and_closes(visit, town, said):
    town.answer("q1")
    app = visit("matning.py", round=town.now, flik="Avsluta")
    assert "går svaren inte längre att ändra" in said(app)
    assert "0 av 2 har svarat, 1 har påbörjat och 1 har inte börjat." in said(app)
    assert "5 av 6 frågor saknar svar" in said(app)
    app.button(key="round_close").click().run()
    assert not app.exception
    assert find_round(town.store, town.now).state == "closed"
    assert "Inte fastställd än." in said(app)


def test_a_closing_that_comes_too_late_is_told(visit, town, said, grant):
    app = visit("matning.py", round=town.now, flik="Avsluta")
    close_round(town.store, grant(Act.PLAN), town.now)
    app.button(key="round_close").click().run()
    assert not app.exception
    assert find_round(town.store, town.now).state == "closed"


def test_a_result_is_approved_with_who_when_and_case_number(visit, town, said):
    app = visit("matning.py", round=town.last)
    app.button(key="round_approve").click().run()
    assert "Skriv vem som har fastställt resultatet." in said(app)
    app.text_input(key="round_approver").input("Kommundirektören").run()
    app.date_input(key="round_approved_on").set_value(date(2025, 11, 20)).run()
    app.text_input(key="round_case").input("KS 2025/7").run()
    app.button(key="round_approve").click().run()
    found = find_round(town.store, town.last)
    assert (found.approver, found.approved_on, found.case_number) == (
        "Kommundirektören",
        date(2025, 11, 20),
        "KS 2025/7",
    )
    assert "Fastställd 2025-11-20 av Kommundirektören, diarienummer KS 2025/7." in said(app)


def test_reopening_needs_its_reason(visit, town, said, grant):
    approve_round(town.store, grant(Act.APPROVE), town.last, Approval("Direktören", date(2025, 11, 20)))
    app = visit("matning.py", round=town.last)
    app.button(key="round_reopen").click().run()
    assert "Skriv varför mätningen öppnas igen." in said(app)
    app.text_input(key="round_reopen_why").input("Två saknas").run()
    app.button(key="round_reopen").click().run()
    assert find_round(town.store, town.last).state == "opened"
    happened = visit("matning.py", round=town.last, flik="Händelser")
    assert "Öppnad igen: Två saknas" in cells(happened)


def test_a_unit_that_the_measurement_has_not_asked_is_told_where_answers_are_corrected(visit, town):
    app = visit("matning.py", round=town.last, steg="Rätta", unit="x")
    assert [box.value for box in app.warning if "i adressen" in box.value] == [
        "Organisationsdelen i adressen ingår inte i mätningen. Här visas Norra skolan (enhet) i stället."
    ]


def test_an_answer_is_corrected_and_the_correction_shown(visit, town, said):
    app = visit("matning.py", round=town.last, steg="Rätta")
    app.selectbox(key="correct_unit").set_value(town.north).run()
    assert "Svaret nu: **Lågt**" in said(app)
    app.button(key="correct_save").click().run()
    assert "Skriv varför svaret rättas." not in said(app)
    assert "Välj det rätta svaret." in said(app)
    key = f"correct-{town.north}-q1"
    app.selectbox(key=f"{key}-said").set_value("hog").run()
    app.button(key="correct_save").click().run()
    assert "Skriv varför svaret rättas." in said(app)
    app.text_input(key=f"{key}-why").input("Fel knapp").run()
    app.button(key="correct_save").click().run()
    assert not app.exception
    [found] = restatements(town.store, town.last)
    assert (found.unit, found.question, found.reason) == (town.north, "q1", "Fel knapp")
    told = cells(app)
    assert "Norra skolan | Fråga q1? | Lågt | Högt" in told
    assert "Fel knapp" in told
    assert "Svaret nu: **Högt**" in said(app)
    assert app.text_input(key=f"{key}-why").value in (None, "")


def test_not_applicable_needs_its_comment_in_a_correction_too(visit, town, said):
    app = visit("matning.py", round=town.last, steg="Rätta")
    app.selectbox(key="correct_unit").set_value(town.south).run()
    key = f"correct-{town.south}-q1"
    app.selectbox(key=f"{key}-said").set_value("state:not_applicable").run()
    app.text_input(key=f"{key}-why").input("Skolan fanns inte").run()
    app.button(key="correct_save").click().run()
    assert "Skriv varför – inte sparat än." in said(app)
    assert restatements(town.store, town.last) == []


def test_names_are_shown_letter_by_letter(visit, town, said, grant):
    made = plan_round(
        town.store, grant(Act.PLAN), NewRound(town.form, "**Ny** :tada:", date(2027, 11, 3), [town.north])
    )
    app = visit("matning.py", round=made)
    assert app.title[0].value.startswith("\\*\\*Ny\\*\\*")


def test_a_closed_measurement_gives_its_audit_package(visit, town):
    app = visit("matning.py", round=town.last)
    assert [button.proto.label for button in app.get("download_button")] == ["Hämta revisionspaket"]
