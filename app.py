"""The launcher: `streamlit run app.py` starts the server; no page lives here.

The script of the pages is the router inside `pages/`. With a script beside that
folder, Streamlit would serve `pages/<page>.py` to a fresh server's first visitor
without the router, past whatever it guards.
"""

import asyncio
import base64
import gc
import hashlib
import importlib
import logging
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.door import OWN_HOSTS, Door, new_token
from base.errors import MognadError

# Store, backups and temporary files are for the one who runs the program, nobody else on the machine.
os.umask(0o077)

log = logging.getLogger("mognadskollen")
try:
    TOKEN = new_token(os.environ.get("MOGNAD_TOKEN"))
except MognadError as refused:
    sys.exit(refused.message)
# Seconds. A checkpoint takes some milliseconds; nothing is done where nothing was written.
SETTLE_EVERY = 60
ROUTER = Path(__file__).resolve().parent / "pages" / "_router.py"

_ASSETS = ("/static/", "/_stcore/", "/media/", "/component/")
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_HEAD_COMMENT_AND_AGENT_LINK = re.compile(rb"<!--(?:(?!-->).)*?-->\s*<link rel=\"service-desc\"[^>]*/>", re.DOTALL)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def security_policy(page: bytes = b"") -> str:
    """The Content-Security-Policy, as strict as Streamlit bears: nothing from other hosts, no eval.

    ``page`` is the document whose own inline scripts are allowed, by their
    hashes. Styles must be allowed inline: Streamlit writes them as it draws.
    """
    scripts = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in _SCRIPT.findall(page)
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def swedish(page: bytes) -> bytes:
    """Streamlit's empty document with language and texts of this program."""
    page = page.replace(b'<html lang="en">', b'<html lang="sv">', 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Mognadskollen</title>", 1)
    page = _HEAD_COMMENT_AND_AGENT_LINK.sub(b"", page)
    without_script = (
        "<noscript><p>Mognadskollen behöver JavaScript. Slå på det i webbläsaren och ladda om sidan.</p></noscript>"
    )
    return _NOSCRIPT.sub(without_script.encode(), page)


def send_at_once(send: Send) -> None:
    """Turn off Nagle's algorithm for a websocket.

    Streamlit binds its socket without naming TCP, so asyncio leaves the algorithm on, and each
    answer waits once or twice for the browser's delayed acknowledgement (40 ms on Linux). The
    server's connection is reached through its ``send``; another server than uvicorn is left as it is.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if isinstance(transport, asyncio.Transport) and (connection := transport.get_extra_info("socket")):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Pages:
    """Security headers on every answer, Swedish on every document, and no copies of either in caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                send_at_once(send)
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        asset = any(part in path for part in _ASSETS)
        if not asset:
            # The document is rewritten below, so it must come uncompressed and whole.
            unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
            scope = {**scope, "headers": [header for header in scope["headers"] if header[0] not in unwanted]}
        start: Message = {}
        body = bytearray()

        async def rewriting(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if not _is_page(message):
                    await send(_with_headers(message, security_policy(), cached="/static/" in path))
            elif not _is_page(start):
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = swedish(bytes(body))
                    length = None if scope["method"] == "HEAD" else len(page)
                    await send(_with_headers(start, security_policy(page), cached=False, length=length))
                    await send({"type": "http.response.body", "body": page if length is not None else b""})

        await self.app(scope, receive, rewriting if not asset else _headers_only(send, path))


def _headers_only(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = _with_headers(message, security_policy(), cached="/static/" in path)
        await send(message)

    return sending


def _is_page(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in start.get("headers", ()))


def _with_headers(start: Message, policy: str, *, cached: bool, length: int | None = None) -> Message:
    replaced = {name.lower().encode() for name in HEADERS} | {b"content-security-policy"}
    if not cached:
        replaced |= {b"cache-control", b"etag", b"last-modified"}
    if length is not None:
        replaced.add(b"content-length")
    headers = [header for header in start["headers"] if header[0].lower() not in replaced]
    headers += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    headers.append((b"content-security-policy", policy.encode()))
    if not cached:
        headers.append((b"cache-control", b"no-store"))
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return {**start, "headers": headers}


def _ask_the_store() -> str | None:
    """None when the database answers, else the error's code."""
    from data.ledger.settings import settings_from_env
    from data.ledger.store import open_store

    try:
        open_store(settings_from_env(os.environ)).query("SELECT max(seq) AS newest FROM store.setting")
    except MognadError as error:
        return error.code
    except Exception:
        log.exception("the store could not be asked")
        return "unexpected"
    return None


async def ready(_request: Request) -> JSONResponse:
    """200 when the database answers; 503 with the error's code otherwise."""
    code = await to_thread.run_sync(_ask_the_store)
    if code is None:
        return JSONResponse({"ready": True})
    return JSONResponse({"ready": False, "code": code}, status_code=503)


def warm_up() -> None:
    """Import what the pages need, and tell the garbage collector that it is here to stay.

    Streamlit collects all garbage after every run of a script, before the browser is told that
    the run has ended. Looking through everything that was imported took 70 ms each time.
    """
    for module in (
        "pandas",
        "plotly.graph_objects",
        "charts.drawing.figure",
        "data.imported.imports",
        "metrics.overview.development",
    ):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()


async def settle_when_idle() -> None:
    """Now and then move the newest rows into the store's own file, so that a copy of it alone holds them."""
    from data.ledger.store import settle_stores

    while True:
        await asyncio.sleep(SETTLE_EVERY)
        try:
            await to_thread.run_sync(settle_stores)
        except Exception:
            log.exception("the newest rows still lie in the file beside the store")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store when the server starts and close every open store when it stops.

    A store that can't be opened doesn't stop the server: the first page says
    why, in the browser where the person is.
    """
    from data.ledger import store

    if code := await to_thread.run_sync(_ask_the_store):
        log.error("the store could not be opened: %s", code)
    await to_thread.run_sync(warm_up)
    settling = asyncio.create_task(settle_when_idle())
    if TOKEN is not None:
        sys.stdout.write(f"Öppna programmet: http://{OWN_HOSTS[0]}:{st.get_option('server.port')}/?token={TOKEN}\n")
        sys.stdout.flush()
    yield {}
    settling.cancel()
    await to_thread.run_sync(store.close_stores)


def tell(error: Exception) -> bool:
    """Say in Swedish what went wrong instead of Streamlit's English box; the log has the rest."""
    if isinstance(error, MognadError):
        st.error("Det gick inte att göra.", icon=":material/error:")
        # As text, not Markdown: the sentence may name a file or a unit.
        st.text(error.message)
    else:
        st.error(
            "Något gick fel i programmet. Det du såg som sparat är sparat. Ladda om sidan; händer det igen, "
            "kontakta den som sköter driften och ange vad klockan var.",
            icon=":material/error:",
        )
    return True


app = st.App(
    ROUTER,
    lifespan=lifespan,
    routes=[Route("/ready", ready)],
    middleware=[Middleware(Pages), Middleware(Door, token=TOKEN)],
    on_script_error=tell,
)
