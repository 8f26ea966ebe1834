"""The workshop: proposals, sittings, votes, agreed answers and confirmed areas, and what each of them refuses."""

from datetime import date, timedelta

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answers import WORKSHOP, Answer, AnswerState, current, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.measuring.submissions import submit
from data.organisation.people import persons
from data.workshop.agreements import (
    IN_FORM,
    NewConfirmation,
    Parking,
    agree,
    agreements,
    confirm_area,
    confirmations,
    park,
    suggestions,
)
from data.workshop.proposals import NewProposals, Proposed, proposal_seqs, proposals, propose
from data.workshop.responsible import NewFunctions, functions, set_functions, split_functions
from data.workshop.sittings import (
    NewSitting,
    end_sitting,
    plan_sitting,
    read_participants,
    running_sitting,
    set_participants,
    sittings,
    start_sitting,
)
from data.workshop.votes import NewVoting, record_votes, votings
from questionnaires.library import from_canonical
from tests.kit.sure import issues_of, sure
from tests.kit.writers import add_person

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)
YES, PARTLY, NO = (AnswerState.ANSWERED, "ja"), (AnswerState.ANSWERED, "delvis"), (AnswerState.ANSWERED, "nej")


@pytest.fixture
def form():
    steps = (("nej", 0), ("delvis", 1), ("ja", 2))
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Koll", "version": 1},
            "areas": [
                {"name": "it", "label::sv": "It"},
                {"name": "logg", "label::sv": "Loggning", "parent": "it"},
                {"name": "styr", "label::sv": "Styrning"},
            ],
            "choices": [
                {"list_name": "steg", "name": name, "label::sv": name.title(), "value": n, "order": n}
                for name, n in steps
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": name,
                    "area": area,
                    "respondent": "organisation",
                    "audience": audience,
                }
                for name, area, audience in (
                    ("s1", "styr", "Kommundirektör, informationssäkerhetssamordnare"),
                    ("s2", "styr", "Informationssäkerhetssamordnare"),
                    ("l1", "logg", "IT-centrum"),
                    ("l2", "logg", ""),
                )
            ],
        }
    )


@pytest.fixture
def may(grant):
    return {act: grant(act) for act in Act}


@pytest.fixture
def round_id(store, may, offices, form):
    return open_round(store, may[Act.PLAN], NewRound(form, "Mätning 2026", DAY, [offices.root]))


@pytest.fixture
def sitting(store, may, offices, round_id):
    people = [("Anna Berg", "IT-chef"), ("Bo Ek", ""), ("Cia Ås", "HR")]
    made = plan_sitting(store, may[Act.PLAN], NewSitting(round_id, offices.root, DAY, 120, people))
    start_sitting(store, may[Act.PLAN], made)
    return made


@pytest.fixture
def proposed(store, may, offices, form, round_id):
    def send(question, function, stand=YES, **more):
        one = Proposed(question, function, *stand, **more)
        return propose(store, may[Act.ANSWER], form, NewProposals(round_id, offices.root, [one]))[0]

    return send


@pytest.fixture
def agreed(store, may, offices, form, round_id, sitting):
    def record_agreed(question="s1", stand=YES, comment="Beslutat i KS.", **more):
        state, alternative = stand
        answer = Answer(round_id, offices.root, question, state, alternative, comment, **more)
        return agree(store, may[Act.ANSWER], form, sitting, answer)

    return record_agreed


def refused(action) -> str:
    with pytest.raises(MognadError) as caught:
        action()
    assert caught.value.message
    return caught.value.code


# Who proposes


