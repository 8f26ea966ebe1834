"""The receipt on screen: the counts, what is asked about, each conflict's choice, every sheet, and who is missing."""

from collections.abc import Callable, Sequence

import streamlit as st

from base.formats import day_and_time, first_capital, plural
from data.ledger.store import Store
from data.measuring.rounds import Round
from data.measuring.sheets.history import AnswerContent, Key
from data.measuring.sheets.receipt import Conflict, ConflictChoice, Missing, Receipt, SheetResult, SheetStanding
from data.measuring.sheets.receipt_file import addresses, names, standing_word
from data.measuring.sheets.words import NO_MANAGER, word_of
from pages.frame.forms import questionnaire_of
from pages.frame.tables import text_table, wide_table
from pages.frame.texts import plain
from questionnaires.answer_words import NO_ANSWER_LABEL
from questionnaires.model import Questionnaire

_SHOWN_CONFLICTS = 40


def counts(receipt: Receipt) -> None:
    """*52 godkända · 5 med frågor · 3 saknas*, and how many more there were."""
    parts = [
        plural(len(receipt.approved), "godkänd", "godkända"),
        f"{receipt.with_questions} med frågor",
        f"{len(receipt.missing)} saknas",
    ]
    st.subheader(" · ".join(parts), anchor=False)
    more = []
    if unchanged := len(receipt.of(SheetStanding.UNCHANGED)):
        more.append(f"{plural(unchanged, 'blad är oförändrat', 'blad är oförändrade')}, där sparas inget")
    if already := len(receipt.of(SheetStanding.ALREADY)):
        more.append(f"{plural(already, 'blad är redan mottaget', 'blad är redan mottagna')}")
    if faults := len({fault.file for fault in receipt.faults}):
        more.append(f"{plural(faults, 'fil går', 'filer går')} inte att läsa som svarsblad")
    more += [f"{plain(note.file)}: {plain(note.message)}" for note in receipt.notes]
    for line in more:
        st.caption(line)


def standing_notes(receipt: Receipt) -> None:
    """What is told of approved sheets but asks nothing of anybody."""
    noted = [(result.unit_name, note) for result in receipt.approved for note in result.notes]
    if noted:
        with st.expander(f"Att känna till ({len(noted)})", type="compact"):
            st.markdown("\n".join(f"- {plain(unit)}: {plain(note)}" for unit, note in noted))


def conflicts(store: Store, measurement: Round, receipt: Receipt, key_of: Callable[[Key], str]) -> None:
    """Both answers of each conflict, and the choice between them. Nothing is chosen beforehand."""
    if not receipt.conflicts:
        return
    form = questionnaire_of(store, measurement)
    unit_names = {result.unit: result.unit_name for result in receipt.results}
    st.markdown("**Svarat på två ställen**")
    st.caption("Frågan har fått ett nytt svar i appen sedan bladet gjordes. Enheten sparas när du har valt.")
    for conflict in receipt.conflicts[:_SHOWN_CONFLICTS]:
        _conflict(form, conflict, unit_names[conflict.unit], key_of(conflict.key))
    if len(receipt.conflicts) > _SHOWN_CONFLICTS:
        st.caption(f"Visar {_SHOWN_CONFLICTS} av {len(receipt.conflicts)}. Spara de här först, så kommer resten.")


def _conflict(form: Questionnaire, conflict: Conflict, unit: str, key: str) -> None:
    app, sheet = conflict.app, conflict.sheet
    returned = AnswerContent(sheet.state, sheet.alternative, sheet.comment, sheet.evidence)
    both = {
        ConflictChoice.APP: f"I appen {day_and_time(app.recorded_at)}: {_words(form, conflict, app.content)}",
        ConflictChoice.SHEET: f"I bladet: {_words(form, conflict, returned)}",
    }
    with st.container(border=True):
        st.radio(
            f"{plain(unit)}: {plain(form.question(conflict.question).label)}",
            [choice.value for choice in ConflictChoice],
            index=None,
            key=key,
            format_func=lambda value: plain(both[ConflictChoice(value)]),
        )


def _words(form: Questionnaire, conflict: Conflict, content: AnswerContent) -> str:
    word = word_of(form, form.question(conflict.question), (content.state, content.alternative)) or NO_ANSWER_LABEL
    evidence = f"Underlag: {content.evidence}" if content.evidence else ""
    return ". ".join(text for text in (word, content.comment, evidence) if text)


def problems(receipt: Receipt) -> None:
    """Everything that somebody must put right, by unit, row and column; conflicts stand by themselves."""
    issues = [
        (result, issue) for result in receipt.results for issue in result.issues if issue.code != "answer_conflict"
    ]
    rows = [(result.unit_name, _person(result), issue) for result, issue in issues]
    rows += [("", "", fault) for fault in receipt.faults]
    messages = [first_capital(issue.message.removeprefix(f"Rad {issue.row}: ")) for _, _, issue in rows]
    if not rows:
        return
    st.markdown(f"**{plural(len(rows), 'sak att rätta', 'saker att rätta')}**")
    wide_table(
        "svarsblad-fragor",
        {
            "Enhet": [plain(unit) or "–" for unit, _, _ in rows],
            "Rad": [str(issue.row or "–") for _, _, issue in rows],
            "Kolumn": [plain(issue.column) or "–" for _, _, issue in rows],
            "Att rätta": [plain(message) for message in messages],
            "Ansvarig": [plain(person) or "–" for _, person, _ in rows],
            "Flik": [plain(issue.sheet) or "–" for _, _, issue in rows],
            "Fil": [plain(issue.file) for _, _, issue in rows],
        },
        alt="Det som behöver rättas, enhet för enhet",
    )


def sheet_table(receipt: Receipt) -> None:
    """Every sheet with what becomes of it, folded."""
    if not receipt.results:
        return
    with st.expander(f"Alla blad ({len(receipt.results)})", type="compact"):
        wide_table(
            "svarsblad-alla",
            {
                "Enhet": [plain(result.unit_name) for result in receipt.results],
                "Ansvarig": [plain(_person(result)) for result in receipt.results],
                "Läge": [standing_word(result.standing) for result in receipt.results],
                "Besvarade": [f"{result.answered} av {result.asked}" for result in receipt.results],
                "Lämnas in": ["ja" if result.submits else "–" for result in receipt.results],
                "Fil": [plain(result.file) for result in receipt.results],
            },
            alt="Alla blad som kom tillbaka",
        )


def missing_table(missing: Sequence[Missing], *, folded: bool) -> None:
    """The units that have neither sent a sheet nor submitted in the app."""
    if not missing:
        st.markdown("Alla har skickat svarsblad eller lämnat in i appen.")
        return
    title = f"{plural(len(missing), 'enhet', 'enheter')} saknas"
    with st.expander(title, type="compact", expanded=not folded):
        text_table(
            {
                "Enhet": [plain(each.unit_name) for each in missing],
                "Ansvarig": [plain(names(each.managers)) for each in missing],
                "E-post": [plain(addresses(each.managers)) or "–" for each in missing],
                "Svar i appen": [str(each.answered) for each in missing],
            },
            alt="Enheter som varken har skickat svarsblad eller lämnat in",
        )


def _person(result: SheetResult) -> str:
    return result.person.name if result.person else NO_MANAGER
