"""Arbetsmöte and Minnesanteckningar: proposals by link, the list, the projector, confirmed areas, the notes."""

from datetime import date
from types import SimpleNamespace

import pytest

from base.actors import Act
from data.measuring.answers import WORKSHOP, Answer, AnswerState, current, newest_seqs, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, open_round
from data.workshop.agreements import agreements, confirmations
from data.workshop.proposals import NewProposals, Proposed, proposals, propose
from data.workshop.responsible import functions
from data.workshop.sittings import NewSitting, plan_sitting, running_sitting, sittings, start_sitting
from data.workshop.votes import NewVoting, record_votes, votings
from pages.workshop.style import MOST_WORDS, projector_lines
from questionnaires.library import from_canonical
from tests.kit.sure import sure

pytestmark = pytest.mark.app

YES, NO = (AnswerState.ANSWERED, "ja"), (AnswerState.ANSWERED, "nej")
PAGE = "arbetsmote.py"


@pytest.fixture
def form():
    asked = (("a1", "a", "IT"), ("a2", "a", "IT, HR"), ("b1", "b", "HR"))
    return from_canonical(
        {
            "settings": {"form_id": "koll", "form_title": "Självskattning", "version": 1},
            "areas": [{"name": "a", "label::sv": "Styrning"}, {"name": "b", "label::sv": "Kompetens"}],
            "choices": [
                {
                    "list_name": "steg",
                    "name": "nej",
                    "label::sv": "Nej",
                    "hint::sv": "Finns inte.",
                    "value": 0,
                    "order": 1,
                },
                {"list_name": "steg", "name": "ja", "label::sv": "Ja", "hint::sv": "Finns.", "value": 1, "order": 2},
            ],
            "survey": [
                {
                    "type": "select_one steg",
                    "name": name,
                    "label::sv": f"Finns {name}?",
                    "criteria::sv": "Räknas som ja om det är beslutat.",
                    "area": area,
                    "respondent": "organisation",
                    "audience": audience,
                }
                for name, area, audience in asked
            ],
        }
    )


@pytest.fixture
def said(said):
    """As everywhere, without the escapes of Markdown."""
    return lambda app: said(app).replace("\\", "")


@pytest.fixture
def koll(town, grant, form):
    """Last year's round and this year's: a1 is proposed otherwise than then, a2 may be confirmed, b1 is missing."""
    last = open_round(town.store, grant(Act.PLAN), NewRound(form, "Koll 2025", date(2025, 11, 3), [town.root]))
    record(town.store, grant(Act.ANSWER), form, Answer(last, town.root, "a1", *NO, comment="Bara ett utkast."))
    close_round(town.store, grant(Act.PLAN), last)
    made = open_round(town.store, grant(Act.PLAN), NewRound(form, "Koll 2026", date(2026, 11, 3), [town.root]))
    sent = [
        Proposed("a1", "IT", *YES, comment="Beslut finns.", evidence="KS 2026/12"),
        Proposed("a2", "IT", *NO, comment="Saknas."),
    ]
    propose(town.store, grant(Act.ANSWER), form, NewProposals(made, town.root, sent))
    return SimpleNamespace(store=town.store, root=town.root, round=made)


@pytest.fixture
def sitting(koll, grant):
    people = [("Anna Berg", "IT-chef"), ("Bo Ek", "HR")]
    made = plan_sitting(koll.store, grant(Act.PLAN), NewSitting(koll.round, koll.root, date(2026, 11, 3), 120, people))
    start_sitting(koll.store, grant(Act.PLAN), made)
    return made


@pytest.fixture
def project(visit, koll, sitting):
    def opened(question="a1"):
        return visit(PAGE, round=koll.round, lage="mote", question=question)

    return opened


def press(app, label):
    button = next(button for button in app.button if button.label.startswith(label))
    return button.click().run()


def labels(app):
    return [button.label for button in app.button]


