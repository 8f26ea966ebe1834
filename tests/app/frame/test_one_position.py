"""A page is of one moment, whoever writes while it is drawn."""

import io
import zipfile
from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

import pages.results.drawings
import pages.results.page
from base.actors import Act
from data.ledger.preferences import set_preference
from data.measuring.rounds import find_round
from pages.measuring.audit import audit_download
from reports.audit_tables import audit_tables

pytestmark = pytest.mark.app


def counts(app):
    """The column *Besvarade* of the table of all questions."""
    table = next(found.value for found in app.table if "Besvarade" in found.value)
    return list(table["Besvarade"])


def test_two_figures_of_a_page_agree_when_somebody_answers_between_them(visit, town, monkeypatch):
    draw = pages.results.drawings.result_figures
    waiting: list[str] = []

    def answered_meanwhile(*args):
        while waiting:
            thread = Thread(target=town.answer, args=(waiting.pop(),))
            thread.start()
            thread.join()
        draw(*args)

    monkeypatch.setattr(pages.results.page, "result_figures", answered_meanwhile)
    app = visit("resultat.py", round=town.now)
    waiting.append("q1")
    app.session_state["fragor"] = True
    assert counts(app.run()) == ["0 av 2"] * 3
    assert not waiting
    assert counts(app.run()) == ["1 av 2", "0 av 2", "0 av 2"]


def part():
    """A page with a part that tells the position, before and after somebody else writes."""
    from threading import Thread

    import streamlit as st

    from base.actors import Act
    from data.ledger.preferences import set_preference
    from pages.frame.fragments import fragment
    from pages.frame.guard import permission
    from pages.frame.session import current_store

    def own():
        set_preference(current_store(), permission(Act.CONFIGURE), "example", "true")

    def position():
        store = current_store()
        before, other = store.position(), Thread(target=st.session_state["by_another"])
        other.start()
        other.join()
        st.button("Skriv", on_click=own)
        st.text(f"{before} {store.position()}")

    fragment(position)()


def test_a_part_drawn_by_itself_has_a_position_of_its_own(town, grant):
    app = AppTest.from_function(part)
    written = [town.store.position()]

    def by_another():
        set_preference(town.store, grant(Act.CONFIGURE), "municipality", "Åmåla")
        written.append(town.store.position())

    app.session_state["by_another"] = by_another
    assert app.run().text[0].value == f"{written[0]} {written[0]}"
    app.button[0].click().run()
    assert app.text[0].value == f"{written[1] + 1} {written[1] + 1}", "what it wrote itself is seen at once"


def test_a_file_that_is_made_when_it_is_asked_for_is_of_one_moment(town, monkeypatch):
    def answered_meanwhile(reader):
        sheets = audit_tables(reader)
        thread = Thread(target=town.answer, args=("q1",))
        thread.start()
        thread.join()
        return sheets

    handed_out = []
    monkeypatch.setattr("streamlit.download_button", lambda _label, content, *_, **__: handed_out.append(content))
    monkeypatch.setattr("reports.audit_package.audit_tables", answered_meanwhile)
    audit_download(town.store, find_round(town.store, town.now))
    (make,) = handed_out
    for answers in (0, 1):
        with zipfile.ZipFile(io.BytesIO(make())) as package:
            assert len(package.read("rader/answer.jsonl").splitlines()) == answers
        monkeypatch.setattr("reports.audit_package.audit_tables", audit_tables)
