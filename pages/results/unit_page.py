"""A manager's result: what it means and does not mean, her next steps, and her own things around it.

No staircase, no radar and no other unit's name: it is hers, and nobody is ranked.
"""

import re

import streamlit as st

from base.formats import day
from charts.measuring.areas import areas, comparable_earlier
from data.ledger.store import Store
from data.measuring.rounds import Round
from data.organisation.units import Unit, units
from metrics.measuring import sentences
from metrics.measuring.forms import WantedRound
from metrics.measuring.next_steps import NextStep, next_steps
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from metrics.measuring.rounds.words import result_standing_words
from metrics.measuring.unit_sentences import NOT_MEANT, around_sentence, before_sentence, meaning
from metrics.registers.overdue_words import open_risks
from metrics.registers.unit_risks import LateRisk, unit_risks
from pages.frame import figures
from pages.frame.charting import show_chart
from pages.frame.choosing import ROUND, UNIT
from pages.frame.forms import questionnaire_of
from pages.frame.printing import print_link
from pages.frame.session import today
from pages.frame.texts import plain
from pages.measuring.sample_note import sample_note
from pages.results.next_steps import measure_words
from pages.results.own_judgements import level_table
from pages.results.questions import area_name
from pages.results.unit_choice import UnitResult
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

_ADDRESS = re.compile(r"https://[^\s<>()\[\]\"'`\\]+")
_MOST_LATE = 5


def unit_page(store: Store, chosen: UnitResult) -> None:
    """All of the page."""
    for row in chosen.going_on:
        st.info(plain(f"{row.name} pågår. Resultatet visas här när mätningen är avslutad."), icon=":material/schedule:")
    measured = chosen.round
    if measured is None:
        return
    print_link("min_enhet.py", {UNIT: chosen.unit.unit, ROUND: measured.round})
    form = questionnaire_of(store, measured)
    scores = figures.scores(store, WantedRound(measured.questionnaire, measured.round), Scope(chosen.unit.unit))
    st.header(plain(chosen.unit.name), anchor=False)
    st.caption(
        f"{plain(form.settings.form_title)} · {plain(sentences.as_of_text(measured.name, scores))}  \n"
        f"{plain(result_standing_words(measured))}"
    )
    sample_note(store, measured.round)
    meant = meaning(scores, form)
    if not meant:
        st.markdown("**Enheten har inga svar att räkna på i den här mätningen.** Därför finns inget resultat att visa.")
        return
    st.subheader("Det här betyder resultatet", anchor=False)
    st.markdown(plain(" ".join(meant)))
    st.subheader("Det här betyder det inte", anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in NOT_MEANT))
    if form.settings.note:
        st.caption(plain(form.settings.note))
    _steps(scores, form)
    _risks(store, chosen.unit)
    _last_year(store, scores, form, chosen.unit, measured)
    level_table(scores, form)
    _around(store, chosen.unit, measured)


def _steps(scores: Scores, form: Questionnaire) -> None:
    steps = next_steps(form, scores.asked, scores.answers or {})
    st.subheader("Nästa steg", anchor=False)
    if not steps:
        st.markdown("Ni ligger högst på alla frågor. Håll arbetet levande, och se över det varje år.")
        return
    for place, step in enumerate(steps, 1):
        with st.container(border=True, key=f"diagram-steg-{place}"):
            st.markdown(_step_words(form, step, place))
            if references := form.question(step.question).references:
                st.caption(f":material/menu_book: Rutinen: {linked(references)}")


def _step_words(form: Questionnaire, step: NextStep, place: int) -> str:
    area = f"**{place}. {plain(area_name(form, step.question))}.**"
    question = form.question(step.question)
    if step.goal is None and not step.higher:
        return f"{area} Ta reda på hur det är: {plain(question.label)}"
    if form.has_level_rules:
        return f"{area} {plain(measure_words(form, step.question))}"
    if step.goal is None:
        return f"{area} Nästa steg är ett svar som räknas högre: {plain(question.label)}"
    goal = form.choice(step.question, step.goal)
    return f"{area} Nästa steg är ”{plain(goal.label)}”{': ' + plain(goal.hint) if goal.hint else '.'}"


def linked(references: str) -> str:
    """References as Markdown: an address becomes a link, everything else stands letter by letter."""
    parts = []
    end = 0
    for match in _ADDRESS.finditer(references):
        address = match.group().rstrip(".,;:")
        parts.append(plain(references[end : match.start()]))
        parts.append(f" [{plain(address.removeprefix('https://'))}](<{address}>)")
        end = match.start() + len(address)
    return "".join((*parts, plain(references[end:])))


def _risks(store: Store, unit: Unit) -> None:
    """The unit's own risks and late actions; nothing where the register has none."""
    risks = unit_risks(store, unit.unit, today(store))
    if risks is None:
        return
    st.subheader("Egna risker och åtgärder", anchor=False)
    opened = risks.figures.open
    late = f", varav {len(risks.late)} med passerat datum" if opened and risks.late else ""
    st.markdown(plain(f"{open_risks(opened)}{late}, {risks.figures.source.when}."))
    if risks.late:
        st.markdown("\n".join(f"- {_late(risk)}" for risk in risks.late[:_MOST_LATE]))
    if len(risks.late) > _MOST_LATE:
        st.caption(f"Och {len(risks.late) - _MOST_LATE} till.")


def _late(risk: LateRisk) -> str:
    name = f"{plain(risk.id)}: " if risk.id else ""
    owner = f", ansvarig {plain(risk.owner)}" if risk.owner else ""
    return f"**Klart senast {day(risk.due)}:** {name}{plain(risk.title)}{owner}"


def _last_year(store: Store, scores: Scores, form: Questionnaire, unit: Unit, measured: Round) -> None:
    """The unit's areas, with its own last measurement as a mark where it may be compared."""
    before = comparable_earlier(scores)[:1]
    wanted = [WantedRound(measured.questionnaire, round_id) for round_id in before]
    earlier = [figures.scores(store, one_round, Scope(unit.unit)) for one_round in wanted]
    drawn = areas(scores, form, unit.name, earlier)
    if drawn is not None:
        show_chart(drawn, "egna-omraden")
    if not before and (why := before_sentence(scores)):
        st.caption(plain(why))


def _around(store: Store, unit: Unit, measured: Round) -> None:
    """How the kontor's units lie, without names; nothing with fewer than five of them."""
    valid = {part.unit: part for part in units(store, measured.as_of)}
    above = valid.get(unit.parent or "")
    while above is not None and role_of(above.kind) != "branch":
        above = valid.get(above.parent or "")
    if above is None:
        return
    wanted = WantedRound(measured.questionnaire, measured.round)
    sentence = around_sentence(figures.scores(store, wanted, Scope(branch=above.unit)))
    if sentence:
        st.subheader("Kontoret som helhet", anchor=False)
        st.markdown(plain(sentence))
