"""Every page, declared in one list. Pages without data are not in the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data.imported.made import imported_registers
from data.ledger.store import Store
from data.measuring.rounds import rounds
from data.organisation.municipality import municipality
from metrics.registers.newest import REGISTERS
from pages.frame.session import today

_REGISTERS = "Register"
_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds, as far as the menu asks.

    ``most_rounds``: of any one questionnaire; ``registers``: those that have been imported, also where every import is
    undone.
    """

    municipality: str | None
    rounds: int
    most_rounds: int
    registers: frozenset[str] = frozenset()


NOTHING = Contents(None, 0, 0)


def contents(store: Store) -> Contents:
    """What the store holds now."""
    # What is only planned has nothing to show yet.
    asked = [row.questionnaire for row in rounds(store) if row.state != "planned"]
    return Contents(
        municipality=municipality(store, today(store)),
        rounds=len(asked),
        most_rounds=max((asked.count(name) for name in set(asked)), default=0),
        registers=frozenset(imported_registers(store)),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A page file with its title in the menu, when it stands there, and under which of the menu's headings."""

    file: str
    title: Callable[[Contents], str]
    icon: str
    shown: Callable[[Contents], bool]
    section: str = ""


def _begun(held: Contents) -> bool:
    return held.municipality is not None


def _measured(held: Contents) -> bool:
    return held.rounds > 0


def _anything(held: Contents) -> bool:
    return held.rounds > 0 or not held.registers.isdisjoint(REGISTERS)


def _imported(held: Contents) -> bool:
    return bool(held.registers)


def _incidents(held: Contents) -> bool:
    return "incidents" in held.registers


def _never(held: Contents) -> bool:
    """Reached from another page, which says what it is about."""
    return False


def page_exists(file: str) -> bool:
    """Whether a page is there to link to."""
    return (_FOLDER / file).exists()


ENTRIES = (
    Entry("start.py", lambda held: "Start", ":material/home:", lambda held: True),
    Entry("mina_fragor.py", lambda held: "Mina frågor", ":material/person:", _measured),
    Entry("matningar.py", lambda held: "Mätningar", ":material/checklist:", _begun),
    Entry("matning.py", lambda held: "Mätning", ":material/checklist:", _never),
    Entry("formular.py", lambda held: "Frågeformulär", ":material/list_alt:", _never),
    Entry("svarsblad.py", lambda held: "Svarsblad", ":material/table_view:", _never),
    Entry("arbetsmote.py", lambda held: "Arbetsmöte", ":material/groups:", _never),
    Entry("minnesanteckningar.py", lambda held: "Minnesanteckningar", ":material/description:", _never),
    Entry("stickprov.py", lambda held: "Stickprov", ":material/fact_check:", _never),
    Entry("tidigare_resultat.py", lambda held: "Officiella och tidigare resultat", ":material/history:", _never),
    Entry("min_enhet.py", lambda held: "Min enhets läge", ":material/home_work:", _never),
    Entry("resultat.py", lambda held: "Resultat", ":material/stairs:", _measured),
    Entry(
        "utveckling.py",
        lambda held: "Utveckling" if held.most_rounds > 1 else "Läget nu",
        ":material/timeline:",
        _anything,
    ),
    Entry("installningar.py", lambda held: "Inställningar", ":material/settings:", _begun),
    Entry("register.py", lambda held: "Alla register", ":material/table_rows:", _imported, _REGISTERS),
    Entry("att_ratta.py", lambda held: "Att rätta", ":material/rule:", _imported, _REGISTERS),
    Entry("incidenter.py", lambda held: "Incidenter", ":material/report:", _incidents, _REGISTERS),
    Entry("utforska.py", lambda held: "Utforska", ":material/query_stats:", _imported, _REGISTERS),
    Entry("importera.py", lambda held: "Importera", ":material/upload_file:", _begun, _REGISTERS),
)


def pages(held: Contents) -> dict[str, list[st.Page]]:
    """The pages for ``st.navigation`` by heading; those without data can be reached but are not in the menu."""
    by_heading: dict[str, list[st.Page]] = {}
    for entry in ENTRIES:
        if page_exists(entry.file):
            page = st.Page(
                entry.file,
                title=entry.title(held),
                icon=entry.icon,
                default=entry.file == "start.py",
                visibility="visible" if entry.shown(held) else "hidden",
            )
            by_heading.setdefault(entry.section, []).append(page)
    return by_heading
