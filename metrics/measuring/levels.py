"""Levels: reached by rules, or read off a ladder; and what the next one asks for. Pure.

Rules (docs/measuring.md, "Levels"): the share of a group is fulfilled / (questions − not applicable); unanswered and
unknown are not fulfilled; a group with nothing applicable holds; level L is reached when every row of levels ≤ L holds.
Shares are compared as fractions. A questionnaire whose level rows have neither group nor share names the steps of a
ladder.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from metrics.measuring.scoring import EMPTY, NOT_COUNTED, Cells, Given, Scoring, Tally
from questionnaires.model import Area, LevelRule

NO_LEVEL = 0


@dataclass(frozen=True, slots=True)
class GroupGap:
    """What one group lacks. ``needed`` answers of ``candidates`` must become fulfilling ones."""

    group: str
    share: Fraction
    fulfilled: int
    applicable: int
    needed: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The fewest answers that must change for the next level: ``answers`` is the sum over groups."""

    level: int
    label: str
    answers: int
    groups: tuple[GroupGap, ...]


def level_reached(scoring: Scoring, cells: Cells, area: str | None = None) -> int | None:
    """The level by rules; 0 when none is reached. With ``area``, its own questions alone count.

    None where the questionnaire has no rules, nothing was asked, or all of it is not applicable: then there is
    nothing to judge.
    """
    if not scoring.form.has_level_rules:
        return None
    whole = _group(scoring, cells, None, area)
    if not whole.applicable:
        return None
    reached = NO_LEVEL
    failed = {rule.level for rule in scoring.form.levels if not _holds(scoring, rule, cells, area)}
    for level in scoring.form.level_labels:
        if any(low <= level for low in failed):
            break
        reached = level
    return reached


def ladder_levels(
    scoring: Scoring,
    tallies: Mapping[str, Tally],
    scores: Mapping[str, Fraction | None],
    resting: Collection[str] = (),
) -> dict[str, int | None]:
    """Area → the step of the ladder that one respondent stands on; None is *ej bedömd*.

    An area without areas under it: the whole steps of its score. One with such: its lowest part (own questions count
    as a part), where every part is judged, else None. A part in which nothing counts, or all that does rests in the
    round, is looked past.
    """
    form = scoring.form
    steps = list(form.level_labels)
    if not form.is_ladder:
        return {area.name: None for area in form.areas}

    def step(score: Fraction | None) -> int | None:
        return None if score is None else max((level for level in steps if level <= floor(score)), default=NO_LEVEL)

    def rests(area: Area) -> bool:
        rows = form.area_questions(area)
        return bool(rows) and all(not row.counts or row.name in resting for row in rows)

    def level(area: Area) -> int | None:
        below = [part for part in form.sub_areas(area) if not rests(part)]
        if not below:
            # A step is a level only where the score is a mean or a minimum of steps, never where it is a sum.
            how = scoring.aggregation(area)
            tally = tallies.get(area.name, EMPTY)
            return step(scores.get(area.name)) if how in ("mean", "min") else step(scoring.simple(tally))
        parts = [level(part) for part in below]
        own = [row for row in form.survey if row.area == area.name and row.counts and row.name not in resting]
        if own:
            parts.append(step(scoring.simple(tallies.get(f"{area.name}:own", EMPTY))))
        judged = [part for part in parts if part is not None]
        return min(judged) if len(judged) == len(parts) else None

    return {area.name: level(area) for area in form.areas}


def own_tallies(scoring: Scoring, cells: Cells) -> dict[str, Tally]:
    """``by_area`` together with what is counted of each area's own questions alone, under ``AREA:own``."""
    tallies = scoring.by_area(cells)
    for (area, _), tally in cells.items():
        key = f"{area}:own"
        tallies[key] = tallies.get(key, EMPTY).plus(tally)
    return tallies


def next_level(
    scoring: Scoring, asked: Iterable[str], answers: Mapping[str, Given], area: str | None = None
) -> NextLevel | None:
    """What is missing for the level after the one reached; None at the top, or where there are no rules."""
    names = tuple(asked)
    cells = scoring.cells(names, answers)
    reached = level_reached(scoring, cells, area)
    if reached is None:
        return None
    labels = scoring.form.level_labels
    target = next((level for level in labels if level > reached), None)
    if target is None:
        return None
    bars: dict[str, Fraction] = {}
    for rule in scoring.form.levels:
        if rule.group is not None and rule.share is not None and rule.level <= target:
            bars[rule.group] = max(bars.get(rule.group, Fraction(0)), Fraction(rule.share))
    gaps = []
    for group, share in bars.items():
        rule = next(rule for rule in scoring.form.levels if rule.group == group)
        tally = _group(scoring, cells, rule, area)
        needed = -floor(-share * tally.applicable) - tally.fulfilled
        if needed > 0:
            inside = (name for name in names if _in_group(scoring, name, rule, area))
            candidates = tuple(name for name in inside if _open(scoring, name, answers.get(name)))
            gaps.append(GroupGap(group, share, tally.fulfilled, tally.applicable, needed, candidates))
    return NextLevel(target, labels[target], sum(gap.needed for gap in gaps), tuple(gaps))


def _holds(scoring: Scoring, rule: LevelRule, cells: Cells, area: str | None) -> bool:
    if rule.group is None or rule.share is None:
        return True
    tally = _group(scoring, cells, rule, area)
    share = Fraction(rule.share)
    return tally.fulfilled * share.denominator >= share.numerator * tally.applicable


def _group(scoring: Scoring, cells: Cells, rule: LevelRule | None, area: str | None) -> Tally:
    whole = EMPTY
    wanted, within = (rule.group_level, rule.group_area) if rule else (None, None)
    for (name, level), tally in cells.items():
        if level == NOT_COUNTED or (area is not None and area not in scoring.ancestors[name]):
            continue
        if rule is None or (level == wanted if within is None else within in scoring.ancestors[name]):
            whole = whole.plus(tally)
    return whole


def _in_group(scoring: Scoring, name: str, rule: LevelRule, area: str | None) -> bool:
    return bool(_group(scoring, {scoring.cell(name): Tally(expected=1)}, rule, area).expected)


def _open(scoring: Scoring, name: str, given: Given | None) -> bool:
    """Whether a question could still become fulfilled: applicable and not fulfilled."""
    tally = next(iter(scoring.cells([name], {} if given is None else {name: given}).values()))
    return tally.applicable > 0 and tally.fulfilled == 0
