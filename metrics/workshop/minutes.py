"""What a workshop's notes (*minnesanteckningar*) hold: when and who, what was decided and why, what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.workshop.agreements import AGREED, Confirmation
from data.workshop.sittings import Sitting
from metrics.workshop.agenda import AgendaRow, Status, WorkshopList
from metrics.workshop.votes import VoteSpread, vote_spread
from questionnaires.answer_words import answer_words
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Decision:
    """A question that was decided. ``sitting``: the number of the one it was decided in; ``spread``: None, no vote.

    ``last``: the answer in the round before where it can be compared, in words.
    """

    row: AgendaRow
    answer: str
    sitting: int
    spread: VoteSpread | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ConfirmedArea:
    """An area confirmed at once: by whom, in which sitting, and those of its decisions that still stand."""

    confirmation: Confirmation
    sitting: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The notes. Sittings that have not begun are left out; ``left`` holds what is neither decided nor parked."""

    sittings: tuple[Sitting, ...]
    agreed: tuple[Decision, ...]
    confirmed: tuple[ConfirmedArea, ...]
    parked: tuple[AgendaRow, ...]
    left: tuple[AgendaRow, ...]


def minutes(
    form: Questionnaire, listed: WorkshopList, sittings: Sequence[Sitting], confirmations: Sequence[Confirmation]
) -> Minutes:
    """The notes of a workshop as it stands."""
    held = tuple(sitting for sitting in sittings if sitting.started_at is not None)
    numbers = {sitting.sitting: number for number, sitting in enumerate(held, 1)}
    decided = {row.name: _decision(form, row, numbers) for row in listed.of(Status.DECIDED)}
    one_by_one = [
        decision for decision in decided.values() if decision.row.agreement and decision.row.agreement.event == AGREED
    ]
    confirmed = []
    for confirmation in confirmations:
        named = [decided[name] for name in confirmation.questions if name in decided]
        standing = tuple(
            each
            for each in named
            if each.row.agreement and each.row.agreement.confirmation == confirmation.confirmation
        )
        if standing:
            confirmed.append(ConfirmedArea(confirmation, numbers[confirmation.sitting], standing))
    return Minutes(
        sittings=held,
        agreed=tuple(one_by_one),
        confirmed=tuple(confirmed),
        parked=tuple(listed.of(Status.PARKED)),
        left=tuple(listed.of(Status.DISCUSS, Status.CONFIRM)),
    )


def _decision(form: Questionnaire, row: AgendaRow, numbers: Mapping[str, int]) -> Decision:
    stored, agreement = row.stored, row.agreement
    return Decision(
        row=row,
        answer=answer_words(form, row.question, *stored.stand) if stored else "",
        sitting=numbers[agreement.sitting] if agreement else 0,
        spread=vote_spread(form, row.question, row.voting.votes) if row.voting else None,
        last=answer_words(form, row.question, *row.last) if row.last is not None else None,
    )
