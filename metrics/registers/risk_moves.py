"""How risks moved between two states of a register: their value, and what was decided of them.

* Raised, lowered: by the risk value (the stated level, else likelihood × consequence on a scale that multiplies), or by
  the class where there is none; only on one and the same scale. All others can't be compared. Those closed now are not
  asked.
* Closed, reopened, accepted: by the status in both files. A risk that is gone from the file is none of them.
"""

from dataclasses import dataclass

from base.formats import listing, number, plurals
from data.registers.definitions.model import Register
from data.registers.definitions.scales import RISK_CLASSES, scales


@dataclass(frozen=True, slots=True)
class RiskMoves:
    """Counts of followed risks that both files tell of. ``incomparable``: no value on one scale in both."""

    raised: int = 0
    lowered: int = 0
    closed: int = 0
    reopened: int = 0
    accepted: int = 0
    incomparable: int = 0

    @property
    def words(self) -> str:
        """``3 höjda, 2 sänkta och 5 stängda``; empty where nothing moved."""
        return listing(plurals(*((getattr(self, move), one, many) for move, (one, many) in _MOVES.items())))

    @property
    def sentence(self) -> str:
        """``3 höjda, 2 sänkta och 5 stängda. 4 går inte att jämföra.``"""
        first = f"{self.words}." if self.words else "Ingen risk har flyttat sig."
        return f"{first} {number(self.incomparable)} går inte att jämföra." if self.incomparable else first


_MOVES = {
    "raised": ("höjd", "höjda"),
    "lowered": ("sänkt", "sänkta"),
    "closed": ("stängd", "stängda"),
    "reopened": ("öppnad igen", "öppnade igen"),
    "accepted": ("accepterad", "accepterade"),
}
WORDS = {move: one.capitalize() for move, (one, _) in _MOVES.items()} | {"incomparable": "Går inte att jämföra"}


def has_moves(register: Register) -> bool:
    """Whether the register's rows are risks: a class is computed, and a status told."""
    needed = {"likelihood", "consequence", "risk_level", "status"}
    return register.risk_class and needed <= set(register.field_names)


def value_move(before: str, after: str) -> str:
    """SQL: ``raised``, ``lowered``, ``same`` or ``incomparable`` of two rows' aliases; null for a closed one."""
    same_scale = f"{_scale(before)} IS NOT DISTINCT FROM {_scale(after)}"
    by_value = _compared(_value(before), _value(after))
    by_class = _compared(_class(before), _class(after))
    return f"""CASE WHEN {after}.status = 'closed' THEN NULL
        WHEN {same_scale} AND {_value(before)} IS NOT NULL AND {_value(after)} IS NOT NULL THEN {by_value}
        WHEN {same_scale} AND {_class(before)} IS NOT NULL AND {_class(after)} IS NOT NULL THEN {by_class}
        ELSE 'incomparable' END"""


def status_move(before: str, after: str) -> str:
    """SQL: ``closed``, ``reopened``, ``accepted`` or null of two rows by their aliases."""
    was, now = f"{before}.status", f"{after}.status"
    return f"""CASE WHEN {now} = 'closed' AND (is_open({was}) OR {was} = 'accepted') THEN 'closed'
        WHEN is_open({now}) AND {was} = 'closed' THEN 'reopened'
        WHEN {now} = 'accepted' AND (is_open({was}) OR {was} = 'closed') THEN 'accepted' END"""


def _compared(before: str, after: str) -> str:
    return f"CASE WHEN {after} > {before} THEN 'raised' WHEN {after} < {before} THEN 'lowered' ELSE 'same' END"


def _scale(row: str) -> str:
    return f"coalesce({row}.risk_level_scale, {row}.likelihood_scale)"


def _value(row: str) -> str:
    """The stated level; without one the product. A level that could not be read is replaced by nothing."""
    multiplying = ", ".join(f"'{scale.name}'" for scale in scales().values() if scale.product)
    return f"""(CASE WHEN {row}.risk_level_scale IS NOT NULL THEN {row}.risk_level_step
        WHEN nullif(trim({row}.risk_level), '') IS NULL AND {row}.likelihood_scale = {row}.consequence_scale
             AND {row}.likelihood_scale IN ({multiplying})
        THEN {row}.likelihood_step * {row}.consequence_step END)"""


def _class(row: str) -> str:
    """The class's place; null where it is unknown."""
    order = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(RISK_CLASSES))
    return f"(CASE {row}.risk_class {order} END)"