def test_a_measurement_that_is_not_there_is_told(visit, koll, said):
    assert "Mätningen finns inte." in said(visit(PAGE, round="r0"))
    assert "Mätningen finns inte." in said(visit("minnesanteckningar.py", round="r0"))


def test_the_list_holds_what_needs_talk_and_says_how_much(visit, koll, said):
    app = visit(PAGE, round=koll.round)
    assert "**2 frågor att prata om**, 1 kan bekräftas område för område, 0 av 3 beslutade." in said(app)
    assert "1 ändrad, 1 utan förslag" in said(app)
    shown = [expander.label for expander in app.expander]
    assert "Finns a1? — ändrad" in shown
    assert "Finns b1? — utan förslag" in shown
    assert "Finns a2?" not in shown
    app.segmented_control(key="workshop-shown").set_value("bekrafta").run()
    assert "Finns a2?" in [expander.label for expander in app.expander]
    assert "1 funktion har frågor kvar att lämna förslag på." in said(app)


def test_a_sitting_is_planned_and_started_and_the_projector_shows_the_first_question(visit, koll, said):
    app = visit(PAGE, round=koll.round)
    area = next(area for area in app.text_area if area.label.startswith("Deltagare"))
    area.set_value("Anna Berg, IT-chef\n, HR")
    press(app, "Planera sammanträdet")
    assert "Rad 2: namnet saknas" in said(app)
    next(area for area in app.text_area if area.label.startswith("Deltagare")).set_value("Anna Berg, IT-chef\nBo Ek")
    press(app, "Planera sammanträdet")
    assert [one.name for one in sittings(koll.store, koll.round, koll.root)[0].people] == ["Anna Berg", "Bo Ek"]
    press(app, "Starta sammanträdet")
    assert running_sitting(koll.store, koll.round, koll.root) is not None
    assert "Finns a1?" in said(app)
    assert "Fråga 1 av 2 · Styrning · ändrad" in said(app)
    assert "120 min kvar · 2 frågor kvar" in said(app)
    assert app.query_params["question"] == "a1"


def test_hands_are_counted_before_anything_that_could_lead_is_shown(koll, project, said):
    app = project()
    assert not any(text in said(app) for text in ("Koll 2025", "Beslut finns.", "KS 2026/12"))
    assert [expander.label for expander in app.expander] == ["Vad räknas"]
    for label in ("2 · Ja", "2 · Ja", "1 · Nej"):
        press(app, label)
    press(app, "Visa rösterna (3 av 2)")
    assert "3 röster men 2 deltar" in said(app)
    assert votings(koll.store, koll.round, koll.root) == {}
    next(number for number in app.number_input if number.label == "Röster på Ja").set_value(1).run()
    press(app, "Visa rösterna (2 av 2)")
    assert votings(koll.store, koll.round, koll.root)["a1"].votes[YES] == 1
    assert "Delat: Nej och Ja fick 1 röst var av 2." in said(app)
    assert "Koll 2025: **Nej**" in said(app)
    assert "**Ja** – IT" in said(app)
    assert "Välj det svar ni är överens om." in said(app)


def test_the_agreed_answer_is_kept_with_its_reason_and_the_next_question_comes(koll, project, said):
    app = project()
    press(app, "2 · Ja")
    press(app, "Visa rösterna")
    # The proposal's own words are there to be kept.
    reason = next(area for area in app.text_area if area.label == "Varför svarar ni så?")
    assert reason.value == "Beslut finns."
    reason.set_value("")
    press(app, "Vi är överens: Ja")
    assert "Skriv varför ni svarar så." in said(app)
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Beslutat i juni.")
    press(app, "Vi är överens: Ja")
    held = current(koll.store, koll.round, koll.root)["a1"]
    assert (held.alternative, held.comment, held.evidence) == ("ja", "Beslutat i juni.", "KS 2026/12")
    assert held.source == WORKSHOP
    assert app.query_params["question"] == "b1"
    press(app, "Föregående")
    assert "Ni är överens: Ja" in said(app)
    press(app, "Ändra svaret")
    press(app, "1 · Nej")
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Vi läste fel.")
    press(app, "Vi är överens: Nej")
    assert current(koll.store, koll.round, koll.root)["a1"].alternative == "nej"


