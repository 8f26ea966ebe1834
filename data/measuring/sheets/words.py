"""What stands in an answer sheet besides the questions, and the marks by which it is known when it comes back."""

from collections.abc import Mapping

from data.measuring.answer_rows import read_value
from data.measuring.answers import AnswerState, Stand
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import Question, Questionnaire

# The first cell of the hidden sheet that says what the workbook is, and the layout it has.
MARK = "mognadskollen-svarsblad"
LAYOUT = "1"
FIRST_SHEET, CONTROL_SHEET, LIST_SHEET, SEND_LIST = "Läs först", "Kontroll", "Val", "Sändlista"
# Names of the hidden sheet's facts, and the heads of its table.
FACTS = ("blad", "matning", "formular", "version", "innehall", "laget")
CONTROL_HEADS = ("flik", "enhet", "fraga", "bygger_pa")

# In the hidden first column of a unit's sheet: beside where it is submitted, and beside the heads. No question's name
# begins with such a sign.
SUBMIT_MARK, HEAD_MARK = "#lamnar_in", "#fraga"

YES, NO = "ja", "nej"

NO_MANAGER = "utan ansvarig"


def option_words(form: Questionnaire, question: Question) -> dict[str, Stand]:
    """The words to choose from under *Svar* → what they say, in order; no two alike."""
    choices = form.choices_of(question)
    labels = [" ".join(choice.label.split()) for choice in choices]
    taken = [*labels, UNKNOWN_LABEL, NOT_APPLICABLE_LABEL]
    words: dict[str, Stand] = {}
    for choice, label in zip(choices, labels, strict=True):
        alone = sum(word.casefold() == label.casefold() for word in taken) == 1
        words[label if alone else f"{label} ({choice.name})"] = (AnswerState.ANSWERED, choice.name)
    return {
        **words,
        UNKNOWN_LABEL: (AnswerState.UNKNOWN, None),
        NOT_APPLICABLE_LABEL: (AnswerState.NOT_APPLICABLE, None),
    }


def word_of(words: Mapping[str, Stand], said: Stand) -> str | None:
    """The word for what has been said; None for nothing."""
    return next((word for word, meant in words.items() if meant == said), None)


def said_by(form: Questionnaire, question: Question, text: str) -> Stand | None:
    """What a text under *Svar* says: a word of the list, or an alternative's number or name; None for none."""
    plain = " ".join(text.split())
    return option_words(form, question).get(plain) or read_value(form, question, plain)
