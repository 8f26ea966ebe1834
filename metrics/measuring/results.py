"""The scores of one round, as they are shown and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from base.formats import listing
from data.measuring.overrides import Override
from metrics.measuring.change_sentences import change_json
from metrics.measuring.comparing.change import Change
from metrics.measuring.comparing.limits import limits
from metrics.measuring.comparing.series import Series
from metrics.measuring.having_answered import Standing, is_insufficient
from metrics.measuring.levels import NextLevel
from metrics.measuring.scoring import Given, Tally
from metrics.measuring.spread import Spread, plain
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.model import FormRole
from questionnaires.roles import OTHER


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the respondents asked have answered, have begun, and have said nothing.

    ``units``: how many have a score that is in the figure.
    """

    answered: int
    begun: int
    silent: int
    units: int

    @classmethod
    def of(cls, standings: Sequence[Standing], units: int) -> "Coverage":
        """Some respondents counted."""
        answered, begun, silent = (
            standings.count(kind) for kind in (Standing.ANSWERED, Standing.BEGUN, Standing.SILENT)
        )
        return cls(answered, begun, silent, units)

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.begun + self.silent

    @property
    def needed(self) -> int:
        """How many must have answered, at least, for something to be said of them all."""
        return limits().needed(self.asked)

    @property
    def insufficient(self) -> bool:
        """Too few have answered: no level, no trend, no title."""
        return is_insufficient(self.answered, self.asked)

    @property
    def text(self) -> str:
        """``Underlag saknas: 9 av 21 enheter`` or ``18 av 21 enheter``."""
        counted = f"{self.answered} av {self.asked} {'enhet' if self.asked == 1 else 'enheter'}"
        return f"Underlag saknas: {counted}" if self.insufficient else counted

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        counts = plain(self, "asked", "answered", "begun", "silent", "units")
        return {**counts, "of": self.asked, "insufficient": self.insufficient, "text": self.text}


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with its marks: of the whole, or of one area.

    ``level`` is one respondent's alone, 0 for none reached; None is *ej bedömd*. Counts are of (respondent, question)
    pairs. ``n`` respondents have a score.
    """

    score: Fraction | None
    display: str
    level: int | None
    level_label: str
    counts: Tally
    n: int

    @property
    def answered(self) -> int:
        """Answered with an alternative."""
        return self.counts.answered

    @property
    def unknown(self) -> int:
        """*Vet ej*."""
        return self.counts.unknown

    @property
    def not_applicable(self) -> int:
        """*Gäller inte oss*."""
        return self.counts.not_applicable

    @property
    def unanswered(self) -> int:
        """Nothing said yet."""
        return self.counts.unanswered

    @property
    def expected(self) -> int:
        """All asked: the sum of the four."""
        return self.counts.expected

    @property
    def marks(self) -> str:
        """``14 av 16 frågor besvarade, 1 vet ej, 1 gäller inte oss``."""
        words = [f"{self.answered} av {self.expected} {'fråga' if self.expected == 1 else 'frågor'} besvarade"]
        for number, label in ((self.unknown, UNKNOWN_LABEL), (self.not_applicable, NOT_APPLICABLE_LABEL)):
            words += [f"{number} {label.lower()}"] if number else []
        return listing(words)

    def to_json(self) -> dict[str, object]:
        """The command line's form."""
        counted = ("answered", "unknown", "not_applicable", "unanswered", "expected")
        return plain(self, "score", "display", "level", *counted)


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One area's figure. ``asked_levels``: the levels its questions belong to.

    ``override``: the level that the respondent has set itself, with its reason; the answers' own stands in ``figure``.
    """

    id: str
    label: str
    parent: str | None
    figure: Figure
    asked_levels: tuple[int, ...] = ()
    override: Override | None = None

    @property
    def level(self) -> int | None:
        """The level that counts: the override where there is one, else what the answers give."""
        return self.figure.level if self.override is None else self.override.level

    def stands_at(self, *, ladder: bool) -> Fraction | None:
        """What it is ranked by: its score. With an own judgement that level, if levels are steps of the scores' own
        scale (``ladder``); else nothing, since its score is not what counts.
        """
        if self.override is None:
            return self.figure.score
        return Fraction(self.override.level) if ladder else None

    @property
    def stands_text(self) -> str:
        """What it is ranked by, in words."""
        return self.figure.display if self.override is None else f"egen bedömning {self.override.level}"

    def to_json(self) -> dict[str, object]:
        """The command line's form."""
        return {**plain(self, "id", "label", "parent"), **self.figure.to_json()}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a result was made of: the marks that every figure carries.

    ``unit``: id of the unit or branch looked at, None for the municipality. ``known_at``: the ledger's position that
    was read; ``closed``: the round is closed and was read at its closing, ``corrected``: with what was corrected since.
    ``role``: the form's among the measurements.
    """

    questionnaire: str
    title: str
    version: int
    round_id: str
    round: str
    unit: str | None
    as_of: date
    known_at: int
    closed: bool
    decimals: int
    corrected: bool = False
    role: FormRole = OTHER


@dataclass(frozen=True, slots=True)
class Scores:
    """One round's result for one unit, one branch or the municipality.

    ``single``: the figures are one ``respondent``'s own (its unit id); only then there are levels, ``next_level``,
    ``answers`` (question → answer) and ``asked``. ``spread`` is over the respondents' totals, ``unit_scores`` by
    unit id; ``at_or_above``: level → how many of them reach it. ``change`` is None without an earlier round.
    """

    origin: Origin
    single: bool
    total: Figure
    areas: tuple[AreaFigure, ...]
    spread: Spread
    coverage: Coverage
    series: Series
    unit_scores: Mapping[str, Fraction]
    at_or_above: Mapping[int, int]
    change: Change | None = None
    next_level: NextLevel | None = None
    answers: Mapping[str, Given] | None = None
    asked: tuple[str, ...] = ()
    respondent: str | None = None

    def area(self, name: str) -> AreaFigure:
        """One area. Raises ``KeyError``."""
        return {area.id: area for area in self.areas}[name]

    def to_json(self) -> dict[str, object]:
        """The command line's ``scores``: plain values, scores as full-precision floats."""
        return {
            **plain(self.origin, "questionnaire", "version", "round", "unit"),
            "as_of": self.origin.as_of.isoformat(),
            "known_at": self.origin.known_at,
            "total": {**self.total.to_json(), "coverage": self.coverage.to_json()},
            "areas": [area.to_json() for area in self.areas],
            "units": self.spread.to_json(),
            "series": self.series.to_json(),
            "change": change_json(self.change),
        }
