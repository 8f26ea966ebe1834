"""Who is let in, request by request, without a server."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from access.door import Door, cookie_name, new_token, stranger
from base.errors import MognadError

HERE = ("127.0.0.1", 8501)


def scope(
    kind: str = "http",
    method: str = "GET",
    path: str = "/",
    query: str = "",
    server: tuple[str, int | None] = HERE,
    client: tuple[str, int] = ("127.0.0.1", 50_000),
    **headers: str,
) -> Scope:
    """A request of this computer's own, unless something else is said; ``host=""`` leaves it out."""
    named = {"host": "127.0.0.1:8501", **headers}
    return {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "scheme": "http" if kind == "http" else "ws",
        "server": server,
        "client": client,
        "headers": [(name.encode(), value.encode()) for name, value in named.items() if value],
    }


def through(door_scope: Scope, token: str | None = None) -> tuple[list[Message], bool]:
    """What is answered, and whether the program itself was asked."""
    sent: list[Message] = []
    asked: list[Scope] = []

    async def program(inner: Scope, receive: Receive, send: Send) -> None:
        asked.append(inner)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Door(program, token)(door_scope, receive, send))
    return sent, bool(asked)


def code(wanted: Scope) -> str | None:
    refusal = stranger(wanted)
    return refusal.code if refusal else None


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "LOCALHOST:8501", "[::1]:8501"])
def test_our_own_names_are_let_in(host: str) -> None:
    assert code(scope(host=host)) is None


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1",  # port 80
        "127.0.0.1:8502",
        "localhost",
        "evil.example",
        "evil.example:8501",
        "127.0.0.1.evil.example:8501",
        "127.0.0.1:8501.evil.example",
        "127.0.0.1:8501:8501",
        "127.0.0.1:08501",
        "[::1",
        "::1:8501",
        "localhost.:8501",
        "localhost@evil.example:8501",
    ],
)
def test_any_other_host_is_refused(host: str) -> None:
    for kind in ("http", "websocket"):
        assert code(scope(kind, host=host, origin="http://127.0.0.1:8501")) == "host_foreign"


def test_two_hosts_are_none() -> None:
    twice = scope()
    twice["headers"].append((b"host", b"evil.example"))
    assert code(twice) == "host_foreign"


def test_port_80_needs_no_port() -> None:
    usual = ("127.0.0.1", 80)
    assert code(scope(server=usual, host="localhost")) is None
    assert code(scope(server=usual, host="localhost:80")) is None


OTHER_ORIGINS = [
    "",
    "null",
    "http://evil.example",
    "http://127.0.0.1:8502",
    "http://127.0.0.1",
    "https://127.0.0.1:8501",
    "http://localhost:8501",  # another name than the one that was asked
    "http://127.0.0.1:8501/",
    "http://127.0.0.1:8501@evil.example",
    "http://[::1",
]


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_a_foreign_or_missing_origin_opens_no_websocket_and_writes_nothing(origin: str) -> None:
    assert code(scope("websocket", origin=origin)) == "origin_foreign"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert code(scope(method=method, path="/_stcore/upload_file/s/f", origin=origin)) == "origin_foreign"


def test_our_own_origin_opens_and_writes() -> None:
    own = "http://127.0.0.1:8501"
    assert code(scope("websocket", origin=own)) is None
    assert code(scope(method="PUT", origin=own)) is None
    assert code(scope(method="POST", host="localhost:8501", origin="http://localhost:8501")) is None


def test_a_link_from_elsewhere_may_be_followed() -> None:
    assert code(scope(origin="http://evil.example")) is None
    assert code(scope(method="HEAD")) is None


@pytest.mark.parametrize(
    ("server", "client"),
    [
        (("192.168.1.5", 8501), ("127.0.0.1", 5)),
        (("127.0.0.1", 8501), ("192.168.1.9", 5)),
        (("0.0.0.0", 8501), ("127.0.0.1", 5)),
        (("/run/app.sock", None), ("127.0.0.1", 5)),
        (("127.0.0.1", 8501), ("", 0)),
        (("::ffff:10.0.0.1", 8501), ("127.0.0.1", 5)),
    ],
)
def test_another_computer_is_told_so(server: tuple[str, int | None], client: tuple[str, int]) -> None:
    refused = scope(server=server, client=client)
    assert code(refused) == "not_this_computer"
    sent, asked = through(refused)
    assert not asked
    assert sent[0]["status"] == 403
    assert sent[1]["body"].decode() == (
        "Mognadskollen svarar bara på den dator där det körs. Andra datorer släpps in först när en inloggning är "
        "inställd."
    )