def test_functions_come_from_the_form_until_the_coordinator_says_otherwise(store, may, offices, form, round_id):
    known = functions(store, form, round_id, offices.root)
    assert known["s1"] == ("Kommundirektör", "Informationssäkerhetssamordnare")
    assert known["l2"] == ()

    def put(text, **where):
        set_functions(store, may[Act.PLAN], form, NewFunctions(round_id, offices.root, text, **where))

    put("IT-drift", area="it")
    put("HR, hr; ekonomi", question="l1")
    known = functions(store, form, round_id, offices.root)
    assert (known["l2"], known["l1"]) == (("IT-drift",), ("HR", "Ekonomi"))
    put("Loggansvarig", area="logg")
    put("", question="l1")
    known = functions(store, form, round_id, offices.root)
    assert known["l1"] == known["l2"] == ("Loggansvarig",)
    put("", area="logg")
    assert functions(store, form, round_id, offices.root)["l1"] == ("IT-drift",)
    assert refused(lambda: put("x", area="finns_inte")) == "area_unknown"
    assert refused(lambda: put("x", question="finns_inte")) == "question_unknown"
    assert refused(lambda: put("x" * 201, area="it")) == "text_too_long"
    assert refused(lambda: put("Eva 19121212-1212", area="it")) == "text_personal"


def test_names_of_functions_are_parted_once_each():
    assert split_functions(" it-centrum ,IT-centrum;\nHR, ") == ("It-centrum", "HR")


def test_the_newest_proposal_of_each_function_counts(store, offices, form, round_id, proposed):
    first = proposed("s1", "Kommundirektör", NO, comment="Inget beslut.")
    proposed("s1", "informationssäkerhetssamordnare", YES, certain=False, evidence="KS 2026/12")
    seq = proposed("s1", "KOMMUNDIREKTÖR", PARTLY, based_on=first)
    found = proposals(store, round_id, offices.root)["s1"]
    assert [(one.function, one.stand, one.sure) for one in found] == [
        ("informationssäkerhetssamordnare", YES, False),
        ("KOMMUNDIREKTÖR", PARTLY, True),
    ]
    proposed("s1", "Kommundirektör", (AnswerState.CLEARED, None), based_on=seq)
    assert [one.stand for one in proposals(store, round_id, offices.root)["s1"]] == [YES]
    assert proposal_seqs(store, round_id, offices.root, "kommundirektör")["s1"] == seq + 1


def test_what_a_proposal_refuses(store, may, offices, form, round_id, proposed):
    assert refused(lambda: proposed("s1", "IT-centrum")) == "function_unknown"
    assert refused(lambda: proposed("s1", "")) == "function_unknown"
    assert refused(lambda: proposed("finns_inte", "IT-centrum")) == "question_unknown"
    assert refused(lambda: proposed("l1", "IT-centrum", (AnswerState.ANSWERED, "x"))) == "alternative_unknown"
    assert refused(lambda: proposed("l1", "IT-centrum", (AnswerState.NOT_APPLICABLE, None))) == "comment_missing"
    assert refused(lambda: proposed("l1", "IT-centrum", comment="x" * 4001)) == "text_too_long"
    assert refused(lambda: proposed("l1", "IT-centrum", comment="Eva 19121212-1212")) == "text_personal"
    proposed("l1", "IT-centrum")
    assert refused(lambda: proposed("l1", "IT-centrum", NO)) == "proposal_conflict"
    close_round(store, may[Act.PLAN], round_id)
    assert refused(lambda: proposed("l1", "IT-centrum", NO, based_on=10**6)) == "round_closed"


def test_a_function_that_is_replaced_may_still_change_what_it_sent(store, may, offices, form, round_id, proposed):
    seq = proposed("l1", "IT-centrum")
    set_functions(store, may[Act.PLAN], form, NewFunctions(round_id, offices.root, "HR", question="l1"))
    proposed("l1", "IT-centrum", NO, based_on=seq)
    assert refused(lambda: proposed("l2", "IT-centrum")) == "function_unknown"


# Sittings


def test_participants_are_read_a_line_each_with_every_fault_told():
    assert read_participants("Anna Berg,  IT-chef, tf\n\nBo Ek\n") == [("Anna Berg", "IT-chef, tf"), ("Bo Ek", "")]
    text = ", IT-chef\nBo Ek\nbo ek, HR\nEva 19121212-1212\n" + "x" * 201
    with pytest.raises(MognadError) as caught:
        read_participants(text)
    assert caught.value.code == "participants_wrong"
    assert [(issue.code, issue.row) for issue in issues_of(caught.value)] == [
        ("name_missing", 1),
        ("name_repeated", 3),
        ("text_personal", 4),
        ("text_too_long", 5),
    ]


