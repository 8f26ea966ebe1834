"""A read questionnaire before it is published: what it is, what it changes, how it looks; then the publishing."""

from dataclasses import dataclass

import streamlit as st

from base.actors import Act
from base.errors import MognadError, Problem
from base.formats import listing, plural
from data.ledger.store import Store
from data.measuring.questionnaire_files import Published, publish_questionnaire_file
from data.measuring.questionnaire_uploads import Review, review
from pages.form_editing.cards import form_cards
from pages.form_editing.catalogue import FORM, VERSION
from pages.form_editing.draft import FormDraft, forget
from pages.form_editing.questionnaire import change_list, counting, heading
from pages.form_editing.role import choose_role, keep_role
from pages.frame.faults import show_error
from pages.frame.guard import permission
from pages.frame.session import link
from pages.frame.texts import plain
from questionnaires.model import Questionnaire

_RECEIPT = "form_receipt"
_MOST_LABELS = 5


@dataclass(frozen=True)
class _Receipt:
    """What was published, kept for the page that is drawn next."""

    title: str
    result: Published


def before_publishing(store: Store, draft: FormDraft, form: Questionnaire) -> None:
    """Everything to look at, and *Publicera version N* last; what can't be published says what to do instead."""
    heading(form)
    try:
        reviewed = review(store, form)
    except MognadError as error:
        _refused(error)
        return
    _what_it_changes(form, reviewed)
    _kept_and_left(draft)
    counting(form, draft.key("counting"))
    st.subheader("Så ser det ut för den som svarar", anchor=False)
    form_cards(form, draft.key("cards"))
    if not reviewed.known:
        _publish(store, draft, form)


def receipt() -> bool:
    """What was published last in this session, until it is closed; whether there is such a thing.

    It stands alone: whoever pressed the button at the end of a long page would not see it at the top of another.
    """
    made: _Receipt | None = st.session_state.get(_RECEIPT)
    if made is None:
        return False
    result = made.result
    with st.container(border=True, key="kvitto"):
        st.markdown(
            f":material/check_circle: **Publicerat.** {plain(made.title)}, version {result.version}. "
            "Versionen är låst och kan användas i en mätning."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            to = {FORM: result.form_id, VERSION: str(result.version)}
            link("formular.py", "Se formuläret", icon=":material/visibility:", to=to)
            link("matningar.py", "Till mätningarna", icon=":material/checklist:")
            st.button("Alla frågeformulär", key="form_close", type="tertiary", on_click=close_receipt)
    return True


def close_receipt() -> None:
    """Take the receipt away: it is closed, or the form is looked at."""
    st.session_state.pop(_RECEIPT, None)


def _what_it_changes(form: Questionnaire, reviewed: Review) -> None:
    number = form.settings.version
    if reviewed.known:
        st.success(f"Version {number} finns redan med samma innehåll. Det finns inget att publicera.")
        link("formular.py", "Se formuläret", to={FORM: form.settings.form_id, VERSION: str(number)})
        return
    if reviewed.template_name:
        st.warning(
            f"Formuläret har mallens fasta namn, {plain(form.settings.form_id)}. Byt form\\_id i bladet settings till "
            "ett eget innan du publicerar: namnet går inte att ändra sedan.",
            icon=":material/badge:",
        )
    if reviewed.of_shipped:
        st.warning(
            "Formuläret följer med programmet, och en kommande version därifrån kan få samma nummer. Ge hellre ditt "
            "eget formulär ett eget form\\_id i bladet settings.",
            icon=":material/info:",
        )
    if reviewed.unknown_attributes:
        wanted = listing([f"”{name}”" for name in reviewed.unknown_attributes])
        st.warning(
            plain(
                f"Villkoren frågar efter {wanted}, men ingen organisationsdel har den egenskapen. Se efter att den är "
                "rätt stavad, eller lägg in den på organisationsdelarna innan mätningen öppnas."
            ),
            icon=":material/rule:",
        )
    if reviewed.previous is None or reviewed.goes_on is None:
        st.markdown("Det här är ett nytt formulär: ingen tidigare version finns.")
        return
    before = reviewed.previous.settings.version
    goes_on = reviewed.goes_on
    lines = [f"**{_questions(len(goes_on.goes_on))}** går att jämföra med version {before}."]
    for names, of, verb in ((goes_on.ends, reviewed.previous, "bryts"), (goes_on.begins, form, "börjar")):
        if names:
            lines.append(f"**{plural(len(names), 'serie', 'serier')} {verb}:** {_labels(of, names)}.")
    st.subheader(f"Ändrat sedan version {before}", anchor=False)
    st.markdown("  \n".join(lines))
    count = plural(len(reviewed.changes), "ändring", "ändringar")
    with st.expander(f"Se {count}", icon=":material/difference:", type="compact", key=f"changes-{number}"):
        change_list(reviewed.previous, form)


def _questions(count: int) -> str:
    return plural(count, "fråga", "frågor") if count else "Ingen fråga"


def _labels(form: Questionnaire, names: tuple[str, ...]) -> str:
    shown = ", ".join(f"”{plain(form.question(name).label)}”" for name in names[:_MOST_LABELS])
    return shown if len(names) <= _MOST_LABELS else f"{shown} och {len(names) - _MOST_LABELS} till"


def _kept_and_left(draft: FormDraft) -> None:
    read = draft.upload
    if read is None or draft.pointed:
        return
    if read.noted:
        st.caption(f"Kolumner som sparas som anteckningar: {', '.join(plain(name) for name in read.noted)}.")
    if read.ignored:
        st.caption(f"Blad som inte läses: {', '.join(plain(name) for name in read.ignored)}.")


def _refused(error: MognadError) -> None:
    show_error(error)
    problems = [issue for issue in error.issues if isinstance(issue, Problem)]
    if problems:
        st.markdown("\n".join(f"- {plain(problem.message)}" for problem in problems))
    st.caption(f"Inget är sparat. Felkod: {plain(error.code)}")


def _publish(store: Store, draft: FormDraft, form: Questionnaire) -> None:
    number = form.settings.version
    role = choose_role(store, form, draft.key("role"))
    st.markdown("När du publicerar låses versionen. Mätningar som redan har startat behåller sin version.")
    if st.button(f"Publicera version {number}", key="form_publish", type="primary", icon=":material/publish:"):
        try:
            result = publish_questionnaire_file(store, permission(Act.PUBLISH), form)
            keep_role(store, result.form_id, role)
        except MognadError as error:
            draft.refused = error
        else:
            st.session_state[_RECEIPT] = _Receipt(form.settings.form_title, result)
            forget()
            st.rerun()
    if draft.refused is not None:
        show_error(draft.refused)
