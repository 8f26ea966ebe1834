"""What a change says, as Swedish sentences of at most twenty words: the same on every page, in print and terminal.

The *level* comes from all answers of a round, the *movement* from the pairs with a value both times: "samma frågor och
enheter". Plain text, names in it unescaped.
"""

from collections.abc import Sequence

from base.formats import first_capital, half_up, number, plural
from metrics.measuring.comparing.change import Change, Counted, Levels, TooFew, Verdict
from metrics.measuring.comparing.limits import limits

SAME = "samma frågor och enheter"
_OTHER_LINE = "Linjens sista steg bygger på färre svar och visar något annat."
_NEW_MANAGER = "Ny chef svarade i år."
_WORDS = {Verdict.BETTER: "bättre", Verdict.WORSE: "sämre", Verdict.UNCHANGED: "oförändrat"}
# Differences are written with more decimals until they can be seen; half up comes after nine.
_MOST_DECIMALS = 9


def change_sentence(change: Change | None) -> str:
    """What has moved since the round before; empty where there is none."""
    if change is None:
        return ""
    if change.too_few is not None:
        return too_few_sentence(change.too_few, change.before.label)
    return " ".join((_main(change), *_beside(change)))


def too_few_sentence(few: TooFew, before: str = "") -> str:
    """Why nothing can be said of two rounds. ``before``: what the earlier one is called."""
    if few.what == "respondents":
        answered = f"{few.have} av {plural(few.of, 'enhet', 'enheter')} har svarat på minst {few.least}"
        return f"Går inte att säga: {answered}. Det krävs {few.needed}."
    start = f"Går inte att jämföra med {before}"
    if few.what == "respondents_before":
        answered = f"{few.have} av {plural(few.of, 'enhet', 'enheter')} svarade på minst {few.least}"
        return f"{start}: {answered}. Det krävs {few.needed}."
    if few.what == "questions":
        return f"{start}: bara {few.have} av {plural(few.of, 'fråga', 'frågor')} är desamma."
    return f"{start}: bara {number(few.have)} av {number(few.of)} svar finns båda gångerna."


def verdict_words(change: Change) -> str:
    """``bättre``, ``sämre``, ``oförändrat`` or ``oförändrat, men nära bättre``; empty where nothing is said."""
    if change.verdict is None:
        return ""
    near = f", men nära {_WORDS[change.near]}" if change.near else ""
    return f"{_WORDS[change.verdict]}{near}"


def moved_words(change: Change) -> str:
    """``samma frågor och enheter: 2,4 → 2,5``."""
    return f"{SAME}: {' → '.join(from_to(change))}"


def from_to(change: Change) -> tuple[str, str]:
    """The pairs' score before and after, with as many decimals as it takes to see a difference that is told."""
    return _seen(change, change.decimals if change.verdict is Verdict.UNCHANGED else None)


def rule_text(change: Change | None) -> str:
    """The rule that decided, for a footer; empty where none did."""
    if change is None or change.verdict is None:
        return ""
    return limits().units_text if change.counted is Counted.UNITS else limits().organisation_text


def change_json(change: Change | None) -> dict[str, object] | None:
    """The command line's ``change``: None without an earlier round; counts are None where nothing could be compared."""
    if change is None:
        return None
    compared = change.too_few is None
    stands = {
        name: {"round": stand.name, "score": None if stand.score is None else float(stand.score)}
        for name, stand in (("from", change.before), ("to", change.after))
    }
    counts = {"up": change.moves.up, "down": change.moves.down, "same": change.moves.same, "pairs": change.pairs}
    levels = change.levels and {"from": change.levels.before, "to": change.levels.after}
    return {
        "verdict": change.verdict,
        **stands,
        "delta": None if change.delta is None else float(change.delta),
        **(counts if compared else dict.fromkeys(counts)),
        "levels": levels,
        "sentence": change_sentence(change),
    }


def _main(change: Change) -> str:
    moves, since = change.moves, change.before.label
    if change.counted is Counted.OWN:
        rose = f"Av era {change.pairs} svar har {moves.up} gått upp och {moves.down} ned"
        return f"{rose} sedan {since}; {moves.same} är lika."
    if change.near is not None:
        return _near(change)
    compared = f"({moved_words(change)})"
    if change.verdict is Verdict.UNCHANGED:
        what = plural(moves.up, "enhet", "enheter") if change.counted is Counted.UNITS else f"{moves.up} svar"
        return f"Oförändrat sedan {since}: {what} upp, {moves.down} ned, {moves.same} lika {compared}."
    better = change.verdict is Verdict.BETTER
    moved, back = (moves.up, moves.down) if better else (moves.down, moves.up)
    ways = ("upp", "ned") if better else ("ned", "upp")
    first = "Bättre" if better else "Sämre"
    if change.level_decides and change.levels is not None:
        level = _level_words(change.levels)
        return f"{first} än {since}: {level}, {moved} av {moves.all} svar {ways[0]}, {back} {ways[1]} {compared}."
    whole = plural(moves.all, "enhet", "enheter") if change.counted is Counted.UNITS else f"{moves.all} svar"
    return f"{first} än {since}: {moved} av {whole} har gått {ways[0]}, {back} {ways[1]} {compared}."


def _near(change: Change) -> str:
    steps = (change.delta or 0) / change.step
    limit = limits().steps
    decimals = next(
        (count for count in range(2, _MOST_DECIMALS) if half_up(abs(steps), count) != limit), _MOST_DECIMALS
    )
    sign = "+" if steps > 0 else ""
    before, after = _seen(change, max(decimals, change.decimals))
    moved = f"{sign}{number(steps, decimals)} steg ({before} → {after})"
    return f"{first_capital(verdict_words(change))}: {moved}. Gränsen är {number(limit, 1)}."


def _beside(change: Change) -> Sequence[str]:
    """What stands beside the sentence: a level that does not decide, another line, a new manager."""
    more = []
    if change.levels is not None and change.levels.changed and not change.level_decides:
        rests = "" if change.levels.same_answers else "; den bygger på alla svar"
        more.append(f"{first_capital(_level_words(change.levels))}{rests}.")
    if change.other_line:
        more.append(_OTHER_LINE)
    if change.new_manager:
        more.append(_NEW_MANAGER)
    return more


def _level_words(levels: Levels) -> str:
    return f"nivå {levels.before} → {levels.after}"


def _seen(change: Change, decimals: int | None) -> tuple[str, str]:
    old, new = change.before.score, change.after.score
    if decimals is None:
        decimals = change.decimals
        while old != new and number(old, decimals) == number(new, decimals) and decimals < _MOST_DECIMALS:
            decimals += 1
    return number(old, decimals), number(new, decimals)
