"""Visitors without a browser, for where many of them ask and nobody looks at their screens."""

import json
import re
from typing import Final
from urllib.request import Request, urlopen
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

PATIENCE: Final = 10.0
"""Seconds for an answer."""
_TOKEN: Final = re.compile(r'"csrf": "(\w+)"')


def somebody_asks(site: str, name: str, text: str, channel: int | None = None) -> None:
    """A new visitor asks and goes away again; the request stays."""
    cookie = _introduce(site, name)
    address = site.replace("http", "ws", 1)
    with connect(
        f"{address}/ws/external", additional_headers={"Cookie": cookie}, origin=Origin(site)
    ) as socket:
        _send(socket, {"type": "hello"})
        question: dict[str, object] = {"type": "start-chat", "id": str(uuid4()), "text": text}
        _send(socket, question if channel is None else {**question, "channel": channel})
        _await_answer(socket, str(question["id"]))


def _introduce(site: str, name: str) -> str:
    """Gives the cookie that proves the new visitor."""
    with urlopen(site, timeout=PATIENCE) as page:  # noqa: S310  our own test server
        token, csrf = _TOKEN.search(page.read().decode()), _cookies(page.headers.get_all("Set-Cookie"))
    assert token is not None
    headers = {"X-CSRFToken": token[1], "Cookie": csrf, "Content-Type": "application/json", "Origin": site}
    introduction = Request(f"{site}/visitor/", json.dumps({"name": name}).encode(), headers)  # noqa: S310
    with urlopen(introduction, timeout=PATIENCE) as answer:  # noqa: S310
        return _cookies(answer.headers.get_all("Set-Cookie"))


def _cookies(headers: list[str] | None) -> str:
    return "; ".join(header.partition(";")[0] for header in headers or [])


def _send(socket: ClientConnection, frame: dict[str, object]) -> None:
    socket.send(json.dumps(frame))


def _await_answer(socket: ClientConnection, id: str) -> None:
    while True:
        frames = str(socket.recv(timeout=PATIENCE)).split("\n")
        answers = [frame for frame in map(json.loads, frames) if frame.get("id") == id]
        if answers:
            assert answers[0]["type"] != "refused", answers[0]
            return
