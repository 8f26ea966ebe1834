"""Who answers for what, from when to when; a change in the middle of a measurement; lists from Excel."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import Answer, AnswerState, current, record
from data.measuring.rounds import NewRound, open_round
from data.organisation.assignment_file import ASSIGNMENT_COLUMNS, assignment_rows, import_assignments, plan_assignments
from data.organisation.assignments import (
    DEPUTY,
    MANAGER,
    NewAssignment,
    NewPerson,
    add_assignment,
    answering,
    assignments,
    end_assignment,
    replace_assignment,
    roles_by_unit,
    soon_without_responsible,
    withdraw_assignment,
    without_responsible,
)
from data.organisation.people import Person, name_person, persons, set_contact
from data.organisation.reorganisation.carrying_out import reorganise
from tests.kit.sure import issues_of
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

START = date(2026, 1, 1)
DAY = date(2026, 10, 1)
EVE = date(2026, 9, 30)


@pytest.fixture
def organise(grant):
    return grant(Act.ORGANISE)


@pytest.fixture
def anna(store, organise):
    return add_person(store, organise, "Anna Ek", "anna.ek@example.se")


@pytest.fixture
def bo(store, organise):
    return add_person(store, organise, "Bo Al")


def names(found):
    return [person.name for person in found]


def code_of(call):
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value.code


def test_a_persons_contact_stands_beside_the_name(store, grant, organise, anna):
    assert persons(store)[anna] == Person(anna, "Anna Ek", "anna.ek@example.se")
    name_person(store, grant(Act.CONFIGURE), anna, "Anna Ekman")
    assert persons(store)[anna] == Person(anna, "Anna Ekman", "anna.ek@example.se")
    set_contact(store, organise, anna, None)
    assert persons(store)[anna] == Person(anna, "Anna Ekman", None)
    assert [found.name for found in persons(store).values()] == ["Anna Ekman"]
    assert anna != "p1"


@pytest.mark.parametrize("wrong", ["anna", "a@b", "anna ek@example.se", "@example.se", "a@b..se", "a@b.se, c@d.se"])
def test_what_is_no_address_is_refused(store, organise, anna, wrong):
    position = store.position()
    assert code_of(lambda: set_contact(store, organise, anna, wrong)) == "contact_invalid"
    assert store.position() == position


def test_a_person_has_a_name_and_no_number(store, organise):
    assert code_of(lambda: add_person(store, organise, "  ")) == "person_invalid"
    assert code_of(lambda: add_person(store, organise, "Anna 850101-1234")) == "person_invalid"


def test_managers_and_deputies_by_day(store, organise, offices, anna, bo):
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    add_assignment(store, organise, NewAssignment(bo, offices.a, DEPUTY, DAY, date(2026, 12, 31)))
    add_assignment(store, organise, NewAssignment(bo, offices.b, DEPUTY, START))
    add_assignment(store, organise, NewAssignment(bo, offices.b, MANAGER, DAY))
    assert names(answering(store, offices.a, EVE).managers) == ["Anna Ek"]
    assert names(answering(store, offices.a, EVE).deputies) == []
    assert names(answering(store, offices.a, DAY).deputies) == ["Bo Al"]
    assert names(answering(store, offices.a, date(2027, 1, 1)).deputies) == []
    assert roles_by_unit(assignments(store, DAY), bo) == {offices.a: DEPUTY, offices.b: MANAGER}
    assert roles_by_unit(assignments(store, EVE), bo) == {offices.b: DEPUTY}
    assert roles_by_unit(assignments(store, date(2025, 12, 31)), anna) == {}


def test_without_a_manager_a_unit_is_without_responsible(store, organise, offices, anna, bo):
    """A deputy prepares but does not answer; the municipality and the kontor are asked too."""
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, DAY))
    add_assignment(store, organise, NewAssignment(bo, offices.b, DEPUTY, START))
    everyone = ["Kontor Nord", "Kontor Syd", "Skola A", "Skola B", "Skola C", "Åmåla kommun"]
    assert [unit.name for unit in without_responsible(store, EVE)] == everyone
    assert [unit.name for unit in without_responsible(store, DAY)] == [n for n in everyone if n != "Skola A"]
    asked = [offices.a, offices.b]
    assert [unit.name for unit in without_responsible(store, DAY, asked=asked)] == ["Skola B"]


def test_a_change_in_mid_round(store, grant, organise, form, offices, anna, bo):
    """Anna answers q1, Bo takes over in October: both are known, the answer stands, and the round goes on."""
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 10, 15), [offices.a]))
    first = add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    record(store, grant(Act.ANSWER), form, Answer(round_id, offices.a, "q1", AnswerState.ANSWERED, "s2"))
    position = store.position()
    second = replace_assignment(store, organise, first, bo, DAY)
    assert names(answering(store, offices.a, EVE).managers) == ["Anna Ek"]
    assert names(answering(store, offices.a, DAY).managers) == ["Bo Al"]
    assert names(answering(store, offices.a, DAY, position).managers) == ["Anna Ek"]
    assert current(store, round_id, offices.a)["q1"].alternative == "s2"
    record(store, grant(Act.ANSWER), form, Answer(round_id, offices.a, "q2", AnswerState.ANSWERED, "s3"))
    assert {one.assignment: one.valid_to for one in assignments(store)} == {first: EVE, second: None}
    assert verify(store).ok


def test_an_assignment_ends_or_is_taken_back(store, organise, offices, anna):
    made = add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    end_assignment(store, organise, made, EVE)
    assert [one.valid_to for one in assignments(store)] == [EVE]
    assert assignments(store, DAY) == []
    assert code_of(lambda: end_assignment(store, organise, made, date(2025, 1, 1))) == "assignment_dates"
    assert code_of(lambda: replace_assignment(store, organise, made, anna, DAY)) == "assignment_dates"
    withdraw_assignment(store, organise, made)
    assert assignments(store) == []
    assert store.query("SELECT count(*) AS n FROM store.assignment") == [{"n": 3}]
    assert code_of(lambda: withdraw_assignment(store, organise, made)) == "assignment_unknown"
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))


def test_what_cannot_be_an_assignment(store, grant, organise, offices, anna, bo):
    first = add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START, EVE))
    position = store.position()

    def code(person=anna, unit=offices.a, role=MANAGER, first_day=DAY, last_day=None):
        return code_of(lambda: add_assignment(store, organise, NewAssignment(person, unit, role, first_day, last_day)))

    assert code(person="p99") == "person_unknown"
    assert code(unit="u99") == "unit_unknown"
    assert code(first_day=date(2019, 1, 1)) == "unit_unknown"
    assert code(role="chef") == "role_unknown"
    assert code(last_day=EVE) == "assignment_dates"
    assert code(first_day=EVE) == "assignment_exists"
    assert code_of(lambda: replace_assignment(store, organise, first, "p99", START)) == "person_unknown"
    assert code_of(lambda: end_assignment(store, grant(Act.READ), first, EVE)) == "not_allowed"
    assert store.position() == position


HEAD = ("Enhet", "Namn", "E-post", "Roll", "Från", "Till")


def held(store):
    known, rows = persons(store), assignments(store)
    return sorted((one.unit, known[one.person].name, one.role, one.valid_from, one.valid_to) for one in rows)


def test_a_list_is_read_and_a_second_time_changes_nothing(store, organise, table, offices, anna):
    book = table(
        ("Chefer 2026",),
        HEAD,
        ("101", "Anna Ek", "Anna.Ek@example.se", "", "2026-01-01", ""),
        ("Skola B", "Cia Dal", "cia@example.se", "Chef", "", ""),
        ("Skola B", "Dan Lind", "", "Ersättare", "1 maj 2026", "2026-12-31"),
        ("Skola C", "Cia Dal", "cia@example.se", "", "", ""),
    )
    plan = import_assignments(store, organise, book, EVE)
    assert [(found.row, found.kind, found.unit_name, found.person_name) for found in plan.planned] == [
        (3, "added", "Skola A", "Anna Ek"),
        (4, "added", "Skola B", "Cia Dal"),
        (5, "added", "Skola B", "Dan Lind"),
        (6, "added", "Skola C", "Cia Dal"),
    ]
    assert held(store) == [
        (offices.a, "Anna Ek", MANAGER, START, None),
        (offices.b, "Cia Dal", MANAGER, EVE, None),
        (offices.b, "Dan Lind", DEPUTY, date(2026, 5, 1), date(2026, 12, 31)),
        (offices.c, "Cia Dal", MANAGER, EVE, None),
    ]
    assert names(persons(store).values()) == ["Anna Ek", "Cia Dal", "Dan Lind"]
    again = import_assignments(store, organise, book, DAY)
    assert (again.count("unchanged"), again.people) == (4, ())
    assert verify(store).ok


def test_what_is_written_out_is_read_back_unchanged(store, organise, table, offices, anna, bo):
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START, date(2026, 12, 31)))
    add_assignment(store, organise, NewAssignment(bo, offices.c, DEPUTY, START))
    rows = assignment_rows(store, DAY)
    assert [row[:4] for row in rows] == [
        ["101", "Anna Ek", "anna.ek@example.se", "Ansvarig"],
        ["103", "Bo Al", None, "Ersättare"],
    ]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    plan = plan_assignments(store, table(ASSIGNMENT_COLUMNS, *texts), DAY)
    assert (plan.count("unchanged"), len(plan.planned), plan.issues) == (2, 2, ())


def test_other_dates_change_the_same_assignment(store, organise, table, offices, anna):
    made = add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    book = table(HEAD, ("Skola A", "Anna Ek", "", "", "2025-08-01", "2026-12-31"))
    plan = import_assignments(store, organise, book, DAY)
    assert [(found.kind, found.state.assignment) for found in plan.planned] == [("changed", made)]
    assert held(store) == [(offices.a, "Anna Ek", MANAGER, date(2025, 8, 1), date(2026, 12, 31))]


def test_nobody_ends_because_a_list_leaves_her_out_unless_that_is_asked_for(store, organise, table, offices, anna, bo):
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    add_assignment(store, organise, NewAssignment(anna, offices.c, MANAGER, START))
    add_assignment(store, organise, NewAssignment(anna, offices.a, DEPUTY, START))
    book = table(HEAD, ("Skola A", "Bo Al"))
    plan = plan_assignments(store, book, DAY)
    assert (plan.shared, plan.count("ended")) == (("Skola A",), 0)
    plan = import_assignments(store, organise, book, DAY, replace_others=True)
    assert (plan.shared, plan.count("ended")) == ((), 1)
    assert held(store) == [
        (offices.a, "Anna Ek", DEPUTY, START, None),
        (offices.a, "Anna Ek", MANAGER, START, EVE),
        (offices.a, "Bo Al", MANAGER, DAY, None),
        (offices.c, "Anna Ek", MANAGER, START, None),
    ]


def test_people_are_told_apart_by_address(store, organise, table, offices, anna):
    """Another address is another Anna Ek; Bo, who had none, gets his; a second Bo makes the name alone doubtful."""
    bo = add_person(store, organise, "Bo Al")
    import_assignments(
        store,
        organise,
        table(
            HEAD,
            ("Skola A", "Anna Ek", "anna2@example.se"),
            ("Skola B", "Bo Al", "bo@example.se"),
            ("Skola C", "B. Al", "BO@example.se"),
        ),
        DAY,
    )
    assert len(persons(store)) == 3
    assert persons(store)[bo] == Person(bo, "Bo Al", "bo@example.se")
    assert set(roles_by_unit(assignments(store, DAY), bo)) == {offices.b, offices.c}
    assert roles_by_unit(assignments(store, DAY), anna) == {}
    plan = plan_assignments(store, table(HEAD, ("Skola C", "Anna Ek")), DAY)
    assert [(issue.row, issue.column, issue.code) for issue in plan.issues] == [(2, "Namn", "person_ambiguous")]


def test_every_fault_of_a_list_is_told_and_nothing_is_stored(store, organise, table, offices, anna):
    position = store.position()
    rows = [
        (("Skola X", "Anna Ek"), "unit_unknown", "Enhet"),
        (("", "Anna Ek"), "unit_missing", "Enhet"),
        (("Skola A", "", "a@example.se"), "person_invalid", "Namn"),
        (("Skola A", "Eva 19850101-1234"), "person_invalid", "Namn"),
        (("Skola A", "Eva", "eva"), "contact_invalid", "E-post"),
        (("Skola A", "Eva", "", "Vaktmästare"), "role_unknown", "Roll"),
        (("Skola A", "Eva", "", "", "i våras"), "date_unreadable", "Från"),
        (("Skola A", "Eva", "", "", "", "1/2 -"), "date_unreadable", "Till"),
        (("Skola A", "Eva", "", "", "2026-05-01", "2026-04-30"), "assignment_dates", "Till"),
        (("Skola B", "Anna Ek"), None, None),
        (("102", "Anna Ek"), "row_repeated", "Enhet"),
    ]
    with pytest.raises(MognadError) as caught:
        import_assignments(store, organise, table(HEAD, *(row for row, _, _ in rows)), DAY)
    assert caught.value.code == "assignments_invalid"
    assert [(issue.row, issue.code, issue.column) for issue in issues_of(caught.value)] == [
        (number, code, column) for number, (_, code, column) in enumerate(rows, 2) if code
    ]
    assert store.position() == position


def test_somebody_new_is_made_with_the_assignment_or_not_at_all(store, organise, town):
    new = NewPerson("Eva Ek", "eva.ek@example.se")
    held = add_assignment(store, organise, NewAssignment(new, town.a, MANAGER, START))
    assert names(answering(store, town.a, DAY).managers) == ["Eva Ek"]
    taken_over = replace_assignment(store, organise, held, NewPerson("Ola Al"), DAY)
    assert names(answering(store, town.a, DAY).managers) == ["Ola Al"]
    assert names(answering(store, town.a, EVE).managers) == ["Eva Ek"]
    assert held != taken_over
    position = store.position()

    def code(person, unit):
        return code_of(lambda: add_assignment(store, organise, NewAssignment(person, unit, MANAGER, START)))

    assert code(new, town.b) == "person_exists"
    assert code(NewPerson("Pia Al", "ingen adress"), town.b) == "contact_invalid"
    assert code(NewPerson("Pia Al"), "u999") == "unit_unknown"
    assert store.position() == position
    assert verify(store).ok


def test_rows_with_nothing_but_a_unit_say_nothing(store, organise, town, table):
    file = table(ASSIGNMENT_COLUMNS, ("Skola A", "", "", "Ansvarig"), ("Skola B", "Eva Ek"), ("Ingenstans",))
    plan = import_assignments(store, organise, file, DAY)
    assert (plan.blank, plan.count("added")) == (2, 1)
    assert [unit.name for unit in without_responsible(store, DAY)] == ["Skola A", "Åmåla kommun"]


def test_who_will_be_without_a_manager_is_told_with_the_day(store, organise, offices, table, anna):
    ends = add_assignment(store, organise, NewAssignment(anna, offices.c, MANAGER, START, date(2026, 12, 31)))
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, START))
    add_assignment(store, organise, NewAssignment(anna, offices.b, MANAGER, START))
    file = table(
        ("Gammal enhet", "Ny enhet", "Från datum"),
        ("Skola A", "Skola Norr", "2027-03-01"),
        ("Skola A", "Skola Öst", "2027-03-01"),
    )
    reorganise(store, organise, file)
    soon = [(day, unit.name) for day, unit in soon_without_responsible(store, DAY)]
    assert soon == [
        (date(2027, 1, 1), "Skola C"),
        (date(2027, 3, 1), "Skola Norr"),
        (date(2027, 3, 1), "Skola Öst"),
    ]
    replace_assignment(store, organise, ends, NewPerson("Eva Ek"), date(2026, 11, 1))
    add_assignment(store, organise, NewAssignment(anna, offices.c, MANAGER, date(2027, 1, 1)))
    assert [day for day, _ in soon_without_responsible(store, DAY)] == [date(2027, 3, 1)] * 2
