"""Mina frågor and Utskick when a unit has ended while the measurement that asks it is open."""

from datetime import date, timedelta

import pytest

from base.actors import Act
from base.clock import SystemClock, swedish_date
from data.measuring.closing import close_round
from data.measuring.submissions import submissions
from data.organisation.assignments import answering
from data.organisation.reorganisation.carrying_out import reorganise
from files.workbook import read_bytes
from tests.kit.answering import choose, stored

pytestmark = pytest.mark.app


@pytest.fixture
def merged(town, people, grant):
    """Both schools have become one, from a day that has passed; after the day that the measurement is about, or long
    before it, so that the ledger now says that they did not exist then."""

    def carried_out(since):
        text = f"Gammal enhet;Ny enhet;Från datum\nNorra skolan;Ekskolan;{since}\nSödra skolan;Ekskolan;{since}\n"
        reorganise(town.store, grant(Act.ORGANISE), read_bytes(text.encode(), "omorg.csv"))
        assert answering(town.store, town.north, swedish_date(SystemClock().now())).managers == ()

    return carried_out


@pytest.mark.parametrize("since", ["yesterday", "2025-06-01"])
def test_she_keeps_her_questions_answers_and_hands_in(visit, town, people, merged, said, since):
    yesterday = swedish_date(SystemClock().now()) - timedelta(days=1)
    merged(yesterday if since == "yesterday" else date.fromisoformat(since))
    app = visit("mina_fragor.py", person=people.karin)
    assert "**Karin Ek** · Mätning 2026 · Liten mätning" in said(app)
    assert app.button_group(key="choose_unit").options == ["Norra skolan", "Södra skolan"]
    choose(app, town, "alternativ:hog")
    assert (stored(town, town.north).alternative, stored(town, town.north).person) == ("hog", people.karin)
    app = visit("mina_fragor.py", person=people.karin, area="klart")
    app.button(key="hand-in-alla").click().run()
    assert not app.exception
    assert {unit: found.person for unit, found in submissions(town.store, town.now).items()} == {
        town.north: people.karin,
        town.south: people.karin,
    }


def test_her_reminder_comes_until_the_measurement_is_closed(visit, town, people, merged, said, grant):
    merged(swedish_date(SystemClock().now()) - timedelta(days=1))
    app = visit("matning.py", round=town.now, flik="Utskick")
    app.segmented_control(key="mail_kind").set_value("Påminnelse").run()
    assert "**1 mottagare.**" in said(app)
    assert any("Hej Karin Ek!" in block.value for block in app.code)
    close_round(town.store, grant(Act.PLAN), town.now)
    app = visit("mina_fragor.py", round=town.now)
    assert "Karin Ek" not in app.selectbox(key="choose_who").options
