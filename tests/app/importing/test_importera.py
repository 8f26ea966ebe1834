"""Importera through the router: from a file to a stored snapshot, what is asked on the way, and how faults are told."""

import io
import os
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.imported.imports import last_mapping, read_file
from data.imported.sources import sources
from data.organisation.units import units
from data.registers import all_registers
from data.registers.definitions.template import template_file
from files.workbook import read_bytes
from pages.frame.texts import plain
from pages.importing.draft import newest_date

pytestmark = pytest.mark.app

SAMPLES = Path(os.environ.get("MOGNAD_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "samples"))
HEADERS = ["Risk-ID", "Risk", "Enhet", "Sannolikhet", "Konsekvens", "Status", "Klart senast", "Kommentar"]
ROWS = [
    ["R1", "Servern står i källaren", "Norra skolan", 3, 4, "Öppen", "2026-01-15", "ok"],
    ["R2", "Ingen övning gjord", "Norra sk.", 2, 2, "Stängd", "2026-02-01", ""],
    ["R3", "Avtal saknas", "Norra sk.", 4, 4, "Vilande", "2026-03-01", ""],
]
NASTY = "**fet** :red[röd] <b>html</b> $x^2$ [länk](https://example.org)"


def workbook(rows=ROWS, headers=HEADERS, titles=("Riskregister",)) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for title in titles:
        page.append([title])
    for row in [headers, *rows]:
        page.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def widget(app, kind, label):
    found = [element for element in app.get(kind) if element.label == label]
    assert len(found) == 1, f"{label}: {len(found)} of {[element.label for element in app.get(kind)]}"
    return found[0]


def begin(visit, content, name="risker.xlsx", day=date(2026, 10, 1), covers="whole"):
    app = visit("importera.py")
    app.file_uploader[0].upload(name, content)
    app.run()
    if day is not None and app.date_input:
        widget(app, "date_input", "Läget per").set_value(day).run()
    if covers and any(radio.label == "Vad täcker filen?" for radio in app.radio):
        widget(app, "radio", "Vad täcker filen?").set_value(covers).run()
    assert not app.exception
    return app


def choose_scale(app, scale="4x4"):
    [radio] = [radio for radio in app.radio if radio.label.startswith("Vilken skala")]
    radio.set_value(scale).run()
    assert not app.exception
    return app


def save(app):
    widget(app, "button", "Spara importen").click().run()
    assert not app.exception
    return app


def stored(store, register="risks"):
    return store.query(f"SELECT * FROM store.register_{register} ORDER BY seq")


def test_a_register_goes_from_file_to_store(visit, town, said):
    app = begin(visit, workbook())
    assert widget(app, "selectbox", "Register").value == "risks"
    text = said(app)
    assert "3 rader hittades." in text
    assert "rubriker på rad 2" in text
    choose_scale(app)
    save(app)
    assert "Sparat." in said(app)
    assert "3 rader lästa · 3 sparade" in said(app)
    rows = stored(town.store)
    assert [row["id"] for row in rows] == ["R1", "R2", "R3"]
    assert [row["risk_class"] for row in rows] == ["high", "medium", "extreme"]
    assert [row["unit"] for row in rows] == [town.north, None, None]
    # Nobody needs the remarks, so they were not taken in.
    assert all(row["extra"] is None for row in rows)
    # The box is empty again, and the import stands among the earlier ones.
    assert "Tidigare importer" in said(app)
    assert not app.date_input


def test_a_date_of_the_future_is_no_hint_of_the_files_day():
    text = "Id;Risk;Identifierad;Klart senast\nR1;Ett;2026-02-03;2026-04-05\n"
    reading = read_file(read_bytes(text.encode(), "risker.csv"), "risks")
    assert newest_date(reading, date(2026, 11, 3)) == "2026-02-03"
    assert newest_date(reading, date(2026, 2, 2)) is None


def test_nothing_goes_on_before_the_day_is_chosen(visit, town, said):
    app = begin(visit, workbook(), day=None)
    assert widget(app, "date_input", "Läget per").value is None
    assert "Det nyaste datumet" not in said(app)
    assert "Kolumner" not in said(app)
    assert "Spara importen" not in [button.label for button in app.button]


def test_a_scale_must_be_chosen_or_said_to_be_none_of_ours(visit, town, said):
    app = begin(visit, workbook())
    assert widget(app, "button", "Spara importen").disabled
    assert "välj skala" in said(app)
    choose_scale(app, "none")
    assert not widget(app, "button", "Spara importen").disabled
    save(app)
    assert {row["risk_class"] for row in stored(town.store)} == {None}
    assert {row["likelihood"] for row in stored(town.store)} == {"3", "2", "4"}


def test_a_column_can_be_left_out_moved_and_taken_in(visit, town):
    app = choose_scale(begin(visit, workbook()))
    widget(app, "selectbox", "Fält för Klart senast").set_value("reviewed").run()
    widget(app, "selectbox", "Fält för Enhet").set_value("").run()
    keep = [toggle for toggle in app.toggle if toggle.key.endswith("-keep-7")]
    keep[0].set_value(True).run()
    save(app)
    row = stored(town.store)[0]
    assert (row["reviewed"], row["due"], row["unit_text"]) == (date(2026, 1, 15), None, None)
    assert row["extra"] == '{"Kommentar":"ok"}'


def test_a_field_moves_to_the_column_it_is_given_to(visit, town):
    app = choose_scale(begin(visit, workbook()))
    widget(app, "selectbox", "Fält för Kommentar").set_value("title").run()
    assert not app.exception
    assert widget(app, "selectbox", "Fält för Risk").value == ""
    save(app)
    assert [row["title"] for row in stored(town.store)] == ["ok", None, None]


def test_an_unknown_word_is_given_its_meaning_and_it_is_remembered(visit, town, said):
    app = choose_scale(begin(visit, workbook()))
    assert "Vad betyder orden i Status?" in said(app)
    widget(app, "selectbox", "Betydelse av Vilande").set_value("accepted").run()
    assert "Vad betyder orden" not in said(app)
    save(app)
    rows = stored(town.store)
    assert [row["status"] for row in rows] == ["open", "closed", "accepted"]
    remembered = last_mapping(town.store, "risks")
    assert remembered is not None
    assert remembered.values == {"status": {"Vilande": "accepted"}}
    again = begin(visit, workbook([*ROWS, ["R4", "Ny", "", 1, 1, "Vilande", "", ""]]), day=date(2026, 11, 1))
    assert "Vad betyder orden" not in said(again)
    assert "Innan du kan spara" not in said(again)


def test_a_unit_is_matched_once_and_remembered(visit, town, said):
    app = choose_scale(begin(visit, workbook()))
    assert "2 rader har 1 namn som inte finns i organisationen 2026-10-01" in said(app)
    widget(app, "selectbox", "Norra sk. hör till").set_value(town.north).run()
    assert "hör till Norra skolan" in said(app)
    widget(app, "button", "Ångra").click().run()
    assert "2 rader har 1 namn" in said(app)
    widget(app, "selectbox", "Norra sk. hör till").set_value(town.north).run()
    save(app)
    assert [row["unit"] for row in stored(town.store)] == [town.north] * 3


def test_the_same_file_again_says_so(visit, town, said):
    content = workbook()
    save(choose_scale(begin(visit, content)))
    same = begin(visit, content)
    save(same)
    assert "Filen finns redan inläst med läget per 2026-10-01" in said(same)
    other = begin(visit, content, day=date(2026, 11, 1))
    save(other)
    assert "redan importerad med läget per 2026-10-01" in said(other)
    assert len(stored(town.store)) == 3
    widget(other, "button", "Importera igen med det nya datumet").click().run()
    assert "Sparat." in said(other)
    assert len(stored(town.store)) == 6


def test_personal_numbers_block_until_masked_or_left_out(visit, town, said):
    rows = [["R1", "Fel journal 811218-9876 skickad", "Norra skolan", 1, 1, "Öppen", "", ""]]
    app = choose_scale(begin(visit, workbook(rows)))
    assert "ser ut att innehålla personnummer" in said(app)
    assert widget(app, "button", "Spara importen").disabled
    widget(app, "button", "Maskera numren").click().run()
    save(app)
    assert stored(town.store)[0]["title"] == "Fel journal [personnummer] skickad"


def test_a_missing_column_is_asked_for(visit, town, said):
    app = begin(
        visit,
        workbook([["R1", 1, 2, "öppen"], ["R2", 1, 2, "öppen"]], ["Risk-ID", "Sannolikhet", "Konsekvens", "Status"]),
    )
    assert "peka ut kolumnen som saknas" in said(app)
    assert widget(app, "button", "Spara importen").disabled


def test_dates_that_can_be_read_two_ways_are_asked_about(visit, town, said):
    rows = [[f"R{n}", "Risk", "", 1, 1, "Öppen", f"0{n}/02/2026", ""] for n in range(1, 4)]
    app = choose_scale(begin(visit, workbook(rows)))
    order = [radio for radio in app.radio if "Hur skrivs datumen" in radio.label]
    order[0].set_value("dmy").run()
    save(app)
    assert [row["due"] for row in stored(town.store)] == [date(2026, 2, n) for n in range(1, 4)]


def test_another_header_row_can_be_said(visit, town, said):
    app = begin(visit, workbook())
    widget(app, "number_input", "Rubrikerna står på rad").set_value(3).run()
    assert not app.exception
    assert "rubriker på rad 3" in said(app)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04 broken", "trasig.xlsx", "skadad"),
        (b'{"a": 1}', "data.json", "JSON"),
        (b"", "tom.csv", "tom"),
    ],
)
def test_a_file_that_cant_be_read_is_told_and_the_page_lives_on(visit, town, said, content, name, words):
    app = begin(visit, content, name)
    assert words in said(app)
    app.file_uploader[0].clear() if hasattr(app.file_uploader[0], "clear") else None
    app.file_uploader[0].upload("risker.xlsx", workbook())
    app.run()
    assert "3 rader hittades." in said(app)


