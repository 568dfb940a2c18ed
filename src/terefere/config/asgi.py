"""The application that the server runs: Django for pages, the gateway for WebSockets, one lifespan for both."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

from terefere.config.composition import build_gateway
from terefere.events import configuration
from terefere.gateway.app import GatewayApp
from terefere.gateway.gateway import Gateway

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Application:
    """`failed` is called when the process can no longer do its work and must end."""

    def __init__(self, *, failed: Callable[[], None]) -> None:
        self._failed = failed
        self._pages = get_asgi_application()
        self._gateway: Gateway | None = None
        self._sockets: GatewayApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "websocket" if self._sockets is not None:
                await self._sockets(scope, receive, send)
            case "http" if self._gateway is not None:
                await self._pages(_knowing_who_is_online(scope, self._gateway), receive, send)
            case "lifespan":
                await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()  # lifespan.startup
        await self._start()
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        self._gateway = await build_gateway(failed=self._failed)
        self._sockets = GatewayApp(self._gateway, allowed_origins=frozenset(settings.ORIGINS))
        configuration.listen(self._gateway.configuration_changed)
        await self._gateway.start()

    async def _stop(self) -> None:
        if self._gateway is not None:
            configuration.stop_listening(self._gateway.configuration_changed)
            await self._gateway.stop()


def _knowing_who_is_online(scope: Scope, gateway: Gateway) -> Scope:
    """Pages show which channels can be chosen; they and the gateway do not know each other."""
    return {**scope, "state": {**scope.get("state", {}), "online": gateway.whereabouts.online}}
