"""Reorganising by a file: what a preview says, what is stored, which series end, who answers afterwards."""

from datetime import date

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answer_files import AnswerFile, import_answers
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.organisation.assignments import (
    DEPUTY,
    MANAGER,
    NewAssignment,
    add_assignment,
    answering,
    assignments,
    without_responsible,
)
from data.organisation.reorganisation.carrying_out import plan_reorganisation, reorganisation_json, reorganise
from data.organisation.units import matcher, remember_match, rename_unit, units
from files.workbook import read_bytes
from tests.kit.sure import issues_of
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

HEAD = ("Gammal enhet", "Ny enhet", "Från datum", "Överordnad", "Slag", "Kod")
DAY = date(2027, 1, 1)
EVE = date(2026, 12, 31)


@pytest.fixture
def change(store, grant, table):
    """Carry out rows, or (with ``preview``) only plan them."""

    def changed(*rows, preview=False):
        workbook = table(HEAD, *rows)
        if preview:
            return plan_reorganisation(store, workbook)
        return reorganise(store, grant(Act.ORGANISE), workbook)

    return changed


def tree(store, day):
    """Name → (id, its parent's name)."""
    found = {unit.unit: unit for unit in units(store, day)}
    return {unit.name: (unit.unit, found[unit.parent].name if unit.parent else None) for unit in found.values()}


def lines(store):
    return [
        (row["old_unit"], row["new_unit"], row["from_date"], row["kind"])
        for row in store.query("SELECT * FROM store.unit_change ORDER BY seq")
    ]


def test_one_to_one_is_the_same_unit_under_a_new_name(store, offices, change):
    plan = change(("Skola A", "Almskolan", "2027-01-01"))
    assert [(row.row, row.kind) for row in plan.rows] == [(2, "rename")]
    assert plan.rows[0].told == ("”Skola A” byter namn till ”Almskolan” från 2027-01-01. Serien fortsätter.",)
    assert tree(store, EVE)["Skola A"] == (offices.a, "Kontor Nord")
    assert tree(store, DAY)["Almskolan"] == (offices.a, "Kontor Nord")
    assert "Skola A" not in tree(store, DAY)
    assert lines(store) == []
    assert plan.breaks == ()
    assert verify(store).ok


def test_one_to_one_may_move_and_get_another_code(store, offices, change):
    plan = change(("101", "Skola A", "2027-01-01", "Kontor Syd", "", "909"), ("Skola B", "Skola B", "1 jan 2027"))
    assert [row.kind for row in plan.rows] == ["move", "unchanged"]
    assert tree(store, DAY)["Skola A"] == (offices.a, "Kontor Syd")
    assert next(unit.code for unit in units(store, DAY) if unit.unit == offices.a) == "909"
    assert next(unit.code for unit in units(store, EVE) if unit.unit == offices.a) == "101"


def test_several_to_one_is_a_merge(store, offices, change):
    plan = change(("Skola A", "Nordskolan", "2027-01-01"), ("Skola B", "Nordskolan", "2027-01-01", "", "", "110"))
    assert [row.kind for row in plan.rows] == ["merge", "merge"]
    assert plan.rows[0].told[0] == (
        "”Skola A” upphör och går upp i ”Nordskolan” tillsammans med ”Skola B” från 2027-01-01."
    )
    now = tree(store, DAY)
    new, parent = now["Nordskolan"]
    assert parent == "Kontor Nord"
    assert new not in (offices.a, offices.b)
    assert set(now) == {"Åmåla kommun", "Kontor Nord", "Kontor Syd", "Nordskolan", "Skola C"}
    assert lines(store) == [(offices.a, new, DAY, "merge"), (offices.b, new, DAY, "merge")]
    state = next(unit for unit in units(store, DAY) if unit.unit == new)
    # Both have skola = true; they have different numbers of employees, and what the new one has is not known.
    assert (state.kind, state.code, dict(state.attributes)) == ("enhet", "110", {"skola": "true"})
    assert verify(store).ok


