"""An address that asks for what is not there is answered in one sentence, and the page shows something else."""

import pytest

pytestmark = pytest.mark.app

CASES = [
    ("utveckling.py", {"branch": "x"}, "Organisationsdelen i adressen finns inte. Här visas hela kommunen i stället."),
    ("register.py", {"register": "x"}, "Registret i adressen finns inte. Här visas alla register i stället."),
    ("importera.py", {"register": "x"}, "Registret i adressen finns inte. Filen säger själv vad den är."),
    (
        "min_enhet.py",
        {"round": "x"},
        "Mätningen i adressen finns inte, eller har inte frågat Norra skolan. Här visas Mätning 2025 i stället.",
    ),
    (
        "arbetsmote.py",
        {"round": "{now}", "unit": "x"},
        "Organisationsdelen i adressen ingår inte i mätningen. Här visas Norra skolan i stället.",
    ),
    (
        "minnesanteckningar.py",
        {"round": "{now}", "unit": "x"},
        "Organisationsdelen i adressen ingår inte i mätningen. Här visas Norra skolan i stället.",
    ),
    ("installningar.py", {"unit": "x"}, "Organisationsdelen i adressen finns inte den här dagen."),
    (
        "installningar.py",
        {"flik": "uppdrag", "unit": "x"},
        "Organisationsdelen i adressen finns inte i dag. Välj en annan.",
    ),
    ("formular.py", {"form": "x"}, "Frågeformuläret i adressen finns inte. Här visas alla i stället."),
    (
        "formular.py",
        {"form": "liten", "version": "9"},
        "Versionen i adressen finns inte. Här visas version 1 i stället.",
    ),
]


@pytest.mark.parametrize(("page", "asked", "sentence"), CASES, ids=[f"{page}-{len(asked)}" for page, asked, _ in CASES])
def test_an_address_that_leads_nowhere_is_told(visit, town, page, asked, sentence):
    parameters = {name: value.format(now=town.now) for name, value in asked.items()}
    app = visit(page, **parameters)
    assert [box.value for box in app.warning if "i adressen" in box.value] == [sentence]


def test_an_address_that_leads_somewhere_is_not_told(visit, town):
    app = visit("utveckling.py", branch=town.kontor)
    assert [box.value for box in app.warning if "i adressen" in box.value] == []
