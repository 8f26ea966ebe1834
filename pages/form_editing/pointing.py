"""A workbook that is not ours, read by pointing: which sheet, what its columns hold, what the form is called."""

from dataclasses import replace

import streamlit as st

from base.formats import column_letter, plural
from data.ledger.store import Store
from data.measuring.questionnaire_files import known_versions
from pages.form_editing.catalogue import RESPONDENTS
from pages.form_editing.draft import FormDraft
from pages.frame.fields import pick
from pages.frame.tables import text_table
from pages.frame.texts import plain
from questionnaires.excel.sheets import Grid, GridRow
from questionnaires.pointing.form import Pointed, Pointing, point, slug
from questionnaires.pointing.hints import (
    ALTERNATIVES,
    alternatives_of,
    columns_of,
    has_gaps,
    suggest_columns,
    suggest_header_row,
    suggest_sheet,
)

_ROLES = {
    "question": "Frågan",
    "area": "Område",
    "level": "Nivå",
    "number": "Nummer",
    "hint": "Vägledning",
    "criteria": "Räknas som ja om",
    "references": "Hänvisning",
    ALTERNATIVES: "Svarsalternativ",
}
_TOP_ROWS = 25
_MOST_SKIPPED = 30
_LONGEST = 60


def pointing(store: Store, draft: FormDraft, grids: tuple[Grid, ...]) -> Pointed | None:
    """Ask for what is needed; None until there is enough to read by."""
    st.header("Peka ut frågorna", anchor=False)
    st.markdown("Filen är inte vårt formulär. Visa var frågorna står, så gör vi ett formulär av dem.")
    grid = _sheet(draft, grids)
    header_row = _header_row(draft, grid)
    roles = _columns(draft, grid, header_row)
    columns = columns_of(roles)
    if columns is None:
        st.info("Välj vilken kolumn som har frågorna.", icon=":material/touch_app:")
        return None
    fill_down = False
    if has_gaps(grid, header_row, columns):
        fill_down = st.toggle(
            "En tom ruta under område eller nivå betyder samma som ovanför",
            value=True,
            key=draft.key(grid.name, header_row, "fill"),
        )
    listed = "" if columns.alternatives else _alternatives(draft)
    read_so = Pointing("", "", header_row, columns, alternatives_of(listed), fill_down=fill_down)
    pointed_out = _named(store, draft, read_so)
    if not pointed_out.form_title or not (columns.alternatives or pointed_out.alternatives):
        st.info("Fyll i svarsalternativ och namn, så visas formuläret här.", icon=":material/touch_app:")
        return None
    pointed = point(grid, pointed_out, draft.name)
    _skipped(grid, header_row, pointed)
    return pointed


def _sheet(draft: FormDraft, grids: tuple[Grid, ...]) -> Grid:
    by_name = {grid.name: grid for grid in grids}
    first = suggest_sheet(grids) or grids[0].name
    if len(grids) == 1:
        return grids[0]
    names = list(by_name)
    picked = st.selectbox("Blad med frågorna", names, index=names.index(first), key=draft.key("sheet"))
    return by_name.get(picked, by_name[first])


def _header_row(draft: FormDraft, grid: Grid) -> int:
    last = max((row.number for row in grid.rows), default=1)
    number = st.number_input(
        "Rubrikerna står på rad",
        min_value=1,
        max_value=last,
        value=min(suggest_header_row(grid), last),
        step=1,
        key=draft.key(grid.name, "header"),
    )
    with st.expander("Bladets första rader, som de står i filen", type="compact"):
        rows = list(grid.filled())[:_TOP_ROWS]
        width = max((len(row.texts) for row in rows), default=0)
        text_table(
            {
                "Rad": [str(row.number) for row in rows],
                **{column_letter(place): [plain(row.text(place)[:_LONGEST]) for row in rows] for place in range(width)},
            },
            height=320,
            alt="Bladets första rader",
        )
    return int(number or 1)


def _columns(draft: FormDraft, grid: Grid, header_row: int) -> dict[int, str]:
    """A row per column, as when a register is imported; those that nothing is suggested for are folded."""
    st.subheader("Kolumner", anchor=False)
    header = next((row for row in grid.rows if row.number == header_row), GridRow(header_row, ()))
    body = [row for row in grid.filled() if row.number > header_row]
    width = max((len(row.texts) for row in (header, *body)), default=0)
    used = [place for place in range(width) if any(row.text(place).strip() for row in (header, *body))]
    suggested = suggest_columns(grid, header_row)
    keys = {place: draft.key(grid.name, header_row, "role", place) for place in used}
    for place, key in keys.items():
        st.session_state.setdefault(key, suggested.get(place, ""))
    # Where a row stands is decided by what was suggested, so that none jumps away under the hand that corrects it.
    shown = [place for place in used if place in suggested] or used
    for place in shown:
        _column(header, body, place, keys)
    rest = [place for place in used if place not in shown]
    if rest:
        with st.expander(
            plural(len(rest), "kolumn till", "kolumner till"), key=draft.key(grid.name, header_row, "rest")
        ):
            for place in rest:
                _column(header, body, place, keys)
    return {place: role for place, key in keys.items() if (role := st.session_state[key])}


