"""The deadlines of incidents: a table computed by hand, with the calendar beside it.

2026: 28 February is a Saturday, 29 March the change to summer time, 3–6 April Easter, 19 June midsommarafton,
25 October the change to winter time, 24 December a Thursday.
"""

from datetime import date, datetime
from typing import Any

import pytest

from metrics.incidents.clocks import IncidentFacts
from metrics.incidents.deadlines import clock_of, clocks
from metrics.incidents.moments import Moment
from metrics.incidents.rules import incident_rules

LATER = "2029-01-01"
MOMENTS = {"known", "handled", "reported"}
MOMENTS |= {f"{name}_sent" for name in ("early_warning", "notification", "situation_report", "final_report")}


def facts(**told: object) -> IncidentFacts:
    """Moments as ``2026-02-02`` (a date alone) or ``2026-02-02 08:00``; a significant personal-data incident."""
    made: dict[str, Any] = {"significant": True, "personal_data": True, "as_of": LATER} | told
    for name in MOMENTS & set(made):
        text = str(made[name])
        made[name] = Moment(datetime.fromisoformat(text), len(text) > 10)
    made["as_of"] = date.fromisoformat(str(made["as_of"]))
    return IncidentFacts(**made)


KNOWN = "2026-02-02 08:00"  # a Monday; 24 h end on Tuesday 08:00
TOLD = "2026-02-10 12:00"  # incidentanmälan; the month ends on Tuesday 10 March

NO_COLUMN = frozenset({"situation_report_sent"})

HOURS = [
    # Reported: 24 hours to the minute.
    ({"known": KNOWN, "early_warning_sent": "2026-02-03 08:00"}, "in_time"),
    ({"known": KNOWN, "early_warning_sent": "2026-02-03 08:01"}, "late"),
    ({"known": KNOWN, "early_warning_sent": "2026-02-02 08:00"}, "in_time"),
    # A weekend moves nothing that is counted in hours.
    ({"known": "2026-02-06 16:00", "early_warning_sent": "2026-02-07 16:00"}, "in_time"),
    ({"known": "2026-02-06 16:00", "early_warning_sent": "2026-02-09 08:00"}, "late"),
    # The night to 29 March lacks an hour: 25 on the clock are 24.
    ({"known": "2026-03-28 12:00", "early_warning_sent": "2026-03-29 13:00"}, "in_time"),
    ({"known": "2026-03-28 12:00", "early_warning_sent": "2026-03-29 13:01"}, "late"),
    # The night to 25 October has one more: 23 on the clock are 24.
    ({"known": "2026-10-24 12:00", "early_warning_sent": "2026-10-25 11:00"}, "in_time"),
    ({"known": "2026-10-24 12:00", "early_warning_sent": "2026-10-25 11:01"}, "late"),
    # 02:30 comes twice that night.
    ({"known": "2026-10-24 02:30", "early_warning_sent": "2026-10-25 02:30"}, "undecided"),
    ({"known": "2026-10-24 03:30", "early_warning_sent": "2026-10-25 02:30"}, "in_time"),
    ({"known": "2026-10-24 02:29", "early_warning_sent": "2026-10-25 02:30"}, "late"),
    # Dates alone: the verdict must be the same at both ends of the day.
    ({"known": "2026-02-02", "early_warning_sent": "2026-02-02"}, "in_time"),
    ({"known": "2026-02-02", "early_warning_sent": "2026-02-03"}, "undecided"),
    ({"known": "2026-02-02", "early_warning_sent": "2026-02-04"}, "late"),
    ({"known": KNOWN, "early_warning_sent": "2026-02-03"}, "undecided"),
    ({"known": KNOWN, "early_warning_sent": "2026-02-04"}, "late"),
    # Not reported: the file's date decides, never today's.
    ({"known": KNOWN, "as_of": "2026-02-02"}, "open"),
    ({"known": KNOWN, "as_of": "2026-02-03"}, "undecided"),
    ({"known": KNOWN, "as_of": "2026-02-04"}, "late"),
    ({"known": "2026-02-02", "as_of": "2026-02-02"}, "open"),  # ends on the 3rd at the earliest
    ({"known": "2026-02-02", "as_of": "2026-02-03"}, "undecided"),
    ({"known": "2026-02-02", "as_of": "2026-02-04"}, "late"),  # ended before the 4th, whenever it was known
    # What is missing is told, not guessed.
    ({}, "undecided"),
    ({"early_warning_sent": "2026-02-03 08:00"}, "undecided"),
    ({"known": KNOWN, "absent": frozenset({"early_warning_sent"})}, "undecided"),
    ({"known": KNOWN, "significant": None}, "undecided"),
    ({"known": KNOWN, "significant": None, "early_warning_sent": "2026-02-03 08:00"}, "in_time"),
    ({"known": KNOWN, "significant": False}, "not_concerned"),
    # Two dates that contradict each other, or the file.
    ({"known": KNOWN, "early_warning_sent": "2026-02-02 07:59"}, "undecided"),
    ({"known": KNOWN, "early_warning_sent": "2026-02-03 07:00", "as_of": "2026-02-02"}, "undecided"),
    # Known before the law of 15 January 2026.
    ({"known": "2026-01-14 23:59", "early_warning_sent": "2026-01-20"}, "not_concerned"),
    ({"known": "2026-01-14"}, "not_concerned"),
    ({"known": "2026-01-15 00:00", "early_warning_sent": "2026-01-16 00:00"}, "in_time"),
    ({"as_of": "2026-01-14"}, "not_concerned"),
    # Not told when it was known: what was done about it before the law was certainly known before the law.
    ({"handled": "2025-12-20"}, "not_concerned"),
    ({"reported": "2025-12-20", "significant": None}, "not_concerned"),
    ({"handled": "2026-01-20"}, "undecided"),
    ({"happened": date(2025, 12, 1), "significant": None}, "undecided"),
    # The knowledge itself dated after the file: nothing runs from it.
    ({"known": "2027-01-01", "as_of": "2026-06-01"}, "undecided"),
    ({"known": "2026-06-01", "as_of": "2026-06-01"}, "open"),
    ({"happened": date(2025, 12, 1), "significant": False}, "not_concerned"),
]


