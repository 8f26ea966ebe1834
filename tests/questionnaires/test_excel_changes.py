"""What a new version changes, in words; each change made by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires.changes import changes
from questionnaires.library import canonical, from_canonical, shipped
from questionnaires.model import Questionnaire

Content = dict[str, Any]


def edited(form: Questionnaire, change: Callable[[Content], object]) -> Questionnaire:
    content = canonical(form)
    change(content)
    return from_canonical(content)


def told(form: Questionnaire, change: Callable[[Content], object]) -> list[tuple[str, str, str, bool]]:
    return [(str(c.kind), c.name, c.text, c.breaks) for c in changes(form, edited(form, change))]


def put(sheet: str, index: int, **values: Any) -> Callable[[Content], object]:
    """Change one row; ``label`` stands for ``label::sv`` and so on."""
    renamed = {f"{key}::sv" if key in ("label", "hint", "criteria") else key: value for key, value in values.items()}
    return lambda content: (content[sheet] if sheet == "settings" else content[sheet][index]).update(renamed)


NEW = {
    "type": "select_one svar", "name": "risk_9", "label::sv": "Prövas metoden?", "area": "risk", "level": 1,
    "respondent": "unit",
}  # fmt: skip
OTHER_LIST = [
    {"list_name": "jn", "name": "nej", "label::sv": "Nej", "value": "0", "order": 1},
    {"list_name": "jn", "name": "ja", "label::sv": "Ja", "value": "1", "order": 2},
]

ONE_CHANGE: list[tuple[Callable[[Content], object], tuple[str, str, str, bool]]] = [
    (
        lambda content: content["survey"].append(NEW),
        ("question_new", "risk_9", "Frågan ”Prövas metoden?” (risk_9) är ny.", False),
    ),
    (
        lambda content: content["survey"].pop(1),
        ("question_gone", "risk_2", "Frågan ”Används metoden?” (risk_2) är borttagen. Ingen fråga tar över.", True),
    ),
    (
        put("survey", 0, label="Finns en beslutad metod?"),
        (
            "question_reworded", "risk_1",
            "Frågan ”Finns en beslutad metod?” (risk_1): ny text i frågan. Förut: ”Finns en metod?”.", False,
        ),
    ),
    (
        put("survey", 0, hint="Se riktlinjen.", criteria="Räknas som ja om …", references="NIS 2"),
        (
            "question_reworded", "risk_1",
            "Frågan ”Finns en metod?” (risk_1): ny text i vägledningen, kriterierna och hänvisningarna.", False,
        ),
    ),
    (
        put("survey", 1, area="incident"),
        (
            "question_moved", "risk_2",
            "Frågan ”Används metoden?” (risk_2) är flyttad från ”Risker” till ”Incidenter”.", False,
        ),
    ),
    (
        put("survey", 1, level=1),
        ("question_moved", "risk_2", "Frågan ”Används metoden?” (risk_2) hör till nivå 1, förut nivå 2.", False),
    ),
    (
        put("survey", 1, respondent="branch", required=True),
        (
            "question_asked", "risk_2",
            "Frågan ”Används metoden?” (risk_2): ändrat vem som svarar och om svaret måste ges.", False,
        ),
    ),
    (
        put("survey", 1, weight="1.5"),
        ("question_counted", "risk_2", "Frågan ”Används metoden?” (risk_2) väger 1,5, förut 1.", False),
    ),
    (
        lambda content: (content["choices"].extend(OTHER_LIST), content["survey"][0].update(type="select_one jn")),
        (
            "alternatives_changed", "risk_1",
            ("Frågan ”Finns en metod?” (risk_1) har andra svarsalternativ: Nej (0), Ja (1, uppfyller). "
            "Förut: Nej (0), Delvis (1), Ja (2, uppfyller)."), True,
        ),
    ),
    (
        lambda content: content["survey"].reverse(),
        ("order_changed", "", "Frågorna kommer i en annan ordning.", False),
    ),
    (
        put("areas", 0, label="Riskarbete"),
        ("area_reworded", "risk", "Området ”Risker” heter nu ”Riskarbete”.", False),
    ),
    (
        put("areas", 1, parent="risk"),
        ("area_moved", "incident", "Området ”Incidenter” ligger under ”Risker”, förut inget område.", False),
    ),
    (
        put("areas", 1, weight="2"),
        ("area_counted", "incident", "Området ”Incidenter” väger 2, förut 1.", False),
    ),
    (
        put("areas", 1, aggregation="min"),
        (
            "area_counted", "incident",
            "Området ”Incidenter” räknas på annat sätt: min, förut som hela formuläret.", False,
        ),
    ),
    (
        put("levels", 1, share="0.75"),
        ("level_rule", "2", "Nivå 2 kräver 75 % av frågorna på nivå 1, förut 100 %.", False),
    ),
    (
        lambda content: content["levels"].append({"level": 2, "label::sv": "Mer", "group": "area:risk", "share": "1"}),
        ("level_rule", "2", "Nivå 2 kräver 100 % av frågorna i ”Risker”, förut inget.", False),
    ),
    (
        put("levels", 0, label="Start"),
        ("level_reworded", "1", "Nivå 1 heter nu ”Start”, förut ”Grunder”.", False),
    ),
    (
        put("settings", 0, total="min"),
        ("setting", "total", "Hur helheten räknas är ”min”, förut ”mean of questions”.", False),
    ),
    (
        put("settings", 0, answered_share="0.75"),
        ("setting", "answered_share", "Hur stor del av frågorna som ska vara besvarad är ”0,75”, förut ”0,5”.", False),
    ),
    (
        put("areas", 0, note_x="Se över"),
        ("note", "", "Anteckningar i formuläret är ändrade.", False),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ONE_CHANGE, ids=[row[1][0] + row[1][1] for row in ONE_CHANGE])
def test_one_change(
    small_form: Questionnaire, change: Callable[[Content], object], expected: tuple[str, str, str, bool]
) -> None:
    assert told(small_form, change) == [expected]


def test_texts_of_alternatives_are_told_once_per_list(small_form: Questionnaire) -> None:
    assert told(small_form, put("choices", 1, label="På väg")) == [
        ("alternatives_reworded", "svar", "Svarsalternativen i listan svar (3 frågor): ny text i ”På väg”.", False)
    ]


def test_the_version_alone_is_no_change(small_form: Questionnaire) -> None:
    assert told(small_form, put("settings", 0, version=2)) == []


def test_successors(small_form: Questionnaire) -> None:
    """One to one with equal alternatives goes on; a split does not."""
    heir = {**NEW, "succeeds": ["risk_1"]}
    one = told(small_form, lambda content: (content["survey"].pop(0), content["survey"].append(heir)))
    assert one == [
        ("question_gone", "risk_1", "Frågan ”Finns en metod?” (risk_1) är borttagen. Den ersätts av risk_9.", False),
        ("question_new", "risk_9", "Frågan ”Prövas metoden?” (risk_9) är ny. Den ersätter risk_1.", False),
    ]
    split = {**heir, "name": "risk_10"}
    two = told(small_form, lambda content: (content["survey"].pop(0), content["survey"].extend([heir, split])))
    assert two[0][2:] == (
        "Frågan ”Finns en metod?” (risk_1) är borttagen. Den ersätts av risk_9 och risk_10.",
        True,
    )


def test_a_question_that_takes_over_from_another_breaks(small_form: Questionnaire) -> None:
    found = told(
        small_form, lambda content: (content["survey"].pop(0), content["survey"][0].update(succeeds=["risk_1"]))
    )
    assert [(kind, name, breaks) for kind, name, _, breaks in found] == [
        ("question_gone", "risk_1", True),
        ("question_counted", "risk_2", True),
    ]


def test_our_own_second_version() -> None:
    older, newer, _ = shipped()["mognadsmatning"]
    breaks = {(str(c.kind), c.name): c.breaks for c in changes(older, newer)}
    assert breaks[("question_gone", "kontinuitet_t1")] is False
    assert breaks[("question_new", "kontinuitet_t2")] is False
    assert ("area_new", "atkomst") in breaks
    assert not any(breaks.values())
