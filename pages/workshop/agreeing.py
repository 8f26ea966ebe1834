"""From votes to an agreed answer on the projector: the spread, the last answer, what is agreed and why."""

from dataclasses import replace
from functools import partial

import streamlit as st

from base.actors import Act
from data.ledger.texts import MAX_TEXT
from data.measuring.answers import Answer, Stand
from data.measuring.stands import stands
from data.workshop.agreements import agree, merged_texts
from metrics.workshop.agenda import AgendaRow, Status
from metrics.workshop.votes import VoteLine, VoteSpread, sides, vote_spread
from pages.answering.question import answer_text
from pages.frame.free_texts import free_text_warning
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import paragraphs, plain
from pages.workshop.faults import tried
from pages.workshop.place import PROJECT, Workshop, go_to
from pages.workshop.turn import AGREE, VOTE, Turn, big_button


def agree_on_it(turn: Turn) -> None:
    """The spread where there was a vote, the choice of an answer, its reason, and the decision."""
    form, row = turn.workshop.form, turn.row
    named = stands(form, row.question)
    spread = vote_spread(form, row.question, row.voting.votes) if row.voting and turn.phase == AGREE else None
    chosen = _chosen(turn, tuple(named), spread)
    if spread is not None:
        st.markdown(plain(spread.sentence))
    for number, (stand, label) in enumerate(named.items(), 1):
        line = next((line for line in spread.lines if line.stand == stand), None) if spread else None
        _choice(turn, number, label, line, spread.total if spread else 0, marked=stand == chosen)
    if spread is not None:
        last_and_proposals(turn.workshop, row)
    if chosen is None:
        st.markdown("Välj det svar ni är överens om.")
    else:
        _decision(turn, chosen, named[chosen], list(named).index(chosen))


def decided_already(turn: Turn) -> None:
    """What was agreed, and the way on."""
    workshop, row = turn.workshop, turn.row
    with st.container(key="svaret"):
        said = plain(answer_text(workshop.form, row.name, row.stored))
        st.markdown(f":material/check_circle: Ni är överens: {said}")
    if row.stored and row.stored.comment:
        st.markdown(paragraphs(row.stored.comment))
    if row.stored and row.stored.evidence:
        st.caption(f"Underlag: {plain(row.stored.evidence)}")
    if row.voting is not None:
        st.markdown(plain(vote_spread(workshop.form, row.question, row.voting.votes).sentence))
    last_and_proposals(workshop, row)
    following = workshop.list.following(row.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Nästa fråga" if following else "Till listan",
            key=turn.key("vidare"),
            type="primary",
            shortcut="Enter",
            on_click=go_to,
            args=(PROJECT, following) if following else (),
        )
        st.button("Ändra svaret", key=turn.key("andra"), type="tertiary", on_click=turn.ask_for, args=(AGREE,))


def last_and_proposals(workshop: Workshop, row: AgendaRow) -> None:
    """What must not lead anybody: not to be had until the votes are in, and folded then too."""
    earlier = workshop.earlier.get(row.name)
    left, right = st.columns(2)
    with left.expander("Förra svaret", type="compact"):
        if earlier is None:
            st.markdown("Frågan har inget tidigare svar.")
        else:
            label = answer_text(earlier.questionnaire, earlier.question, earlier.stored)
            st.markdown(f"{plain(earlier.round.name)}: **{plain(label)}**")
            st.markdown(paragraphs(earlier.stored.comment))
    with right.expander(f"Förslag ({len(row.proposals)})", type="compact"):
        if not row.proposals:
            st.markdown("Ingen har lämnat förslag.")
        proposal_lines(workshop, row)


def proposal_lines(workshop: Workshop, row: AgendaRow) -> None:
    """Who proposes what, with reasons and evidence."""
    for label, same in sides(workshop.form, row.question, row.proposals):
        for one in same:
            unsure = "" if one.certain else " (osäker)"
            texts = [f"**{plain(label)}** – {plain(one.function)}{unsure}"]
            texts += [plain(one.comment)] if one.comment else []
            texts += [f"Underlag: {plain(one.evidence)}"] if one.evidence else []
            st.markdown("  \n".join(texts))


def _chosen(turn: Turn, found: tuple[Stand, ...], spread: VoteSpread | None) -> Stand | None:
    """What is marked: what has been pressed, else the answer that was agreed or, after votes, the one with the most."""
    pressed: int | None = st.session_state.get(turn.key("val"))
    if pressed is not None and pressed < len(found):
        return found[pressed]
    if turn.row.status is Status.DECIDED and turn.row.stored is not None:
        return turn.row.stored.state, turn.row.stored.alternative
    return spread.leading.stand if spread is not None and spread.leading is not None else None


def _choice(turn: Turn, number: int, label: str, line: VoteLine | None, total: int, *, marked: bool) -> None:
    icon = ":material/check_circle:" if marked else ":material/radio_button_unchecked:"
    with st.container(key=f"valrad-{number}{'-vald' if marked else ''}"):
        left, right = st.columns([3, 8], vertical_alignment="center")
        with left:
            big_button(plain(label), turn.key(f"valj{number}"), number, icon, partial(_choose, turn, number - 1))
        if line is not None:
            right.progress(float(line.share), text=f"{line.votes} av {total}")


def _choose(turn: Turn, place: int) -> None:
    st.session_state[turn.key("val")] = place


def _decision(turn: Turn, chosen: Stand, label: str, place: int) -> None:
    row = turn.row
    same = [one for one in row.proposals if one.stand == chosen]
    reason, evidence = merged_texts(same)
    held = row.stored if row.stored and (row.stored.state, row.stored.alternative) == chosen else None
    part = f"skal{place}"
    # The proposals' own words, to be kept or changed.
    st.session_state.setdefault(turn.key(part), (held.comment if held else None) or reason or "")
    st.text_area(
        "Varför svarar ni så?",
        key=turn.key(part),
        max_chars=MAX_TEXT,
        height=90,
        placeholder="En mening räcker.",
        persist_state="session",
    )
    free_text_warning(f"Underlag: {plain(evidence)} · " if evidence else "")
    state, alternative = chosen
    answer = Answer(
        turn.workshop.round.round,
        turn.workshop.unit.unit,
        row.name,
        state,
        alternative,
        evidence=evidence or (held.evidence if held else None),
        evidence_date=next((one.evidence_date for one in same if evidence and one.evidence == evidence), None),
        based_on=turn.workshop.seen.get(row.name, 0),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Vi är överens: {plain(label)}",
            key=turn.key("beslut"),
            type="primary",
            shortcut="Enter",
            on_click=_decide,
            args=(turn, answer, part),
        )
        st.button("Räkna rösterna igen", key=turn.key("om"), type="tertiary", on_click=turn.ask_for, args=(VOTE,))


def _decide(turn: Turn, answer: Answer, part: str) -> None:
    workshop, row = turn.workshop, turn.row
    entered = replace(answer, comment=st.session_state.get(turn.key(part), ""))
    if tried(lambda: agree(open_current(), permission(Act.ANSWER), workshop.form, turn.sitting.sitting, entered)):
        turn.forget("skede", "val", part)
        go_to(PROJECT, workshop.list.following(row.name) or row.name)