def test_without_a_vote_the_last_answer_stays_folded_away(koll, project, said):
    app = project("b1")
    press(app, "Ingen omröstning")
    assert [expander.label for expander in app.expander] == ["Vad räknas"]
    press(app, "3 · Vet ej")
    next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Ingen här vet.")
    press(app, "Vi är överens: Vet ej")
    assert current(koll.store, koll.round, koll.root)["b1"].state is AnswerState.UNKNOWN


def test_a_question_is_parked_and_taken_up_and_one_resumes_where_one_was(visit, koll, project, said):
    app = project()
    press(app, "Parkera")
    assert agreements(koll.store, koll.round, koll.root)["a1"].event == "parked"
    assert app.query_params["question"] == "b1"
    press(app, "Till listan")
    assert "1 parkerad" in said(app)
    assert "lage" not in app.query_params
    press(app, "Fortsätt på projektorn")
    assert "Finns b1?" in said(app)
    press(app, "Föregående")
    assert "parkerad" in said(app)
    press(app, "Ta upp igen")
    assert agreements(koll.store, koll.round, koll.root)["a1"].event == "taken_up"
    # Another day, another window.
    press(app, "2 · Ja")
    press(app, "Visa rösterna")
    assert "Finns a1?" in said(visit(PAGE, round=koll.round, lage="mote"))


def test_two_moderators_on_the_same_question_are_told(koll, project, said):
    one, other = project("b1"), project("b1")
    press(one, "1 · Nej")
    press(other, "2 · Ja")
    press(one, "Visa rösterna")
    press(other, "Visa rösterna")
    assert "Någon annan har redan räknat rösterna" in said(other)
    third = project("b1")
    for app in (one, third):
        next(area for area in app.text_area if area.label == "Varför svarar ni så?").set_value("Så är det.")
        press(app, "Vi är överens: Nej")
    assert "Någon annan har svarat på frågan" in said(third)


def test_a_measurement_closed_during_the_meeting_stops_it_and_keeps_what_was_decided(koll, grant, project, said):
    app = project("b1")
    press(app, "1 · Nej")
    close_round(koll.store, grant(Act.PLAN), koll.round)
    press(app, "Visa rösterna")
    assert "Mätningen är avslutad." in said(app)
    assert votings(koll.store, koll.round, koll.root) == {}
    assert not any(label.startswith("Visa rösterna") for label in labels(app))


def test_the_rest_is_confirmed_an_area_at_a_time_with_names(visit, koll, sitting, said):
    app = visit(PAGE, round=koll.round, lage="omraden")
    assert "Styrning" in said(app)
    pills = next(iter(app.pills))
    pills.set_value([]).run()
    press(app, "Bekräfta 1 svar")
    assert "Ange vilka som är med och bekräftar." in said(app)
    people = sure(running_sitting(koll.store, koll.round, koll.root)).people
    next(iter(app.pills)).set_value([people[1].person]).run()
    press(app, "Bekräfta 1 svar")
    (made,) = confirmations(koll.store, koll.round, koll.root)
    assert (made.area, made.names, made.questions) == ("a", ("Bo Ek",), ("a2",))
    assert "Inget är kvar att bekräfta." in said(app)


def test_without_a_sitting_the_projectors_address_leads_to_the_list(visit, koll, said):
    app = visit(PAGE, round=koll.round, lage="mote")
    assert app.title[0].value == "Arbetsmöte"


# Proposals by link


