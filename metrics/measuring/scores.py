"""The scores of a round: from the ledger to a ``Scores``.

One respondent is scored question by question. Of several, each is scored first and the figure is their mean, each
counting the same; an area's figure is the mean of their area scores; counts are sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from base.errors import MognadError
from data.ledger.store import Readable
from data.measuring.form_roles import form_role
from data.measuring.overrides import overrides
from data.organisation.units import matcher
from metrics.measuring.assessment import Assessment, assess_rounds, organisation_change
from metrics.measuring.forms import Measured, measured_rounds, up_to
from metrics.measuring.levels import ladder_levels, level_reached, next_level, own_tallies
from metrics.measuring.respondents import Directory, Respondent, Scope
from metrics.measuring.results import AreaFigure, Coverage, Figure, Origin, Scores
from metrics.measuring.scoring import EMPTY, Cell, Cells, Scoring, Tally, total_of
from metrics.measuring.series import Series, is_insufficient, make_series
from metrics.measuring.spread import mean, spread
from metrics.measuring.tallies import CELLS, count_answers, tally_of


def scores(
    store: Readable,
    questionnaire: str,
    round_id: str | None = None,
    unit: str | None = None,
    branch: str | None = None,
    known_at: int | None = None,
    *,
    corrected: bool = False,
) -> Scores:
    """The result of a round (id or name; default the latest) for a unit, a branch or the municipality.

    ``unit`` and ``branch`` are ids, codes or unambiguous names on the round's date. ``known_at``: the position to
    read at (default the newest); a closed round is read at its closing, unless the figure ``corrected`` afterwards is
    asked for: who was asked stands as it was closed. Raises ``round_unknown``, ``unit_unknown``.
    """
    position = store.position() if known_at is None else known_at
    rounds = up_to(measured_rounds(store, questionnaire, known_at=position), round_id)
    chosen = rounds[-1]
    scope = Scope(_find(store, unit, chosen, position), _find(store, branch, chosen, position))
    directory = Directory(store, rounds, scope)
    series = make_series(store, rounds, directory, scope, position, corrected=corrected)
    respondents = directory.chosen(chosen.round, scope)
    role = form_role(store, questionnaire, position)
    origin = replace(_origin(questionnaire, chosen, scope, position, corrected), role=role)
    if len(respondents) == 1:
        given = assess_rounds(store, rounds, directory, respondents[0].unit, position, corrected=corrected)
        return _of_one(store, rounds, given, respondents[0], series, origin)
    cells = cells_by_unit(store, respondents, position, corrected=corrected)
    return _of_many(chosen, respondents, cells, series, origin)


def _find(store: Readable, text: str | None, chosen: Measured, known_at: int) -> str | None:
    if text is None:
        return None
    parameters = {"unit": text, "at": known_at}
    known = store.query("SELECT 1 FROM store.unit WHERE unit = $unit AND seq <= $at LIMIT 1", parameters)
    found = text if known else matcher(store, chosen.as_of, known_at).find(text)
    if found is None:
        message = f"Organisationsdelen ”{text}” finns inte {chosen.as_of}, eller så heter flera så."
        raise MognadError("unit_unknown", message)
    return found


def _of_one(
    store: Readable,
    rounds: Sequence[Measured],
    assessments: Mapping[str, Assessment],
    respondent: Respondent,
    series: Series,
    origin: Origin,
) -> Scores:
    chosen = rounds[-1]
    scoring = chosen.scoring
    # Its own judgements belong to what was closed; nothing corrects them afterwards.
    judged = overrides(store, chosen.round, respondent.unit, chosen.position)
    mine = assessments[chosen.round]
    tallies = own_tallies(scoring, mine.cells)
    areas = scoring.area_scores(mine.cells, {name: tally for name, tally in tallies.items() if ":" not in name})
    ladder = ladder_levels(scoring, *mine.bank)
    by_rules = scoring.form.has_level_rules
    found = []
    for area in scoring.form.areas:
        tally = tallies.get(area.name, EMPTY)
        level = ladder[area.name]
        if by_rules and tally.answered + tally.unknown:
            level = level_reached(scoring, mine.cells, area.name)
        figure = _area(scoring, area.name, areas.get(area.name), level, tally, mine.cells)
        found.append(replace(figure, override=judged.get(area.name)))
    total = scoring.total(mine.cells, areas)
    change = None
    if series.reaches_newest:
        change = organisation_change(rounds, assessments, series) if by_rules else series.change
    return Scores(
        origin=origin,
        single=True,
        total=_figure(scoring, total, mine.level, total_of(mine.cells.values()), int(total is not None)),
        areas=tuple(found),
        spread=spread([] if total is None else [total]),
        coverage=Coverage(int(total is not None), 1, False),
        series=series,
        unit_scores={} if total is None else {respondent.unit: total},
        at_or_above=_at_or_above(scoring, [] if total is None else [(total, mine.level)]),
        next_level=next_level(scoring, mine.asked, mine.answers),
        change=change,
        answers=mine.answers,
        asked=mine.asked,
        respondent=respondent.unit,
    )


def _of_many(
    chosen: Measured,
    respondents: Sequence[Respondent],
    cells: Mapping[str, Mapping[Cell, Tally]],
    series: Series,
    origin: Origin,
) -> Scores:
    scoring = chosen.scoring
    totals: dict[str, Fraction] = {}
    by_area: dict[str, list[Fraction]] = {}
    counts: dict[str, Tally] = {}
    whole = EMPTY
    reached: list[tuple[Fraction, int | None]] = []
    for unit, mine in cells.items():
        tallies = scoring.by_area(mine)
        areas = scoring.area_scores(mine, tallies)
        total = scoring.total(mine, areas)
        if total is not None:
            totals[unit] = total
            reached.append((total, level_reached(scoring, mine)))
        for name, tally in tallies.items():
            counts[name] = counts[name].plus(tally) if name in counts else tally
            score = areas[name]
            if score is not None:
                by_area.setdefault(name, []).append(score)
        whole = whole.plus(total_of(mine.values()))
    asked = {cell: EMPTY for mine in cells.values() for cell in mine}
    found = []
    for area in scoring.form.areas:
        values = by_area.get(area.name, [])
        tally = counts.get(area.name, EMPTY)
        found.append(_area(scoring, area.name, mean(values), None, tally, asked, len(values)))
    coverage = Coverage(len(totals), len(respondents), is_insufficient(len(totals), len(respondents)))
    return Scores(
        origin=origin,
        single=False,
        total=_figure(scoring, mean(totals.values()), None, whole, len(totals)),
        areas=tuple(found),
        spread=spread(totals.values()),
        coverage=coverage,
        series=Series(all=series.all) if coverage.insufficient else series,
        unit_scores=totals,
        at_or_above=_at_or_above(scoring, reached),
        change=None if coverage.insufficient or not series.reaches_newest else series.change,
    )


def cells_by_unit(
    store: Readable, respondents: Sequence[Respondent], known_at: int, *, corrected: bool = False
) -> dict[str, dict[Cell, Tally]]:
    """Unit → cells, of one round: what is asked of it by its role, then what it has answered."""
    frames: dict[int, dict[Cell, Tally]] = {}
    found: dict[str, dict[Cell, Tally]] = {}
    for respondent in respondents:
        profile = respondent.profile
        if profile.number not in frames:
            frames[profile.number] = profile.scoring.cells(profile.asked, {})
        found[respondent.unit] = dict(frames[profile.number])
    for row in count_answers(store, respondents, known_at, CELLS, corrected=corrected):
        mine = found[row["unit"]]
        cell = (row["area"], row["level"])
        tally = tally_of(row)
        if not row["in_role"]:
            tally = tally._replace(expected=row["given"])
        mine[cell] = mine[cell].plus(tally) if cell in mine else tally
    return found


def _origin(questionnaire: str, chosen: Measured, scope: Scope, known_at: int, corrected: bool) -> Origin:
    return Origin(
        questionnaire=questionnaire,
        title=chosen.scoring.form.settings.form_title,
        version=chosen.version,
        round_id=chosen.round,
        round=chosen.name,
        unit=scope.unit or scope.branch,
        as_of=chosen.as_of,
        known_at=known_at,
        closed=chosen.state == "closed",
        decimals=chosen.scoring.decimals,
        corrected=corrected,
    )


def _figure(scoring: Scoring, score: Fraction | None, level: int | None, counts: Tally, n: int) -> Figure:
    label = scoring.form.level_labels.get(level, "") if level else ""
    return Figure(score, scoring.display(score), level, label, counts, n)


def _area(
    scoring: Scoring,
    name: str,
    score: Fraction | None,
    level: int | None,
    counts: Tally,
    cells: Cells,
    n: int | None = None,
) -> AreaFigure:
    area = scoring.form.area(name)
    asked = sorted({step for (inner, step) in cells if step is not None and name in scoring.ancestors[inner]})
    figure = _figure(scoring, score, level, counts, int(score is not None) if n is None else n)
    return AreaFigure(area.name, area.label, area.parent, figure, tuple(asked))


def _at_or_above(scoring: Scoring, reached: Sequence[tuple[Fraction, int | None]]) -> dict[int, int]:
    """Level → respondents on it or higher: by the rules, on a ladder by the whole steps of their totals."""
    form = scoring.form
    if form.has_level_rules:
        return {step: sum(1 for _, level in reached if level and level >= step) for step in form.level_labels}
    if not form.is_ladder:
        return {}
    return {step: sum(1 for total, _ in reached if total >= step) for step in form.level_labels}