def _column(header: GridRow, body: list[GridRow], place: int, keys: dict[int, str]) -> None:
    left, right = st.columns([5, 4], vertical_alignment="center")
    name = header.text(place).strip() or f"Kolumn {column_letter(place)}"
    examples = list(dict.fromkeys(row.text(place).strip()[:_LONGEST] for row in body if row.text(place).strip()))[:2]
    left.markdown(f"**{plain(name)}**  \n{' · '.join(plain(example) for example in examples) or '*tom*'}")
    right.selectbox(
        f"Vad {plain(name)} innehåller",
        ["", *_ROLES],
        key=keys[place],
        format_func=lambda role: _ROLES.get(role, "Används inte"),
        label_visibility="collapsed",
        on_change=_only_one,
        args=(keys, place),
    )


def _only_one(keys: dict[int, str], place: int) -> None:
    """A role is one column's, but for the alternatives: the other lets go of it."""
    role = st.session_state[keys[place]]
    for other, key in keys.items():
        if other != place and role != ALTERNATIVES and st.session_state.get(key) == role:
            st.session_state[key] = ""


def _alternatives(draft: FormDraft) -> str:
    written = st.text_area(
        "Svarsalternativ, lägst först, ett på varje rad",
        key=draft.key("alternatives"),
        height=120,
        placeholder="Nej\nDelvis\nJa",
    )
    st.caption("De räknas 0, 1, 2 … i den ordning de står. Skriv ”Ja = 10” för att ge ett alternativ ett eget värde.")
    return written


def _named(store: Store, draft: FormDraft, read_so: Pointing) -> Pointing:
    """With what only a person can tell of the form."""
    st.subheader("Om formuläret", anchor=False)
    title_key, id_key = draft.key("title"), draft.key("id")
    left, right = st.columns(2)
    title = left.text_input(
        "Namn", key=title_key, max_chars=100, on_change=_follow_title, args=(title_key, id_key), placeholder="Krävs"
    )
    form_id = right.text_input("Fast namn (a–z, 0–9 och _)", key=id_key, max_chars=60)
    issuer = left.text_input("Vem som står bakom formuläret", key=draft.key("issuer"), max_chars=100)
    edition = right.text_input("Utgåva", key=draft.key("edition"), max_chars=60)
    who = {name: words.capitalize() for name, words in RESPONDENTS.items()}
    picked = pick("Den som svarar", who, draft.key("who"), left.selectbox)
    versions = known_versions(store, form_id) if form_id else []
    newest = versions[-1].settings.version if versions else 0
    version = right.number_input(
        "Version", min_value=1, max_value=999_999, value=newest + 1, step=1, key=draft.key("version", form_id, newest)
    )
    if versions:
        st.caption(f"Blir en ny version av {plain(versions[-1].settings.form_title)}. Den senaste är version {newest}.")
    else:
        st.caption("Använd samma fasta namn nästa gång, så blir filen en ny version av samma formulär.")
    return replace(
        read_so,
        form_title=(title or "").strip(),
        form_id=(form_id or "").strip(),
        issuer=issuer or "",
        edition=edition or "",
        version=int(version or 1),
        respondent=picked or "organisation",
    )


def _follow_title(title_key: str, id_key: str) -> None:
    """The name makes the fixed name, until somebody has written one of her own."""
    made = st.session_state.get(f"{id_key}-made", "")
    if st.session_state.get(id_key, "") == made:
        title = st.session_state[title_key] or ""
        st.session_state[id_key] = st.session_state[f"{id_key}-made"] = slug(title) if title.strip() else ""


def _skipped(grid: Grid, header_row: int, pointed: Pointed) -> None:
    """The rows that no question was made of, and why."""
    above = [row for row in grid.filled() if row.number < header_row]
    below = [row for row in grid.filled() if row.number in pointed.skipped]
    if not (above or below):
        return
    skipped = [(row, "ovanför rubrikerna") for row in above] + [(row, "ingen fråga i kolumnen") for row in below]
    with st.expander(plural(len(skipped), "rad läses inte", "rader läses inte"), type="compact"):
        text_table(
            {
                "Rad": [str(row.number) for row, _ in skipped[:_MOST_SKIPPED]],
                "Där står": [plain(_texts(row)) for row, _ in skipped[:_MOST_SKIPPED]],
                "Varför": [why for _, why in skipped[:_MOST_SKIPPED]],
            },
            alt="Rader som inte läses, med skäl",
        )
        if len(skipped) > _MOST_SKIPPED:
            st.caption(f"Och {plural(len(skipped) - _MOST_SKIPPED, 'rad till', 'rader till')}.")


def _texts(row: GridRow) -> str:
    return " · ".join(dict.fromkeys(text.strip() for text in row.texts if text.strip()))[: _LONGEST * 2]
