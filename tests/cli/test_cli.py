"""The terminal: exit codes, one JSON object, never a traceback."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

import cli
from files.writer import SheetOut, write_xlsx
from questionnaires.yaml_form import to_yaml
from terminal.output import show_output
from tests.kit.measured import make_form, question

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = """round,as_of,unit,question,value,comment
2025,2025-10-01,Skola A,risk_t1,2,
2025,2025-10-01,Skola A,klassning_t1,3,
2025,2025-10-01,Skola B,risk_t1,unknown,
2025,2025-10-01,Skola B,klassning_t1,2,
2026,2026-10-01,Skola A,risk_t1,4,
2026,2026-10-01,Skola B,risk_t1,3,
2026,2026-10-01,Skola B,klassning_t1,not_applicable,Vi har ingen egen information
"""


@pytest.fixture
def run(tmp_path, capsysbinary, monkeypatch):
    """Runs a command with --json on a store of its own; (exit code, object)."""
    monkeypatch.delenv("MOGNAD_KEY", raising=False)
    monkeypatch.delenv("MOGNAD_KEY_FILE", raising=False)

    def command(*words, store=tmp_path / "store.duckdb"):
        capsysbinary.readouterr()
        code = cli.main([*(str(word) for word in words), "--store", str(store), "--json"])
        out = capsysbinary.readouterr().out.decode()
        assert out.count("\n") == 1
        return code, json.loads(out)

    return command


@pytest.fixture
def file(tmp_path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def own_form(file):
    """The measurement of maturity as a form of one's own, in which two of eight questions are enough to count."""
    text = (ROOT / "questionnaires" / "forms" / "mognadsmatning.yaml").read_text(encoding="utf-8")
    return file("egen.yaml", text.replace("form_id: mognadsmatning", "form_id: egen\n  answered_share: 0.25"))


def test_scores_of_a_round_by_hand(run, file, own_form):
    """Skola A 2025: (2+3)/2 = 2,5; Skola B: 2 (vet ej is left out); mean 2,25, shown 2,3."""
    code, taken = run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", own_form, "--create")
    assert (code, taken["stored"], taken["skipped"]) == (0, 7, 0)
    code, scores = run("scores", "--questionnaire", "egen", "--round", "2025")
    assert code == 0
    total = scores["total"]
    assert (total["score"], total["display"]) == (2.25, "2,3")
    assert (total["answered"], total["unknown"], total["not_applicable"]) == (3, 1, 0)
    assert total["expected"] == 16 == sum(total[k] for k in ("answered", "unknown", "not_applicable", "unanswered"))
    assert scores["units"] == {"n": 2, "min": 2.0, "q1": 2.125, "median": 2.25, "q3": 2.375, "max": 2.5}
    assert (scores["round"], scores["as_of"], scores["version"]) == ("2025", "2025-10-01", 3)
    code, latest = run("scores", "--questionnaire", "egen", "--unit", "Skola B")
    assert (latest["round"], latest["total"]["score"], latest["total"]["not_applicable"]) == ("2026", 3.0, 1)


def test_who_has_answered_is_told_beside_the_figure(run, file, own_form):
    """2025 both answered two of eight; 2026 Skola A one. Two are enough in the own form, four in the shipped one."""
    answers = file("a.csv", ANSWERS)
    for form in ("mognadsmatning", own_form):
        run("answers", "import", answers, "--questionnaire", form, "--create")

    def coverage(form, year):
        return run("scores", "--questionnaire", form, "--round", year)[1]["total"]["coverage"]

    both = {"units": 2, "of": 2, "insufficient": False, "text": "2 av 2 enheter"}
    assert coverage("egen", "2025") == {"asked": 2, "answered": 2, "begun": 0, "silent": 0, **both}
    lacking = {"units": 1, "of": 2, "insufficient": True, "text": "Underlag saknas: 1 av 2 enheter"}
    assert coverage("egen", "2026") == {"asked": 2, "answered": 1, "begun": 1, "silent": 0, **lacking}
    none = {"units": 0, "of": 2, "insufficient": True, "text": "Underlag saknas: 0 av 2 enheter"}
    assert coverage("mognadsmatning", "2025") == {"asked": 2, "answered": 0, "begun": 2, "silent": 0, **none}


