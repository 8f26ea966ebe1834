"""The kinds of unit as data, and what follows from them."""

from datetime import date

import pytest

from base.unit_kinds import find_kind, is_counted, kind_label, load_kinds, parent_advice, unit_kinds
from data.organisation.participants import suggested_units
from data.organisation.units import ROOT_KIND, Unit
from questionnaires.asked import role_of
from tests.kit.sure import sure


@pytest.mark.parametrize(
    ("word", "name", "role"),
    [
        ("kommun", "kommun", "organisation"),
        ("Kontor", "kontor", "branch"),
        ("FÖRVALTNING", "forvaltning", "branch"),
        ("verksamhet", "verksamhet", "unit"),
        ("Gemensam\u00a0nämnd", "gemensam_namnd", "unit"),
        ("gemensam_namnd", "gemensam_namnd", "unit"),
        ("nämnd", "namnd", "unit"),
    ],
)
def test_a_kind_is_known_by_its_words(word, name, role):
    assert sure(find_kind(word)).name == name
    assert role_of(word) == role


def test_an_unknown_kind_answers_as_a_unit_and_is_counted():
    assert find_kind("Rektorsområde") is None
    assert role_of("Rektorsområde") == "unit"
    assert is_counted("Rektorsområde")
    assert kind_label("Rektorsområde") == "Rektorsområde"


def test_the_shipped_kinds():
    assert ROOT_KIND == "kommun"
    assert {name for name, kind in unit_kinds().items() if not kind.counted} == {"gemensam_namnd", "extern_utforare"}
    words = ("Extern utförare", "gemensam_namnd", "Gemensam  nämnd", "bolag", "namnd")
    assert [is_counted(word) for word in words] == [False, False, False, True, True]


def test_who_only_carries_out_our_tasks_is_not_asked(form):
    day = date(2024, 1, 1)
    kinds = ("enhet", "nämnd", "Gemensam nämnd", "extern_utforare", "bolag", "Rektorsområde")
    found = [Unit(kind, kind, kind, None, day) for kind in kinds]
    assert suggested_units(found, form) == ["enhet", "bolag", "Rektorsområde"]


def test_an_unusual_place_is_advice():
    assert parent_advice("enhet", "verksamhet") is None
    assert parent_advice("enhet", "Rektorsområde") is None
    assert parent_advice("kontor", "verksamhet") == (
        "Kontor ligger oftast under nämnd eller kommun, inte under verksamhet."
    )


def test_every_fault_of_a_kinds_file_is_told(tmp_path):
    path = tmp_path / "kinds.yaml"
    path.write_text(
        """kinds:
  - {name: kommun, label: Kommun, role: organisation}
  - {name: kommun, label: Stad, role: unit}
  - {name: enhet, label: Enhet, role: unit, parents: [avdelning]}
  - {name: grupp, label: ENHET, role: organisation}
""",
        encoding="utf-8",
    )
    found, problems = load_kinds(path)
    assert len(found) == 4
    assert [(problem.code, problem.path) for problem in problems] == [
        ("duplicate_name", "kinds[1].name"),
        ("parent_unknown", "kinds[2].parents"),
        ("duplicate_word", "kinds[3].synonyms"),
        ("root_not_one", "kinds"),
    ]
    path.write_text("kinds:\n  - {name: Å, role: chef}\n", encoding="utf-8")
    assert [problem.path for problem in load_kinds(path)[1]] == ["kinds[0].name", "kinds[0].label", "kinds[0].role"]
