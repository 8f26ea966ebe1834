"""What a deadline is told of: an incident's facts, and a clock with its verdict and what decided it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from base.formats import day
from metrics.incidents.moments import Moment, Span
from metrics.incidents.rules import DeadlineRule, Report, Start


class ClockVerdict(StrEnum):
    """What may be said of a clock. ``NOT_CONCERNED``: it does not run for this incident."""

    IN_TIME = "in_time"
    LATE = "late"
    UNDECIDED = "undecided"
    OPEN = "open"
    NO_LIMIT = "no_limit"
    NOT_CONCERNED = "not_concerned"


_WORDS = {
    ClockVerdict.IN_TIME: "i tid",
    ClockVerdict.LATE: "för sent",
    ClockVerdict.UNDECIDED: "kan inte avgöras",
    ClockVerdict.NO_LIMIT: "utan dröjsmål, ingen tid att räkna",
    ClockVerdict.NOT_CONCERNED: "gäller inte",
}
FACTS = {
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
class DeadlineClock:
    """One rule held against one incident. ``why``: what decided, in words; ``start`` and ``due`` in Swedish time.

    ``to_judge``: it waits for somebody to say whether the incident is *betydande*.
    """

    rule: DeadlineRule
    verdict: ClockVerdict
    why: str
    as_of: date
    start: str = ""
    due: str = ""
    sent: str = ""
    to_judge: bool = False

    @property
    def words(self) -> str:
        """The verdict on screen."""
        if self.verdict is ClockVerdict.OPEN:
            return f"ej avslutad vid läget {day(self.as_of)}"
        return _WORDS[self.verdict]


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What a clock tells whatever its verdict."""

    rule: DeadlineRule
    facts: IncidentFacts
    start: Moment | None
    sent: Moment | None

    def clock(
        self,
        verdict: ClockVerdict,
        why: str,
        due: Span | str = "",
        start: Moment | None = None,
        latest: Span | None = None,
    ) -> DeadlineClock:
        """The clock as it is told. ``latest``: until when the time may have run, where that decides."""
        since = start or self.start
        exact = _turns_on_seconds(since, due, self.sent)
        begun, until, sent = (_text(moment, exact=exact) for moment in (since, due, self.sent))
        if latest is not None:
            until += f", eller {Span(latest.last, latest.last).text} om timmen inte räknas"
        return DeadlineClock(self.rule, verdict, why, self.facts.as_of, begun, until, sent)

    def unsent(self, verdict: ClockVerdict, why: str, due: Span | str, start: Moment | None = None) -> DeadlineClock:
        """As ``clock`` for what was not reported and is late, unless nobody decided whether it had to be."""
        undecided = self.rule.decision and self.facts.imy_decision is None
        if verdict is ClockVerdict.LATE and undecided and self.rule.decision:
            return self.clock(ClockVerdict.UNDECIDED, f"Uppgift saknas: {FACTS[self.rule.decision]}.", due, start)
        return self.clock(verdict, why, due, start)


def _turns_on_seconds(start: Moment | None, due: Span | str, sent: Moment | None) -> bool:
    """Whether two of the times would look the same by the minute, and are not."""
    if sent is None or not sent.timed:
        return False
    others = [moment for moment in (start, due) if isinstance(moment, Moment | Span)]
    return any(other.text == sent.text and other.exact != sent.exact for other in others)


def _text(moment: Moment | Span | str | None, *, exact: bool) -> str:
    if moment is None or isinstance(moment, str):
        return moment or ""
    return moment.exact if exact else moment.text
