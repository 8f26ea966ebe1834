"""Saving an import: a card with what it is, what it covers and what it changes, and *Spara importen*."""

from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day
from data.import_outlook import Outlook, fell_words, outlook
from data.imports import import_reading
from data.register_sources import Coverage, RegisterSource, sources
from data.registers.result import Reading
from data.store import Store
from metrics.sentences import plural
from pages.parts.faults import show_error
from pages.parts.guard import permission
from pages.parts.import_choices import scale_missing
from pages.parts.import_draft import Draft, forget
from pages.parts.import_receipt import keep_receipt
from pages.parts.import_rows import left_out_words
from pages.parts.import_source import branch_name, coverage_of, coverage_words, has_sources
from pages.parts.texts import plain
from pages.parts.upload import empty_box


def save(store: Store, draft: Draft, reading: Reading, as_of: date, source: RegisterSource) -> None:
    """The card; with what is left to do before saving where something is."""
    coverage = coverage_of(store, draft, source)
    left = _left_to_do(draft, reading, coverage)
    with st.container(border=True, key="import_card"):
        found = _outlook(store, draft, reading, as_of, source, coverage) if coverage else None
        _summary(store, draft, reading, as_of, source, coverage, found)
        if left:
            st.markdown("Innan du kan spara:\n\n" + "\n".join(f"- {words}" for words in left))
        asked = bool(coverage and found and found.fell and not left)
        pressed = st.button(
            "Spara importen", key="import_save", type="primary", icon=":material/save:", disabled=bool(left) or asked
        )
        if coverage is None:
            return
        if asked and found is not None:
            _ask_about_rows(store, draft, reading, as_of, source, coverage, found)
        if pressed:
            _save(store, draft, reading, as_of, source, coverage)
        if draft.refused is not None and not left:
            _refused(store, draft, reading, as_of, source, coverage, draft.refused)


def _summary(
    store: Store,
    draft: Draft,
    reading: Reading,
    as_of: date,
    source: RegisterSource,
    coverage: Coverage | None,
    found: Outlook | None,
) -> None:
    register = reading.register
    if register is None:
        return
    where = plain(register.label).lower()
    if len(sources(store, register.name)) > 1:
        where += f" från {plain(source.name)}"
    st.markdown(f"**{plural(reading.stored, 'rad', 'rader')} sparas** i {where}, läget per {day(as_of)}.")
    if coverage is not None and has_sources(draft):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = coverage_words(coverage, branch_name(store, coverage, as_of))
            st.markdown(f"Filen täcker: {plain(words)}.", width="content")
            if not draft.asks_cover:
                st.button("Ändra", key=draft.key("cover-change"), type="tertiary", on_click=_ask_cover, args=(draft,))
    lines = [f"Mot det som fanns: {_outlook_words(found)}."] if found else []
    lines += [f"{plain(words)}." for words in left_out_words(reading) if not words.startswith("0 ")]
    lines += [f"{words}." for words in _not_stored(reading)]
    if lines:
        st.markdown("  \n".join(lines))


def _outlook_words(found: Outlook) -> str:
    told = [
        plural(found.new, "ny", "nya"),
        plural(found.changed, "ändrad", "ändrade"),
        plural(found.same, "oförändrad", "oförändrade"),
        f"{found.missing} saknas",
    ]
    if found.unfollowed:
        told.append(f"{plural(found.unfollowed, 'rad', 'rader')} går inte att följa")
    return ", ".join(told)


def _not_stored(reading: Reading) -> list[str]:
    told = []
    if reading.skipped:
        told.append(f"{plural(len(reading.skipped), 'lika rad hoppas', 'lika rader hoppas')} över")
    if reading.ignored:
        told.append(f"{plural(len(reading.ignored), 'rad hör', 'rader hör')} inte till tabellen")
    if reading.issues:
        told.append(f"{plural(len(reading.issues), 'anmärkning', 'anmärkningar')} på raderna")
    return told


def _outlook(
    store: Store, draft: Draft, reading: Reading, as_of: date, source: RegisterSource, coverage: Coverage
) -> Outlook | None:
    """Worked out once for what has been said so far."""
    told = (draft.read_as, as_of, source.source, coverage, store.position())
    if draft.outlook is None or draft.outlook[0] != told:
        draft.outlook = (told, outlook(store, reading, as_of, source.source, coverage))
    return draft.outlook[1]


def _ask_about_rows(
    store: Store,
    draft: Draft,
    reading: Reading,
    as_of: date,
    source: RegisterSource,
    coverage: Coverage,
    found: Outlook,
) -> None:
    st.warning(fell_words(found, coverage), icon=":material/trending_down:")
    with st.container(horizontal=True):
        label = "Ja, spara raden" if reading.stored == 1 else f"Ja, spara alla {reading.stored} rader"
        if st.button(label, key="import_fewer"):
            _save(store, draft, reading, as_of, source, coverage, fewer_is_right=True)
        st.button("Nej, ändra vad filen täcker", key="import_cover", on_click=_ask_cover, args=(draft,))


def _ask_cover(draft: Draft) -> None:
    draft.asks_cover = True


def _refused(
    store: Store,
    draft: Draft,
    reading: Reading,
    as_of: date,
    source: RegisterSource,
    coverage: Coverage,
    refused: MognadError,
) -> None:
    show_error(refused)
    labels = {
        "already_imported": "Importera igen med det nya datumet",
        "duplicate": "Importera igen med de här valen",
    }
    if refused.code in labels and st.button(labels[refused.code], key="import_again"):
        _save(store, draft, reading, as_of, source, coverage, again=True)


def _left_to_do(draft: Draft, reading: Reading, coverage: Coverage | None) -> list[str]:
    left = []
    if coverage is None:
        left.append("säg vad filen täcker: hela registret, en viss period eller del, eller ett tillägg")
    if any(issue.code == "required_missing" for issue in reading.issues):
        left.append("peka ut kolumnen som saknas, eller ge ett värde för hela filen")
    if scale_missing(draft, reading):
        left.append("välj skala, eller att ingen av dem passar")
    if reading.personal_numbers:
        left.append("maskera eller ta bort kolumnen med personnummer")
    return left


def _save(
    store: Store,
    draft: Draft,
    reading: Reading,
    as_of: date,
    source: RegisterSource,
    coverage: Coverage,
    *,
    again: bool = False,
    fewer_is_right: bool = False,
) -> None:
    # A press may come from a page drawn before the latest correction, so what is left is asked for once more.
    if _left_to_do(draft, reading, coverage) or reading.register is None:
        return
    try:
        with st.spinner("Sparar …"):
            result = import_reading(
                store,
                permission(Act.IMPORT),
                reading,
                as_of,
                again=again,
                source=source.source,
                coverage=coverage,
                fewer_is_right=fewer_is_right,
            )
    except MognadError as error:
        draft.refused = error
        st.rerun()
    if result.duplicate:
        draft.refused = MognadError(
            "duplicate", f"Filen finns redan inläst med läget per {day(as_of)}. Inget nytt sparades."
        )
        st.rerun()
    keep_receipt(reading, result)
    forget()
    empty_box()
    st.rerun()
