"""From votes to an agreed answer on the projector: the spread, the last answer, what is agreed and why."""

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from base.actors import Act
from data.measuring.answers import Answer, Stand
from data.measuring.stands import stands
from data.workshop.agreements import agree, merged_texts
from metrics.workshop.agenda import AgendaRow, Status
from metrics.workshop.votes import VoteLine, VoteSpread, sides, vote_spread
from pages.answering.card import ASIDE, CHOICE, COMMENT, AnswerCard, answer_text, comment_field
from pages.answering.choices import choose, widget_value
from pages.frame.faults import tried
from pages.frame.fields import free_text_warning
from pages.frame.guard import permission
from pages.frame.session import open_current
from pages.frame.texts import paragraphs, plain
from pages.workshop.place import PLACE, PROJECT, Workshop, go_to
from pages.workshop.turn import AGREE, VOTE, Press, Turn, big_button, on_or_back
from questionnaires.answer_words import answer_words


@dataclass(frozen=True, slots=True)
class _Choice:
    """An answer on the projector: its number and words, its votes of all, and whether it is the marked one.

    ``line`` None: nobody has voted.
    """

    number: int
    label: str
    line: VoteLine | None
    total: int
    marked: bool


def agree_on_it(turn: Turn) -> None:
    """The spread where there was a vote, the choice of an answer, its reason, and the decision."""
    form, row = turn.workshop.form, turn.row
    if row.question.kind != "select_one":
        _agree_on_value(turn)
        return
    named = stands(form, row.question)
    spread = vote_spread(form, row.question, row.voting.votes) if row.voting and turn.phase == AGREE else None
    chosen = _chosen(turn, tuple(named), spread)
    if spread is not None:
        st.markdown(plain(spread.sentence))
    lines = {line.stand: line for line in spread.lines} if spread else {}
    for number, (stand, label) in enumerate(named.items(), 1):
        _choice(turn, _Choice(number, label, lines.get(stand), spread.total if spread else 0, stand == chosen))
    if spread is not None:
        last_and_proposals(turn.workshop, row)
    if chosen is None:
        st.markdown("Välj det svar ni är överens om.")
    else:
        _decision(turn, chosen, named[chosen], list(named).index(chosen))


def _agree_on_value(turn: Turn) -> None:
    """The field for a number, several alternatives, a text or a date, its reason, and the decision."""
    form, row = turn.workshop.form, turn.row
    options = dict(enumerate(stands(form, row.question)))
    if row.status is Status.DECIDED and row.stored is not None:
        aside = next((option for option, stand in options.items() if stand == row.stored.stand), None)
        st.session_state.setdefault(turn.key(CHOICE), widget_value(row.question, row.stored.alternative))
        st.session_state.setdefault(turn.key(ASIDE), aside)
    st.space("small")
    stand = choose(AnswerCard(form, row.question, options, turn.key, lasting=True))
    last_and_proposals(turn.workshop, row)
    if stand is None:
        st.markdown("Svara det ni är överens om.")
    else:
        _decision(turn, stand, answer_words(form, row.question, *stand), 0)


def decided_already(turn: Turn) -> None:
    """What was agreed, and the way on."""
    workshop, row = turn.workshop, turn.row
    with st.container(key="svaret"):
        words = plain(answer_text(workshop.form, row.name, row.stored))
        st.markdown(f":material/check_circle: Ni är överens: {words}")
    if row.stored and row.stored.comment:
        st.markdown(paragraphs(row.stored.comment))
    if row.stored and row.stored.evidence:
        st.caption(f"Underlag: {plain(row.stored.evidence)}")
    if row.voting is not None:
        st.markdown(plain(vote_spread(workshop.form, row.question, row.voting.votes).sentence))
    last_and_proposals(workshop, row)
    following = workshop.list.following(row.name)
    on = partial(go_to, PROJECT, following) if following else go_to
    on_or_back(
        turn,
        Press("Nästa fråga" if following else "Till listan", "vidare", on),
        Press("Ändra svaret", "andra", partial(turn.ask_for, AGREE)),
    )


