"""Reports within a number of hours. Pure, as ``deadlines``.

A limit of EU law may not count the hour in which its event falls (regulation 1182/71 article 3.1): no lawyer has read
how that meets 72 hours. So of what was sent after the hours from the event, and before those from the end of its hour,
it can't be said that it was late (``DeadlineRule.started_hour``).
"""

from datetime import timedelta

from base.formats import first_capital
from metrics.incidents.clocks import FACTS, ClockFacts, ClockVerdict, DeadlineClock
from metrics.incidents.moments import Moment, Span, day_span

_HOUR = timedelta(hours=1)
_STARTED_HOUR = (
    "Den påbörjade timmen avgör: enligt förordning 1182/71 räknas kanske inte den timme då ni fick kännedom."
)


def in_hours(clock_facts: ClockFacts, start: Moment, hours: int) -> DeadlineClock:
    """A report due so many hours from its start."""
    limit = timedelta(hours=hours)
    due = start.span.after(limit)
    if clock_facts.sent is not None:
        return _sent(clock_facts, start, clock_facts.sent, limit)
    file = day_span(clock_facts.facts.as_of)
    if due.first >= file.last:
        return clock_facts.unsent(ClockVerdict.OPEN, "Tiden gick ut efter läget.", due)
    if _counted_from(clock_facts, start).after(limit).surely_before(file):
        return clock_facts.unsent(ClockVerdict.LATE, "Tiden hade gått ut vid läget, och ingen rapport är noterad.", due)
    return clock_facts.unsent(ClockVerdict.UNDECIDED, "Tiden kan ha gått ut samma dag som läget.", due)


def within(start: Span, sent: Span, limit: timedelta) -> ClockVerdict:
    """Whether something was sent within a time from its start, whichever moments are meant.

    ``UNDECIDED`` also where it was certainly sent before the start: one of the two is wrong.
    """
    if sent.surely_before(start):
        return ClockVerdict.UNDECIDED
    if sent.last - start.first <= limit:
        return ClockVerdict.IN_TIME
    least = sent.first - start.last
    if least > limit or (least == limit and start.open_end):
        return ClockVerdict.LATE
    return ClockVerdict.UNDECIDED


def _sent(clock_facts: ClockFacts, start: Moment, sent: Moment, limit: timedelta) -> DeadlineClock:
    due, latest = start.span.after(limit), _counted_from(clock_facts, start)
    verdict = within(latest, sent.span, limit)
    by_start = within(start.span, sent.span, limit)
    if by_start is ClockVerdict.UNDECIDED:
        why = "Ett klockslag som saknas, eller timmen som kommer två gånger, avgör."
        return clock_facts.clock(verdict, why, due)
    how_long = f"{'mer än' if by_start is ClockVerdict.LATE else 'inom'} {limit // _HOUR} timmar"
    elapsed = _elapsed(start.span, sent.span)
    after = f"Rapporterad {elapsed} efter {FACTS[clock_facts.rule.start]}, {how_long}."
    why = after if elapsed else f"{first_capital(how_long)}, hur klockslagen än räknas."
    if verdict is by_start:
        return clock_facts.clock(verdict, why, due)
    return clock_facts.clock(verdict, f"{why} {_STARTED_HOUR}", due, latest=latest.after(limit))


def _counted_from(clock_facts: ClockFacts, start: Moment) -> Span:
    """When the hours begin: at the start, or not later than with the end of its hour."""
    return start.span.to_end_of_hour if clock_facts.rule.started_hour else start.span


def _elapsed(start: Span, sent: Span) -> str:
    """``72 h 0 min 5 s``; empty where one of the two is no certain moment."""
    if start.first != start.last or sent.first != sent.last:
        return ""
    minutes, seconds = divmod(round((sent.first - start.first).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" + (f" {seconds} s" if seconds else "")
