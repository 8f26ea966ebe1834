"""*Utskick*: the list of those who are waited for, and a ready message to each manager; nothing is sent from here."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from base.actors import Act
from base.formats import NO_VALUE, day_and_time, plural
from data.ledger.store import Store
from data.measuring.planning import note_reminder
from data.measuring.rounds import Round
from files.writer import SheetOut, Value, xlsx_bytes
from metrics.measuring.rounds.mailing import Letter, Mailing, Recipient, mailing, message
from metrics.measuring.rounds.progress import Progress, UnitProgress
from metrics.measuring.rounds.words import standing_words
from pages.frame.choosing import ROUND
from pages.frame.fields import pick
from pages.frame.forms import questionnaire_of
from pages.frame.guard import permission
from pages.frame.navigation import page_exists
from pages.frame.session import address, link, root_address, today
from pages.frame.small_files import download
from pages.frame.tables import wide_table
from pages.frame.texts import plain
from pages.measuring.acts import act_button, show_act_fault
from pages.measuring.asked_units import tell_without_manager

_QUESTIONS = "mina_fragor"
_INVITATION, _REMINDER = "Inbjudan till alla", "Påminnelse"
_ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")
_LIST = ("Organisationsdel", "Del", "Ansvarig", "E-post", "Ersättare", "Läge", "Besvarade", "Frågor")
_SEND_LIST = (
    "Namn", "E-post", "Organisationsdelar", "Frågor", "Kvar", "Minuter", "Sista dag", "Länk", "Ämne", "Meddelande",
)  # fmt: skip


def sending(store: Store, measurement: Round, standing: Progress) -> None:
    """Whom to write to and what, to copy one by one or to fetch as a file; and that reminders were sent."""
    kind = st.segmented_control(
        "Vad ska skickas?",
        [_INVITATION, _REMINDER],
        default=_REMINDER if not standing.untouched or measurement.reminded_at else _INVITATION,
        required=True,
        key="mail_kind",
    )
    reminder = kind == _REMINDER
    about = standing.waiting if reminder else standing.units
    if not about:
        done = "lämnat in" if all(unit.submitted for unit in standing.units) else "svarat"
        st.markdown(f"Alla har {done}. Det finns ingen att påminna.")
        return
    form = questionnaire_of(store, measurement)
    mails = mailing(store, measurement, form, about, today(store))
    tell_without_manager(store, [unit.unit for unit in about], today(store))
    _tell_where(measurement)
    letter = Letter(measurement, form.settings.form_title, today(store), reminder)
    texts = [(to, letter.subject, message(letter, to, _link(measurement, to))) for to in mails.recipients]
    if texts:
        _messages(measurement, texts)
    if reminder:
        _sent(measurement, len(texts))
        _waiting(measurement, standing, about, mails)


def _messages(measurement: Round, texts: Sequence[tuple[Recipient, str, str]]) -> None:
    st.markdown(f"**{plural(len(texts), 'mottagare', 'mottagare')}.** Texten är klar att klistra in i ett brev.")
    by_person = {to.person.person: (to, head, body) for to, head, body in texts}
    chosen = pick("Mottagare", {person: _name(to) for person, (to, _, _) in by_person.items()}, "mail_to")
    to, head, body = by_person.get(chosen or "", texts[0])
    st.caption("Till")
    st.code(to.person.contact or "E-post saknas", language=None)
    st.caption("Ämne")
    st.code(head, language=None)
    st.caption("Meddelande")
    st.code(body, language=None, wrap_lines=True)
    rows = [_send_row(measurement, *each) for each in texts]
    sheet = SheetOut("Sändlista", _SEND_LIST, rows)
    made, name = partial(xlsx_bytes, [sheet]), f"sandlista-{measurement.round}.xlsx"
    download("Hämta alla som sändlista (.xlsx)", made, name, "mail_list")


def _sent(measurement: Round, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ":material/mark_email_read:"
        note = partial(_note_reminder, measurement.round, count)
        act_button("Påminnelse skickad", "mail_sent", "sent", note, type="primary", icon=icon, disabled=not count)
        when = day_and_time(measurement.reminded_at) if measurement.reminded_at else None
        st.markdown(f"Senaste påminnelsen noterades {when}." if when else "Ingen påminnelse är noterad än.")
    show_act_fault("sent")


def _note_reminder(round_id: str, count: int, store: Store) -> None:
    note_reminder(store, permission(Act.PLAN), round_id, count)


def _waiting(measurement: Round, standing: Progress, about: Sequence[UnitProgress], mails: Mailing) -> None:
    names = {branch.branch: branch.name for branch in standing.branches}
    rows = [_waiting_row(unit, names.get(unit.branch, ""), mails) for unit in about]
    with st.expander(f"Påminnelselistan ({len(rows)})", key="mail-waiting", icon=":material/list:"):
        wide_table(
            "mail-waiting-table",
            {header: [plain(str(row[place])) or NO_VALUE for row in rows] for place, header in enumerate(_LIST[:6])},
            "De som inte är klara, med ansvarig, e-post, ersättare och hur långt de har kommit",
        )
        st.caption("För att kopiera")
        st.code("\n".join("\t".join(str(value) for value in row[:6]) for row in rows), language=None, height=160)
        sheet = SheetOut("Påminnelser", _LIST, rows)
        made, name = partial(xlsx_bytes, [sheet]), f"paminnelser-{measurement.round}.xlsx"
        download("Hämta påminnelselistan (.xlsx)", made, name, "mail_waiting_list")


def _waiting_row(unit: UnitProgress, branch: str, mails: Mailing) -> list[Value]:
    answering = mails.answering.get(unit.unit)
    managers, deputies = (answering.managers, answering.deputies) if answering else ((), ())
    return [
        unit.name,
        branch,
        ", ".join(person.name for person in managers) or "utan ansvarig",
        ", ".join(person.contact for person in managers if person.contact),
        ", ".join(person.name for person in deputies),
        standing_words(unit),
        unit.given,
        unit.expected,
    ]


def _send_row(measurement: Round, to: Recipient, head: str, body: str) -> list[Value]:
    return [
        to.person.name,
        to.person.contact,
        ", ".join(unit.name for unit in to.units),
        to.expected,
        to.left,
        to.minutes,
        measurement.last_day,
        _link(measurement, to),
        head,
        body,
    ]


def _tell_where(measurement: Round) -> None:
    """Say where the link leads, where it does not lead far enough."""
    if not page_exists(f"{_QUESTIONS}.py"):
        return
    host = root_address("matning")
    if host and any(f"//{name}" in host for name in _ONLY_HERE):
        st.info(
            "Länken leder till den här datorn och fungerar bara på den. Den som inte kan öppna programmet svarar i ett "
            "svarsblad i Excel.",
            icon=":material/info:",
        )
        if page_exists("svarsblad.py"):
            link("svarsblad.py", "Svarsblad i Excel", icon=":material/table_view:", to={ROUND: measurement.round})


def _link(measurement: Round, to: Recipient) -> str | None:
    """The address of a manager's questions, as the browser reaches the program; None where that is not known."""
    host = root_address("matning")
    if host is None or not page_exists(f"{_QUESTIONS}.py"):
        return None
    return f"{host}/{_QUESTIONS}?{urlencode(address({'person': to.person.person, ROUND: measurement.round}))}"


def _name(to: Recipient) -> str:
    return f"{to.person.name} ({plural(len(to.units), 'organisationsdel', 'organisationsdelar')})"
