"""Several snapshots in one file, a tab per year or a column per period: all of them, one, or the file as it is."""

from datetime import date

import streamlit as st

from base.formats import listing, plural
from data.imported.snapshot import UNIT_REGISTER
from data.ledger.store import Store
from data.registers.finding.snapshots import possible_snapshots
from pages.frame.session import today
from pages.frame.texts import OLDEST_DAY, plain
from pages.importing.draft import Draft


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
    options = ["all", *range(len(names)), "none"]
    key = draft.key("period")
    st.session_state[key] = draft.answers.period
    st.radio(
        f"Filen har {plural(len(names), one, many)}: {listing(names)}.",
        options,
        index=options.index(draft.answers.period),
        key=key,
        format_func=lambda name: (
            f"Importera alla {len(names)}" if name == "all"
            else "Läs filen som den är" if name == "none" else f"Bara {names[int(name)]}"
        ),
        on_change=_choose,
        args=(draft, key),
    )  # fmt: skip


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
        days.append(
            st.date_input(
                f"Läget per för {plain(period.label)} ({plural(period.rows, 'rad', 'rader')})",
                value=None, min_value=OLDEST_DAY, max_value=day_now, format="YYYY-MM-DD", key=key,
            )
        )  # fmt: skip
    given = [day for day in days if isinstance(day, date) and day <= day_now]
    if len(given) < len(days):
        return None
    if given != sorted(set(given)):
        st.warning("Datumen ska vara olika, med den äldsta perioden först.", icon=":material/event:")
        return None
    return given


def _choose(draft: Draft, key: str) -> None:
    draft.answers.period = st.session_state[key]
    draft.answers.another_table()
    draft.answers.start_over()
