"""Believable answers: a slow improvement, branches that differ, gaps where people are short of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.measuring.answers import Answer, AnswerState
from examples import answer_texts
from examples.chance import chance
from examples.town import ROOT_CODE, TownUnit
from questionnaires.model import Question, Questionnaire

YEARS = (2023, 2024, 2025, 2026)

# Where the whole municipality stands each year, on the steps 1–4, before branches and units differ.
_GENERAL = {2023: 1.95, 2024: 2.1, 2025: 2.32, 2026: 2.5}
# What a branch is better or worse at than the municipality as a whole.
_BRANCH = {
    ("vard", "incident"): 0.75,
    ("vard", "kontinuitet"): 0.45,
    ("vard", "kompetens"): 0.1,
    ("skola", "klassning"): -0.6,
    ("skola", "upphandling"): -0.35,
    ("skola", "atkomst"): -0.2,
    ("social", "klassning"): 0.45,
    ("social", "atkomst"): 0.5,
    ("social", "incident"): 0.25,
    ("bygg", "kontinuitet"): 0.4,
    ("bygg", "kompetens"): -0.25,
    ("kultur", "risk"): -0.4,
    ("kultur", "kontinuitet"): -0.35,
    ("ledning", "upphandling"): 0.6,
    ("ledning", "uppfoljning"): 0.45,
    ("ledning", "klassning"): 0.2,
}
_PERSPECTIVE = {"risk": 0.0, "klassning": -0.15, "incident": 0.2, "upphandling": -0.05, "kompetens": 0.15,
                "uppfoljning": -0.2, "kontinuitet": -0.1, "atkomst": 0.1}  # fmt: skip
_SILENT = {2023: 4, 2024: 3, 2025: 3, 2026: 2}
# Most of culture and leisure did not answer the first year: less than a branch's result needs.
_SILENT_FIRST_YEAR = frozenset({"612", "620"})
_UNKNOWN = {2023: 0.055, 2024: 0.045, 2025: 0.035, 2026: 0.025}

# The municipality's answers on the steps 1–4, one figure a year, in the unit questions' order of perspectives.
_COMMON_WORK = {
    "risk_a1": "2233",
    "klassning_a1": "1222",
    "incident_a1": "2334",
    "upphandling_a1": "1223",
    "kompetens_a1": "2233",
    "uppfoljning_a1": "1123",
    "kontinuitet_a1": "1223",
    "atkomst_a1": "--22",
}
# The self-assessment, one figure a year: 0 nej, 1 delvis, 2 i huvudsak, 3 ja, ? vet ej. By this the level goes
# from none to 1, 1 and 2: the bar on the lower questions rises with each level.
_SELF = {
    "roller_1": "2333", "styrdokument_1": "3333", "klassning_1": "1333", "risk_1": "1333", "kompetens_1": "0233",
    "incident_1": "2233", "ledning_1": "1233", "styrdokument_2": "1223", "analys_1": "1122", "atgarder_1": "0123",
    "incident_2": "0133", "kontinuitet_1": "1123", "roller_2": "1122", "analys_2": "0112", "klassning_2": "0112",
    "atgarder_2": "?122", "leverantor_1": "0112", "uppfoljning_1": "0133", "ledning_2": "0012", "risk_2": "0112",
    "kompetens_2": "0011", "kontinuitet_2": "0111", "leverantor_2": "?011", "uppfoljning_2": "0011",
}  # fmt: skip
# What version 2 asks beside: one figure a question, numbered from 3 in the areas of version 1 and from 1 in the others.
_SELF_BESIDE = {
    "ledning": "31", "roller": "21", "styrdokument": "11", "analys": "30", "klassning": "20", "risk": "31",
    "atgarder": "31", "kompetens": "31", "incident": "21", "kontinuitet": "21", "leverantor": "22",
    "uppfoljning": "33", "segmentering": "321", "behorighet": "332", "kryptering": "331", "konfigurering": "321",
    "tester": "210", "andring": "322", "tid": "32?", "kopiering": "332", "loggning": "221", "overvakning": "210",
    "skadligkod": "332", "utrustning": "332", "redundans": "211",
}  # fmt: skip
_SELF_STEPS = ("nej", "delvis", "i_huvudsak", "ja")
_FULL = 3
_NO_YEAR = "-"
_BOARDS = {"1": "KS", "2": "BUN", "3": "VON", "4": "SN", "5": "SBN", "6": "KFN"}


@dataclass(frozen=True, slots=True)
class Planned:
    """An answer before the store has given ids: ``code`` is the unit's code, ``day`` counts from the opening."""

    day: int
    code: str
    answer: Answer


def unit_answers(seed: int, year: int, form: Questionnaire, places: Sequence[TownUnit]) -> list[Planned]:
    """The year's mognadsmätning: the answers of ``places``, the units asked, and the municipality's own."""
    planned: list[Planned] = []
    silent = _silent(seed, year, places)
    survey = _Survey(seed, year, form, _Words(seed, year))
    for place in places:
        if place.kind != "kommun" and place.code not in silent:
            planned.extend(_one_unit(survey, place))
    random = chance(seed, year, "common")
    for question in form.questions_for("organisation"):
        figure = _COMMON_WORK[question.name][YEARS.index(year)]
        if figure != _NO_YEAR:
            alternative = form.choices_of(question)[int(figure) - 1].name
            answer = Answer("", "", question.name, AnswerState.ANSWERED, alternative)
            planned.append(Planned(random.randrange(3, 20), ROOT_CODE, answer))
    return planned