def test_a_sitting_is_planned_begun_and_ended(store, may, offices, round_id, clock):
    plan = may[Act.PLAN]
    made = plan_sitting(store, plan, NewSitting(round_id, offices.root, date(2026, 11, 10), 90, []))
    assert refused(lambda: start_sitting(store, plan, made)) == "sitting_without_people"
    set_participants(store, plan, made, [("Anna Berg", "IT-chef")])
    assert running_sitting(store, round_id, offices.root) is None
    start_sitting(store, plan, made)
    found = sure(running_sitting(store, round_id, offices.root))
    assert (found.held_on, found.started_at, found.minutes) == (DAY, clock.moment.replace(tzinfo=None), 90)
    assert refused(lambda: start_sitting(store, plan, made)) == "sitting_begun"
    other = plan_sitting(store, plan, NewSitting(round_id, offices.root, DAY, 60, [("Bo Ek", "")]))
    assert refused(lambda: start_sitting(store, plan, other)) == "sitting_running"
    assert refused(lambda: set_participants(store, plan, made, [])) == "sitting_without_people"
    clock.moment += timedelta(minutes=30)
    begun = sure(found.started_at)
    early = begun - timedelta(minutes=1)
    assert refused(lambda: end_sitting(store, plan, made, early)) == "sitting_end"
    assert refused(lambda: end_sitting(store, plan, made, begun + timedelta(hours=1))) == "sitting_end"
    end_sitting(store, plan, made, begun + timedelta(minutes=20))
    assert refused(lambda: end_sitting(store, plan, made)) == "sitting_not_running"
    assert refused(lambda: set_participants(store, plan, made, [("Bo Ek", "")])) == "sitting_ended"
    start_sitting(store, plan, other)
    assert [one.running for one in sittings(store, round_id, offices.root)] == [False, True]
    assert verify(store).ok


def test_what_a_sitting_refuses(store, may, offices, round_id):
    plan = may[Act.PLAN]
    assert (
        refused(lambda: plan_sitting(store, plan, NewSitting(round_id, offices.root, DAY, 5, []))) == "sitting_length"
    )
    assert refused(lambda: plan_sitting(store, plan, NewSitting(round_id, offices.a, DAY, 60, []))) == "unit_not_asked"
    assert refused(lambda: start_sitting(store, plan, "s0")) == "sitting_unknown"
    close_round(store, plan, round_id)
    assert refused(lambda: plan_sitting(store, plan, NewSitting(round_id, offices.root, DAY, 60, []))) == "round_closed"


def test_participants_are_the_people_of_the_store(store, may, offices, round_id):
    anna = add_person(store, may[Act.ORGANISE], "Anna Berg")
    for _ in range(2):
        add_person(store, may[Act.ORGANISE], "Bo Ek")
    plan = may[Act.PLAN]
    made = plan_sitting(
        store, plan, NewSitting(round_id, offices.root, DAY, 60, [("anna berg", "IT-chef"), ("Bo Ek", "")])
    )
    set_participants(store, plan, made, [("Anna Berg", "HR"), ("Bo Ek", ""), ("Cia Ås", "")])
    set_participants(store, plan, made, [("Anna Berg", "HR"), ("Bo Ek", "")])
    people = sittings(store, round_id, offices.root)[0].people
    assert [(one.name, one.duty) for one in people] == [("Anna Berg", "HR"), ("Bo Ek", "")]
    assert people[0].person == anna
    # Which of the two Bo Ek is meant can't be told: a third, and the same one at the next change.
    assert len(persons(store)) == 5


# Votes


def test_votes_are_counted_without_names_and_the_newest_count_stands(store, may, offices, form, round_id, sitting):
    answer = may[Act.ANSWER]
    record_votes(store, answer, form, NewVoting(sitting, "s1", {YES: 2, NO: 1}))
    seq = votings(store, round_id, offices.root)["s1"].seq
    record_votes(store, answer, form, NewVoting(sitting, "s1", {YES: 3, NO: 0}, based_on=seq))
    assert votings(store, round_id, offices.root)["s1"].votes == {YES: 3, NO: 0}
    assert "person" not in store.tables["vote"]
    assert current(store, round_id, offices.root) == {}
    assert verify(store).ok


