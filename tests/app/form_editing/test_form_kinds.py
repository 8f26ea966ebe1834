"""Questionnaires of other kinds than the shipped ones work from their file alone: publish → round → answers → result.

Each file of ``tests/questionnaires/valid`` named here goes in on the page, is answered, and its result page is held
against figures computed by hand and against the words that its own settings make.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from base.actors import Act
from data.measuring.answers import Answer, AnswerState, current, record
from data.measuring.questionnaire_files import questionnaire_version
from data.measuring.rounds import NewRound, open_round
from pages.answering.recording import Spot

pytestmark = pytest.mark.app

VALID = Path(__file__).resolve().parents[2] / "questionnaires" / "valid"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Kind:
    """A file, the answers given (the first one on the page), and what the result page must and must not say."""

    file: str
    form_id: str
    answers: dict[str, str]
    says: tuple[str, ...]
    never: tuple[str, ...] = ()
    rows: dict[str, str] = field(default_factory=dict)
    whole: bool = False


KINDS = [
    # (7 + 10 + 2) / 3 = 6,333…; trygghet (7 + 10) / 2 = 8,5; kunskap 2.
    Kind(
        "ten_steps.yaml",
        "tio_steg",
        {"trygg_1": "s7", "trygg_2": "s10", "kunskap_1": "s2"},
        (
            "**Medelvärdet är 6,33 på en skala från 0 till 10.**",
            "Mest att vinna på Kunskap (2,00)",
            "skrivs med två decimaler",
        ),
        ("nivå 1", "En nivå är nådd"),
        {"Trygghet": "8,50", "Kunskap": "2,00", "Hela": "6,33"},
    ),
    # styrning (1·4 + 2·1) / 3 = 2; skydd (0,5·3 + 1,5·1) / 2 = 1,5, Vet ej being the lowest, 1;
    # the whole (1·2 + 3·1,5) / 4 = 1,625.
    Kind(
        "weighted.yaml",
        "vagt",
        {"styr_1": "fyra", "styr_2": "ett", "skydd_1": "tre", "skydd_2": UNKNOWN},
        (
            "**Områdenas medelvärde är 1,6 på en skala från 1 till 4.**",
            "där frågorna väger olika (från 0,5 till 2)",
            "”Vet ej” räknas som frågans lägsta svar.",
        ),
        ("Vet ej” och ”Gäller inte oss” räknas inte in",),
        {"Styrning": "2,0", "Skydd": "1,5", "Hela": "1,6"},
    ),
    # Level 1: 5 of 5 ≥ 60 %. Level 2: 5 of 5 = 100 %, 1 of 2 ≥ 50 %. Level 3: skydd 1 of 2 < 100 %.
    # grund (5 + 0) / 6 = 0,83; skydd (1 + 0) / 2 = 0,5.
    Kind(
        "three_levels.yaml",
        "medaljer",
        {**{f"brons_{n}": "ja" for n in range(1, 6)}, "silver_1": "nej", "silver_2": "ja", "guld_1": "nej"},
        (
            "**Ni når nivå 2 av 3 i Medaljer.**",
            "Nivå 2 av 3: Silver",
            "För nivå 3 saknas",
            "Nivå 1, Brons: minst 60 % av frågorna på nivå 1.",
            "Nivå 2, Silver: alla frågor på nivå 1 och minst 50 % av frågorna på nivå 2.",
            "Nivå 3, Guld: alla frågor i området ”Skydd”.",
            "En fråga är uppfylld med svaret ”Ja”.",
        ),
        ("självskattning",),
        {"Grund": "0,8", "Skydd": "0,5"},
        whole=True,
    ),
    # teknik 2 + 1 = 3; folk 2; the lowest is 2.
    Kind(
        "sums_without_levels.yaml",
        "summor",
        {"teknik_1": "mycket", "teknik_2": "lite", "folk_1": "mycket"},
        (
            "**Det lägsta områdets resultat är 2.**",
            "Ett områdes resultat är summan av svarens värden.",
            "Mest att vinna på Folk (2)",
            "skrivs utan decimaler",
        ),
        ("på en skala", "medelvärdet av de frågor", "En nivå är nådd"),
        {"Teknik": "3", "Folk": "2", "Hela": "2"},
    ),
]


def seen(said, app):
    """What a page says, without Markdown's escapes."""
    return said(app).replace("\\", "")


def table_of(app, header):
    """First column → second column, of the table whose second header is ``header``."""
    for element in app.table:
        if header in element.value.columns:
            rows = element.value
            return dict(zip(rows.iloc[:, 0], rows[header], strict=True))
    raise AssertionError(f"no table with {header}")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.form_id)
def test_from_its_file_to_its_result(visit, town, said, grant, kind):
    store = town.store
    app = visit("formular.py")
    app.file_uploader[0].upload(kind.file, (VALID / kind.file).read_bytes()).run()
    app.button(key="form_publish").click().run()
    assert not app.exception
    assert "Publicerat." in said(app)

    form = questionnaire_version(store, kind.form_id)
    unit = town.root if kind.whole else town.north
    units = [town.root] if kind.whole else [town.north, town.south]
    made = open_round(store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), units))
    first, *rest = kind.answers.items()
    page = visit("mina_fragor.py", round=made, unit=unit)
    page.radio(key=Spot(made, unit, first[0], 0).key("val")).set_value(f"alternativ:{first[1]}").run()
    assert not page.exception
    assert current(store, made, unit)[first[0]].alternative == first[1]
    for name, alternative in rest:
        state = AnswerState.UNKNOWN if alternative == UNKNOWN else AnswerState.ANSWERED
        record(
            store, grant(Act.ANSWER), form,
            Answer(made, unit, name, state, None if state is AnswerState.UNKNOWN else alternative),
        )  # fmt: skip

    result = visit("resultat.py", round=made, unit=unit)
    text = seen(said, result)
    for words in kind.says:
        assert words in text
    for words in kind.never:
        assert words not in text
    told = table_of(result, "Resultat")
    assert {area: told[area] for area in kind.rows} == kind.rows


def test_the_whole_municipality_of_an_own_form(visit, town, said, grant):
    """Two units at 6,333… and 4: their mean 5,17."""
    app = visit("formular.py")
    app.file_uploader[0].upload("ten_steps.yaml", (VALID / "ten_steps.yaml").read_bytes()).run()
    app.button(key="form_publish").click().run()
    form = questionnaire_version(town.store, "tio_steg")
    made = open_round(
        town.store, grant(Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 3), [town.north, town.south])
    )
    for unit, steps in ((town.north, (7, 10, 2)), (town.south, (4, 4, 4))):
        for question, step in zip(form.survey, steps, strict=True):
            answer = Answer(made, unit, question.name, AnswerState.ANSWERED, f"s{step}")
            record(town.store, grant(Act.ANSWER), form, answer)
    text = seen(said, visit("resultat.py", round=made))
    assert "**Medelvärdet för 2 enheter är 5,17 på en skala från 0 till 10.**" in text
