"""Reports within a calendar month, and what goes on past it: lägesrapport and slutrapport. Pure, as ``deadlines``."""

from dataclasses import dataclass
from datetime import date

from base.formats import day
from base.swedish_days import day_of_rest, months_after, next_weekday
from metrics.incidents.clocks import FACTS, ClockFacts, ClockVerdict, DeadlineClock, IncidentFacts
from metrics.incidents.moments import Moment


def in_months(clock_facts: ClockFacts, start: Moment, months: int) -> DeadlineClock:
    """A report due so many calendar months from its start."""
    facts, rule, sent = clock_facts.facts, clock_facts.rule, clock_facts.sent
    limit = _limit(start, months)
    ongoing = _ongoing_at(facts, limit)
    if rule.ongoing == "only":
        return _while_ongoing(clock_facts, limit, ongoing)
    if sent is not None and sent.day <= limit.due:
        return clock_facts.clock(ClockVerdict.IN_TIME, "Senast sista dagen.", limit.words)
    if sent is None and facts.as_of <= limit.due:
        return clock_facts.clock(ClockVerdict.OPEN, "Sista dagen var inte förbi vid läget.", limit.words)
    if rule.ongoing is None or ongoing is False:
        return clock_facts.clock(ClockVerdict.LATE, "Sista dagen var förbi.", limit.words)
    again = facts.moment(rule.again_from) if rule.again_from else None
    if again is None or again.day > facts.as_of:
        if ongoing and sent is None:
            return clock_facts.clock(
                ClockVerdict.OPEN, "Incidenten pågick vid läget: tiden räknas från att den är hanterad."
            )
        return clock_facts.clock(ClockVerdict.UNDECIDED, _unsure(facts), limit.words)
    return _once_more(clock_facts, again, months, ongoing)


def _once_more(clock_facts: ClockFacts, again: Moment, months: int, ongoing: bool | None) -> DeadlineClock:
    """The time run again from when an incident that went on was handled. ``ongoing`` None: it may not have gone on."""
    sent, limit = clock_facts.sent, _limit(again, months)
    if sent is not None:
        verdict = ClockVerdict.IN_TIME if sent.day <= limit.due else ClockVerdict.LATE
    else:
        verdict = ClockVerdict.OPEN if clock_facts.facts.as_of <= limit.due else ClockVerdict.LATE
    if ongoing is None and verdict is not ClockVerdict.LATE:
        return clock_facts.clock(ClockVerdict.UNDECIDED, _BETWEEN, limit.words, again)
    why = "Incidenten pågick en månad efter anmälan: räknat från att den hanterats."
    return clock_facts.clock(verdict, why, limit.words, again)


def _while_ongoing(clock_facts: ClockFacts, limit: "_Limit", ongoing: bool | None) -> DeadlineClock:
    """A report that is due only if the incident still goes on when the time is up."""
    facts, sent, final = clock_facts.facts, clock_facts.sent, clock_facts.facts.final_report_sent
    due, words = limit.due, limit.words
    if sent is not None:
        verdict = ClockVerdict.IN_TIME if sent.day <= due else ClockVerdict.LATE
        if verdict is ClockVerdict.LATE and ongoing is not True:
            return (
                clock_facts.clock(ClockVerdict.UNDECIDED, _unsure(facts), words)
                if ongoing is None
                else _needless(clock_facts, words)
            )
        return clock_facts.clock(verdict, "Senast sista dagen." if sent.day <= due else "Efter sista dagen.", words)
    if ongoing is False or (final is not None and final.day <= due):
        return _needless(clock_facts, words)
    ended = facts.handled is not None or facts.ongoing is False
    if facts.as_of <= due and not (ended and ongoing is None):
        return clock_facts.clock(ClockVerdict.OPEN, "Sista dagen var inte förbi vid läget.", words)
    if ongoing:
        return clock_facts.clock(
            ClockVerdict.LATE, "Incidenten pågick, sista dagen var förbi och ingen rapport är noterad.", words
        )
    return clock_facts.clock(ClockVerdict.UNDECIDED, _unsure(facts), words)


def _needless(told: ClockFacts, words: str) -> DeadlineClock:
    return told.clock(ClockVerdict.NOT_CONCERNED, "Incidenten var hanterad inom månaden.", words)


_BETWEEN = (
    "Incidenten hanterades mellan månadens slut och dagen som det flyttades till. Om den räknas som pågående avgör."
)


def _unsure(facts: IncidentFacts) -> str:
    """Why it can't be said whether the incident went on."""
    if facts.handled is None:
        return f"Uppgift saknas: {FACTS['handled']}."
    if facts.handled.day > facts.as_of:
        return "Incidenten är hanterad efter läget. Något av datumen är fel."
    return _BETWEEN


def _ongoing_at(facts: IncidentFacts, limit: "_Limit") -> bool | None:
    """Whether the incident still went on when the time was up; None where the file does not say.

    The law (1930:173) moves the last day to act. Whether the moved day also decides what goes on is nowhere said, so
    an answer must be the same on both days.
    """
    if facts.handled is not None:
        if facts.handled.day <= limit.numbered:
            return False
        return True if limit.due < facts.handled.day <= facts.as_of else None
    if facts.ongoing is False:
        # Handled by the file's date, no one knows when.
        return False if facts.as_of <= limit.numbered else None
    return True if facts.ongoing and facts.as_of > limit.due else None


@dataclass(frozen=True, slots=True)
class _Limit:
    """When a time in months is up: the ``numbered`` day, the weekday ``due`` that it is moved to, and that in words."""

    numbered: date
    due: date
    words: str


def _limit(start: Moment, months: int) -> _Limit:
    numbered = months_after(start.day, months)
    due = next_weekday(numbered)
    moved = day_of_rest(numbered)
    return _Limit(numbered, due, f"{day(due)} (flyttad från {moved} {day(numbered)})" if moved else day(due))
