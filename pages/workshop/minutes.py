"""*Minnesanteckningar*: the notes of a workshop, to read, print or take along as a workbook."""

from functools import partial
from itertools import groupby

import streamlit as st

from base.formats import day, listing, plural
from data.workshop.agreements import confirmations
from data.workshop.sittings import Sitting
from files.writer import SheetOut, Value, xlsx_bytes
from metrics.workshop.agenda import AgendaRow
from metrics.workshop.minutes import Decision, Minutes, minutes
from pages.frame.choosing import ROUND, UNIT, round_label
from pages.frame.session import link, today
from pages.frame.small_files import download
from pages.frame.texts import paragraphs, plain
from pages.workshop.place import Workshop
from pages.workshop.sittings import participants, sitting_times, sittings_of

_PRINT = """
@media print {
  [data-testid="stHeader"], [data-testid="stToolbar"], .st-key-exempeldata, .st-key-inte-pa-papper { display: none; }
  [data-testid="stMain"], [data-testid="stAppViewContainer"], .stApp {
    overflow: visible; height: auto; position: static;
  }
  [data-testid="stMainBlockContainer"] { max-width: none; padding: 0; }
  html, body, .stApp, .stApp * { color: #000 !important; background: #fff !important; }
  [class*="st-key-beslut-"] { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
"""


def minutes_page(workshop: Workshop) -> None:
    """The whole page."""
    st.html(f"<style>{_PRINT}</style>")
    notes = minutes(
        workshop.form,
        workshop.list,
        sittings_of(workshop),
        confirmations(workshop.store, workshop.round.round, workshop.unit.unit),
    )
    st.title("Minnesanteckningar", anchor=False)
    label = plain(round_label(workshop.store, workshop.round))
    st.caption(f"{label} · {plain(workshop.unit.name)} · {day(today(workshop.store))}")
    _ways(workshop, notes)
    if not notes.sittings:
        st.markdown("Inget sammanträde har hållits än.")
        return
    _sittings(notes.sittings)
    _agreed(workshop, notes)
    _confirmed(workshop, notes)
    _rest(workshop, "Parkerade frågor", notes.parked)
    _rest(workshop, "Kvar att besluta", notes.left)
    if not notes.left and not notes.parked:
        st.markdown("Alla frågor är beslutade.")


def _ways(workshop: Workshop, notes: Minutes) -> None:
    with st.container(key="inte-pa-papper", horizontal=True, vertical_alignment="center"):
        to = {ROUND: workshop.round.round, UNIT: workshop.unit.unit}
        link("arbetsmote.py", "Till arbetsmötet", ":material/groups:", to)
        if notes.sittings:
            made = partial(minutes_workbook, workshop, notes)
            download("Hämta som Excel", made, "Minnesanteckningar.xlsx")
            st.caption("Skriv ut med Ctrl+P.", width="content")


def _sittings(held: tuple[Sitting, ...]) -> None:
    st.header("Sammanträden", anchor=False)
    for number, sitting in enumerate(held, 1):
        ongoing = " (pågår)" if sitting.running else ""
        st.markdown(f"**{number}.** {sitting_times(sitting)}{ongoing}. Med: {plain(participants(sitting))}.")


def _agreed(workshop: Workshop, notes: Minutes) -> None:
    if not notes.agreed:
        return
    st.header("Beslutat fråga för fråga", anchor=False)
    for area, decisions in groupby(notes.agreed, key=lambda decision: decision.row.question.area):
        st.subheader(plain(workshop.area_label(area)), anchor=False)
        for decision in decisions:
            with st.container(key=f"beslut-{decision.row.name}", gap="small"):
                _decision(decision)


def _decision(decision: Decision) -> None:
    row = decision.row
    lines = [f"{plain(row.question.label)}", f"**{plain(decision.answer)}**"]
    if decision.spread is not None:
        lines.append(f"Röster: {plain(decision.spread.sentence)}")
    if decision.last is not None and decision.last != decision.answer:
        lines.append(f"Förra svaret: {plain(decision.last)}")
    st.markdown("  \n".join(lines))
    if row.stored and row.stored.comment:
        st.markdown(f"Motivering: {paragraphs(row.stored.comment)}")
    evidence = f"Underlag: {plain(row.stored.evidence)} · " if row.stored and row.stored.evidence else ""
    st.caption(f"{evidence}Sammanträde {decision.sitting}")


def _confirmed(workshop: Workshop, notes: Minutes) -> None:
    if not notes.confirmed:
        return
    st.header("Bekräftat område för område", anchor=False)
    for area in notes.confirmed:
        confirmation = area.confirmation
        with st.container(key=f"beslut-{confirmation.confirmation}", gap="small"):
            st.subheader(plain(workshop.area_label(confirmation.area)), anchor=False)
            names = plain(listing(list(confirmation.names)))
            st.markdown(
                f"Förslagen bekräftades på sammanträde {area.sitting} ({day(confirmation.recorded_at.date())}) av "
                f"{names}."
            )
            st.markdown(
                "\n".join(
                    f"- {plain(decision.row.question.label)} **{plain(decision.answer)}**"
                    for decision in area.decisions
                )
            )


def _rest(workshop: Workshop, title: str, rows: tuple[AgendaRow, ...]) -> None:
    if not rows:
        return
    st.header(f"{title} ({len(rows)})", anchor=False)
    lines = []
    for row in rows:
        since = " – svaret har ändrats efter mötet" if row.changed_since else ""
        lines.append(f"- {plain(workshop.area_label(row.question.area))}: {plain(row.question.label)}{since}")
    st.markdown("\n".join(lines))


def minutes_workbook(workshop: Workshop, notes: Minutes) -> bytes:
    """The notes as a workbook: decisions, sittings, what is left."""
    decisions: list[list[Value]] = [
        [*_cells(workshop, decision), f"Sammanträde {decision.sitting}", "fråga för fråga", ""]
        for decision in notes.agreed
    ]
    for area in notes.confirmed:
        names = ", ".join(area.confirmation.names)
        decisions += [
            [*_cells(workshop, decision), f"Sammanträde {area.sitting}", "området bekräftat", names]
            for decision in area.decisions
        ]
    held: list[list[Value]] = [
        [number, sitting_times(row), plural(len(row.people), "deltagare", "deltagare"), participants(row)]
        for number, row in enumerate(notes.sittings, 1)
    ]
    rest: list[list[Value]] = [
        [workshop.area_label(row.question.area), row.question.label, word]
        for rows, word in ((notes.parked, "parkerad"), (notes.left, "kvar"))
        for row in rows
    ]
    return xlsx_bytes(
        [
            SheetOut(
                "Beslut",
                ("Område", "Fråga", "Svar", "Röster", "Motivering", "Underlag", "När", "Hur", "Bekräftat av"),
                decisions,
            ),
            SheetOut("Sammanträden", ("Nr", "Tid", "Antal", "Deltagare"), held),
            SheetOut("Kvar", ("Område", "Fråga", "Läge"), rest),
        ]
    )


def _cells(workshop: Workshop, decision: Decision) -> list[Value]:
    stored = decision.row.stored
    return [
        workshop.area_label(decision.row.question.area),
        decision.row.question.label,
        decision.answer,
        decision.spread.sentence if decision.spread else "",
        (stored.comment if stored else None) or "",
        (stored.evidence if stored else None) or "",
    ]