def test_one_to_several_is_a_split(store, offices, change):
    plan = change(("Skola A", "Skola A", "2027-01-01"), ("Skola A", "Förskola A", "2027-01-01"))
    assert [row.kind for row in plan.rows] == ["split", "split"]
    now = tree(store, DAY)
    assert offices.a not in {unit for unit, _ in now.values()}
    first, second = now["Skola A"][0], now["Förskola A"][0]
    assert lines(store) == [(offices.a, first, DAY, "split"), (offices.a, second, DAY, "split")]
    codes = {unit.unit: unit.code for unit in units(store, DAY)}
    assert (codes[first], codes[second]) == ("101", None)
    assert plan.unled == ((first, "Skola A"), (second, "Förskola A"))


def test_a_unit_is_absorbed_when_both_rows_say_so(store, offices, change):
    with pytest.raises(MognadError) as caught:
        change(("Skola A", "Skola B", "2027-01-01"))
    assert [(issue.row, issue.code) for issue in issues_of(caught.value)] == [(2, "new_exists")]
    assert "Skola B → Skola B" in caught.value.message
    change(("Skola A", "Skola B", "2027-01-01"), ("Skola B", "Skola B", "2027-01-01"))
    now = tree(store, DAY)
    assert "Skola A" not in now
    assert now["Skola B"][0] not in (offices.a, offices.b)
    assert {line[:2] for line in lines(store)} == {(one, now["Skola B"][0]) for one in (offices.a, offices.b)}


def test_names_may_change_places_on_the_same_day(store, offices, change):
    change(("Skola A", "Skola B", "2027-01-01"), ("Skola B", "Skola A", "2027-01-01"))
    now = tree(store, DAY)
    assert (now["Skola A"][0], now["Skola B"][0]) == (offices.b, offices.a)
    assert lines(store) == []


def test_a_chain_over_the_years_in_any_order_of_rows(store, offices, change):
    change(
        ("Storskolan", "Centralskolan", "2029-01-01"),
        ("Skola B", "Storskolan", "2028-01-01"),
        ("Almskolan", "Storskolan", "2028-01-01"),
        ("Skola A", "Almskolan", "2027-01-01"),
    )
    merged = tree(store, date(2028, 1, 1))["Storskolan"][0]
    assert tree(store, date(2027, 6, 1))["Almskolan"][0] == offices.a
    assert tree(store, date(2029, 1, 1))["Centralskolan"] == (merged, "Kontor Nord")
    assert [line[:2] for line in lines(store)] == [(offices.b, merged), (offices.a, merged)]
    assert verify(store).ok


def test_old_names_find_what_they_have_become(store, offices, change):
    change(
        ("Skola A", "Nordskolan", "2027-01-01"),
        ("Skola B", "Nordskolan", "2027-01-01"),
        ("Skola C", "Skola Öst", "2027-01-01"),
        ("Skola C", "Skola Väst", "2027-01-01"),
        ("Kontor Syd", "Kontor Sydost", "2027-01-01"),
    )
    change(("Nordskolan", "Norra skolan", "2028-01-01"))
    now = tree(store, date(2028, 6, 1))
    find = matcher(store, date(2028, 6, 1)).find
    assert find("SKOLA A") == find("102") == find("Nordskolan") == now["Norra skolan"][0]
    assert find("Kontor Syd") == offices.south
    assert find("Skola C") is None
    assert find("103") is None
    assert matcher(store, EVE).find("Skola C") == offices.c
    assert matcher(store, EVE).find("Nordskolan") is None


def test_a_remembered_match_follows_a_merge(store, grant, offices, change):
    remember_match(store, grant(Act.IMPORT), "A-huset", offices.a)
    change(("Skola A", "Nordskolan", "2027-01-01"), ("Skola B", "Nordskolan", "2027-01-01"))
    assert matcher(store, DAY).find("a-huset") == tree(store, DAY)["Nordskolan"][0]
    assert matcher(store, EVE).find("a-huset") == offices.a


