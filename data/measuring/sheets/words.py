"""What stands in an answer sheet besides the questions, and the marks by which it is known when it comes back."""

from data.measuring.answer_rows import read_value
from data.measuring.answers import AnswerState, Stand
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, answer_words
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
    """The words to choose from under *Svar* → what they say, in order; no two alike.

    Of a question without a list of single alternatives they are what one may write instead of a value.
    """
    choices = form.choices_of(question) if question.kind == "select_one" else ()
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


def word_of(form: Questionnaire, question: Question, said: Stand) -> str | None:
    """The word for what has been said, as one may write it; None for nothing."""
    if question.kind != "select_one" and said[0] is AnswerState.ANSWERED:
        return answer_words(form, question, *said)
    return next((word for word, meant in option_words(form, question).items() if meant == said), None)


def said_by(form: Questionnaire, question: Question, text: str) -> Stand | None:
    """What a text under *Svar* says: a word of the list, an alternative's number or name, or a value; None for none.

    Raises what ``read_value`` raises.
    """
    plain = " ".join(text.split())
    return option_words(form, question).get(plain) or read_value(form, question, text)
