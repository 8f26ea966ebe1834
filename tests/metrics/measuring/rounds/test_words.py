"""A measurement's state and progress in words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from data.measuring.closing import RoundEvent
from data.measuring.rounds import Round
from data.measuring.submissions import Submission
from metrics.measuring.having_answered import standing_of
from metrics.measuring.rounds.progress import Counts, UnitProgress
from metrics.measuring.rounds.words import (
    counts_sentence,
    event_words,
    first_opened,
    missing_sentence,
    standing_words,
    state_sentences,
    state_word,
)
from tests.kit.measured import make_form, question

FORM = make_form([question(f"q{n}") for n in range(4)])
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


def counted(answered=0, begun=0, silent=0, **more):
    """Counts of respondents; each is asked two questions."""
    units = answered + begun + silent
    none = dict.fromkeys(("submitted", "incomplete", "unsubmitted", "imported"), 0)
    return Counts(answered, begun, silent, **{**none, "given": 2 * answered + begun, "expected": 2 * units, **more})


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            counted(45, 5, 10, submitted=38, incomplete=2, unsubmitted=7),
            (
                "45 av 60 har svarat, 5 har påbörjat och 10 har inte börjat. 38 har lämnat in, 2 av dem med obesvarade "
                "frågor, och 7 har svarat på allt utan att lämna in."
            ),
        ),
        (counted(2, 0, 1, submitted=2), "2 av 3 har svarat och 1 har inte börjat. 2 har lämnat in."),
        (counted(3, submitted=3), "3 av 3 har svarat. Alla har lämnat in."),
        (
            counted(2, 0, 1, submitted=3, incomplete=1),
            "2 av 3 har svarat och 1 har inte börjat. Alla har lämnat in, 1 av dem med obesvarade frågor.",
        ),
        # Nobody hands in what was read in from a file, nor need anybody hand in what is answered.
        (counted(40, imported=40), "40 av 40 har svarat (svar inlästa)."),
        (counted(38, 1, 1, imported=39), "38 av 40 har svarat (svar inlästa), 1 har påbörjat och 1 har inte börjat."),
        (counted(40, imported=30), "40 av 40 har svarat (svar inlästa för 30)."),
        (counted(40, unsubmitted=40), "40 av 40 har svarat."),
        (counted(0, 7, 3), "0 av 10 har svarat, 7 har påbörjat och 3 har inte börjat."),
        (counted(), "Ingen organisationsdel svarar i mätningen."),
    ],
)
def test_how_many_have_answered_and_handed_in(counts, sentence):
    assert counts_sentence(counts) == sentence


def test_what_is_missing():
    one = counted(2, 1, submitted=2)
    assert missing_sentence(one) == "1 av 6 frågor saknar svar och räknas som obesvarade."
    assert missing_sentence(counted(3)) == "Alla frågor är besvarade."


def test_how_far_one_has_come():
    def unit(given, **more):
        return UnitProgress("u", "U", "unit", given, 4, standing_of(FORM, given, 4), **more)

    submission = Submission("u", 1, datetime(2026, 10, 1), "p1", "submitted", None, None)
    back = replace(submission, event="returned")
    told = [unit(given) for given in (0, 1, 2, 4)]
    assert [standing_words(one) for one in told] == [
        "inte börjat",
        "påbörjat, 1 av 4",
        "2 av 4",
        "allt besvarat, inte inlämnat",
    ]
    told = [unit(given, submission=submission) for given in (0, 3, 4)]
    assert [standing_words(one) for one in told] == [
        "inlämnat med 4 frågor obesvarade",
        "inlämnat med 1 fråga obesvarad",
        "inlämnat",
    ]
    assert standing_words(unit(4, submission=back)) == "allt besvarat, inte inlämnat"
    assert [standing_words(unit(given, imported=True)) for given in (1, 4)] == ["svar inlästa, 1 av 4", "svar inlästa"]


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
