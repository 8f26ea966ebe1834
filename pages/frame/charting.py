"""A chart as people see it: the message, the drawing, the marks, and behind them the table and how it was counted."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import streamlit as st

from charts.description import ChartDescription, ChartKind, ChartTable
from charts.drawing.figure import CONFIG, figure
from charts.explained import Explained
from charts.table import chart_table
from charts.theme import Mode
from pages.frame.printing import PAPER_WIDTH, printing
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import plain


def show_chart(explained: Explained, key: str) -> None:
    """Draw a chart with all that belongs to it. ``key`` tells it from the page's other charts. On paper nothing is
    folded.
    """
    chart = explained.chart
    with st.container(border=True, key=f"diagram-{key}"):
        st.subheader(plain(chart.title), anchor=False)
        st.caption(plain(chart.subtitle))
        if printing():
            _on_paper(explained, key)
            return
        drawing, numbers = st.tabs(["Diagram", "Tabell"])
        with drawing:
            _drawing(chart, key)
        with numbers:
            _numbers(chart)
        _marks(chart)
        with st.expander("Så räknades det", type="compact"):
            for paragraph in explained.how:
                st.markdown(plain(paragraph))
            if explained.figures is not None:
                show_table(explained.figures, f"Underlaget till diagrammet. {chart.title}.")


def _on_paper(explained: Explained, key: str) -> None:
    chart = explained.chart
    _drawing(chart, key)
    _marks(chart)
    # A heat map bears its numbers in its cells; as a table it is wider than the paper.
    if chart.kind is not ChartKind.HEAT:
        _numbers(chart)
    st.caption("  \n".join(("Så räknades det:", *(plain(paragraph) for paragraph in explained.how))))


def _numbers(chart: ChartDescription) -> None:
    show_table(chart_table(chart), f"Samma siffror som i diagrammet. {chart.title}.")


def _drawing(chart: ChartDescription, key: str) -> None:
    width: int | Literal["stretch"] = PAPER_WIDTH if printing() else "stretch"
    st.plotly_chart(_drawn(chart, mode()), width=width, theme=None, config=CONFIG, key=f"chart-{key}", alt=chart.alt)


# A description says all of a drawing, whoever looks at it. Nobody changes one that is drawn.
_drawn = lru_cache(maxsize=64)(figure)


def show_table(table: ChartTable, alt: str) -> None:
    """A table of texts, shown letter by letter; a wide one scrolls inside itself."""
    columns = {plain(header) or "\u200b": [unbroken(plain(row[place])) for row in table.rows] for place, header in
               enumerate(_told_apart(table.headers))}  # fmt: skip
    text_table(columns, alt)


def mode() -> Mode:
    """The colours that the visitor's browser shows the page in; paper is white."""
    return "dark" if not printing() and st.context.theme.type == "dark" else "light"


def _marks(chart: ChartDescription) -> None:
    if chart.marks:
        st.caption("  \n".join(plain(mark) for mark in chart.marks))


def _told_apart(headers: Sequence[str]) -> list[str]:
    """Equal headers would be one column of a table."""
    seen: dict[str, int] = {}
    names = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        names.append(header + "\u200b" * (seen[header] - 1))
    return names
