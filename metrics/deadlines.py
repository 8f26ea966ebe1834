"""Whether an incident's reports came in time, by the rules in ``rules/deadlines.yaml``. Pure: facts in, clocks out.

A verdict is given only where it is the same for every moment the facts allow (``moments``). What was not reported is
too late only if its time had certainly run out on the date of the file; what ran out later is *ej avslutad*: an old
file starts no countdown. No fact is guessed: what is missing is told.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from base.formats import day
from base.swedish_days import day_of_rest, months_after, next_weekday
from metrics.incident_rules import IncidentRules, Report, Rule, Start, incident_rules
from metrics.moments import Moment, Span, day_span


class Verdict(StrEnum):
    """What may be said of a clock. ``NOT_CONCERNED``: it does not run for this incident."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDECIDED = "undecided"
    OPEN = "open"
    NO_LIMIT = "no_limit"
    NOT_CONCERNED = "not_concerned"


_WORDS = {
    Verdict.IN_TIME: "i tid",
    Verdict.LATE: "för sent",
    Verdict.UNDECIDED: "kan inte avgöras",
    Verdict.NO_LIMIT: "utan dröjsmål, ingen tid att räkna",
    Verdict.NOT_CONCERNED: "gäller inte",
}
_FACTS = {
    "known": "kännedom",
    "handled": "när incidenten var hanterad",
    "early_warning_sent": "upplysning",
    "notification_sent": "incidentanmälan",
    "situation_report_sent": "lägesrapport",
    "final_report_sent": "slutrapport",
    "reported": "anmälan till IMY",
    "imy_decision": "beslut om anmälan till IMY",
}


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What a file says of one incident on the date ``as_of`` of the file; None where it says nothing.

    ``significant``: the decision of a person, or of the file. ``imy_decision``: whether IMY is to be told.
    ``ongoing``: by the status. ``happened``: the day it was detected, else occurred. ``absent``: facts that the file
    has no column for.
    """

    as_of: date
    personal_data: bool | None = None
    significant: bool | None = None
    known: Moment | None = None
    early_warning_sent: Moment | None = None
    notification_sent: Moment | None = None
    situation_report_sent: Moment | None = None
    final_report_sent: Moment | None = None
    reported: Moment | None = None
    handled: Moment | None = None
    imy_decision: bool | None = None
    ongoing: bool | None = None
    happened: date | None = None
    absent: frozenset[str] = frozenset()

    def moment(self, name: Start | Report) -> Moment | None:
        """The moment of that name."""
        found: Moment | None = getattr(self, name)
        return found

    @property
    def surely_known_by(self) -> Moment | None:
        """The first moment at which something was done about it: it was known then, if not when it became so."""
        done = (
            self.early_warning_sent,
            self.notification_sent,
            self.situation_report_sent,
            self.final_report_sent,
            self.reported,
            self.handled,
        )
        return min((moment for moment in done if moment is not None), key=lambda moment: moment.local, default=None)


@dataclass(frozen=True, slots=True)
class Clock:
    """One rule held against one incident. ``why``: what decided, in words; ``start`` and ``due`` in Swedish time.

    ``to_judge``: it waits for somebody to say whether the incident is *betydande*.
    """

    rule: Rule
    verdict: Verdict
    why: str
    as_of: date
    start: str = ""
    due: str = ""
    sent: str = ""
    to_judge: bool = False

    @property
    def words(self) -> str:
        """The verdict on screen."""
        if self.verdict is Verdict.OPEN:
            return f"ej avslutad vid läget {day(self.as_of)}"
        return _WORDS[self.verdict]


# A page counts the same incidents several times, and their facts seldom change.
@lru_cache(maxsize=16384)
def clocks(facts: IncidentFacts) -> tuple[Clock, ...]:
    """Every rule held against an incident, in the file's order."""
    return tuple(clock_of(rule, facts) for rule in incident_rules().rules)


