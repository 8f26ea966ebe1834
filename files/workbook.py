"""Reading a file safely: guard here, parsing in a child process, a plain grid back."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from time import monotonic

from base.errors import MognadError
from base.hashing import sha256_bytes
from files.faults import fault
from files.grid import Workbook
from files.guard import MEGABYTE, FileLimits, check, check_size
from files.wire import FAULT_EXIT, frame, frames, read_sheets

_ROOT = Path(__file__).resolve().parent.parent
_LOG = logging.getLogger(__name__)
_NO_LIMITS = FileLimits()
_STEP = 0.2
# Windows starts no process without SYSTEMROOT; nothing else of ours goes to the child, least of all the key.
_INHERITED = ("SYSTEMROOT", "TZDIR")
_ENVIRONMENT = {
    # Fewer arenas and threads: what they reserve counts against the child's memory limit.
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}
# How the system ends a process that has used up its processor time (24 where the system has no such signal).
_WORKED_TOO_LONG = -getattr(signal, "SIGXCPU", 24)
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"std::length_error", b"capacity overflow")


def child_environment() -> dict[str, str]:
    """All that the child sees of the environment."""
    return _ENVIRONMENT | {name: os.environ[name] for name in _INHERITED if name in os.environ}


def read_workbook(path: Path, limits: FileLimits = _NO_LIMITS) -> Workbook:
    """Read a file of any kind ``files.guard.check`` knows.

    Raises MognadError: ``file_not_found``, ``file_unreadable``,
    ``not_a_workbook``, ``password_protected``, ``corrupt``, ``empty_file``,
    ``too_large``, ``time_limit``, ``memory_limit``.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would hang the reading
            raise fault("file_unreadable", path.name)
        check_size(path.stat().st_size, path.name, limits)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise fault("file_not_found", path.name) from error
    except (OSError, ValueError) as error:
        raise fault("file_unreadable", path.name) from error
    return read_bytes(content, path.name, limits)


def begin_reading(path: Path) -> Callable[[], Workbook]:
    """Begin to read a file beside what else is done; the function waits for it and is as ``read_workbook``."""
    beside = ThreadPoolExecutor(1)
    begun = beside.submit(read_workbook, path)
    beside.shutdown(wait=False)
    return begun.result


def read_bytes(
    content: bytes, name: str, limits: FileLimits = _NO_LIMITS, waiting: Callable[[], None] | None = None
) -> Workbook:
    """Read an uploaded file; it never touches the disk. Errors as in ``read_workbook``.

    ``waiting`` is called several times a second meanwhile; what it raises ends the child and goes on.
    """
    kind = check(content, name, limits)
    return _made(content, name, kind, _ask_child(content, name, kind, limits, waiting))


def read_many(files: Sequence[tuple[str, bytes]], limits: FileLimits = _NO_LIMITS) -> list[Workbook | MognadError]:
    """Read many small files (name, content) with one child instead of one each: each one's workbook, or its fault.

    A file that the child does not survive is read by itself, and the rest by another child.
    """
    results: dict[int, Workbook | MognadError] = {}
    kinds: dict[int, str] = {}
    for place, (name, content) in enumerate(files):
        try:
            kinds[place] = check(content, name, limits)
        except MognadError as error:
            results[place] = error
    left = list(kinds)
    while left:
        answers = _ask_for_many([(kinds[place], files[place][1]) for place in left], limits)
        for place, (good, answer) in zip(left, answers, strict=False):
            name, content = files[place]
            results[place] = _tried(_made, content, name, kinds[place], answer) if good else _told(answer, name, limits)
        left = left[len(answers) :]
        if left:
            suspect = left.pop(0)
            name, content = files[suspect]
            results[suspect] = _tried(read_bytes, content, name, limits)
    return [results[place] for place in range(len(files))]


def _tried(read: Callable[..., Workbook], *arguments: object) -> Workbook | MognadError:
    try:
        return read(*arguments)
    except MognadError as error:
        return error


def _made(content: bytes, name: str, kind: str, answer: bytes) -> Workbook:
    sheets = read_sheets(answer)
    if not sheets:
        raise fault("corrupt", name)
    if not any(sheet.n_rows for sheet in sheets):
        raise fault("empty_file.cells", name)
    return Workbook(kind, name, sha256_bytes(content), len(content), sheets)


def _ask_child(
    content: bytes, name: str, kind: str, limits: FileLimits, waiting: Callable[[], None] | None = None
) -> bytes:
    try:
        child = _child(kind, content, limits, waiting)
    except subprocess.TimeoutExpired as error:
        raise fault("time_limit.wall", name, limit=round(limits.wall_seconds)) from error
    if child.returncode == 0:
        return child.stdout
    if child.returncode == _WORKED_TOO_LONG:
        raise fault("time_limit", name, limit=round(limits.seconds))
    memory_limit = fault("memory_limit", name, limit=limits.memory_bytes // MEGABYTE)
    if child.returncode == FAULT_EXIT:
        raise _told(child.stdout, name, limits)
    # Its text may hold what the file says, so only the code is logged.
    _LOG.warning("files.reader ended with code %s on a file of kind %s", child.returncode, kind)
    # -9 that we did not send is the system's own answer to too little memory.
    if child.returncode == -9 or any(sign in child.stderr for sign in _OUT_OF_MEMORY):
        raise memory_limit
    raise fault("corrupt", name)


def _ask_for_many(files: Sequence[tuple[str, bytes]], limits: FileLimits) -> list[tuple[bool, bytes]]:
    """Whether each file (kind, content) could be read, and the answer, up to where the child ended."""
    try:
        asked = b"".join(frame(kind.encode()) + frame(content) for kind, content in files)
        replies = _child("many", asked, limits).stdout
    except subprocess.TimeoutExpired as error:
        replies = error.stdout or b""
    answers = list(frames(io.BytesIO(replies)))
    return [(good == b"ok", answer) for good, answer in zip(answers[::2], answers[1::2], strict=False)]


def _child(
    kind: str, content: bytes, limits: FileLimits, waiting: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    told = ("cells", "columns", "memory_bytes", "seconds")
    limits_json = json.dumps({name: getattr(limits, name) for name in told})
    command = [sys.executable, "-m", "files.reader", kind, limits_json]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT, env=child_environment()
    ) as process:  # fmt: skip
        out, err = _answer(process, content, limits.wall_seconds, waiting)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _answer(
    process: "subprocess.Popen[bytes]", content: bytes, seconds: float, waiting: Callable[[], None] | None
) -> tuple[bytes, bytes]:
    """What the child says. Raises ``TimeoutExpired`` with what it had said by then, and what ``waiting`` raises."""
    ends = monotonic() + seconds
    # In one call: asked once more after a while, communicate leaves unsent what the pipe had no room for.
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(process.communicate, content)
        try:
            while (left := ends - monotonic()) > 0:
                if wait([answer], min(left, _STEP)).done:
                    return answer.result()
                if waiting is not None:
                    waiting()
        finally:
            # Ended by the time limit or by the one who waits; after an answer there is nothing to kill.
            process.kill()
        raise subprocess.TimeoutExpired(process.args, seconds, answer.result()[0])


def _told(answer: bytes, name: str, limits: FileLimits) -> MognadError:
    """The fault that the child names."""
    key, facts = json.loads(answer)
    if key == "memory_limit":
        facts = {"limit": limits.memory_bytes // MEGABYTE}
    return fault(key, name, **facts)
