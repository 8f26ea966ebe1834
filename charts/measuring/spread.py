"""How a measurement's units lie: how many stand on each level, and the five numbers of their spread."""

from base.formats import number, plural
from charts.description import ChartDescription, ChartKind, ChartSeries, ChartTable
from charts.explained import Explained
from charts.measuring.result import marks
from metrics.measuring.results import Scores
from metrics.measuring.sentences import FEWEST_TO_SPREAD
from questionnaires.model import Questionnaire

_HOW = (
    (
        "Varje enhet räknas för sig. En enhet står på den högsta nivå som dess resultat når upp till: 2,9 är nivå 2. "
        "Inga enheter namnges och ingen rangordnas."
    ),
    (
        "Mitten är medianen. Hälften av enheterna ligger mellan den undre och den övre kvartilen, som räknas med "
        "Excels KVARTIL.INK."
    ),
)
_BY_RULES = "En enhet står på den högsta nivå vars alla krav den uppfyller."


def spread_chart(scores: Scores, form: Questionnaire, of: str) -> Explained | None:
    """Columns per level. None for one respondent, too few answers, a form without levels, or fewer than five units:
    small numbers are told in words.
    """
    spread = scores.spread
    has_levels = form.has_level_rules or form.is_ladder
    if scores.single or scores.coverage.insufficient or spread.n < FEWEST_TO_SPREAD or not has_levels:
        return None
    on = _on_each(scores, form)
    most = max(count for _, _, count in on)
    title = _title(scores, form)
    origin = scores.origin
    labels = tuple(str(count) for _, _, count in on)
    chart = ChartDescription(
        kind=ChartKind.GROUPED,
        title=title,
        subtitle=f"Antal enheter på varje nivå · {origin.title} · {of} · {origin.round}",
        categories=tuple(name for name, _, _ in on),
        series=(
            ChartSeries("Enheter", tuple(float(count) for _, _, count in on), labels, tuple(text for _, text, _ in on)),
        ),
        alt=f"{title}. {', '.join(f'{name}: {count}' for name, _, count in on)}.",
        source=origin.title,
        marks=marks(scores),
        low=0,
        high=float(most),
        table=ChartTable(
            ("Nivå", "Namn", f"Enheter, av {spread.n}"),
            tuple((name, text, label) for (name, text, _), label in zip(on, labels, strict=True)),
        ),
    )
    how = (_BY_RULES, _HOW[1]) if form.has_level_rules else _HOW
    return Explained(chart, how, _five(scores))


def _on_each(scores: Scores, form: Questionnaire) -> list[tuple[str, str, int]]:
    """(level, its name, how many stand on it and on no higher one), below the first level too where any does."""
    steps = list(form.level_labels)
    above = [scores.at_or_above[step] for step in steps]
    counts = [here - more for here, more in zip(above, [*above[1:], 0], strict=True)]
    counted = [(f"Nivå {step}", form.level_labels[step], count) for step, count in zip(steps, counts, strict=True)]
    below = scores.spread.n - above[0]
    return [("Ingen nivå", f"Under nivå {steps[0]}", below), *counted] if below else counted


def _title(scores: Scores, form: Questionnaire) -> str:
    """Counts before means: how many stand at least on the highest level that half of them reach."""
    n = scores.spread.n
    half = [step for step in form.level_labels if scores.at_or_above[step] * 2 >= n]
    if not half:
        return f"Mer än hälften av {plural(n, 'enhet', 'enheter')} når inte nivå {min(form.level_labels)}"
    return f"{scores.at_or_above[max(half)]} av {plural(n, 'enhet', 'enheter')} på nivå {max(half)} eller högre"


def _five(scores: Scores) -> ChartTable:
    spread = scores.spread
    named = (
        ("Lägsta", spread.min),
        ("Undre kvartil", spread.q1),
        ("Mitten", spread.median),
        ("Övre kvartil", spread.q3),
        ("Högsta", spread.max),
    )
    values = tuple(number(value, scores.origin.decimals) for _, value in named)
    headers = ("Enheter", *(name for name, _ in named), "Medelvärde")
    return ChartTable(headers, ((str(spread.n), *values, scores.total.display),))
