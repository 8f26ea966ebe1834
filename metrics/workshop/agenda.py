"""A workshop's list: which questions need to be talked about, and which may be confirmed as they were proposed.

Rules (issue: workshop). On the list are the questions that are

* **oeniga**: two proposals take different stands; *Vet ej* is no stand;
* **osäkra**: a proposal is *Vet ej*, or its function says it is unsure;
* **ändrade**: a proposal takes another stand than the answer in the round before, to the same alternatives;
* **utan förslag**.

The rest is confirmed area by area. A question is decided while the answer the workshop agreed on is the one that
stands; one that is changed elsewhere afterwards comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.ledger.store import Readable
from data.measuring.answers import AnswerState, Stand, StoredAnswer, current
from data.workshop.agreements import AGREED, CONFIRMED, PARKED, Agreement, agreements, decided, suggestions
from data.workshop.place import Place
from data.workshop.proposals import Proposal
from data.workshop.votes import Voting, votings
from questionnaires.model import Question, Questionnaire


class Why(StrEnum):
    """Why a question is on the list, in the words of the screen."""

    DISAGREED = "oenig"
    UNSURE = "osäker"
    CHANGED = "ändrad"
    MISSING = "utan förslag"

    @property
    def many(self) -> str:
        """As said of several questions."""
        return self.value if self is Why.MISSING else {"oenig": "oeniga", "osäker": "osäkra"}.get(self, "ändrade")


class Status(StrEnum):
    """How far the workshop has come with a question."""

    DISCUSS = "discuss"
    CONFIRM = "confirm"
    PARKED = "parked"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A question in the workshop. ``last``: the answer in the round before, where it can be compared.

    ``stored``: the answer that stands now. ``agreement`` and ``voting``: the newest of each, None until then.
    """

    question: Question
    status: Status
    whys: tuple[Why, ...]
    proposals: tuple[Proposal, ...]
    last: Stand | None
    stored: StoredAnswer | None
    agreement: Agreement | None
    voting: Voting | None

    @property
    def name(self) -> str:
        """The question's id."""
        return self.question.name

    @property
    def changed_since(self) -> bool:
        """Whether the workshop had decided it, and the answer has been changed elsewhere since."""
        agreed = self.agreement is not None and self.agreement.event in (AGREED, CONFIRMED)
        return agreed and self.status is not Status.DECIDED


@dataclass(frozen=True, slots=True)
class WorkshopList:
    """All questions of a workshop, in the form's order."""

    rows: tuple[AgendaRow, ...]

    def of(self, *statuses: Status) -> list[AgendaRow]:
        """The rows in these states."""
        return [row for row in self.rows if row.status in statuses]

    def find(self, question: str) -> AgendaRow | None:
        """The row of a question, if the workshop has it."""
        return next((row for row in self.rows if row.name == question), None)

    @property
    def counts(self) -> dict[Why, int]:
        """How many undecided questions there are for each reason; one question may have several."""
        listed = self.of(Status.DISCUSS)
        return {why: sum(why in row.whys for row in listed) for why in Why}

    @property
    def areas(self) -> dict[str, list[AgendaRow]]:
        """Area → its rows that may be confirmed together; areas without any are left out."""
        by_area: dict[str, list[AgendaRow]] = {}
        for row in self.of(Status.CONFIRM):
            by_area.setdefault(row.question.area, []).append(row)
        return by_area

    def steps(self, here: str = "") -> list[AgendaRow]:
        """What is gone through on the projector: the list, what has been agreed on one by one, and ``here``."""
        return [
            row
            for row in self.rows
            if row.status in (Status.DISCUSS, Status.PARKED)
            or row.name == here
            or (row.status is Status.DECIDED and row.agreement is not None and row.agreement.event == AGREED)
        ]

    def resume(self) -> str | None:
        """Where to go on: a question that has been voted on but not decided, else the first on the list.

        Then the first one parked; None when nothing is left of them.
        """
        waiting = self.of(Status.DISCUSS)
        voted = [row for row in waiting if row.voting is not None]
        newest = max(voted, key=lambda row: row.voting.seq if row.voting else 0, default=None)
        rest = waiting or self.of(Status.PARKED)
        chosen = newest or (rest[0] if rest else None)
        return chosen.name if chosen else None

    def following(self, here: str) -> str | None:
        """The next question to talk about after ``here``, from the beginning again at the end; None when all are."""
        names = [row.name for row in self.rows]
        start = names.index(here) + 1 if here in names else 0
        turned = [*self.rows[start:], *self.rows[:start]]
        return next((row.name for row in turned if row.status is Status.DISCUSS and row.name != here), None)


def whys(proposals: Sequence[Proposal], last: Stand | None) -> tuple[Why, ...]:
    """Why a question with these proposals is on the list; nothing when it may be confirmed."""
    if not proposals:
        return (Why.MISSING,)
    stands = {proposal.stand for proposal in proposals if proposal.state is not AnswerState.UNKNOWN}
    reasons = {
        Why.DISAGREED: len(stands) > 1,
        Why.UNSURE: not all(proposal.sure for proposal in proposals),
        Why.CHANGED: last is not None and bool(stands - {last}),
    }
    return tuple(why for why, holds in reasons.items() if holds)


def workshop_list(
    source: Readable,
    place: Place,
    questions: Iterable[Question],
    last: Mapping[str, tuple[Questionnaire, StoredAnswer]],
) -> WorkshopList:
    """The list for the questions a unit is asked.

    ``last``: question → the form and the answer of the round before, under whatever id it had then.
    """
    of = (source, place.round.round, place.unit)
    proposed, agreed, voted, answers = suggestions(*of), agreements(*of), votings(*of), current(*of)
    rows = []
    for question in questions:
        name = question.name
        before = _comparable(place.form, question, last.get(name))
        own = tuple(proposed.get(name, ()))
        why = whys(own, before)
        agreement, stored = agreed.get(name), answers.get(name)
        status = _status(agreement, stored, why)
        rows.append(AgendaRow(question, status, why, own, before, stored, agreement, voted.get(name)))
    return WorkshopList(tuple(rows))


def _status(agreement: Agreement | None, stored: StoredAnswer | None, why: tuple[Why, ...]) -> Status:
    if decided(agreement, stored):
        return Status.DECIDED
    if agreement is not None and agreement.event == PARKED:
        return Status.PARKED
    return Status.DISCUSS if why else Status.CONFIRM


def _comparable(
    form: Questionnaire, question: Question, last: tuple[Questionnaire, StoredAnswer] | None
) -> Stand | None:
    if last is None:
        return None
    before, stored = last
    if before.meaning(stored.question) != form.meaning(question):
        return None
    return stored.state, stored.alternative
