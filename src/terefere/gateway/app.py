"""The ASGI application behind `/ws/agent` and `/ws/external`: from handshake to hang-up."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import DatabaseError

from terefere.accounts.doors import Door
from terefere.core.errors import SignedOut, Unavailable
from terefere.gateway.connection import GO_AWAY, Connection
from terefere.gateway.encoder import encode
from terefere.gateway.frames_out import Bye
from terefere.gateway.gateway import Gateway
from terefere.gateway.identity import Credentials, Identity, credentials_of, header, identify_now
from terefere.gateway.outbox import Send
from terefere.gateway.words import in_language

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

DOORS: Final = {"/ws/agent": Door.AGENT, "/ws/external": Door.EXTERNAL}
_CLOSE_SECONDS: Final = 1.0
DIRECT: Final = "terefere.direct"
"""A server that offers this extension hands messages over without a queue."""


class GatewayApp:
    """`allowed_origins`: where pages may come from besides the host that is asked."""

    def __init__(self, gateway: Gateway, *, allowed_origins: frozenset[str]) -> None:
        self._gateway = gateway
        self._allowed_origins = allowed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        door = DOORS.get(scope["path"])
        if door is None or not self._is_allowed(scope):
            await send({"type": "websocket.close"})  # Before accepting: HTTP 403.
            return
        await send({"type": "websocket.accept"})
        credentials = credentials_of(scope["headers"], door)
        identity = await self._identify(credentials, send)
        if identity is not None:
            await self._serve(scope, identity, credentials, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        """A page of another site must not talk here with its visitor's cookies (RFC 6455 §10.2)."""
        origin = header(scope["headers"], b"origin").decode("latin-1")
        if origin in self._allowed_origins:
            return True
        return urlsplit(origin).netloc == header(scope["headers"], b"host").decode("latin-1") != ""

    async def _identify(self, credentials: Credentials, send: Send) -> Identity | None:
        try:
            identity = await self._gateway.readers.ask(identify_now, credentials)
        except DatabaseError:
            await _say_bye(send, Unavailable(), credentials, after=1_000)
            return None
        if identity is None:
            await _say_bye(send, SignedOut(), credentials, after=-1)
        return identity

    async def _serve(
        self, scope: Scope, identity: Identity, credentials: Credentials, receive: Receive, send: Send
    ) -> None:
        now = asyncio.get_running_loop().time
        connection = Connection(self._gateway, identity, credentials, send, now())
        self._gateway.welcome(connection)
        try:
            await _listen(connection, receive, now, scope["extensions"].get(DIRECT))
        except asyncio.CancelledError:
            if connection.close_code is None:
                raise
            await _close(send, connection.close_code, scope["extensions"].get(DIRECT))
        finally:
            self._gateway.farewell(connection)


async def _listen(
    connection: Connection, receive: Receive, now: Callable[[], float], direct: dict[str, Any] | None
) -> None:
    session = connection.session
    if direct is not None:
        direct["listen"](lambda text: session.receive(text, now=now()))
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        session.receive(message.get("text") or "", now=now())


async def _say_bye(
    send: Send, refusal: SignedOut | Unavailable, credentials: Credentials, *, after: int
) -> None:
    words = in_language(refusal, credentials.browser_language)
    await send({"type": "websocket.send", "text": encode(Bye(code=refusal.code, message=words, after=after))})
    await send({"type": "websocket.close", "code": GO_AWAY})


async def _close(send: Send, code: int, direct: dict[str, Any] | None) -> None:
    """A reader that does not read cannot be told why; it must not keep us either."""
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await send({"type": "websocket.close", "code": code})
    except TimeoutError:
        if direct is not None:
            direct["abort"]()
    except OSError:
        return
