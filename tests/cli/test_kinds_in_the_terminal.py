"""A form with every kind of question in the terminal: checked, published, answered from a file, scored, exported."""

import csv
from pathlib import Path

import pytest

from tests.kit.terminal import told

pytestmark = pytest.mark.slow

FORM = Path(__file__).resolve().parents[1] / "questionnaires" / "valid" / "every_kind.yaml"
LINES = """round,as_of,unit,question,value,comment
2026,2026-10-01,Skola A,rutin,Delvis,
2026,2026-10-01,Skola A,nojdhet,"3,5",
2026,2026-10-01,Skola A,dagar,3 dagar,
2026,2026-10-01,Skola A,skydd,"Loggning; Kod, eller kort; Säkerhetskopia",
2026,2026-10-01,Skola A,ovat,2026-05-04,
2026,2026-10-01,Skola A,hinder,=SUM(A1),
"""


def test_from_the_form_to_the_exported_answers(tmp_path):
    store, answers, out = tmp_path / "s.duckdb", tmp_path / "svar.csv", tmp_path / "ut.csv"
    answers.write_text(LINES, encoding="utf-8")
    assert told(store, ["questionnaire", "check", str(FORM)])["questions"] == 8
    told(store, ["questionnaire", "import", str(FORM)])
    taken = told(store, ["answers", "import", str(answers), "--questionnaire", "alla_slag", "--create"])
    assert taken["stored"] == 6
    result = told(store, ["scores", "--questionnaire", "alla_slag"])
    # The mean of 2, 3,5, 2 and 3.
    assert (result["total"]["score"], result["total"]["display"]) == (2.625, "2,63")
    assert (result["total"]["answered"], result["total"]["expected"]) == (6, 8)
    told(store, ["answers", "export", "--questionnaire", "alla_slag", "--out", str(out)])
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {row["question"]: row["value"] for row in rows} == {
        "rutin": "delvis",
        "nojdhet": "3.5",
        "dagar": "3",
        "skydd": "kod kopia logg",
        "ovat": "2026-05-04",
        "hinder": "'=SUM(A1)",
    }
    assert told(store, ["verify"])["ok"] is True
    package = told(store, ["audit-package", "2026", "--out", str(tmp_path / "paket.zip")])
    assert package
