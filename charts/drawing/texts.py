"""Texts inside a plotly figure, which reads a dialect of HTML in every title, label and hover.

What stands in a description is data from files and people: ``<b>`` and
``<a href>`` must be seen as they are written, never take effect.
"""

import html
import textwrap

LINE_BREAK = "<br>"


def safe(text: str) -> str:
    """The text as plotly will show it, letter by letter, on one line."""
    return html.escape(" ".join(text.split()), quote=False)


def lines(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` letters, unescaped; a longer word is broken with a hyphen."""
    words: list[str] = []
    for word in text.split():
        rest = word
        while len(rest) > width:
            words.append(f"{rest[: width - 1]}-")
            rest = rest[width - 1 :]
        words.append(rest)
    return textwrap.wrap(" ".join(words), width, break_on_hyphens=False) or [""]


def wrapped(text: str, width: int) -> str:
    """The text in lines that plotly will break; plotly itself never does."""
    return LINE_BREAK.join(safe(line) for line in lines(text, width))


def joined(texts: list[str], width: int = 40) -> str:
    """Several texts for a hover box, each wrapped so that it fits a phone."""
    return LINE_BREAK.join(wrapped(text, width) for text in texts if text.strip())
