"""A questionnaire as whoever answers it will see it: one respondent, one area at a time. Nothing is stored."""

import re
from decimal import Decimal

import streamlit as st

from base.formats import exact, listing
from base.unit_kinds import kind_label
from metrics.measuring.valuing import ends_of
from pages.answering.card import AnswerCard, guidance, heading
from pages.answering.choices import choose
from pages.answering.recording import options
from pages.form_editing.catalogue import RESPONDENTS
from pages.frame.fields import pick
from pages.frame.texts import plain
from questionnaires.asked import minutes_to_answer
from questionnaires.model import Area, Question, Questionnaire
from questionnaires.parts import shown_areas

_KIND = re.compile(r"\$\{\s*kind\s*\}\s*(!?=)\s*['\"]([^'\"]*)['\"]")
_ATTRIBUTE = re.compile(r"\$\{\s*([^\s}]+)\s*\}")


def form_cards(form: Questionnaire, key: str) -> None:
    """The questions of a chosen respondent and area. ``key`` tells this preview from others."""
    asked = {name for row in form.survey for name in row.respondents}
    who = {name: words.capitalize() for name, words in RESPONDENTS.items() if name in asked}
    left, right = st.columns(2)
    with left:
        picked = pick("Den som svarar", who, f"{key}-who")
    chosen = picked or "organisation"
    shown = [row for row in form.survey if chosen in row.respondents]
    own = [row for row in shown if row.kind != "note"]
    areas = [area for area in shown_areas(form) if _of(form, area, own)]
    labels = {area.name: f"{area.label} ({len(_of(form, area, own))})" for area in areas}
    with right:
        # Another respondent has other areas: a choice of its own.
        named = pick("Område", labels, f"{key}-area-{chosen}")
    st.caption(
        f"{len(own)} frågor i allt, ungefär {minutes_to_answer(form, own, chosen)} minuter. Prova gärna: inget sparas."
    )
    area = next((area for area in areas if area.name == named), areas[0])
    inside = [row.name for row in _of(form, area, own)]
    for row in _of(form, area, shown):
        place = f"Fråga {inside.index(row.name) + 1} av {len(inside)} i området" if row.name in inside else "Att läsa"
        _card(form, row, place, f"{key}-{row.name}")


def _of(form: Questionnaire, area: Area, own: list[Question]) -> list[Question]:
    """An area's questions of those given, core first as the form asks them."""
    inside = {question.name for question in form.area_questions(area)}
    return sorted((question for question in own if question.name in inside), key=lambda question: not question.core)


def _card(form: Questionnaire, question: Question, number: str, key: str) -> None:
    with st.container(border=True):
        heading(question, number)
        guidance(question)
        if question.kind == "note":
            return
        choose(AnswerCard(form, question, options(form, question.name), lambda part: f"{key}-{part}"))
        st.caption(plain(_facts(form, question)))


def _facts(form: Questionnaire, question: Question) -> str:
    """What whoever answers does not see: the id, what the answers are worth, when it is asked."""
    facts = [question.name, _worth(form, question)]
    facts += [f"nivå {question.level}"] if question.level is not None else []
    facts += [f"vikt {exact(question.weight)}"] if question.weight != 1 else []
    facts += ["kärnfråga"] if question.core else []
    facts += [f"ställs var {question.every_n_rounds}:e gång"] if question.every_n_rounds > 1 else []
    facts += [f"ställs bara om {_condition(question.relevant)}"] if question.relevant else []
    facts += [f"ersätter {listing(list(question.succeeds))}"] if question.succeeds else []
    return " · ".join(facts)


def _worth(form: Questionnaire, question: Question) -> str:
    """What the answers count as."""
    if not question.counts:
        return "räknas inte"
    if question.kind == "select_one":
        return ", ".join(f"{row.label} = {exact(row.value)}" for row in form.choices_of(question))
    low, high = (exact(Decimal(end.numerator) / end.denominator) for end in ends_of(form, question))
    if question.kind == "select_multiple":
        return f"inga valda = {low}, alla valda = {high}"
    bands = [f"{exact(band.low)}–{exact(band.high)} = {exact(band.value)}" for band in question.number_bands]
    return ", ".join(bands) or "talet räknas som det är"


def _condition(expression: str) -> str:
    """A condition with the names of attributes as a person reads them."""
    kinds = _KIND.sub(lambda match: f"slag {match[1]} {kind_label(match[2]).lower()}", expression)
    return _ATTRIBUTE.sub(lambda match: "slag" if match[1] == "kind" else match[1], kinds)
