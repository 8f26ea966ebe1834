"""What a file of units would do to the organisation, told before it is saved."""

from datetime import date

import streamlit as st

from base.formats import NO_VALUE, plural
from data.imported.snapshot import UNIT_REGISTER
from data.ledger.store import Store
from data.organisation.unit_effects import PlannedUnit
from data.organisation.unit_rows import plan_units
from data.registers.reading.result import Reading
from pages.frame.small_files import scrolling_table
from pages.frame.texts import plain

_MOST_ROWS = 200
_MOST_TOLD = 10


def unit_effects(store: Store, reading: Reading, as_of: date) -> None:
    """How many units are new, changed and left alone, each change in words, and what to think about."""
    if reading.register is None or reading.register.name != UNIT_REGISTER or reading.table.num_rows == 0:
        return
    plan = plan_units(store, reading.table.to_pylist(), as_of)
    st.header("Det här händer med organisationen", anchor=False)
    counts = (
        f"{plural(len(plan.added), 'ny', 'nya')} · {plural(len(plan.changed), 'ändrad', 'ändrade')} · "
        f"{plural(len(plan.unchanged), 'oförändrad', 'oförändrade')}."
    )
    absent = f" {plural(len(plan.absent), 'del', 'delar')} som inte står i filen är kvar som förut."
    st.markdown(counts + (absent if plan.absent else ""))
    issues = [*plan.issues, *plan.advice]
    if issues:
        listed = "\n".join(f"- {plain(issue.message)}" for issue in issues[:_MOST_TOLD])
        more = f"\n- … och {len(issues) - _MOST_TOLD} till" if len(issues) > _MOST_TOLD else ""
        st.warning(f"Att tänka på:\n{listed}{more}", icon=":material/warning:")
    if plan.changed:
        with st.expander(plural(len(plan.changed), "ändring", "ändringar"), type="compact"):
            _changes(plan.changed[:_MOST_ROWS])


def _changes(changed: tuple[PlannedUnit, ...]) -> None:
    lines = [(planned, difference) for planned in changed for difference in planned.differences]
    scrolling_table(
        {
            "Rad": [NO_VALUE if planned.row is None else str(planned.row) for planned, _ in lines],
            "Organisationsdel": [plain(planned.state.name) for planned, _ in lines],
            "Vad": [difference.label for _, difference in lines],
            "Förut": [plain(difference.before) or NO_VALUE for _, difference in lines],
            "Blir": [plain(difference.after) or NO_VALUE for _, difference in lines],
        },
        "Vad filen ändrar i organisationen, rad för rad",
    )
