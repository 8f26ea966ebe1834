"""The words for what a question is answered with beside its alternatives stand in one place."""

import ast
from pathlib import Path

import pytest

from questionnaires.answer_words import STATE_LABELS, answer_words
from questionnaires.library import shipped

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "access base benchmarks charts data examples files metrics pages questionnaires reports terminal"


def test_an_answer_in_words():
    form = shipped()["mognadsmatning"][-1]
    question = form.survey[0]
    choice = form.choices_of(question)[-1]
    assert answer_words(form, question, "answered", choice.name) == choice.label
    assert answer_words(form, question.name, "unknown") == "Vet ej"
    assert answer_words(form, question, "not_applicable") == "Gäller inte oss"
    assert answer_words(form, question, "cleared") == answer_words(form, question, None) == "Inget svar"
    with pytest.raises(KeyError):
        answer_words(form, question, "guessed")


def test_the_words_stand_as_labels_in_no_other_module():
    words = {label.casefold() for label in STATE_LABELS.values()}
    home = ROOT / "questionnaires" / "answer_words.py"
    files = [*(path for room in ROOMS.split() for path in (ROOT / room).rglob("*.py")), ROOT / "cli.py"]
    assert home in files
    labels = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.strip(" .,:”").casefold() in words and path != home
    ]
    assert labels == []
