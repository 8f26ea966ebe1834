"""Forms of more kinds from YAML through Excel to answers, figures, an exported file, and a store that reads it."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answer_export import export_rows
from data.measuring.answer_files import AnswerFile, import_answers
from data.measuring.answer_rows import COLUMNS
from data.measuring.answers import Answer, AnswerState, current, record_many
from data.measuring.questionnaire_files import read_questionnaire_workbook, workbook_bytes
from files.workbook import read_bytes
from files.writer import SheetOut, csv_bytes, xlsx_bytes
from metrics.measuring.forms import WantedRound
from metrics.measuring.scores import scores
from questionnaires.library import load
from questionnaires.yaml_form import to_yaml
from tests.kit.measured import grant
from tests.kit.sure import issues_of

pytestmark = pytest.mark.slow

FORMS = Path(__file__).resolve().parents[2] / "questionnaires" / "valid"
DAY = date(2026, 10, 1)
# Answers by unit, and the municipality's figure worked out by hand from them.
CASES = [
    # A1 (7,5 + 8) / 2 = 7,75; A2 10; the mean 8,875.
    ("half_steps", {"A1": {"ledning": "7.5", "rutiner": "8"}, "A2": {"ledning": "10"}}, Fraction(71, 8)),
    # The sum of the levels: (1 + 0,25) / 2 and 1.
    (
        "samm_equal_values",
        {"Kommun": {"policy_1a": "behovs_inte", "policy_1b": "nagra", "policy_2a": "alla"}},
        Fraction(13, 8),
    ),
    # The mean of (5 + 3) / 2 and 2, with Gäller inte oss as 3.
    (
        "cyfun_not_applicable",
        {"Kommun": {"atkomst_dokument": "m5", "atkomst_gjort": "not_applicable", "logg_dokument": "m2"}},
        Fraction(3),
    ),
    # A1 (2 + 3,5 + 2 + 3) / 4 = 2,625; A2 0 for none of them.
    (
        "every_kind",
        {
            "A1": {
                "rutin": "delvis", "nojdhet": "3.5", "dagar": "3", "anstallda": "12", "skydd": "kod kopia logg",
                "onskat": "kopia", "ovat": "2026-05-04", "hinder": "Tid; pengar,\noch folk",
            },
            "A2": {"skydd": "none", "dagar": "unknown"},
        },
        Fraction(21, 16),
    ),
]  # fmt: skip


def excel_form(name):
    """The form of a YAML file, as it comes back from its workbook."""
    form = load(FORMS / f"{name}.yaml")
    read, problems = read_questionnaire_workbook(read_bytes(workbook_bytes(form), "form.xlsx"))
    assert problems == []
    assert read is not None
    assert (read, to_yaml(read)) == (form, to_yaml(form))
    return read


def answer(world, form, round_id, answers):
    rows = []
    for unit, given in answers.items():
        for name, said in given.items():
            state = AnswerState(said) if said in ("unknown", "not_applicable") else AnswerState.ANSWERED
            alternative = said if state is AnswerState.ANSWERED else None
            rows.append(Answer(round_id, world.ids[unit], name, state, alternative, comment="Skäl"))
    record_many(world.store, grant(Act.ANSWER), form, rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(("name", "answers", "figure"), CASES, ids=[case[0] for case in CASES])
def test_from_the_form_to_another_store(world, open_world, name, answers, figure, kind):
    form = excel_form(name)
    made = world.round(form, "2026", DAY, {unit: {} for unit in answers})
    answer(world, form, made, answers)
    wanted = WantedRound(form.settings.form_id)
    assert scores(world.store, wanted).total.score == figure
    rows = export_rows(world.store, form.settings.form_id)
    content = xlsx_bytes([SheetOut("svar", COLUMNS, rows)]) if kind == "xlsx" else csv_bytes(COLUMNS, rows)
    other = open_world()
    other.root = other.units("Kommun", kind="kommun")[0]
    other.units("A1", "A2")
    file = AnswerFile(read_bytes(content, f"svar.{kind}"), form, create=True)
    taken = import_answers(other.store, grant(Act.IMPORT), file)
    assert (taken.stored, taken.skipped) == (len(rows), 0)
    assert scores(other.store, wanted).total.score == figure
    assert export_rows(other.store, form.settings.form_id) == rows
    assert verify(other.store).problems == ()
    assert import_answers(other.store, grant(Act.IMPORT), file).stored == 0


def refused(world, file):
    with pytest.raises(MognadError) as caught:
        import_answers(world.store, grant(Act.IMPORT), file)
    return issues_of(caught.value)


def test_faults_in_a_file_of_answers_are_told_by_row(world):
    form = load(FORMS / "every_kind.yaml")
    lines = [
        ("nojdhet", "4.5"), ("dagar", "2,5"), ("skydd", "Larm"), ("ovat", "i maj"), ("hinder", "Ring 811228-9874"),
        ("inledning", "ja"),
    ]  # fmt: skip
    rows = [["2026", DAY, "A1", question, value, None] for question, value in lines]
    file = AnswerFile(read_bytes(csv_bytes(COLUMNS, rows), "svar.csv"), form, create=True)
    issues = refused(world, file)
    assert [(issue.row, issue.code) for issue in issues] == [
        (2, "number_out_of_range"),
        (3, "number_not_whole"),
        (4, "alternative_unknown"),
        (5, "date_unreadable"),
        (6, "text_personal"),
        (7, "question_unknown"),
    ]
    assert issues[0].message == "Rad 2: 4,5 ligger utanför skalan. Ett tal från 0 till 4 poäng, i steg om 0,5."


def test_a_number_that_two_alternatives_count_as_is_asked_about(world):
    form = load(FORMS / "samm_equal_values.yaml")
    rows = [["2026", DAY, None, "policy_1a", value, None] for value in ("1",)]
    file = AnswerFile(read_bytes(csv_bytes(COLUMNS, rows), "svar.csv"), form, create=True)
    (issue,) = refused(world, file)
    assert (issue.code, issue.message) == (
        "alternative_ambiguous",
        "Rad 2: 1 är vad ”Alla” och ”Löst på annat sätt” räknas som. Skriv vilket av dem.",
    )


def test_what_was_said_in_the_first_store_stands_there_untouched(world):
    form = load(FORMS / "every_kind.yaml")
    made = world.round(form, "2026", DAY, {"A1": {}})
    with pytest.raises(MognadError):
        answer(world, form, made, {"A1": {"rutin": "ja", "nojdhet": "7"}})
    assert current(world.store, made, world.ids["A1"]) == {}