def clock_of(rule: Rule, facts: IncidentFacts, rules: IncidentRules | None = None) -> Clock:
    """One rule held against an incident."""
    known = rules or incident_rules()
    start = facts.moment(rule.start)
    sent = facts.moment(rule.report) if rule.report else None
    told = _Told(rule, facts, start, sent)
    law = known.law(rule)
    first = facts.known or facts.surely_known_by
    if facts.as_of < law.in_force:
        return told.clock(Verdict.NOT_CONCERNED, f"Läget är före den {day(law.in_force)}, då lagen började gälla.")
    if first is not None and first.day < law.in_force:
        return told.clock(Verdict.NOT_CONCERNED, f"Kännedom före den {day(law.in_force)}, då lagen började gälla.")
    outside = _outside(rule, facts, sent)
    if outside is not None and outside[0] is Verdict.NOT_CONCERNED:
        return told.clock(*outside)
    if first is None and facts.happened is not None and facts.happened < law.in_force:
        why = f"Uppgift saknas: kännedom, som kan ligga före den {day(law.in_force)}, då lagen började gälla."
        return told.clock(Verdict.UNDECIDED, why)
    if not rule.report or not (rule.hours or rule.months):
        return told.clock(Verdict.NO_LIMIT, "Lagen anger ingen tid i timmar eller månader.")
    found = _running(told, start, known)
    if found.verdict is Verdict.NOT_CONCERNED:
        return found
    if outside is not None:
        # Until what is waited for is known, the time is told but nothing is said of it.
        return replace(found, verdict=outside[0], why=outside[1], to_judge=rule.applies == "significant")
    if sent is None and rule.report in facts.absent:
        return replace(found, verdict=Verdict.UNDECIDED, why=f"Filen har ingen kolumn för {_FACTS[rule.report]}.")
    return found


def _running(told: "_Told", start: Moment | None, rules: IncidentRules) -> Clock:
    rule, facts, sent = told.rule, told.facts, told.sent
    if start is None:
        return _without_start(rule, facts, told, rules)
    if sent is not None and day_span(facts.as_of).surely_before(sent.span):
        return told.clock(Verdict.UNDECIDED, "Rapporten är daterad efter läget. Något av datumen är fel.")
    if sent is not None and sent.span.surely_before(start.span):
        return told.clock(
            Verdict.UNDECIDED, f"Rapporten är daterad före {_FACTS[rule.start]}. Något av datumen är fel."
        )
    return _in_hours(told, start, rule.hours) if rule.hours else _in_months(told, start, rule.months or 0)


def _outside(rule: Rule, facts: IncidentFacts, sent: Moment | None) -> tuple[Verdict, str] | None:
    """Why a clock does not run, or can't be told to; None when it runs."""
    if rule.applies == "personal_data":
        if facts.personal_data is None:
            return Verdict.UNDECIDED, "Slaget av incident är okänt."
        if not facts.personal_data:
            return Verdict.NOT_CONCERNED, "Ingen personuppgiftsincident."
    elif facts.significant is False:
        return Verdict.NOT_CONCERNED, "Bedömd som inte betydande."
    elif facts.significant is None and sent is None:
        return Verdict.UNDECIDED, "Ingen har bedömt om incidenten är betydande."
    if rule.decision and sent is None and facts.imy_decision is False:
        return Verdict.NOT_CONCERNED, "Beslutat att inte anmäla: en risk är osannolik."
    return None


