"""The words of *Så räknades det* follow the form: one test per setting, and each rule's words beside a figure by hand.

The last test holds every aggregation and total against a figure computed by hand, so that words and figures can't
tell two rules.
"""

from fractions import Fraction

import pytest

from metrics.measuring.how_counted import (
    how_areas,
    how_form,
    how_levels,
    how_total,
    level_words,
    scale_words,
    total_name,
)
from metrics.measuring.scoring import Given, Scoring
from tests.kit.measured import make_form, question, steps

THIN = "\u2009"


def form(survey=None, **more):
    return make_form(survey or [question("q1"), question("q2")], **more)


def test_a_plain_form_counts_the_mean_of_what_is_answered():
    assert how_areas(form()) == (
        (
            "Ett områdes resultat är medelvärdet av de frågor som är besvarade. ”Vet ej” och ”Gäller inte oss” räknas "
            "inte in. För flera enheter räknas varje enhet för sig, och alla väger lika."
        ),
        (
            "En enhet har svarat när minst hälften av dess frågor är besvarade, också med ”Vet ej” och ”Gäller inte "
            "oss”. Den som har svarat på färre har påbörjat och ingår inte i kontorets eller kommunens resultat."
        ),
        "Det räknas exakt, avrundas först när det visas och skrivs med en decimal.",
    )
    assert how_total(form())[0] == (
        "Varje enhets resultat är medelvärdet av de frågor som är besvarade. ”Vet ej” och ”Gäller inte oss” räknas "
        "inte in. Kommunens, eller ett kontors, resultat är medelvärdet av enheternas: alla väger lika."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("0.5", "minst hälften av"),
        ("0.75", f"minst 75{THIN}% av"),
        ("0.625", f"minst 62,5{THIN}% av"),
        ("1", "minst 100"),
    ],
)
def test_how_much_must_be_answered(share, words):
    found = form(answered_share=share)
    for told in (how_areas(found), how_total(found), how_form(found)):
        assert told[1].startswith(f"En enhet har svarat när {words}")


@pytest.mark.parametrize(
    ("aggregation", "words"),
    [
        ("mean", "medelvärdet av de frågor som är besvarade"),
        ("sum", "summan av svarens värden"),
        ("min", "det lägsta svaret bland frågorna"),
        ("sum of level means", "summan av varje nivås medelvärde"),
    ],
)
def test_aggregation(aggregation, words):
    found = form([question("q1", level=1)], levels=[{"level": 1, "label::sv": "Ett"}], aggregation=aggregation)
    assert how_areas(found)[0].startswith(f"Ett områdes resultat är {words}. ")
    assert how_total(found, "a")[0].startswith(f"Varje enhets resultat är {words}. ")


def test_aggregation_over_sub_areas():
    areas = ["a", {"name": "a1", "parent": "a", "weight": "2"}, {"name": "a2", "parent": "a"}, "b"]
    survey = [question("q1", "a1"), question("q2", "a2"), question("q3", "b")]
    assert how_areas(form(survey, areas=areas, aggregation="mean of sub-areas"))[0].startswith(
        "Ett områdes resultat är medelvärdet av områdena under det, som väger olika (från 1 till 2). "
        "Ett område utan områden under sig får medelvärdet av de frågor som är besvarade. "
    )


def test_an_area_that_goes_its_own_way_is_named():
    found = form([question("q1"), question("q2", "b")], areas=["a", {"name": "b", "aggregation": "min"}])
    assert how_areas(found)[0].startswith(
        "Ett områdes resultat är medelvärdet av de frågor som är besvarade. "
        "I ”B” är det i stället det lägsta svaret bland frågorna. "
    )
    assert how_total(found, "b")[0].startswith("Varje enhets resultat är det lägsta svaret bland frågorna. ")


def test_weights_of_questions():
    weighed = [question("q1", weight="0.5"), question("q2", weight=3)]
    assert "besvarade, där frågorna väger olika (från 0,5 till 3). " in how_areas(form(weighed))[0]
    assert "vart och ett gånger frågans vikt (från 0,5 till 3). " in how_areas(form(weighed, aggregation="sum"))[0]
    same = [question("q1", weight=3), question("q2", weight=3)]
    assert "väger olika" not in how_areas(form(same))[0]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("excluded", "”Vet ej” och ”Gäller inte oss” räknas inte in."),
        ("lowest", "”Vet ej” räknas som frågans lägsta svar. ”Gäller inte oss” räknas inte in."),
    ],
)
def test_unknown_counts_as(setting, words):
    found = form(unknown_counts_as=setting)
    assert words in how_areas(found)[0]
    assert words in how_total(found)[0]