def test_units_are_imported_and_the_link_names_the_register(visit, begun, said):
    app = visit("importera.py", register="units")
    rows = [["100", "Skolnämnden", "Nämnd", ""], ["110", "Skolkontoret", "Kontor", "100"], ["9", "Udd", "Kontor", "x"]]
    content = workbook(rows, ["Kod", "Namn", "Typ", "Överordnad"], titles=())
    app.file_uploader[0].upload("organisation.xlsx", content)
    app.run()
    assert widget(app, "selectbox", "Register").value == "units"
    widget(app, "date_input", "Läget per").set_value(date(2026, 1, 1)).run()
    save(app)
    assert "3 nya" in said(app)
    names = {unit.name for unit in units(begun, date(2026, 1, 1))}
    assert names == {"Ekby kommun", "Skolnämnden", "Skolkontoret", "Udd"}
    # What the organisation tells of a row bears the field's Swedish name.
    remarks = next(table.value for table in app.table if "Anmärkning" in table.value.columns)
    assert list(remarks["Kolumn"]) == ["Överordnad"]


def test_texts_of_a_file_take_no_effect(visit, town, said):
    rows = [["R1", NASTY, NASTY, 1, 1, NASTY, "3/4", NASTY]]
    app = begin(visit, workbook(rows, [*HEADERS[:-1], NASTY], titles=(NASTY,)))
    shown = said(app) + "\n".join(str(value) for table in app.table for column in table.value.columns
                                  for value in (column, *table.value[column]))  # fmt: skip
    assert "fet" in shown
    for effect in ("**fet**", ":red[", "<b>", "$x^2$", "[länk]("):
        assert effect not in shown


