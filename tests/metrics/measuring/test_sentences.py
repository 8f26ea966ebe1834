"""The sentences that people read first: right words for each case, nothing said that the figures don't bear."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from metrics.incidents.sentences import in_time_title, incident_title
from metrics.incidents.years import IncidentFigures, Incidents
from metrics.measuring import sentences
from metrics.measuring.change_sentences import change_sentence
from metrics.measuring.comparing.change import Change, Counted, Levels, Moves, Stand, Verdict
from metrics.measuring.comparing.series import Point, Series
from metrics.measuring.results import AreaFigure, Coverage, Figure, Origin, Scores
from metrics.measuring.scoring import EMPTY
from metrics.measuring.spread import Spread
from metrics.overview.courses import LevelCourse, LevelPoint
from metrics.overview.sentences import levels_title
from metrics.registers.risks import RiskFigures, RiskGroup
from metrics.registers.sentences import risk_title
from metrics.registers.sources import Snapshot
from tests.kit.measured import make_form, question


def point(year, display, n=20, asked=21, insufficient=False):
    score = Fraction(display.replace(",", "."))
    return Point(f"r{year}", f"Mätning {year}", date(year, 10, 1), 1, score, display, n, asked, insufficient)


def change(verdict, counted=Counted.UNITS, year=2025, **more):
    before = Stand(f"r{year}", f"Mätning {year}", str(year), Fraction("2.1"))
    after = Stand("r2026", "Mätning 2026", "2026", Fraction("2.5"))
    moved = Change(before, after, counted, 1, Moves(12, 3, 5), pairs=60, verdict=verdict)
    return replace(moved, **more)


def series(verdict=None, **more):
    points = (point(2025, "2,1"), point(2026, "2,6"))
    return Series(points, points, 7, 20, change(verdict) if verdict else None, **more)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (Series(), "Mognaden är inte mätt än"),
        (
            series(Verdict.BETTER),
            "Mognaden har stigit från 2,1 till 2,5 sedan 2025 (samma frågor och enheter)",
        ),
        (series(Verdict.WORSE), "Mognaden har sjunkit från 2,1 till 2,5 sedan 2025 (samma frågor och enheter)"),
        (
            series(Verdict.UNCHANGED),
            "Mognaden ligger på 2,6, oförändrat sedan 2025 (samma frågor och enheter: 2,1 → 2,5)",
        ),
        (
            series(Verdict.UNCHANGED, whole=change(Verdict.BETTER, year=2023)),
            "Mognaden har stigit från 2,1 till 2,5 sedan 2023 (samma frågor och enheter). Sedan 2025 oförändrat.",
        ),
        (
            Series(
                all=(point(2026, "2,6"),),
                change=change(Verdict.UNCHANGED, near=Verdict.BETTER),
                whole=change(Verdict.UNCHANGED, year=2023),
            ),
            (
                "Mognaden ligger på 2,6, oförändrat sedan 2023 (samma frågor och enheter: 2,1 → 2,5). "
                "Sedan 2025 oförändrat, men nära bättre."
            ),
        ),
        (Series(all=(point(2026, "2,5"),)), "Mognaden ligger på 2,5 i Mätning 2026"),
        (
            Series(all=(point(2026, "2,5", n=9, insufficient=True),)),
            "Går inte att säga: 9 av 21 enheter har svarat på minst hälften. Det krävs 15",
        ),
    ],
)
def test_maturity(found, title):
    assert sentences.maturity_title(found) == title


def level(number):
    return LevelPoint("r", "Självskattning 2026", date(2026, 1, 1), 1, number, "", 4, None, "", 24, 0, 0, 24)


def ours(verdict, before, after, year=2025, same_answers=True):
    reached = Levels(before, after, same_answers)
    return change(verdict, Counted.ANSWERS, year, levels=reached)


@pytest.mark.parametrize(
    ("now", "moved", "title"),
    [
        (2, None, "Nivå 2 av 4 i vår självskattning"),
        (None, None, "Nivån i vår självskattning är inte bedömd"),
        (0, None, "Ingen nivå nådd än i vår självskattning"),
        (2, ours(Verdict.BETTER, 1, 2), "Nivå 2 av 4 i vår självskattning, bättre än 2025 (nivå 1)"),
        (1, ours(Verdict.BETTER, 0, 1), "Nivå 1 av 4 i vår självskattning, bättre än 2025 (ingen nivå)"),
        (2, ours(Verdict.UNCHANGED, 2, 2), "Nivå 2 av 4 i vår självskattning, oförändrat sedan 2025"),
        (2, ours(Verdict.BETTER, 2, 2), "Nivå 2 av 4 i vår självskattning, svaren är bättre än 2025"),
        (
            1,
            ours(Verdict.WORSE, 0, 1, same_answers=False),
            "Nivå 1 av 4 i vår självskattning, svaren är sämre än 2025 (ingen nivå)",
        ),
    ],
)
def test_self_assessment(now, moved, title):
    course = LevelCourse((level(now),), None, Series(change=moved))
    assert levels_title(course, sentences.in_words("self_assessment", "Formuläret")) == title
    other = levels_title(course, sentences.in_words("other", "Dataskydd"))
    assert other == title.replace("i vår självskattning", "i Dataskydd")


def test_the_levels_of_a_whole_period():
    moved = Series(change=ours(Verdict.UNCHANGED, 2, 2), whole=ours(Verdict.BETTER, 1, 2, year=2023))
    assert levels_title(LevelCourse((level(2),), None, moved), "i Dataskydd") == (
        "Nivå 2 av 4 i Dataskydd, bättre än 2023 (nivå 1). Sedan 2025 oförändrat."
    )


def snapshot(day):
    return Snapshot("s1", day, "fil.xlsx", 10, 0, 0, 1, 0)


def register(year, opened=None, **more):
    if opened is None:
        return RiskFigures(snapshot(date(year, 11, 1)), status_unknown=RiskGroup(3))
    return RiskFigures(snapshot(date(year, 11, 1)), opened=RiskGroup(opened, **more))


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        ([], "Inget riskregister är inläst"),
        ([register(2026, 40, high=8)], "40 öppna risker, varav 8 höga"),
        ([register(2026, 1, class_unknown=1)], "1 öppen risk"),
        ([register(2025, 49), register(2026, 40)], "40 öppna risker, färre än 2025 (49)"),
        ([register(2024, 4), register(2026, 40)], "40 öppna risker, fler än 2024 (4)"),
        ([register(2025, 5), register(2026, 5)], "5 öppna risker, lika många som 2025"),
        ([register(2025), register(2026, 5, high=2)], "5 öppna risker, varav 2 höga"),
        ([register(2026)], "Registret säger inte vilka risker som är öppna"),
    ],
)
def test_risks(figures, title):
    assert risk_title(figures) == title


def incidents(day, *years):
    return Incidents(snapshot(day), tuple(years), IncidentFigures(None), 0, 0, 0)


def test_the_year_of_an_export_is_seldom_over():
    years = (IncidentFigures(2025, n=57), IncidentFigures(2026, n=62))
    assert incident_title(incidents(date(2026, 11, 2), *years)) == ("62 incidenter hittills 2026, 57 under hela 2025")
    assert incident_title(incidents(date(2026, 12, 31), *years)) == "62 incidenter 2026, 57 under hela 2025"
    assert incident_title(incidents(date(2026, 5, 1), years[1])) == "62 incidenter hittills 2026"
    # Nothing this year is a fact too; a year before the first incident is not.
    assert incident_title(incidents(date(2026, 5, 1), years[0])) == ("0 incidenter hittills 2026, 57 under hela 2025")
    assert incident_title(incidents(date(2026, 5, 1))) == "Inga incidenter med datum i registret"


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        (IncidentFigures(2026), "Inga personuppgiftsincidenter 2026"),
        (
            IncidentFigures(2026, n=3, personal_data=3, in_time=2, late=1),
            "2 av 3 personuppgiftsincidenter 2026 anmäldes inom 72 timmar",
        ),
        (
            IncidentFigures(2026, n=5, personal_data=5, in_time=2, late=1, undecided=1, dates_missing=1),
            "2 av 3 personuppgiftsincidenter 2026 anmäldes inom 72 timmar; för 2 är det okänt",
        ),
        (
            IncidentFigures(2026, n=2, personal_data=2, dates_missing=2),
            "Det går inte att säga om personuppgiftsincidenterna 2026 anmäldes i tid",
        ),
        (
            IncidentFigures(2026, n=2, personal_data=2, needless=2),
            "Ingen personuppgiftsincident 2026 behövde anmälas",
        ),
        (
            IncidentFigures(2026, n=2, personal_data=2, needless=1, open=1),
            "Tiden att anmäla personuppgiftsincidenterna 2026 var inte ute vid läget",
        ),
        (
            IncidentFigures(2026, n=1500, personal_data=1500, in_time=1100, late=100, undecided=300),
            "1\u2009100 av 1\u2009200 personuppgiftsincidenter 2026 anmäldes inom 72 timmar; för 300 är det okänt",
        ),
    ],
)
def test_in_time(figures, title):
    assert in_time_title(figures) == title


def figure(score, reached=None, n=1):
    shown = "–" if score is None else str(score).replace(".", ",")
    return Figure(None if score is None else Fraction(str(score)), shown, reached, "", EMPTY, n)


def scores(total, *, single=True, coverage=None, at_or_above=None, spread=None, role="maturity"):
    return Scores(
        origin=Origin("f", "Formuläret", 2, "r1", "Mätning 2026", None, date(2026, 10, 1), 9, True, 1, role=role),
        single=single,
        total=total,
        areas=(),
        spread=spread or Spread(0),
        coverage=coverage or Coverage(1, 0, 0, units=1),
        series=Series(),
        unit_scores={},
        at_or_above=at_or_above or {},
    )


LADDER = [{"level": step, "label::sv": f"Nivå {step}"} for step in (1, 2, 3, 4)]
RULES = [{**row, "group": row["level"], "share": "1"} for row in LADDER]


def form(*, by_rules, **settings):
    survey = [question(f"q{n}", level=n) if by_rules else question(f"q{n}") for n in (1, 2, 3, 4)]
    return make_form(survey, levels=RULES if by_rules else LADDER, **settings)


@pytest.mark.parametrize(
    ("found", "by_rules", "text"),
    [
        (scores(figure(None, n=0)), True, "Det finns inga svar att räkna på än."),
        (
            scores(figure(2.5, 2), role="self_assessment"),
            True,
            "Ni når nivå 2 av 4 i vår självskattning.",
        ),
        (scores(figure(2.5, 2)), True, "Ni når nivå 2 av 4 i Formuläret."),
        (scores(figure(0.5, 0)), True, "Ni når ännu ingen av de 4 nivåerna i Formuläret."),
        (scores(figure(2.5)), True, "Nivån i Formuläret är ej bedömd."),
        (scores(figure(2.5)), False, "Medelvärdet är 2,5 av 4."),
        (
            scores(figure(2.5, n=60), single=False, at_or_above={1: 60, 2: 50, 3: 38, 4: 2}),
            False,
            "38 av 60 enheter ligger på nivå 3 eller högre, 2 på nivå 4 eller högre.",
        ),
        (
            scores(figure(2.5, n=2), single=False, at_or_above={}),
            False,
            "Medelvärdet för 2 enheter är 2,5 av 4.",
        ),
        (
            scores(figure(2.5, n=9), single=False, coverage=Coverage(9, 2, 10, units=9), at_or_above={1: 9}),
            False,
            "Underlag saknas: 9 av 21 enheter har svarat. Därför visas ingen nivå och ingen utveckling.",
        ),
    ],
)
def test_the_first_sentence_of_a_result(found, by_rules, text):
    assert sentences.result_sentence(found, form(by_rules=by_rules)) == text


def test_the_spread_is_told_of_five_units_or_more():
    values = [Fraction(n) for n in (1, 2, 2, 3, 4)]
    spread = Spread(5, values[0], values[1], values[2], values[3], values[4])
    many = scores(figure(2.4, n=5), single=False, spread=spread)
    assert sentences.spread_sentence(many, 1) == (
        "Medelvärdet är 2,4. Hälften av enheterna ligger mellan 2,0 och 3,0; den lägsta på 1,0 och den högsta på 4,0."
    )
    few = scores(figure(2.4, n=4), single=False, spread=Spread(4, *(*values[:4], values[3])))
    assert sentences.spread_sentence(few, 1) == ""


def test_nothing_is_said_without_an_earlier_round():
    assert change_sentence(None) == ""


@pytest.mark.parametrize("counted", Counted)
@pytest.mark.parametrize("verdict", Verdict)
def test_a_sentence_has_twenty_words_at_most(counted, verdict):
    said = change_sentence(change(verdict, counted, moves=Moves(412, 103, 205), pairs=1460))
    assert len([word for word in said.split() if word not in ("→", "–")]) <= 20


def area(name, score):
    return AreaFigure(name, name, None, figure(score))


def test_where_there_is_most_to_gain():
    found = [area("A", 3), area("B", 1.5), area("C", None), area("D", 2)]
    assert sentences.lowest_sentence(found) == "Mest att vinna: B (1,5) och D (2)."
    assert sentences.lowest_sentence([area("A", 2), area("B", 2)]) == ""
