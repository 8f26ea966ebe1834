"""The sentences that people read first: right words for each case, nothing said that the figures don't bear."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from data.measuring.overrides import Override
from metrics.incidents.sentences import ToldInTime, in_time_title, incident_title, of_figures
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
from tests.kit.measured import make_form, question
from tests.kit.registers import layer, state


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
        (
            1,
            ours(Verdict.UNCHANGED, 2, 1, same_answers=False),
            "Nivå 1 av 4 i vår självskattning, svaren är oförändrade sedan 2025 (nivå 2)",
        ),
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


def register(year, opened=None, day=(11, 1), **more):
    source = state(layer(date(year, *day)))
    if opened is None:
        return RiskFigures(source, status_unknown=RiskGroup(3))
    return RiskFigures(source, opened=RiskGroup(opened, **more))


YEARLY = RiskFigures(
    state(layer(date(2025, 10, 1)), layer(date(2026, 12, 31), claim="addition")), RiskGroup(5, class_unknown=5)
)
TWO_SOURCES = RiskFigures(state(layer(date(2026, 11, 1)), layer(date(2026, 12, 31), "k2")), RiskGroup(5))


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        ([], "Inget riskregister är inläst"),
        ([register(2026, 40, high=8)], "40 öppna risker den 1 november 2026, varav 8 höga"),
        ([register(2026, 1, class_unknown=1)], "1 öppen risk den 1 november 2026"),
        (
            [register(2025, 49), register(2026, 40)],
            "40 öppna risker den 1 november 2026, färre än den 1 november 2025 (49)",
        ),
        (
            [register(2024, 4), register(2026, 40)],
            "40 öppna risker den 1 november 2026, fler än den 1 november 2024 (4)",
        ),
        (
            [register(2025, 5), register(2026, 5)],
            "5 öppna risker den 1 november 2026, lika många som den 1 november 2025",
        ),
        ([register(2025), register(2026, 5, high=2)], "5 öppna risker den 1 november 2026, varav 2 höga"),
        # Only the last day of a year is its end.
        (
            [register(2025, 49, (12, 31)), register(2026, 40, (12, 30))],
            "40 öppna risker den 30 december 2026, färre än vid årets slut 2025 (49)",
        ),
        ([YEARLY], "5 öppna risker vid årets slut 2026"),
        ([TWO_SOURCES], "5 öppna risker enligt filer fram till den 31 december 2026, varav 0 höga"),
        ([register(2026)], "Registret säger inte vilka risker som är öppna"),
    ],
)
def test_risks(figures, title):
    assert risk_title(figures) == title


def incidents(day, *years):
    return Incidents(state(layer(day)), tuple(years), IncidentFigures(None), 0, 0, 0)


def test_the_year_of_an_export_is_seldom_over():
    years = (IncidentFigures(2025, n=57), IncidentFigures(2026, n=62))
    assert incident_title(incidents(date(2026, 11, 2), *years)) == (
        "62 incidenter 2026 till och med 2 november, 57 under hela 2025"
    )
    assert incident_title(incidents(date(2026, 12, 31), *years)) == "62 incidenter 2026, 57 under hela 2025"
    assert incident_title(incidents(date(2026, 5, 1), years[1])) == "62 incidenter 2026 till och med 1 maj"
    # Nothing this year is a fact too; a year before the first incident is not.
    assert incident_title(incidents(date(2026, 5, 1), years[0])) == (
        "0 incidenter 2026 till och med 1 maj, 57 under hela 2025"
    )
    assert incident_title(incidents(date(2026, 5, 1))) == "Inga incidenter med datum i registret"


def test_a_year_that_the_files_do_not_cover_is_not_called_whole():
    years = (IncidentFigures(2024, n=3), IncidentFigures(2025, n=57), IncidentFigures(2026, n=62))
    halves = [
        layer(date(2025, 6, 30), part=(date(2025, 1, 1), date(2025, 6, 30))),
        layer(date(2026, 11, 2), part=(date(2025, 9, 1), date(2026, 11, 2))),
    ]
    told = Incidents(state(*halves), years, IncidentFigures(None), 0, 0, 0)
    assert incident_title(told) == ("62 incidenter 2026 till och med 2 november, 57 under 2025 (ofullständigt inläst)")
    stopped = state(layer(date(2026, 11, 2)), layer(date(2026, 6, 30), "k2"))
    assert incident_title(Incidents(stopped, years, IncidentFigures(None), 0, 0, 0)) == (
        "62 incidenter 2026 till och med 2 november (ofullständigt inläst), 57 under hela 2025"
    )
    # A file made in 2026 of the year 2025 says nothing of 2026.
    of_2025 = state(layer(date(2026, 2, 1), part=(date(2025, 1, 1), date(2025, 12, 31))))
    assert incident_title(Incidents(of_2025, years[1:2], IncidentFigures(None), 0, 0, 0)) == "57 incidenter 2025"


WHEN = "2026 till och med 2 november"


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (ToldInTime(), "Inga personuppgiftsincidenter 2026 till och med 2 november"),
        (
            ToldInTime(in_time=2, late=1),
            (
                "2 av 3 personuppgiftsincidenter som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
                "2026 till och med 2 november"
            ),
        ),
        (
            ToldInTime(late=1, unknown=2, open=3, needless=4),
            (
                "0 av 1 personuppgiftsincident som skulle anmälas och går att bedöma anmäldes inom 72 timmar "
                "2026 till och med 2 november; för 2 är det okänt och för 3 var tiden inte ute vid läget"
            ),
        ),
        (
            ToldInTime(unknown=2, open=1),
            "Det går inte att säga om 2 personuppgiftsincidenter anmäldes i tid 2026 till och med 2 november",
        ),
        (ToldInTime(needless=2), "Ingen personuppgiftsincident 2026 till och med 2 november behövde anmälas"),
        (
            ToldInTime(needless=1, open=1),
            "Tiden att anmäla 1 personuppgiftsincident 2026 till och med 2 november var inte ute vid läget",
        ),
        (
            ToldInTime(in_time=1100, late=100, unknown=300),
            (
                "1\u2009100 av 1\u2009200 personuppgiftsincidenter som skulle anmälas och går att bedöma anmäldes inom "
                "72 timmar 2026 till och med 2 november; för 300 är det okänt"
            ),
        ),
    ],
)
def test_in_time(told, title):
    assert in_time_title(told, WHEN) == title


def test_the_figures_of_a_year_are_each_in_one_of_the_numbers():
    figures = IncidentFigures(
        2026, n=28, personal_data=28, in_time=1, late=2, undecided=3, dates_missing=4, open=7, needless=11
    )
    assert of_figures(figures) == ToldInTime(in_time=1, late=2, unknown=7, open=7, needless=11)


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


def judged(name, score, level):
    return replace(area(name, score), override=Override(name, 1, datetime(2026, 11, 3), "p1", level, "Skäl"))


def test_an_own_judgement_goes_before_the_answers_where_there_is_most_to_gain():
    found = [judged("A", 1.5, 4), area("B", 2), judged("C", 3.5, 1), area("D", 3)]
    # On a ladder a level is a step of the scale: 4, 2, 1 and 3.
    assert sentences.lowest_sentence(found, ladder=True) == ("Mest att vinna: C (egen bedömning 1), B (2) och D (3).")
    # By rules it is not, so those that are judged are left out: 2 and 3.
    assert sentences.lowest_sentence(found) == "Mest att vinna: B (2)."


def test_where_there_is_most_to_gain():
    found = [area("A", 3), area("B", 1.5), area("C", None), area("D", 2)]
    assert sentences.lowest_sentence(found) == "Mest att vinna: B (1,5) och D (2)."
    assert sentences.lowest_sentence([area("A", 2), area("B", 2)]) == ""
