"""Risks per year: open, high and overdue; accepted ones told apart."""

from collections.abc import Sequence

from base.formats import NO_VALUE, day, first_capital
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable, Emphasis
from charts.explained import Explained, headed
from metrics.registers import sentences
from metrics.registers.overdue_words import OF_THE_OPEN, OPEN, OPEN_RULE, OVERDUE, OVERDUE_RULE
from metrics.registers.risks import RiskFigures

_MOST_COLUMNS = 5
_STATUS_UNKNOWN = "Okänd status"
_HIGH = f"Höga {OF_THE_OPEN}"
_OVERDUE = f"{OVERDUE} {OF_THE_OPEN}"
_HOW = (
    (
        "Varje års risker är de som registret höll enligt det årets senaste fil, eller det senaste från varje källa. "
        "Vilken dag den visar står i tabellen. Ett år utan inläst fil har inget värde. Samma risk-id räknas en gång i "
        "varje källa, och rader som någon har sagt är samma i två källor räknas en gång. Står en risk på flera rader i "
        "en fil räknas den rad som är minst färdig."
    ),
    OPEN_RULE,
    (
        "Höga är öppna risker i klassen hög eller extremt hög på den skala som valdes vid importen. Utan skala är "
        f"klassen okänd. {OVERDUE_RULE}"
    ),
)


def risk_chart(figures: Sequence[RiskFigures], years: Sequence[int], of: str) -> Explained | None:
    """Columns per year, or lines when they are many; years without a register have no value. None without any."""
    shown = [row for row in figures if row.year in years]
    if not shown:
        return None
    by_year = {row.year: row for row in shown}
    span = tuple(range(shown[0].year, max(years) + 1))
    rows = [by_year.get(year) for year in span]
    title = sentences.risk_title(shown)
    names = tuple(str(year) for year in span)
    drawn: tuple[ChartSeries, ...] = (
        ChartSeries(OPEN, tuple(_value(row.open) if row else None for row in rows), emphasis=Emphasis.STRONG),
        ChartSeries(_HIGH, tuple(_value(row.high) if row else None for row in rows)),
        ChartSeries(_OVERDUE, tuple(_value(row.overdue) if row else None for row in rows)),
        ChartSeries("Accepterade", tuple(float(row.accepted.n) if row and row.status_known else None for row in rows)),
    )
    if any(row and row.status_unknown.n for row in rows):
        unknown = tuple(float(row.status_unknown.n) if row else None for row in rows)
        drawn = (*drawn, ChartSeries(_STATUS_UNKNOWN, unknown, emphasis=Emphasis.FAINT))
    chart = ChartDescription(
        kind=ChartKind.GROUPED if len(span) <= _MOST_COLUMNS else ChartKind.LINE,
        title=title,
        subtitle=f"Risker i registret {_when(shown)} · {of}",
        categories=names,
        series=drawn,
        alt=f"{title}. {'. '.join(_read_out(row) for row in shown)}.",
        source=shown[-1].source.file_name,
        marks=(first_capital(shown[-1].marks),),
    )
    return Explained(headed(chart, "År"), _HOW, _table(shown))


def risk_now_chart(figures: RiskFigures, of: str) -> Explained:
    """One register's risks, without a time axis."""
    values: list[tuple[str, int | None]] = [
        (OPEN, figures.open),
        (_HIGH, figures.high),
        (_OVERDUE, figures.overdue),
        ("Accepterade", figures.accepted.n if figures.status_known else None),
    ]
    if figures.status_unknown.n:
        values.append((_STATUS_UNKNOWN, figures.status_unknown.n))
    title = sentences.risk_title([figures])
    chart = ChartDescription(
        kind=ChartKind.BARS,
        title=title,
        subtitle=f"Risker, {figures.source.when} · {of}",
        categories=tuple(name for name, _ in values),
        series=(
            ChartSeries(
                "Antal risker",
                tuple(_value(value) for _, value in values),
                labels=tuple(_text(value) for _, value in values),
            ),
        ),
        alt=f"{title}. {_read_out(figures)}.",
        source=figures.source.file_name,
        marks=(first_capital(figures.marks),),
    )
    return Explained(headed(chart, "Risker"), _HOW, _table([figures]))


def _when(figures: Sequence[RiskFigures]) -> str:
    if all(row.source.at_year_end for row in figures):
        return "vid årets slut"
    return "enligt varje års senaste fil"


def _value(value: int | None) -> float | None:
    return None if value is None else float(value)


def _read_out(row: RiskFigures) -> str:
    return (
        f"{row.year}: {OPEN.lower()} {_text(row.open)}, höga {_text(row.high)}, "
        f"{OVERDUE.lower()} {_text(row.overdue)}, accepterade {row.accepted.n}"
    )


def _text(value: int | None) -> str:
    return "okänt" if value is None else str(value)


def _table(figures: Sequence[RiskFigures]) -> ChartTable:
    return ChartTable.of(
        {
            "Läget per": [day(row.source.as_of) for row in figures],
            "Fil": [row.source.file_name for row in figures],
            "Risker": [str(row.total) for row in figures],
            OPEN: [_cell(row.open) for row in figures],
            "Höga": [_cell(row.high) for row in figures],
            "Okänd klass": [str(row.opened.class_unknown) for row in figures],
            OVERDUE: [_cell(row.overdue) for row in figures],
            "Utan klart senast": [str(row.opened.without_due) for row in figures],
            "Accepterade": [str(row.accepted.n) for row in figures],
            "Stängda": [str(row.closed.n) for row in figures],
            "Okänd status": [str(row.status_unknown.n) for row in figures],
            "Okänd enhet": [str(row.unknown_unit) for row in figures],
        }
    )


def _cell(value: int | None) -> str:
    return NO_VALUE if value is None else str(value)