@pytest.mark.parametrize(
    ("setting", "words", "name"),
    [
        ("mean of questions", "medelvärdet av de frågor som är besvarade. ", "Medelvärdet"),
        (
            "mean of areas",
            (
                "medelvärdet av områdenas resultat, där områdena väger olika (från 1 till 2). Ett områdes resultat är "
                "medelvärdet av de frågor som är besvarade. "
            ),
            "Områdenas medelvärde",
        ),
        (
            "min",
            "det lägsta av områdenas resultat. Ett områdes resultat är medelvärdet av de frågor som är besvarade. ",
            "Det lägsta områdets resultat",
        ),
    ],
)
def test_total(setting, words, name):
    found = form([question("q1"), question("q2", "b")], areas=["a", {"name": "b", "weight": 2}], total=setting)
    assert how_total(found)[0].startswith(f"Varje enhets resultat är {words}")
    assert total_name(found) == name
    assert f"Hela formulärets resultat är {words.split('. ')[0]}. ”Vet ej” och" in how_form(found)[0]


@pytest.mark.parametrize(
    ("decimals", "words"),
    [(0, "utan decimaler"), (1, "med en decimal"), (2, "med två decimaler"), (3, "med tre decimaler")],
)
def test_decimals(decimals, words):
    assert how_areas(form(decimals=decimals))[-1].endswith(f"skrivs {words}.")


LEVELS = [
    {"level": 1, "label::sv": "Brons", "group": "1", "share": "0.6"},
    {"level": 2, "label::sv": "Silver", "group": "1", "share": "1"},
    {"level": 2, "group": "2", "share": "0.625"},
    {"level": 3, "label::sv": "Guld", "group": "area:b", "share": "0.5"},
    {"level": 3, "group": "2", "share": "0"},
]


def test_the_level_table_with_its_shares():
    found = form([question("q1", level=1), question("q2", "b", level=2)], areas=["a", "b"], levels=LEVELS)
    assert [(row.level, row.label, row.demand) for row in level_words(found)] == [
        (1, "Brons", f"minst 60{THIN}% av frågorna på nivå 1"),
        (2, "Silver", f"alla frågor på nivå 1 och minst 62,5{THIN}% av frågorna på nivå 2"),
        (3, "Guld", f"minst 50{THIN}% av frågorna i området ”B”"),
    ]
    assert how_levels(found) == (
        "En nivå är nådd när kraven på den och på alla lägre nivåer är uppfyllda.",
        f"Nivå 1, Brons: minst 60{THIN}% av frågorna på nivå 1.",
        f"Nivå 2, Silver: alla frågor på nivå 1 och minst 62,5{THIN}% av frågorna på nivå 2.",
        f"Nivå 3, Guld: minst 50{THIN}% av frågorna i området ”B”.",
        (
            "En fråga är uppfylld med svaret ”Steg 4”. Obesvarat och ”Vet ej” räknas som inte uppfyllt. "
            "”Gäller inte oss” räknas inte alls: andelen är av de frågor som gäller."
        ),
    )


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (steps(fulfils=["s3", "s4"]), "En fråga är uppfylld med svaret ”Steg 3” eller ”Steg 4”."),
        ([*steps(), *steps("annan", (0, 10))], "En fråga är uppfylld med det högsta av sina svar."),
        (
            [*steps(), *steps("annan", (0, 5, 10), fulfils=["s2", "s3"])],
            "Vilka svar som uppfyller en fråga står i formuläret.",
        ),
    ],
)
def test_which_answers_fulfil(choices, words):
    lists = list(dict.fromkeys(row["list_name"] for row in choices))
    survey = [question(f"q{place}", lst=name, level=1) for place, name in enumerate(lists)]
    levels = [{"level": 1, "label::sv": "Ett", "group": "1", "share": "1"}]
    assert how_levels(form(survey, choices=choices, levels=levels))[-1].startswith(words)


