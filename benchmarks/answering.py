"""(a) A running server over its websocket: from an answer sent to the end of its rerun, against a bare page."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from access.rights import authorise, local_coordinator
from base.actors import Act
from benchmarks.websocket import Session, open_session
from data.ledger.preferences import MUNICIPALITY, set_preference
from data.ledger.settings import Settings
from data.ledger.store import open_store
from data.measuring.rounds import NewRound, open_round
from data.organisation.units import NewUnit, write_units
from questionnaires.answer_words import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL
from questionnaires.library import shipped
from questionnaires.model import Questionnaire

AT_MOST_MS = 30.0
_ANSWERS = 60
_WARM_UP = 10
_ROOT = Path(__file__).resolve().parent.parent
_START_WITHIN = 60.0


def measure() -> tuple[float, float]:
    """(milliseconds of an answer, milliseconds of the same on a bare page); both servers stand side by side."""
    form = shipped()["mognadsmatning"][-1]
    area = form.questions_for("unit")[0].area
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        query = _prepare(folder, form, area)
        environment = {"MOGNAD_STORE": str(folder / "store.duckdb"), "MOGNAD_KEY": "nyckel"}
        questions = json.dumps(_questions(form, area))
        with (
            serve(_ROOT / "app.py", environment) as port,
            serve(_ROOT / "benchmarks" / "bare_page.py", {"BARE_QUESTIONS": questions}) as bare_port,
            open_session(port, query, "mina_fragor") as ours,
            open_session(bare_port) as bare,
        ):
            taken: tuple[list[float], list[float]] = ([], [])
            # Turn by turn, so that whatever else the machine does meets both alike.
            for number in range(_WARM_UP + _ANSWERS):
                for times, session in zip(taken, (ours, bare), strict=True):
                    milliseconds = _answer(session, number)
                    if number >= _WARM_UP:
                        times.append(milliseconds)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _answer(session: Session, number: int) -> float:
    (widget, *_) = session.widgets(r":val$")
    return session.choose(widget, number % 4)


def _prepare(folder: Path, form: Questionnaire, area: str) -> str:
    """A store with one open round; returns the address' query."""
    actor = local_coordinator()
    store = open_store(Settings(folder / "store.duckdb", "nyckel", folder / "backups"))
    set_preference(store, authorise(actor, Act.CONFIGURE), MUNICIPALITY, "Provkommunen")
    first = date(2020, 1, 1)
    grant = authorise(actor, Act.ORGANISE)
    root = write_units(store, grant, [NewUnit("Provkommunen", "kommun", None, first)])[0]
    unit = write_units(store, grant, [NewUnit("Förskolan", "enhet", root, first)])[0]
    made = open_round(store, authorise(actor, Act.PLAN), NewRound(form, "Mätning 2026", date(2026, 11, 1), [unit]))
    store.close()
    return f"round={made}&unit={unit}&area={area}"


def _questions(form: Questionnaire, area: str) -> list[dict[str, object]]:
    """The same texts for the bare page: one area as the form shows it."""
    top = form.area(area).parent or area
    return [
        {
            "name": question.name,
            "label": question.label,
            "hint": f"{question.hint}\n\n{question.criteria}",
            "labels": [choice.label for choice in form.choices_of(question)] + [UNKNOWN_LABEL, NOT_APPLICABLE_LABEL],
            "hints": [choice.hint for choice in form.choices_of(question)] + ["", ""],
        }
        for question in form.area_questions(top)
        if "unit" in question.respondents
    ]


@contextmanager
def serve(script: Path, environment: dict[str, str]) -> Iterator[int]:
    """A server of a script on a port of its own, for as long as it is asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    with subprocess.Popen(
        command, cwd=_ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + _START_WITHIN
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