def test_what_a_vote_refuses(store, may, form, round_id, sitting):
    def vote(votes, question="s1", based_on=0):
        return record_votes(store, may[Act.ANSWER], form, NewVoting(sitting, question, votes, based_on))

    assert refused(lambda: vote({YES: 3, NO: 1})) == "votes_exceed"
    assert refused(lambda: vote({YES: -1, NO: 2})) == "votes_invalid"
    assert refused(lambda: vote({YES: 0})) == "votes_missing"
    assert refused(lambda: vote({(AnswerState.ANSWERED, "x"): 1})) == "alternative_unknown"
    assert refused(lambda: vote({(AnswerState.CLEARED, None): 1})) == "alternative_unknown"
    assert refused(lambda: vote({YES: 1}, "finns_inte")) == "question_unknown"
    vote({YES: 1})
    assert refused(lambda: vote({NO: 1})) == "vote_conflict"
    close_round(store, may[Act.PLAN], round_id)
    assert refused(lambda: vote({NO: 1}, based_on=10**6)) == "round_closed"


# The agreed answer


def test_the_agreed_answer_is_an_answer_with_its_reason(store, offices, round_id, sitting, agreed):
    seq = agreed()
    held = current(store, round_id, offices.root)["s1"]
    assert (held.seq, held.alternative, held.comment, held.source) == (seq, "ja", "Beslutat i KS.", WORKSHOP)
    found = agreements(store, round_id, offices.root)["s1"]
    assert (found.event, found.sitting, found.answer_seq) == ("agreed", sitting, seq)
    agreed(stand=PARTLY, comment="Bara delvis.", based_on=seq)
    assert agreements(store, round_id, offices.root)["s1"].answer_seq > seq
    assert verify(store).ok


def test_two_moderators_on_the_same_question_are_told(agreed):
    agreed()
    assert refused(lambda: agreed(stand=NO)) == "answer_conflict"


def test_what_an_agreement_refuses(store, may, offices, form, round_id, sitting, agreed):
    assert refused(lambda: agreed(comment="  ")) == "reason_missing"
    assert refused(lambda: agreed(comment="Eva 19121212-1212")) == "text_personal"
    assert refused(lambda: agreed(stand=(AnswerState.ANSWERED, "x"))) == "alternative_unknown"
    other = Answer("r0", offices.root, "s1", *YES, comment="Fel mätning.")
    assert refused(lambda: agree(store, may[Act.ANSWER], form, sitting, other)) == "sitting_unknown"
    end_sitting(store, may[Act.PLAN], sitting)
    assert refused(agreed) == "sitting_not_running"


def test_a_round_closed_while_the_workshop_runs_loses_nothing(store, may, offices, form, round_id, sitting, agreed):
    agreed()
    close_round(store, may[Act.PLAN], round_id)
    assert refused(lambda: agreed("s2")) == "round_closed"
    assert refused(lambda: park(store, may[Act.ANSWER], form, Parking(sitting, "s2"))) == "round_closed"
    assert set(current(store, round_id, offices.root)) == {"s1"}
    end_sitting(store, may[Act.PLAN], sitting)
    assert verify(store).ok


def test_after_submission_the_reason_is_also_why_the_answer_changed(store, may, offices, round_id, agreed):
    seq = agreed()
    submit(store, may[Act.SUBMIT], round_id, [offices.root])
    agreed(stand=NO, comment="Vi läste fel.", based_on=seq)
    assert current(store, round_id, offices.root)["s1"].reason == "Vi läste fel."


def test_a_question_is_parked_and_taken_up_again(store, may, offices, form, round_id, sitting, agreed):
    answer = may[Act.ANSWER]
    park(store, answer, form, Parking(sitting, "s1"))
    assert agreements(store, round_id, offices.root)["s1"].event == "parked"
    park(store, answer, form, Parking(sitting, "s1", parked=False))
    assert agreements(store, round_id, offices.root)["s1"].event == "taken_up"
    agreed()
    assert refused(lambda: park(store, answer, form, Parking(sitting, "s1"))) == "question_decided"
    assert refused(lambda: park(store, answer, form, Parking(sitting, "finns_inte"))) == "question_unknown"


