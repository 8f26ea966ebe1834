"""What the file is, which day it shows, and which table of it is read."""

from datetime import date
from functools import partial

import streamlit as st

from base.formats import number, plural
from data.ledger.store import Store
from data.registers import all_registers
from data.registers.finding.file_names import day_in_name
from data.registers.reading.result import Reading
from files.grid import Sheet, Workbook
from pages.frame.addressed import controlled
from pages.frame.faults import show_error
from pages.frame.fields import day_field
from pages.frame.session import today
from pages.frame.tables import text_table
from pages.frame.texts import cut, plain
from pages.importing.draft import Draft, newest_date, read
from pages.importing.periods import choose_periods, period_days, settle_periods
from pages.importing.source import settle_source

_TOP_ROWS = 25
_TOP_COLUMNS = 12
_LONGEST = 40
_MOST_IGNORED = 200


def what_and_when(store: Store, draft: Draft) -> list[date]:
    """The register, and the day that the file or each of its periods shows. None until told: a day is never guessed."""
    st.header("Vad är det för fil?", anchor=False)
    day_now = today(store)
    left, right = st.columns(2)
    with left:
        _register(draft)
    if draft.answers.register is not None:
        settle_periods(store, draft)
        settle_source(store, draft)
    if draft.takes_all:
        choose_periods(draft)
        return period_days(draft, day_now) or []
    with right:
        key = f"import-as-of-{draft.file.digest[:12]}"
        named = day_in_name(draft.file.name, day_now)
        if key not in st.session_state and named is not None:
            st.session_state[key] = named
        chosen = day_field("Läget per", None, key, max_value=day_now)
    if draft.answers.register is None:
        st.markdown("Filen liknar inget register vi känner till. Välj ett, om den ändå hör till något av dem.")
        return []
    choose_periods(draft)
    if chosen is not None and chosen == named:
        st.caption("Datumet står i filens namn.")
    if chosen is None:
        reading = read(store, draft)
        hint = newest_date(reading, day_now) if reading else None
        newest = f" Det nyaste datumet i filen är {hint}." if hint else ""
        st.caption(
            f"Vilken dag visar filen? Oftast den då den exporterades. Den styr vilket år uppgifterna hör till.{newest}"
        )
    if chosen is not None and chosen > day_now:
        st.warning("Datumet ligger i framtiden. Välj dagen då uppgifterna gällde.", icon=":material/event:")
        return []
    return [] if chosen is None else [chosen]


def _register(draft: Draft) -> None:
    registers = all_registers()
    controlled(
        st.selectbox,
        "Register",
        f"import-register-{draft.file.digest[:12]}",
        draft.answers.register,
        partial(_choose_register, draft),
        options=list(registers),
        format_func=lambda name: registers[name].label,
        placeholder="Välj register",
    )


def found_table(draft: Draft, reading: Reading | None) -> None:
    """Which sheet and header row were found, how many rows, what is left out; all of it can be corrected."""
    workbook = draft.workbook
    if workbook is None:
        return
    if draft.outcome.read.fault is not None:
        show_error(draft.outcome.read.fault)
    if reading is not None:
        in_sheet = workbook.kind != "csv" and reading.sheet
        where = f"Bladet ”{plain(reading.sheet)}”, rubriker" if in_sheet else "Rubriker"
        rows = plural(reading.rows + reading.left_out, "rad", "rader")
        outside = f" {number(reading.left_out)} lämnas utanför urvalet." if reading.left_out else ""
        newest = ""
        if draft.file.periods and draft.takes_all:
            newest = f"Den nyaste perioden, {plain(draft.file.periods[-1].label)}: "
        st.markdown(f"{newest}**{rows} hittades.**{outside} {where} på rad {reading.header_row}.")
        shape_change(draft)
        if reading.ignored:
            count = plural(len(reading.ignored), "rad läses inte", "rader läses inte")
            with st.expander(count, type="compact"):
                text_table(
                    {
                        "Rad": [str(row.row) for row in reading.ignored[:_MOST_IGNORED]],
                        "Står på raden": [plain(cut(row.text, _LONGEST)) for row in reading.ignored[:_MOST_IGNORED]],
                        "Varför": [plain(row.reason) for row in reading.ignored[:_MOST_IGNORED]],
                    },
                    alt="Rader som inte läses, med vad som står där och skäl",
                )
                if len(reading.ignored) > _MOST_IGNORED:
                    st.caption(f"De {_MOST_IGNORED} första av {number(len(reading.ignored))}.")
    _other_table(draft, workbook, reading)


def shape_change(draft: Draft) -> None:
    """What differs from the source's last file."""
    changes = draft.outcome.read.changes
    if not changes:
        return
    if changes.is_other_shape:
        st.info("Filen har andra kolumner än den förra. Valen från då används inte här.", icon=":material/difference:")
        return
    sentences = []
    for headers, words in ((changes.came, "Ny kolumn"), (changes.gone, "Borta")):
        if headers:
            plural_words = words.replace("Ny kolumn", "Nya kolumner") if len(headers) > 1 else words
            sentences.append(f"{plural_words}: {', '.join(plain(header) for header in headers)}.")
    st.info(f"Filen ser inte riktigt ut som förra gången. {' '.join(sentences)}", icon=":material/difference:")


def _other_table(draft: Draft, workbook: Workbook, reading: Reading | None) -> None:
    """Sheet and header row, with the sheet's top rows to find them by."""
    with st.expander("Fel blad eller rubrikrad?", type="compact", expanded=reading is None):
        left, right = st.columns(2)
        sheet = _chosen_sheet(draft, workbook, reading)
        if len(workbook.sheets) > 1:
            names = [each.name for each in workbook.sheets]
            choose = partial(_choose_sheet, draft)
            controlled(left.selectbox, "Blad", draft.key("sheet"), sheet.name, choose, options=names)
        controlled(
            (right if len(workbook.sheets) > 1 else left).number_input,
            "Rubrikerna står på rad",
            draft.key("header"),
            reading.header_row if reading else draft.answers.corrections.get("header_row"),
            partial(_choose_header, draft, sheet),
            min_value=1,
            max_value=max(sheet.n_rows, 1),
            step=1,
        )
        st.caption("Bladets första rader, som de står i filen:")
        rows = sheet.rows(0, min(_TOP_ROWS, sheet.n_rows))
        width = min(_TOP_COLUMNS, sheet.n_columns)
        text_table(
            {
                "Rad": [str(sheet.row_number(index)) for index in range(len(rows))],
                **{
                    f"{column + 1}": [plain(cut(row[column].text, _LONGEST)) for row in rows] for column in range(width)
                },
            },
            height=320,
            alt="Bladets första rader",
        )


def _chosen_sheet(draft: Draft, workbook: Workbook, reading: Reading | None) -> Sheet:
    wanted = (reading.sheet or "") if reading else draft.answers.corrections.get("sheet")
    return next((sheet for sheet in workbook.sheets if sheet.name == wanted), workbook.sheets[0])


def _choose_register(draft: Draft, register: str | None) -> None:
    draft.file.periods = None
    draft.answers.another_register(register)


def _choose_sheet(draft: Draft, name: str) -> None:
    draft.answers.other_headers()
    draft.answers.another_table()
    draft.answers.replace("sheet", name)


def _choose_header(draft: Draft, sheet: Sheet, row: int | None) -> None:
    draft.answers.other_headers()
    if sheet.name:
        draft.answers.replace("sheet", sheet.name)
    if row:
        draft.answers.replace("header_row", int(row))
