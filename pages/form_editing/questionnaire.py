"""One questionnaire opened: what it asks, how it is counted, its versions, and its files to download."""

import streamlit as st

from charts.description import ChartTable
from data.ledger.store import Store
from data.measuring.questionnaire_files import known_versions, workbook_bytes
from data.measuring.rounds import rounds
from metrics.measuring.how_counted import how_form, how_levels, level_words
from pages.form_editing.cards import form_cards
from pages.form_editing.catalogue import FORM, VERSION, issued, summary
from pages.form_editing.role import change_role
from pages.frame.addressed import choose, in_address, put, tell_astray
from pages.frame.charting import show_table
from pages.frame.small_files import download
from pages.frame.texts import plain
from questionnaires.changes import changes
from questionnaires.model import Questionnaire
from questionnaires.yaml_form import to_yaml


def opened_form(store: Store) -> list[Questionnaire]:
    """The versions of the questionnaire that the address names; empty when it names none that is known."""
    return known_versions(store, st.query_params.get(FORM, ""))


def form_view(store: Store, versions: list[Questionnaire]) -> None:
    """All of one questionnaire, in the version that the address names, else the newest."""
    way = {FORM: "", VERSION: ""}
    st.button("Alla frågeformulär", key="form_all", icon=":material/arrow_back:", on_click=put, kwargs=way)
    form = _chosen(versions)
    settings = form.settings
    heading(form)
    if settings.note:
        st.info(plain(settings.note), icon=":material/info:")
    _files(form)
    change_role(store, form)
    _measured(store, form)
    counting(form, "form_counting")
    _versions(versions, form)
    st.header("Så ser det ut för den som svarar", anchor=False)
    form_cards(form, f"view-{settings.form_id}-{settings.version}")


def counting(form: Questionnaire, key: str) -> None:
    """How the result is counted, folded."""
    with st.expander("Så räknas resultatet", icon=":material/calculate:", key=key):
        _counting(form)


def heading(form: Questionnaire) -> None:
    """What a form is called, holds and comes from."""
    st.header(plain(form.settings.form_title), anchor=False)
    st.markdown(plain(summary(form)))
    st.caption(f"{plain(issued(form))} · fast namn {plain(form.settings.form_id)}")


def _counting(form: Questionnaire) -> None:
    """The rules in words and, where there are levels, what each of them asks for."""
    for paragraph in how_form(form):
        st.markdown(plain(paragraph))
    sentences = how_levels(form)
    if not sentences:
        st.markdown("Formuläret har inga nivåer.")
        return
    st.markdown(plain(sentences[0]))
    demands = any(row.demand for row in level_words(form))
    rows = tuple(
        (str(row.level), row.label, *((row.demand or "inget eget krav",) if demands else ()))
        for row in level_words(form)
    )
    show_table(ChartTable(("Nivå", "Namn", *(("Kräver",) if demands else ())), rows), "Nivåerna och vad de kräver")
    if demands:
        st.markdown(plain(sentences[-1]))


def change_list(older: Questionnaire, newer: Questionnaire) -> None:
    """What changed, those that break a series first."""
    changed = changes(older, newer)
    if not changed:
        st.markdown("Inget är ändrat.")
        return
    ordered = sorted(changed, key=lambda change: not change.breaks)
    st.markdown("\n".join(f"- {plain(row.text)}{' **Serien bryts.**' if row.breaks else ''}" for row in ordered))


def _chosen(versions: list[Questionnaire]) -> Questionnaire:
    by_number = {str(form.settings.version): form for form in versions}
    newest = str(versions[-1].settings.version)
    tell_astray(VERSION, by_number, f"Versionen i adressen finns inte. Här visas version {newest} i stället.")
    names = {number: f"Version {number}" + (" (den senaste)" if number == newest else "") for number in by_number}
    if len(versions) == 1:
        return versions[0]
    return by_number[choose(in_address(VERSION, "Version", dict(reversed(names.items())), "form_version", newest))]


def _files(form: Questionnaire) -> None:
    settings = form.settings
    name = f"{settings.form_id} {settings.version}"
    with st.container(horizontal=True):
        download("Hämta som Excel (.xlsx)", lambda: workbook_bytes(form), f"{name}.xlsx", "form_xlsx")
        download("Hämta som YAML", lambda: to_yaml(form).encode("utf-8"), f"{name}.yaml", "form_yaml")
    st.caption(
        "En publicerad version är låst. Vill du ändra: hämta filen, höj version i bladet settings och läs in den igen."
    )


def _measured(store: Store, form: Questionnaire) -> None:
    settings = form.settings
    used = [row.name for row in rounds(store, settings.form_id) if row.version == settings.version]
    if used:
        st.markdown(f"Används i {', '.join(plain(name) for name in used)}.")


def _versions(versions: list[Questionnaire], form: Questionnaire) -> None:
    before = [row for row in versions if row.settings.version < form.settings.version]
    if not before:
        return
    title = f"Ändrat sedan version {before[-1].settings.version}"
    with st.expander(title, icon=":material/difference:", key="form_changes"):
        change_list(before[-1], form)
