"""How far those asked have come: counted by kontor, and unit by unit in a fold."""

import streamlit as st

from base.actors import Act
from base.formats import NO_VALUE, share
from data.ledger.store import Store
from data.measuring.rounds import Round
from data.measuring.submissions import hand_back
from data.organisation.assignments import all_answering
from metrics.measuring.rounds.progress import BranchProgress, Progress, UnitProgress
from metrics.measuring.rounds.words import counts_sentence, stage_words
from pages.frame.choosing import ROUND, UNIT
from pages.frame.free_texts import reason_field
from pages.frame.guard import permission
from pages.frame.session import link, today
from pages.frame.tables import wide_table
from pages.frame.texts import plain
from pages.measuring.acts import act, show_act_fault, written


def by_branch(told: Progress) -> None:
    """The whole in a sentence, then a table of the parts."""
    counts = told.counts
    st.markdown(f"**{plain(counts_sentence(counts))}**")
    if counts.units:
        st.progress(counts.submitted / counts.units)
    if len(told.branches) > 1:
        _table(told.branches)


def _table(branches: tuple[BranchProgress, ...]) -> None:
    found = [branch.counts for branch in branches]
    wide_table(
        "laget-per-del",
        {
            "Del": [plain(branch.name) for branch in branches],
            "Inlämnat": [share(counts.submitted, counts.units) for counts in found],
            "Allt besvarat": [_count(counts.answered) for counts in found],
            "Halvvägs": [_count(counts.halfway) for counts in found],
            "Inte börjat": [_count(counts.not_begun) for counts in found],
            "Besvarade frågor": [share(counts.given, counts.expected) for counts in found],
        },
        "Hur många som lämnat in, svarat på allt, är halvvägs och inte har börjat, del för del",
    )


def every_unit(store: Store, found: Round, told: Progress) -> None:
    """Each of those asked, folded; one of them can be answered for, or be given its answers back."""
    with st.expander("Var och en", key="round-units", icon=":material/list:", on_change="rerun") as folded:
        if folded.open:
            _units(store, found, told)


def _units(store: Store, found: Round, told: Progress) -> None:
    names = {branch.branch: branch.name for branch in told.branches}
    known = all_answering(store, today(store))
    managers = [
        ", ".join(person.name for person in known[unit.unit].managers) if unit.unit in known else ""
        for unit in told.units
    ]
    wide_table(
        "laget-per-enhet",
        {
            "Organisationsdel": [plain(unit.name) for unit in told.units],
            "Del": [plain(names.get(unit.branch, NO_VALUE)) for unit in told.units],
            "Ansvarig": [plain(name) or "utan ansvarig" for name in managers],
            "Läge": [stage_words(unit) for unit in told.units],
        },
        "Var och en av dem som svarar, med ansvarig och hur långt de har kommit",
    )
    by_id = {unit.unit: unit for unit in told.units}
    if not by_id:
        return
    chosen = st.selectbox("Välj en", list(by_id), key="round_unit", format_func=lambda unit: by_id[unit].name)
    unit = by_id.get(chosen or "", told.units[0])
    label = "Svara" if found.state == "opened" else "Läs svaren"
    link("mina_fragor.py", label, icon=":material/edit_note:", to={ROUND: found.round, UNIT: unit.unit})
    if found.state == "opened" and unit.submitted:
        _hand_back(found, unit)


def _hand_back(found: Round, unit: UnitProgress) -> None:
    note = "Då kan enheten ändra fritt och lämna in på nytt."
    reason_field("Varför lämnas svaren tillbaka?", "round_return_why", note=note)
    st.button(
        "Lämna tillbaka svaren",
        key="round_return",
        on_click=act,
        args=(
            "return",
            lambda store: hand_back(store, permission(Act.PLAN), found.round, unit.unit, written("round_return_why")),
            "round_return_why",
        ),
    )
    show_act_fault("return")


def _count(count: int) -> str:
    return str(count) if count else NO_VALUE
