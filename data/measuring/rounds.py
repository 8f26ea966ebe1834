"""Rounds: one measurement of one questionnaire version at one date.

States follow from events: planned → opened → closed (→ approved, or reopened → opened). A round that is withdrawn
before anybody has answered is no longer seen. How a round begins is in ``planning``, how it ends in ``closing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from base.actors import Act, Grant
from base.clock import FAR
from base.errors import MognadError
from data.ledger.definitions import Definition, append_definition, definition, versions
from data.ledger.newest import as_record
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import MAX_WORDS, PERSONAL_NUMBER, trimmed
from data.registers.values.personal import has_number
from questionnaires.library import canonical, from_canonical, shipped
from questionnaires.model import Questionnaire
from questionnaires.rotation import resting_after


@dataclass(frozen=True, slots=True)
class Round:
    """A round as known at some position. ``state``: planned, opened or closed (also when it is approved).

    ``first_day`` and ``last_day``: between which answers are asked for; ``helper``: who helps, ``purpose``: what the
    answers are used for, ``readers``: who sees them, in words. ``approver`` and on: of the approval, None until then.
    ``reminded_at``: the latest reminder, naive UTC. ``resting``: the questions that rest, as fixed when it was opened.
    """

    round: str
    questionnaire: str
    version: int
    definition_seq: int
    name: str
    as_of: date
    state: str
    closed_seq: int | None
    closed_at: datetime | None
    first_day: date | None = None
    last_day: date | None = None
    helper: str | None = None
    purpose: str | None = None
    readers: str | None = None
    approved_seq: int | None = None
    approver: str | None = None
    approved_on: date | None = None
    case_number: str | None = None
    reminded_at: datetime | None = None
    reopenings: int = 0
    resting: tuple[str, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether it is *fastställd*."""
        return self.approved_seq is not None


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a planned round says above its first question; see ``Round``. Empty texts become None."""

    first_day: date | None = None
    last_day: date | None = None
    helper: str | None = None
    purpose: str | None = None
    readers: str | None = None


def plan_lines(plan: RoundPlan | Round) -> list[str]:
    """What its plan says of the answers' use, their readers and help, as lines of a message."""
    texts = {
        "Vad svaren används till": plan.purpose,
        "Vem som ser svaren": plan.readers,
        "Frågor? Hör av dig till": plan.helper,
    }
    return [f"{words}: {text}" for words, text in texts.items() if text]


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round to be made: what it asks of which units, about which day. ``plan`` None: nothing stands above it."""

    questionnaire: Questionnaire
    name: str
    as_of: date
    units: Sequence[str]
    plan: RoundPlan | None = None


def rounds(
    store: Readable, questionnaire: str | None = None, as_of: date = FAR, known_at: int | None = None
) -> list[Round]:
    """Rounds dated on or before ``as_of``, oldest first; planned ones too."""
    rows = store.query(
        "SELECT * FROM known_rounds($as_of, $known_at) "
        "WHERE $questionnaire IS NULL OR questionnaire = $questionnaire ORDER BY as_of, length(round), round",
        {
            "as_of": as_of,
            "known_at": store.position() if known_at is None else known_at,
            "questionnaire": questionnaire,
        },
    )
    return [as_record(Round, row, resting=tuple(row["resting"] or ())) for row in rows]


def find_round(store: Readable, round_id: str) -> Round:
    """The round with this id. Raises ``round_unknown``."""
    for measurement in rounds(store):
        if measurement.round == round_id:
            return measurement
    raise MognadError("round_unknown", "Mätningen finns inte.")


def newest_questionnaire(source: Readable, form_id: str) -> Questionnaire:
    """The highest version known, published or shipped. Raises ``questionnaire_unknown``."""
    forms = {form.settings.version: form for form in shipped().get(form_id, [])}
    published = versions(source, "questionnaire", form_id)
    if published and max(published) not in forms:
        forms[max(published)] = from_canonical(definition(source, published[max(published)]))
    if not forms:
        names = ", ".join(sorted(shipped()))
        raise MognadError("questionnaire_unknown", f"Frågeformuläret ”{form_id}” finns inte. De som finns: {names}.")
    return forms[max(forms)]


def refuse_taken_over(questionnaire: Questionnaire) -> None:
    """Refuse a file that bears the id and version of a shipped form but says something else (``version_changed``).

    Published first, it would keep the shipped form out of the store.
    """
    settings = questionnaire.settings
    for form in shipped().get(settings.form_id, []):
        if form.settings.version == settings.version and canonical(form) != canonical(questionnaire):
            raise MognadError(
                "version_changed",
                f"Version {settings.version} av {settings.form_id} följer med programmet och har annat innehåll. "
                "Ge det egna formuläret ett eget form_id.",
            )


def append_questionnaire(transaction: Transaction, questionnaire: Questionnaire) -> int:
    """Publish a questionnaire on its first use; returns the definition's seq."""
    settings = questionnaire.settings
    published = Definition("questionnaire", settings.form_id, settings.version, canonical(questionnaire))
    return append_definition(transaction, published)


