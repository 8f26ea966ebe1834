"""Incidents per tertial: by kind in one panel, told in time in another (never two axes in one)."""

from collections.abc import Sequence

from base.formats import number, plural
from charts.explained import Explained
from charts.incidents.stack import Part, Words, kind_parts, stack
from metrics.incidents.cases import KIND_LABELS
from metrics.incidents.clocks import ClockVerdict
from metrics.incidents.counts import AUTHORITY, IncidentCount, Tertial

_VERDICTS = (
    (ClockVerdict.IN_TIME, "I tid"),
    (ClockVerdict.LATE, "För sent"),
    (ClockVerdict.UNDECIDED, "Kan inte avgöras"),
    (ClockVerdict.OPEN, "Ej avslutad vid läget"),
)


def tertial_kinds_chart(tertials: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Stacked columns by kind; one of several kinds is counted once. None without dated incidents."""
    if not tertials:
        return None
    names = tuple(third.label for third in tertials)
    counts = [third.count for third in tertials]
    newest = plural(counts[-1].n, "incident", "incidenter") if counts[-1].n else "Inga incidenter"
    title = f"{newest} i senaste tertialet ({names[-1]})"
    read_out = ", ".join(f"{name}: {number(count.n)}" for name, count in zip(names, counts, strict=True))
    words = Words(
        title=title,
        subtitle=f"Incidenter per tertial efter slag · {of}",
        alt=f"{title}. Antal per tertial: {read_out}.",
        source=source,
        marks=marks,
        period="Tertial",
    )
    parts = kind_parts(
        [[count.by_kind.get(kind, 0) for kind in KIND_LABELS] for count in counts],
        [count.several for count in counts],
        [count.unknown_kind for count in counts],
    )
    chart = stack(words, names, parts, after=[("Alla", [count.n for count in counts])])
    how = (
        "Ett tertial är fyra månader: T1 januari–april, T2 maj–augusti, T3 september–december.",
        (
            "En incident räknas till dagen då den upptäcktes, annars då den inträffade. Samma ärendenummer räknas en "
            "gång i varje källa, och en incident av flera slag står för sig i stapeln."
        ),
        "Det sista tertialet är sällan slut när filen tas ut.",
    )
    return Explained(chart, how)


def tertial_in_time_chart(tertials: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Personal-data incidents by how the time for telling IMY ended; None where no time ran."""
    counts = [third.count for third in tertials]
    if not any(count.of(AUTHORITY, verdict) for count in counts for verdict, _ in _VERDICTS):
        return None
    names = tuple(third.label for third in tertials)
    judged, in_time = (
        sum(values) for values in zip(*((_judged(count), _in_time(count)) for count in counts), strict=True)
    )
    title = (
        f"{number(in_time)} av {number(judged)} personuppgiftsincidenter anmäldes i tid sedan {names[0]}"
        if judged
        else "Det går inte att säga om personuppgiftsincidenterna anmäldes i tid"
    )
    shares = [f"{number(_in_time(count))} av {number(_judged(count))}" if _judged(count) else "–" for count in counts]
    read_out = "; ".join(f"{name}: {share}" for name, share in zip(names, shares, strict=True))
    needless = [count.of(AUTHORITY, ClockVerdict.NOT_CONCERNED) for count in counts]
    words = Words(
        title=title,
        subtitle=f"Anmälan till IMY inom 72 timmar från kännedom, per tertial · {of}",
        alt=f"{title}. I tid av dem som går att bedöma, {read_out}.",
        source=source,
        marks=marks,
        period="Tertial",
    )
    parts = [
        Part(name, [count.of(AUTHORITY, verdict) for count in counts], faint=verdict is ClockVerdict.UNDECIDED)
        for verdict, name in _VERDICTS
    ]
    chart = stack(
        words,
        names,
        parts,
        before=[("I tid, av dem som går att bedöma", shares)],
        after=[("Behövde inte anmälas", needless)],
    )
    how = (
        (
            "I tid är en personuppgiftsincident som anmäldes inom 72 timmar från kännedom (dataskyddsförordningen "
            "artikel 33). En dag utan klockslag ger utfall bara om båda ändarna av dagen ger samma."
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
    return Explained(chart, how)


def _judged(one: IncidentCount) -> int:
    return one.judged(AUTHORITY)


def _in_time(one: IncidentCount) -> int:
    return one.of(AUTHORITY, ClockVerdict.IN_TIME)
