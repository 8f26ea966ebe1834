"""The expression in ``relevant``: what a question asks of a unit's attributes, written as XLSForm does.

    ${kind} = 'enhet' and (${employees} > 3 or not(${area} = "skola"))

``or`` binds weaker than ``and``; ``not`` needs its parentheses. Comparisons follow XPath 1.0: ``<`` and its kin
compare numbers; ``=`` and ``!=`` compare numbers when a side is one, otherwise texts, to the letter. Truth values
are the texts 'true' and 'false'. A comparison with an attribute that the unit lacks is false, whatever the sign:
what is not known is never guessed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import ge, gt, le, lt

from base.errors import MognadError

LONGEST = 2_000
DEEPEST = 40

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |\$\{\s*(?P<attribute>[^\W\d][\w.-]*)\s*\}
    |'(?P<single>[^']*)'|"(?P<double>[^"]*)"
    |(?P<number>-?[0-9]+(?:\.[0-9]+)?)
    |(?P<sign>!=|<=|>=|=|<|>)
    |(?P<bracket>[()])
    |(?P<word>[^\W\d]\w*)""",
    re.VERBOSE,
)
_ORDER: dict[str, Callable[[Decimal, Decimal], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class RelevanceError(ValueError):
    """The expression can't be read; the text is Swedish and says at which character (from 1)."""


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    left: "Attribute | str | Decimal"
    sign: str
    right: "Attribute | str | Decimal"


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Expression"


@dataclass(frozen=True, slots=True)
class Every:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    parts: "tuple[Expression, ...]"


Expression = Comparison | Not | Every | Some
Operand = Attribute | str | Decimal


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise RelevanceError(f"Tecken {position + 1}: ”{text[position : position + 10]}” går inte att förstå.")
        if match.lastgroup != "space":
            kind = "text" if match.lastgroup in ("single", "double") else match.lastgroup
            tokens.append(_Token(kind, match[match.lastgroup], position + 1))
        position = match.end()
    tokens.append(_Token("end", "", len(text) + 1))
    return tokens


class _Parser:
    """Recursive descent; one token ahead."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._either()
        if self._next.kind != "end":
            raise self._wrong("and, or eller slutet")
        return found

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _is(self, kind: str, text: str) -> bool:
        return self._next.kind == kind and self._next.text == text

    def _take(self, kind: str, text: str) -> bool:
        if self._is(kind, text):
            self._at += 1
            return True
        return False

    def _wrong(self, wanted: str) -> RelevanceError:
        token = self._next
        met = "slutet" if token.kind == "end" else f"”{token.text}”"
        return RelevanceError(f"Tecken {token.position}: här väntades {wanted}, men här står {met}.")

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._take("word", "or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _both(self) -> Expression:
        parts = [self._single()]
        while self._take("word", "and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _single(self) -> Expression:
        if self._take("word", "not"):
            if not self._is("bracket", "("):
                raise self._wrong("en parentes efter not")
            return Not(self._bracketed())
        if self._is("bracket", "("):
            return self._bracketed()
        left = self._operand()
        if self._next.kind != "sign":
            raise self._wrong("ett jämförelsetecken (= != < <= > >=)")
        sign = self._next.text
        self._at += 1
        return Comparison(left, sign, self._operand())

    def _bracketed(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RelevanceError(f"Tecken {self._next.position}: för många parenteser inuti varandra.")
        self._at += 1
        inner = self._either()
        if not self._take("bracket", ")"):
            raise self._wrong("en högerparentes")
        self._depth -= 1
        return inner

    def _operand(self) -> Operand:
        token = self._next
        if token.kind not in ("attribute", "text", "number"):
            raise self._wrong("${egenskap}, en text inom citattecken eller ett tal")
        self._at += 1
        if token.kind == "attribute":
            return Attribute(token.text)
        return Decimal(token.text) if token.kind == "number" else token.text


@lru_cache(maxsize=512)
def parse(expression: str) -> Expression:
    """Read an expression.

    Raises:
        RelevanceError: with a Swedish sentence about the first fault.
    """
    if not expression.strip():
        raise RelevanceError("Uttrycket är tomt.")
    if len(expression) > LONGEST:
        raise RelevanceError(f"Uttrycket är längre än {LONGEST} tecken.")
    return _Parser(_tokens(expression)).whole()


def attributes_in(expression: str) -> frozenset[str]:
    """The attributes an expression asks for (raises ``RelevanceError``)."""

    def names(node: Expression) -> frozenset[str]:
        if isinstance(node, Comparison):
            return frozenset(side.name for side in (node.left, node.right) if isinstance(side, Attribute))
        parts = (node.inner,) if isinstance(node, Not) else node.parts
        return frozenset[str]().union(*(names(part) for part in parts))

    return names(parse(expression))


def evaluate(expression: str | None, attributes: Mapping[str, object]) -> bool:
    """Whether a question concerns a unit with these attributes; without an expression it concerns every unit.

    Attribute values are texts, numbers or truth values; None is the same as lacking the attribute.

    Raises:
        MognadError: ``relevance_syntax``.
    """
    if expression is None:
        return True
    try:
        return _holds(parse(expression), attributes)
    except RelevanceError as error:
        raise MognadError("relevance_syntax", f"Villkoret ”{expression[:80]}” går inte att läsa. {error}") from error


def _holds(node: Expression, attributes: Mapping[str, object]) -> bool:
    if isinstance(node, Every):
        return all(_holds(part, attributes) for part in node.parts)
    if isinstance(node, Some):
        return any(_holds(part, attributes) for part in node.parts)
    if isinstance(node, Not):
        return not _holds(node.inner, attributes)
    left, right = _value(node.left, attributes), _value(node.right, attributes)
    if left is None or right is None:
        return False
    if node.sign in _ORDER:
        first, second = _number(left), _number(right)
        return first is not None and second is not None and _ORDER[node.sign](first, second)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        first, second = _number(left), _number(right)
        same = first is not None and first == second
    else:
        same = left == right
    return same if node.sign == "=" else not same


def _value(operand: Operand, attributes: Mapping[str, object]) -> str | Decimal | None:
    if not isinstance(operand, Attribute):
        return operand
    value = attributes.get(operand.name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return _number(str(value))
    return value if isinstance(value, str) else None


def _number(value: str | Decimal) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