def test_a_form_gets_a_role_and_keeps_it(run, file):
    form = make_form([question("q1")], form_id="eget")
    path = file("eget.yaml", to_yaml(form))
    assert run("questionnaire", "import", path)[1]["role"] == "other"
    code, given = run("questionnaire", "import", path, "--role", "maturity")
    assert (code, given["already"], given["role"]) == (0, True, "maturity")
    assert run("questionnaire", "import", path)[1]["role"] == "maturity"
    code, refused = run("questionnaire", "import", path, "--role", "viktig")
    assert (code, refused["error"]["code"]) == (2, "role_unknown")
    # A file bears its role along, and proposes it where nobody has said anything.
    run("questionnaire", "export", "--questionnaire", "eget", "--out", path)
    assert "role: maturity" in path.read_text(encoding="utf-8")
    other = file("annat.yaml", path.read_text(encoding="utf-8").replace("form_id: eget", "form_id: annat"))
    assert run("questionnaire", "import", other)[1]["role"] == "maturity"


def test_an_own_judgement_is_set_and_taken_back(run, file):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    of_a = ("override", "2026", "--area", "risk", "--unit", "Skola A", "--reason", "Rutinen är ny")
    code, judged = run(*of_a, "--level", 1)
    assert (code, judged["area"], judged["level"]) == (0, "risk", 1)
    assert set(judged) == {"round", "unit", "area", "level"}
    code, back = run(*of_a, "--withdraw")
    assert (code, back["unit"], back["level"]) == (0, judged["unit"], None)
    assert run("verify")[1]["ok"]
    # What can't be done leaves nothing behind.
    _, before = run("verify")
    for words, expected in (
        ((*of_a, "--withdraw"), "override_missing"),
        ((*of_a, "--level", 9), "level_unknown"),
        (("override", "2026", "--area", "risk", "--level", 1, "--reason", "Skäl"), "unit_not_asked"),
        (("override", "2027", "--area", "risk", "--level", 1, "--reason", "Skäl"), "round_unknown"),
        (("override", "2026", "--area", "risk", "--unit", "X", "--level", 1, "--reason", "Skäl"), "unit_unknown"),
        ((*of_a, "--level", 1, "--withdraw"), "usage"),
    ):
        code, refused = run(*words)
        assert (code, refused["error"]["code"]) == (2, expected)
    assert run("verify")[1]["checked"] == before["checked"]


def test_export_is_read_back_unchanged(run, file, tmp_path):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    for name in ("ut.csv", "ut.xlsx"):
        code, out = run("answers", "export", "--questionnaire", "mognadsmatning", "--out", tmp_path / name)
        assert (code, out["rows"]) == (0, 7)
        code, taken = run("answers", "import", tmp_path / name, "--questionnaire", "mognadsmatning")
        assert (code, taken["stored"], taken["skipped"]) == (0, 0, 7)
        other = tmp_path / f"{name}.duckdb"
        code, copied = run(
            "answers", "import", tmp_path / name, "--questionnaire", "mognadsmatning", "--create", store=other
        )
        assert copied["stored"] == 7


def test_lists(run, file):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    _, rounds = run("rounds")
    assert [(r["name"], r["units"], r["state"]) for r in rounds["rounds"]] == [
        ("2025", 2, "opened"),
        ("2026", 2, "opened"),
    ]
    _, units = run("units", "--as-of", "2026-01-01")
    assert [(u["name"], u["kind"]) for u in units["units"]] == [
        ("Kommunen", "kommun"),
        ("Skola A", "enhet"),
        ("Skola B", "enhet"),
    ]


