"""Saving an import: a card with what it is, what it covers and what it changes, and *Spara importen*."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, listing, number, plural
from data.imported.imports import import_readings, unmatched_units
from data.imported.incoming import ImportOrder, Incoming
from data.imported.outlook import Outlook, fell_words, outlook
from data.imported.periods import go_apart
from data.imported.sources import FileCoverage, RegisterSource, sources
from data.ledger.store import Store
from data.registers.reading.result import Reading
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.texts import plain
from pages.frame.upload import empty_box
from pages.importing.choices import scale_missing
from pages.importing.draft import Draft, all_readings, forget
from pages.importing.receipt import keep_receipt
from pages.importing.rows import left_out_words
from pages.importing.source import coverage_of, covers, has_sources


@dataclass(frozen=True)
class _Order:
    """What would be saved: each reading with its day, the newest last."""

    store: Store
    draft: Draft
    readings: list[tuple[Reading, date]]
    source: RegisterSource
    coverage: FileCoverage | None

    @property
    def newest(self) -> Reading:
        return self.readings[-1][0]

    @property
    def as_of(self) -> date:
        return self.readings[-1][1]

    @property
    def meant(self) -> object:
        """What would be saved, so that an answer holds for this and nothing else."""
        days = tuple(as_of for _, as_of in self.readings)
        return (self.draft.outcome.read.basis, days, self.source.source, self.coverage)

    @property
    def agreed(self) -> frozenset[str]:
        """The codes of the questions that have been answered with yes."""
        meant, codes = self.draft.answers.agreed
        return codes if meant == self.meant else frozenset()


def save(store: Store, draft: Draft, reading: Reading, days: list[date], source: RegisterSource) -> None:
    """The card, with what is left to do where something is. ``days``: those of the file's periods, or its own."""
    with st.container(border=True, key="import_card"):
        try:
            readings = all_readings(draft, reading) if draft.takes_all else [reading]
        except MognadError as error:
            show_error(error)
            return
        order = _Order(store, draft, list(zip(readings, days, strict=True)), source, coverage_of(store, draft, source))
        change = _outlook(order)
        _summary(order, change)
        left = _left_to_do(order)
        if left:
            st.markdown("Innan du kan spara:\n\n" + "\n".join(f"- {words}" for words in left))
        apart = not left and "periods_apart" not in order.agreed and _are_apart(order)
        asked = apart or bool(change and change.fell and not left and "rows_fell" not in order.agreed)
        pressed = st.button(
            "Spara importen", key="import_save", type="primary", icon=":material/save:", disabled=bool(left) or asked
        )
        if apart:
            _ask_about_periods(order)
        elif asked and change is not None and order.coverage is not None:
            st.warning(fell_words(change, order.coverage), icon=":material/trending_down:")
            _ask_about_rows(order)
        if pressed:
            _save(order)
        if draft.answers.refused is not None and not left and not asked:
            _refused(order, draft.answers.refused)


def _summary(order: _Order, change: Outlook | None) -> None:
    register, coverage = order.newest.register, order.coverage
    if register is None:
        return
    where = plain(register.label).lower()
    if len(sources(order.store, register.name)) > 1:
        where += f" från {plain(order.source.name)}"
    if len(order.readings) > 1:
        dated = [f"{day(as_of)} ({plural(reading.stored, 'rad', 'rader')})" for reading, as_of in order.readings]
        st.markdown(f"**{len(dated)} perioder sparas** i {where}, läget per {listing(dated)}.")
    else:
        rows = plural(order.newest.stored, "rad", "rader")
        st.markdown(f"**{rows} sparas** i {where}, läget per {day(order.as_of)}.")
    if coverage is not None and has_sources(order.draft):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"Filen täcker: {plain(covers(order.store, coverage))}.", width="content")
            if not order.draft.answers.asks_cover:
                key = order.draft.key("cover-change")
                st.button("Ändra", key=key, type="tertiary", on_click=_ask_cover, args=(order.draft,))
    lines = [f"Mot det som fanns: {_outlook_words(change)}."] if change else []
    if len(order.readings) == 1:
        lines += [f"{plain(words)}." for words in left_out_words(order.newest)]
    lines += [f"{words}." for words in _not_stored(order)]
    if lines:
        st.markdown("  \n".join(lines))


def _outlook_words(change: Outlook) -> str:
    counts = [
        plural(change.new, "ny", "nya"),
        plural(change.changed, "ändrad", "ändrade"),
        plural(change.same, "oförändrad", "oförändrade"),
        f"{change.missing} saknas",
    ]
    if change.unfollowed:
        counts.append(f"{plural(change.unfollowed, 'rad', 'rader')} går inte att följa")
    return ", ".join(counts)


