"""Frågeformulär through the router: what there is, a file's errors, its review and publishing, a sheet pointed at."""

import io
from datetime import date

import openpyxl
import pytest

from base.actors import Act
from data.ledger.definitions import versions
from data.measuring.form_roles import form_role
from data.measuring.questionnaire_files import publish_questionnaire_file, questionnaire_version, template_bytes
from data.organisation.attributes import set_attributes
from questionnaires.excel.template import example_form
from questionnaires.model import LevelRule
from questionnaires.yaml_form import to_yaml
from tests.kit.forms import leaf_areas

pytestmark = pytest.mark.app


@pytest.fixture
def read(said):
    """What a page says, as it is seen: without Markdown's escapes."""
    return lambda app: said(app).replace("\\", "")


@pytest.fixture
def own(small_form):
    """A small form that is not published."""
    form = small_form()
    settings = form.settings.model_copy(update={"form_id": "eget", "form_title": "Eget"})
    return form.model_copy(update={"settings": settings})


def give(app, content, name="formular.xlsx"):
    app.file_uploader[0].upload(name, content)
    app.run()
    assert not app.exception
    return app


def saved(book):
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def template():
    return openpyxl.load_workbook(io.BytesIO(template_bytes()))


def as_version(form, number, **labels):
    survey = tuple(row.model_copy(update={"label": labels.get(row.name, row.label)}) for row in form.survey)
    return form.model_copy(update={"settings": form.settings.model_copy(update={"version": number}), "survey": survey})


def publish(town, grant, form):
    publish_questionnaire_file(town.store, grant(Act.PUBLISH), form)


def text_of(form):
    return to_yaml(form).encode()


def widget(app, kind, label):
    found = [element for element in app.get(kind) if element.label == label]
    assert len(found) == 1, f"{label}: {[element.label for element in app.get(kind)]}"
    return found[0]


def errors(app):
    """The error table's rows: sheet, row, column, code."""
    table = next(element.value for element in app.table if "Kod" in element.value.columns)
    plain = table.map(lambda text: text.replace("\\", "").removeprefix(":small[").removesuffix("]"))
    place = next(name for name in ("Blad", "Block") if name in plain.columns)
    column = next(name for name in ("Kolumn", "Nyckel") if name in plain.columns)
    return list(plain[[place, "Rad", column, "Kod"]].itertuples(index=False, name=None))


def test_every_questionnaire_is_listed_shipped_and_published(visit, town, grant, own, read, links):
    publish(town, grant, own)
    app = visit("formular.py")
    text = read(app)
    assert "**Organisationens självskattning**" in text
    assert "**Eget**  \n3 frågor i 2 områden, besvaras av varje enhet.  \n:small[Version 1 · eget formulär]" in text
    assert " versioner" in text
    assert [button.label for button in app.get("download_button")] == ["Hämta mallen (.xlsx)"]
    assert not [button for button in app.button if button.proto.type == "primary"]


def test_one_opened_shows_its_levels_versions_and_questions(visit, town, read):
    app = visit("formular.py", form="cybersakerhetskollen", version="1")
    text = read(app)
    assert "minst 50 % av frågorna på nivå 1" in "".join(app.table[0].value["Kräver"]).replace("\\", "")
    assert "En nivå är nådd när kraven på den och på alla lägre nivåer är uppfyllda." in text
    assert [button.label for button in app.get("download_button")] == ["Hämta som Excel (.xlsx)", "Hämta som YAML"]
    assert app.radio
    older = visit("formular.py", form="mognadsmatning", version="1")
    assert older.selectbox(key="form_version").value == "1"
    assert "Ändrat sedan" not in read(older) + " ".join(fold.label for fold in older.expander)
    older.selectbox(key="form_version").set_value("2").run()
    assert "Ändrat sedan version 1" in [fold.label for fold in older.expander]
    assert older.query_params["version"] == "2"