# Areas


@pytest.fixture
def confirm(store, may, offices, form, round_id, sitting):
    def confirmed(questions=("s1", "s2"), area="styr", present=None, seen=None):
        people = sure(running_sitting(store, round_id, offices.root)).people
        names = [one.person for one in people[:2]] if present is None else present
        position = store.position() if seen is None else seen
        return confirm_area(store, may[Act.ANSWER], form, NewConfirmation(sitting, area, questions, names, position))

    return confirmed


def test_an_area_is_confirmed_as_one_decision_with_names(store, offices, round_id, proposed, sitting, confirm):
    proposed("s1", "Kommundirektör", comment="Beslut finns.", evidence="KS 2026/12", evidence_date=DAY)
    proposed("s1", "Informationssäkerhetssamordnare", comment="Stämmer.", evidence="KS 2026/12")
    proposed("s2", "Informationssäkerhetssamordnare", (AnswerState.NOT_APPLICABLE, None), comment="Ingen sådan nämnd.")
    confirm()
    (made,) = confirmations(store, round_id, offices.root)
    assert (made.area, made.names, made.questions) == ("styr", ("Anna Berg", "Bo Ek"), ("s1", "s2"))
    held = current(store, round_id, offices.root)
    assert held["s1"].comment == "Kommundirektör: Beslut finns. · Informationssäkerhetssamordnare: Stämmer."
    assert (held["s1"].evidence, held["s1"].evidence_date, held["s1"].source) == ("KS 2026/12", DAY, WORKSHOP)
    assert (held["s2"].state, held["s2"].comment) == (AnswerState.NOT_APPLICABLE, "Ingen sådan nämnd.")
    found = agreements(store, round_id, offices.root)
    assert {one.event for one in found.values()} == {"confirmed"}
    assert suggestions(store, round_id, offices.root)["s1"][-1].function != IN_FORM
    assert verify(store).ok


def test_what_a_confirmation_refuses(store, may, offices, round_id, proposed, confirm):
    proposed("s1", "Kommundirektör")
    seen = store.position()
    assert refused(confirm) == "area_not_agreed"  # s2 has no proposal
    assert refused(lambda: confirm(["s1"], present=[])) == "names_missing"
    assert refused(lambda: confirm(["s1"], present=["p1"])) == "person_absent"
    assert refused(lambda: confirm([])) == "area_empty"
    assert refused(lambda: confirm(["s1"], area="finns_inte")) == "area_unknown"
    assert refused(lambda: confirm(["finns_inte"])) == "question_unknown"
    proposed("s1", "Informationssäkerhetssamordnare")
    assert refused(lambda: confirm(["s1"], seen=seen)) == "proposal_conflict"
    assert current(store, round_id, offices.root) == {}
    proposed("s2", "Informationssäkerhetssamordnare", (AnswerState.UNKNOWN, None))
    assert refused(lambda: confirm(["s2"])) == "area_not_agreed"
    assert current(store, round_id, offices.root) == {}, "all of an area or nothing"
    close_round(store, may[Act.PLAN], round_id)
    assert refused(lambda: confirm(["s1"])) == "round_closed"


def test_an_answer_given_to_the_form_is_a_proposal_until_the_workshop_has_decided(
    store, may, offices, form, round_id, agreed
):
    given = Answer(round_id, offices.root, "l1", *NO)
    seq = record(store, may[Act.ANSWER], form, given).seq
    assert [(one.function, one.stand) for one in suggestions(store, round_id, offices.root)["l1"]] == [(IN_FORM, NO)]
    seq = agreed("l1", PARTLY, based_on=seq)
    assert suggestions(store, round_id, offices.root) == {}
    record(store, may[Act.ANSWER], form, Answer(round_id, offices.root, "l1", *YES, based_on=seq))
    assert [one.stand for one in suggestions(store, round_id, offices.root)["l1"]] == [YES]
