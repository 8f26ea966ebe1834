"""Incidents per tertial: by kind in one panel, told in time in another (never two axes in one)."""

from collections.abc import Sequence

from base.formats import NO_VALUE, number, plural
from charts.explained import Explained
from charts.incidents.stack import Part, Periods, Words, in_time_stack, kind_parts, kinds_stack
from metrics.incidents.cases import KIND_LABELS
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import AUTHORITY, Tertial
from metrics.incidents.sentences import in_time_title, of_counts

_VERDICTS = (
    (ClockVerdict.IN_TIME, "I tid"),
    (ClockVerdict.LATE, "För sent"),
    (ClockVerdict.UNDECIDED, "Kan inte avgöras"),
    (ClockVerdict.OPEN, "Ej avslutad vid läget"),
)
_KINDS_HOW = (
    "Ett tertial är fyra månader: T1 januari–april, T2 maj–augusti, T3 september–december.",
    (
        "En incident räknas till dagen då den upptäcktes, annars då den inträffade. Samma ärendenummer räknas en "
        "gång i varje källa, och en incident av flera slag står för sig i stapeln."
    ),
    "Det sista tertialet är sällan slut när filen tas ut.",
)
_TIME_HOW = (
    (
        "I tid är en personuppgiftsincident som anmäldes inom 72 timmar från kännedom (dataskyddsförordningen "
        "artikel 33). En dag utan klockslag ger utfall bara om båda ändarna av dagen ger samma, och en "
        "anmälan i den påbörjade timmen efter 72 timmar kan inte avgöras."
    ),
    (
        "För sent är också den som ska anmälas men inte var det, om tiden säkert hade gått ut vid filens läge. "
        "Gick den ut senare är den ej avslutad: en gammal fil startar ingen nedräkning."
    ),
    (
        "Saknas beslut om anmälan går det inte att avgöra om en oanmäld incident är försenad. De som enligt "
        "beslut inte behövde anmälas finns bara i tabellen."
    ),
)


def tertial_kinds_chart(tertials: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Stacked columns by kind; one of several kinds is counted once. None without dated incidents."""
    if not tertials:
        return None
    counts = [tertial.count for tertial in tertials]
    newest = plural(counts[-1].n, "incident", "incidenter") if counts[-1].n else "Inga incidenter"
    title = f"{newest} i senaste tertialet, {tertials[-1].covered.words}"
    parts = kind_parts(
        [[count.by_kind.get(kind, 0) for kind in KIND_LABELS] for count in counts],
        [count.several for count in counts],
        [count.unknown_kind for count in counts],
    )
    periods = _periods(tertials, of, source, marks)
    totals = [count.n for count in counts]
    return Explained(kinds_stack(periods, title, "Incidenter per tertial efter slag", parts, totals), _KINDS_HOW)


def tertial_in_time_chart(tertials: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Personal-data incidents by how the time for telling IMY ended; None where no time ran."""
    ended = {verdict: _ended(tertials, verdict) for verdict in ClockVerdict}
    if not any(any(ended[verdict]) for verdict, _ in _VERDICTS):
        return None
    in_time = ended[ClockVerdict.IN_TIME]
    judged = [tertial.count.judged(AUTHORITY) for tertial in tertials]
    words = Words(
        in_time_title(of_counts(tertial.count for tertial in tertials), _when(tertials)),
        "Anmälan till IMY inom 72 timmar från kännedom, per tertial",
        "I tid av dem som går att bedöma,",
    )
    shares = [
        f"{number(timely)} av {number(of_all)}" if of_all else NO_VALUE
        for timely, of_all in zip(in_time, judged, strict=True)
    ]
    parts = [Part(name, ended[verdict], faint=verdict is ClockVerdict.UNDECIDED) for verdict, name in _VERDICTS]
    periods = _periods(tertials, of, source, marks)
    chart = in_time_stack(periods, words, parts, shares, ended[ClockVerdict.NOT_CONCERNED])
    return Explained(chart, _TIME_HOW)


def _periods(tertials: Sequence[Tertial], of: str, source: str, marks: str) -> Periods:
    return Periods("Tertial", tuple(tertial.covered.short for tertial in tertials), of, source, marks)


def _ended(tertials: Sequence[Tertial], verdict: ClockVerdict) -> list[int]:
    """How many clocks of telling IMY ended so, in each tertial."""
    return [tertial.count.of(AUTHORITY, verdict) for tertial in tertials]


def _when(tertials: Sequence[Tertial]) -> str:
    """``2025 T1–2026 T3 till och med 2 november``; one tertial is said once."""
    first, last = tertials[0].label, tertials[-1].covered.words
    return last if len(tertials) == 1 else f"{first}–{last}"
