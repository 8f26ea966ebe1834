"""A measurement's state and progress in words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from data.measuring.closing import RoundEvent
from data.measuring.rounds import Round
from metrics.measuring.rounds.progress import Counts, UnitProgress
from metrics.measuring.rounds.words import (
    counts_sentence,
    event_words,
    first_opened,
    missing_sentence,
    stage_words,
    state_sentences,
    state_word,
)

TODAY = date(2026, 10, 7)
PLANNED = Round("r1", "prov", 1, 1, "Mätning 2026", date(2026, 10, 15), "planned", None, None)
OPENED = replace(PLANNED, state="opened", last_day=date(2026, 10, 9))
# Closed an hour before midnight UTC: in Sweden it is the next day.
CLOSED = replace(PLANNED, state="closed", closed_seq=9, closed_at=datetime(2026, 10, 20, 23, 0))
APPROVED = replace(CLOSED, approved_seq=10, approver="Direktören", approved_on=date(2026, 11, 2), case_number="KS 1")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (PLANNED, "Planerad, inte öppnad än. Ingen sista dag att svara är satt. Läget per 2026-10-15."),
        (
            replace(PLANNED, first_day=date(2026, 10, 1), last_day=date(2026, 10, 9)),
            "Planerad, inte öppnad än. Svar tas emot från 2026-10-01 till och med 2026-10-09. Läget per 2026-10-15.",
        ),
        (
            OPENED,
            "Öppen för svar sedan 2026-10-01. Sista dag att svara är 2026-10-09, om 2 dagar. Läget per 2026-10-15.",
        ),
        (
            replace(OPENED, last_day=date(2026, 10, 6)),
            (
                "Öppen för svar sedan 2026-10-01. Sista dag att svara var 2026-10-06; det går att svara tills "
                "mätningen avslutas. Läget per 2026-10-15."
            ),
        ),
        (CLOSED, "Avslutad 2026-10-21. Inte fastställd än. Läget per 2026-10-15."),
        (
            replace(APPROVED, reopenings=1),
            (
                "Avslutad 2026-10-21. Fastställd 2026-11-02 av Direktören, diarienummer KS 1. Läget per 2026-10-15. "
                "Öppnad igen 1 gång."
            ),
        ),
    ],
)
def test_state_and_dates(found, expected):
    assert state_sentences(found, TODAY, date(2026, 10, 1)) == expected


def test_the_last_day_is_today_or_tomorrow():
    assert "2026-10-07, i dag." in state_sentences(replace(OPENED, last_day=TODAY), TODAY)
    assert "2026-10-08, i morgon." in state_sentences(replace(OPENED, last_day=date(2026, 10, 8)), TODAY)


def test_words_of_states():
    assert [state_word(found) for found in (PLANNED, OPENED, CLOSED, APPROVED)] == [
        "Planerad",
        "Öppen för svar",
        "Avslutad",
        "Fastställd",
    ]


def test_counts_before_percentages():
    thin = "\u2009"
    assert counts_sentence(Counts(60, 10, 7, 5, 38, 400, 480)) == (
        f"38 av 60 (63{thin}%) har lämnat in. 5 har svarat på allt men inte lämnat in, 7 är halvvägs, "
        "10 har inte börjat."
    )
    assert counts_sentence(Counts(3, 1, 0, 0, 2, 4, 6)) == "2 av 3 har lämnat in. 1 har inte börjat."
    assert counts_sentence(Counts(3, 0, 0, 0, 3, 6, 6)) == "3 av 3 har lämnat in. Alla är klara."
    assert counts_sentence(Counts(0, 0, 0, 0, 0, 0, 0)) == "Ingen organisationsdel svarar i mätningen."


def test_what_is_missing():
    assert missing_sentence(Counts(3, 0, 1, 0, 2, 5, 6)) == "1 av 6 frågor saknar svar och räknas som obesvarade."
    assert missing_sentence(Counts(3, 0, 0, 0, 3, 6, 6)) == "Alla frågor är besvarade."


def test_stages():
    told = [UnitProgress("u", "U", "unit", given, 3) for given in (0, 1, 3)]
    assert [stage_words(unit) for unit in told] == ["inte börjat", "1 av 3", "allt besvarat, inte inlämnat"]


def test_what_happened():
    when = datetime(2026, 9, 30, 22, 30)

    def event(kind, **more):
        said = {"reason": None, "approver": None, "decided_on": None, "case_number": None, **more}
        return RoundEvent(1, kind, when, "p1", **said)

    told = [
        event("opened"),
        event("reminded", reason="12"),
        event("reopened", reason="Två saknas"),
        event("approved", approver="Direktören", decided_on=date(2026, 11, 2), case_number="KS 1"),
    ]
    assert [event_words(found) for found in told] == [
        "Öppnad",
        "Påminnelse skickad till 12 mottagare",
        "Öppnad igen: Två saknas",
        "Fastställd av Direktören 2026-11-02, diarienummer KS 1",
    ]
    assert first_opened(told) == date(2026, 10, 1)
    assert first_opened([]) is None
