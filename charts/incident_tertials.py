"""Incidents per tertial: by kind in one panel, told in time in another (never two axes in one)."""

from collections.abc import Sequence

from charts.description import ChartDescription, Emphasis, Kind, Series, Table
from charts.explained import Explained
from metrics.clocks import Verdict
from metrics.incident_counts import AUTHORITY, IncidentCount, Tertial
from metrics.incident_list import KINDS
from metrics.sentences import first_capital, plural

_SEVERAL, _UNKNOWN = "Flera slag", "Okänt slag"
_VERDICTS = (
    (Verdict.IN_TIME, "I tid", Emphasis.NORMAL),
    (Verdict.LATE, "För sent", Emphasis.NORMAL),
    (Verdict.UNDECIDED, "Kan inte avgöras", Emphasis.FAINT),
    (Verdict.OPEN, "Ej avslutad vid läget", Emphasis.NORMAL),
)


def tertial_kinds_chart(found: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Stacked columns by kind; one of several kinds is counted once. None without dated incidents."""
    if not found:
        return None
    names = tuple(third.label for third in found)
    counts = [third.count for third in found]
    columns = [(first_capital(label), [one.by_kind.get(kind, 0) for one in counts]) for kind, label in KINDS.items()]
    columns += [(_SEVERAL, [one.several for one in counts]), (_UNKNOWN, [one.unknown_kind for one in counts])]
    newest = plural(counts[-1].n, "incident", "incidenter") if counts[-1].n else "Inga incidenter"
    title = f"{newest} i senaste tertialet ({names[-1]})"
    read_out = ", ".join(f"{name}: {one.n}" for name, one in zip(names, counts, strict=True))
    chart = ChartDescription(
        kind=Kind.STACKED,
        title=title,
        subtitle=f"Incidenter per tertial efter slag · {of}",
        categories=names,
        series=tuple(
            Series(
                name,
                tuple(float(value) for value in values),
                emphasis=Emphasis.FAINT if name == _UNKNOWN else Emphasis.NORMAL,
            )
            for name, values in columns
            if any(values)
        ),
        alt=f"{title}. Antal per tertial: {read_out}.",
        source=source,
        marks=(first_capital(marks),),
        table=Table(
            ("Tertial", *(name for name, _ in columns), "Alla"),
            tuple(
                (name, *(str(values[place]) for _, values in columns), str(counts[place].n))
                for place, name in enumerate(names)
            ),
        ),
    )
    how = (
        "Ett tertial är fyra månader: T1 januari–april, T2 maj–augusti, T3 september–december.",
        (
            "En incident räknas till dagen då den upptäcktes, annars då den inträffade. Samma ärendenummer räknas en "
            "gång i varje källa, och en incident av flera slag står för sig i stapeln."
        ),
        "Det sista tertialet är sällan slut när filen tas ut.",
    )
    return Explained(chart, how)


def tertial_in_time_chart(found: Sequence[Tertial], of: str, source: str, marks: str) -> Explained | None:
    """Personal-data incidents by how the time for telling IMY ended; None where no time ran."""
    counts = [third.count for third in found]
    if not any(one.of(AUTHORITY, verdict) for one in counts for verdict, _, _ in _VERDICTS):
        return None
    names = tuple(third.label for third in found)
    judged, in_time = (sum(values) for values in zip(*((_judged(one), _in_time(one)) for one in counts), strict=True))
    title = (
        f"{in_time} av {judged} personuppgiftsincidenter anmäldes i tid sedan {names[0]}"
        if judged
        else "Det går inte att säga om personuppgiftsincidenterna anmäldes i tid"
    )
    shares = [f"{_in_time(one)} av {_judged(one)}" if _judged(one) else "–" for one in counts]
    read_out = "; ".join(f"{name}: {share}" for name, share in zip(names, shares, strict=True))
    needless = [one.of(AUTHORITY, Verdict.NOT_CONCERNED) for one in counts]
    columns = [(name, [one.of(AUTHORITY, verdict) for one in counts], mark) for verdict, name, mark in _VERDICTS]
    chart = ChartDescription(
        kind=Kind.STACKED,
        title=title,
        subtitle=f"Anmälan till IMY inom 72 timmar från kännedom, per tertial · {of}",
        categories=names,
        series=tuple(
            Series(name, tuple(float(value) for value in values), emphasis=mark) for name, values, mark in columns
        ),
        alt=f"{title}. I tid av dem som går att bedöma, {read_out}.",
        source=source,
        marks=(first_capital(marks),),
        table=Table(
            ("Tertial", "I tid, av dem som går att bedöma", *(name for name, _, _ in columns), "Behövde inte anmälas"),
            tuple(
                (name, shares[place], *(str(values[place]) for _, values, _ in columns), str(needless[place]))
                for place, name in enumerate(names)
            ),
        ),
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
    return one.of(AUTHORITY, Verdict.IN_TIME)
