"""Which sheets and columns the Excel form has, and how a header is recognised.

The words are XLSForm's. ``label``, ``label::sv`` and ``label::Svenska (sv)`` are the same column; a column in another
language, and any other column, is kept as a note under the key ``note:`` and its header. A header that begins with
``note`` is a note's key as it stands, so that what was written is read back under the same keys. A header that looks
like a misspelt column is an error: kept as a note, the column would silently not count.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from questionnaires.model import NOTE_PREFIX, Area, Choice, FormPart, FormSettings, LevelRule, Question

SHEETS: Mapping[str, type[FormPart]] = {
    "survey": Question,
    "choices": Choice,
    "areas": Area,
    "levels": LevelRule,
    "settings": FormSettings,
}
"""The sheets in the order they are written."""
NOTES_SHEET = "notes"
"""Holds the notes of the questionnaire itself: one key and one text per row."""
NOTES_HEADERS = ("name", "text")
KEPT = f"{NOTE_PREFIX}:"
"""Before the header of a column that the form does not know."""

_NEAR = 0.75
_SPOKEN = re.compile(r"^(label|hint|criteria)\s*(?:::?\s*(.*))?$")
_SWEDISH = ("sv", "svenska", "swedish")
_SWEDISH_MISTAKEN = ("se", "swe", "sve", "sw", "sv-se", "sv_se")
_ALIASES = {"relevance": "relevant"}
# XLSForm's columns that have no part here; some are so like ours that they would be taken for slips of the pen.
_OTHERS = frozenset(
    {
        "constraint", "constraint_message", "required_message", "appearance", "calculation", "default", "read_only",
        "readonly", "choice_filter", "repeat_count", "parameters", "trigger", "image", "audio", "video",
        "default_language", "style", "instance_name", "public_key", "submission_url", "allow_choice_duplicates",
    }
)  # fmt: skip
# What somebody who thinks in Swedish writes; told as a near miss where the column itself is absent.
_SWEDISH_WORDS = {
    word: column
    for column, words in (
        ("label::sv", ("fråga", "frågan", "text", "etikett")),
        ("name", ("namn",)),
        ("type", ("typ",)),
        ("hint::sv", ("vägledning", "hjälptext", "beskrivning")),
        ("criteria::sv", ("kriterier", "kriterium")),
        ("area", ("område",)),
        ("level", ("nivå",)),
        ("weight", ("vikt",)),
        ("required", ("obligatorisk",)),
        ("relevant", ("villkor",)),
        ("respondent", ("svarande",)),
        ("audience", ("målgrupp",)),
        ("core", ("kärna", "kärnfråga")),
        ("references", ("referenser", "hänvisningar")),
        ("succeeds", ("ersätter", "efterträder")),
        ("range", ("intervall", "omfång")),
        ("unit_of_measure", ("måttenhet",)),
        ("bands", ("band",)),
        ("scored", ("räknas",)),
        ("list_name", ("lista",)),
        ("value", ("värde",)),
        ("order", ("ordning",)),
        ("fulfils", ("uppfyller", "uppfyllt")),
        ("parent", ("ligger under",)),
        ("group", ("grupp",)),
        ("share", ("andel",)),
        ("form_title", ("titel", "title")),
        ("form_id", ("id_string",)),
        ("issuer", ("utgivare",)),
        ("edition", ("utgåva",)),
        ("decimals", ("decimaler",)),
        ("role", ("roll",)),
    )
    for word in words
}
_SWEDISH_SHEETS = {
    "frågor": "survey",
    "formulär": "survey",
    "alternativ": "choices",
    "svarsalternativ": "choices",
    "områden": "areas",
    "nivåer": "levels",
    "inställningar": "settings",
}


@dataclass(frozen=True, slots=True)
class Header:
    """A column of a sheet: its place from 0, what stands in its header, under which key its cells are read.

    ``guessed``: the header was not recognised and is probably this key. ``repeated``: another column has the key, and
    ``key`` is None. ``own``: the form does not know it, its cells are kept as notes.
    """

    column: int
    text: str
    key: str | None
    guessed: bool = False
    repeated: bool = False
    own: bool = False


def required_columns(sheet: str) -> list[str]:
    """The columns without which no row of a sheet is whole."""
    fields = SHEETS[sheet].model_fields.items()
    return [str(field.validation_alias or name) for name, field in fields if field.is_required()]


def recognise(sheet: str, texts: Sequence[str]) -> list[Header]:
    """The columns of a header row; empty headers are left out."""
    columns = SHEETS[sheet].columns()
    ranked: dict[int, tuple[str, int]] = {}
    for place, text in enumerate(texts):
        if text.strip() and not text.startswith(NOTE_PREFIX) and (meant := _known(text, columns)) is not None:
            ranked[place] = meant
    best = {key: min(rank for other, rank in ranked.values() if other == key) for key, _ in ranked.values()}
    # label beside label::sv is XLSForm's default language: another text, kept.
    taken = {key for key, _ in ranked.values()}
    headers: list[Header] = []
    used: set[str] = set()
    for place, text in enumerate(texts):
        if not text.strip():
            continue
        key, rank = ranked.get(place, ("", 0))
        guess = None if key or text.startswith(NOTE_PREFIX) else _meant(text, [c for c in columns if c not in taken])
        own = not key and guess is None
        if own or (key and rank > best[key]):
            key, own = text if text.startswith(NOTE_PREFIX) else f"{KEPT}{text.strip()}", True
        elif guess is not None:
            key = guess
            taken.add(guess)
        repeated = key in used
        used.add(key)
        headers.append(Header(place, text.strip(), None if repeated else key, guess is not None, repeated, own))
    return headers


def recognise_sheet(name: str, absent: Collection[str]) -> tuple[str | None, bool]:
    """The sheet that a name stands for, and whether that is a guess; ``absent`` are those not found by name."""
    word = name.strip().casefold()
    if word in SHEETS or word == NOTES_SHEET:
        return word, False
    swedish = _SWEDISH_SHEETS.get(word)
    if swedish in absent:
        return swedish, True
    near = get_close_matches(word, list(absent), n=1, cutoff=_NEAR)
    return (near[0], True) if near else (None, False)


def _known(text: str, columns: Sequence[str]) -> tuple[str, int] | None:
    """The column a header surely stands for, and how plainly it says so (0 best)."""
    word = text.strip().casefold()
    spoken = _SPOKEN.match(word)
    if spoken:
        key, language = f"{spoken[1]}::sv", spoken[2]
        if key not in columns:
            return None
        if word == key:
            return key, 0
        if not language:
            return key, 2
        return (key, 1) if language in _SWEDISH or language.endswith("(sv)") else None
    plain = _joined(word)
    plain = _ALIASES.get(plain, plain)
    return (plain, 0) if plain in columns else None


def _meant(text: str, free: Sequence[str]) -> str | None:
    """The absent column that a header is probably a slip of."""
    word = text.strip().casefold()
    spoken = _SPOKEN.match(word)
    if spoken and spoken[2]:
        key = f"{spoken[1]}::sv"
        return key if key in free and spoken[2] in _SWEDISH_MISTAKEN else None
    plain = _joined(word)
    if plain in _OTHERS or "media::" in plain:
        return None
    swedish = _SWEDISH_WORDS.get(word)
    if swedish in free:
        return swedish
    short = {column.removesuffix("::sv"): column for column in free}
    near = get_close_matches(plain, [*free, *short], n=1, cutoff=_NEAR)
    return short.get(near[0], near[0]) if near else None


def _joined(word: str) -> str:
    return re.sub(r"[\s-]+", "_", word)