def test_what_lies_under_a_merged_unit_follows_it(store, grant, offices, change):
    """Also Skola C, which is renamed later: its later state would else lie under a kontor that has ended."""
    school = next(unit for unit in units(store, DAY) if unit.unit == offices.c)
    rename_unit(store, grant(Act.ORGANISE), school, "Cederskolan", date(2028, 1, 1))
    plan = change(("Kontor Nord", "Skolkontoret", "2027-01-01"), ("Kontor Syd", "Skolkontoret", "2027-01-01"))
    assert plan.moved == tuple(f"”Skola {one}” följer med till ”Skolkontoret” från 2027-01-01." for one in "ABC")
    assert {name: above for name, (_, above) in tree(store, DAY).items() if name.startswith("Skola")} == {
        "Skola A": "Skolkontoret",
        "Skola B": "Skolkontoret",
        "Skola C": "Skolkontoret",
    }
    assert tree(store, date(2028, 1, 1))["Cederskolan"] == (offices.c, "Skolkontoret")
    assert tree(store, EVE)["Skola A"] == (offices.a, "Kontor Nord")


def test_what_lies_under_a_split_unit_must_be_placed(store, offices, change):
    split = [("Kontor Nord", "Kontor Väst", "2027-01-01"), ("Kontor Nord", "Kontor Öst", "2027-01-01")]
    plan = change(*split, ("Skola A", "Skola A", "2027-01-01", "Kontor Öst"), preview=True)
    assert [(issue.row, issue.code) for issue in plan.issues] == [(2, "unit_orphaned")]
    assert "Skola B → Skola B" in plan.issues[0].message
    change(
        *split,
        ("Skola A", "Almskolan", "2027-01-01", "Kontor Öst"),
        ("Skola B", "Skola B", "2027-01-01", "kontor väst"),
    )
    now = tree(store, DAY)
    assert now["Almskolan"] == (offices.a, "Kontor Öst")
    assert now["Skola B"] == (offices.b, "Kontor Väst")


def test_units_and_the_kontor_above_them_may_merge_on_one_day(store, offices, change):
    change(
        ("Kontor Nord", "Skolkontoret", "2027-01-01"),
        ("Kontor Syd", "Skolkontoret", "2027-01-01"),
        ("Skola A", "Storskolan", "2027-01-01"),
        ("Skola C", "Storskolan", "2027-01-01"),
    )
    assert tree(store, DAY)["Storskolan"][1] == "Skolkontoret"


def test_a_kontor_may_merge_with_what_lies_under_it(store, offices, change):
    change(("Kontor Syd", "Sydenheten", "2027-01-01"), ("Skola C", "Sydenheten", "2027-01-01"))
    state = next(unit for unit in units(store, DAY) if unit.name == "Sydenheten")
    assert (state.kind, state.parent) == ("kontor", offices.root)


def test_where_the_parts_differ_the_file_must_say(store, offices, change):
    rows = [("Skola A", "Storskolan", "2027-01-01"), ("Skola C", "Storskolan", "2027-01-01")]
    assert [(i.row, i.code) for i in change(*rows, preview=True).issues] == [(2, "parent_missing")]
    said = [("Skola A", "Storskolan", "2027-01-01", "Kontor Syd"), rows[1]]
    change(*said)
    assert tree(store, DAY)["Storskolan"][1] == "Kontor Syd"
    mixed = [("Storskolan", "Allt", "2028-01-01"), ("Kontor Nord", "Allt", "2028-01-01", "Åmåla kommun")]
    assert [(i.row, i.code) for i in change(*mixed, preview=True).issues] == [(2, "kind_missing")]
    change(mixed[0], ("Kontor Nord", "Allt", "2028-01-01", "Åmåla kommun", "Förvaltning"))
    assert next(unit.kind for unit in units(store, date(2028, 1, 1)) if unit.name == "Allt") == "forvaltning"


FAULTS = [
    ("Skola X", "Y", "2027-01-01", "unit_unknown", "Gammal enhet"),
    ("", "Y", "2027-01-01", "old_missing", "Gammal enhet"),
    ("Skola A", "", "2027-01-01", "new_missing", "Ny enhet"),
    ("Skola A", "Y", "", "date_missing", "Från datum"),
    ("Skola A", "Y", "nyår", "date_unreadable", "Från datum"),
    ("Skola A", "Y", "1 januari", "date_without_year", "Från datum"),
    ("Skola A", "Y", "01/02/2027", "date_ambiguous", "Från datum"),
    ("Skola A", "kontor syd", "2027-01-01", "new_exists", "Ny enhet"),
    ("Skola A", "Y", "2019-01-01", "unit_unknown", "Gammal enhet"),
]


