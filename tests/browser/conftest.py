"""A real server and a real browser, which may speak with nothing but each other."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",  # a container's root has no user namespace for Chromium's own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_WITHIN = 60.0
# Milliseconds. A page is drawn anew several times on the way, on a busy machine slowly.
PATIENCE = 20_000


@dataclass
class Server:
    """A running `streamlit run app.py`."""

    url: str
    store: Path
    log: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(repr=False)

    def stop(self) -> None:
        """End it as an operator does (SIGTERM), and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without a chance to finish anything (SIGKILL)."""
        self._end(signal.SIGKILL)

    def start(self) -> None:
        """Start it again on the same port and store."""
        self.process = _run(self.url, self.environment, self.log)
        _wait_until_up(self)

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers (lower-case names) and text of an address, without a browser."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                status, headers, body = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            status, headers, body = error.code, error.headers, error.read()
        return status, {name.lower(): value for name, value in headers.items()}, body.decode()

    def _end(self, how: signal.Signals) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers, each on a free port with a store of its own unless one is named; stops them afterwards.

    Keyword arguments are added to the environment, e.g. ``MOGNAD_KEY``.
    """
    started: list[Server] = []

    def start(store: Path | None = None, **environment: str) -> Server:
        store = store or tmp_path / f"store{len(started)}" / "mognadskollen.duckdb"
        server = _server(store, tmp_path / f"server{len(started)}.log", environment)
        started.append(server)
        _wait_until_up(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on an empty store for the tests of a module."""
    folder = tmp_path_factory.mktemp("server")
    running = _server(folder / "mognadskollen.duckdb", folder / "server.log", {})
    _wait_until_up(running)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Chromium, started once per process."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor, in Swedish, on a desktop."""
    made = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab of a fresh visitor."""
    return context.new_page()


def _server(store: Path, log: Path, extra: dict[str, str]) -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    kept = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TEMP", "TMP")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"MOGNAD_STORE": str(store)} | extra
    return Server(url, store, log, _run(url, environment, log), environment)


def _run(url: str, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    port = url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    with log.open("ab") as output:
        # Another folder than the program's: it must not matter from where it is started.
        return subprocess.Popen(command, cwd=log.parent, env=environment, stdout=output, stderr=subprocess.STDOUT)


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            if server.get("/_stcore/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    server.stop()
    pytest.fail(f"the server did not start:\n{server.log.read_text(errors='replace')}")
