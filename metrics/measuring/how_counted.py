"""*Så räknades det*: the rules of ``scoring`` and ``levels`` in words, as a form's own settings make them.

The one place where these words are made, so that a chart never tells another rule than the one that counted. All
texts are plain text. The rules themselves: docs/measuring.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from base.formats import THIN_SPACE, exact, listing
from metrics.measuring.scoring import Scoring
from metrics.measuring.valuing import ends_of
from questionnaires.answer_words import NOT_APPLICABLE_LABEL
from questionnaires.model import Area, LevelRule, Questionnaire

_UNITS = "För flera enheter räknas varje enhet för sig, och alla väger lika."
_DECIMALS = ("utan decimaler", "med en decimal", "med två decimaler", "med tre decimaler")


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level, its name, and what it asks for; ``demand`` is empty where the levels only name the steps of a ladder."""

    level: int
    label: str
    demand: str


def how_areas(form: Questionnaire) -> tuple[str, ...]:
    """How areas' results are made, one paragraph each: for a chart of areas."""
    areas = f"{_areas(form)}{_open_kinds(form)} {_not_answered(form)} {_UNITS}"
    return areas, how_answered(form), how_shown(form)


def how_total(form: Questionnaire, area: str | None = None) -> tuple[str, ...]:
    """How one respondent's result is made, of the whole form or of one area, and that of several."""
    what = _whole(form) if area is None else _kinds(form)[Scoring(form).aggregation(form.area(area))]
    made = f" {_areas(form)}" if area is None and form.settings.total != "mean of questions" else ""
    return (
        (
            f"Varje enhets resultat är {what}.{made}{_open_kinds(form)} {_not_answered(form)} Kommunens, eller ett "
            "kontors, resultat är medelvärdet av enheternas: alla väger lika."
        ),
        how_answered(form),
        how_shown(form),
    )


def how_form(form: Questionnaire) -> tuple[str, ...]:
    """How areas and the whole are made, where the form itself is told of and no figure."""
    rules = f"{_open_kinds(form)} {_not_answered(form)}"
    whole = f"{_areas(form)} Hela formulärets resultat är {_whole(form)}.{rules} {_UNITS}"
    return whole, how_answered(form), how_shown(form)


def how_levels(form: Questionnaire) -> tuple[str, ...]:
    """How a level is reached, with the form's own table; empty for a form without levels."""
    if not form.levels:
        return ()
    if not form.has_level_rules and not form.is_ladder:
        return ("Nivåerna säger vilken nivå en fråga hör till. Formuläret har ingen regel för när en nivå är nådd.",)
    if not form.has_level_rules:
        return (
            (
                "Nivåerna är namn på skalans steg. Ett område står på det högsta steg som dess resultat når upp till: "
                "2,9 är steg 2. Ett område med delar står på sin lägsta del, och bara när alla delar är bedömda."
            ),
        )
    rows = [row for row in level_words(form) if row.demand]
    return (
        "En nivå är nådd när kraven på den och på alla lägre nivåer är uppfyllda.",
        *(f"Nivå {row.level}, {row.label}: {row.demand}." for row in rows),
        (
            f"{_fulfilled(form)} Obesvarat och ”Vet ej” räknas som inte uppfyllt. ”Gäller inte oss” räknas inte alls: "
            "andelen är av de frågor som gäller."
        ),
    )


def how_answered(form: Questionnaire) -> str:
    """What it takes to be in a figure of several."""
    return (
        f"En enhet har svarat när minst {least_words(form)} av dess frågor är besvarade, också med ”Vet ej” och "
        "”Gäller inte oss”. Den som har svarat på färre har påbörjat och ingår inte i kontorets eller kommunens "
        "resultat."
    )


def least_words(form: Questionnaire) -> str:
    """How much it takes to have answered: ``hälften``, ``60 %``."""
    share = form.settings.answered_share
    return "hälften" if share * 2 == 1 else f"{exact(share * 100)}{THIN_SPACE}%"


def how_shown(form: Questionnaire) -> str:
    """How exactly figures are made, and with how many decimals they are shown."""
    return f"Det räknas exakt, avrundas först när det visas och skrivs {_DECIMALS[form.settings.decimals]}."


def level_words(form: Questionnaire) -> tuple[LevelWords, ...]:
    """The level table in words, lowest level first."""
    words = []
    for level, label in form.level_labels.items():
        demands = [_demand(form, row) for row in form.levels if row.level == level and row.group is not None]
        words.append(LevelWords(level, label, listing([demand for demand in demands if demand])))
    return tuple(words)


def total_name(form: Questionnaire) -> str:
    """What the score of the whole is, as it begins a sentence: ``Medelvärdet``."""
    names = {"mean of questions": "Medelvärdet", "mean of areas": "Områdenas medelvärde"}
    return names.get(form.settings.total, "Det lägsta områdets resultat")


def scale_ends(form: Questionnaire) -> tuple[Decimal, Decimal] | None:
    """The ends of the scale that a result stands on; None when unknown.

    A sum stands on no scale, and neither does a form whose lists of alternatives have different ends.
    """
    ways = {Scoring(form).aggregation(area) for area in form.areas}
    if ways & {"sum", "sum of level means"} and form.settings.total != "mean of questions":
        return None
    ends = {ends_of(form, question) for question in form.survey if question.counts}
    if len(ends) != 1:
        return None
    low, high = (Decimal(end.numerator) / end.denominator for end in next(iter(ends)))
    return low, high