@pytest.mark.parametrize(("told", "verdict"), HOURS)
def test_twenty_four_hours(told, verdict):
    assert clock_of(incident_rules().rule("early_warning"), facts(**told)).verdict == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        # Known on Thursday before Easter: 72 hours end on Easter day, and are not moved.
        ({"known": "2026-04-02 15:00", "notification_sent": "2026-04-05 15:00"}, "in_time"),
        ({"known": "2026-04-02 15:00", "notification_sent": "2026-04-05 15:01"}, "late"),
        ({"known": "2026-04-02 15:00", "notification_sent": "2026-04-07 09:00"}, "late"),
        ({"known": "2026-02-02", "notification_sent": "2026-02-04"}, "in_time"),
        ({"known": "2026-02-02", "notification_sent": "2026-02-05"}, "undecided"),
        ({"known": "2026-02-02", "notification_sent": "2026-02-06"}, "late"),
    ],
)
def test_seventy_two_hours(told, verdict):
    assert clock_of(incident_rules().rule("notification"), facts(**told)).verdict == verdict


MONTHS = [
    ({"notification_sent": TOLD, "final_report_sent": "2026-03-10 23:59"}, "in_time", "2026-03-10"),
    ({"notification_sent": TOLD, "final_report_sent": "2026-03-11", "handled": "2026-03-01"}, "late", "2026-03-10"),
    ({"notification_sent": TOLD, "final_report_sent": "2026-03-11", "handled": "2026-03-10"}, "late", "2026-03-10"),
    # Still going on: a month from when it was handled.
    ({"notification_sent": TOLD, "final_report_sent": "2026-04-15", "handled": "2026-03-15"}, "in_time", "2026-04-15"),
    ({"notification_sent": TOLD, "final_report_sent": "2026-04-16", "handled": "2026-03-15"}, "late", "2026-04-15"),
    ({"notification_sent": TOLD, "final_report_sent": "2026-06-01", "handled": "2026-04-30"}, "in_time", "2026-06-01"),
    ({"notification_sent": TOLD, "final_report_sent": "2026-03-11"}, "undecided", "2026-03-10"),
    # A missing day is the month's last, here a Saturday.
    ({"notification_sent": "2026-01-31", "final_report_sent": "2026-03-02"}, "in_time", "2026-03-02"),
    (
        {"notification_sent": "2026-01-31", "final_report_sent": "2026-03-03", "handled": "2026-02-01"},
        "late",
        "2026-03-02",
    ),
    # A leap day.
    ({"notification_sent": "2028-01-31", "final_report_sent": "2028-02-29"}, "in_time", "2028-02-29"),
    (
        {"notification_sent": "2028-01-31", "final_report_sent": "2028-03-01", "handled": "2028-02-01"},
        "late",
        "2028-02-29",
    ),
    # Midsommarafton, and julafton before a weekend.
    ({"notification_sent": "2026-05-19", "final_report_sent": "2026-06-22"}, "in_time", "2026-06-22"),
    (
        {"notification_sent": "2026-05-19", "final_report_sent": "2026-06-23", "handled": "2026-06-01"},
        "late",
        "2026-06-22",
    ),
    ({"notification_sent": "2026-11-24", "final_report_sent": "2026-12-28"}, "in_time", "2026-12-28"),
    (
        {"notification_sent": "2026-11-24", "final_report_sent": "2026-12-29", "handled": "2026-12-01"},
        "late",
        "2026-12-28",
    ),
    # Not reported.
    ({"notification_sent": TOLD, "as_of": "2026-03-10"}, "open", "2026-03-10"),
    ({"notification_sent": TOLD, "as_of": "2026-03-11"}, "undecided", "2026-03-10"),
    ({"notification_sent": TOLD, "as_of": "2026-03-11", "ongoing": False}, "undecided", "2026-03-10"),
    ({"notification_sent": TOLD, "as_of": "2026-03-11", "ongoing": True}, "open", ""),
    ({"notification_sent": TOLD, "as_of": "2026-03-11", "handled": "2026-03-01"}, "late", "2026-03-10"),
    ({"notification_sent": TOLD, "as_of": "2026-04-15", "handled": "2026-03-15"}, "open", "2026-04-15"),
    ({"notification_sent": TOLD, "as_of": "2026-04-16", "handled": "2026-03-15"}, "late", "2026-04-15"),
    # Wednesday 5 August, a month later Saturday 5 September, moved to Monday the 7th. Handled on the 6th it went on at
    # the numbered day and not at the moved one: a month from the 6th (Tuesday 6 October), or late after the 7th.
    (
        {"notification_sent": "2026-08-05", "final_report_sent": "2026-09-30", "handled": "2026-09-06"},
        "undecided",
        "2026-10-06",
    ),
    (
        {"notification_sent": "2026-08-05", "final_report_sent": "2026-10-07", "handled": "2026-09-06"},
        "late",
        "2026-10-06",
    ),
    (
        {"notification_sent": "2026-08-05", "final_report_sent": "2026-09-30", "handled": "2026-09-05"},
        "late",
        "2026-09-07",
    ),
    (
        {"notification_sent": "2026-08-05", "final_report_sent": "2026-09-30", "handled": "2026-09-08"},
        "in_time",
        "2026-10-08",
    ),
    (
        {"notification_sent": "2026-08-05", "final_report_sent": "2026-09-07", "handled": "2026-09-06"},
        "in_time",
        "2026-09-07",
    ),
    # Handled after the file: one of the dates is wrong.
    (
        {"notification_sent": TOLD, "final_report_sent": "2026-04-15", "handled": "2027-03-15", "as_of": "2026-06-01"},
        "undecided",
        "2026-03-10",
    ),
    # Happened before the law, knowledge not noted: what was done after it does not say that the law applied.
    (
        {
            "happened": date(2025, 12, 20),
            "notification_sent": "2026-01-16",
            "handled": "2026-01-17",
            "as_of": "2026-06-01",
        },
        "undecided",
        "",
    ),
    # The month can't be counted without the incidentanmälan.
    ({"known": KNOWN, "as_of": "2026-02-03"}, "open", ""),
    ({"known": KNOWN, "as_of": "2026-06-01"}, "undecided", ""),
    (
        {"known": "2026-01-10", "notification_sent": "2026-01-20", "final_report_sent": "2026-05-01"},
        "not_concerned",
        "",
    ),
]


