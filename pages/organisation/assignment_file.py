"""Who answers for what, from Excel: a template, a preview in words, and all of the file or nothing."""

from datetime import date
from functools import partial

import streamlit as st

from base.actors import Act
from base.errors import MognadError
from base.formats import day, plural
from data.ledger.store import Store
from data.organisation.assignment_file import AssignmentPlan, PlannedAssignment, import_assignments, plan_assignments
from data.organisation.assignments import ROLES
from data.organisation.workbooks import assignment_template
from files.grid import Workbook
from pages.frame.faults import show_error
from pages.frame.fields import day_field
from pages.frame.guard import permission
from pages.frame.receipts import carry_out
from pages.frame.session import open_current, today
from pages.frame.small_files import faults_table, read_upload, scrolling_table, template
from pages.frame.texts import plain
from pages.frame.upload import empty_box, upload

_NAME = "uppdragsfil"
_WORDS = {"added": "Nytt", "changed": "Andra datum", "ended": "Avslutas", "unchanged": "Oförändrat"}
_MOST_ROWS = 300


def assignment_file(store: Store, place: str) -> None:
    """Template, upload, preview and the button that stores."""
    with st.expander("Läs in från Excel", icon=":material/upload_file:", expanded=True):
        st.markdown(
            "Mallen har en rad för varje enhet utan ansvarig, och de uppdrag som finns. Fyll i namn och e-post och "
            "välj filen här. Tomma rader hoppas över."
        )
        template(
            "Hämta mallen",
            partial(assignment_template, store, today(store)),
            f"uppdrag {day(today(store))}.xlsx",
            "assignment_template",
        )
        file = upload(_NAME, "Välj filen med uppdragen")
        if file is None:
            return
        now = today(store)
        since = day_field("Gäller från, där raden inte säger något", now, "assignment_file_day", width=300) or now
        others = st.checkbox(
            "Filen säger vem som ansvarar: avsluta andra ansvariga för enheterna i den", key="assignment_file_replace"
        )
        try:
            book = read_upload(_NAME, file)
            plan = plan_assignments(store, book, since, replace_others=others)
        except MognadError as error:
            show_error(error)
            return
        _preview(plan, others)
        left = len([planned for planned in plan.planned if planned.kind != "unchanged"])
        if st.button(
            f"Läs in {plural(left, 'uppdrag', 'uppdrag')}",
            key="assignment_file_do",
            type="primary",
            icon=":material/save:",
            disabled=bool(plan.issues) or not left,
        ):
            carry_out(place, lambda: _store(book, since, others))


def _preview(plan: AssignmentPlan, others: bool) -> None:
    if plan.issues:
        faults_table(plan.issues, "Filen kan inte läsas in")
        return
    counts = [
        f"{plural(plan.count('added'), 'nytt', 'nya')} uppdrag",
        f"{plan.count('changed')} med andra datum",
        f"{plan.count('ended')} avslutas",
        f"{plan.count('unchanged')} oförändrade",
    ]
    new = sum(one.name is not None for one in plan.people)
    blank = plural(plan.blank, "rad utan namn hoppas över", "rader utan namn hoppas över")
    st.markdown(
        f"{' · '.join(counts)}. {plural(new, 'person', 'personer')} läggs till eller får sin e-postadress."
        + (f" {blank}." if plan.blank else "")
    )
    if plan.shared:
        names = ", ".join(plain(name) for name in plan.shared[:10]) + (" med flera" if len(plan.shared) > 10 else "")
        how = "" if others else " Kryssa i rutan ovan om filens ansvariga ska ta över."
        st.warning(f"Flera blir ansvariga samtidigt för: {names}.{how}", icon=":material/group:")
    _rows([one for one in plan.planned if one.kind != "unchanged"])


def _rows(planned: list[PlannedAssignment]) -> None:
    if not planned:
        st.info("Filen säger det som redan gäller. Inget att läsa in.")
        return
    cut = planned[:_MOST_ROWS]
    scrolling_table(
        {
            "Vad": [_WORDS[assignment.kind] for assignment in cut],
            "Enhet": [plain(assignment.unit_name) for assignment in cut],
            "Roll": [ROLES[assignment.state.role] for assignment in cut],
            "Namn": [plain(assignment.person_name) for assignment in cut],
            "Från": [day(assignment.state.valid_from) for assignment in cut],
            "Till": [_last(assignment) for assignment in cut],
        },
        "Vad filen gör, uppdrag för uppdrag",
    )


def _last(one: PlannedAssignment) -> str:
    until = one.state.valid_to
    if until is None:
        return "tills vidare"
    return "gällde aldrig" if until < one.state.valid_from else day(until)


def _store(book: Workbook, as_of: date, others: bool) -> str:
    done = import_assignments(open_current(), permission(Act.ORGANISE), book, as_of, replace_others=others)
    empty_box(_NAME)
    return (
        f"{book.name} är inläst: {done.count('added')} nya uppdrag, {done.count('changed')} med andra datum, "
        f"{done.count('ended')} avslutade, {done.count('unchanged')} oförändrade."
    )
