"""Colours and fonts of charts, on screen and in documents: change them here and all charts follow.

* ``_TOKENS`` holds every colour by what it is for, light and dark beside each other; ``Palette`` says what each means.
* ``charts/drawing/template.py`` makes plotly's templates from them; no chart has a colour, font or margin of its own.
* ``.streamlit/config.toml`` bears those that the pages around the charts share, under Streamlit's names.

The rules are WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what must be seen to understand a figure (1.4.11). Tests compute
every pair, and hold the two files equal.
"""

from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", "Helvetica Neue", Arial, sans-serif'
"""Streamlit's own family first (it comes with the package); nothing is fetched from elsewhere."""

FONT_SIZE = 14


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode, as ``#RRGGBB``.

    ``levels`` is one hue from light to dark in both modes, so that a level looks the same on a screen and on a slide; a
    step has an outline in ``outline``, which carries the contrast where it is pale. ``categorical`` can be told apart
    with the common kinds of colour-blindness. ``missing`` is the hatched grey of *ej bedömd*, ``border`` that of
    a page's boxes.
    """

    background: str
    surface: str
    text: str
    muted: str
    grid: str
    border: str
    outline: str
    accent: str
    categorical: tuple[str, ...]
    levels: tuple[str, ...]
    missing: str
    missing_line: str


# name: light, dark
_TOKENS: dict[str, tuple[Any, Any]] = {
    "background": ("#FFFFFF", "#020405"),
    "surface": ("#F2F6F8", "#141C21"),
    "text": ("#16242C", "#EDF2F5"),
    "muted": ("#4D5C66", "#AEBBC3"),
    "grid": ("#DCE4E8", "#2C3A42"),
    "border": ("#C9D4DA", "#3A4A53"),
    "outline": ("#5C6C76", "#8C9BA5"),
    "accent": ("#14648C", "#5DB1E0"),
    "categorical": (
        ("#14648C", "#AE7E14", "#D65D64", "#A17EEA", "#463B06"),
        ("#5DB1E0", "#FFC85B", "#AC4C0F", "#D2EDBE", "#4F6F58"),
    ),
    "levels": (
        ("#D3E8F0", "#A3CCDD", "#6AA9C4", "#2F7FA3", "#0E557A", "#083B57"),
        ("#E3F2F8", "#BEDFEC", "#95C8DC", "#6CAFCB", "#4A97B8", "#3782A6"),
    ),
    "missing": ("#E7EAEC", "#2A343A"),
    "missing_line": ("#6F7B83", "#93A0A8"),
}
LIGHT, DARK = (Palette(**dict(zip(_TOKENS, colours, strict=True))) for colours in zip(*_TOKENS.values(), strict=True))


def palette(mode: Mode) -> Palette:
    """The colours of a mode."""
    return DARK if mode == "dark" else LIGHT


def level_colour(colours: Palette, share: float) -> str:
    """The colour at ``share`` (0 lowest, 1 highest) of the levels' scale, between two steps if need be."""
    steps = colours.levels
    place = min(max(share, 0.0), 1.0) * (len(steps) - 1)
    below = min(int(place), len(steps) - 2)
    part = place - below
    pairs = zip(_channels(steps[below]), _channels(steps[below + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * part):02X}" for low, high in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1–21 (WCAG 2.2, *contrast ratio*)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever reads best; one of them always has at least 4.5:1."""
    return max("#000000", "#FFFFFF", key=lambda text: contrast(text, colour))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
