"""Checks of the level table: groups that exist, a bar that rises, names."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from base.formats import listing
from questionnaires.model import LevelRule
from questionnaires.rows import Found, Sections, names_of, suggestion


def check_levels(sections: Sections) -> Iterator[Found]:
    """Problems of the level table: rows, groups, a bar that falls, names."""
    read = [(row.index, row.item) for row in sections.levels if row.item is not None]
    areas = names_of(sections.areas)
    defined = {row.level for row in sections.levels}
    seen: set[tuple[int, str | None]] = set()
    for index, rule in read:
        path = f"levels[{index}]"
        if (rule.level, rule.group) in seen:
            yield path, "duplicate_level_row", f"Nivå {rule.level} har redan en rad för samma grupp."
        seen.add((rule.level, rule.group))
        if (rule.group is None) != (rule.share is None):
            lacking = "group" if rule.group is None else "share"
            yield path, "level_row_incomplete", f"Raden saknar {lacking}: en regel behöver både group och share."
        if rule.group is None:
            continue
        if rule.group_area in areas or (rule.group_level is not None and rule.group_level in defined):
            if not _asked(sections, rule):
                message = f"Gruppen ”{rule.group}” har inga frågor; nivån går inte att nå."
                yield f"{path}.group", "level_group_empty", message
        else:
            hint = suggestion(rule.group, [f"area:{name}" for name in areas])
            message = f"Gruppen ”{rule.group}” finns inte. Skriv en nivå eller area: och ett områdes namn.{hint}"
            yield f"{path}.group", "level_group_unknown", message
    yield from _rising(read)
    if len(read) == len(sections.levels):
        yield from _level_names(read)


def _asked(sections: Sections, rule: LevelRule) -> bool:
    rows = [row for row in sections.survey if row.item is None or row.item.counts]
    if rule.group_area is None:
        return any(row.level == rule.group_level for row in rows)
    inside = {rule.group_area}
    for _ in sections.areas:
        inside |= {name for row in sections.areas if row.text("parent") in inside and (name := row.text("name"))}
    return any(row.text("area") in inside for row in rows)


def _rising(rules: Sequence[tuple[int, LevelRule]]) -> Iterator[Found]:
    """The bar on a group never falls from a level to a higher one (levels are cumulative)."""
    for index, rule in rules:
        if rule.group is None or rule.share is None:
            continue
        lower = [
            (other.share, other.level)
            for _, other in rules
            if other.group == rule.group and other.level < rule.level and other.share is not None
        ]
        share, level = max(lower, default=(rule.share, rule.level))
        if rule.share < share:
            message = (
                f"Nivå {rule.level} kräver {rule.share} av gruppen ”{rule.group}”, men nivå {level} kräver {share}."
            )
            yield f"levels[{index}].share", "level_not_rising", message


def _level_names(rules: Sequence[tuple[int, LevelRule]]) -> Iterator[Found]:
    by_level: dict[int, list[tuple[int, LevelRule]]] = defaultdict(list)
    for index, rule in rules:
        by_level[rule.level].append((index, rule))
    with_rules = any(rule.group is not None for _, rule in rules)
    for level, rows in sorted(by_level.items()):
        first = f"levels[{rows[0][0]}]"
        labels = list(dict.fromkeys(rule.label for _, rule in rows if rule.label))
        if not labels:
            yield f"{first}.label::sv", "level_label_missing", f"Nivå {level} saknar namn."
        if len(labels) > 1:
            yield f"{first}.label::sv", "level_label_differs", f"Nivå {level} har flera namn: {listing(labels)}."
        if with_rules and all(rule.group is None for _, rule in rows):
            yield first, "level_without_rule", f"Nivå {level} saknar regel, fast andra nivåer har det."
