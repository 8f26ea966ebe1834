"""Texts of files and people as Markdown that takes no effect. That a browser agrees: tests/browser."""

import re
from datetime import UTC, date, datetime

import pytest

from pages.frame.texts import paragraphs, plain, saved_at

JOINER = "\u2060"


def shown(markdown: str) -> str:
    """What is seen of escaped text: backslash escapes resolved, the invisible joiner gone."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace(JOINER, "")


SYNTAX = [
    "**fet** och *kursiv* och _kursiv_",
    "# Rubrik",
    "> citat",
    "- punkt",
    "+ punkt",
    "1. lista",
    "12) lista",
    "[länk](https://example.org)",
    "![bild](https://example.org/x.png)",
    "`kod` och ~~struken~~",
    "<b>html</b> <script>alert(1)</script> &amp;",
    "a | b",
    "$x^2$ och $$y$$",
    ':red[röd] :blue-background[blå] :small[liten] :color[x]{foreground="red"}',
    ":tada: :+1: :streamlit: :material/home:",
    "https://example.org www.example.org anna@example.org",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "C:\\mapp\\fil \\* ",
    "[^1]: fotnot",
    "kl. 14:32:05, 3-4 st",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_every_letter_is_still_there(text):
    assert shown(plain(text)) == " ".join(text.split())


@pytest.mark.parametrize("text", SYNTAX)
def test_nothing_is_left_that_streamlit_would_act_on(text):
    # The patterns that Streamlit's own script searches for, after Markdown's escapes are resolved.
    seen = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(text))
    assert not re.search(r":[\w+-]+:|:material/\w+:|:streamlit:", seen)
    assert not re.search(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", seen)
    assert not re.search(r"https?://|www\.|[-.\w+]+@[-\w]+\.", seen)
    # And what Markdown itself acts on, with its escape before it.
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", plain(text))
    assert not re.search(r"[*_`\[\]<>#~|$&\\]|^[-+]|^\d+[.)]|:\w", bare)


def test_ordinary_swedish_is_left_alone():
    text = "IT-centrum (driften), 25 % av 4 – ”klart” år 2026!"
    assert plain(text) == text


def test_lines_become_one_and_nothing_becomes_empty():
    assert plain(" två\n  rader\t") == "två rader"
    assert plain(None) == ""


def test_paragraphs_keep_the_texts_own_lines():
    assert paragraphs("ett\n\n# två\n") == "ett\n\n\\# två"


def test_the_time_of_saving_is_swedish_and_dated_when_it_was_another_day():
    # 13:32 UTC is 14:32 in Sweden in winter.
    moment = datetime(2026, 11, 3, 13, 32, tzinfo=UTC).replace(tzinfo=None)
    assert saved_at(moment, date(2026, 11, 3)) == "Sparat 14:32"
    assert saved_at(moment, date(2026, 11, 4)) == "Sparat 2026-11-03 14:32"