def test_a_condition_on_what_no_unit_has_is_a_warning(visit, town, own, read, grant):
    survey = [row.model_copy(update={"relevant": "${skola} = 'true' and ${kind} = 'enhet'"}) for row in own.survey]
    form = own.model_copy(update={"survey": tuple(survey)})
    app = give(visit("formular.py"), text_of(form), "eget.yaml")
    warned = " ".join(warning.value for warning in app.warning)
    assert "Villkoren frågar efter ”skola”, men ingen organisationsdel har den egenskapen" in warned
    assert "ställs bara om skola = 'true' and slag = enhet" in read(app)
    assert app.button(key="form_publish").label == "Publicera version 1"
    set_attributes(town.store, grant(Act.ORGANISE), town.north, {"skola": "true"}, date(2020, 1, 1))
    again = give(visit("formular.py"), text_of(form), "eget.yaml")
    assert "Villkoren frågar efter" not in read(again)


def test_the_preview_follows_respondent_and_area(visit, town, forms):
    form = next(row for row in forms["mognadsmatning"] if row.settings.version == 2)
    app = visit("formular.py", form="mognadsmatning", version="2")
    who = widget(app, "selectbox", "Den som svarar")
    assert who.options == ["Kommunen", "Varje enhet"]
    who.set_value("unit").run()
    second = form.sub_areas(None)[1]
    widget(app, "selectbox", "Område").set_value(second.name).run()
    asked = [row.label for row in form.area_questions(second) if row.respondent == "unit"]
    assert [heading.value for heading in app.subheader] == asked
    labels = [choice.label for choice in form.choices_of(form.area_questions(second)[0])]
    assert app.radio[0].options == [*labels, "Vet ej", "Gäller inte oss"]


def test_the_areas_of_a_part_are_shown_one_by_one(visit, town, forms, read):
    """A form whose top areas are whole parts: otherwise half a hundred cards would stand on one page."""
    form = forms["cybersakerhetskollen"][-1]
    app = visit("formular.py", form="cybersakerhetskollen")
    assert len(widget(app, "selectbox", "Område").options) == len(leaf_areas(form)) > 6
    assert f"{len(form.survey)} frågor i {len(leaf_areas(form))} områden" in read(app)
    assert len(app.radio) < 10


def test_looking_at_a_form_takes_the_receipt_away(visit, town, own, read):
    app = give(visit("formular.py"), text_of(own), "eget.yaml")
    app.button(key="form_publish").click().run()
    app.query_params["form"] = "eget"
    app.run()
    app.button(key="form_all").click().run()
    assert "Publicerat." not in read(app)
    assert "Eget formulär eller ny version" in read(app)
    assert "form" not in app.query_params


def test_a_used_version_says_where(visit, town, read):
    assert "Används i Mätning 2025, Mätning 2026." in read(visit("formular.py", form="liten"))


def test_an_unknown_form_in_the_address_leads_to_the_list(visit, town, read):
    assert "Eget formulär eller ny version" in read(visit("formular.py", form="finns_inte"))


def test_all_errors_stand_with_their_place_and_nothing_is_stored(visit, town, read):
    before = town.store.position()
    book = template()
    book["survey"]["A4"] = "select_one svvar"
    book["survey"]["F3"] = "rutinr"
    book["survey"]["B5"] = "rutin_1"
    book["survey"]["J5"] = "${kind} ="
    book["areas"]["A1"] = "namn"
    book["levels"]["C5"] = "area:kunsk"
    book["settings"]["C3"] = "ett"
    app = give(visit("formular.py"), saved(book))
    assert errors(app) == [
        ("survey", "3", "F (area)", "area_unknown"),
        ("survey", "4", "A (type)", "list_unknown"),
        ("survey", "5", "B (name)", "duplicate_question"),
        ("survey", "5", "J (relevant)", "relevance_syntax"),
        ("areas", "1", "A (namn)", "column_unknown"),
        ("levels", "5", "C (group)", "level_group_unknown"),
        ("settings", "3", "C (version)", "wrong_type"),
    ]
    told = " ".join(app.table[0].value["Vad som är fel"])
    for near in ("Menade du ”rutiner”?", "Menade du ”svar”?", "Menade du ”name”?"):
        assert near in told.replace("\\", "")
    assert "7 fel att rätta" in read(app)
    assert not [button for button in app.button if button.label.startswith("Publicera")]
    assert town.store.position() == before


