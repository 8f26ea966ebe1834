"""How the year stands, in a few sentences, with one main thing to do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from base.formats import day, listing, plural
from data.ledger.backup import needs_backup
from data.ledger.store import Store
from data.measuring.rounds import Round, rounds
from data.organisation.assignments import MANAGER, assignments
from data.organisation.units import units
from data.registers import all_registers
from metrics.registers.check_results import checks_summary, headline
from metrics.registers.newest import newest_snapshots
from metrics.registers.sources import RegisterState
from pages.frame import figures
from pages.frame.choosing import ROUND, UNIT
from pages.frame.fragments import line
from pages.frame.session import link, main_button, today
from pages.frame.texts import plain
from pages.measuring.asked_units import ASSIGNMENTS
from pages.measuring.state_words import RoundStatus, round_status


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to set up: whether it is done, and the links that lead to it."""

    done: bool
    label: str
    why: str
    links: Callable[[], None]


def standing(store: Store) -> None:
    """What is left to set up, or else how the year stands."""
    all_rounds = rounds(store)
    opened = [round_status(store, row) for row in all_rounds if row.state == "opened"]
    snapshots = newest_snapshots(store, today(store))
    steps = _steps(store, all_rounds, snapshots)
    if not all(step.done for step in steps):
        _checklist(steps)
    _sentences(all_rounds, opened, snapshots)
    _to_fix(store)
    if opened or any(row.state == "planned" for row in all_rounds) or all(step.done for step in steps):
        _main_action(all_rounds, opened)


def backup_reminder(store: Store) -> None:
    """Remind after seven days without a copy."""
    if not needs_backup(store):
        return
    with line(":material/backup: Det är mer än sju dagar sedan allt säkerhetskopierades."):
        link("installningar.py", "Säkerhetskopiera", to={"flik": "kopia"})


def encryption_notice(store: Store, *, begun: bool) -> None:
    """Say in plain words that the store is not encrypted, and how it becomes so."""
    if store.encrypted:
        return
    with st.container(border=True):
        st.markdown(
            ":material/lock_open: **Lagret är inte krypterat.** Den som kommer åt filen kan läsa allt i den. "
            "Uppgifter om risker och brister bör skyddas."
        )
        with st.expander("Så krypterar du", type="compact"):
            if begun:
                st.markdown(
                    "1. Gör en säkerhetskopia under Inställningar. Lösenordet du väljer blir nyckeln.\n"
                    "1. Stoppa programmet och lägg undan den gamla filen.\n"
                    "1. Lägg kopian i dess ställe och starta med lösenordet i `MOGNAD_KEY`, "
                    "eller i en fil som `MOGNAD_KEY_FILE` pekar på."
                )
            else:
                st.markdown(
                    "Stoppa programmet och starta det med en lång nyckel i `MOGNAD_KEY`, eller i en fil som "
                    "`MOGNAD_KEY_FILE` pekar på. Då krypteras lagret från början."
                )
            st.markdown("Spara nyckeln på ett säkert ställe. Utan den går ingenting att läsa.")


def _steps(store: Store, all_rounds: list[Round], snapshots: tuple[tuple[str, RegisterState], ...]) -> list[_Step]:
    organised = len(units(store, today(store))) > 1

    def organisation() -> None:
        link("importera.py", "Läs in från Excel", to={"register": "units"})
        link("installningar.py", "Lägg in för hand")

    assign = partial(link, "installningar.py", "Lägg in ansvariga", to=ASSIGNMENTS)
    measure, register = partial(link, "matningar.py", "Starta"), partial(link, "importera.py", "Importera")
    # Begun is enough: who is still without a manager is told where it matters, and vacancies come and go.
    assigned = any(assignment.role == MANAGER for assignment in assignments(store, today(store)))
    return [
        _Step(organised, "Organisationen", "Nämnder, kontor och enheter, så att var och en kan svara.", organisation),
        _Step(assigned, "Uppdragen", "Vem som är ansvarig för varje enhet och får dess frågor.", assign),
        _Step(bool(all_rounds), "En mätning", "Välj frågor och vilka som svarar.", measure),
        _Step(bool(snapshots), "Ett register", "Riskregistret eller incidenterna, som Excel eller CSV.", register),
    ]


def _checklist(steps: list[_Step]) -> None:
    st.header("Kom igång", anchor=False)
    for step in steps:
        icon = ":material/check_circle:" if step.done else ":material/radio_button_unchecked:"
        done = " – klart" if step.done else ""
        with line(f"{icon} **{step.label}**{done}  \n{step.why}"):
            if not step.done:
                step.links()


def _sentences(
    all_rounds: list[Round], opened: list[RoundStatus], snapshots: tuple[tuple[str, RegisterState], ...]
) -> None:
    lines = [
        f"{plain(status.round.name)}, {plain(status.title)}: **{status.words}**, läget per {day(status.round.as_of)}."
        for status in opened
    ]
    closed = [row for row in all_rounds if row.state == "closed"]
    if closed and not opened:
        last = closed[-1]
        lines.append(f"Ingen mätning pågår. Den senaste är {plain(last.name)}, läget per {day(last.as_of)}.")
    lines += [
        f"{plain(row.name)} är planerad, läget per {day(row.as_of)}." for row in all_rounds if row.state == "planned"
    ]
    if snapshots:
        imported = [
            f"{_label(name)} ({plural(row.stored, 'rad', 'rader')}, {plain(row.when)})" for name, row in snapshots
        ]
        lines.append(f"Inläst: {listing(imported)}.")
    if lines:
        st.header("Så står det till", anchor=False)
        st.markdown("\n\n".join(lines))


def _to_fix(store: Store) -> None:
    """How much there is to put right in the registers, where anything has been checked."""
    summary = checks_summary(figures.checks(store, today(store)))
    if summary.checked and (summary.to_fix or summary.untraceable):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"I registren: {plain(headline(summary))}", width="content")
            link("att_ratta.py", "Se vad")


def _main_action(all_rounds: list[Round], opened: list[RoundStatus]) -> None:
    """One way on: answer what is begun, close what is done, look at the result, or begin."""
    waiting = [status for status in opened if status.next_unit is not None]
    if waiting:
        status = waiting[0]
        unit = status.next_unit
        begun = "Börja svara" if status.progress.untouched else "Fortsätt svara"
        name = f" för {plain(unit.name)}" if unit is not None and len(status.units) > 1 else ""
        parameters = {ROUND: status.round.round, UNIT: unit.unit if unit is not None else ""}
        main_button("mina_fragor.py", f"{begun}{name}", ":material/edit_note:", to=parameters)
    elif opened:
        place = {ROUND: opened[0].round.round, "flik": "Avsluta"}
        counts = opened[0].progress.counts
        everyone = "Alla har svarat. " if counts.answered == counts.units else ""
        main_button("matning.py", f"{everyone}Avsluta mätningen", ":material/checklist:", to=place)
    elif planned := [row for row in all_rounds if row.state == "planned"]:
        label = f"Se planen och öppna {plain(planned[0].name)}"
        main_button("matning.py", label, ":material/checklist:", to={ROUND: planned[0].round})
    elif all_rounds:
        main_button("resultat.py", "Se resultatet", ":material/stairs:")
    else:
        main_button("matningar.py", "Starta en mätning", ":material/checklist:")


def _label(register: str) -> str:
    definition = all_registers().get(register)
    return plain(definition.label if definition else register).lower()