def self_assessment(seed: int, year: int, form: Questionnaire) -> list[Planned]:
    """The year's self-assessment. The seed moves only answers below ``ja``, so that the levels stand."""
    random = chance(seed, year, "self")
    planned = []
    for question in form.survey:
        key, figure = (question.name, year), _self_figure(question.name, year)
        comment, evidence = answer_texts.ORGANISATION_COMMENTS.get(key), answer_texts.ORGANISATION_EVIDENCE.get(key)
        day = random.randrange(4, 22)
        if figure == "?":
            answer = Answer("", "", question.name, AnswerState.UNKNOWN, comment=comment)
        else:
            step = int(figure)
            if 0 < step < _FULL and comment is None and random.random() < 0.2:
                step = _FULL - step
            dated = date(year, 9, 1) if evidence else None
            answer = Answer("", "", question.name, AnswerState.ANSWERED, _SELF_STEPS[step], comment, evidence, dated)
        planned.append(Planned(day, ROOT_CODE, answer))
    return planned


def _self_figure(question: str, year: int) -> str:
    """The figure of a question of either version; what version 2 asks beside was asked in the last year alone."""
    if question in _SELF:
        return _SELF[question][YEARS.index(year)]
    area, _, number = question.rpartition("_")
    first = 3 if f"{area}_1" in _SELF else 1
    return _SELF_BESIDE[area][int(number) - first]


def _silent(seed: int, year: int, places: Sequence[TownUnit]) -> frozenset[str]:
    """The units that did not answer. Small branches answer, so that one silent head does not hide them."""
    random = chance(seed, year, "silent")
    able = [place.code for place in places if place.kind == "enhet" and place.branch in ("skola", "vard", "bygg")]
    chosen = frozenset(random.sample(able, _SILENT[year]))
    return chosen | _SILENT_FIRST_YEAR if year == YEARS[0] else chosen


@dataclass(frozen=True, slots=True)
class _Survey:
    """A year's survey, and the words that its comments are dealt from."""

    seed: int
    year: int
    form: Questionnaire
    words: "_Words"


def _one_unit(survey: _Survey, place: TownUnit) -> Iterator[Planned]:
    seed, year = survey.seed, survey.year
    lasting = chance(seed, place.code, "unit")
    level, pace = lasting.gauss(0, 0.42), lasting.uniform(0.4, 1.7)
    random = chance(seed, year, place.code)
    day = random.randrange(0, 27)
    questions = survey.form.questions_for("unit")
    # A few were called away halfway.
    stop = random.randrange(3, 7) if random.random() < 0.04 else len(questions)
    for question in questions[:stop]:
        perspective = question.name.partition("_")[0]
        own = chance(seed, place.code, perspective).gauss(0, 0.5)
        general = _GENERAL[YEARS[0]] + pace * (_GENERAL[year] - _GENERAL[YEARS[0]])
        where = general + level + own + _PERSPECTIVE[perspective] + _BRANCH.get((place.branch, perspective), 0.0)
        step = min(4, max(1, round(where + random.gauss(0, 0.18))))
        yield Planned(day, place.code, _answer(random, survey, question, place, step))


def _answer(random: Random, survey: _Survey, question: Question, place: TownUnit, step: int) -> Answer:
    year, perspective = survey.year, question.name.partition("_")[0]
    reasons = answer_texts.NOT_APPLICABLE.get(perspective, ())
    # The same small units each year: whether a question concerns someone does not change by chance.
    small = place.kind == "enhet" and place.employees < 28
    if reasons and small and chance(0, place.code, perspective, "apart").random() < 0.3:
        return Answer("", "", question.name, AnswerState.NOT_APPLICABLE, comment=random.choice(reasons))
    if random.random() < _UNKNOWN[year]:
        why = random.choice(answer_texts.UNKNOWN) if random.random() < 0.4 else None
        return Answer("", "", question.name, AnswerState.UNKNOWN, comment=why)
    comment = survey.words.comment(perspective, step) if random.random() < 0.09 else None
    evidence, dated = None, None
    if step >= 3 and random.random() < 0.22:
        number = f"{_BOARDS.get(place.code[0], 'KS')} {year}/{random.randrange(12, 420)}"
        evidence = random.choice(answer_texts.EVIDENCE[perspective]).format(year=year, dnr=number)
        dated = date(year, 1, 15) + timedelta(days=random.randrange(0, 225))
    alternative = survey.form.choices_of(question)[step - 1].name
    return Answer("", "", question.name, AnswerState.ANSWERED, alternative, comment, evidence, dated)


class _Words:
    """Deals out comments so that none stands twice before all have been used."""

    def __init__(self, seed: int, year: int) -> None:
        self._random = chance(seed, year, "words")
        self._left: dict[tuple[str, bool], list[str]] = {}

    def comment(self, perspective: str, step: int) -> str:
        """A comment that fits the step: little in place (1–2) or much (3–4)."""
        key = (perspective, step > 2)
        if not self._left.get(key):
            pool = list(answer_texts.COMMENTS[perspective][key[1]])
            self._random.shuffle(pool)
            self._left[key] = pool
        return self._left[key].pop()
