"""Answers and rounds: whole states, conflicts, closings, long-form files."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.measuring.answer_export import export_rows
from data.measuring.answer_files import AnswerFile, import_answers, preview_answers
from data.measuring.answer_rows import COLUMNS, read_value
from data.measuring.answers import Answer, AnswerState, current, newest_seqs, record
from data.measuring.closing import close_round
from data.measuring.rounds import NewRound, find_round, open_round, round_units, rounds
from data.organisation.units import NewUnit, units, write_units
from files.workbook import read_bytes
from questionnaires.library import canonical, from_canonical
from tests.kit.sure import issues_of

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 3)


@pytest.fixture
def opened_round(store, grant, form, town):
    return open_round(store, grant(Act.PLAN), NewRound(form, "2026", DAY, [town.a, town.b]))


def answer(round_id, unit, question="q1", state=AnswerState.ANSWERED, alternative="s2", **rest):
    return Answer(round_id, unit, question, state, alternative if state is AnswerState.ANSWERED else None, **rest)


def code_of(call) -> str:
    with pytest.raises(MognadError) as caught:
        call()
    return caught.value.code


def test_an_answer_is_a_row_and_the_newest_counts(store, grant, form, town, opened_round):
    first = record(store, grant(Act.ANSWER), form, answer(opened_round, town.a, comment=" Vi övar. "))
    second = record(store, grant(Act.ANSWER), form, answer(opened_round, town.a, alternative="s3", based_on=first.seq))
    standing = current(store, opened_round, town.a)["q1"]
    assert (standing.alternative, standing.comment, standing.seq) == ("s3", None, second.seq)
    then = current(store, opened_round, town.a, first.seq)["q1"]
    assert (then.alternative, then.comment) == ("s2", "Vi övar.")
    assert current(store, opened_round, town.b) == {}
    assert second.recorded_at.isoformat() == "2026-11-03T13:32:00"


def test_a_cleared_answer_is_gone_but_kept(store, grant, form, town, opened_round):
    first = record(store, grant(Act.ANSWER), form, answer(opened_round, town.a))
    cleared = record(
        store, grant(Act.ANSWER), form, answer(opened_round, town.a, state=AnswerState.CLEARED, based_on=first.seq)
    )
    assert current(store, opened_round, town.a) == {}
    assert newest_seqs(store, opened_round, town.a) == {"q1": cleared.seq}
    assert current(store, opened_round, town.a, first.seq)["q1"].alternative == "s2"


def test_somebody_elses_newer_answer_is_told(store, grant, form, town, opened_round):
    record(store, grant(Act.ANSWER), form, answer(opened_round, town.a))
    late = answer(opened_round, town.a, alternative="s1", based_on=0)
    assert code_of(lambda: record(store, grant(Act.ANSWER), form, late)) == "answer_conflict"
    assert current(store, opened_round, town.a)["q1"].alternative == "s2"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"alternative": "s9"}, "alternative_unknown"),
        ({"alternative": None}, "alternative_unknown"),
        ({"question": "q9"}, "question_unknown"),
        ({"state": AnswerState.NOT_APPLICABLE}, "comment_missing"),
        ({"state": AnswerState.NOT_APPLICABLE, "comment": "  "}, "comment_missing"),
        ({"comment": "x" * 4001}, "text_too_long"),
        ({"round": "r999"}, "round_closed"),
        ({"unit": "u999"}, "unit_not_asked"),
    ],
)
def test_what_breaks_a_rule_is_not_stored(store, grant, form, town, opened_round, changes, code):
    given_answer = answer(
        **{"round_id": opened_round, "unit": town.a, **{k: v for k, v in changes.items() if k != "round"}}
    )
    if "round" in changes:
        given_answer = answer(changes["round"], town.a)
    before = store.position()
    assert code_of(lambda: record(store, grant(Act.ANSWER), form, given_answer)) == code
    assert store.position() == before


def test_not_applicable_with_a_reason(store, grant, form, town, opened_round):
    reason = answer(opened_round, town.a, state=AnswerState.NOT_APPLICABLE, comment="Vi har inga leverantörer.")
    record(store, grant(Act.ANSWER), form, reason)
    assert current(store, opened_round, town.a)["q1"].state is AnswerState.NOT_APPLICABLE


def test_closing_freezes_and_is_verified(store, grant, form, town, opened_round):
    record(store, grant(Act.ANSWER), form, answer(opened_round, town.a))
    seq = close_round(store, grant(Act.PLAN), opened_round)
    found = find_round(store, opened_round)
    assert (found.state, found.closed_seq) == ("closed", seq)
    assert code_of(lambda: record(store, grant(Act.ANSWER), form, answer(opened_round, town.b))) == "round_closed"
    assert code_of(lambda: close_round(store, grant(Act.PLAN), opened_round)) == "round_not_open"
    assert verify(store).ok
    assert find_round(store, opened_round).as_of == DAY
    assert rounds(store, "liten", date(2026, 11, 2)) == []
    assert rounds(store, "liten", known_at=seq - 1)[0].state == "opened"


def test_round_names_are_unique_and_units_needed(store, grant, form, town, opened_round):
    again = lambda: open_round(store, grant(Act.PLAN), NewRound(form, " 2026 ", DAY, [town.a]))  # noqa: E731 – a deferred call
    assert code_of(again) == "round_exists"
    assert code_of(lambda: open_round(store, grant(Act.PLAN), NewRound(form, "2027", DAY, []))) == "round_without_units"
    assert (
        code_of(lambda: open_round(store, grant(Act.PLAN), NewRound(form, "", DAY, [town.a]))) == "round_name_missing"
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([("q1", "s1"), ("q2", "s3"), ("q1", "s2")]))
def test_the_order_between_questions_changes_nothing(store, grant, form, town, order):
    """Only the order within a question matters."""
    round_id = open_round(store, grant(Act.PLAN), NewRound(form, f"m{store.position()}", DAY, [town.a]))
    for question, alternative in order:
        based_on = newest_seqs(store, round_id, town.a).get(question, 0)
        given_answer = answer(round_id, town.a, question, alternative=alternative, based_on=based_on)
        record(store, grant(Act.ANSWER), form, given_answer)
    last = dict(order)
    assert {q: a.alternative for q, a in current(store, round_id, town.a).items()} == last


def long_form(*rows: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows]).encode()


def load(store, grant, form, content: bytes, **options):
    return import_answers(store, grant(Act.IMPORT), AnswerFile(read_bytes(content, "svar.csv"), form, **options))


def test_long_form_creates_rounds_and_units(store, grant, form):
    content = long_form(
        "2024,2024-11-01,Skola A,q1,2,",
        "2024,2024-11-01,Skola A,q2,unknown,",
        "2025,2025-11-01,Skola A,q1,s3,Bättre",
        "2025,2025-11-01,Skola B,q1,Steg 1,",
        "2025,2025-11-01,Skola B,q2,not_applicable,",
    )
    result = load(store, grant, form, content, create=True)
    assert (result.rows, result.stored, result.skipped) == (5, 5, 0)
    assert set(result.units_created) == {"Kommunen", "Skola A", "Skola B"}
    assert [(r.name, len(round_units(store, r.round))) for r in rounds(store)] == [("2024", 1), ("2025", 2)]
    assert verify(store).ok
    exported = export_rows(store, "liten")
    assert [row[:5] for row in exported] == [
        ["2024", date(2024, 11, 1), "Skola A", "q1", "s2"],
        ["2024", date(2024, 11, 1), "Skola A", "q2", "unknown"],
        ["2025", date(2025, 11, 1), "Skola A", "q1", "s3"],
        ["2025", date(2025, 11, 1), "Skola B", "q1", "s1"],
        ["2025", date(2025, 11, 1), "Skola B", "q2", "not_applicable"],
    ]
    position = store.position()
    again = load(store, grant, form, content)
    assert (again.stored, again.skipped) == (0, 5)
    assert store.position() == position


def test_a_unit_known_from_later_reaches_back(store, grant, form, town):
    result = load(store, grant, form, long_form("2018,2018-11-01,0114,q1,1,"), create=True)
    assert result.units_created == ()
    assert [u.unit for u in units(store, date(2018, 11, 1))] == [town.a, town.root]


def test_every_fault_of_a_file_is_told_and_nothing_stored(store, grant, form):
    content = long_form(
        "2024,2024-11-01,Skola A,q1,9,",
        "2024,2024-11-01,Skola A,q7,1,",
        "2024,när som helst,Skola A,q2,1,",
        "2024,2024-11-01,Skola A,,1,",
    )
    with pytest.raises(MognadError) as caught:
        load(store, grant, form, content, create=True)
    assert caught.value.code == "answers_invalid"
    assert sorted((issue.code, issue.row) for issue in issues_of(caught.value)) == [
        ("alternative_unknown", 2),
        ("as_of_unreadable", 4),
        ("question_unknown", 3),
        ("value_missing", 5),
    ]
    assert store.position() == 0


@pytest.mark.parametrize("text", ["2024-10-123", "2024-10-12 hej", "2024-10-12T25:99", "2024-W10-1", "20241012"])
def test_a_date_is_read_to_the_letter(store, grant, form, text):
    content = long_form(f"2024,{text},Skola A,q1,1,")
    assert code_of(lambda: load(store, grant, form, content, create=True)) == "answers_invalid"


def test_a_name_that_two_units_bear_makes_no_third(store, grant, form, town):
    twins = [NewUnit("Köket", "enhet", town.root, date(2020, 1, 1), code=code) for code in ("1", "2")]
    write_units(store, grant(Act.ORGANISE), twins)
    content = long_form("2024,2024-11-01,Köket,q1,1,")
    before = store.position()
    assert code_of(lambda: load(store, grant, form, content, create=True)) == "answers_invalid"
    assert store.position() == before


def test_a_version_that_says_something_else_is_refused(store, grant, form, town, opened_round):
    content = canonical(form)
    content["survey"][0]["label::sv"] = "En annan fråga"
    changed = from_canonical(content)
    answers = long_form("2026,2026-11-03,0114,q1,1,")
    assert code_of(lambda: load(store, grant, changed, answers)) == "version_changed"


def test_a_shipped_version_cannot_be_taken_over(store, grant, form):
    content = canonical(form)
    content["settings"] |= {"form_id": "mognadsmatning", "version": 2}
    taken = from_canonical(content)
    answers = long_form("2026,2026-11-03,Skola A,q1,1,")
    assert code_of(lambda: load(store, grant, taken, answers, create=True)) == "version_changed"
    assert store.position() == 0


def test_without_create_unknown_rounds_are_refused(store, grant, form, town, opened_round):
    unknown = long_form("2031,2031-11-01,0114,q1,1,")
    assert code_of(lambda: load(store, grant, form, unknown)) == "answers_invalid"
    stored = load(store, grant, form, long_form("2026,2026-11-03,0114,q1,1,"))
    assert stored.stored == 1
    outside = long_form("2026,2026-11-03,Åmåla kommun,q1,1,")
    assert code_of(lambda: load(store, grant, form, outside)) == "answers_invalid"


def test_values_are_read_by_number_name_and_label(form):
    question = form.question("q1")
    for text in ("2", "2,0", "s2", " steg 2 "):
        assert read_value(form, question, text) == (AnswerState.ANSWERED, "s2")
    assert read_value(form, question, "Vet ej") == (AnswerState.UNKNOWN, None)
    assert read_value(form, question, "not_applicable") == (AnswerState.NOT_APPLICABLE, None)
    assert read_value(form, question, "4") is None


def test_answers_that_are_there_give_way_only_when_it_is_said(store, grant, form, town, opened_round):
    load(store, grant, form, long_form("2026,2026-11-03,0114,q1,1,Som förra året", "2026,2026-11-03,0114,q2,2,"))
    before = store.position()
    # q1 gets another answer and q2 a comment; a unit without an answer gets one.
    newer = long_form("2026,2026-11-03,0114,q1,3,", "2026,2026-11-03,0114,q2,2,Ny", "2026,2026-11-03,Skola B,q1,1,")
    with pytest.raises(MognadError) as caught:
        load(store, grant, form, newer)
    told = ["Rad 2: 0114, q1: ”Steg 1” byts mot ”Steg 3”.", "Rad 3: 0114, q2: kommentaren byts ut."]
    assert caught.value.code == "answers_would_replace"
    assert caught.value.message == f"Inget sparades. {' '.join(told)}"
    assert store.position() == before
    file = AnswerFile(read_bytes(newer, "svar.csv"), form)
    seen = preview_answers(store, grant(Act.IMPORT), file)
    assert (seen.stored, [issue.message for issue in seen.replaces], store.position()) == (3, told, before)
    done = load(store, grant, form, newer, replace=True)
    assert (done.stored, [issue.message for issue in done.replaces]) == (3, told)
    held = current(store, opened_round, town.a)
    # A cell without a comment takes none away.
    assert [(held[name].alternative, held[name].comment) for name in ("q1", "q2")] == [
        ("s3", "Som förra året"),
        ("s2", "Ny"),
    ]


def test_an_empty_column_of_comments_empties_nothing(store, grant, form, town, opened_round):
    load(store, grant, form, long_form("2026,2026-11-03,0114,q1,1,Som förra året"))
    again = load(store, grant, form, long_form("2026,2026-11-03,0114,q1,1,"))
    assert (again.stored, again.replaces) == (0, ())
    assert current(store, opened_round, town.a)["q1"].comment == "Som förra året"


PERSON = "Lisa 850101-1236 vet"


@pytest.mark.parametrize("field", ["comment", "evidence", "reason"])
def test_no_text_of_an_answer_holds_a_persons_number(store, grant, form, town, opened_round, field):
    given_answer = replace(answer(opened_round, town.a), **{field: PERSON})
    with pytest.raises(MognadError) as caught:
        record(store, grant(Act.ANSWER), form, given_answer)
    assert (caught.value.code, caught.value.message) == (
        "text_personal",
        "Texten innehåller ett personnummer. Ta bort det och skriv roll eller antal i stället.",
    )
    assert current(store, opened_round, town.a) == {}


def test_a_file_of_answers_with_a_persons_number_is_refused_with_its_row(store, grant, form, town, opened_round):
    content = long_form("2026,2026-11-03,0114,q1,1,", f"2026,2026-11-03,0114,q2,1,{PERSON}")
    with pytest.raises(MognadError) as caught:
        load(store, grant, form, content)
    assert [(issue.code, issue.row, issue.column) for issue in issues_of(caught.value)] == [
        ("text_personal", 3, "comment")
    ]
    assert current(store, opened_round, town.a) == {}
