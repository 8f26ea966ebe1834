"""Wherever a person writes prose it says what is not to be written there."""

import ast
from pathlib import Path

PAGES = Path(__file__).resolve().parents[3] / "pages"
LONG = 500
LONG_NAMES = {"MAX_TEXT", "MAX_WORDS", "most"}
OF_CARDS = {"comment_field", "evidence_field", "dated_evidence"}
WARNINGS = {"free_text_warning", "reason_field"}
# What is asked for there is no prose, or the warning stands on the page that draws the field.
WITHOUT = {
    "answering/card.py": "the warning stands where the card is drawn",
    "answering/question.py": "the warning stands once, under the cards of an area",
    "answering/saved_line.py": "the warning stands once, under the cards of an area",
    "form_editing/pointing.py": "alternatives of a form",
    "importing/rows.py": "a value of a register",
    "organisation/unit_card.py": "name = value",
    "workshop/sittings.py": "the names of those who take part",
}


def calls(path, names):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in names:
            yield node


def is_prose(call):
    if isinstance(call.func, ast.Name):
        return call.func.id in OF_CARDS
    most = {word.arg: word.value for word in call.keywords}.get("max_chars")
    if isinstance(most, ast.Constant):
        assert isinstance(most.value, int)
        long = most.value >= LONG
    else:
        long = getattr(most, "id", "") in LONG_NAMES
    return call.func.attr == "text_area" or long


def test_every_field_for_prose_has_the_warning():
    written = {
        str(path.relative_to(PAGES))
        for path in PAGES.rglob("*.py")
        if any(is_prose(call) for call in calls(path, {"text_area", "text_input"} | OF_CARDS))
    }
    warned = {str(path.relative_to(PAGES)) for path in PAGES.rglob("*.py") if any(calls(path, WARNINGS))}
    assert len(warned) > 10
    assert written - warned == WITHOUT.keys()