def scale_words(form: Questionnaire) -> str:
    """The scale that a result stands on: `` av 4`` on a ladder, `` på en skala från 0 till 10``; empty when unknown."""
    ends = scale_ends(form)
    if ends is None:
        return ""
    low, high = ends
    if form.is_ladder and high == max(form.level_labels):
        return f" av {exact(high)}"
    return f" på en skala från {exact(low)} till {exact(high)}"


def _not_answered(form: Questionnaire) -> str:
    """What *Vet ej* and *Gäller inte oss* count as."""
    aside, lowest = form.settings.not_applicable_counts_as, form.settings.unknown_counts_as == "lowest"
    if aside is None and not lowest:
        return "”Vet ej” och ”Gäller inte oss” räknas inte in."
    unknown = "”Vet ej” räknas som frågans lägsta svar." if lowest else "”Vet ej” räknas inte in."
    how = "räknas inte in" if aside is None else f"räknas som {exact(aside)}"
    return f"{unknown} ”{NOT_APPLICABLE_LABEL}” {how}."


def _open_kinds(form: Questionnaire) -> str:
    """What numbers and several alternatives count as, where the form has such; with a space before."""
    counted = [question for question in form.survey if question.counts]
    plain, banded = any(row.is_number and not row.bands for row in counted), any(row.bands for row in counted)
    texts = {
        "Ett tal räknas som det är.": plain and not banded,
        "Ett tal räknas som det band som det ligger i.": banded and not plain,
        "Ett tal räknas som det är eller, där frågan har band, som det band som det ligger i.": plain and banded,
        "Flera val räknas efter hur stor del som är valda.": any(row.kind == "select_multiple" for row in counted),
        "Frågor utan värde räknas inte.": len(counted) < len(form.questions),
    }
    return "".join(f" {text}" for text, holds in texts.items() if holds)


def _range(weights: Iterable[Decimal]) -> str:
    """``från 1 till 3`` where weights differ, else empty: equal weights change nothing."""
    different = set(weights)
    return f"från {exact(min(different))} till {exact(max(different))}" if len(different) > 1 else ""


def _kinds(form: Questionnaire) -> dict[str, str]:
    """Each way of counting an area in words, with the form's weights where they tell."""
    ends = _range(question.weight for question in form.survey)
    parts = _range(area.weight for area in form.areas if area.parent is not None)
    weighed = f", där frågorna väger olika ({ends})" if ends else ""
    times = f", vart och ett gånger frågans vikt ({ends})" if ends else ""
    weighed_parts = f", som väger olika ({parts})" if parts else ""
    return {
        "mean": f"medelvärdet av de frågor som är besvarade{weighed}",
        "sum": f"summan av svarens värden{times}",
        "min": "det lägsta svaret bland frågorna",
        "mean of sub-areas": f"medelvärdet av områdena under det{weighed_parts}",
        "sum of level means": f"summan av varje nivås medelvärde{weighed}",
    }


def _areas(form: Questionnaire) -> str:
    """A sentence on what most areas do, and one on those that do otherwise."""
    kinds, scoring = _kinds(form), Scoring(form)
    ways: dict[str, list[Area]] = {}
    for area in form.areas:
        ways.setdefault(scoring.aggregation(area), []).append(area)
    usual = (
        form.settings.aggregation if form.settings.aggregation in ways else max(ways, key=lambda how: len(ways[how]))
    )
    text = f"Ett områdes resultat är {kinds[usual]}."
    for how, areas in ways.items():
        if how == usual:
            continue
        if usual == "mean of sub-areas" and all(area.aggregation is None for area in areas):
            text += f" Ett område utan områden under sig får {kinds[how]}."
        else:
            text += f" I {listing([f'”{area.label}”' for area in areas])} är det i stället {kinds[how]}."
    return text


def _whole(form: Questionnaire) -> str:
    """What one respondent's result is."""
    how = form.settings.total
    if how == "mean of questions":
        return _kinds(form)["mean"]
    if how == "min":
        return "det lägsta av områdenas resultat"
    ends = _range(area.weight for area in form.sub_areas(None))
    return "medelvärdet av områdenas resultat" + (f", där områdena väger olika ({ends})" if ends else "")


def _demand(form: Questionnaire, rule: LevelRule) -> str:
    """``minst 80 % av frågorna på nivå 2``; a demand of nothing is none."""
    if rule.share is None or not rule.share:
        return ""
    group = f"i området ”{form.area(rule.group_area).label}”" if rule.group_area else f"på nivå {rule.group_level}"
    if rule.share == 1:
        return f"alla frågor {group}"
    return f"minst {exact(rule.share * 100)}{THIN_SPACE}% av frågorna {group}"


def _fulfilled(form: Questionnaire) -> str:
    """Which answers fulfil a question."""
    lists = {row.list_name: form.choices_of(row) for row in form.survey if row.kind == "select_one"}
    if any(row.counts and row.kind != "select_one" for row in form.survey):
        return "En fråga är uppfylld med det svar som räknas högst, eller med dem som formuläret säger."
    labels = {tuple(choice.label for choice in choices if form.fulfils(choice)) for choices in lists.values()}
    if len(labels) == 1:
        quoted = [f"”{label}”" for label in next(iter(labels))]
        return f"En fråga är uppfylld med svaret {' eller '.join(quoted)}."
    if all(choice.fulfils is None for choice in form.choices):
        return "En fråga är uppfylld med det högsta av sina svar."
    return "Vilka svar som uppfyller en fråga står i formuläret."
