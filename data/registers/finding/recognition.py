"""Which register a table is, and which field each of its columns fills."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.registers.definitions.model import Register
from data.registers.definitions.words import core, folded, tokens
from data.registers.finding.header import HeaderFinder, Heading, Layout
from data.registers.values.sheet import View

_STRONG = 1.0
_COMMON = 0.4
_PART = 0.5
# A register is recognised from this score on, with a telling field, and this much ahead of the next.
SURE = 2.0
_AHEAD = 0.75
_SHORTEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A header that may mean a field. ``weight`` counts towards the register, ``rank`` orders rivals."""

    field: str
    weight: float
    rank: float
    exact: bool

    @property
    def strong(self) -> bool:
        """Whether the header means the field in any register."""
        return self.weight == _STRONG


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table found on a sheet; ``register`` null when it is none of ours, or unsure."""

    view: View
    layout: Layout
    register: Register | None
    score: float
    n_rows: int


class _Words:
    """A register's headers, laid out for quick looking up."""

    def __init__(self, register: Register) -> None:
        self.exact: dict[str, tuple[str, float, int]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        self.avoid: dict[str, frozenset[str]] = {}
        for field in register.fields:
            self.avoid[field.name] = frozenset(word for text in field.avoid for word in tokens(text))
            for order, text in enumerate((*field.synonyms, field.name.replace("_", " "))):
                self.exact.setdefault(folded(text), (field.name, _STRONG, order))
                if order < len(field.synonyms) and len(folded(text)) >= _SHORTEST_PHRASE:
                    self.phrases.setdefault(tokens(text)[0], []).append((tokens(text), field.name, order))
            for order, text in enumerate(field.common):
                # A field's own name may be a common word ("status", "id"): then it counts as one.
                known = self.exact.get(folded(text))
                if known is None or known[0] == field.name:
                    self.exact[folded(text)] = (field.name, _COMMON, order)
        self.left_out = frozenset(folded(text) for text in (*register.free_text, *register.people))
        self._left_out_phrases: dict[str, list[tuple[str, ...]]] = {}
        for text in (*register.free_text, *register.people):
            self._left_out_phrases.setdefault(tokens(text)[0], []).append(tokens(text))

    def may_mean(self, text: str, plain: tuple[str, ...]) -> bool:
        """Whether a text, with its words, may be a header of ours: quick, for every cell at the top of a sheet."""
        if "".join(plain) in self.exact or (("(" in text or "[" in text) and folded(core(text)) in self.exact):
            return True
        return any(
            plain[start : start + len(part)] == part and self.avoid[field].isdisjoint(plain)
            for start, word in enumerate(plain)
            for part, field, _ in self.phrases.get(word, ())
        )

    def leaves_out(self, header: str) -> bool:
        """Whether the header holds the words of free text or of persons."""
        plain = tokens(header)
        return any(
            plain[start : start + len(part)] == part
            for start, word in enumerate(plain)
            for part in self._left_out_phrases.get(word, ())
        )


_WORDS: dict[str, tuple[Register, _Words]] = {}


def _words(register: Register) -> _Words:
    kept = _WORDS.get(register.name)
    if kept is None or kept[0] is not register:
        kept = _WORDS[register.name] = (register, _Words(register))
    return kept[1]


def matches(register: Register, heading: Heading) -> list[Match]:
    """The fields that a header may mean, by its words alone."""
    return list(_matches_of(_words(register), heading.header, heading.own)) if heading.named else []


@lru_cache(maxsize=20_000)
def _matches_of(words: _Words, header: str, own: str) -> tuple[Match, ...]:
    best: dict[str, Match] = {}

    def add(match: Match) -> None:
        if match.field not in best or best[match.field].rank < match.rank:
            best[match.field] = match

    tries = ((header, 1.0), (own, 0.95), (core(own), 0.9))
    for text, share in tries:
        if (meaning := words.exact.get(folded(text))) is not None and folded(text):
            field, weight, order = meaning
            add(Match(field, weight, (weight + 1) * share - order / 1000, exact=True))
    strong = any(match.strong for match in best.values())
    plain = tokens(own)
    if not strong:
        if folded(own) in words.left_out or words.leaves_out(own):
            return ()
        for start, word in enumerate(plain):
            for part, field, order in words.phrases.get(word, ()):
                if tuple(plain[start : start + len(part)]) == part and not words.avoid[field] & set(plain):
                    cover = len(part) / len(plain)
                    rank = _PART + 0.3 * cover + (0.1 if start == 0 else 0.0) - order / 10_000
                    add(Match(field, _PART + 0.3 * cover, rank, exact=False))
    return tuple(best.values())


def assign(
    register: Register, headings: Sequence[Heading], fits: Mapping[tuple[int, str], bool] | None = None
) -> dict[int, Match]:
    """Column index → field, each field once: the best match first, the left column before the right.

    ``fits``: (column, field) pairs that the column's content has been held against; False rules the pair out.
    """
    pairs = [
        (match.rank, -heading.index, heading.index, match)
        for heading in headings
        for match in matches(register, heading)
        if fits is None or fits.get((heading.index, match.field), True)
    ]
    taken: dict[int, Match] = {}
    fields: set[str] = set()
    for _, _, index, match in sorted(pairs, key=lambda pair: (pair[0], pair[1]), reverse=True):
        if index not in taken and match.field not in fields:
            taken[index] = match
            fields.add(match.field)
    return taken


def score(register: Register, layout: Layout) -> tuple[float, bool]:
    """(how much the header row speaks for the register, whether a telling field is among the headers)."""
    assigned = assign(register, layout.split()[0])
    fields = {match.field for match in assigned.values()}
    missing = sum(not fields & set(group) for group in register.required_groups)
    telling = any(match.weight > _COMMON and register.field(match.field).telling for match in assigned.values())
    return sum(match.weight for match in assigned.values()) - missing, telling


def n_body_rows(view: View, layout: Layout) -> int:
    """Rows below the header that hold anything in the table's columns."""
    if not layout.headings:
        return 0
    filled = view.filled(layout.indices[0])[layout.row + 1 :].copy()
    for column in layout.indices[1:]:
        filled |= view.filled(column)[layout.row + 1 :]
    return int(filled.sum())


_FIRST_LOOK = 150


def find_register_table(
    finder: HeaderFinder, register: Register, sure: bool, n_rows: int | None = None
) -> FoundTable | None:
    """The best header of this register on a sheet, also one without rows below; None when no header speaks for it.

    ``sure``: only a table that would be recognised unasked. ``n_rows``: how far down to look.
    """
    best: FoundTable | None = None
    words = _words(register)
    for row in range(min(finder.n_rows, n_rows or finder.n_rows)):
        if row > _FIRST_LOOK and best is not None and best.score >= SURE:
            break
        if finder.label_share(row) < 0.5 or not any(words.may_mean(*word) for word in finder.words(row)):
            continue
        for layout in finder.layouts(row):
            points, telling = score(register, layout)
            if sure and (points < SURE or not telling):
                continue
            if not assign(register, layout.split()[0]):
                continue
            rows = n_body_rows(finder.view, layout)
            # A header with rows goes before one without, the first row before a later one, and of the same row the
            # header with its groups.
            worth = (rows > 0, points)
            held = (best.n_rows > 0, best.score) if best else (False, -1.0)
            if best is None or worth > held or (worth == held and best.layout.row == row):
                best = FoundTable(finder.view, layout, register, points, rows)
    return best


def find_recognised(finder: HeaderFinder, registers: Sequence[Register]) -> FoundTable | None:
    """The register that a sheet clearly holds, if it does."""
    recognised: list[FoundTable] = []
    for n_rows in (_FIRST_LOOK, finder.n_rows):
        tables = [find_register_table(finder, register, sure=True, n_rows=n_rows) for register in registers]
        recognised = [table for table in tables if table is not None]
        if recognised:
            break
    recognised.sort(key=lambda table: table.score, reverse=True)
    if not recognised or (len(recognised) > 1 and recognised[0].score - recognised[1].score < _AHEAD):
        return None
    return recognised[0]


def find_plain_table(finder: HeaderFinder) -> FoundTable | None:
    """The first header of any table: a row of mostly filled, mostly distinct words with rows below."""
    looked_at = range(min(finder.n_rows, _FIRST_LOOK))
    width = max((sum(bool(text) for text in finder.texts(row)) for row in looked_at), default=0)
    for row in range(finder.n_rows):
        if finder.label_share(row) < 0.8:
            continue
        below = [layout for layout in finder.layouts(row + 1) if layout.top <= row]
        tables = [_plain(finder, layout, row, width) for layout in (*finder.layouts(row), *below)]
        fitting = [table for table in tables if table is not None]
        if fitting:
            return max(fitting, key=lambda table: (table.layout.n_named, -table.layout.row, -table.layout.top))
    return None


def _plain(finder: HeaderFinder, layout: Layout, row: int, width: int) -> FoundTable | None:
    names = [folded(heading.own) or heading.own for heading in layout.headings if heading.named]
    if layout.top > row or len(names) < 0.6 * min(width, 40) or len(set(names)) * 2 < len(names):
        return None
    if len(names) == 1 and (width > 1 or len(names[0]) > 60):
        return None
    rows = n_body_rows(finder.view, layout)
    if rows == 0 and len(names) < 2:
        return None
    return FoundTable(finder.view, layout, None, 0.0, rows)
