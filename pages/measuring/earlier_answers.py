"""*Läs in tidigare års svar*: a file, its form, the days it does not say, a preview with every fault, then stored."""

from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from base.actors import Act
from base.errors import Issue, MognadError
from base.formats import day, listing, plural
from data.ledger.store import Store
from data.measuring.answer_files import AnswerFile, AnswerImport, import_answers, preview_answers, undated_rounds
from data.measuring.answer_rows import HEADINGS
from data.measuring.answer_template import answer_template
from files.grid import Workbook
from files.workbook import read_bytes
from pages.frame.faults import show_error
from pages.frame.fields import day_field
from pages.frame.guard import permission
from pages.frame.session import today
from pages.frame.small_files import template
from pages.frame.tables import text_table, unbroken
from pages.frame.texts import plain
from pages.frame.upload import empty_box, read_once, upload
from pages.measuring.form_choice import choose_form
from questionnaires.model import Questionnaire

_BOX = "history"
_READ = "history_workbook"
_DONE = "history_done"
_MOST_FAULTS = 200


def history_section(store: Store) -> None:
    """The fold with all of it; folded it costs nothing."""
    with st.expander("Läs in tidigare års svar", icon=":material/history:", key="history", on_change="rerun") as folded:
        _receipt()
        if folded.open:
            _section(store)


def _section(store: Store) -> None:
    st.markdown(
        "Svar från mätningar som gjordes på annat sätt, som Excel eller CSV. Varje mätning sparas som avslutad, "
        "daterad den dag svaren beskriver. Mallen har kommunens enheter och formulärets frågor att fylla i."
    )
    with st.expander("Så ska filen se ut", type="compact", key="history-how"):
        st.markdown(
            "Antingen en rad per svar, eller en kolumn per mätning. Svaret skrivs som siffra eller ord, eller som *Vet "
            "ej* och *Gäller inte oss*. Frågan skrivs med sitt namn i formuläret eller sina egna ord."
        )
        st.code(
            f"{';'.join(HEADINGS.values())}\nMätning 2024;2024-10-15;Norra skolan;risk_tillampning;2;", language=None
        )
        st.code("Enhet;Fråga;2023-10-15;2024-10-15\nNorra skolan;risk_tillampning;1;2", language=None)
    form = choose_form(store, "history", None)
    now = today(store)
    name = f"tidigare-svar-{form.settings.form_id}.xlsx"
    template("Hämta mall", lambda: answer_template(store, form, now), name, "history_template")
    workbook = _workbook()
    if workbook is None:
        return
    try:
        days = _days(store, workbook, form)
        if days is None:
            return
        grant = permission(Act.IMPORT)
        file = AnswerFile(workbook, form, create=True, close=True, days=days)
        preview = preview_answers(store, grant, file)
    except MognadError as error:
        _faults(error)
        return
    _preview(preview)
    if standing := [detail.name for detail in preview.details if not detail.made]:
        st.error(
            plain(
                f"{listing(standing)} finns redan. Här läses bara in år som saknas, så att inget som någon har svarat "
                "skrivs över. Ta bort de svaren ur filen."
            ),
            icon=":material/error:",
        )
        return
    if not preview.stored:
        st.info("Allt i filen finns redan.", icon=":material/info:")
        return
    label = f"Läs in {plural(preview.stored, 'svar', 'svar')}"
    if st.button(label, key="history_save", type="primary", icon=":material/upload:"):
        try:
            with st.spinner("Läser in …"):
                done = import_answers(store, grant, file)
        except MognadError as error:
            _faults(error)
        else:
            st.session_state[_DONE] = done
            st.session_state.pop(_READ, None)
            empty_box(_BOX)
            st.rerun()


def _workbook() -> Workbook | None:
    """The file in the box, parsed once."""
    uploaded = upload(_BOX)
    if uploaded is not None:
        st.session_state.pop(_DONE, None)
    workbook = read_once(uploaded, _READ, _parsed)
    if isinstance(workbook, MognadError):
        show_error(workbook)
        return None
    return workbook


def _parsed(uploaded: UploadedFile) -> Workbook | MognadError:
    """A file that can't be read is not tried again either."""
    try:
        with st.spinner("Läser filen …"):
            return read_bytes(uploaded.getvalue(), uploaded.name)
    except MognadError as error:
        return error


def _days(store: Store, workbook: Workbook, form: Questionnaire) -> dict[str, date] | None:
    """The days that the file does not say; None until they are chosen."""
    undated = undated_rounds(store, workbook, form.settings.form_id)
    if not undated:
        return {}
    st.markdown("**Vilken dag beskriver svaren?** Filen säger bara året.")
    days: dict[str, date] = {}
    for name in undated:
        if chosen := day_field(plain(name), None, f"history-day-{name}"):
            days[name] = chosen
    return days if len(days) == len(undated) else None


def _preview(preview: AnswerImport) -> None:
    st.subheader("Så sparas det", anchor=False)
    text_table(
        {
            "Mätning": [plain(detail.name) for detail in preview.details],
            "Läget per": [unbroken(day(detail.as_of)) for detail in preview.details],
            "Organisationsdelar": [str(detail.units) for detail in preview.details],
            "Nya svar": [str(detail.stored) for detail in preview.details],
            "": ["blir en avslutad mätning" if detail.made else "finns redan" for detail in preview.details],
        },
        alt="De mätningar som filen ger, med dag, antal organisationsdelar och antal nya svar",
    )
    if preview.units_created:
        names = ", ".join(preview.units_created[:10]) + (" …" if len(preview.units_created) > 10 else "")
        count = plural(len(preview.units_created), "organisationsdel", "organisationsdelar")
        st.warning(
            plain(
                f"{count} finns inte och läggs till under kommunen: {names}. Stämmer inte det, rätta namnen i filen."
            ),
            icon=":material/warning:",
        )
    if preview.advice:
        _list("Värt att titta på", preview.advice)


def _faults(error: MognadError) -> None:
    issues = [issue for issue in error.issues if isinstance(issue, Issue)]
    if not issues:
        show_error(error)
        return
    st.error(f"{plural(len(issues), 'fel', 'fel')} i filen. Inget är sparat.", icon=":material/error:")
    _list("Rätta i filen och läs in den igen", issues)


def _list(title: str, issues: list[Issue] | tuple[Issue, ...]) -> None:
    st.markdown(f"**{title}**")
    st.markdown("\n".join(f"- {plain(issue.message)}" for issue in issues[:_MOST_FAULTS]))
    if len(issues) > _MOST_FAULTS:
        st.caption(f"Och {len(issues) - _MOST_FAULTS} till.")


def _receipt() -> None:
    done: AnswerImport | None = st.session_state.get(_DONE)
    if done is not None:
        made = ", ".join(detail.name for detail in done.details)
        st.success(plain(f"{plural(done.stored, 'svar', 'svar')} är inlästa: {made}."), icon=":material/check_circle:")
