"""Mina frågor: handing in, changes after it, and what is handed back."""

import pytest

from base.actors import Act
from data.measuring.closing import close_round
from data.measuring.submissions import hand_back, submissions, submit
from data.organisation.assignments import MANAGER, withdraw_assignment
from tests.kit.answering import SINCE, choose, key, labels, stored

pytestmark = pytest.mark.app


def test_handing_in_shows_what_is_left_and_hands_in_all_her_units(visit, town, people, said):
    town.answer("q1")
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    assert [header.value for header in app.header] == ["5 frågor är kvar"]
    assert "**Norra skolan**: 2 frågor kvar" in said(app)
    assert "Det som saknar svar räknas som obesvarat." in said(app)
    app.button(key="hand-in-alla").click().run()
    found = submissions(town.store, town.now)
    assert {unit: (one.person, one.holds) for unit, one in found.items()} == {
        town.north: (people.karin, True),
        town.south: (people.karin, True),
    }
    assert [header.value for header in app.header] == ["Inlämnat. Tack!"]
    assert "**Vad händer nu?**" in said(app)
    assert "Lämna in för båda enheterna" not in labels(app)


def test_one_unit_can_be_handed_in_by_itself(visit, town, people):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    app.button(key=f"hand-in-{town.south}").click().run()
    assert set(submissions(town.store, town.now)) == {town.south}
    assert "Lämna in för Norra skolan" in labels(app)


def test_what_is_left_leads_to_its_area_in_its_unit(visit, town, people):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    app.button(key=f"left-{town.south}-tva").click().run()
    assert (app.query_params["unit"], app.query_params["area"]) == (town.south, "tva")
    assert [header.value for header in app.header] == ["Andra området"]


def test_a_deputy_prepares_and_is_told_who_hands_in(visit, town, people, said):
    app = visit("mina_fragor.py", person=people.dana, area="klart")
    assert "Du förbereder svaren för Norra skolan som ersättare. Den som lämnar in är Karin Ek." in said(app)
    assert not [button for button in app.button if str(button.key).startswith("hand-in")]


def test_a_change_after_handing_in_needs_a_reason(visit, town, people, said, grant):
    town.answer("q1", "lag")
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    app = visit("mina_fragor.py", person=people.karin)
    assert "Svaren för Norra skolan är inlämnade. Ändrar du ett svar skriver du varför." in said(app)
    choose(app, town, "alternativ:hog")
    assert "Skriv varför svaret ändras – inte sparat än. Ditt tidigare svar ”Lågt” står kvar." in said(app)
    assert app.progress[0].text.endswith("ett svar är inte sparat")
    assert stored(town, town.north).alternative == "lag"
    app.text_input(key=key(town, "q1", "skal")).input("Jag läste fel.").run()
    assert (stored(town, town.north).alternative, stored(town, town.north).reason) == ("hog", "Jag läste fel.")
    # The next change is another, and needs its own.
    choose(app, town, "alternativ:lag")
    assert stored(town, town.north).alternative == "hog"
    assert app.text_input(key=key(town, "q1", "skal")).value == ""


def test_a_reason_never_goes_to_another_persons_answer(visit, town, people, said, grant):
    town.answer("q1", "lag")
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    waiting = visit("mina_fragor.py", person=people.karin)
    choose(waiting, town, "alternativ:hog")
    late = visit("mina_fragor.py", person=people.karin)
    other = visit("mina_fragor.py", person=people.karin)
    choose(other, town, "alternativ:hog")
    other.text_input(key=key(town, "q1", "skal")).input("Rutinen kom.").run()
    newest = stored(town, town.north)
    assert (newest.alternative, newest.reason) == ("hog", "Rutinen kom.")
    # A page opened before: its choice is refused at once, and its card shows what stands.
    choose(late, town, "vet_ej")
    assert "Någon annan har svarat på frågan" in said(late)
    assert late.radio(key=key(town, "q1", "val")).value == "alternativ:hog"
    # A choice that waited for its reason meanwhile waits no longer.
    waiting.run()
    assert "Någon annan har svarat på frågan" in said(waiting)
    assert "Skriv varför svaret ändras" not in said(waiting)
    assert stored(town, town.north) == newest


def test_taking_an_answer_back_after_handing_in_needs_a_reason_too(visit, town, people, said, grant):
    town.answer("q1", "lag")
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    app = visit("mina_fragor.py", person=people.karin)
    app.button(key=key(town, "q1", "ta_bort")).click().run()
    assert stored(town, town.north).alternative == "lag"
    app.text_input(key=key(town, "q1", "skal")).input("Frågan gällde en annan enhet.").run()
    assert stored(town, town.north) is None
    assert app.radio(key=key(town, "q1", "val")).value is None


def test_what_is_handed_back_says_why(visit, town, people, said, grant):
    submit(town.store, grant(Act.SUBMIT), town.now, [town.north], people.karin)
    hand_back(town.store, grant(Act.PLAN), town.now, town.north, "Underlaget saknas.")
    app = visit("mina_fragor.py", person=people.karin)
    assert "Svaren för Norra skolan är tillbaka hos dig. ”Underlaget saknas.”" in said(app)
    choose(app, town, "alternativ:hog")
    assert stored(town, town.north).alternative == "hog"


def test_a_round_closed_before_she_hands_in_is_told(visit, town, people, said, grant):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    close_round(town.store, grant(Act.PLAN), town.now)
    app.button(key="hand-in-alla").click().run()
    assert submissions(town.store, town.now) == {}
    assert "Mätningen är inte öppen. Inget sparades." in said(app)
    assert "Mätningen är avslutad" in said(app)


def test_handing_in_for_somebody_who_no_longer_answers_is_told(visit, town, people, said, grant):
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    withdraw_assignment(town.store, grant(Act.ORGANISE), people.north)
    people.assign(people.nils, town.north, MANAGER, SINCE)
    app.button(key="hand-in-alla").click().run()
    assert "Bara den som ansvarar för enheten kan lämna in." in said(app)
    assert submissions(town.store, town.now) == {}