def test_a_template_of_each_register_is_offered_until_a_file_is_chosen(visit, town, said):
    app = visit("importera.py")
    choice = widget(app, "selectbox", "Mall för")
    assert choice.options == [register.label for register in all_registers().values()]
    for register in all_registers().values():
        choice.set_value(register.name).run()
        assert not app.exception
        assert register.about in said(app)
        assert [button.label for button in app.get("download_button")] == ["Hämta mallen (.xlsx)"]
    app.file_uploader[0].upload("risker.xlsx", workbook())
    app.run()
    assert not app.get("download_button")


def test_bare_classes_are_asked_about_with_scales_of_classes(visit, town, said):
    """A matrix of risks says nothing of a class: it is not offered."""
    register = all_registers()["information"]
    rows = [["Journaler" if field.name == "name" else 2 if field.dimension else None for field in register.fields]]
    app = begin(visit, template_file(register, rows), "information.xlsx")
    assert widget(app, "selectbox", "Register").value == "information"
    [scale] = [radio for radio in app.radio if radio.label.startswith("Vilken skala")]
    assert scale.options == ["Ord (låg, medel, hög …)", "KLASSA, siffrorna 0–4", "Ingen av dessa"]
    choose_scale(app, "klassa")
    save(app)
    columns = "confidentiality, confidentiality_scale, confidentiality_step"
    stored = town.store.query(f"SELECT {columns} FROM store.register_information")
    assert [tuple(row.values()) for row in stored] == [("2", "klassa", 2)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not here")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("risks/register_deep_header.xlsx", "23 rader hittades."),
        ("incidents/breach_portal_2019.csv", "574 rader hittades."),
        ("incidents/breach_portal_2024.csv", "853 rader hittades."),
        ("incidents/arrests_title_rows.xlsx", "liknar inget register"),
        ("assessments/kpi_trends_month_names.xlsx", "liknar inget register"),
        ("nasty/calamine_date_1904.xlsx", "liknar inget register"),
        ("nasty/calamine_pass_protected.xlsx", "lösenordsskyddad"),
        ("nasty/poi_xlsx-corrupted.xlsx", "skadad"),
        ("nasty/readxl_names-need-repair-xlsx.xlsx", "liknar inget register"),
        ("sweden/kommunkoder.json", "JSON"),
    ],
)
def test_every_sample_is_met_with_plain_words(visit, town, said, file, words):
    app = begin(visit, (SAMPLES / file).read_bytes(), Path(file).name)
    assert words in said(app)
    assert not app.exception