def test_loopback_in_both_kinds_of_address() -> None:
    assert code(scope(server=("::1", 8501), client=("::1", 5), host="[::1]:8501")) is None
    assert code(scope(server=("::ffff:127.0.0.1", 8501), client=("::ffff:127.0.0.1", 5))) is None


def test_a_refused_handshake_never_reaches_the_program() -> None:
    sent, asked = through(scope("websocket", origin="http://evil.example"))
    assert (sent, asked) == ([{"type": "websocket.close", "code": 1008}], False)


def test_start_and_stop_pass() -> None:
    assert through({"type": "lifespan"})[1]


TOKEN = "en-nyckel"


def cookie(value: str, port: int = 8501) -> str:
    return f"x=1; mognadskollen-{port}={value}; y=2"


def test_a_token_is_made_where_it_is_asked_for() -> None:
    assert (new_token(None), new_token("off"), new_token("")) == (None, None, None)
    first, second = new_token("on"), new_token(" ON ")
    assert first and second and first != second and len(first) >= 43
    with pytest.raises(MognadError) as refused:
        new_token("ja")
    assert (refused.value.code, refused.value.message) == (
        "token_setting_unknown",
        "MOGNAD_TOKEN är ”ja”. Den ska vara on eller off.",
    )


@pytest.mark.parametrize("path", ["/", "/resultat", "/_stcore/stream", "/media/a.csv", "/_stcore/upload_file/a/b"])
def test_everything_asks_for_the_token(path: str) -> None:
    for kind in ("http", "websocket"):
        own = scope(kind, path=path, origin="http://127.0.0.1:8501")
        assert not through(own, TOKEN)[1]
        for wrong in ("fel", "", "en-nyckel2", "ö"):
            given = scope(kind, path=path, origin="http://127.0.0.1:8501", cookie=cookie(wrong))
            assert not through(given, TOKEN)[1]
        other_program = scope(kind, path=path, origin="http://127.0.0.1:8501", cookie=cookie(TOKEN, port=8502))
        assert not through(other_program, TOKEN)[1]
        right = scope(kind, path=path, origin="http://127.0.0.1:8501", cookie=cookie(TOKEN))
        assert through(right, TOKEN)[1]


@pytest.mark.parametrize("path", ["/ready", "/_stcore/health"])
def test_those_who_watch_need_none(path: str) -> None:
    assert through(scope(path=path), TOKEN)[1]
    assert not through(scope(path=path, host="evil.example"), TOKEN)[1]


def test_the_token_leaves_the_address_and_becomes_a_cookie() -> None:
    arrived = scope(path="/resultat", query=f"round=r1&token={TOKEN}&unit=%C3%A5")
    sent, asked = through(arrived, TOKEN)
    headers: dict[str, Any] = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert (sent[0]["status"], asked, headers["location"]) == (303, False, "/resultat?round=r1&unit=%C3%A5")
    assert headers["set-cookie"] == (f"{cookie_name(arrived)}={TOKEN}; HttpOnly; Path=/; SameSite=strict")
    assert cookie_name(arrived) == "mognadskollen-8501"


def test_the_token_leads_to_no_other_host() -> None:
    sent, _ = through(scope(path="//evil.example/x", query=f"token={TOKEN}"), TOKEN)
    assert dict(sent[0]["headers"])[b"location"] == b"/evil.example/x"


@pytest.mark.parametrize("query", ["token=fel", "token=", "", "token=%C3%B6"])
def test_a_wrong_token_is_told_what_to_do(query: str) -> None:
    sent, asked = through(scope(query=query), TOKEN)
    assert (sent[0]["status"], asked) == (403, False)
    assert sent[1]["body"].decode() == (
        "Adressen saknar startnyckeln. Öppna den hela adress som programmet skrev ut när det startade."
    )
