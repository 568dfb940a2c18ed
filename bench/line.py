"""One connection while things are being set up: every frame is read and waited for by name."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, Self, cast
from uuid import uuid4

import msgspec

from bench import wire

ANSWER_SECONDS: Final = 60.0

Json = dict[str, object]


class Person(msgspec.Struct, frozen=True):
    """Who signs in, and where."""

    path: str
    cookie: str


class Line(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.heads: dict[str, int] = {}
        """Last number seen per stream."""
        self._rest = b""
        self.is_open = False
        self._frames: deque[Json] = deque()
        self._news = asyncio.Event()
        self._error: Exception | None = None

    @classmethod
    async def open(cls, person: Person, *, port: int) -> Self:
        """Connected, and through the WebSocket handshake."""
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(cls, "127.0.0.1", port)
        line.transport.write(wire.handshake(port=port, path=person.path, cookie=person.cookie))
        await line.until(lambda: line.is_open)
        return line

    async def sign_in(self) -> Json:
        """Say hello; the welcome is answered when every stream of this person is at hand."""
        self.say({"type": "hello"})
        welcome = await self.next("welcome")
        streams = cast("list[str]", welcome["streams"])
        await self.until(lambda: all(stream in self.heads for stream in streams))
        return welcome

    async def do(self, frame: Json) -> str:
        """Give a command; answers the stream that it was done to."""
        id = str(uuid4())
        self.say(frame | {"id": id})
        while True:
            answer = await self.next("event", "done", "refused")
            if answer.get("id") != id:
                continue
            if answer["type"] == "refused":
                raise wire.HangUp(str(answer))
            return cast("str", answer["stream"])

    def say(self, frame: Json) -> None:
        self.transport.write(wire.text_frame(msgspec.json.encode(frame)))

    async def next(self, *types: str) -> Json:
        """The next frame of one of these types; others are passed over."""
        while True:
            await self.until(lambda: bool(self._frames))
            frame = self._frames.popleft()
            if frame["type"] in types:
                return frame

    async def follows(self, stream: str) -> int:
        """The number at which this connection follows the stream."""
        await self.until(lambda: stream in self.heads)
        return self.heads[stream]

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(ANSWER_SECONDS):
            while not is_so():
                if self._error is not None:
                    raise self._error
                self._news.clear()
                await self._news.wait()

    # What the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._take(self._rest + data)
        except wire.HangUp as error:
            self._error = error
        self._news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._error = self._error or exc or wire.HangUp("connection lost")
        self._news.set()

    def _take(self, data: bytes) -> None:
        if not self.is_open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            wire.check_handshake(head)
            self.is_open = True
        found, self._rest = wire.frames_in(data)
        for payload in found:
            for frame in payload.split(b"\n"):
                self._note(msgspec.json.decode(frame))

    def _note(self, frame: Json) -> None:
        if (place := frame.get("head", frame.get("seq"))) is not None and frame["type"] != "done":
            self.heads[cast("str", frame["stream"])] = cast("int", place)
        self._frames.append(frame)