def open_round(store: Store, grant: Grant, new: NewRound) -> str:
    """Publish the questionnaire if it is new, make and open a round of it; returns its id.

    Raises ``round_exists`` when the questionnaire has a round of that name, ``round_without_units``, and what
    ``append_plan`` raises.
    """
    with store.writing(grant, Act.PLAN) as transaction:
        return append_round(transaction, new)


def append_round(transaction: Transaction, new: NewRound, *, opened: bool = True) -> str:
    """As ``open_round``, inside somebody else's transaction; not ``opened``, it is only planned."""
    settings, name = new.questionnaire.settings, new.name.strip()
    if not name:
        raise MognadError("round_name_missing", "Mätningen behöver ett namn, till exempel ”Mätning 2026”.")
    if not new.units:
        raise MognadError("round_without_units", "Mätningen behöver minst en organisationsdel som svarar.")
    if any(other.name == name for other in rounds(transaction, settings.form_id)):
        raise MognadError("round_exists", f"Det finns redan en mätning som heter ”{name}”. Välj ett annat namn.")
    definition_seq = append_questionnaire(transaction, new.questionnaire)
    round_id = f"r{transaction.last_seq + 1}"
    row = {"questionnaire": settings.form_id, "version": settings.version, "definition_seq": definition_seq}
    transaction.append("round", [{"round": round_id, **row, "name": name, "as_of": new.as_of}])
    append_round_units(transaction, round_id, new.units)
    if opened:
        append_opening(transaction, round_id, new.questionnaire)
    if new.plan is not None:
        append_plan(transaction, round_id, new.plan)
    return round_id


def append_opening(transaction: Transaction, round_id: str, form: Questionnaire) -> None:
    """Open a round. Which questions rest in it is fixed here, whatever rounds come or go later."""
    resting = " ".join(resting_now(transaction, form)) or None
    transaction.append("round_event", [{"round": round_id, "event": "opened", "resting": resting}])


def resting_now(source: Readable, form: Questionnaire) -> tuple[str, ...]:
    """The questions that would rest in a round of this form opened now, by the number of those opened before it."""
    return resting_after(form, sum(row.state != "planned" for row in rounds(source, form.settings.form_id)))


def append_plan(transaction: Transaction, round_id: str, plan: RoundPlan) -> None:
    """Say when answers are asked for, who helps and so on. Raises ``plan_dates`` and ``plan_text``."""
    if plan.first_day and plan.last_day and plan.last_day < plan.first_day:
        raise MognadError("plan_dates", "Sista dag att svara ligger före den första. Rätta datumen.")
    for text in (plan.helper, plan.purpose, plan.readers):
        if len(text or "") > MAX_WORDS:
            raise MognadError("plan_text", f"Texten är för lång. Skriv högst {MAX_WORDS} tecken.")
        if has_number(text or ""):
            raise MognadError("plan_text", PERSONAL_NUMBER)
    transaction.append("round_plan", [{"round": round_id, **trimmed(plan)}])


def append_round_units(transaction: Transaction, round_id: str, units: Sequence[str]) -> None:
    """Bring more units into a round."""
    transaction.append("round_unit", [{"round": round_id, "unit": unit} for unit in dict.fromkeys(units)])


def require_opened(store: Readable, round_id: str, why: str = "Mätningen är inte öppen. Inget sparades.") -> None:
    """Raises ``round_unknown``, and ``round_not_open`` with the sentence ``why``."""
    if find_round(store, round_id).state != "opened":
        raise MognadError("round_not_open", why)


def require_asked(store: Readable, round_id: str, units: Sequence[str]) -> None:
    """Raises ``unit_not_asked`` where the round does not ask one of the units."""
    if not set(round_units(store, round_id)).issuperset(units):
        raise MognadError("unit_not_asked", "Enheten ingår inte i den här mätningen.")


def round_units(store: Readable, round_id: str, known_at: int | None = None) -> list[str]:
    """The units that a round asks, in the order they were added."""
    rows = store.query(
        "SELECT unit FROM known_round_units($known_at) WHERE round = $round ORDER BY first_seq",
        {"round": round_id, "known_at": store.position() if known_at is None else known_at},
    )
    return [row["unit"] for row in rows]
