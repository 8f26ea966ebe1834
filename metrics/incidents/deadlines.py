"""Whether an incident's reports came in time, by the rules in ``rules/deadlines.yaml``. Pure: facts in, clocks out.

A verdict is given only where it is the same for every moment the facts allow (``moments``). What was not reported is
too late only if its time had certainly run out on the date of the file; what ran out later is *ej avslutad*: an old
file starts no countdown. No fact is guessed: what is missing is told.
"""

from dataclasses import replace
from functools import lru_cache

from base.formats import day
from metrics.incidents.clocks import FACTS, ClockFacts, ClockVerdict, DeadlineClock, IncidentFacts
from metrics.incidents.deadline_hours import in_hours
from metrics.incidents.deadline_months import in_months
from metrics.incidents.moments import Moment, day_span
from metrics.incidents.rules import DeadlineRule, IncidentRules, incident_rules


# A page counts the same incidents several times, and their facts seldom change.
@lru_cache(maxsize=16384)
def clocks(facts: IncidentFacts) -> tuple[DeadlineClock, ...]:
    """Every rule held against an incident, in the file's order."""
    return tuple(clock_of(rule, facts) for rule in incident_rules().rules)


def clock_of(rule: DeadlineRule, facts: IncidentFacts, rules: IncidentRules | None = None) -> DeadlineClock:
    """One rule held against an incident."""
    all_rules = rules or incident_rules()
    start = facts.moment(rule.start)
    sent = facts.moment(rule.report) if rule.report else None
    clock_facts = ClockFacts(rule, facts, start, sent)
    law = all_rules.law(rule)
    first = facts.known or facts.surely_known_by
    if facts.as_of < law.in_force:
        return clock_facts.clock(
            ClockVerdict.NOT_CONCERNED, f"Läget är före den {day(law.in_force)}, då lagen började gälla."
        )
    if first is not None and first.day < law.in_force:
        return clock_facts.clock(
            ClockVerdict.NOT_CONCERNED, f"Kännedom före den {day(law.in_force)}, då lagen började gälla."
        )
    outside = _outside(rule, facts, sent)
    if outside is not None and outside[0] is ClockVerdict.NOT_CONCERNED:
        return clock_facts.clock(*outside)
    # What was done later says when it was known at the latest, never that the law applied by then.
    if facts.known is None and facts.happened is not None and facts.happened < law.in_force:
        why = f"Uppgift saknas: kännedom, som kan ligga före den {day(law.in_force)}, då lagen började gälla."
        return clock_facts.clock(ClockVerdict.UNDECIDED, why)
    if not rule.report or not (rule.hours or rule.months):
        return clock_facts.clock(ClockVerdict.NO_LIMIT, "Lagen anger ingen tid i timmar eller månader.")
    clock = _running(clock_facts, start, all_rules)
    if clock.verdict is ClockVerdict.NOT_CONCERNED:
        return clock
    if outside is not None:
        # Until what is waited for is known, the time is told but nothing is said of it.
        return replace(clock, verdict=outside[0], why=outside[1], to_judge=rule.applies == "significant")
    if sent is None and rule.report in facts.absent:
        return replace(clock, verdict=ClockVerdict.UNDECIDED, why=f"Filen har ingen kolumn för {FACTS[rule.report]}.")
    return clock


def _running(clock_facts: ClockFacts, start: Moment | None, rules: IncidentRules) -> DeadlineClock:
    rule, facts, sent = clock_facts.rule, clock_facts.facts, clock_facts.sent
    if start is None:
        return _without_start(rule, facts, clock_facts, rules)
    file = day_span(facts.as_of)
    if file.surely_before(start.span):
        what = FACTS[rule.start]
        why = f"{what[0].upper()}{what[1:]} är daterad efter läget. Något av datumen är fel."
        return clock_facts.clock(ClockVerdict.UNDECIDED, why)
    if sent is not None and file.surely_before(sent.span):
        return clock_facts.clock(ClockVerdict.UNDECIDED, "Rapporten är daterad efter läget. Något av datumen är fel.")
    if sent is not None and sent.span.surely_before(start.span):
        return clock_facts.clock(
            ClockVerdict.UNDECIDED, f"Rapporten är daterad före {FACTS[rule.start]}. Något av datumen är fel."
        )
    return in_hours(clock_facts, start, rule.hours) if rule.hours else in_months(clock_facts, start, rule.months or 0)


def _outside(rule: DeadlineRule, facts: IncidentFacts, sent: Moment | None) -> tuple[ClockVerdict, str] | None:
    """Why a clock does not run, or can't be told to; None when it runs."""
    if rule.applies == "personal_data":
        if facts.personal_data is None:
            return ClockVerdict.UNDECIDED, "Slaget av incident är okänt."
        if not facts.personal_data:
            return ClockVerdict.NOT_CONCERNED, "Ingen personuppgiftsincident."
    elif facts.significant is False:
        return ClockVerdict.NOT_CONCERNED, "Bedömd som inte betydande."
    elif facts.significant is None and sent is None:
        return ClockVerdict.UNDECIDED, "Ingen har bedömt om incidenten är betydande."
    if rule.decision and sent is None and facts.imy_decision is False:
        return ClockVerdict.NOT_CONCERNED, "Beslutat att inte anmäla: en risk är osannolik."
    return None


def _without_start(
    rule: DeadlineRule, facts: IncidentFacts, clock_facts: ClockFacts, rules: IncidentRules
) -> DeadlineClock:
    if rule.start == "notification_sent":
        before = next((each for each in rules.rules if each.report == "notification_sent"), None)
        if before is not None and clock_of(before, facts, rules).verdict is ClockVerdict.OPEN:
            return clock_facts.clock(
                ClockVerdict.OPEN, "Månaden räknas från incidentanmälan, som inte var lämnad vid läget."
            )
    return clock_facts.clock(ClockVerdict.UNDECIDED, f"Uppgift saknas: {FACTS[rule.start]}.")
