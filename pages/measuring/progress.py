"""How far those asked have come: counted by kontor, and unit by unit in a fold."""

import streamlit as st

from base.actors import Act
from base.formats import NO_VALUE, share
from data.ledger.store import Store
from data.measuring.answerers import all_answerers
from data.measuring.rounds import Round
from data.measuring.submissions import hand_back
from metrics.measuring.rounds.progress import BranchProgress, Progress, UnitProgress
from metrics.measuring.rounds.words import counts_sentence, standing_words
from pages.frame.choosing import ROUND, UNIT
from pages.frame.fields import reason_field
from pages.frame.guard import permission
from pages.frame.session import link, today
from pages.frame.tables import wide_table
from pages.frame.texts import plain
from pages.measuring.acts import act_button, show_act_fault, written


def by_branch(standing: Progress) -> None:
    """The whole in a sentence, then a table of the parts."""
    counts = standing.counts
    st.markdown(f"**{plain(counts_sentence(counts))}**")
    if counts.units:
        st.progress(counts.answered / counts.units)
    if len(standing.branches) > 1:
        _table(standing.branches)


def _table(branches: tuple[BranchProgress, ...]) -> None:
    counted = [branch.counts for branch in branches]
    wide_table(
        "laget-per-del",
        {
            "Del": [plain(branch.name) for branch in branches],
            "Har svarat": [share(counts.answered, counts.units) for counts in counted],
            "Påbörjat": [_count(counts.begun) for counts in counted],
            "Inte börjat": [_count(counts.silent) for counts in counted],
            "Lämnat in": [_count(counts.submitted) for counts in counted],
            "Besvarade frågor": [share(counts.given, counts.expected) for counts in counted],
        },
        "Hur många som har svarat, påbörjat, inte börjat och lämnat in, del för del",
    )


def every_unit(store: Store, measurement: Round, standing: Progress) -> None:
    """Each of those asked, folded; one of them can be answered for, or be given its answers back."""
    with st.expander("Var och en", key="round-units", icon=":material/list:", on_change="rerun") as folded:
        if folded.open:
            _units(store, measurement, standing)


def _units(store: Store, measurement: Round, standing: Progress) -> None:
    names = {branch.branch: branch.name for branch in standing.branches}
    answering = all_answerers(store, today(store))
    managers = [
        ", ".join(person.name for person in answering[unit.unit].managers) if unit.unit in answering else ""
        for unit in standing.units
    ]
    wide_table(
        "laget-per-enhet",
        {
            "Organisationsdel": [plain(unit.name) for unit in standing.units],
            "Del": [plain(names.get(unit.branch, NO_VALUE)) for unit in standing.units],
            "Ansvarig": [plain(name) or "utan ansvarig" for name in managers],
            "Läge": [standing_words(unit) for unit in standing.units],
        },
        "Var och en av dem som svarar, med ansvarig och hur långt de har kommit",
    )
    by_id = {unit.unit: unit for unit in standing.units}
    if not by_id:
        return
    chosen = st.selectbox("Välj en", list(by_id), key="round_unit", format_func=lambda unit: by_id[unit].name)
    unit = by_id.get(chosen or "", standing.units[0])
    label = "Svara" if measurement.state == "opened" else "Läs svaren"
    link("mina_fragor.py", label, icon=":material/edit_note:", to={ROUND: measurement.round, UNIT: unit.unit})
    if measurement.state == "opened" and unit.submitted:
        _hand_back(measurement, unit)


def _hand_back(measurement: Round, unit: UnitProgress) -> None:
    note = "Då kan enheten ändra fritt och lämna in på nytt."
    reason_field("Varför lämnas svaren tillbaka?", "round_return_why", note=note)

    def back(store: Store) -> None:
        hand_back(store, permission(Act.PLAN), measurement.round, unit.unit, written("round_return_why"))

    act_button("Lämna tillbaka svaren", "round_return", "return", back, "round_return_why")
    show_act_fault("return")


def _count(count: int) -> str:
    return str(count) if count else NO_VALUE