TEN = [[f"R{n}", f"Risk {n}", "Norra skolan", 2, 2, "Öppen", "2026-01-15", ""] for n in range(1, 11)]


def first_year(visit, rows=TEN, **choices):
    return save(choose_scale(begin(visit, workbook(rows), **choices)))


def test_the_next_file_of_the_same_shape_is_one_click(visit, town, said):
    first_year(visit)
    rows = [["R1", "Ändrad", *TEN[0][2:]], *TEN[1:9], ["R11", "Ny", *TEN[0][2:]]]
    app = visit("importera.py")
    app.file_uploader[0].upload("risker 2026-11-01.xlsx", workbook(rows))
    app.run()
    # The day stands in the file's name, what it covers is remembered, and nothing is left to ask.
    assert "Mot det som fanns: 1 ny, 1 ändrad, 8 oförändrade, 1 saknas." in said(app)
    assert "Filen täcker: Hela registret." in said(app)
    assert [radio.label for radio in app.radio if radio.label == "Vad täcker filen?"] == []
    save(app)
    assert "10 rader lästa · 10 sparade" in said(app)
    assert "läget per 2026-11-01" in said(app)


def test_a_changed_shape_says_what_changed(visit, town, said):
    first_year(visit)
    headers = [*HEADERS[:-1], "Hotbild"]
    app = begin(visit, workbook(TEN, headers), day=date(2026, 11, 1))
    assert "Ny kolumn: Hotbild. Borta: Kommentar." in said(app)
    assert "Visa hur filen läses" not in [expander.label for expander in app.expander]


def test_far_fewer_rows_are_asked_about(visit, town, said):
    first_year(visit)
    app = begin(visit, workbook(TEN[:4]), day=date(2026, 11, 1))
    assert "Filen har 4 rader, förra gången var det 10. Är det hela registret?" in said(app)
    assert widget(app, "button", "Spara importen").disabled
    widget(app, "button", "Ja, spara alla 4 rader").click().run()
    assert "4 rader lästa · 4 sparade" in said(app)


def test_a_file_that_covers_a_part_or_adds_is_told_so(visit, town, said):
    first_year(visit)
    app = begin(visit, workbook(TEN[:4]), day=date(2026, 11, 1))
    widget(app, "button", "Nej, ändra vad filen täcker").click().run()
    widget(app, "radio", "Vad täcker filen?").set_value("part").run()
    assert "säg vilken period eller del av organisationen som filen täcker" in said(app)
    widget(app, "selectbox", "Del av organisationen").set_value(town.north).run()
    # All ten lay in Norra skolan, so inside that part they fell too.
    assert "Är det hela den del som filen täcker?" in said(app)
    widget(app, "radio", "Vad täcker filen?").set_value("addition").run()
    save(app)
    assert "Filen täcker: Tillägg." in said(app)
    claims = town.store.query("SELECT claim FROM store.snapshot ORDER BY seq")
    assert [row["claim"] for row in claims] == ["whole", "addition"]


