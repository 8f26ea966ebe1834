"""Who proposes an answer before a workshop: the functions that should know, by the form or by the coordinator.

A function is a role in words (*IT-centrum*, *HR*), not a person. The first named of a question is responsible for a
proposal; the others may send one too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.newest import newest_rows
from data.ledger.store import Readable, Store
from data.ledger.texts import checked_text
from data.measuring.answers import require_open
from questionnaires.model import Questionnaire

MAX_NAME = 200


def split_functions(text: str) -> tuple[str, ...]:
    """``Kommundirektör, informationssäkerhetssamordnare`` → each function once, with a capital letter."""
    names: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        name = " ".join(part.split())
        if name:
            names.setdefault(function_key(name), name[:1].upper() + name[1:])
    return tuple(names.values())


def function_key(name: str) -> str:
    """What two ways of writing a function's name have in common."""
    return " ".join(name.split()).casefold()


def functions(
    source: Readable, form: Questionnaire, round_id: str, unit: str, known_at: int | None = None
) -> dict[str, tuple[str, ...]]:
    """Question → its functions, the responsible one first; none where neither form nor coordinator names any.

    What is set for the question goes before what is set for its area, that before the form's ``audience``.
    """
    rows = newest_rows(source, "responsible", ["area", "question"], {"round": round_id, "unit": unit}, known_at)
    by_question = {row["question"]: row["functions"] for row in rows if row["question"] and row["functions"]}
    by_area = {row["area"]: row["functions"] for row in rows if row["area"] and row["functions"]}
    return {
        question.name: split_functions(
            by_question.get(question.name) or _of_area(form, question.area, by_area) or question.audience
        )
        for question in form.questions
    }


@dataclass(frozen=True, slots=True)
class NewFunctions:
    """The functions, in words, of an area or of one question; an empty text goes back to the form's."""

    round: str
    unit: str
    text: str
    area: str | None = None
    question: str | None = None


def set_functions(store: Store, grant: Grant, form: Questionnaire, new: NewFunctions) -> None:
    """Set the functions of an area or of one question for this round.

    Raises ``area_unknown``, ``question_unknown``, ``text_too_long``, ``text_personal``, and what ``require_open``
    raises.
    """
    if new.question is None and new.area not in {area.name for area in form.areas}:
        raise MognadError("area_unknown", "Området finns inte i formuläret.")
    if new.question is not None and new.question not in {question.name for question in form.questions}:
        raise MognadError("question_unknown", f"Frågan ”{new.question}” finns inte i formuläret.")
    named = ", ".join(split_functions(checked_text(new.text, MAX_NAME) or "")) or None
    with store.writing(grant, Act.PLAN) as transaction:
        require_open(transaction, new.round, new.unit)
        place = {"round": new.round, "unit": new.unit, "area": None if new.question else new.area}
        transaction.append("responsible", [{**place, "question": new.question, "functions": named}])


def _of_area(form: Questionnaire, area: str | None, by_area: Mapping[str, str]) -> str | None:
    """What is set for an area or, failing that, for the nearest one around it."""
    seen = set()
    while area is not None and area not in seen:
        if area in by_area:
            return by_area[area]
        seen.add(area)
        area = form.area(area).parent
    return None
