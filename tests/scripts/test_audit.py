"""The audit's three outcomes, from answers as pip-audit gives them: no answer is never good news."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts import audit

RUNTIME = {"streamlit", "requests"}
LOCKED = {"streamlit", "requests", "pytest"}


def fine(name):
    return {"name": name, "version": "1.0.0", "vulns": []}


def vulnerable(name, *mending):
    advisory = {"id": "GHSA-9hjg-9r4m-mvj7", "fix_versions": list(mending), "aliases": ["CVE-2024-47081"]}
    return {"name": name, "version": "2.32.3", "vulns": [advisory]}


def skipped(name):
    return {"name": name, "skip_reason": f"Dependency not found on PyPI and could not be audited: {name} (1.0.0)"}


def answer(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_nothing_found():
    heard = audit.read(answer(*map(fine, LOCKED)), LOCKED)
    assert heard.exit_code == 0
    assert audit.sentences(heard, RUNTIME) == ["Inget av 3 låsta paket har en känd sårbarhet."]


def test_one_vulnerability():
    heard = audit.read(answer(fine("streamlit"), vulnerable("requests", "2.32.4"), fine("pytest")), LOCKED)
    assert heard.exit_code == 1
    assert audit.sentences(heard, RUNTIME) == ["requests 2.32.3 (programmet): GHSA-9hjg-9r4m-mvj7, rättad i 2.32.4"]


def test_a_vulnerability_without_remedy_in_a_tool():
    heard = audit.read(answer(fine("streamlit"), fine("requests"), vulnerable("pytest")), LOCKED)
    assert audit.sentences(heard, RUNTIME) == [
        "pytest 2.32.3 (bara utveckling): GHSA-9hjg-9r4m-mvj7, ingen rättad version finns"
    ]


# Without a network pip-audit writes nothing but a traceback on stderr, and ends with 1 as if it had found something.
@pytest.mark.parametrize("unreadable", ["", "<html>503</html>", "[]", "{}"])
def test_could_not_ask(unreadable):
    heard = audit.read(unreadable, LOCKED)
    assert heard.exit_code == 3
    (sentence,) = audit.sentences(heard, RUNTIME)
    assert sentence.startswith("Det gick inte att fråga om 3 av 3 paket. De kan ha kända sårbarheter")


def test_a_service_that_knows_no_package_has_not_answered():
    # pip-audit itself calls this "No known vulnerabilities found" and ends with 0.
    heard = audit.read(answer(*map(skipped, LOCKED)), LOCKED)
    assert (heard.exit_code, heard.unanswered) == (3, ("pytest", "requests", "streamlit"))


def test_a_package_left_out_of_the_answer_got_none():
    heard = audit.read(answer(fine("streamlit"), fine("requests")), LOCKED)
    assert (heard.exit_code, heard.unanswered) == (3, ("pytest",))


def test_a_vulnerability_weighs_more_than_silence_and_hides_it_not():
    heard = audit.read(answer(skipped("streamlit"), vulnerable("requests"), fine("pytest")), LOCKED)
    assert heard.exit_code == 1
    assert "1 av 3 paket" in audit.sentences(heard, RUNTIME)[-1]


def test_every_platforms_packages_are_asked_about(monkeypatch):
    asked = []

    def recorded(command, **_):
        asked.append(Path(command[command.index("--requirement") + 1]).read_text(encoding="utf-8"))
        return subprocess.CompletedProcess(command, 1, stdout="", stderr="ConnectionError")

    monkeypatch.setattr(subprocess, "run", recorded)
    assert audit.main() == 3
    assert "colorama==" in asked[0]  # only Windows installs it
    assert ";" not in asked[0]
