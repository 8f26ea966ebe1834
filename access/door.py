"""Who is let in: hosts, origins, addresses and the start token, asked of every request before anything else.

Until a login is configured the program answers the computer that it runs on, and nobody else. A refused handshake ends
here: Streamlit would ask the network for its own address before it refuses, and nobody else is answered meanwhile.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from base.errors import MognadError

OWN_HOSTS = ("127.0.0.1", "localhost", "[::1]")
# Asked by those who watch over the program; they tell nothing of what it holds.
_OPEN_PATHS = ("/ready", "/_stcore/health", "/_stcore/script-health-check")
_READING = ("GET", "HEAD", "OPTIONS")
_USUAL_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_PARAMETER = "token"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in. ``message``: a Swedish sentence."""

    code: str
    message: str


def new_token(wanted: str | None) -> str | None:
    """A start token where ``wanted`` (``MOGNAD_TOKEN``) is ``on``, else None. Raises ``token_setting_unknown``."""
    choice = (wanted or "").strip().lower() or "off"
    if choice not in ("on", "off"):
        raise MognadError("token_setting_unknown", f"MOGNAD_TOKEN är ”{wanted}”. Den ska vara on eller off.")
    return secrets.token_urlsafe(32) if choice == "on" else None


class Door:
    """The middleware. ``token``: what every page, websocket, upload and file asks for; None asks for none."""

    def __init__(self, app: ASGIApp, token: str | None = None) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = stranger(scope)
        if refusal is None and self.token is not None and scope["path"] not in _OPEN_PATHS:
            if arrival := self._arriving(scope, self.token):
                await arrival(scope, receive, send)
                return
            if not secrets.compare_digest(_cookie(scope), self.token):
                refusal = _NO_TOKEN
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(refusal.message, 403, _refused_headers(refusal))(scope, receive, send)
        else:
            # Closed before it is accepted: the browser is answered 403.
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _arriving(self, scope: Scope, token: str) -> Response | None:
        """Whoever comes with the token in the address gets it as a cookie, and the address without it."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in asked if name == _PARAMETER]
        if not given or not secrets.compare_digest(given[-1].encode(), token.encode()):
            return None
        rest = urlencode([(name, value) for name, value in asked if name != _PARAMETER])
        # The path alone, never two slashes first: an address of another host would begin so.
        path = "/" + str(scope["path"]).lstrip("/")
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303, {"Cache-Control": "no-store"})
        answer.set_cookie(
            cookie_name(scope), token, path="/", httponly=True, samesite="strict", secure=scope["scheme"] == "https"
        )
        return answer


def stranger(scope: Scope) -> Refusal | None:
    """Why a request is not one of this computer's own, or None where it is."""
    own = scope.get("server") or ("", None)
    client = scope.get("client") or ("", None)
    if not (_is_loopback(own[0]) and _is_loopback(client[0])):
        return _OTHER_COMPUTER
    headers = Headers(scope=scope)
    scheme, port = scope["scheme"], own[1]
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _is_own(hosts[0], scheme, port):
        return _wrong_host(port)
    origins = headers.getlist("origin")
    writes = scope["type"] == "websocket" or scope["method"] not in _READING
    if not origins and not writes:
        return None
    if len(origins) != 1 or not _same_origin(origins[0], hosts[0], scheme):
        # A page elsewhere may show a link to us, so reading is not held against it; it can't read the answer.
        return _WRONG_ORIGIN if writes or len(origins) > 1 else None
    return None


def cookie_name(scope: Scope) -> str:
    """Cookies know no ports: each program on the computer has its own name."""
    return f"mognadskollen-{(scope.get('server') or ('', 0))[1]}"


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _is_own(host: str, scheme: str, port: int | None) -> bool:
    name, _, given = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
    if name.lower() not in OWN_HOSTS:
        return False
    return (given or str(_USUAL_PORTS.get(scheme, ""))) == str(port)


def _same_origin(origin: str, host: str, scheme: str) -> bool:
    try:
        parsed = urlsplit(origin)
    except ValueError:
        return False
    secure = scheme in ("https", "wss")
    plain = not (parsed.path or parsed.query or parsed.fragment)
    return plain and parsed.scheme == ("https" if secure else "http") and parsed.netloc.lower() == host.lower()


def _cookie(scope: Scope) -> str:
    headers: Iterable[str] = Headers(scope=scope).getlist("cookie")
    for header in headers:
        try:
            morsel = SimpleCookie(header).get(cookie_name(scope))
        except CookieError:
            continue
        if morsel is not None and morsel.value.isascii():
            return morsel.value
    return ""


def _refused_headers(refusal: Refusal) -> dict[str, str]:
    return {"X-Refused": refusal.code, "Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8"}


def _wrong_host(port: int | None) -> Refusal:
    return Refusal("host_foreign", f"Adressen är inte programmets egen. Öppna http://127.0.0.1:{port} i stället.")


_OTHER_COMPUTER = Refusal(
    "not_this_computer",
    "Mognadskollen svarar bara på den dator där det körs. Andra datorer släpps in först när en inloggning är inställd.",
)
_WRONG_ORIGIN = Refusal("origin_foreign", "Anropet kom från en annan webbplats och gjordes inte.")
_NO_TOKEN = Refusal(
    "token_missing",
    "Adressen saknar startnyckeln. Öppna den hela adress som programmet skrev ut när det startade.",
)