def test_an_import_told_as_inspect_tells_it(run, tmp_path):
    path = tmp_path / "risker.xlsx"
    rows = [
        ["R1", "Utelåst", "2", "4"],
        ["R2", '=HYPERLINK("http://x")', "1", "1"],
        ["R2", '=HYPERLINK("http://x")', "1", "1"],
    ]
    write_xlsx(path, [SheetOut("Risker", ["Risk-ID", "Riskbeskrivning", "Sannolikhet", "Konsekvens"], rows)])
    code, seen = run("inspect", path)
    assert code == 0
    assert not (tmp_path / "store.duckdb").exists()
    assert (seen["register"], seen["sheet"], seen["header_row"], seen["rows"]) == ("risks", "Risker", 1, 3)
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"scales": {"likelihood": "4x4", "consequence": "4x4"}}), encoding="utf-8")
    words = ("import", path, "--register", "risks", "--as-of", "2026-11-03", "--mapping", mapping)
    code, stored = run(*words)
    assert (code, stored["stored"], stored["skipped"], stored["duplicate"]) == (0, 2, 1, False)
    assert stored["rows"] == stored["stored"] + stored["skipped"]
    assert {"register", "sheet", "header_row", "rows", "ignored", "columns", "dates", "issues"} <= set(stored)
    code, twice = run(*words)
    assert (code, twice["stored"], twice["duplicate"]) == (0, 0, True)
    assert twice["rows"] == twice["stored"] + twice["skipped"]
    code, told = run("import", path, "--register", "risks", "--as-of", "2026-11-04")
    assert (code, told["error"]["code"]) == (2, "already_imported")
    code, again = run("import", path, "--register", "risks", "--as-of", "2026-11-04", "--again")
    assert (code, again["stored"]) == (0, 2)
    assert run("verify")[1]["ok"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["scores", "--questionnaire", "mognadsmatning"], "store_missing"),
        (["verify"], "store_missing"),
        (["import", "saknas.xlsx", "--register", "risks", "--as-of", "2026-11-03"], "file_not_found"),
        (["import", "x.xlsx", "--register", "risks", "--as-of", "igår"], "as_of_invalid"),
        (["inspect", "saknas.xlsx"], "file_not_found"),
        (["nonsense"], "usage"),
        (["scores"], "usage"),
        (["questionnaire", "check", "saknas.yaml"], "file_not_found"),
    ],
)
def test_errors_are_a_code_and_a_sentence(run, words, code):
    status, told = run(*words)
    assert status == 2
    assert told["error"]["code"] == code
    assert told["error"]["message"]


def test_a_broken_questionnaire_tells_every_error(run, file):
    text = "settings: {form_id: Fel, form_title: X, version: 1}\nareas: []\nchoices: []\nsurvey: []\n"
    status, told = run("questionnaire", "check", file("fel.yaml", text))
    assert (status, told["error"]["code"]) == (2, "questionnaire_invalid")
    assert {"file", "path", "code", "message"} <= set(told["error"]["issues"][0])


def test_a_questionnaire_goes_out_to_excel_and_back(run, file, tmp_path):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    book = tmp_path / "form.xlsx"
    code, out = run("questionnaire", "export", "--questionnaire", "mognadsmatning", "--out", book)
    assert (code, out["version"], out["questions"]) == (0, 3, 32)
    assert run("questionnaire", "check", book)[0] == 0
    code, published = run("questionnaire", "import", book)
    assert (code, published["already"], published["previous"]) == (0, True, 2)


def test_own_questionnaire_from_a_file(run, file, own_form):
    status, taken = run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", own_form, "--create")
    assert (status, taken["questionnaire"]) == (0, "egen")
    assert run("scores", "--questionnaire", "egen", "--round", "2025")[1]["total"]["score"] == 2.25


def test_demo_refuses_a_store_with_content(run, file):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    status, told = run("demo")
    assert (status, told["error"]["code"]) == (2, "store_not_empty")


def test_reorganising_by_a_file(run, file):
    run("answers", "import", file("a.csv", ANSWERS), "--questionnaire", "mognadsmatning", "--create")
    table = file("omorg.csv", "Gammal enhet;Ny enhet;Från datum\nSkola A;Ängsskolan;2026-01-01\n")
    code, _ = run("units", "reorganise", table, "--preview")
    assert code == 0
    names = [u["name"] for u in run("units", "--as-of", "2026-06-01")[1]["units"]]
    assert "Skola A" in names
    code, _ = run("units", "reorganise", table)
    assert code == 0
    names = [u["name"] for u in run("units", "--as-of", "2026-06-01")[1]["units"]]
    assert "Ängsskolan" in names
    assert "Skola A" not in names
    assert run("verify")[1]["ok"] is True


