"""Questions of more kinds: what a file may say of them, and what an answer to them may be."""

from decimal import Decimal
from pathlib import Path

import pytest

from base.errors import MognadError
from questionnaires.answer_words import answer_words, what_to_write
from questionnaires.changes import changes
from questionnaires.check import read_questionnaire
from questionnaires.library import canonical, from_canonical, load
from questionnaires.ranges import Band, NumberRange
from questionnaires.said import check_said, read_said

HERE = Path(__file__).parent
FORM = load(HERE / "valid" / "every_kind.yaml")
TEXT = (HERE / "valid" / "every_kind.yaml").read_text(encoding="utf-8")


def test_what_the_columns_say() -> None:
    dagar, nojdhet = FORM.question("dagar"), FORM.question("nojdhet")
    assert nojdhet.number_range == NumberRange(Decimal(0), Decimal(4), Decimal("0.5"))
    assert dagar.number_bands == (
        Band(Decimal(0), Decimal(1), Decimal(4)),
        Band(Decimal(2), Decimal(7), Decimal(2)),
        Band(Decimal(8), Decimal(30), Decimal(0)),
    )
    assert [row.name for row in FORM.survey if not row.counts] == ["inledning", "anstallda", "onskat", "ovat", "hinder"]
    assert "inledning" not in [row.name for row in FORM.questions]


def test_ranges_and_bands_are_written_in_one_way() -> None:
    """However a range is written in the file, its published form and so its hash are the same."""
    half = load(HERE / "valid" / "half_steps.yaml")
    assert {row.range for row in half.survey} == {"0 10 0.5"}
    assert canonical(FORM)["survey"][3]["bands"] == "0..1 = 4; 2..7 = 2; 8..30 = 0"
    assert from_canonical(canonical(FORM)) == FORM


BROKEN = [
    ("range: 0 4 0.5", "range: 4 0", "nojdhet", "range_invalid", "Det lägsta talet ska vara mindre än det högsta."),
    (
        "range: 0 4 0.5",
        "range: 0 4 0.3",
        "nojdhet",
        "range_invalid",
        "Steget ska gå jämnt upp mellan det lägsta och det högsta talet.",
    ),
    (
        "range: 0 4 0.5",
        "range: noll till fyra",
        "nojdhet",
        "range_invalid",
        "Skriv lägsta och högsta tal, och steget om det finns ett: 0 10 eller 0 10 0.5.",
    ),
    (
        "range: 0 4 0.5, ",
        "",
        "nojdhet",
        "range_missing",
        "Ett tal som räknas behöver ett lägsta och ett högsta: 0 10.",
    ),
    (
        "range: 0 30",
        "range: 0 30 0.5",
        "dagar",
        "range_not_whole",
        "Ett heltal har hela tal som lägsta, högsta och steg.",
    ),
    ("2..7 = 2", "3..7 = 2", "dagar", "bands_gap", "Talen mellan 1 och 3 har inget band."),
    ("8..30 = 0", "8..20 = 0", "dagar", "bands_not_range", "Banden ska gå från 0 till 30, som range säger."),
    (
        "2..7 = 2",
        "0..7 = 2",
        "dagar",
        "bands_invalid",
        "Banden ska stå i ordning, lägst först, och inte gå i varandra.",
    ),
    (
        "0..1 = 4; ",
        "0..1 är 4; ",
        "dagar",
        "bands_invalid",
        "Skriv varje band som från..till = värde, med semikolon emellan: 0..4 = 1; 4..10 = 2.",
    ),
    (
        "type: text, name: hinder",
        "type: text, range: 0 4, name: hinder",
        "hinder",
        "column_not_for_type",
        "Kolumnen range gäller inte frågor av typen text.",
    ),
    (
        "type: integer, name: anstallda",
        "type: integer, bands: 0..9 = 1, name: anstallda",
        "anstallda",
        "bands_not_counted",
        "Frågan räknas inte och behöver inga band.",
    ),
]


@pytest.mark.parametrize(("was", "now", "question", "code", "message"), BROKEN, ids=[row[3] + row[1] for row in BROKEN])
def test_a_column_that_does_not_hold(was: str, now: str, question: str, code: str, message: str) -> None:
    form, problems = read_questionnaire(TEXT.replace(was, now), "fel.yaml")
    assert form is None
    place = [row.name for row in FORM.survey].index(question)
    assert [(p.path.split(".")[0], p.code, p.message) for p in problems] == [(f"survey[{place}]", code, message)]


def test_what_does_not_count_needs_no_level_and_makes_none() -> None:
    levels = 'levels:\n  - {level: 1, label::sv: Grund, group: "area:arbetet", share: 1}\n'
    sums = TEXT.replace("label::sv: Arbetet}", "label::sv: Arbetet, aggregation: sum of level means}")
    _, problems = read_questionnaire(sums + levels, "prov.yaml")
    assert [p.path for p in problems if p.code == "level_needed"] == [
        f"survey[{place}].level" for place in (1, 2, 3, 5)
    ]
    texts = TEXT[: TEXT.index("  - {type: select_one svar, name: rutin")] + TEXT[TEXT.index("  - {type: date") :]
    _, problems = read_questionnaire(texts + levels, "prov.yaml")
    assert [p.code for p in problems] == ["level_group_empty"]


def test_a_note_stands_before_a_question() -> None:
    _, problems = read_questionnaire(TEXT.replace("type: text, name: hinder", "type: note, name: hinder"), "fel.yaml")
    assert [(p.path, p.code, p.message) for p in problems] == [
        ("survey[8].type", "note_last", "En text att läsa står före en fråga i samma område.")
    ]


