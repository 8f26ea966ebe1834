"""The scores of a round: from the ledger to a ``Scores``.

One respondent is scored question by question. Of several, each is scored first and the figure is their mean, each
counting the same; an area's figure is the mean of their area scores; counts are sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from base.errors import MognadError
from base.formats import first_capital
from data.ledger.store import Readable
from data.measuring.form_roles import form_role
from data.measuring.overrides import Override, overrides
from data.measuring.rounds import find_round
from data.organisation.units import matcher
from metrics.measuring.assessment import Assessment, assess_rounds
from metrics.measuring.comparing.change import Change
from metrics.measuring.comparing.making import make_series
from metrics.measuring.comparing.series import Series
from metrics.measuring.forms import LedgerView, Measured, WantedRound, measured_rounds, up_to
from metrics.measuring.having_answered import standing_of, standings, take_part
from metrics.measuring.levels import ladder_levels, level_reached, next_level, own_tallies
from metrics.measuring.respondents import EVERYBODY, Directory, Scope
from metrics.measuring.results import AreaFigure, Coverage, Figure, Origin, Scores
from metrics.measuring.rounds.corrections import restated
from metrics.measuring.scoring import EMPTY, Cells, Scoring, Tally, total_of
from metrics.measuring.spread import mean, spread
from metrics.measuring.tallies import Scored, score_units
from questionnaires.model import Area


@dataclass(frozen=True, slots=True)
class _Made:
    """What a round's figures need, whoever's they are. ``rounds``: up to and with the one asked for."""

    rounds: Sequence[Measured]
    series: Series
    origin: Origin


def scores(store: Readable, wanted: WantedRound, scope: Scope = EVERYBODY) -> Scores:
    """The result of a round for a unit, a branch or the municipality.

    ``scope``: ids, codes or unambiguous names on the round's date. Who was asked stands as it was closed, also in the
    figure that is ``corrected`` afterwards. Raises ``round_unknown``, ``unit_unknown``.
    """
    view = wanted.view(store)
    rounds = up_to(measured_rounds(store, wanted.questionnaire, known_at=view.known_at), wanted.round)
    chosen = rounds[-1]
    scope = Scope(_find(view, scope.unit, chosen), _find(view, scope.branch, chosen))
    directory = Directory(store, rounds)
    role = form_role(store, wanted.questionnaire, view.known_at)
    origin = replace(_origin(wanted.questionnaire, chosen, scope, view), role=role)
    made = _Made(rounds, make_series(view, rounds, directory, scope), origin)
    respondents = directory.chosen(chosen.round, scope)
    if len(respondents) != 1:
        return _of_many(made, score_units(view, chosen, respondents))
    unit = respondents[0].unit
    # Its own judgements belong to what was closed; nothing corrects them afterwards.
    judged = overrides(store, chosen.round, unit, chosen.position)
    return _of_one(made, unit, assess_rounds(view, rounds, directory, unit), judged)


def corrected_change(store: Readable, wanted: WantedRound, scope: Scope, closed: Scores) -> Change | None:
    """What the answers corrected since the closing say of the same step; None where neither round has any."""
    if wanted.corrected or closed.change is None:
        return None
    position = wanted.view(store).known_at
    compared = [find_round(store, name) for name in (closed.origin.round_id, closed.change.before.round)]
    if not any(restated(store, measured, position).pending for measured in compared):
        return None
    return scores(store, replace(wanted, corrected=True), scope).change


def _find(view: LedgerView, text: str | None, chosen: Measured) -> str | None:
    if text is None:
        return None
    parameters = {"unit": text, "at": view.known_at}
    if view.store.query("SELECT 1 FROM store.unit WHERE unit = $unit AND seq <= $at LIMIT 1", parameters):
        return text
    match = matcher(view.store, chosen.as_of, view.known_at)
    unit = match.find(text)
    if unit is None:
        raise MognadError("unit_unknown", f"{first_capital(match.no_unit(text, chosen.as_of))}.")
    return unit


def _of_one(made: _Made, unit: str, assessments: Mapping[str, Assessment], judged: Mapping[str, Override]) -> Scores:
    chosen, series = made.rounds[-1], made.series
    scoring = chosen.scoring
    mine = assessments[chosen.round]
    whole = mine.whole
    tallies = own_tallies(scoring, mine.cells)
    scored = scoring.area_scores(mine.cells, {name: tally for name, tally in tallies.items() if ":" not in name})
    ladder = ladder_levels(scoring, *mine.bank, chosen.resting)
    by_rules = scoring.form.has_level_rules
    areas = []
    for area in scoring.form.areas:
        tally, score = tallies.get(area.name, EMPTY), scored.get(area.name)
        level = ladder[area.name]
        if by_rules and tally.answered + tally.unknown:
            level = level_reached(scoring, mine.cells, area.name)
        figure = _figure(scoring, score, level, tally, int(score is not None))
        areas.append(replace(_area(scoring, area, figure, mine.cells), override=judged.get(area.name)))
    total = scoring.total(mine.cells, scored)
    return Scores(
        origin=made.origin,
        single=True,
        total=_figure(scoring, total, mine.level, whole, int(total is not None)),
        areas=tuple(areas),
        spread=spread([] if total is None else [total]),
        coverage=Coverage.of([standing_of(scoring.form, whole.given, whole.expected)], int(total is not None)),
        series=series,
        unit_scores={} if total is None else {unit: total},
        at_or_above=_at_or_above(scoring, [] if total is None else [(total, mine.level)]),
        next_level=next_level(scoring, mine.asked, mine.answers),
        change=series.change,
        answers=mine.answers,
        asked=mine.asked,
        respondent=unit,
    )


def _of_many(made: _Made, units: Mapping[str, Scored]) -> Scores:
    scoring, series = made.rounds[-1].scoring, made.series
    totals: dict[str, Fraction] = {}
    by_area: dict[str, list[Fraction]] = {}
    counts: dict[str, list[Tally]] = {}
    reached: list[tuple[Fraction, int | None]] = []
    stands = standings(scoring.form, [(mine.whole.given, mine.whole.expected) for mine in units.values()])
    for (unit, mine), takes_part in zip(units.items(), take_part(stands), strict=True):
        for name, tally in mine.tallies.items():
            counts.setdefault(name, []).append(tally)
        if not takes_part:
            continue
        for name, score in mine.areas.items():
            if score is not None:
                by_area.setdefault(name, []).append(score)
        if mine.total is not None:
            totals[unit] = mine.total
            reached.append((mine.total, mine.level))
    asked = {cell: EMPTY for mine in units.values() for cell in mine.cells}
    figures = []
    for area in scoring.form.areas:
        values = by_area.get(area.name, [])
        figure = _figure(scoring, mean(values), None, total_of(counts.get(area.name, ())), len(values))
        figures.append(_area(scoring, area, figure, asked))
    coverage = Coverage.of(stands, len(totals))
    whole = total_of(mine.whole for mine in units.values())
    return Scores(
        origin=made.origin,
        single=False,
        total=_figure(scoring, mean(totals.values()), None, whole, len(totals)),
        areas=tuple(figures),
        spread=spread(totals.values()),
        coverage=coverage,
        series=Series(all=series.all) if coverage.insufficient else series,
        unit_scores=totals,
        at_or_above=_at_or_above(scoring, reached),
        change=series.change,
    )


def _origin(questionnaire: str, chosen: Measured, scope: Scope, view: LedgerView) -> Origin:
    return Origin(
        questionnaire=questionnaire,
        title=chosen.scoring.form.settings.form_title,
        version=chosen.version,
        round_id=chosen.round,
        round=chosen.name,
        unit=scope.unit or scope.branch,
        as_of=chosen.as_of,
        known_at=view.known_at,
        closed=chosen.state == "closed",
        decimals=chosen.scoring.decimals,
        corrected=view.corrected,
    )


def _figure(scoring: Scoring, score: Fraction | None, level: int | None, counts: Tally, n: int) -> Figure:
    label = scoring.form.level_labels.get(level, "") if level else ""
    return Figure(score, scoring.display(score), level, label, counts, n)


def _area(scoring: Scoring, area: Area, figure: Figure, cells: Cells) -> AreaFigure:
    asked = sorted({step for (inner, step) in cells if step and area.name in scoring.ancestors[inner]})
    return AreaFigure(area.name, area.label, area.parent, figure, tuple(asked))


def _at_or_above(scoring: Scoring, reached: Sequence[tuple[Fraction, int | None]]) -> dict[int, int]:
    """Level → respondents on it or higher: by the rules, on a ladder by the whole steps of their totals."""
    form = scoring.form
    if form.has_level_rules:
        return {step: sum(1 for _, level in reached if level and level >= step) for step in form.level_labels}
    if not form.is_ladder:
        return {}
    return {step: sum(1 for total, _ in reached if total >= step) for step in form.level_labels}
