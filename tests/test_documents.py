"""The documents tell of the tree that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = ROOT / "docs" / "decisions"
ROOMS = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "var"]
# What the program and its tools write.
MADE = "var/"
OWN_PATH = re.compile(rf"(?<![\w./-])(?:{{ROOT}}/)?((?:{'|'.join(ROOMS)})/[\w/-]+\.(?:py|sql|yaml|json|md|svg))\b")


def ids(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=ids)
def test_every_path_in_backticks_is_there(path):
    quoted = re.findall(r"`([\w./*-]+/[\w./*-]*|[\w-]+\.(?:py|md|txt|in|toml|sh))`", path.read_text(encoding="utf-8"))
    paths = [text for text in quoted if text.split("/")[0] in ROOMS or "/" not in text]
    assert [text for text in paths if not _is_there(text)] == []


def _is_there(text):
    """As a path or a pattern from the root; a file's bare name may follow its folder's in a document."""
    return text.startswith(MADE) or any(ROOT.glob(text)) or ("/" not in text and any(ROOT.glob(f"[!.]*/**/{text}")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_what_code_cites_is_there():
    cited = [
        f"{path.relative_to(ROOT)}: {place}"
        for room in {*ROOMS} - {"tests", "docs"}
        for path in (ROOT / room).rglob("*.py")
        for place in OWN_PATH.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / place).exists()
    ]
    assert cited == []


def test_every_decision_is_in_the_index_by_number_date_status_and_title():
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \| (\S+) \| ([\w ]+) \| (.+) \|$", index, re.MULTILINE)
    records = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert [file for _, file, *_ in rows] == [path.name for path in records]
    for number, file, day, status, title in rows:
        assert file.startswith(f"{number}-")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", day), file
        assert re.fullmatch(r"holds|replaced by \d{4}", status), file
        first = (DECISIONS / file).read_text(encoding="utf-8").splitlines()[0]
        assert re.sub(r"^# (?:\d+\. )?", "", first) == title


def test_the_numbers_of_decisions_are_used_once():
    numbers = [path.name[:4] for path in DECISIONS.glob("0*.md")]
    assert len(numbers) == len(set(numbers))


def test_every_name_of_the_glossary_is_in_the_code():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = {name for row in re.findall(r"^\|.+\|$", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert len(names) > 90
    suffixes = {".py", ".yaml", ".sql"}
    rooms = [ROOT / room for room in {*ROOMS} - {"tests", "docs", "benchmarks"}]
    code = "\n".join(
        path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*") if path.suffix in suffixes
    )
    assert names - set(re.findall(r"\w+", code)) == set()