def last_and_proposals(workshop: Workshop, row: AgendaRow) -> None:
    """What must not lead anybody: not to be had until the votes are in, and folded then too."""
    earlier = workshop.earlier.get(row.name)
    left, right = st.columns(2)
    with left.expander("Förra svaret", type="compact"):
        if earlier is None:
            st.markdown("Frågan har inget tidigare svar.")
        else:
            st.markdown(earlier.line)
            st.markdown(paragraphs(earlier.stored.comment))
    with right.expander(f"Förslag ({len(row.proposals)})", type="compact"):
        if not row.proposals:
            st.markdown("Ingen har lämnat förslag.")
        proposal_lines(workshop, row)


def proposal_lines(workshop: Workshop, row: AgendaRow) -> None:
    """Who proposes what, with reasons and evidence."""
    for label, same in sides(workshop.form, row.question, row.proposals):
        for proposal in same:
            unsure = "" if proposal.certain else " (osäker)"
            texts = [f"**{plain(label)}** – {plain(proposal.function)}{unsure}"]
            texts += [plain(proposal.comment)] if proposal.comment else []
            texts += [f"Underlag: {plain(proposal.evidence)}"] if proposal.evidence else []
            st.markdown("  \n".join(texts))


def _chosen(turn: Turn, answers: tuple[Stand, ...], spread: VoteSpread | None) -> Stand | None:
    """What is marked: what has been pressed, else the answer that was agreed or, after votes, the one with the most."""
    pressed: int | None = st.session_state.get(turn.key("val"))
    if pressed is not None and pressed < len(answers):
        return answers[pressed]
    if turn.row.status is Status.DECIDED and turn.row.stored is not None:
        return turn.row.stored.stand
    return spread.leading.stand if spread is not None and spread.leading is not None else None


def _choice(turn: Turn, choice: _Choice) -> None:
    icon = ":material/check_circle:" if choice.marked else ":material/radio_button_unchecked:"
    number, line = choice.number, choice.line
    with st.container(key=f"valrad-{number}{'-vald' if choice.marked else ''}"):
        left, right = st.columns([3, 8], vertical_alignment="center")
        with left:
            key, action = turn.key(f"valj{number}"), partial(_choose, turn, number - 1)
            big_button(plain(choice.label), key, number, icon, action)
        if line is not None:
            right.progress(float(line.share), text=f"{line.votes} av {choice.total}")


def _choose(turn: Turn, place: int) -> None:
    st.session_state[turn.key("val")] = place


def _decision(turn: Turn, chosen: Stand, label: str, place: int) -> None:
    row, workshop = turn.row, turn.workshop
    same = [proposal for proposal in row.proposals if proposal.stand == chosen]
    reason, evidence = merged_texts(same)
    held = row.stored if row.stored and row.stored.stand == chosen else None
    options = {place: chosen}
    card = AnswerCard(workshop.form, row.question, options, lambda part: turn.key(f"{part}{place}"), lasting=True)
    # The proposals' own words, to be kept or changed.
    st.session_state.setdefault(card.key(COMMENT), (held.comment if held else None) or reason or "")
    comment_field(card, "Varför svarar ni så?", "En mening räcker.", height=90)
    free_text_warning(f"Underlag: {plain(evidence)} · " if evidence else "")
    answer = Answer(
        workshop.round.round,
        workshop.unit.unit,
        row.name,
        *chosen,
        evidence=evidence or (held.evidence if held else None),
        evidence_date=next((each.evidence_date for each in same if evidence and each.evidence == evidence), None),
        based_on=workshop.seen.get(row.name, 0),
    )
    on_or_back(
        turn,
        Press(f"Vi är överens: {plain(label)}", "beslut", partial(_decide, turn, answer, f"{COMMENT}{place}")),
        Press("Räkna rösterna igen", "om", partial(turn.ask_for, VOTE))
        if row.question.kind == "select_one"
        else Press("Börja om", "om", partial(turn.forget, CHOICE, ASIDE)),
    )


def _decide(turn: Turn, answer: Answer, part: str) -> None:
    workshop, row = turn.workshop, turn.row
    entered = replace(answer, comment=st.session_state.get(turn.key(part), ""))
    grant, sitting = permission(Act.ANSWER), turn.sitting.sitting
    if tried(PLACE, lambda: agree(open_current(), grant, workshop.form, sitting, entered)):
        turn.forget("skede", CHOICE, ASIDE, part)
        go_to(PROJECT, workshop.list.following(row.name) or row.name)
