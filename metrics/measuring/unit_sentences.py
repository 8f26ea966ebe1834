"""A unit's own result in words: three sentences of what it means, and what it does not mean. Plain text."""

from base.formats import number, plural
from metrics.measuring.change_sentences import change_sentence, moved_words
from metrics.measuring.how_counted import scale_words, total_name
from metrics.measuring.results import AreaFigure, Scores
from metrics.measuring.sentences import FEWEST_TO_SPREAD
from questionnaires.model import Questionnaire

NOT_MEANT = (
    "Det är inget betyg på dig eller dina medarbetare. Det visar hur arbetet är ordnat.",
    "Det är er egen bild, inte en granskning, och säger inte om något har hänt eller kommer att hända.",
    "Det går inte att ställa mot andra enheter. Ni har olika uppdrag, och ingen rangordnas.",
)


def meaning(scores: Scores, form: Questionnaire) -> tuple[str, ...]:
    """Where the unit stands, what is strongest and what there is most to gain on, and how it has moved; empty where
    nothing can be counted.
    """
    if scores.total.score is None:
        return ()
    compared = change_sentence(scores.change)
    return (
        _standing(scores, form),
        _ends([area for area in scores.areas if area.parent is None], form.is_ladder),
        compared or "Det finns ingen tidigare mätning att jämföra med.",
    )


def _standing(scores: Scores, form: Questionnaire) -> str:
    total = scores.total
    answered = f"{total.answered} av {plural(total.expected, 'fråga', 'frågor')} är besvarade"
    if form.has_level_rules:
        if total.level is None:
            return f"{answered}, och nivån är ej bedömd."
        top = max(form.level_labels)
        reached = f"ni når nivå {total.level} av {top}" if total.level else "ni når ännu ingen nivå"
        return f"{answered}, och {reached}."
    step = None
    if form.is_ladder and total.score is not None:
        step = max((level for level in form.level_labels if total.score >= level), default=None)
    named = f": minst ”{form.level_labels[step]}”" if step is not None else ""
    what = total_name(form)[:1].lower() + total_name(form)[1:]
    return f"{answered}, och {what} är {total.display}{scale_words(form)}{named}."


def _ends(areas: list[AreaFigure], ladder: bool) -> str:
    standing = [(stands_at, area) for area in areas if (stands_at := area.stands_at(ladder=ladder)) is not None]
    if not standing:
        return "Inget område har svar att räkna på."
    ordered = sorted(standing, key=lambda row: row[0])
    (lowest, low), (highest, high) = ordered[0], ordered[-1]
    if lowest == highest:
        return f"Alla bedömda områden ligger lika ({low.stands_text})."
    strongest = f"Starkast är {high.label} ({high.stands_text})"
    return f"{strongest}, och mest att vinna finns på {low.label} ({low.stands_text})."


def before_sentence(scores: Scores) -> str:
    """The unit's last measurement where its own figures may not be held against these; empty where there is none."""
    earlier = scores.series.all[:-1]
    if not earlier or not earlier[-1].n:
        return ""
    last = earlier[-1]
    compared = scores.change is not None and scores.change.too_few is None
    moved = f" ({moved_words(scores.change)})" if compared and scores.change is not None else ""
    return f"Alla svar: {last.display} i {last.name} och {scores.total.display} nu{moved}."


def around_sentence(around: Scores) -> str:
    """How the units of the same kontor lie, the unit among them; empty with fewer than five, or too few answers."""
    spread = around.spread
    if around.single or around.coverage.insufficient or spread.n < FEWEST_TO_SPREAD:
        return ""
    low, q1, q3, high = (
        number(value, around.origin.decimals) for value in (spread.min, spread.q1, spread.q3, spread.max)
    )
    return (
        f"I ert kontor har {around.coverage.text} svarat. Hälften av dem ligger mellan {q1} och {q3}, den lägsta på "
        f"{low} och den högsta på {high}."
    )