def test_no_alternative_of_several_may_be_called_what_none_of_them_is() -> None:
    _, problems = read_questionnaire(TEXT.replace("name: kod,", "name: none,"), "fel.yaml")
    assert [(p.path, p.code) for p in problems] == [("choices[3].name", "choice_name_reserved")]


SAID = [
    ("nojdhet", "2,5", "2.5", "2,5 poäng"),
    ("nojdhet", " 2.50 poäng", "2.5", "2,5 poäng"),
    ("anstallda", "1 200", "1200", "1\u2009200"),
    ("anstallda", "'-3", "-3", "−3"),
    ("dagar", "7", "7", "7 dagar"),
    ("skydd", "Loggning; Kod, eller kort", "kod logg", "Kod, eller kort; Loggning"),
    ("skydd", "logg kod", "kod logg", "Kod, eller kort; Loggning"),
    ("skydd", "Inget av dem", "none", "Inget av dem"),
    ("ovat", "2026-11-03", "2026-11-03", "2026-11-03"),
    ("ovat", "2026-11-03 00:00:00", "2026-11-03", "2026-11-03"),
    ("hinder", "  Tid.\nOch pengar. ", "Tid.\nOch pengar.", "Tid.\nOch pengar."),
]


@pytest.mark.parametrize(("question", "written", "stored", "words"), SAID)
def test_what_is_written_what_is_stored_and_what_is_read(question: str, written: str, stored: str, words: str) -> None:
    row = FORM.question(question)
    assert read_said(FORM, row, written) == stored
    check_said(FORM, row, stored)
    assert answer_words(FORM, question, "answered", stored) == words


ONES = "Ett heltal från 0 till 30 dagar."
HALVES = "Ett tal från 0 till 4 poäng, i steg om 0,5."
FOUR = "Ett eller flera av: Kod, eller kort; Säkerhetskopia; Loggning; Övning; Inget av dem."
REFUSED = [
    ("nojdhet", "bra", "number_unreadable", f"”bra” är inget tal. {HALVES}"),
    ("nojdhet", "1.000,5", "number_unreadable", f"”1.000,5” är inget tal. {HALVES}"),
    ("nojdhet", "4,5", "number_out_of_range", f"4,5 ligger utanför skalan. {HALVES}"),
    ("nojdhet", "-1", "number_out_of_range", f"−1 ligger utanför skalan. {HALVES}"),
    ("nojdhet", "2,3", "number_off_step", f"2,3 ligger mellan två steg. {HALVES}"),
    ("dagar", "2,5", "number_not_whole", f"2,5 är inget heltal. {ONES}"),
    ("skydd", "Larm", "alternative_unknown", f"”Larm” är inget av svaren. {FOUR}"),
    ("skydd", "Loggning; Inget av dem", "alternative_unknown", f"”Loggning; Inget av dem” är inget av svaren. {FOUR}"),
    ("ovat", "3 nov", "date_unreadable", "”3 nov” är inget datum. Skriv till exempel 2026-11-03."),
    ("ovat", "2026-02-30", "date_unreadable", "”2026-02-30” är inget datum. Skriv till exempel 2026-11-03."),
    ("hinder", "  ", "answer_missing", "Skriv ett svar."),
    ("inledning", "ja", "question_unknown", "”inledning” är en text att läsa och har inget svar."),
]


@pytest.mark.parametrize(("question", "written", "code", "message"), REFUSED)
def test_what_is_refused(question: str, written: str, code: str, message: str) -> None:
    with pytest.raises(MognadError) as error:
        read_said(FORM, FORM.question(question), written)
    assert (error.value.code, error.value.message) == (code, message)


def test_only_the_one_way_of_writing_is_stored() -> None:
    for question, said in (("nojdhet", "2.50"), ("skydd", "logg kod"), ("ovat", "2026-11-03 00:00")):
        with pytest.raises(MognadError) as error:
            check_said(FORM, FORM.question(question), said)
        assert error.value.code == "answer_unreadable"


CHANGED = [
    ("range: 0 4 0.5", "range: 0 5 0.5", "nojdhet"),
    ("2..7 = 2; 8..30 = 0", "2..7 = 3; 8..30 = 0", "dagar"),
    ("unit_of_measure: dagar", "unit_of_measure: arbetsdagar", "dagar"),
    ("type: integer, name: anstallda", "type: decimal, name: anstallda", "anstallda"),
]


@pytest.mark.parametrize(("was", "now", "question"), CHANGED)
def test_another_meaning_breaks_the_series(was: str, now: str, question: str) -> None:
    newer, problems = read_questionnaire(TEXT.replace(was, now), "ny.yaml")
    assert newer is not None, problems
    assert [(row.name, row.breaks) for row in changes(FORM, newer)] == [(question, True)]


def test_a_change_of_numbers_in_words() -> None:
    newer, _ = read_questionnaire(TEXT.replace("range: 0 4 0.5", "range: 0 5"), "ny.yaml")
    assert newer is not None
    (change,) = changes(FORM, newer)
    assert change.text == (
        "Frågan ”Hur väl fungerar den?” (nojdhet) besvaras på annat sätt: Ett tal från 0 till 5 poäng. "
        "Förut: Ett tal från 0 till 4 poäng, i steg om 0,5."
    )


def test_new_texts_of_several_alternatives_do_not_break() -> None:
    newer, _ = read_questionnaire(TEXT.replace("label::sv: Övning", "label::sv: Övningar"), "ny.yaml")
    assert newer is not None
    assert not any(row.breaks for row in changes(FORM, newer))
    assert what_to_write(newer, newer.question("skydd")).endswith("Övningar; Inget av dem.")