def test_a_reorganisation_tells_open_measurements_and_is_undone_whole(run, file):
    run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    plan = ("rounds", "plan", "--questionnaire", "mognadsmatning", "--as-of", "2025-11-01", "--name")
    run(*plan, "Mätning 2025", "--unit", "111", "--unit", "112")
    run("rounds", "open", "Mätning 2025")
    rows = "Norra skolan;Ekskolan;2026-01-01\nSödra skolan;Ekskolan;2026-01-01\n"
    table = file("omorg.csv", f"Gammal enhet;Ny enhet;Från datum\n{rows}")
    touched = run("units", "reorganise", table, "--preview")[1]["open_rounds"]
    assert [(each["name"], each["units"]) for each in touched] == [("Mätning 2025", ["Norra skolan", "Södra skolan"])]
    before = run("units", "--as-of", "2026-06-01")[1]["units"]
    assert run("units", "undo-reorganisation")[1]["error"]["code"] == "reorganisation_none"
    run("units", "reorganise", table)
    told = {"file": "omorg.csv", "restored": ["Norra skolan", "Södra skolan"], "removed": ["Ekskolan"]}
    assert told.items() <= run("units", "undo-reorganisation", "--preview")[1].items()
    assert "Ekskolan" in [unit["name"] for unit in run("units", "--as-of", "2026-06-01")[1]["units"]]
    code, done = run("units", "undo-reorganisation")
    assert code == 0
    assert told.items() <= done.items()
    undone = run("units", "--as-of", "2026-06-01")[1]["units"]
    without_dates = [{key: unit[key] for key in unit if key != "valid_from"} for unit in undone]
    assert without_dates == [{key: unit[key] for key in unit if key != "valid_from"} for unit in before]
    run("units", "reorganise", table)
    run(*plan[:-2], "2026-02-01", "--name", "Mätning 2026", "--unit", "Ekskolan")
    code, refused = run("units", "undo-reorganisation")
    assert (code, refused["error"]["code"]) == (2, "reorganisation_measured")
    assert refused["error"]["message"].endswith("”Ekskolan” är tillfrågad i Mätning 2026.")
    assert run("verify")[1]["ok"] is True


def test_names_within_a_line_are_listed_as_words(capsysbinary):
    touched = {"name": "Mätning 2026", "units": ("Norra skolan", "Södra skolan")}
    show_output({"open_rounds": [touched]}, as_json=False, failed=False)
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines == ["open_rounds: 1", "  name=Mätning 2026  units=Norra skolan, Södra skolan"]


