"""How a workshop's votes are spread, and who proposes what, with the sentences that say it (plain, unescaped text)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from base.formats import listing, plural
from data.measuring.answers import Stand
from data.measuring.stands import stands
from data.workshop.proposals import Proposal
from questionnaires.model import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One answer and its votes; ``share`` of all votes."""

    stand: Stand
    label: str
    votes: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class VoteSpread:
    """All answers of a question in their order, with their votes. ``leading``: the one with the most, if only one."""

    lines: tuple[VoteLine, ...]
    total: int
    leading: VoteLine | None

    @property
    def unanimous(self) -> bool:
        """Whether all votes fell on one answer."""
        return self.leading is not None and self.leading.votes == self.total

    @property
    def sentence(self) -> str:
        """``7 av 12 röstade I huvudsak. De andra: 3 Delvis, 2 Vet ej.``"""
        given = [line for line in self.lines if line.votes]
        if not given:
            return "Inga röster."
        if self.leading is None:
            most = max(line.votes for line in given)
            top = [line.label for line in given if line.votes == most]
            return f"Delat: {listing(top)} fick {plural(most, 'röst', 'röster')} var av {self.total}."
        if self.unanimous:
            return f"Alla {self.total} röstade {self.leading.label}." if self.total > 1 else "1 röst, på ett svar."
        others = ", ".join(f"{line.votes} {line.label}" for line in given if line is not self.leading)
        return f"{self.leading.votes} av {self.total} röstade {self.leading.label}. De andra: {others}."


def vote_spread(form: Questionnaire, question: Question | str, votes: Mapping[Stand, int]) -> VoteSpread:
    """The votes of one question by its answers; shares are of all votes."""
    total = sum(votes.values())
    lines = tuple(
        VoteLine(stand, label, votes.get(stand, 0), Fraction(votes.get(stand, 0), total or 1))
        for stand, label in stands(form, question, votes).items()
    )
    most = max(line.votes for line in lines)
    leading = [line for line in lines if line.votes == most]
    return VoteSpread(lines, total, leading[0] if len(leading) == 1 and most else None)


def sides(
    form: Questionnaire, question: Question | str, proposals: Sequence[Proposal]
) -> list[tuple[str, tuple[Proposal, ...]]]:
    """Who proposes what: the answer in words → its proposals, in the order of the alternatives."""
    by_label = []
    for stand, label in stands(form, question, [proposal.stand for proposal in proposals]).items():
        same = tuple(proposal for proposal in proposals if proposal.stand == stand)
        if same:
            by_label.append((label, same))
    return by_label
