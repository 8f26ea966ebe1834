"""The launcher: the router first, whatever is asked for; Swedish; nothing to or from other hosts."""

import json
import re
import stat
import urllib.parse
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if not path.stem.startswith("_"))
# The router alone names the tab so; a page run past it leaves the document's own title, "Mognadskollen".
ROUTED = re.compile(r" · Mognadskollen$")

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", dict.fromkeys((PAGES[0], PAGES[-1])))
def test_a_pages_address_as_a_fresh_servers_first_request_goes_through_the_router(start_server, page, name):
    fresh = start_server()
    page.goto(f"{fresh.url}/{name}")
    expect(page).to_have_title(ROUTED, timeout=30_000)
    expect(page.get_by_test_id("stApp")).to_be_visible()


def test_the_document_is_swedish_and_names_the_program(server, page):
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page).to_have_title(ROUTED)
    _, _, body = server.get("/")
    assert "behöver JavaScript" in body
    assert "agent" not in body


def test_a_page_talks_to_its_own_server_only_and_breaks_no_policy(server, page):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(server.url)
    expect(page.get_by_role("heading").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if _is_elsewhere(url, server.url)] == []
    assert complaints == []


def _is_elsewhere(url: str, own: str) -> bool:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != urllib.parse.urlsplit(own).netloc


@pytest.mark.parametrize("path", ["/", "/nagonting", "/ready", "/_stcore/health"])
def test_every_answer_bears_the_security_headers_and_is_kept_in_no_cache(server, path):
    status, headers, _ = server.get(path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert "http:" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_versioned_assets_may_be_kept(server):
    _, _, body = server.get("/")
    script = re.search(r'src="\./(static/js/[^"]+)"', body)
    assert script
    _, headers, _ = server.get(f"/{script[1]}")
    assert "immutable" in headers["cache-control"]


def test_ready_asks_the_database(server):
    status, _, body = server.get("/ready")
    assert (status, json.loads(body)) == (200, {"ready": True})


def test_ready_tells_the_code_of_a_store_that_cannot_be_opened_and_leaves_the_file(start_server, tmp_path):
    store = tmp_path / "broken.duckdb"
    store.write_bytes(b"this is no database" * 1000)
    before = store.read_bytes()
    status, _, body = start_server(store=store).get("/ready")
    told = json.loads(body)
    assert status == 503
    assert told["ready"] is False
    assert re.fullmatch(r"[a-z_]+", told["code"])
    assert store.read_bytes() == before


def test_the_store_is_for_its_owner_only_and_closed_when_the_server_stops(start_server):
    running = start_server()
    running.get("/ready")
    assert stat.S_IMODE(running.store.stat().st_mode) == 0o600
    running.stop()
    # A store that was closed has no log left to replay.
    assert not running.store.with_name(running.store.name + ".wal").exists()


def test_the_server_listens_on_the_loopback_only(server):
    port = int(server.url.rsplit(":", 1)[1])
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc here")
    rows = [line.split() for line in listening.read_text().splitlines()[1:] if line.split()[3] == "0A"]
    addresses = {row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) == port}
    assert addresses == {"0100007F"}