@pytest.mark.parametrize(("told", "verdict", "due"), MONTHS)
def test_a_month_from_the_notification(told, verdict, due):
    clock = clock_of(incident_rules().rule("final_report"), facts(**told))
    assert (clock.verdict, clock.due.split(" ")[0]) == (verdict, due)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"notification_sent": TOLD, "handled": "2026-03-15", "situation_report_sent": "2026-03-10"}, "in_time"),
        ({"notification_sent": TOLD, "handled": "2026-03-15", "situation_report_sent": "2026-03-11"}, "late"),
        ({"notification_sent": TOLD, "situation_report_sent": "2026-03-11"}, "undecided"),
        ({"notification_sent": TOLD, "handled": "2026-03-15"}, "late"),
        ({"notification_sent": TOLD, "ongoing": True, "as_of": "2026-03-11"}, "late"),
        ({"notification_sent": TOLD, "ongoing": True, "as_of": "2026-03-10"}, "open"),
        ({"notification_sent": TOLD, "as_of": "2026-03-11"}, "undecided"),
        ({"notification_sent": TOLD, "handled": "2026-03-10"}, "not_concerned"),
        ({"notification_sent": TOLD, "final_report_sent": "2026-03-01"}, "not_concerned"),
        # 5 September 2026 is a Saturday, moved to the 7th: handled between them nobody can say that it went on.
        ({"notification_sent": "2026-08-05", "handled": "2026-09-05"}, "not_concerned"),
        ({"notification_sent": "2026-08-05", "handled": "2026-09-06"}, "undecided"),
        ({"notification_sent": "2026-08-05", "handled": "2026-09-08"}, "late"),
        ({"notification_sent": "2026-08-05", "handled": "2026-09-06", "as_of": "2026-09-07"}, "undecided"),
        # Closed before the month was up, whenever that was; closed later the day decides.
        ({"notification_sent": TOLD, "ongoing": False, "as_of": "2026-03-10"}, "not_concerned"),
        ({"notification_sent": TOLD, "ongoing": False, "as_of": "2026-03-11"}, "undecided"),
        ({"notification_sent": "2026-08-05", "ongoing": False, "as_of": "2026-09-06"}, "undecided"),
        # Without a column for it: only what is certain all the same.
        ({"notification_sent": TOLD, "handled": "2026-03-10", "absent": NO_COLUMN}, "not_concerned"),
        ({"notification_sent": TOLD, "handled": "2026-03-15", "absent": NO_COLUMN}, "undecided"),
    ],
)
def test_a_situation_report_only_while_it_goes_on(told, verdict):
    assert clock_of(incident_rules().rule("situation_report"), facts(**told)).verdict == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"known": KNOWN, "reported": "2026-02-05 08:00"}, "in_time"),
        # The started hour may not count (regulation 1182/71): late is certain only once it has passed too.
        ({"known": KNOWN, "reported": "2026-02-05 08:00:05"}, "undecided"),
        ({"known": KNOWN, "reported": "2026-02-05 08:59:59"}, "undecided"),
        ({"known": KNOWN, "reported": "2026-02-05 09:00", "imy_decision": False}, "late"),
        ({"known": "2026-02-02 08:59:59", "reported": "2026-02-05 08:59:59"}, "in_time"),
        ({"known": "2026-02-02 08:59:59", "reported": "2026-02-05 09:00"}, "late"),
        # A day alone: its last hour ends with it, and the third day after is over 72 hours from there.
        ({"known": "2026-02-02", "reported": "2026-02-05"}, "undecided"),
        ({"known": "2026-02-02", "reported": "2026-02-06"}, "late"),
        # The first of the two hours 02 begins at 00 UTC, the second ends at 02 UTC: from 03:00 winter time it is over.
        ({"known": "2026-10-25 02:30", "reported": "2026-10-28 02:59"}, "undecided"),
        ({"known": "2026-10-25 02:30", "reported": "2026-10-28 03:00"}, "late"),
        # Not reported: 23:30 is in the day's last hour, 72 hours from its end the next day begins.
        ({"known": "2026-02-02 23:30", "imy_decision": True, "as_of": "2026-02-05"}, "undecided"),
        ({"known": "2026-02-02 23:30", "imy_decision": True, "as_of": "2026-02-06"}, "late"),
        ({"known": KNOWN, "imy_decision": False}, "not_concerned"),
        ({"known": KNOWN, "imy_decision": True}, "late"),
        ({"known": KNOWN}, "undecided"),  # a risk may have been unlikely
        ({"known": KNOWN, "as_of": "2026-02-04"}, "open"),
        ({"known": KNOWN, "as_of": "2026-02-05", "imy_decision": True}, "undecided"),
        ({"known": KNOWN, "personal_data": None}, "undecided"),
        ({"known": KNOWN, "personal_data": False}, "not_concerned"),
        # Not betydande, and before cybersäkerhetslagen: the GDPR's clock runs all the same.
        ({"known": "2025-02-03 08:00", "reported": "2025-02-06 08:00", "significant": False}, "in_time"),
        ({"known": "2018-05-24", "reported": "2018-06-24"}, "not_concerned"),
    ],
)
def test_the_supervisory_authority(told, verdict):
    assert clock_of(incident_rules().rule("authority"), facts(**told)).verdict == verdict