def test_errors_of_a_yaml_file_have_block_row_and_key(visit, town, own):
    broken = to_yaml(own).replace("area: tva", "area: tvaa").replace("version: 1", "version: ett")
    app = give(visit("formular.py"), broken.encode(), "eget.yaml")
    assert errors(app) == [("settings", "–", "version", "wrong_type"), ("survey", "3", "area", "area_unknown")]


def test_a_file_that_cannot_be_read_is_told_with_its_code(visit, town, read):
    app = give(visit("formular.py"), b"%PDF-1.7 ...", "blankett.pdf")
    assert app.error
    assert "Felkod: not_a_workbook" in read(app)


def test_the_template_goes_from_download_to_published(visit, town, read):
    book = template()
    book["settings"]["A3"] = "egna_rutiner"
    book["settings"]["B3"] = "Egna rutiner"
    before = town.store.position()
    app = give(visit("formular.py"), saved(book))
    text = read(app)
    assert "Det här är ett nytt formulär: ingen tidigare version finns." in text
    assert "Blad som inte läses: Läs mig." in text
    assert "mallens fasta namn" not in text
    assert town.store.position() == before
    button = app.button(key="form_publish")
    assert (button.label, button.proto.type) == ("Publicera version 1", "primary")
    button.click().run()
    assert not app.exception
    assert "Publicerat.** Egna rutiner, version 1." in read(app)
    assert questionnaire_version(town.store, "egna_rutiner").settings.form_title == "Egna rutiner"
    assert not app.file_uploader
    app.button(key="form_close").click().run()
    assert "Publicerat." not in read(app)
    assert "**Egna rutiner**" in read(app)


def test_the_templates_own_name_is_warned_of(visit, town, read):
    text = read(give(visit("formular.py"), template_bytes()))
    assert "Formuläret har mallens fasta namn, mitt_formular." in text


def test_a_new_version_says_what_goes_on_and_what_breaks(visit, town, grant, own, read):
    publish(town, grant, own)
    changed = as_version(own, 2, q1="Ny text?")
    questions = [row for row in changed.survey if row.name != "q2"]
    added = changed.survey[0].model_copy(update={"name": "q4", "label": "Nytt?"})
    app = give(visit("formular.py"), text_of(changed.model_copy(update={"survey": (*questions, added)})), "eget.yaml")
    text = read(app)
    assert "**2 frågor** går att jämföra med version 1." in text
    assert "**1 serie bryts:** ”Fråga q2?”." in text
    assert "**1 serie börjar:** ”Nytt?”." in text
    assert "Frågan ”Fråga q2?” (q2) är borttagen. Ingen fråga tar över. **Serien bryts.**" in text
    app.button(key="form_publish").click().run()
    assert sorted(versions(town.store, "questionnaire", "eget")) == [1, 2]


def test_the_same_version_with_other_content_is_refused_with_what_to_do(visit, town, grant, own, read):
    publish(town, grant, own)
    app = give(visit("formular.py"), text_of(as_version(own, 1, q1="Annat?")), "eget.yaml")
    assert "Version 1 av eget finns redan med annat innehåll. Höj version i settings till 2." in read(app)
    assert "Felkod: version_changed" in read(app)
    assert not [button for button in app.button if button.key == "form_publish"]
    assert sorted(versions(town.store, "questionnaire", "eget")) == [1]


def test_the_same_content_again_has_nothing_to_publish(visit, town, grant, own, read):
    publish(town, grant, own)
    app = give(visit("formular.py"), text_of(own), "eget.yaml")
    assert "Version 1 finns redan med samma innehåll." in read(app)
    assert not [button for button in app.button if button.key == "form_publish"]