def test_a_ladder_and_no_levels():
    ladder = [{"level": 1, "label::sv": "Ett"}, {"level": 2, "label::sv": "Två"}]
    assert how_levels(form(levels=ladder))[0].startswith("Nivåerna är namn på skalans steg.")
    assert [row.demand for row in level_words(form(levels=ladder))] == ["", ""]
    named_only = form([question("q1", level=1)], levels=ladder)
    assert how_levels(named_only) == (
        "Nivåerna säger vilken nivå en fråga hör till. Formuläret har ingen regel för när en nivå är nådd.",
    )
    assert how_levels(form()) == ()
    assert level_words(form()) == ()


def test_the_scale_of_a_result():
    ladder = [{"level": step, "label::sv": str(step)} for step in (1, 2, 3, 4)]
    assert scale_words(form(levels=ladder)) == " av 4"
    assert scale_words(form()) == " på en skala från 1 till 4"
    ten = form([question("q1", lst="tio")], choices=steps("tio", range(11)))
    assert scale_words(ten) == " på en skala från 0 till 10"
    # Three levels by rules say nothing of the scale that answers have.
    rules = [{"level": 3, "label::sv": "Tre", "group": "area:a", "share": "1"}]
    assert scale_words(form(levels=rules)) == " på en skala från 1 till 4"
    mixed = form([question("q1"), question("q2", lst="tio")], choices=[*steps(), *steps("tio", range(11))])
    assert scale_words(mixed) == ""
    assert scale_words(form(aggregation="sum", total="mean of areas")) == ""
    assert scale_words(form(aggregation="sum")) == " på en skala från 1 till 4"


# By hand. Area a: q1 = 4 (weight 1), q2 = 1 (weight 3); area b: q3 = 2, q4 unknown (lowest: 1). Areas weigh 1 and 3.
BY_HAND = [
    # (aggregation, unknown, a, b, total mean of questions, total mean of areas, total min)
    ("mean", "excluded", "7/4", "2", "9/5", "31/16", "7/4"),  # (4+3)/4; 2; (7+2)/5; (7/4+3·2)/4
    ("mean", "lowest", "7/4", "3/2", "5/3", "25/16", "3/2"),  # b (2+1)/2; (7+3)/6; (7/4+9/2)/4
    ("sum", "excluded", "7", "2", "9/5", "13/4", "2"),  # 4·1+1·3; (7+3·2)/4
    ("sum", "lowest", "7", "3", "5/3", "4", "3"),  # 2+1; (7+3·3)/4
    ("min", "excluded", "1", "2", "9/5", "7/4", "1"),  # (1+3·2)/4
    ("min", "lowest", "1", "1", "5/3", "1", "1"),
    ("sum of level means", "excluded", "5", "2", "9/5", "11/4", "2"),  # level 1: 4, level 2: 1; (5+3·2)/4
    ("sum of level means", "lowest", "5", "3", "5/3", "7/2", "3"),  # level 1: 2, level 2: 1; (5+3·3)/4
]


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: f"{row[0]}, {row[1]}")
def test_the_figures_that_the_words_are_about(row):
    aggregation, unknown, a, b, *totals = row
    survey = [
        question("q1", level=1), question("q2", level=2, weight=3),
        question("q3", "b", level=1), question("q4", "b", level=2),
    ]  # fmt: skip
    answers = {
        "q1": Given("answered", "s4"), "q2": Given("answered", "s1"), "q3": Given("answered", "s2"),
        "q4": Given("unknown"),
    }  # fmt: skip
    for total, wanted in zip(("mean of questions", "mean of areas", "min"), totals, strict=True):
        found = form(
            survey, areas=["a", {"name": "b", "weight": 3}], aggregation=aggregation, total=total,
            unknown_counts_as=unknown, levels=[{"level": 1, "label::sv": "Ett"}, {"level": 2, "label::sv": "Två"}],
        )  # fmt: skip
        scoring = Scoring(found)
        cells = scoring.cells(answers, answers)
        assert scoring.area_scores(cells) == {"a": Fraction(a), "b": Fraction(b)}
        assert scoring.total(cells) == Fraction(wanted)
