"""Choosing what a measurement asks, and what has changed in it since the last one."""

import streamlit as st

from base.formats import plural
from data.ledger.store import Store
from data.measuring.questionnaire_files import known_questionnaires
from data.measuring.rounds import Round, rounds
from pages.frame.fields import pick
from pages.frame.forms import questionnaire_of
from pages.frame.texts import plain
from questionnaires.changes import FormChange, changes
from questionnaires.model import Questionnaire

_MOST_SHOWN = 60


def choose_form(store: Store, key: str, chosen: Round | None) -> Questionnaire:
    """Select boxes of questionnaires, shipped and published, and of their versions where there are several."""
    forms = known_questionnaires(store)
    titles = {name: versions[-1].settings.form_title for name, versions in forms.items()}
    names = sorted(forms, key=lambda name: titles[name].casefold())
    place = names.index(chosen.questionnaire) if chosen and chosen.questionnaire in names else 0
    picked = st.selectbox("Frågeformulär", names, index=place, key=f"{key}_form", format_func=titles.__getitem__)
    versions = {form.settings.version: form for form in forms[picked if picked in forms else names[0]]}
    newest = max(versions)
    if len(versions) == 1:
        return versions[newest]
    numbers = sorted(versions, reverse=True)
    same = chosen is not None and chosen.questionnaire == picked and chosen.version in versions
    place = numbers.index(chosen.version) if same and chosen else 0
    labels = {number: f"Version {number}" + (" (den senaste)" if number == newest else "") for number in numbers}
    # Its own for each form: another form has other versions.
    version = pick("Version", labels, f"{key}_version-{picked}", index=place)
    return versions.get(version or newest, versions[newest])


def show_changes(store: Store, form: Questionnaire, but: str | None = None) -> None:
    """What the chosen version changes against the one that was asked last; ``but``: a round to look past."""
    settings = form.settings
    before = [row for row in rounds(store, settings.form_id) if row.state != "planned" and row.round != but]
    if not before:
        return
    last = before[-1]
    if last.version == settings.version:
        st.caption(plain(f"Samma frågor som i {last.name}."))
        return
    changed = changes(questionnaire_of(store, last), form)
    breaks = sum(change.breaks for change in changed)
    count = plural(len(changed), "ändring", "ändringar")
    since = f"sedan {last.name} (version {last.version})"
    kept = (
        f"{plural(breaks, 'fråga', 'frågor')} går inte att jämföra bakåt" if breaks else "alla frågor går att jämföra"
    )
    with st.expander(plain(f"{count} {since}; {kept}"), icon=":material/difference:", key="form-changes"):
        st.markdown("\n".join(_line(change) for change in changed[:_MOST_SHOWN]))
        if len(changed) > _MOST_SHOWN:
            st.caption(f"Och {len(changed) - _MOST_SHOWN} till.")


def _line(change: FormChange) -> str:
    mark = " **Jämförelsen bryts.**" if change.breaks else ""
    return f"- {plain(change.text)}{mark}"
