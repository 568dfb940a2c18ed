"""Closes what a test has left open, so that one that fails takes no other with it."""

import json
from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.contract.client import Badge
from tests.contract.desk import Desk

PATIENCE: Final = 10.0
"""Seconds for an answer."""

Frame = dict[str, Any]


def clear_away(desk: Desk) -> None:
    """Whoever waits is accepted, and every chat is closed. A server that was killed runs again."""
    for server in desk.servers:
        if not server.is_running():
            server.start()
    for agent in (desk.people.alice, desk.people.bob, desk.people.mallory):
        _clear_away_of(agent, desk.addresses[0])


def _clear_away_of(agent: Badge, address: str) -> None:
    origin = Origin(address.replace("ws", "http", 1))
    with connect(f"{address}/ws/agent", additional_headers={"Cookie": agent.cookie}, origin=origin) as socket:
        socket.send('{"type": "hello"}')
        known = list(_snapshots(socket))
        waiting = [one["chat"] for snapshot in known for one in snapshot.get("requests", [])]
        for chat in waiting:
            _do(socket, "accept-request", chat)
        for chat in [*waiting, *(chat for snapshot in known for chat in snapshot.get("open", []))]:
            _do(socket, "close-chat", chat)


def _snapshots(socket: ClientConnection) -> Iterator[Frame]:
    """Of everything that belongs to this agent."""
    frames = _frames(socket)
    welcome = next(frame for frame in frames if frame["type"] == "welcome")
    missing = set(welcome["streams"])
    while missing:
        frame = next(frames)
        if frame["type"] == "resync" and frame["stream"] in missing:
            missing.remove(frame["stream"])
            yield frame["snapshot"]


def _do(socket: ClientConnection, what: str, chat: int) -> None:
    id = str(uuid4())
    socket.send(json.dumps({"type": what, "id": id, "chat": chat}))
    next(frame for frame in _frames(socket) if frame.get("id") == id)


def _frames(socket: ClientConnection) -> Iterator[Frame]:
    while True:
        yield from map(json.loads, str(socket.recv(timeout=PATIENCE)).split("\n"))