def _without_start(rule: Rule, facts: IncidentFacts, told: "_Told", rules: IncidentRules) -> Clock:
    if rule.start == "notification_sent":
        before = next((one for one in rules.rules if one.report == "notification_sent"), None)
        if before is not None and clock_of(before, facts, rules).verdict is Verdict.OPEN:
            return told.clock(Verdict.OPEN, "Månaden räknas från incidentanmälan, som inte var lämnad vid läget.")
    return told.clock(Verdict.UNDECIDED, f"Uppgift saknas: {_FACTS[rule.start]}.")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a clock tells whatever its verdict."""

    rule: Rule
    facts: IncidentFacts
    start: Moment | None
    sent: Moment | None

    def clock(self, verdict: Verdict, why: str, due: str = "", start: Moment | None = None) -> Clock:
        since = start or self.start
        return Clock(
            self.rule,
            verdict,
            why,
            self.facts.as_of,
            since.text if since else "",
            due,
            self.sent.text if self.sent else "",
        )

    def unsent(self, verdict: Verdict, why: str, due: str, start: Moment | None = None) -> Clock:
        """As ``clock`` for what was not reported and is late, unless nobody decided whether it had to be."""
        undecided = self.rule.decision and self.facts.imy_decision is None
        if verdict is Verdict.LATE and undecided and self.rule.decision:
            return self.clock(Verdict.UNDECIDED, f"Uppgift saknas: {_FACTS[self.rule.decision]}.", due, start)
        return self.clock(verdict, why, due, start)


def _in_hours(told: _Told, start: Moment, hours: int) -> Clock:
    limit = timedelta(hours=hours)
    due = start.span.after(limit)
    if told.sent is not None:
        verdict = within(start.span, told.sent.span, limit)
        why = {
            Verdict.IN_TIME: f"Inom {hours} timmar, hur klockslagen än räknas.",
            Verdict.LATE: f"Mer än {hours} timmar, hur klockslagen än räknas.",
            Verdict.UNDECIDED: "Ett klockslag som saknas, eller timmen som kommer två gånger, avgör.",
        }[verdict]
        return told.clock(verdict, why, due.text)
    file = day_span(told.facts.as_of)
    if due.first >= file.last:
        return told.unsent(Verdict.OPEN, "Tiden gick ut efter läget.", due.text)
    if due.surely_before(file):
        return told.unsent(Verdict.LATE, "Tiden hade gått ut vid läget, och ingen rapport är noterad.", due.text)
    return told.unsent(Verdict.UNDECIDED, "Tiden kan ha gått ut samma dag som läget.", due.text)


def within(start: Span, sent: Span, limit: timedelta) -> Verdict:
    """Whether something was sent within a time from its start, whichever moments are meant.

    ``UNDECIDED`` also where it was certainly sent before the start: one of the two is wrong.
    """
    if sent.surely_before(start):
        return Verdict.UNDECIDED
    if sent.last - start.first <= limit:
        return Verdict.IN_TIME
    least = sent.first - start.last
    if least > limit or (least == limit and start.open_end):
        return Verdict.LATE
    return Verdict.UNDECIDED


def _in_months(told: _Told, start: Moment, months: int) -> Clock:
    facts, rule, sent = told.facts, told.rule, told.sent
    due, words = _last_day(start, months)
    ongoing = _ongoing_at(facts, due)
    if rule.ongoing == "only":
        return _while_ongoing(told, due, words, ongoing)
    if sent is not None and sent.day <= due:
        return told.clock(Verdict.IN_TIME, "Senast sista dagen.", words)
    if sent is None and facts.as_of <= due:
        return told.clock(Verdict.OPEN, "Sista dagen var inte förbi vid läget.", words)
    if rule.ongoing is None or ongoing is False:
        return told.clock(Verdict.LATE, "Sista dagen var förbi.", words)
    again = facts.moment(rule.again_from) if rule.again_from else None
    if again is None:
        if ongoing and sent is None:
            return told.clock(Verdict.OPEN, "Incidenten pågick vid läget: tiden räknas från att den är hanterad.")
        return told.clock(Verdict.UNDECIDED, f"Uppgift saknas: {_FACTS['handled']}.", words)
    due, words = _last_day(again, months)
    if sent is not None:
        verdict = Verdict.IN_TIME if sent.day <= due else Verdict.LATE
    else:
        verdict = Verdict.OPEN if facts.as_of <= due else Verdict.LATE
    return told.clock(verdict, "Incidenten pågick en månad efter anmälan: räknat från att den hanterats.", words, again)


def _while_ongoing(told: _Told, due: date, words: str, ongoing: bool | None) -> Clock:
    """A report that is due only if the incident still goes on at the end of ``due``."""
    facts, sent, final = told.facts, told.sent, told.facts.final_report_sent
    if sent is not None:
        verdict = Verdict.IN_TIME if sent.day <= due else Verdict.LATE
        if verdict is Verdict.LATE and ongoing is not True:
            why = "Uppgift saknas: om incidenten pågick sista dagen."
            return told.clock(Verdict.UNDECIDED, why, words) if ongoing is None else _needless(told, words)
        return told.clock(verdict, "Senast sista dagen." if sent.day <= due else "Efter sista dagen.", words)
    if ongoing is False or (final is not None and final.day <= due):
        return _needless(told, words)
    if facts.as_of <= due:
        return told.clock(Verdict.OPEN, "Sista dagen var inte förbi vid läget.", words)
    if ongoing:
        return told.clock(Verdict.LATE, "Incidenten pågick, sista dagen var förbi och ingen rapport är noterad.", words)
    return told.clock(Verdict.UNDECIDED, f"Uppgift saknas: {_FACTS['handled']}.", words)


def _needless(told: _Told, words: str) -> Clock:
    return told.clock(Verdict.NOT_CONCERNED, "Incidenten var hanterad inom månaden.", words)


def _ongoing_at(facts: IncidentFacts, due: date) -> bool | None:
    """Whether the incident still went on at the end of a day; None where the file does not say."""
    if facts.handled is not None:
        return facts.handled.day > due
    return True if facts.ongoing and facts.as_of > due else None


def _last_day(start: Moment, months: int) -> tuple[date, str]:
    """The last day of a limit in months, and in words if it was moved."""
    numbered = months_after(start.day, months)
    due = next_weekday(numbered)
    moved = day_of_rest(numbered)
    return due, f"{day(due)} (flyttad från {moved} {day(numbered)})" if moved else day(due)
