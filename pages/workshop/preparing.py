"""The workshop as the coordinator prepares it: how it stands, the list, the functions and the sittings."""

import streamlit as st

from base.formats import plural
from metrics.workshop.agenda import AgendaRow, Status
from pages.answering.card import answer_text
from pages.frame.choosing import ROUND, UNIT, round_label
from pages.frame.faults import tell_fault
from pages.frame.fields import pick
from pages.frame.session import link
from pages.frame.texts import plain
from pages.workshop.agreeing import proposal_lines
from pages.workshop.functions import functions_section
from pages.workshop.place import CONFIRM, PLACE, PROJECT, Workshop, go_to, settle
from pages.workshop.sittings import begin_or_go_on, sittings_of, sittings_section
from questionnaires.answer_words import answer_words

_SHOWN = {
    "lista": ("Att prata om", (Status.DISCUSS,)),
    "parkerade": ("Parkerade", (Status.PARKED,)),
    "bekrafta": ("Att bekräfta", (Status.CONFIRM,)),
    "beslutade": ("Beslutade", (Status.DECIDED,)),
}


def overview(workshop: Workshop) -> None:
    """The whole page."""
    st.title("Arbetsmöte", anchor=False)
    st.caption(f"{plain(round_label(workshop.store, workshop.round))} · {plain(workshop.unit.name)}")
    tell_fault(PLACE)
    _notice(workshop)
    _standing(workshop)
    with st.container(horizontal=True, vertical_alignment="center"):
        begin_or_go_on(workshop)
        if workshop.sitting is not None and workshop.list.areas:
            label = f"Bekräfta områden ({len(workshop.list.areas)})"
            st.button(label, key="workshop-confirm", on_click=go_to, args=(CONFIRM,))
        parameters = {ROUND: workshop.round.round, UNIT: workshop.unit.unit}
        link("minnesanteckningar.py", "Minnesanteckningar", ":material/description:", parameters)
        link("matning.py", "Till mätningen", ":material/checklist:", {ROUND: workshop.round.round})
    begun = any(sitting.started_at for sitting in sittings_of(workshop))
    proposing, questions, meetings = st.tabs(
        ["Förslag", "Frågorna", "Sammanträden"], default="Frågorna" if begun else "Förslag"
    )
    with questions:
        _list(workshop)
    with meetings:
        sittings_section(workshop)
    with proposing:
        functions_section(workshop)
    settle()


def _notice(workshop: Workshop) -> None:
    if workshop.round.state == "planned":
        st.info("Mätningen är inte öppnad än. Öppna den för att ta emot förslag och planera möten.")
    if workshop.round.state == "closed":
        st.info("Mätningen är avslutad. Det som beslutades står i minnesanteckningarna.", icon=":material/lock:")


def _standing(workshop: Workshop) -> None:
    agenda = workshop.list
    listed, decided = agenda.of(Status.DISCUSS), agenda.of(Status.DECIDED)
    parked, sure = agenda.of(Status.PARKED), agenda.of(Status.CONFIRM)
    if len(decided) == len(agenda.rows):
        st.markdown(f"**Alla {len(decided)} frågor är beslutade.**")
        return
    parts = [f"**{plural(len(listed), 'fråga', 'frågor')} att prata om**"]
    parts += [plural(len(parked), "parkerad", "parkerade")] if parked else []
    parts += [f"{len(sure)} kan bekräftas område för område"] if sure else []
    parts += [f"{len(decided)} av {len(agenda.rows)} beslutade"]
    st.markdown(", ".join(parts) + ".")
    why = [f"{count} {why if count == 1 else why.many}" for why, count in agenda.counts.items() if count]
    if why:
        st.caption("På listan: " + ", ".join(why) + ". En fråga kan stå där av flera skäl.")


def _list(workshop: Workshop) -> None:
    counts = {name: len(workshop.list.of(*statuses)) for name, (_, statuses) in _SHOWN.items()}
    offered = {name: f"{_SHOWN[name][0]} ({count})" for name, count in counts.items() if count or name == "lista"}
    look = {"default": "lista", "required": True, "label_visibility": "collapsed"}
    chosen = pick("Visa", offered, "workshop-shown", st.segmented_control, **look)
    rows = workshop.list.of(*_SHOWN[chosen if chosen in offered else "lista"][1])
    if not rows:
        st.markdown("Inga frågor.")
    area = None
    for row in rows:
        if row.question.area != area:
            area = row.question.area
            st.markdown(f"**{plain(workshop.area_label(area))}**")
        _row(workshop, row)


def _row(workshop: Workshop, row: AgendaRow) -> None:
    why = ", ".join(row.whys)
    if row.status is Status.DECIDED:
        why = answer_text(workshop.form, row.name, row.stored)
    with st.expander(f"{plain(row.question.label)} — {plain(why)}" if why else plain(row.question.label)):
        proposal_lines(workshop, row)
        if not row.proposals and row.status is not Status.DECIDED:
            st.markdown("Ingen har lämnat förslag.")
        if row.last is not None and row.status is not Status.DECIDED:
            st.markdown(f"Förra svaret: {plain(answer_words(workshop.form, row.question, *row.last))}")
        if row.stored is not None and row.stored.comment and row.status is Status.DECIDED:
            st.markdown(plain(row.stored.comment))
        if workshop.sitting is not None:
            st.button("Visa på projektorn", key=f"oppna-{row.name}", on_click=go_to, args=(PROJECT, row.name))
