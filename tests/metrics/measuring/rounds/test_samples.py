"""What a round says of its sample, counted by hand."""

from datetime import date

import pytest

from base.actors import Act
from data.measuring.answers import Answer, AnswerState, current
from data.measuring.samples import NewCheck, SampleOutcome, change_checked, draw_units, note_check
from metrics.measuring.outside import outside_points
from metrics.measuring.rounds.samples import SampleStanding, sample_standing
from tests.kit.measured import grant, make_form, question


@pytest.mark.parametrize(
    ("standing", "text"),
    [
        (SampleStanding(5, 0, 60, 1, 0), ""),
        (SampleStanding(5, 5, 60, 1, 0), "Kontrollerat: 5 av 60 enheter, 1 svar ändrades"),
        (SampleStanding(1, 1, 1, 0, 0), "Kontrollerat: 1 av 1 enhet, inga svar ändrades"),
        (SampleStanding(5, 2, 60, 3, 4), "Kontrollerat: 2 av 60 enheter, 3 svar ändrades, 4 utan underlag"),
    ],
)
def test_the_sentence(standing, text):
    assert standing.text == text


def test_counts_by_hand(world):
    form = make_form([question("q1"), question("q2")])
    answers = {unit: {"q1": "s4", "q2": "s3"} for unit in ("A1", "A2", "B1", "B2")}
    made = world.round(form, "R", date(2026, 11, 1), answers)
    store, correct = world.store, grant(Act.CORRECT)
    first, second = draw_units(store, grant(Act.PLAN), made, 2, "x")
    position = store.position()
    seq = current(store, made, first)["q1"].seq
    change_checked(
        store, correct, form, Answer(made, first, "q1", AnswerState.ANSWERED, "s1", based_on=seq, reason="Utkast")
    )
    note_check(store, correct, NewCheck(made, first, "q1", SampleOutcome.BORNE_OUT))
    note_check(store, correct, NewCheck(made, first, "q2", SampleOutcome.NOT_SHOWN))
    note_check(store, correct, NewCheck(made, first, None, SampleOutcome.DONE))
    note_check(store, correct, NewCheck(made, second, "q1", SampleOutcome.BORNE_OUT))
    # Two drawn of four; one done; one answer changed though later found right; one without evidence.
    assert sample_standing(store, made) == SampleStanding(2, 1, 4, 1, 1)
    assert sample_standing(store, made, position) == SampleStanding(2, 0, 4, 0, 0)


def test_registered_results_are_points_of_their_own_unit(world):
    from data.measuring.outside_results import EARLIER, OFFICIAL, OutsideFacts, OutsideValue, register_outside

    day = date(2023, 11, 1)
    official = OutsideFacts(OFFICIAL, "MSB", day, 1, 4, edition="2023")
    register_outside(
        world.store,
        grant(Act.IMPORT),
        official,
        [OutsideValue(world.root, None, 2), OutsideValue(world.root, "Ledning", 4)],
    )
    old = OutsideFacts(EARLIER, "Gammal", date(2022, 1, 1), 0, 10, method="Enkät")
    register_outside(world.store, grant(Act.IMPORT), old, [OutsideValue(world.ids["A1"], None, None, 6.5)])
    whole = outside_points(world.store)
    assert [(point.name, point.value, point.scale) for point in whole] == [("MSB", 2.0, (1.0, 4.0))]
    unit = outside_points(world.store, unit=world.ids["A1"])
    assert [(point.name, point.value, point.method) for point in unit] == [("Gammal", 6.5, "Enkät")]
    assert outside_points(world.store, date(2023, 10, 31)) == ()