def test_another_system_is_a_source_of_its_own(visit, town, said):
    first_year(visit)
    app = begin(visit, workbook(TEN[:2]), day=date(2026, 11, 1))
    widget(app, "text_input", "Vad heter källan?").set_value("Skolornas lista").run()
    widget(app, "button", "Lägg till källan").click().run()
    assert not app.exception
    assert widget(app, "selectbox", "Filen kommer från").options == ["Risker", "Skolornas lista"]
    widget(app, "radio", "Vad täcker filen?").set_value("whole").run()
    save(choose_scale(app))
    assert "Källa: Skolornas lista." in said(app)
    # Both have the same columns now, so the next file's source has to be chosen.
    third = begin(visit, workbook(TEN[:3]), day=date(2026, 11, 2))
    assert "Välj vilket system eller vilken lista filen kommer från." in said(third)
    named = sources(town.store, "risks")[1]
    widget(third, "selectbox", "Filen kommer från").set_value(named.source).run()
    assert "Mot det som fanns: 1 ny" in said(third)


def test_rows_are_chosen_by_a_column_and_counted(visit, town, said):
    rows = [*ROWS, ["R4", "Halt golv", "", 1, 1, "Öppen", "", "arbetsmiljö"]]
    app = choose_scale(begin(visit, workbook(rows)))
    widget(app, "selectbox", "Välj rader efter kolumnen").set_value("Kommentar").run()
    widget(app, "multiselect", "Ta med bara rader där Kommentar är").set_value(["ok", ""]).run()
    assert plain("1 rad lämnas utanför: Kommentar är inte ok eller tom") in said(app)
    save(app)
    assert "4 rader lästa · 3 sparade" in said(app)
    assert "1 rad utanför urvalet: Kommentar är inte ok eller tom." in said(app)
    again = begin(visit, workbook(rows), day=date(2026, 11, 1))
    assert "1 rad lämnas utanför" in said(again)
    widget(again, "radio", "Ska de tas med?").set_value(True).run()
    assert plain("3 rader lämnas utanför: Kommentar är ok eller tom") in said(again)
    widget(again, "button", "Ta bort urvalet").click().run()
    assert "lämnas utanför" not in said(again)


def test_a_field_without_a_column_gets_one_value_for_the_file(visit, town, said):
    headers = [header for header in HEADERS if header != "Status"]
    rows = [[cell for place, cell in enumerate(row) if place != 5] for row in ROWS]
    app = choose_scale(begin(visit, workbook(rows, headers)))
    widget(app, "selectbox", "Uppgift").set_value("status").run()
    widget(app, "selectbox", "Värde").set_value("Öppen").run()
    widget(app, "button", "Använd för hela filen").click().run()
    assert "Status: **Öppen** på alla rader" in said(app)
    save(app)
    assert {row["status"] for row in stored(town.store)} == {"open"}


def test_an_import_is_undone_with_a_reason(visit, town, said):
    first_year(visit)
    app = save(begin(visit, workbook(TEN[:9]), day=date(2026, 11, 1)))
    next(button for button in app.button if button.label == "Ångra importen").click().run()
    assert "Skriv varför importen ångras." in said(app)
    [reason] = [text for text in app.text_input if text.label == "Varför ångras importen?"]
    reason.set_value("Fel fil")
    next(button for button in app.button if button.label == "Ångra importen").click().run()
    assert "är ångrad. Det som gällde före gäller igen." in said(app)
    told = [str(cell) for table in app.table for cell in table.value["Läge"]] if app.table else []
    assert told == [plain("ångrad: Fel fil"), "gäller"]
    assert town.store.query("SELECT event, reason FROM store.snapshot_event") == [
        {"event": "withdrawn", "reason": "Fel fil"}
    ]


