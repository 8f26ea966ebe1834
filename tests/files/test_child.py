"""The child process: what it may not know, and how it ends when a file is too much for it."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from base.errors import MognadError
from files import workbook
from files.guard import FileLimits
from files.workbook import child_environment, read_bytes

pytestmark = pytest.mark.slow

LIMITS = FileLimits()


def code_of(content: bytes, limits: FileLimits = LIMITS) -> str:
    with pytest.raises(MognadError) as caught:
        read_bytes(content, "fil.xlsx", limits)
    return caught.value.code


def test_the_key_never_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOGNAD_KEY", "hemlig")
    assert "hemlig" not in str(child_environment())
    given: dict[str, dict[str, str]] = {}
    start: Callable[..., Any] = subprocess.Popen

    def watched(*arguments: object, **settings: object) -> object:
        given["env"] = dict(settings["env"])  # type: ignore[call-overload]  # a mapping, by subprocess
        return start(*arguments, **settings)

    monkeypatch.setattr(subprocess, "Popen", watched)
    assert read_bytes(b"a;b\n1;2\n", "a.csv").sheets[0].n_rows == 2
    assert given["env"].keys() <= {*workbook._ENVIRONMENT, *workbook._INHERITED}


def test_it_works_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))
    assert read_bytes(b"a;b\n1;2\n", "a.csv").sheets[0].n_columns == 2


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is set on Linux only")
@pytest.mark.parametrize("place", ["XFD1048576", "B1048576"])
def test_a_cell_far_away_ends_in_memory_limit_and_at_once(place: str, make_book: Callable[..., bytes]) -> None:
    start = time.monotonic()
    assert code_of(make_book(A1="x", T1="y", **{place: "z"})) == "memory_limit"
    assert time.monotonic() - start < 10


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is set on Linux only")
def test_too_little_memory_is_told_as_such(book_of_rows: Callable[..., bytes]) -> None:
    rows = (f'<row r="{r}">' + f'<c r="A{r}" t="str"><v>{"x" * 400}{r}</v></c></row>' for r in range(1, 200_001))
    assert code_of(book_of_rows(rows), FileLimits(memory_bytes=260 * 1024 * 1024, ratio=10**6)) == "memory_limit"


def test_too_slow_is_told_as_such_and_stopped(make_book: Callable[..., bytes]) -> None:
    start = time.monotonic()
    assert code_of(make_book(A1="x"), FileLimits(wall_seconds=0.01)) == "time_limit"
    assert time.monotonic() - start < 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not hold a process to its work")
def test_too_much_work_is_told_as_such() -> None:
    content = b"a;b;c;d;e;f;g;h\n" + b"1;2;3;4;5;6;7;8\n" * 700_000
    with pytest.raises(MognadError) as caught:
        read_bytes(content, "a.csv", FileLimits(seconds=1))
    assert (caught.value.code, "tog mer än 1 sekunder att läsa" in caught.value.message) == ("time_limit", True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not hold a process to its work")
def test_who_waits_long_has_not_worked_long(monkeypatch: pytest.MonkeyPatch, make_book: Callable[..., bytes]) -> None:
    """A busy machine: the child is stopped for longer than it may work, and answers all the same."""
    paused: list[bool] = []

    def pause() -> None:
        if not paused:
            paused.append(True)
            time.sleep(1.5)

    monkeypatch.setattr(workbook, "_STEP", 0.001)
    assert read_bytes(make_book(A1="x"), "a.xlsx", FileLimits(seconds=1), waiting=pause).sheets[0].n_rows == 1
    assert paused


def test_a_file_larger_than_a_pipe_comes_in_whole_while_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_STEP", 0.001)  # the child has not begun to read
    turns: list[None] = []
    read = read_bytes(b"a;b\n" + b"1;2\n" * 100_000, "a.csv", waiting=lambda: turns.append(None))
    assert read.sheets[0].n_rows == 100_001
    assert turns


def test_whoever_waits_can_stop_it(monkeypatch: pytest.MonkeyPatch, make_book: Callable[..., bytes]) -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    started = []
    start: Callable[..., Any] = subprocess.Popen

    def watched(*arguments: object, **settings: object) -> object:
        started.append(start(*arguments, **settings))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setattr(workbook, "_STEP", 0.01)
    with pytest.raises(StoppedError):
        read_bytes(make_book(A1="x"), "fil.xlsx", waiting=stop)
    assert [child.poll() is None for child in started] == [False]


def test_one_who_waits_gets_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_STEP", 0.01)
    calls: list[int] = []
    found = read_bytes(b"a;b\n1;2\n", "a.csv", waiting=lambda: calls.append(1))
    assert (found.sheets[0].n_rows, bool(calls)) == (2, True)


def test_a_child_that_dies_of_something_else_is_corrupt(
    monkeypatch: pytest.MonkeyPatch, make_book: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert code_of(make_book(A1="x")) == "corrupt"


def test_a_million_styled_rows_without_content_cost_little(book_of_rows: Callable[..., bytes]) -> None:
    blank = (f'<row r="{r}" s="1" customFormat="1"><c r="A{r}" s="1"/></row>' for r in range(2, 1_048_577))
    content = book_of_rows(['<row r="1"><c r="B1"><v>7</v></c></row>', *blank])
    start = time.monotonic()
    sheet = read_bytes(content, "fil.xlsx").sheets[0]
    assert (sheet.n_rows, sheet.n_columns) == (1, 2)
    assert time.monotonic() - start < 10
