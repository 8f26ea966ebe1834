"""Several snapshots in one file, a tab per year or a column per period: all of them, one, or the file as it is."""

from datetime import date
from functools import partial

import streamlit as st

from base.formats import listing, plural
from data.imported.snapshot import UNIT_REGISTER
from data.ledger.store import Store
from data.registers.finding.snapshots import possible_snapshots
from pages.frame.addressed import controlled
from pages.frame.fields import day_field
from pages.frame.session import today
from pages.frame.texts import plain
from pages.importing.draft import Draft
from pages.importing.dropped import Period


def settle_periods(store: Store, draft: Draft) -> None:
    """Look once for the periods that the file holds; all of them is what is offered first."""
    if draft.file.whole is None or draft.file.periods is not None:
        return
    of_units = draft.answers.register == UNIT_REGISTER
    draft.file.periods = () if of_units else possible_snapshots(draft.file.whole, today(store), draft.answers.register)
    draft.answers.period = "all" if draft.file.periods else "none"
    draft.answers.another_table()


def choose_periods(draft: Draft) -> None:
    """*Filen har 3 årsflikar … Importera alla*."""
    periods = draft.file.periods
    if not periods:
        return
    names = [plain(period.label) for period in periods]
    one, many = ("flik", "flikar") if periods[0].kind == "sheet" else ("period i kolumner", "perioder i kolumner")
    only: dict[Period, str] = {place: f"Bara {name}" for place, name in enumerate(names)}
    labels: dict[Period, str] = {"all": f"Importera alla {len(names)}", **only, "none": "Läs filen som den är"}
    label, period = f"Filen har {plural(len(names), one, many)}: {listing(names)}.", draft.answers.period
    look = {"options": list(labels), "index": list(labels).index(period), "format_func": labels.__getitem__}
    controlled(st.radio, label, draft.key("period"), period, partial(_choose, draft), **look)


def period_days(draft: Draft, day_now: date) -> list[date] | None:
    """The day of each period; None until all are given. The period's last day is filled in, and can be changed."""
    st.caption(
        "Varje period sparas med sitt eget datum, Läget per. Periodens sista dag är ifylld; ändra om det är fel."
    )
    days = []
    for place, period in enumerate(draft.file.periods or ()):
        key = draft.key("period-day", place)
        if key not in st.session_state and period.as_of is not None:
            st.session_state[key] = period.as_of
        label = f"Läget per för {plain(period.label)} ({plural(period.rows, 'rad', 'rader')})"
        days.append(day_field(label, None, key, max_value=day_now))
    given = [day for day in days if day is not None and day <= day_now]
    if len(given) < len(days):
        return None
    if given != sorted(set(given)):
        st.warning("Datumen ska vara olika, med den äldsta perioden först.", icon=":material/event:")
        return None
    return given


def _choose(draft: Draft, period: Period) -> None:
    draft.answers.period = period
    draft.answers.another_table()
    draft.answers.start_over()