@pytest.mark.parametrize(("old", "new", "day", "code", "column"), FAULTS)
def test_a_fault_is_told_by_row_and_column(offices, change, old, new, day, code, column):
    plan = change((old, new, day), preview=True)
    assert [(issue.row, issue.column, issue.code) for issue in plan.issues] == [(2, column, code)]
    assert plan.issues[0].message.startswith("Rad 2: ")


MORE_FAULTS = [
    ([("Skola A", "Y", "2027-01-01"), ("101", "y", "2027-01-01")], [(3, "row_repeated")]),
    ([("Skola A", "Y", "2027-01-01", "Okända"), ("Skola B", "Z", "2027-01-01", "", "Slott")], [
        (2, "parent_unknown"), (3, "kind_unknown")]),
    ([("Skola A", "Y", "2027-01-01", "", "", "103")], [(2, "code_taken")]),
    ([("Skola A", "Y", "2027-01-01", "", "", "1"), ("Skola B", "Y", "2027-01-01", "", "", "2")], [(3, "row_conflict")]),
    ([("Kontor Nord", "Kontor Nord", "2027-01-01", "Skola A")], [(2, "parent_cycle")]),
    ([("Åmåla kommun", "Åmåla kommun", "2027-01-01", "Kontor Nord")], [(2, "root_fixed")]),
    ([("Åmåla kommun", "X", "2027-01-01"), ("Åmåla kommun", "Y", "2027-01-01")], [
        (2, "root_fixed"), (3, "root_fixed")]),
    ([("Skola A", "Y", "2020-01-01"), ("Skola B", "Y", "2020-01-01")], [(2, "later_change"), (3, "later_change")]),
    ([("Skola A", "Y", "2027-01-01"), ("Skola A", "Z", "2028-01-01")], [(3, "unit_unknown")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), MORE_FAULTS)
def test_faults_between_rows_and_with_the_organisation(offices, change, rows, expected):
    plan = change(*rows, preview=True)
    found = sorted({(issue.row, issue.code) for issue in plan.issues})
    assert found == expected


def test_a_conflict_about_the_kind_is_told_in_swedish(offices, change):
    rows = [("Skola A", "Y", "2027-01-01", "", "Gemensam nämnd"), ("Skola B", "Y", "2027-01-01", "", "Enhet")]
    (issue,) = change(*rows, preview=True).issues
    assert (issue.code, issue.column) == ("row_conflict", "Slag")
    assert "”Gemensam nämnd” och ”Enhet”" in issue.message


def test_nothing_is_stored_by_half_and_every_fault_is_told(store, offices, change):
    position = store.position()
    with pytest.raises(MognadError) as caught:
        change(
            ("Skola A", "Almskolan", "2027-01-01"),
            ("Skola X", "Y", "2027-01-01"),
            ("Skola B", "Skola C", "2027-02-01"),
            ("Skola C", "", "2027-02-01"),
        )
    assert caught.value.code == "reorganisation_invalid"
    assert [(issue.row, issue.code) for issue in issues_of(caught.value)] == [(3, "unit_unknown"), (5, "new_missing")]
    assert store.position() == position
    assert "Skola A" in tree(store, DAY)


def test_a_fault_does_not_bring_others_with_it(offices, change):
    """Row 2 can't be read, so what rows 3 and 4 would do stays open: a rename is perhaps a merge."""
    plan = change(
        ("Skola A", "Storskolan", "någon gång"),
        ("Skola B", "Storskolan", "2027-01-01"),
        ("Storskolan", "Centralskolan", "2028-01-01"),
        ("Skola C", "Cederskolan", "2027-01-01"),
        preview=True,
    )
    assert [(issue.row, issue.code) for issue in plan.issues] == [(2, "date_unreadable")]
    assert [(row.row, row.kind) for row in plan.rows] == [(3, "blocked"), (4, "blocked"), (5, "rename")]


def test_an_old_name_in_the_file_is_told_what_it_is_now(store, offices, change):
    change(("Skola A", "Almskolan", "2027-01-01"))
    plan = change(("Skola A", "Ekskolan", "2028-01-01"), preview=True)
    assert plan.issues[0].message == "Rad 2: ”Skola A” heter ”Almskolan” 2028-01-01. Skriv det namnet."


def test_english_headers_in_a_real_file_with_a_title_above(store, grant, offices):
    text = "Reorganisation 2027;;\n;;\nFrom date;Old unit;New unit\n2027-01-01;101;Elm school\n"
    reorganise(store, grant(Act.ORGANISE), read_bytes(text.encode(), "ny.csv"))
    assert tree(store, DAY)["Elm school"][0] == offices.a
    with pytest.raises(MognadError) as caught:
        reorganise(store, grant(Act.ORGANISE), read_bytes(b"Enhet;Datum\nSkola A;2027-01-01\n", "fel.csv"))
    assert caught.value.code == "no_header"


def answered(store, grant, form, name, as_of, asked, answering_units, *, close=True):
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, name, as_of, asked))
    for unit in answering_units:
        record(store, grant(Act.ANSWER), form, Answer(round_id, unit, "q1", AnswerState.ANSWERED, "s2"))
    if close:
        close_round(store, grant(Act.PLAN), round_id)
    return round_id


