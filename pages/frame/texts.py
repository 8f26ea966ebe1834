"""Texts from files and people, shown as they are written.

Most of Streamlit's elements read Markdown and, on top of it, directives
(``:red[…]``), emoji and icon codes, formulas and arrows. Texts of a
questionnaire, a file or a comment are data: none of that may take effect.
"""

import re
from datetime import date, datetime

from base.clock import swedish_date
from base.formats import clock_time, day_and_time

# Streamlit replaces these after Markdown's escapes are resolved, so a backslash does not stop them. An invisible
# word joiner inside does: it has no width, breaks no line and is silent in screen readers.
_JOINER = "\u2060"
_AFTER_FIRST = re.compile(
    r"""(?P<code>:)(?=[\w+-][\w+/-]*:)              # :tada:  :+1:  :material/home:  :streamlit:
    |(?P<scheme>https?:)(?=//)                      # bare addresses become links
    |(?P<www>www)(?=\.)
    |(?P<mail>@)(?=[-\w]+\.)
    |(?P<arrow>(?<!\S)[<>~-])(?=[-=>]>?(?:\s|$))     # ->  <-  <->  --  >=  <=  ~=""",
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#~|$&:^]")
_START_OF_LIST = re.compile(r"^(?:(?P<sign>[-+=])|(?P<number>\d+)(?P<end>[.)]))")

# Streamlit's calendars end ten years back unless told.
OLDEST_DAY = date(1950, 1, 1)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis, at most ``longest`` characters. Not escaped."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def plain(text: str | None) -> str:
    """The text on one line, as Markdown that shows it letter by letter.

    For every element that reads Markdown: headings, labels, captions, options
    of a radio group, cells of ``st.table``. Select boxes, inputs, ``st.text``
    and data frames take the text as it is.
    """
    line = " ".join((text or "").split())
    line = _AFTER_FIRST.sub(lambda found: found.group() + _JOINER, line)
    line = _SPECIAL.sub(lambda found: "\\" + found.group(), line)
    return _START_OF_LIST.sub(_escaped_start, line)


def paragraphs(text: str | None) -> str:
    """As ``plain``, with the text's own line breaks kept; for ``st.markdown``."""
    return "\n\n".join(plain(line) for line in (text or "").splitlines() if line.strip())


def saved_at(moment: datetime, today: date) -> str:
    """``Sparat 14:32``, with the date when it was not today. ``moment`` is UTC."""
    same_day = swedish_date(moment) == today
    return f"Sparat {clock_time(moment) if same_day else day_and_time(moment)}"


def _escaped_start(found: re.Match[str]) -> str:
    if found["sign"]:
        return "\\" + found["sign"]
    return f"{found['number']}\\{found['end']}"
