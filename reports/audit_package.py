"""*Revisionspaket*: one measurement in a zip, readable without the app and checkable without us.

A workbook to read, the same tables as CSV, the questionnaire as YAML, every ledger row of the round with its salt and
hash, and a list of the files' checksums. The rows' hash rule is that of ``data.ledger.rows``.
"""

import json
import zipfile
from typing import BinaryIO

from base.clock import utc_naive
from base.errors import MognadError
from base.formats import day, day_and_time
from base.hashing import sha256_bytes
from data.ledger.store import Store
from data.measuring.rounds import Round, find_round
from files.writer import csv_bytes, xlsx_bytes
from questionnaires.yaml_form import to_yaml
from reports.audit_tables import Reader, audit_tables

# The tables whose rows tell of one round, all of them with the column ``round``.
_TABLES = (
    "round",
    "round_plan",
    "round_unit",
    "round_event",
    "answer",
    "submission",
    "override",
    "sample_unit",
    "sample_check",
    "responsible",
    "proposal",
    "sitting",
)
# Those that belong to a round by the sitting of its workshop.
_OF_SITTINGS = ("sitting_person", "vote", "agreement", "confirmation")


def write_audit_package(store: Store, round_id: str, target: BinaryIO) -> None:
    """Write the package of a round. Raises ``round_unknown`` and ``round_not_opened``.

    It holds everything known now: also what was corrected after the closing, told apart from what was closed.
    """
    measured = find_round(store, round_id)
    if measured.state == "planned":
        raise MognadError("round_not_opened", "Mätningen är inte öppnad än, så det finns inget att granska.")
    reader = Reader(store, measured)
    sheets = audit_tables(reader)
    files: dict[str, bytes] = {"revisionspaket.xlsx": xlsx_bytes(sheets)}
    for sheet in sheets:
        files[f"tabeller/{_file_name(sheet.name)}.csv"] = csv_bytes(sheet.headers, sheet.rows)
    files["frageformular.yaml"] = to_yaml(reader.form).encode()
    for table in (*_TABLES, *_OF_SITTINGS):
        files[f"rader/{table}.jsonl"] = _ledger_rows(store, table, round_id)
    files["LÄS MIG.txt"] = _read_me(reader).encode()
    sums = "".join(f"{sha256_bytes(content)}  {name}\n" for name, content in sorted(files.items()))
    files["KONTROLLSUMMOR.txt"] = sums.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def package_name(found: Round) -> str:
    """The file's name: ``revisionspaket-matning-2026-2026-11-03.zip``."""
    return f"revisionspaket-{_file_name(found.name)}-{day(found.as_of)}.zip"


def _ledger_rows(store: Store, table: str, round_id: str) -> bytes:
    """Every field as the text that was hashed; nulls left out, as the hash leaves them out."""
    texts = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in store.tables[table])
    held = (
        "sitting IN (SELECT sitting FROM store.sitting WHERE round = $round)"
        if table in _OF_SITTINGS
        else ("round = $round")
    )
    rows = store.query(
        f"SELECT {texts} FROM store.{table} WHERE {held} AND seq <= $known_at ORDER BY CAST(seq AS BIGINT)",
        {"round": round_id, "known_at": store.position()},
    )
    lines = [{name: text for name, text in row.items() if text is not None} for row in rows]
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()


def _read_me(reader: Reader) -> str:
    measured = reader.round
    made = day_and_time(utc_naive(reader.store.clock.now()))
    return f"""Revisionspaket för {measured.name}, {reader.form.settings.form_title}
Läget per {day(measured.as_of)}. Paketet är gjort {made}.

revisionspaket.xlsx   allt att läsa, i flikar
tabeller/             samma tabeller som CSV-filer (semikolon, UTF-8)
frageformular.yaml    frågorna så som de ställdes
rader/                raderna ur huvudboken, en JSON-rad var, med salt och kontrollsumma
KONTROLLSUMMOR.txt    SHA-256 av varje fil i paketet

Så kontrolleras en rad: ta radens fält utom salt och row_hash, i bokstavsordning efter fältets namn. Skriv varje fält
som namn=längd:värde; där längden är antalet tecken, och sanningsvärden skrivs true och false. Sätt saltet först.
SHA-256 av texten (UTF-8) ska vara lika med row_hash. Fält som saknas räknas inte med.

Namn på personer och organisationsdelar är de som gällde när paketet gjordes respektive när mätningen gällde.
Paketet visar kommunens brister. Hantera det därefter.
"""


def _file_name(text: str) -> str:
    plain = text.lower().translate(str.maketrans("åäöé", "aaoe"))
    return "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain).split()) or "matning"
