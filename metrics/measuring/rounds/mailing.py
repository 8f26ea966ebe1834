"""To whom a measurement is sent: one manager with all her units, and the text that she gets.

Nothing is sent from here: the texts are copied, or fetched as a list for the municipality's own mail.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from base.formats import day
from data.ledger.store import Readable
from data.measuring.answerers import all_answerers
from data.measuring.rounds import Round, plan_lines
from data.organisation.assignments import Answering
from data.organisation.people import Person, persons
from data.organisation.units import units
from metrics.measuring.rounds.progress import UnitProgress
from metrics.measuring.rounds.words import standing_words
from questionnaires.asked import asked, minutes_to_answer, role_of
from questionnaires.model import Questionnaire

_STEP = 5


@dataclass(frozen=True, slots=True)
class Recipient:
    """A manager and those of her units that a message is about, with her deputies there.

    ``minutes``: about how long the questions that are left take, in whole fives; 0 when none is left.
    """

    person: Person
    units: tuple[UnitProgress, ...]
    deputies: tuple[Person, ...]
    minutes: int

    @property
    def expected(self) -> int:
        """Questions to answer."""
        return sum(unit.expected for unit in self.units)

    @property
    def left(self) -> int:
        """Questions without an answer."""
        return sum(unit.left for unit in self.units)


@dataclass(frozen=True, slots=True)
class Mailing:
    """The recipients by name, and the units that nobody answers for (*utan ansvarig*)."""

    recipients: tuple[Recipient, ...]
    without_manager: tuple[UnitProgress, ...]
    answering: Mapping[str, Answering]


def mailing(
    source: Readable, measurement: Round, questionnaire: Questionnaire, about: Sequence[UnitProgress], on_day: date
) -> Mailing:
    """Whom to write to about some respondents, by the assignments that count for it on a day (see ``answerers``).

    A unit with several managers is told to each of them.
    """
    answering = all_answerers(source, on_day)
    minutes = _minutes(source, measurement, questionnaire, about)
    of: dict[str, list[UnitProgress]] = {}
    people: dict[str, Person] = {}
    nobody = []
    for unit in about:
        managers = answering[unit.unit].managers if unit.unit in answering else ()
        if not managers:
            nobody.append(unit)
        for person in managers:
            people[person.person] = person
            of.setdefault(person.person, []).append(unit)
    recipients = [
        Recipient(
            people[person],
            tuple(held),
            tuple(dict.fromkeys(deputy for unit in held for deputy in answering[unit.unit].deputies)),
            math.ceil(sum(minutes[unit.unit] for unit in held) / _STEP) * _STEP,
        )
        for person, held in of.items()
    ]
    order = list(persons(source))
    recipients.sort(
        key=lambda recipient: order.index(recipient.person.person) if recipient.person.person in order else len(order)
    )
    return Mailing(tuple(recipients), tuple(nobody), answering)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mailing's messages have in common. ``title``: the questionnaire's; ``now``: the day it is written."""

    round: Round
    title: str
    now: date
    reminder: bool

    @property
    def subject(self) -> str:
        """The subject line."""
        last_day = self.round.last_day
        last = f", svara senast {day(last_day)}" if last_day and last_day >= self.now else ""
        return f"{'Påminnelse: ' if self.reminder else ''}{self.round.name}{last}"

    @property
    def opening(self) -> str:
        """What it is about."""
        named = f"{self.round.name} ({self.title})"
        return f"Vi väntar på svar i {named} för:" if self.reminder else f"{named} är öppen. Du svarar för:"


def message(letter: Letter, to: Recipient, link: str | None) -> str:
    """The whole message to one manager. ``link``: to her questions, None for none."""
    lines = [f"Hej {to.person.name}!", "", letter.opening, ""]
    lines += [f"– {unit.name}: {_questions(unit)}" for unit in to.units]
    lines += ["", _how_long(letter, to)]
    for line in plan_lines(letter.round):
        lines += ["", line]
    lines += ["", f"Svara här: {link}"] if link else []
    if any(unit.answers_next for unit in to.units):
        lines += ["", "Varje svar sparas direkt, så du kan göra en paus. Tryck på Lämna in när du är klar."]
    if any(unit.submitted and unit.left for unit in to.units):
        lines += ["", "Svara på det som saknas i det inlämnade, och skriv då varför svaret kommer efteråt."]
    return "\n".join(lines)


def _questions(unit: UnitProgress) -> str:
    total = "1 fråga" if unit.expected == 1 else f"{unit.expected} frågor"
    if unit.submitted:
        return f"{total}, {standing_words(unit)}"
    if not unit.given:
        return total
    if not unit.left:
        return f"{total}, {'svar inlästa' if unit.imported else 'alla besvarade men inte inlämnade'}"
    return f"{total}, {unit.left} kvar"


def _how_long(letter: Letter, to: Recipient) -> str:
    last_day = letter.round.last_day
    late = last_day is not None and last_day < letter.now
    until = "var {}, men det går att svara tills mätningen avslutas" if late else "är {}"
    last = f" Sista dag {until.format(day(last_day))}." if last_day else ""
    if not to.left:
        return f"Allt är besvarat. Det som är kvar är att lämna in.{last}"
    count = "en fråga" if to.left == 1 else f"{to.left} frågor"
    return f"Det är {count} att svara på och tar ungefär {to.minutes} minuter.{last}"


def _minutes(
    source: Readable, measurement: Round, questionnaire: Questionnaire, about: Sequence[UnitProgress]
) -> dict[str, float]:
    """Unit → about how long its unanswered questions take: the share left of what all its questions take."""
    valid = {unit.unit: unit for unit in units(source, measurement.as_of)}
    whole: dict[tuple[str, ...], int] = {}
    minutes: dict[str, float] = {}
    for unit in about:
        state = valid.get(unit.unit)
        questions = questionnaire.questions
        if state:
            questions = asked(questionnaire, state.kind, state.attributes, measurement.resting)
        role = role_of(state.kind) if state else "unit"
        same = (role, *(question.name for question in questions))
        if same not in whole:
            whole[same] = minutes_to_answer(questionnaire, questions, role)
        minutes[unit.unit] = whole[same] * unit.left / unit.expected if unit.expected else 0
    return minutes