def clock(rule: str, known: str, sent: str):
    told = {"authority": "reported", "notification": "notification_sent"}[rule]
    return clock_of(incident_rules().rule(rule), facts(known=known, **{told: sent}))


@pytest.mark.parametrize(
    ("known", "sent", "shown", "why"),
    [
        (
            "2026-02-02 08:00",
            "2026-02-05 08:00:05",
            ("2026-02-02 08:00", "2026-02-05 08:00", "2026-02-05 08:00:05"),
            "Rapporterad 72 h 0 min 5 s efter kännedom, mer än 72 timmar.",
        ),
        (
            "2026-02-02 08:00:50",
            "2026-02-05 08:00:20",
            ("2026-02-02 08:00:50", "2026-02-05 08:00:50", "2026-02-05 08:00:20"),
            "Rapporterad 71 h 59 min 30 s efter kännedom, inom 72 timmar.",
        ),
        # The minutes tell enough.
        (
            "2026-02-02 08:00:50",
            "2026-02-05 08:01:20",
            ("2026-02-02 08:00", "2026-02-05 08:00", "2026-02-05 08:01"),
            "Rapporterad 72 h 0 min 30 s efter kännedom, mer än 72 timmar.",
        ),
        (
            "2026-02-02",
            "2026-02-06",
            ("2026-02-02", "mellan 2026-02-05 00:00 och 2026-02-06 00:00", "2026-02-06"),
            "Mer än 72 timmar, hur klockslagen än räknas.",
        ),
        # Sent before it was known, by seconds.
        (
            "2026-02-02 08:00:50",
            "2026-02-02 08:00:10",
            ("2026-02-02 08:00:50", "", "2026-02-02 08:00:10"),
            "Rapporten är daterad före kännedom. Något av datumen är fel.",
        ),
    ],
)
def test_the_times_shown_are_those_that_decided(known, sent, shown, why):
    told = clock("notification", known, sent)
    assert ((told.start, told.due, told.sent), told.why) == (shown, why)