def test_without_json_a_person_reads_swedish():
    done = subprocess.run(
        [sys.executable, "cli.py", "verify", "--store", "/nonexistent/x"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert "finns inte" in done.stderr.decode()


UNITS = """Kod,Namn,Typ,Ingår i,Från
1,Ekby kommun,kommun,,2020-01-01
11,Skolkontoret,kontor,1,2020-01-01
111,Norra skolan,enhet,11,2020-01-01
112,Södra skolan,enhet,11,2020-01-01
"""


def test_a_measurement_from_plan_to_audit_package(run, file, tmp_path):
    code, _ = run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    assert code == 0
    plan = ("rounds", "plan", "--questionnaire", "mognadsmatning", "--name", "Mätning 2026", "--as-of", "2026-11-01")
    code, planned = run(*plan, "--unit", "Norra skolan", "--unit", "112", "--last-day", "2026-12-01")
    assert (code, planned["units"]) == (0, 2)
    assert run(*plan)[1]["error"]["code"] == "round_exists"
    assert run(*plan, "--unit", "Västra skolan")[1]["error"]["code"] == "unit_unknown"
    assert run("rounds", "close", "Mätning 2026")[1]["error"]["code"] == "round_not_open"
    assert run("rounds", "open", "Mätning 2027")[1]["error"]["code"] == "round_unknown"
    assert run("rounds", "open", "Mätning 2026")[1]["state"] == "opened"
    assert run("rounds", "close", "Mätning 2026")[1]["state"] == "closed"
    approve = ("rounds", "approve", "Mätning 2026", "--by", "Kommunstyrelsen", "--on")
    assert run(*approve, "2026-10-01")[1]["error"]["code"] == "approval_date"
    code, _ = run(*approve, "2026-11-02", "--case-number", "KS 2026/1")
    assert code == 0
    target = tmp_path / "paket.zip"
    code, package = run("audit-package", "Mätning 2026", "--out", target)
    assert (code, package["file"]) == (0, str(target))
    assert target.read_bytes()[:2] == b"PK"
    assert run("rounds")[1]["rounds"][0]["state"] == "closed"
    assert run("verify")[1]["ok"] is True


def test_what_rests_is_told_when_a_measurement_is_planned_and_when_it_is_opened(run, file):
    run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    form = make_form([question("q1"), question("t1", every_n_rounds=2), question("t2", every_n_rounds=2)])
    run("questionnaire", "import", file("turvis.yaml", to_yaml(form)))
    for name, resting in (("Mätning 2025", ["t2"]), ("Mätning 2026", ["t1"])):
        day = f"{name[-4:]}-11-01"
        code, planned = run("rounds", "plan", "--questionnaire", "prov", "--name", name, "--as-of", day)
        assert (code, planned["resting"]) == (0, resting)
        assert run("rounds", "open", name)[1]["resting"] == resting
    assert run("verify")[1]["ok"] is True


def test_results_without_answers_from_a_file(run, file):
    run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    words = ("--name", "Mätning 2023", "--as-of", "2023-10-01", "--low", "1", "--high", "5")
    good = file("r.csv", "Enhet;Område;Nivå;Poäng\n111;;;2,5\nSödra skolan;;3;\n")
    code, taken = run("results", "import", good, *words)
    assert (code, taken["values"]) == (0, 2)
    bad = file("f.csv", "Enhet;Område;Nivå;Poäng\nVästra;;2;\n111;;sju;\n")
    code, refused = run("results", "import", bad, *words)
    assert code == 2
    assert [(issue["code"], issue["row"]) for issue in refused["error"]["issues"]] == [
        ("unit_unknown", 2),
        ("level_unreadable", 3),
    ]


def test_templates_to_fill_in(run, file, tmp_path):
    run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    answers, results = tmp_path / "svar.xlsx", tmp_path / "resultat.xlsx"
    code, made = run("answers", "template", "--questionnaire", "mognadsmatning", "--out", answers)
    assert (code, made) == (0, {"questionnaire": "mognadsmatning", "file": str(answers)})
    heads = [cell.value for cell in openpyxl.load_workbook(answers).worksheets[0][1]]
    assert heads[:4] == ["Enhet", "Enhetens namn", "Fråga", "Frågans text"]
    assert run("results", "template", "--out", results) == (0, {"file": str(results)})
    page = openpyxl.load_workbook(results).worksheets[0]
    assert [row[:2] for row in page.iter_rows(values_only=True)] == [
        ("Enhet", "Enhetens namn"),
        ("1", "Ekby kommun"),
        ("111", "Norra skolan"),
        ("11", "Skolkontoret"),
        ("112", "Södra skolan"),
    ]
    misspelt = run("results", "import", file("r.csv", "Enhet;Nivå\nNora skolan;2\n"), "--name", "Mätning 2023",
                   "--as-of", "2023-10-01", "--low", "1", "--high", "5")  # fmt: skip
    assert [issue["message"] for issue in misspelt[1]["error"]["issues"]] == [
        (
            "Rad 2: organisationsdelen ”Nora skolan” finns inte 2023-10-01, eller så heter flera så; "
            "liknande namn: ”Norra skolan” och ”Södra skolan”."
        )
    ]
    unknown = run("answers", "template", "--questionnaire", "finns_inte", "--out", answers)
    assert (unknown[0], unknown[1]["error"]["code"]) == (2, "questionnaire_unknown")


def test_answer_sheets_out_and_in(run, file, tmp_path):
    run("import", file("u.csv", UNITS), "--register", "units", "--as-of", "2020-01-01")
    plan = ("rounds", "plan", "--questionnaire", "mognadsmatning", "--name", "Mätning 2026", "--as-of", "2026-11-01")
    run(*plan, "--unit", "111", "--unit", "112")
    out = tmp_path / "blad.zip"
    assert run("sheets", "export", "Mätning 2026", "--out", out)[1]["error"]["code"] == "round_not_opened"
    run("rounds", "open", "Mätning 2026")
    nowhere = tmp_path / "finns" / "inte.zip"
    assert run("sheets", "export", "Mätning 2026", "--out", nowhere)[1]["error"]["code"] == "out_unwritable"
    code, made = run("sheets", "export", "Mätning 2026", "--out", out)
    assert (code, made["workbooks"], made["units"], made["without_manager"]) == (0, 2, 2, 2)

    folder = tmp_path / "svar"
    folder.mkdir()
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder)
    book = next(path for path in folder.iterdir() if "Norra" in path.name)
    opened = openpyxl.load_workbook(book)
    page = opened["Norra skolan"]
    for row in page.iter_rows():
        if row[0].value == "risk_t1":
            row[5].value = "På väg"
        elif row[0].value == "klassning_t1":
            row[5].value = "Kanske"
    opened.save(book)
    _, seen = run("sheets", "import", "Mätning 2026", folder, "--preview", "--receipt", tmp_path / "kvitto.xlsx")
    assert (seen["approved"], seen["with_questions"], seen["unchanged"]) == (0, 1, 1)
    assert [(issue["code"], issue["sheet"]) for issue in seen["issues"]] == [("alternative_unknown", "Norra skolan")]
    assert (tmp_path / "kvitto.xlsx").exists()

    next(row for row in page.iter_rows() if row[0].value == "klassning_t1")[5].value = None
    opened.save(book)
    _, seen = run("sheets", "import", "Mätning 2026", book, "--preview")
    assert (seen["approved"], seen["answers"]) == (1, 1)
    code, taken = run("sheets", "import", "Mätning 2026", book)
    assert (code, taken["approved"], taken["answers"], taken["missing"]) == (0, 1, 1, 1)
    assert run("sheets", "import", "Mätning 2026", book)[1]["already"] == 1
    assert run("verify")[1]["ok"] is True


def test_incidents_with_their_deadlines(run, tmp_path):
    code, refused = run("incidents")
    assert (code, refused["error"]["code"]) == (2, "store_missing")
    path = tmp_path / "incidenter.csv"
    path.write_text(
        "Ärendenummer;Rubrik;Typ av incident;Upptäcktes;Kännedom;Anmäld till IMY\n"
        "I1;Hemlig rubrik;Personuppgiftsincident;2026-02-02 07:00;2026-02-02 08:00;2026-02-05 09:01\n",
        encoding="utf-8",
    )
    assert run("import", path, "--register", "incidents", "--as-of", "2026-03-02")[0] == 0
    code, told = run("incidents", "--as-of", "2026-03-01")
    assert (code, told["bodies"]) == (0, [])
    code, told = run("incidents", "--as-of", "2026-03-02")
    (own,) = told["bodies"]
    assert (code, told["register_as_of"], own["name"]) == (0, "2026-03-02", None)
    assert own["years"]["2026"]["verdicts"]["authority"] == {"late": 1}
    assert own["incidents"][0]["clocks"]["authority"]["due"] == "2026-02-05 08:00"
    assert "Hemlig rubrik" not in str(told)


def test_checks_tell_what_is_to_be_put_right(run, file):
    """R1 is late on the file's day, R2 is not; the file has no column for when they were last looked at."""
    rows = "Risk-ID;Riskbeskrivning;Status;Klart senast\nR1;Ett;Öppen;2026-10-31\nR2;Två;Öppen;2026-11-01\n"
    assert run("import", file("risker.csv", rows), "--register", "risks", "--as-of", "2026-11-01")[0] == 0
    code, told = run("checks", "--as-of", "2026-12-01")
    assert (code, told["to_fix"], told["accepted"], told["untraceable"]) == (0, 1, 0, 0)
    assert [(row["check"], row["id"], row["state"], row["row"]) for row in told["rows"]] == [
        ("due_passed", "R1", "to_fix", 2)
    ]
    by_name = {one["check"]: one for one in told["checks"]}
    assert by_name["due_passed"]["checked"] == 2
    assert by_name["analysis_old"]["state"] == "off"
    assert by_name["analysis_old"]["not_possible"] == (
        "kan inte kontrolleras: kolumnen Senast granskad saknas i risker.csv"
    )
    code, told = run("checks", "--register", "incidents", "--as-of", "2026-12-01")
    assert (code, told["not_possible"], told["rows"]) == (0, 1, [])
    assert run("checks", "--as-of", "2026-10-01")[1]["checks"] == []
    assert run("checks", "--register", "borta")[1]["error"]["code"] == "register_unknown"


def test_what_changed_in_a_register(run, file):
    header = "Risk-ID;Risk;Status\n"
    assert run("import", file("a.csv", f"{header}R1;Ett;Öppen\nR2;Två;Öppen\n"), "--register", "risks", "--as-of",
               "2025-11-03")[0] == 0  # fmt: skip
    run(
        "import",
        file("b.csv", f"{header}R1;Ett;Stängd\nR3;Tre;Öppen\n"),
        "--register",
        "risks",
        "--as-of",
        "2026-11-03",
    )
    code, found = run("registers", "changes", "risks")
    assert (code, found["new"], found["changed"], found["missing"], found["returned"]) == (0, 1, 1, 1, 0)
    assert found["moves"]["closed"] == 1
    told = {(row["kind"], row["key"]): row["fields"] for row in found["rows"]}
    assert told == {
        ("new", "R3"): [],
        ("changed", "R1"): [{"field": "status", "before": "Öppen", "after": "Stängd"}],
        ("missing", "R2"): [],
    }
    between = run("registers", "changes", "risks", "--from", "2025-11-03", "--to", "2026-11-03", "--rows", "0")[1]
    assert (between["missing"], between["rows"]) == (1, [])
    assert run("registers", "changes", "risks", "--from", "2025-11-03")[1]["error"]["code"] == "usage"
    assert run("registers", "changes", "incidents")[1]["error"]["code"] == "register_empty"
    assert run("registers", "changes", "finns_inte")[1]["error"]["code"] == "register_unknown"


RISKS = "Risk-ID;Risk;Enhet;Kategori\n" + "".join(
    f"R{n};Risk {n};S1;{'IT' if n < 9 else 'Brand'}\n" for n in range(1, 11)
)


def test_an_import_says_its_source_and_what_it_covers(run, file):
    words = ("--register", "risks", "--as-of")
    path = file("risker.csv", RISKS)
    code, refused = run("import", path, *words, "2026-01-01", "--source", "Skolornas lista")
    assert (code, refused["error"]["code"]) == (2, "source_unknown")
    code, told = run("import", path, *words, "2026-01-01", "--source", "Skolornas lista", "--add-source")
    assert (code, told["source"], told["claim"], told["stored"]) == (0, "Skolornas lista", "whole", 10)
    few = file("få.csv", "\n".join(RISKS.splitlines()[:6]))
    source = ("--source", "skolornas lista")
    code, refused = run("import", few, *words, "2026-02-01", *source)
    assert (code, refused["error"]["code"]) == (2, "rows_fell")
    code, told = run("import", few, *words, "2026-02-01", *source, "--claim", "addition")
    assert (code, told["claim"], told["stored"]) == (0, "addition", 5)
    # The claim is remembered.
    code, told = run("import", few, *words, "2026-03-01", *source, "--again")
    assert (code, told["claim"]) == (0, "addition")
    again = ("import", few, *words, "2026-04-01", *source, "--again")
    code, told = run(*again, "--claim", "whole", "--fewer-is-right")
    assert (code, told["stored"]) == (0, 5)
    code, told = run(*again, "--from", "2026-05-01", "--fewer-is-right")
    assert (code, told["claim"]) == (0, "part")
    code, refused = run(*again, "--claim", "whole", "--to", "2026-05-31")
    assert (code, refused["error"]["code"]) == (2, "claim_bounded")
    code, refused = run(*again, "--branch", "Finns inte")
    assert (code, refused["error"]["code"]) == (2, "unit_unknown")


def test_a_mapping_chooses_rows_and_gives_one_value(run, file, tmp_path):
    mapping = tmp_path / "m.json"
    where = [{"header": "Kategori", "values": ["IT"]}]
    mapping.write_text(json.dumps({"where": where, "constants": {"status": "Öppen"}}), encoding="utf-8")
    path = file("risker.csv", RISKS)
    _, seen = run("inspect", path, "--mapping", mapping)
    # Eight of ten rows are IT.
    assert (seen["rows"], seen["left_out"]) == (8, 2)
    assert seen["filters"] == [{"reason": "Kategori är inte IT", "rows": 2}]
    words = ("import", path, "--register", "risks", "--as-of", "2026-01-01", "--mapping", mapping)
    assert run(*words)[1]["left_out"] == 2
    mapping.write_text(json.dumps({"constants": {"status": "Kanske"}}), encoding="utf-8")
    assert run(*words)[1]["error"]["code"] == "mapping_invalid"
