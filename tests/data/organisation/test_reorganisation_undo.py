"""Undoing a whole reorganisation: all is as before, nothing is removed, and never once something was measured on it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import Answer, AnswerState, record
from data.measuring.closing import close_round
from data.measuring.planning import withdraw_round
from data.measuring.rounds import NewRound, open_round
from data.measuring.submissions import submit
from data.organisation.assignments import (
    MANAGER,
    NewAssignment,
    add_assignment,
    answering,
    assignments,
    end_assignment,
)
from data.organisation.changes import UnitFields, add_unit, change_unit, end_unit, latest_change, undo_change
from data.organisation.reorganisation.carrying_out import plan_reorganisation, reorganise
from data.organisation.reorganisation.done import latest_reorganisation
from data.organisation.reorganisation.undo import plan_undo, undo_json, undo_reorganisation
from data.organisation.timeline import read_timeline
from data.organisation.units import matcher, units
from metrics.measuring.forms import WantedRound
from metrics.measuring.respondents import Scope, find_changes
from metrics.measuring.scores import scores
from tests.kit.sure import sure
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

HEAD = ("Gammal enhet", "Ny enhet", "Från datum", "Överordnad")
DAY = date(2027, 1, 1)
LATER = date(2028, 6, 1)
HOUR = timedelta(hours=1)
NEVER = "Omorganisationen går inte att ångra:"
MERGED = [("Skola A", "Nordskolan", "2027-01-01"), ("Skola B", "Nordskolan", "2027-01-01")]
SPLIT = [("Skola C", "Skola Öst", "2027-01-01"), ("Skola C", "Skola Väst", "2027-01-01")]
RENAMED = [("Kontor Nord", "Kontor N", "2027-01-01")]
MOVED = [("Skola B", "Skola B", "2027-03-01", "Kontor Syd")]
CHAIN = [
    *MERGED,
    ("Nordskolan", "Storskolan", "2028-01-01", "Kontor Nord"),
    ("Skola C", "Storskolan", "2028-01-01"),
]
ABSORBED = [("Skola A", "Skola A", "2027-01-01"), ("Skola B", "Skola A", "2027-01-01")]
KONTOR = [("Kontor Nord", "Skolkontoret", "2027-01-01"), ("Kontor Syd", "Skolkontoret", "2027-01-01")]
RENAMED_TWICE = [("Skola A", "Almskolan", "2027-01-01"), ("Almskolan", "Ekskolan", "2028-01-01")]


@pytest.fixture
def organise(grant):
    return grant(Act.ORGANISE)


@pytest.fixture
def change(store, organise, table):
    return lambda *rows: reorganise(store, organise, table(HEAD, *rows))


@pytest.fixture
def undo(store, organise):
    return lambda seen=None: undo_reorganisation(store, organise, seen)


def refused(undo):
    with pytest.raises(MognadError) as caught:
        undo()
    return caught.value.code, caught.value.message


def stands(store):
    """All that a person can see of the organisation: its course, who answers when, and what became of units."""
    timeline = read_timeline(store)
    held = sorted(
        (each.unit, each.person, each.role, each.valid_from, str(each.valid_to)) for each in assignments(store)
    )
    courses = {unit: course for unit in timeline if (course := timeline.course(unit))}
    return courses, held, find_changes(store, store.position())


def named(store, name, day=DAY):
    return next(unit.unit for unit in units(store, day) if unit.name == name)


@pytest.fixture
def led(store, organise, offices):
    """Each school has a manager."""
    people = {}
    for name, unit in (("Anna Ek", offices.a), ("Bo Al", offices.b), ("Dan Lind", offices.c)):
        people[name] = add_person(store, organise, name)
        add_assignment(store, organise, NewAssignment(people[name], unit, MANAGER, date(2024, 1, 1)))
    return people


FILES = [MERGED, SPLIT, RENAMED, MOVED, CHAIN, ABSORBED, KONTOR, RENAMED_TWICE, [*MERGED, *SPLIT, *RENAMED]]


@pytest.mark.parametrize("rows", FILES)
def test_everything_is_as_before_and_nothing_is_removed(store, offices, led, change, undo, rows):
    before = stands(store)
    change(*rows)
    assert stands(store) != before
    written = store.position()
    kept = store.query("SELECT seq, row_hash FROM store.unit ORDER BY seq")
    undo()
    assert stands(store) == before
    assert store.position() > written
    assert store.query("SELECT seq, row_hash FROM store.unit ORDER BY seq")[: len(kept)] == kept
    assert verify(store).ok
    assert latest_reorganisation(store) is None
    assert refused(undo) == ("reorganisation_none", "Det finns ingen omorganisation att ångra.")


FATES = st.sampled_from(["merge", "move", "rename", "split", "stay"])
MONTHS = st.integers(1, 3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.tuples(FATES, FATES, FATES), months=st.tuples(MONTHS, MONTHS, MONTHS))
def test_any_file_can_be_undone(store, organise, table, offices, fates, months):
    """Each school meets a fate of its own; the same store goes on from example to example."""
    rows: list[tuple[str, ...]] = []
    for school, fate, month in zip(("Skola A", "Skola B", "Skola C"), fates, months, strict=True):
        day = date(2027, month, 1).isoformat()
        ways: dict[str, list[tuple[str, ...]]] = {
            "rename": [(school, f"{school} ny", day)],
            "move": [(school, school, day, "Åmåla kommun")],
            "merge": [(school, "Alla", "2027-06-01", "Kontor Nord")],
            "split": [(school, f"{school} 1", day), (school, f"{school} 2", day)],
            "stay": [(school, school, day)],
        }
        rows += ways[fate]
    before = stands(store)
    workbook = table(HEAD, *rows)
    if not plan_reorganisation(store, workbook).states:
        return
    reorganise(store, organise, workbook)
    assert stands(store) != before
    undo_reorganisation(store, organise)
    assert stands(store) == before
    assert verify(store).ok


def test_a_series_goes_on_after_the_undoing(store, grant, form, offices, led, change, undo):
    schools = [offices.a, offices.b, offices.c]
    for name, as_of in (("Mätning 2025", date(2025, 10, 1)), ("Mätning 2026", date(2026, 10, 1))):
        round_id = open_round(store, grant(Act.PLAN), NewRound(form, name, as_of, schools))
        for unit in schools:
            record(store, grant(Act.ANSWER), form, Answer(round_id, unit, "q1", AnswerState.ANSWERED, "s2"))
        close_round(store, grant(Act.PLAN), round_id)
    wanted, scope = WantedRound("liten"), Scope(unit=offices.a)
    before = scores(store, wanted, scope).to_json()
    change(("Skola A", "Nordskolan", "2026-06-01"), ("Skola B", "Nordskolan", "2026-06-01"))
    assert find_changes(store, store.position())[offices.a] == [date(2026, 6, 1)]
    undo()
    assert offices.a not in find_changes(store, store.position())
    after = scores(store, wanted, scope).to_json()
    assert {**after, "known_at": None} == {**before, "known_at": None}


def test_what_is_told_of_it(store, offices, led, change, undo):
    change(*MERGED, *RENAMED)
    plan = plan_undo(store)
    assert (plan.restored, plan.removed, plan.kept) == (("Skola A", "Skola B", "Kontor Nord"), ("Nordskolan",), ())
    told = undo_json(undo())
    assert told == {
        "reorganisation": plan.done.reorganisation,
        "file": "fil.xlsx",
        "restored": ["Skola A", "Skola B", "Kontor Nord"],
        "removed": ["Nordskolan"],
        "assignments": 4,
        "kept": [],
    }


def test_the_latest_is_undone_first(store, offices, led, change, undo):
    before = stands(store)
    change(*RENAMED_TWICE)
    between = stands(store)
    change(("Ekskolan", "Lindskolan", "2029-01-01"), ("Skola C", "Cederskolan", "2027-01-01"))
    undo()
    assert stands(store) == between
    undo()
    assert stands(store) == before
    assert verify(store).ok


def test_one_that_the_person_did_not_see_is_not_undone(store, offices, change, undo):
    change(*RENAMED)
    seen = sure(latest_reorganisation(store)).reorganisation
    change(*SPLIT)
    position = store.position()
    assert refused(lambda: undo(seen)) == (
        "reorganisation_newer",
        "En annan omorganisation har gjorts eller ångrats sedan sidan visades. Inget sparades.",
    )
    assert store.position() == position


def test_it_is_refused_once_a_new_unit_is_asked_and_says_where(store, grant, form, offices, change, undo):
    change(*MERGED)
    new = named(store, "Nordskolan")
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2027", DAY, [new]))
    assert refused(undo) == ("reorganisation_measured", f"{NEVER} ”Nordskolan” är tillfrågad i Mätning 2027.")
    withdraw_round(store, grant(Act.PLAN), round_id)
    undo()
    assert "Nordskolan" not in {unit.name for unit in units(store, DAY)}


def test_answers_and_submissions_are_told_before_that_it_was_asked(store, grant, form, offices, change, undo):
    change(*SPLIT)
    east, west = named(store, "Skola Öst"), named(store, "Skola Väst")
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2027", DAY, [east, west]))
    record(store, grant(Act.ANSWER), form, Answer(round_id, east, "q1", AnswerState.ANSWERED, "s2"))
    submit(store, grant(Act.SUBMIT), round_id, [west])
    position = store.position()
    code, message = refused(undo)
    assert code == "reorganisation_measured"
    assert "”Skola Öst” har svar i Mätning 2027" in message
    assert "”Skola Väst” har lämnat in i Mätning 2027" in message
    assert "tillfrågad" not in message
    assert store.position() == position


def test_rows_of_a_register_on_a_new_unit_hinder_it_until_the_import_is_undone(store, grant, offices, change, undo):
    change(*MERGED)
    new = named(store, "Nordskolan")
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("snapshot", [{"snapshot": "s1", "register": "risks", "as_of": DAY, "stored": 1}])
        transaction.append("register_risks", [{"snapshot": "s1", "row": 2, "unit": new}])
    assert refused(undo) == ("reorganisation_measured", f"{NEVER} ”Nordskolan” finns i registret Risker.")
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("snapshot_event", [{"snapshot": "s1", "event": "withdrawn"}])
    undo()
    assert "Nordskolan" not in {unit.name for unit in units(store, DAY)}


def test_a_result_from_outside_and_an_own_judgement_hinder_it(store, grant, form, offices, change, undo):
    change(*KONTOR)
    new = named(store, "Skolkontoret")
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2027", DAY, [offices.a]))
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append("outside_result", [{"result": "x1", "name": "Enkät 2027", "as_of": DAY}])
        transaction.append("outside_value", [{"result": "x1", "unit": new, "level": 2}])
        transaction.append("override", [{"round": round_id, "unit": new, "area": "a", "level": 2}])
    assert refused(undo) == (
        "reorganisation_measured",
        f"{NEVER} ”Skolkontoret” har en egen bedömning i Mätning 2027 och ”Skolkontoret” har värden i Enkät 2027.",
    )


def test_answers_on_the_old_units_hinder_nothing(store, grant, form, offices, change, undo):
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 10, 1), [offices.a]))
    change(*MERGED)
    record(store, grant(Act.ANSWER), form, Answer(round_id, offices.a, "q1", AnswerState.ANSWERED, "s2"))
    undo()
    assert named(store, "Skola A") == offices.a


def test_a_later_change_of_its_units_must_be_undone_first(store, organise, offices, clock, change, undo):
    change(*MERGED)
    clock.moment += HOUR
    new = named(store, "Nordskolan")
    parent = next(unit.parent for unit in units(store, DAY) if unit.unit == new)
    change_unit(store, organise, new, UnitFields("Norrskolan", "enhet", parent), date(2027, 2, 1))
    assert refused(undo) == (
        "reorganisation_changed",
        f"{NEVER} ”Nordskolan” har ändrats sedan dess. Ångra den ändringen först.",
    )
    undo_change(store, organise, new, sure(latest_change(store, new)).recorded_at)
    undo()
    assert named(store, "Skola A") == offices.a


def test_nothing_may_hang_under_a_unit_that_is_taken_back(store, organise, offices, change, undo):
    change(*KONTOR)
    add_unit(store, organise, UnitFields("Skola D", "enhet", named(store, "Skolkontoret")), DAY)
    code, message = refused(undo)
    assert code == "reorganisation_changed"
    assert message.startswith(f"{NEVER} ”Skola D” hör till ”Skolkontoret”, som inte gäller 2027-01-01.")


def test_a_name_taken_meanwhile_is_told(store, organise, offices, change, undo):
    change(*MERGED)
    add_unit(store, organise, UnitFields("Skola A", "enhet", offices.north), DAY)
    code, message = refused(undo)
    assert code == "reorganisation_changed"
    assert "Det finns redan en ”Skola A” på samma plats 2027-01-01." in message


def test_assignments_given_for_the_new_units_are_taken_back_with_them(store, organise, offices, led, change, undo):
    before = stands(store)
    change(*SPLIT)
    east = named(store, "Skola Öst")
    add_assignment(store, organise, NewAssignment(led["Anna Ek"], east, MANAGER, DAY))
    undo()
    assert stands(store) == before


def test_an_assignment_changed_since_stands_and_is_told(store, organise, offices, led, change, undo):
    change(*MERGED)
    held = next(each for each in assignments(store) if each.unit == offices.a)
    end_assignment(store, organise, held.assignment, date(2026, 11, 30))
    assert undo().kept == ("Anna Ek",)
    assert answering(store, offices.a, DAY).managers == ()
    assert [person.name for person in answering(store, offices.b, DAY).managers] == ["Bo Al"]


def test_what_was_undone_by_hand_already_is_left_as_it_is(store, organise, offices, clock, change, undo):
    before = stands(store)
    clock.moment += HOUR
    change(*RENAMED, *SPLIT)
    undo_change(store, organise, offices.north, sure(latest_change(store, offices.north)).recorded_at)
    assert plan_undo(store).restored == ("Skola C",)
    undo()
    assert stands(store) == before


def test_old_names_lead_as_if_it_had_never_been(store, organise, offices, change, undo):
    change(("Skola A", "Skola A", "2027-01-01"), ("Skola A", "Förskola A", "2027-01-01"))
    undo()
    change(("Skola A", "Almskolan", "2027-01-01"))
    find = matcher(store, LATER).find
    assert find("Skola A") == find("Almskolan") == offices.a
    assert find("Förskola A") is None


def test_the_same_file_can_be_carried_out_again(store, organise, offices, led, change, undo):
    change(*MERGED, *SPLIT)
    after = stands(store)[0][offices.a], stands(store)[0][offices.c]
    undo()
    change(*MERGED, *SPLIT)
    assert (stands(store)[0][offices.a], stands(store)[0][offices.c]) == after
    assert {unit.name for unit in units(store, LATER)} >= {"Nordskolan", "Skola Öst", "Skola Väst"}
    assert not {"Skola A", "Skola B", "Skola C"} & {unit.name for unit in units(store, LATER)}


def test_a_unit_can_be_ended_by_hand_after_the_undoing(store, organise, offices, change, undo):
    change(*RENAMED_TWICE)
    undo()
    end_unit(store, organise, offices.a, date(2026, 12, 1))
    assert "Skola A" not in {unit.name for unit in units(store, LATER)}


def test_a_file_that_changes_nothing_is_no_reorganisation(store, offices, change):
    change(("Skola A", "Skola A", "2027-01-01"))
    assert latest_reorganisation(store) is None
