"""Sources of a register: the systems and lists that its exports come from, and what their files claim to cover.

A register that has one source alone needs none of its own: its imports belong to the source that bears the
register's name.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Literal

from base.actors import Act, Grant
from base.errors import MognadError
from data.ledger.store import Readable, Store, Transaction
from data.ledger.texts import checked_text
from data.registers import find_register
from data.registers.definitions.model import Register

Claim = Literal["whole", "part", "addition"]
CLAIMS: tuple[Claim, ...] = ("whole", "part", "addition")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class RegisterSource:
    """Where a register's files come from. ``claim``: what its files cover; None until somebody has said."""

    source: str
    register: str
    name: str
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """What one file claims to cover.

    ``whole``: everything its source holds, so a row that is not there is missing. ``part``: a period (both days
    included) or a branch of the organisation, or both; only inside it can a row be missing. ``addition``: new and
    changed rows; nothing can be missing.
    """

    claim: Claim = "whole"
    period_from: date | None = None
    period_to: date | None = None
    branch: str | None = None

    @property
    def bounds(self) -> tuple[date | str | None, ...]:
        return (self.period_from, self.period_to, self.branch)

    @property
    def is_backwards(self) -> bool:
        """Whether the period's last day lies before its first."""
        return bool(self.period_from and self.period_to and self.period_to < self.period_from)


def check_coverage(coverage: FileCoverage, register: Register) -> None:
    """Raises ``claim_unknown``, ``part_unbounded`` (also by what the register has not), ``period_backwards``."""
    if coverage.claim not in CLAIMS:
        raise MognadError("claim_unknown", "Välj om filen är hela registret, en avgränsad del eller ett tillägg.")
    if coverage.claim == "part" and not any(coverage.bounds):
        raise MognadError("part_unbounded", "Ange vilken period eller del av organisationen som filen täcker.")
    if coverage.claim == "part" and (coverage.period_from or coverage.period_to) and not register.period:
        raise MognadError("part_unbounded", f"{register.label} har inga datum att avgränsa en period med.")
    if coverage.claim == "part" and coverage.branch and not any(field.type == "unit" for field in register.fields):
        raise MognadError("part_unbounded", f"{register.label} har ingen organisationsdel att avgränsa med.")
    if coverage.is_backwards:
        raise MognadError("period_backwards", "Periodens sista dag ligger före den första. Rätta datumen.")


def sources(store: Readable, register: str, known_at: int | None = None) -> list[RegisterSource]:
    """A register's sources, by name in Swedish order; the one that bears the register's name first."""
    own = find_register(register)
    rows = store.query(
        "SELECT source, name, claim, removed FROM known_sources($known_at) WHERE register = $register "
        "ORDER BY name COLLATE sv",
        {"register": register, "known_at": store.position() if known_at is None else known_at},
    )
    named = [
        RegisterSource(row["source"], register, row["name"], row["claim"])
        for row in rows
        if not row["removed"] and row["source"] != register
    ]
    first = next((row for row in rows if row["source"] == register), None)
    label, claim = (first["name"], first["claim"]) if first else (own.label, None)
    return [RegisterSource(register, register, label, claim), *named]


def source_of(store: Readable, register: str, source: str) -> RegisterSource:
    """One source of a register. Raises ``source_unknown``."""
    for each in sources(store, register):
        if each.source == source:
            return each
    raise MognadError("source_unknown", "Källan finns inte längre. Välj källa på nytt.")


def add_source(store: Store, grant: Grant, register: str, name: str, claim: Claim | None = None) -> str:
    """A further source; returns its id. Raises ``source_name`` for an empty, too long or repeated name."""
    name = _checked_name(store, register, name)
    with store.writing(grant, Act.IMPORT) as transaction:
        source = RegisterSource(f"k{transaction.last_seq + 1}", register, name, claim)
        remember_claim(transaction, source, claim)
    return source.source


def change_source(store: Store, grant: Grant, source: RegisterSource) -> None:
    """Rename a source or remember what its files cover. Raises ``source_name``, ``source_unknown``."""
    before = source_of(store, source.register, source.source)
    if before == source:
        return
    renamed = source.name != before.name
    name = _checked_name(store, source.register, source.name) if renamed else before.name
    with store.writing(grant, Act.IMPORT) as transaction:
        remember_claim(transaction, replace(source, name=name), source.claim)


def remember_claim(transaction: Transaction, source: RegisterSource, claim: Claim | None) -> None:
    """Note what a source's files cover, as part of an import or of its undoing."""
    transaction.append("source", [{**asdict(source), "claim": claim, "removed": False}])


def take_back_claim(transaction: Transaction, register: str, source: str) -> None:
    """Note what a source's files cover once an import is undone: what the newest one that holds said, if any.

    What somebody said of the source itself stays. That an import said it shows in that the newest one before the
    present claim began made the same claim.
    """
    claims = transaction.query(
        "SELECT seq, claim FROM store.source WHERE source = $source ORDER BY seq DESC", {"source": source}
    )
    if not claims:
        return
    began = [row["seq"] for row in takewhile(lambda row: row["claim"] == claims[0]["claim"], claims)][-1]
    made = transaction.query(
        "SELECT s.seq, coalesce(s.claim, 'whole') AS claim, v.snapshot IS NOT NULL AS holds FROM store.snapshot s "
        "LEFT JOIN valid_snapshots(DATE '9999-12-31', $known_at) v USING (snapshot) "
        "WHERE s.register = $register AND coalesce(s.source, s.register) = $source ORDER BY s.seq DESC",
        {"register": register, "source": source, "known_at": transaction.last_seq},
    )
    before = [row for row in made if row["seq"] < began]
    by_import = {row["claim"] for row in (*before[:1], *[row for row in before if row["holds"]][:1])}
    newest = next((row["claim"] for row in made if row["holds"]), None)
    if claims[0]["claim"] in by_import and newest != claims[0]["claim"]:
        remember_claim(transaction, source_of(transaction, register, source), newest)


def _checked_name(store: Store, register: str, name: str) -> str:
    text = checked_text(name, LONGEST_NAME) or ""
    if not text:
        raise MognadError("source_name", "Skriv vad källan heter, till exempel systemets namn.")
    if any(other.name.casefold() == text.casefold() for other in sources(store, register)):
        raise MognadError("source_name", f"Det finns redan en källa som heter {text}. Välj ett annat namn.")
    return text