def test_a_name_used_before_is_refused_with_each_reason(visit, town, grant, own, read):
    publish(town, grant, own)
    left = as_version(own, 2)
    publish(town, grant, left.model_copy(update={"survey": left.survey[:2]}))
    app = give(visit("formular.py"), text_of(as_version(own, 3)), "eget.yaml")
    assert "Namnet ”q3” har använts i en tidigare version och sedan tagits bort." in read(app)


def test_published_by_somebody_else_meanwhile(visit, town, grant, own, read):
    app = give(visit("formular.py"), text_of(own), "eget.yaml")
    publish(town, grant, as_version(own, 1, q1="Annat?"))
    app.button(key="form_publish").click().run()
    assert not app.exception
    assert "finns redan med annat innehåll" in read(app)
    assert questionnaire_version(town.store, "eget").survey[0].label == "Annat?"


def test_texts_of_a_file_are_shown_as_they_stand(visit, town, own):
    nasty = "**fet** :red[röd] <b>html</b>"
    app = give(visit("formular.py"), text_of(as_version(own, 1, q1=nasty)), "eget.yaml")
    heading = next(element.value for element in app.subheader if "fet" in element.value)
    assert "\\*\\*fet" in heading
    assert "\\[röd\\]" in heading


OFFICIAL = [
    ["Kollen 2026"],
    ["Nr", "Frågeområde", "Nivå", "Fråga", "Stödtext", "Ert svar"],
    ["1.1", "Ledning", "Nivå 1", "Finns en policy?", "Beslutad", None],
    ["1.2", None, "Nivå 2", "Följs den?", None, None],
    [None, None, None, None, "Summa", None],
    ["2.1", "Drift", "Nivå 1", "Finns kopior?", None, None],
]


def official(rows=OFFICIAL):
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Om"
    book.worksheets[0].append(["Läs detta"])
    page = book.create_sheet("Kollen")
    for row in rows:
        page.append(row)
    return saved(book)


def named(app, title="Kollen"):
    widget(app, "text_area", "Svarsalternativ, lägst först, ett på varje rad").set_value("Nej\nDelvis\nJa = 10").run()
    widget(app, "text_input", "Namn").set_value(title).run()
    assert not app.exception
    return app


def test_another_workbook_is_read_by_pointing_at_its_columns(visit, town, read):
    before = town.store.position()
    app = give(visit("formular.py"), official(), "kollen.xlsx")
    assert "Filen är inte vårt formulär." in read(app)
    assert widget(app, "selectbox", "Blad med frågorna").value == "Kollen"
    assert widget(app, "number_input", "Rubrikerna står på rad").value == 2
    roles = {box.label: box.value for box in app.selectbox if box.label.startswith("Vad ")}
    assert {label.removeprefix("Vad ").removesuffix(" innehåller"): role for label, role in roles.items()} == {
        "Nr": "number", "Frågeområde": "area", "Nivå": "level", "Fråga": "question", "Stödtext": "hint",
        "Ert svar": "",
    }  # fmt: skip
    assert widget(app, "toggle", "En tom ruta under område eller nivå betyder samma som ovanför").value
    named(app)
    widget(app, "text_input", "Vem som står bakom formuläret").set_value("En myndighet").run()
    widget(app, "text_input", "Utgåva").set_value("2026").run()
    assert "2 rader läses inte" in [fold.label for fold in app.expander]
    skipped = next(element.value for element in app.table if "Varför" in element.value.columns)
    assert list(skipped["Rad"]) == ["1", "5"]
    assert list(skipped["Varför"]) == ["ovanför rubrikerna", "ingen fråga i kolumnen"]
    assert "3 frågor i 2 områden, besvaras av kommunen." in read(app)
    assert "ingen regel för när en nivå är nådd" in read(app)
    assert town.store.position() == before
    app.button(key="form_publish").click().run()
    form = questionnaire_version(town.store, "kollen")
    assert [(row.name, row.area, row.level, row.hint) for row in form.survey] == [
        ("fraga_1_1", "ledning", 1, "Beslutad"),
        ("fraga_1_2", "ledning", 2, ""),
        ("fraga_2_1", "drift", 1, ""),
    ]
    assert [(row.label, row.value) for row in form.choices] == [("Nej", 0), ("Delvis", 1), ("Ja", 10)]
    assert (form.settings.issuer, form.settings.edition, form.settings.version) == ("En myndighet", "2026", 1)