def year_tabs(*years: int) -> bytes:
    """A tab per year; risk n is in the tabs from the n:th year on."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, year in enumerate(years, 1):
        page = book.create_sheet(str(year))
        for row in [HEADERS, *TEN[: 4 + place]]:
            page.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_year_tabs_are_imported_each_with_its_date_and_undone_together(visit, town, said):
    app = visit("importera.py")
    app.file_uploader[0].upload("risker.xlsx", year_tabs(2023, 2024, 2025))
    app.run()
    assert not app.exception
    [periods] = [radio for radio in app.radio if radio.label.startswith("Filen har 3 flikar: 2023, 2024 och 2025")]
    assert periods.options == ["Importera alla 3", "Bara 2023", "Bara 2024", "Bara 2025", "Läs filen som den är"]
    assert [element.value for element in app.date_input] == [date(year, 12, 31) for year in (2023, 2024, 2025)]
    widget(app, "radio", "Vad täcker filen?").set_value("whole").run()
    save(choose_scale(app))
    told = town.store.query("SELECT as_of, stored FROM store.snapshot ORDER BY seq")
    assert [tuple(row.values()) for row in told] == [(date(2022 + n, 12, 31), 4 + n) for n in (1, 2, 3)]
    assert said(app).count("Sparat.") == 3
    [reason] = [text for text in app.text_input if text.label == "Varför ångras importen?"]
    reason.set_value("Fel fil")
    next(button for button in app.button if button.label == "Ångra importen").click().run()
    assert len(town.store.query("SELECT * FROM store.snapshot_event")) == 3


def test_one_year_tab_can_be_chosen(visit, town, said):
    app = visit("importera.py")
    app.file_uploader[0].upload("risker.xlsx", year_tabs(2024, 2025))
    app.run()
    [periods] = [radio for radio in app.radio if radio.label.startswith("Filen har 2 flikar")]
    periods.set_value(0).run()
    widget(app, "date_input", "Läget per").set_value(date(2024, 12, 1)).run()
    widget(app, "radio", "Vad täcker filen?").set_value("whole").run()
    save(choose_scale(app))
    told = town.store.query("SELECT as_of, stored FROM store.snapshot")
    assert [tuple(row.values()) for row in told] == [(date(2024, 12, 1), 5)]


def test_a_file_of_fewer_rows_that_was_read_before_can_be_saved(visit, town, said):
    """The way to correct a reading: the same file and day with a filter. Both questions are answered, one after one."""
    content = workbook([[*row[:5], "Öppen" if place < 3 else "Stängd", *row[6:]] for place, row in enumerate(TEN)])
    save(choose_scale(begin(visit, content)))
    app = begin(visit, content)
    widget(app, "selectbox", "Välj rader efter kolumnen").set_value("Status").run()
    widget(app, "multiselect", "Ta med bara rader där Status är").set_value(["Öppen"]).run()
    widget(app, "button", "Ja, spara alla 3 rader").click().run()
    assert "Filen finns redan inläst" in said(app)
    assert len(stored(town.store)) == 10
    widget(app, "button", "Importera igen med de här valen").click().run()
    assert "3 sparade" in said(app)
    assert len(stored(town.store)) == 13


def test_an_answer_holds_only_for_what_was_asked(visit, town, said):
    first_year(visit)
    content = workbook(TEN[:4])
    widget(begin(visit, content, day=date(2026, 11, 1)), "button", "Ja, spara alla 4 rader").click().run()
    app = begin(visit, content, day=date(2026, 10, 1))
    widget(app, "button", "Ja, spara alla 4 rader").click().run()
    assert "redan importerad med läget per 2026-11-01" in said(app)
    widget(app, "date_input", "Läget per").set_value(date(2026, 10, 2)).run()
    assert widget(app, "button", "Spara importen").disabled
    assert "Är det hela registret?" in said(app)


def test_the_remarks_told_before_saving_are_those_told_after(visit, town, said):
    """One date without a year, which the reading tells, and two unknown units, which only the store can tell."""
    rows = [["R1", "Servern", "Norra skolan", 3, 4, "Öppen", "31 mars", ""], *ROWS[1:2]]
    rows.append(["R3", "Avtal saknas", "Norra sk.", 4, 4, "Stängd", "2026-03-01", ""])
    app = choose_scale(begin(visit, workbook(rows)))
    assert "1 anmärkning på raderna.  \n2 rader med okänd organisationsdel." in said(app)
    save(app)
    assert "3 anmärkningar, varav 2 om okända organisationsdelar:" in said(app)
    assert [fold.label for fold in app.expander if fold.label.startswith(("Datum", "Okända"))] == [
        "Datum utan årtal (1)",
        "Okända organisationsdelar (2)",
    ]
    [earlier] = [table.value for table in app.table if "Anmärkningar" in table.value]
    assert list(earlier["Anmärkningar"]) == ["3 (2 okända delar)"]


def test_unread_rows_show_what_stands_on_them_and_long_cells_an_ellipsis(visit, town):
    long = "En mellanrubrik som är längre än de fyrtio tecken som får plats"
    app = begin(visit, workbook([[long, *[""] * 7], *TEN[:3]]))
    [unread] = [table.value for table in app.table if "Varför" in table.value]
    assert list(unread["Står på raden"]) == [f"{long[:39]}…"]
    [top] = [table.value for table in app.table if "1" in table.value]
    assert f"{long[:39]}…" in list(top["1"])


def test_a_missing_column_is_shown_where_it_is_to_be_pointed_out(visit, town, said):
    app = begin(visit, workbook([["R1", 1, 2, "x"]], ["Risk-ID", "Sannolikhet", "Konsekvens", "Vad kan hända"]))
    assert "peka ut kolumnen som saknas, under Kolumner" in said(app)
    [rest] = [fold for fold in app.expander if "tas inte med" in fold.label]
    assert rest.proto.expanded


def test_tabs_that_share_no_rows_are_asked_about_and_added_up(visit, town, said):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for year in (2024, 2025):
        page = book.create_sheet(str(year))
        for row in [HEADERS, *[[f"{year}-{row[0]}", f"{row[1]} {year}", "Ny sk.", *row[3:]] for row in TEN[:5]]]:
            page.append(row)
    held = io.BytesIO()
    book.save(held)
    app = visit("importera.py")
    app.file_uploader[0].upload("risker.xlsx", held.getvalue())
    app.run()
    widget(app, "radio", "Vad täcker filen?").set_value("whole").run()
    choose_scale(app)
    assert "Den nyaste perioden, 2025: **5 rader hittades.**" in said(app)
    assert "10 rader har 1 namn som inte finns i organisationen" in said(app)
    assert "10 rader med okänd organisationsdel" in said(app)
    assert "Perioderna har inga rader gemensamt." in said(app)
    assert widget(app, "button", "Spara importen").disabled
    widget(app, "button", "Nej, ändra vad filen täcker").click().run()
    widget(app, "radio", "Vad täcker filen?").set_value("addition").run()
    assert "inga rader gemensamt" not in said(app)
    save(app)
    claims = town.store.query("SELECT claim, stored FROM store.snapshot ORDER BY seq")
    assert [tuple(row.values()) for row in claims] == [("addition", 5)] * 2


def test_headings_above_the_rows_are_offered_as_their_unit_and_remembered(visit, town, said):
    headers = [header for header in HEADERS if header != "Enhet"]
    rows = [[*row[:2], *row[3:]] for row in TEN]
    grouped = [["Norra skolan", *[""] * 6], *rows[:5], ["Skolan vid ån", *[""] * 6], *rows[5:]]
    app = choose_scale(begin(visit, workbook(grouped, headers)))
    [toggle] = [toggle for toggle in app.toggle if toggle.label.startswith("Mellanrubrikerna är organisationsdel")]
    assert toggle.label.endswith("Norra skolan, Skolan vid ån")
    assert not toggle.value
    toggle.set_value(True).run()
    assert "5 rader har 1 namn som inte finns i organisationen" in said(app)
    save(app)
    assert [row["unit_text"] for row in stored(town.store)] == ["Norra skolan"] * 5 + ["Skolan vid ån"] * 5
    assert [row["unit"] for row in stored(town.store)] == [town.north] * 5 + [None] * 5
    remembered = last_mapping(town.store, "risks")
    assert remembered is not None and remembered.headings_fill == "unit"