def test_the_started_hour_is_told_where_it_decides():
    told = clock("authority", "2026-02-02 08:20", "2026-02-05 08:40")
    assert (told.words, told.start, told.sent) == ("kan inte avgöras", "2026-02-02 08:20", "2026-02-05 08:40")
    assert told.due == "2026-02-05 08:20, eller 2026-02-05 09:00 om timmen inte räknas"
    assert told.why == (
        "Rapporterad 72 h 20 min efter kännedom, mer än 72 timmar. Den påbörjade timmen avgör: enligt förordning "
        "1182/71 räknas kanske inte den timme då ni fick kännedom."
    )
    late = clock("authority", "2026-02-02 08:20", "2026-02-05 09:10")
    assert (late.words, late.due) == ("för sent", "2026-02-05 08:20")
    # Swedish law counts from the moment.
    assert clock("notification", "2026-02-02 08:20", "2026-02-05 08:40").words == "för sent"


def test_a_clock_tells_from_when_to_when_and_why():
    found = {clock.rule.name: clock for clock in clocks(facts(known="2026-02-02", as_of="2026-02-03"))}
    assert found["early_warning"].due == "mellan 2026-02-03 00:00 och 2026-02-04 00:00"
    assert found["early_warning"].start == "2026-02-02"
    assert found["notification"].words == "ej avslutad vid läget 2026-02-03"
    assert found["data_subjects"].verdict == "no_limit"
    waiting = clock_of(incident_rules().rule("early_warning"), facts(known=KNOWN, significant=None))
    assert (waiting.to_judge, found["early_warning"].to_judge) == (True, False)
    assert waiting.due == "2026-02-03 08:00"
    # An incident from before the law is nothing to judge by it, even if nobody noted when it was known.
    early = clock_of(incident_rules().rule("early_warning"), facts(happened=date(2025, 12, 1), significant=None))
    assert (early.verdict, early.to_judge) == ("undecided", False)
    moved = clock_of(incident_rules().rule("final_report"), facts(notification_sent="2026-05-19"))
    assert moved.due == "2026-06-22 (flyttad från midsommarafton 2026-06-19)"