def test_which_series_end_and_where_they_can_still_be_compared(store, grant, form, offices, change):
    schools = [offices.a, offices.b, offices.c]
    answered(store, grant, form, "Mätning 2025", date(2025, 10, 1), schools, schools)
    answered(store, grant, form, "Mätning 2026", date(2026, 10, 1), schools, [offices.a, offices.c])
    answered(store, grant, form, "Mätning 2027", date(2027, 10, 1), schools, [], close=False)
    plan = change(
        ("Skola A", "Nordskolan", "2027-01-01"),
        ("Skola B", "Nordskolan", "2027-01-01"),
        preview=True,
    )
    assert [(b.name, b.rounds, b.compared_name) for b in plan.breaks] == [
        ("Skola A", ("Mätning 2025", "Mätning 2026"), "Kontor Nord"),
        ("Skola B", ("Mätning 2025",), "Kontor Nord"),
    ]
    assert plan.rows[0].told[1:3] == (
        "Serien för ”Skola A” (Mätning 2025, Mätning 2026) slutar och kan jämföras på ”Kontor Nord”.",
        "”Skola A” är tillfrågad i Mätning 2027 (läget per 2027-10-01): se över vilka som svarar där.",
    )
    across = change(
        ("Skola A", "Storskolan", "2027-01-01", "Kontor Nord"),
        ("Skola C", "Storskolan", "2027-01-01"),
        preview=True,
    )
    assert {b.compared_name for b in across.breaks} == {"Åmåla kommun"}
    renamed = change(("Skola A", "Almskolan", "2027-01-01"), preview=True)
    assert renamed.breaks == ()
    to_kontor = change(("Skola A", "Skola A", "2027-01-01", "Åmåla kommun", "Kontor"), preview=True)
    assert [(b.name, b.compared_name) for b in to_kontor.breaks] == [("Skola A", None)]


def test_assignments_move_with_a_merge_and_end_with_a_split(store, grant, offices, change):
    organise = grant(Act.ORGANISE)
    anna, bo, dan = (add_person(store, organise, name) for name in ("Anna Ek", "Bo Al", "Dan Lind"))
    start = date(2024, 1, 1)
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, start))
    add_assignment(store, organise, NewAssignment(anna, offices.b, MANAGER, start))
    add_assignment(store, organise, NewAssignment(bo, offices.b, DEPUTY, date(2027, 3, 1), date(2027, 12, 31)))
    add_assignment(store, organise, NewAssignment(dan, offices.c, MANAGER, start))
    add_assignment(store, organise, NewAssignment(dan, offices.a, DEPUTY, start, date(2025, 12, 31)))
    plan = change(
        ("Skola A", "Nordskolan", "2027-01-01"),
        ("Skola B", "Nordskolan", "2027-01-01"),
        ("Skola C", "Skola Öst", "2027-01-01"),
        ("Skola C", "Skola Väst", "2027-01-01"),
        ("Kontor Nord", "Kontor N", "2027-01-01"),
    )
    now = tree(store, DAY)
    new = now["Nordskolan"][0]
    assert [person.name for person in answering(store, new, DAY).managers] == ["Anna Ek"]
    assert [person.name for person in answering(store, new, date(2027, 3, 1)).deputies] == ["Bo Al"]
    assert answering(store, new, date(2028, 1, 1)).deputies == ()
    assert [person.name for person in answering(store, offices.a, EVE).managers] == ["Anna Ek"]
    assert answering(store, offices.a, DAY).managers == ()
    held = [(one.unit, one.person, one.valid_from, one.valid_to) for one in assignments(store)]
    assert sorted(held, key=str) == sorted(
        [
            (offices.a, anna, start, EVE),
            (offices.b, anna, start, EVE),
            (offices.c, dan, start, EVE),
            (offices.a, dan, start, date(2025, 12, 31)),
            (new, anna, DAY, None),
            (new, bo, date(2027, 3, 1), date(2027, 12, 31)),
        ],
        key=str,
    )
    assert [name for _, name in plan.unled] == ["Skola Öst", "Skola Väst"]
    assert {unit.name for unit in without_responsible(store, DAY)} >= {"Skola Öst", "Skola Väst"}
    assert "Nordskolan" not in {unit.name for unit in without_responsible(store, DAY)}
    assert "Uppdraget för Anna Ek flyttas med." in plan.rows[0].told
    assert plan.rows[2].told[-1] == "Uppdraget för Dan Lind upphör: säg vem som ansvarar för de nya enheterna."
    assert verify(store).ok