def test_a_function_sends_its_proposals_from_a_link(visit, koll, said):
    app = visit(PAGE, round=koll.round, lage="forslag", funktion="hr")
    assert "HR: 1 fråga" in said(app)
    app.radio[0].set_value(1).run()
    held = proposals(koll.store, koll.round, koll.root)["b1"][0]
    assert (held.function, held.stand, held.certain) == ("HR", YES, True)
    app.segmented_control[0].set_value(False).run()
    next(area for area in app.text_area if area.label == "Motivering").set_value("Kurs finns.").run()
    next(text for text in app.text_input if text.label == "Underlag").set_value("HR 2026/3").run()
    held = proposals(koll.store, koll.round, koll.root)["b1"][0]
    assert (held.certain, held.comment, held.evidence) == (False, "Kurs finns.", "HR 2026/3")
    assert "Sparat" in said(app)


def test_a_proposal_that_needs_its_reason_and_one_sent_meanwhile_are_told(visit, koll, form, grant, said):
    app = visit(PAGE, round=koll.round, lage="forslag", funktion="HR")
    app.radio[0].set_value(3).run()
    assert "Skriv varför" in said(app)
    assert "b1" not in proposals(koll.store, koll.round, koll.root)
    other = visit(PAGE, round=koll.round, lage="forslag", funktion="HR")
    other.radio[0].set_value(0).run()
    next(area for area in app.text_area if area.label.startswith("Varför gäller")).set_value("Vi har ingen.").run()
    assert "Någon annan har lämnat förslag för samma funktion" in said(app)
    assert "Vi har ingen." in said(app)
    assert proposals(koll.store, koll.round, koll.root)["b1"][0].stand == NO
    app.radio[0].set_value(1).run()
    assert proposals(koll.store, koll.round, koll.root)["b1"][0].stand == YES


def test_an_unknown_function_is_told(visit, koll, said):
    assert "har inga frågor att lämna förslag på" in said(
        visit(PAGE, round=koll.round, lage="forslag", funktion="Vaktmästeri")
    )


def test_the_coordinator_sets_another_function(visit, koll, form, said):
    app = visit(PAGE, round=koll.round)
    app.selectbox(key="andra-funktion").set_value("question:b1").run()
    next(text for text in app.text_input if text.label.startswith("Funktioner")).set_value("Ekonomi, HR")
    press(app, "Spara")
    assert functions(koll.store, form, koll.round, koll.root)["b1"] == ("Ekonomi", "HR")


# The notes


def test_the_notes_tell_what_was_decided(visit, koll, form, grant, sitting, project, said):
    record_votes(koll.store, grant(Act.ANSWER), form, NewVoting(sitting, "a1", {YES: 2}))
    app = project()
    press(app, "Vi är överens: Ja")
    press(visit(PAGE, round=koll.round, lage="omraden"), "Bekräfta 1 svar")
    notes = said(visit("minnesanteckningar.py", round=koll.round))
    assert "Anna Berg (IT-chef), Bo Ek (HR)" in notes
    assert "Röster: Alla 2 röstade Ja." in notes
    assert "Förra svaret: Nej" in notes
    assert "Motivering: Beslut finns." in notes
    assert "av Anna Berg och Bo Ek" in notes
    assert "- Kompetens: Finns b1?" in notes
    seen = newest_seqs(koll.store, koll.round, koll.root)["a1"]
    record(koll.store, grant(Act.ANSWER), form, Answer(koll.round, koll.root, "a1", *NO, based_on=seen))
    assert "Finns a1? – svaret har ändrats efter mötet" in said(visit("minnesanteckningar.py", round=koll.round))


def test_before_the_first_sitting_the_notes_say_so(visit, koll, said):
    assert "Inget sammanträde har hållits än." in said(visit("minnesanteckningar.py", round=koll.round))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ja?", 1),
        ("Hur tar ni reda på om utbildningen räcker, och vad gör ni åt det?", 2),
        ("i å " * 15, 3),
        ("Styr kommunstyrelsen informationssäkerheten mot mål, och ändrar den kurs när de inte nås?", 2),
        ("x" * 80, 1),
    ],
)
def test_no_line_on_the_projector_has_more_than_twelve_words(text, lines):
    found = projector_lines(text)
    assert len(found) == lines
    assert " ".join(found).split() == text.split()
    assert all(len(line.split()) <= MOST_WORDS for line in found)
