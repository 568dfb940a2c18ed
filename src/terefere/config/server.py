"""Serves the application on one address until told to stop."""

import gc
import socket
from typing import Final

import uvicorn

from terefere.config import environment
from terefere.config.asgi import Application
from terefere.config.direct import DirectProtocol

LARGEST_FRAME: Final = 256 * 1024
"""Bytes. A client that sends more is cut off; the longest message possible fits several times."""
_STOP_SECONDS: Final = 5
_WAITING_CONNECTIONS: Final = 2_048
_ALLOCATIONS_BETWEEN_COLLECTIONS: Final = 20_000


class PortTaken(Exception):
    """Another program listens there already."""


def bind(host: str, port: int) -> socket.socket:
    """Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(f"{host}:{port}") from error
    return listener


def run(listener: socket.socket) -> int:
    """The exit code: 1 where the process could not go on."""
    exit_code = 0

    def failed() -> None:
        nonlocal exit_code
        exit_code = 1
        # At once: half of a server is worse than none, and the clients come back by themselves.
        server.should_exit = server.force_exit = True

    server = uvicorn.Server(_configuration(Application(failed=failed)))
    _spare_the_collector()
    server.run(sockets=[listener])
    return exit_code


def _spare_the_collector() -> None:
    """What exists now stays and need not be looked at again; what a message leaves behind is no cycle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS, 20, 50)


def _configuration(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        ws=DirectProtocol,
        ws_max_size=LARGEST_FRAME,
        # The client pings, and the gateway drops who fell silent; compression costs memory per socket.
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        lifespan="on",
        backlog=_WAITING_CONNECTIONS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        server_header=False,
        # Who knocks is the proxy, else; the throttle must see whom it speaks for.
        proxy_headers=environment.is_behind_proxy(),
        forwarded_allow_ips="*" if environment.is_behind_proxy() else None,
    )