def test_two_managers_of_a_merged_unit_are_told(store, grant, offices, change):
    organise = grant(Act.ORGANISE)
    for name, unit in (("Anna Ek", offices.a), ("Bo Al", offices.b)):
        add_assignment(
            store, organise, NewAssignment(add_person(store, organise, name), unit, MANAGER, date(2024, 1, 1))
        )
    plan = change(("Skola A", "Ny", "2027-01-01"), ("Skola B", "Ny", "2027-01-01"))
    assert plan.rows[0].told[-1] == "Flera blir ansvariga för samma enhet: Anna Ek och Bo Al."
    assert len(answering(store, tree(store, DAY)["Ny"][0], DAY).managers) == 2
    assert plan.unled == ()


def test_assignments_follow_through_a_chain_of_merges(store, grant, offices, change):
    organise = grant(Act.ORGANISE)
    anna = add_person(store, organise, "Anna Ek")
    add_assignment(store, organise, NewAssignment(anna, offices.a, MANAGER, date(2024, 1, 1)))
    change(
        ("Skola A", "AB", "2027-01-01"),
        ("Skola B", "AB", "2027-01-01"),
        ("AB", "ABC", "2028-01-01", "Kontor Nord"),
        ("Skola C", "ABC", "2028-01-01"),
    )
    last = tree(store, date(2028, 1, 1))["ABC"][0]
    assert [person.person for person in answering(store, last, date(2028, 1, 1)).managers] == [anna]
    middle = tree(store, DAY)["AB"][0]
    assert [answering(store, middle, day).managers != () for day in (DAY, date(2028, 1, 1))] == [True, False]
    assert verify(store).ok


def test_the_command_lines_form(store, offices, change):
    plan = change(("Skola A", "Almskolan", "2027-01-01"), ("Skola X", "Y", "2027-01-01"), preview=True)
    told = reorganisation_json(plan)
    assert told["ok"] is False
    assert [(row["row"], row["kind"]) for row in told["rows"]] == [(2, "rename"), (3, "blocked")]
    assert [(issue["row"], issue["code"]) for issue in told["issues"]] == [(3, "unit_unknown")]


def test_answers_from_before_a_merge_do_not_make_the_merged_unit_older(store, grant, form, offices, change):
    change(("Skola A", "Nordskolan", "2027-01-01"), ("Skola B", "Nordskolan", "2027-01-01"))
    text = "round;as_of;unit;question;value\nMätning 2025;2025-10-01;Skola A;q1;2\nMätning 2025;2025-10-01;102;q1;3\n"
    workbook = read_bytes(text.encode(), "svar.csv")
    done = import_answers(store, grant(Act.IMPORT), AnswerFile(workbook, form, create=True))
    assert (done.stored, done.units_created) == (2, ())
    assert "Nordskolan" not in tree(store, EVE)
    assert {row["unit"] for row in store.query("SELECT unit FROM store.answer")} == {offices.a, offices.b}
