"""Whom a running server lets in; and that it asks nothing of the world outside."""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from benchmarks.websocket import open_session

pytestmark = pytest.mark.browser

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"

# Put on a server's path: every name that is asked for and every address that is connected to.
RECORDER = """
import json, os, sys

def _record(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        target = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
        with open(os.environ["MOGNAD_RECORD"], "a") as record:
            record.write(json.dumps([event, str(target)]) + chr(10))

sys.addaudithook(_record)
"""


def handshake(port: int, origin: str | None, host: str | None = None) -> int:
    """The status that a websocket's handshake is answered with; 101 opens it."""
    try:
        with connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            origin=Origin(origin) if origin else None,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Host": host} if host else None,
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_strangers_are_refused_and_nothing_is_asked_outside(start_server, tmp_path) -> None:
    record = tmp_path / "asked.jsonl"
    folder = tmp_path / "recorder"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(RECORDER)
    recorded = {"PYTHONPATH": str(folder), "MOGNAD_RECORD": str(record)}
    # The recorder records: otherwise an empty list says nothing.
    asking = "import socket; socket.getaddrinfo('127.0.0.1', 9)"
    subprocess.run([sys.executable, "-c", asking], env={**os.environ, **recorded}, check=True)
    assert record.read_text() == '["socket.getaddrinfo", "127.0.0.1"]\n'
    server = start_server(**recorded)
    port = urlsplit(server.url).port
    own = f"http://127.0.0.1:{port}"
    assert handshake(port, own) == 101
    for origin in ("http://evil.example", f"http://127.0.0.1:{port + 1}", None, "null"):
        assert handshake(port, origin) == 403, origin
    for _ in range(10):
        assert handshake(port, "http://evil.example") == 403
    # Nobody waits behind them.
    assert server.get("/_stcore/health")[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.read().decode()) == (
        403,
        f"Adressen är inte programmets egen. Öppna http://127.0.0.1:{port} i stället.",
    )
    connection.request("PUT", "/_stcore/upload_file/a/b", headers={"Origin": "http://evil.example"})
    assert connection.getresponse().status == 403
    pages = sorted(path.stem for path in PAGES.glob("*.py") if not path.stem.startswith("_"))
    assert len(pages) > 10
    for page in pages:
        with open_session(port, page="" if page == "start" else page):
            pass
    asked = [json.loads(line) for line in record.read_text().splitlines()]
    outside = [(event, target) for event, target in asked if "127.0.0.1" not in target and target != "None"]
    assert outside == []


def test_a_start_token_opens_the_program_to_who_has_it(start_server, page) -> None:
    server = start_server(MOGNAD_TOKEN="on")
    port = urlsplit(server.url).port
    printed = next(line for line in server.log.read_text().splitlines() if "?token=" in line)
    address = printed.removeprefix("Öppna programmet: ")
    assert address.startswith(f"http://127.0.0.1:{port}/?token=")
    status, _, body = server.get("/")
    assert (status, body) == (
        403,
        "Adressen saknar startnyckeln. Öppna den hela adress som programmet skrev ut när det startade.",
    )
    assert handshake(port, f"http://127.0.0.1:{port}") == 403
    assert (server.get("/ready")[0], server.get("/_stcore/health")[0]) == (200, 200)
    page.goto(address)
    expect(page.get_by_role("button", name="Utforska med exempeldata")).to_be_visible()
    assert page.url == f"http://127.0.0.1:{port}/"
    cookie = next(each for each in page.context.cookies() if each["name"] == f"mognadskollen-{port}")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    page.reload()
    expect(page.get_by_role("button", name="Utforska med exempeldata")).to_be_visible()