def _not_stored(order: _Order) -> list[str]:
    readings = [reading for reading, _ in order.readings]
    left_out = sum(reading.left_out for reading in readings) if len(readings) > 1 else 0
    unknown = sum(rows for reading, as_of in order.readings for _, rows in unmatched_units(order.store, reading, as_of))
    counted = (
        (left_out, "rad", "rader", "lämnas utanför urvalet"),
        (sum(len(reading.skipped) for reading in readings), "lika rad hoppas", "lika rader hoppas", "över"),
        (sum(len(reading.ignored) for reading in readings), "rad hör", "rader hör", "inte till tabellen"),
        (sum(len(reading.issues) for reading in readings), "anmärkning", "anmärkningar", "på raderna"),
        (unknown, "rad", "rader", "med okänd organisationsdel"),
    )
    return [f"{plural(count, one, many)} {what}" for count, one, many, what in counted if count]


def _outlook(order: _Order) -> Outlook | None:
    """Worked out once for what has been said so far; not where each period has one of its own."""
    draft, coverage = order.draft, order.coverage
    if coverage is None or len(order.readings) > 1:
        return None
    basis = (draft.outcome.read.basis, order.as_of, order.source.source, coverage, order.store.position())
    incoming = Incoming(order.newest, order.as_of, order.source.source, coverage)
    return draft.outcome.once("outlook", basis, lambda: outlook(order.store, incoming))


def _ask_about_rows(order: _Order) -> None:
    rows = order.newest.stored
    with st.container(horizontal=True):
        what = "raden" if rows == 1 else f"alla {number(rows)} rader"
        label = "Ja, spara ändå" if len(order.readings) > 1 else f"Ja, spara {what}"
        if st.button(label, key="import_fewer"):
            _agree(order, "rows_fell")
        st.button("Nej, ändra vad filen täcker", key="import_cover", on_click=_ask_cover, args=(order.draft,))


def _are_apart(order: _Order) -> bool:
    """Whether each period is said to be the whole register though none goes on from the one before."""
    readings = [one for one, _ in order.readings]
    return order.coverage is not None and order.coverage.claim == "whole" and go_apart(readings)


def _ask_about_periods(order: _Order) -> None:
    st.warning(
        "Perioderna har inga rader gemensamt. Är var och en hela registret räknas den förra periodens rader som "
        "saknade. Har varje flik bara sin egen periods rader, välj Tillägg: då ligger de tidigare kvar.",
        icon=":material/layers:",
    )
    with st.container(horizontal=True):
        if st.button("Ja, var och en är hela registret", key="import_apart"):
            _agree(order, "periods_apart")
        st.button("Nej, ändra vad filen täcker", key="import_cover", on_click=_ask_cover, args=(order.draft,))


def _ask_cover(draft: Draft) -> None:
    draft.answers.asks_cover = True


def _refused(order: _Order, refused: MognadError) -> None:
    show_error(refused)
    labels = {
        "already_imported": "Importera igen med det nya datumet",
        "duplicate": "Importera igen med de här valen",
    }
    if refused.code == "rows_fell":
        _ask_about_rows(order)
    elif refused.code in labels and st.button(labels[refused.code], key="import_again"):
        _agree(order, refused.code)


def _agree(order: _Order, code: str) -> None:
    """Save with one more question answered; the answers are kept, since the next try may ask another."""
    order.draft.answers.agreed = (order.meant, order.agreed | {code})
    order.draft.answers.refused = None
    _save(order)


def _left_to_do(order: _Order) -> list[str]:
    readings = [reading for reading, _ in order.readings]
    left = []
    if order.coverage is None:
        left.append(
            "säg vilken period eller del av organisationen som filen täcker"
            if (order.draft.answers.claim or order.source.claim) == "part"
            else "säg vad filen täcker: hela registret, en viss period eller del, eller ett tillägg"
        )
    if any(issue.code == "required_missing" for reading in readings for issue in reading.issues):
        left.append("peka ut kolumnen som saknas, under Kolumner, eller ge ett värde för hela filen")
    if any(scale_missing(order.draft, reading) for reading in readings):
        left.append("välj skala, eller att ingen av dem passar")
    if any(reading.personal_numbers for reading in readings):
        left.append("maskera eller ta bort kolumnen med personnummer")
    return left


def _save(order: _Order) -> None:
    # A press may come from a page drawn before the latest correction, so what is left is asked for once more.
    if _left_to_do(order) or order.coverage is None or order.newest.register is None:
        return
    try:
        with st.spinner("Sparar …"):
            results = import_readings(
                order.store,
                permission(Act.IMPORT),
                order.readings,
                ImportOrder(
                    source=order.source.source,
                    coverage=order.coverage,
                    again=bool(order.agreed & {"already_imported", "duplicate"}),
                    fewer_is_right="rows_fell" in order.agreed,
                ),
            )
    except MognadError as error:
        order.draft.answers.refused = error
        st.rerun()
    made = [
        (reading, result) for (reading, _), result in zip(order.readings, results, strict=True) if not result.duplicate
    ]
    if not made:
        order.draft.answers.refused = MognadError(
            "duplicate", f"Filen finns redan inläst med läget per {day(order.as_of)}. Inget nytt sparades."
        )
        st.rerun()
    keep_receipt(made)
    forget()
    empty_box()
    st.rerun()
