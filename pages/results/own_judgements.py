"""*Egen bedömning*: the level that the municipality or a branch sets itself for an area, beside the answers' own."""

from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import NO_VALUE
from charts.description import NOT_ASSESSED, ChartTable
from data.ledger.store import Store
from data.ledger.texts import MAX_TEXT
from data.measuring.overrides import NewOverride, set_override
from data.measuring.rounds import Round
from metrics.measuring.results import AreaFigure, Scores
from pages.frame.charting import show_table
from pages.frame.choosing import units_of
from pages.frame.fields import free_text_warning, pick
from pages.frame.guard import permission
from pages.frame.printing import printing
from pages.frame.receipts import carry_out, receipt, turn
from pages.frame.session import open_current
from questionnaires.asked import role_of
from questionnaires.model import Questionnaire

_PLACE = "egen_bedomning"
_BY_PARTS = "är den lägsta av områdets delar, när alla är besvarade"
_BY_RULES = "följer formulärets regler"
_TAKE_BACK = "Ta tillbaka, så att svaren gäller"
_NONE = (NO_VALUE, NO_VALUE)
_MAY_SET = "Stämmer nivån inte med hur det är? Sätt er egen och skriv varför. Båda visas."
_MAY_TAKE_BACK = "Enheten har en egen bedömning, satt i terminalen. Den kan tas tillbaka här."
_NOT_ALL_ASKED = "Frågas inte i alla delar"


def judge(store: Store, scores: Scores, form: Questionnaire, of_round: Round) -> None:
    """Set or take back a judgement, while the round is open. The municipality and a branch set their own; what the
    terminal has set for a unit can be taken back.
    """
    if printing() or of_round.state != "opened" or not form.level_labels:
        return
    mine = next((unit for unit in units_of(store, of_round) if unit.unit == scores.respondent), None)
    if mine is None:
        return
    receipt(_PLACE)
    may_set = role_of(mine.kind) != "unit"
    if not may_set and not any(area.override for area in scores.areas):
        return
    with st.expander("Egen bedömning", icon=":material/edit_note:", key="egen-bedomning"):
        st.markdown(_MAY_SET if may_set else _MAY_TAKE_BACK)
        with st.form(f"{_PLACE}_{turn()}", border=False):
            written = _fields(scores, form, may_set)
            if st.form_submit_button("Spara bedömningen"):
                carry_out(_PLACE, partial(_set, of_round, scores.respondent or "", form, written))


def _fields(scores: Scores, form: Questionnaire, may_set: bool) -> tuple[str | None, int | str | None, str]:
    """Area, level (or ``_TAKE_BACK``) and reason; None: not chosen."""
    areas = {area.id: area for area in scores.areas if area.override or (may_set and area.figure.expected)}
    levels: dict[int | str, str] = {level: _level_words(form, level) for level in form.level_labels if may_set}
    levels |= {_TAKE_BACK: _TAKE_BACK} if any(area.override for area in areas.values()) else {}
    area = pick(
        "Område", {name: _label(held, form) for name, held in areas.items()}, None, index=None, placeholder="Välj"
    )
    level = pick("Nivå", levels, None, index=None, placeholder="Välj")
    reason = st.text_area("Varför?", max_chars=MAX_TEXT, height=80)
    free_text_warning()
    return area, level, reason


def _set(of_round: Round, unit: str, form: Questionnaire, written: tuple[str | None, int | str | None, str]) -> str:
    area, chosen, reason = written
    if area is None or chosen is None:
        raise MognadError("level_unknown", "Välj område och nivå.")
    level = chosen if isinstance(chosen, int) else None
    new = NewOverride(of_round.round, unit, area, level, reason)
    set_override(open_current(), permission(Act.ANSWER, unit), form, new)
    label = form.area(area).label
    return f"{label}: bedömningen är tillbakatagen." if level is None else f"{label}: er egen bedömning är sparad."


def _label(area: AreaFigure, form: Questionnaire) -> str:
    """``Risk: Tillämpning – enligt svaren 2 ordning, egen bedömning 1 Början``."""
    own = f", egen bedömning {_level_words(form, area.override.level)}" if area.override else ""
    return f"{_named(area, form)} – enligt svaren {_level_words(form, area.figure.level).lower()}{own}"


def level_table(scores: Scores, form: Questionnaire) -> None:
    """Each area's level: what the answers give, and what the respondent has judged itself with its reason."""
    shown = [area for area in scores.areas if area.parent is None and area.figure.expected]
    shown += [area for area in scores.areas if area.parent is not None and area.override is not None]
    if form.has_level_rules or not any(area.level is not None for area in shown):
        shown = [area for area in shown if area.override is not None]
    if not shown:
        return
    with st.container(border=True, key="nivaer"):
        st.subheader("Nivå i varje område", anchor=False)
        overrides = [area.override for area in shown]
        how = _BY_RULES if form.has_level_rules else _BY_PARTS
        st.caption(f"Nivån enligt svaren {how}. Har ni bedömt den annorlunda gäller er egen bedömning, och båda visas.")
        own = [(_level_words(form, held.level), held.reason) if held else _NONE for held in overrides]
        columns = {
            "Område": [_named(area, form) for area in shown],
            "Enligt svaren": [_by_answers(scores, form, area) for area in shown],
            "Egen bedömning": [level for level, _ in own],
            "Skäl": [reason for _, reason in own],
        }
        show_table(ChartTable.of(columns), "Nivå i varje område, med egna bedömningar")


def _by_answers(scores: Scores, form: Questionnaire, area: AreaFigure) -> str:
    """The level that the answers give. A perspective of which not all parts are asked has none, whatever is said."""
    if area.figure.level is None and any(
        part.figure.level is None and not part.figure.expected for part in _parts(scores, form, area.id)
    ):
        return _NOT_ALL_ASKED
    return _level_words(form, area.figure.level)


def _parts(scores: Scores, form: Questionnaire, area: str) -> list[AreaFigure]:
    """The areas under one, at any depth."""
    below = [scores.area(part.name) for part in form.sub_areas(form.area(area))]
    return below + [part for held in below for part in _parts(scores, form, held.id)]


def _named(area: AreaFigure, form: Questionnaire) -> str:
    return area.label if area.parent is None else f"{form.area(area.parent).label}: {area.label}"


def _level_words(form: Questionnaire, level: int | None) -> str:
    if level is None:
        return NOT_ASSESSED
    return f"{level} {form.level_labels.get(level, '')}".strip() if level else "Ingen nivå"