def test_next_years_sheet_under_the_same_name_is_a_new_version(visit, town, read):
    named(give(visit("formular.py"), official(), "kollen.xlsx")).button(key="form_publish").click().run()
    more = [*OFFICIAL, ["2.2", "Drift", "Nivå 2", "Prövas kopiorna?", None, None]]
    app = named(give(visit("formular.py"), official(more), "kollen 2027.xlsx"))
    text = read(app)
    assert "Blir en ny version av Kollen. Den senaste är version 1." in text
    assert "**3 frågor** går att jämföra med version 1." in text
    assert app.button(key="form_publish").label == "Publicera version 2"


def test_what_is_pointed_out_wrongly_is_told_by_its_place(visit, town):
    rows = [*OFFICIAL[:2], ["1.1", None, "hög", "Finns en policy?", None, None]]
    app = named(give(visit("formular.py"), official(rows), "kollen.xlsx"))
    assert errors(app) == [
        ("Kollen", "3", "B (Frågeområde)", "area_missing"),
        ("Kollen", "3", "C (Nivå)", "level_unreadable"),
    ]


def test_a_role_is_one_columns(visit, town, read):
    app = give(visit("formular.py"), official(), "kollen.xlsx")
    widget(app, "selectbox", "Vad Stödtext innehåller").set_value("question").run()
    assert widget(app, "selectbox", "Vad Fråga innehåller").value == ""
    widget(app, "selectbox", "Vad Stödtext innehåller").set_value("").run()
    assert "Välj vilken kolumn som har frågorna." in read(app)


def test_our_sheets_can_be_pointed_at_instead(visit, town, read):
    book = template()
    book["survey"]["F3"] = "rutinr"
    app = give(visit("formular.py"), saved(book))
    app.button(key="form_other_way").click().run()
    assert not app.exception
    assert "Peka ut frågorna" in read(app)
    app.button(key="form_other_way").click().run()
    assert errors(app) == [("survey", "3", "F (area)", "area_unknown")]


def test_the_example_form_is_not_published_by_looking(visit, town):
    visit("formular.py", form=example_form().settings.form_id)
    assert versions(town.store, "questionnaire", example_form().settings.form_id) == {}


def test_a_role_is_chosen_when_it_is_published_and_changed_afterwards(visit, town, own, read):
    levels = (LevelRule(level=1, label="Ett"), LevelRule(level=2, label="Två"))
    ladder = own.model_copy(update={"levels": levels})
    app = give(visit("formular.py"), text_of(ladder), "eget.yaml")
    box = widget(app, "selectbox", "Visas på Utveckling som")
    # A ladder that units are asked is taken for a measurement of maturity; one may say otherwise.
    assert (box.value, box.options) == ("maturity", ["Mognadsmätning", "Självskattning", "Annan mätning"])
    box.set_value("self_assessment").run()
    app.button(key="form_publish").click().run()
    assert form_role(town.store, "eget") == "self_assessment"
    then = town.store.position()
    app = visit("formular.py", form="eget")
    widget(app, "selectbox", "Visas på Utveckling som").set_value("other").run()
    assert not app.exception
    assert "Formuläret visas nu som: annan mätning." in read(app)
    assert widget(app, "selectbox", "Visas på Utveckling som").value == "other"
    assert form_role(town.store, "eget") == "other"
    assert form_role(town.store, "eget", then) == "self_assessment"
    shipped = visit("formular.py", form="mognadsmatning")
    assert not [row for row in shipped.selectbox if row.label == "Visas på Utveckling som"]
