"""A result: first in sentences, then drawn, then every question."""

import streamlit as st

from base.formats import plural
from charts.measuring.result import parts
from data.ledger.store import Store
from metrics.measuring import sentences
from metrics.measuring.change_sentences import change_sentence, rule_text
from metrics.measuring.forms import WantedRound
from metrics.measuring.levels import GroupGap, NextLevel
from metrics.measuring.respondents import Scope
from metrics.measuring.results import Scores
from pages.frame import figures
from pages.frame.choosing import ROUND, UNIT
from pages.frame.forms import questionnaire_of
from pages.frame.printing import print_link, printing
from pages.frame.session import link
from pages.frame.texts import plain
from pages.measuring.resting import tell_resting
from pages.results.choice import Whose, address_of
from pages.results.drawings import result_figures
from pages.results.next_steps import measure_words
from pages.results.questions import result_questions
from pages.results.standing import choose_corrected, corrections_made, result_standing
from questionnaires.model import Questionnaire

# A longer list is folded, with its sum in sight.
_MOST_IN_SIGHT = 6


def result(store: Store, chosen: Whose) -> None:
    """All of one result."""
    with st.container(horizontal=True):
        print_link("resultat.py", address_of(chosen))
        if chosen.unit is not None and chosen.unit.parent is not None and chosen.round.state == "closed":
            link("min_enhet.py", "Enhetens egen sida", icon=":material/home_work:", to=address_of(chosen))
    form = questionnaire_of(store, chosen.round)
    st.header(plain(chosen.name), anchor=False)
    corrections = result_standing(store, chosen)
    corrected = choose_corrected(corrections)
    measured = chosen.round
    wanted = WantedRound(measured.questionnaire, measured.round, corrected=corrected)
    scores = figures.scores(store, wanted, Scope(chosen.unit_id, chosen.branch_id))
    _sentences(scores, form, chosen)
    tell_resting(store, form, measured)
    result_figures(store, scores, form, chosen)
    corrections_made(store, chosen, form, corrections)
    result_questions(store, scores, form, chosen)


def _sentences(scores: Scores, form: Questionnaire, chosen: Whose) -> None:
    st.caption(plain(sentences.as_of_text(chosen.round.name, scores)))
    first = sentences.result_sentence(scores, form)
    st.markdown(f"**{plain(first)}**")
    whole = {part.id for part in parts(scores)}
    tops = [area for area in scores.areas if (area.parent is None or area.parent in whole) and area.id not in whole]
    lines = [sentences.spread_sentence(scores, scores.origin.decimals)]
    if not scores.coverage.insufficient:
        lines += [change_sentence(scores.change), sentences.lowest_sentence(tops, ladder=form.is_ladder)]
    if any(lines):
        st.markdown("  \n".join(plain(line) for line in lines if line))
    if rule := rule_text(scores.change):
        st.caption(plain(rule))
    if scores.next_level is not None and scores.total.n:
        _missing(scores.next_level, form)
    if form.settings.note:
        st.info(plain(form.settings.note), icon=":material/info:")
    if scores.total.unanswered and scores.single and not scores.origin.closed and not printing():
        address = {ROUND: chosen.round.round, **({UNIT: chosen.unit.unit} if chosen.unit else {})}
        link("mina_fragor.py", "Svara på resten", icon=":material/edit_note:", to=address)


def _missing(lacking: NextLevel, form: Questionnaire) -> None:
    """What the next level asks for, as measures to have in place."""
    with st.container(border=True):
        st.subheader(plain(f"För nivå {lacking.level} saknas"), anchor=False)
        st.caption(plain(lacking.label))
        if len(lacking.groups) > 1:
            st.markdown(f"Minst {plural(lacking.answers, 'åtgärd', 'åtgärder')} till behöver vara på plats.")
        for group in lacking.groups:
            listed = "\n".join(f"- {_measure(form, name)}" for name in group.candidates)
            if len(group.candidates) > 1:
                st.markdown(f"**{_how_many(group)}:**")
            if len(group.candidates) > _MOST_IN_SIGHT and not printing():
                with st.expander(f"Visa alla {len(group.candidates)}"):
                    st.markdown(listed)
            else:
                st.markdown(listed)


def _how_many(group: GroupGap) -> str:
    if len(group.candidates) > group.needed:
        return f"{group.needed} av dessa {len(group.candidates)} behöver vara på plats"
    return f"Dessa {group.needed} behöver vara på plats"


def _measure(form: Questionnaire, name: str) -> str:
    area = form.area(form.question(name).area).label
    return f"**{plain(area)}.** {plain(measure_words(form, name))}"
