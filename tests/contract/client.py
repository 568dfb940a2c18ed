"""A client of ours that keeps the delivery contract's other side, and notes every breach of it.

It stays connected like a browser does: it comes back by itself, names how far it has read each stream, repeats
commands that were not answered, and asks again where a pong tells that it knows too little. What must never happen
(a hole, two different events at one place, an answer for nothing) is written down in `faults`.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeVar
from uuid import uuid4

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from terefere.chat.events import MessagePosted
from terefere.chat.snapshots import ChatSnapshot, PlacedEvent
from terefere.gateway.frames_in import (
    AcceptRequest,
    AnyCommand,
    AnyFrameIn,
    CloseChat,
    FetchHistory,
    Hello,
    LeaveChat,
    MarkSeen,
    Ping,
    PostMessage,
    ReturnToChat,
    StartChat,
    Typing,
    Unwatch,
    Watch,
)
from terefere.gateway.frames_out import (
    AnyFrameOut,
    Bye,
    Done,
    EventFrame,
    Gone,
    Hidden,
    History,
    Pong,
    RefusedFrame,
    Resync,
    Welcome,
)

PATIENCE: Final = 15.0
"""Seconds that a test waits for what must come."""
_PING_SECONDS: Final = 0.5
_DEAF_SECONDS: Final = 3.0
"""Silence after which the connection counts as half open."""
_PAUSE_SECONDS: Final = (0.05, 0.5)
_POLL_SECONDS: Final = 0.05

_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[AnyFrameOut]] = msgspec.json.Decoder(AnyFrameOut)

Shown = EventFrame | PlacedEvent
Frame = TypeVar("Frame", bound=AnyFrameOut)


@dataclass(frozen=True)
class Badge:
    """Who a client is, at which door."""

    name: str
    door: Literal["agent", "external"]
    cookie: str


@dataclass(frozen=True)
class Placed:
    """A command was acknowledged: committed at this place."""

    stream: str
    seq: int

    @property
    def number(self) -> int:
        """The id of the chat, where the stream is one."""
        return int(self.stream.partition(":")[2])


Answer = Placed | RefusedFrame


class NotDone(Exception):
    """A command that had to succeed was refused."""

    def __init__(self, refused: RefusedFrame) -> None:
        super().__init__(refused)
        self.refused = refused


@dataclass
class View:
    """One stream, as far as this client knows it."""

    position: int
    shown: dict[int, Shown | None] = field(default_factory=dict)
    """By number: the event, or None where it is hidden. Numbers before a resync may be missing."""
    resyncs: int = 0
    doubles: int = 0
    """Numbers that came although they were known; the same, but needless."""
    snapshot: Resync | None = None
    """The newest one."""

    def texts(self) -> list[str]:
        """What was said, in order."""
        events = (self.shown[seq] for seq in sorted(self.shown))
        return [e.event.text for e in events if e is not None and isinstance(e.event, MessagePosted)]

    def ids(self) -> list[str]:
        """The client ids of all events that carry one, in order."""
        events = (self.shown[seq] for seq in sorted(self.shown))
        return [e.id for e in events if e is not None and e.id is not None]


class Client:
    """`address` is that of the server, such as ``ws://127.0.0.1:8000``; it may be changed while disconnected.

    Inside ``async with client:`` it is connected, and comes back whenever the connection is lost, until it is sent
    away for good. For one connection only, see `connected_once`.
    """

    def __init__(
        self,
        badge: Badge,
        address: str,
        *,
        ping_seconds: float = _PING_SECONDS,
        receive_buffer: int | None = None,
    ) -> None:
        """`receive_buffer`: bytes that the system keeps for this reader; small ones fill soon."""
        self.badge = badge
        self.address = address
        self.ping_seconds = ping_seconds
        self.receive_buffer = receive_buffer
        self.views: dict[str, View] = {}
        self.gone: list[str] = []
        self.heard: list[AnyFrameOut] = []
        self.faults: list[str] = []
        self.answers: dict[str, Answer] = {}
        self.unanswered: dict[str, AnyCommand] = {}
        self.connections = 0
        self.asked_again = 0
        """How often a pong told of more than was known here."""
        self.refused_for_now = 0
        """How often a command was refused with `again`."""
        self.close_codes: list[int | None] = []
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._pings = 0
        self._is_reading = asyncio.Event()
        self._is_reading.set()

    # Connection

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._stay())
        await self.until(lambda: self.is_connected or self.bye is not None, what="connected")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    @property
    def is_connected(self) -> bool:
        """Welcomed, on the connection of this moment."""
        return self._socket is not None and self._welcomed

    @property
    def welcome(self) -> Welcome:
        """The newest one."""
        return next(frame for frame in reversed(self.heard) if isinstance(frame, Welcome))

    @property
    def bye(self) -> Bye | None:
        """The newest one."""
        return next((frame for frame in reversed(self.heard) if isinstance(frame, Bye)), None)

    async def hang_up(self) -> None:
        """Close the connection of this moment; a client that stays comes back at once."""
        if self._socket is not None:
            await self._socket.close()

    @contextmanager
    def not_reading(self) -> Iterator[None]:
        """The client reads nothing from its socket, until the end of the block."""
        self._is_reading.clear()
        try:
            yield
        finally:
            self._is_reading.set()

    # Saying

    async def send(self, frame: AnyFrameIn) -> None:
        """Raises ConnectionClosed, also where there is no connection."""
        await self.send_raw(_encoder.encode(frame).decode())

    async def send_raw(self, message: str | bytes) -> None:
        if self._socket is None:
            raise ConnectionClosed(None, None)
        await self._socket.send(message)

    async def order(self, frame: AnyCommand, *, seconds: float = PATIENCE, patiently: bool = True) -> Answer:
        """Give a command, as often as it takes to be answered. Refusals with `again` are waited out, if `patiently`."""
        self.unanswered[frame.id] = frame
        self.answers.pop(frame.id, None)
        await self._try(frame)
        tries = 0

        def is_settled() -> bool:
            answer = self.answers.get(frame.id)
            return answer is not None and not (
                patiently and isinstance(answer, RefusedFrame) and answer.again
            )

        async with asyncio.timeout(seconds):
            while not is_settled():
                await self._anything_new()
                answer = self.answers.get(frame.id)
                if patiently and isinstance(answer, RefusedFrame) and answer.again:
                    del self.answers[frame.id]
                    tries += 1
                    await asyncio.sleep(min(0.5, 0.05 * tries))
                    await self._try(frame)
        del self.unanswered[frame.id]
        return self.answers[frame.id]

    async def does(self, frame: AnyCommand, *, seconds: float = PATIENCE) -> Placed:
        """Give a command that must succeed. Raises NotDone."""
        answer = await self.order(frame, seconds=seconds)
        if isinstance(answer, RefusedFrame):
            raise NotDone(answer)
        return answer

    async def is_refused(self, frame: AnyCommand) -> RefusedFrame:
        """Give a command that must be refused."""
        answer = await self.order(frame, patiently=False)
        assert isinstance(answer, RefusedFrame), f"{self.badge.name}: {frame} was done: {answer}"
        return answer

    async def starts(self, text: str, *, channel: int | None = None) -> int:
        """The id of the new chat."""
        return (await self.does(StartChat(new_id(), text, channel))).number

    async def says(self, chat: int, text: str) -> Placed:
        return await self.does(PostMessage(new_id(), chat, text))

    async def accepts(self, chat: int) -> Placed:
        return await self.does(AcceptRequest(new_id(), chat))

    async def leaves(self, chat: int) -> Placed:
        return await self.does(LeaveChat(new_id(), chat))

    async def returns(self, chat: int) -> Placed:
        return await self.does(ReturnToChat(new_id(), chat))

    async def closes(self, chat: int) -> Placed:
        return await self.does(CloseChat(new_id(), chat))

    async def watches(self, stream: str, *, after: int | None = None) -> None:
        await self.send(Watch(stream, after))

    async def unwatches(self, stream: str) -> None:
        await self.send(Unwatch(stream))
        self.views.pop(stream, None)

    async def types(self, chat: int) -> None:
        await self.send(Typing(chat))

    async def has_seen(self, chat: int, *, delivered: int, read: int) -> None:
        await self.send(MarkSeen(chat, delivered, read))

    async def history(self, stream: str, *, before: int, limit: int = 50) -> History:
        ref = 1 + sum(isinstance(frame, History) for frame in self.heard)
        return await self.asks(FetchHistory(ref, stream, before, limit), History)

    async def pings(self) -> Pong:
        self._pings += 1
        n = self._pings
        await self.send(Ping(n))
        await self.until(lambda: any(isinstance(f, Pong) and f.n == n for f in self.heard), what=f"pong {n}")
        return next(frame for frame in reversed(self.heard) if isinstance(frame, Pong) and frame.n == n)

    async def asks(self, frame: AnyFrameIn, kind: type[Frame]) -> Frame:
        """Send a frame; the next frame of that kind."""
        before = len(self.heard)
        await self.send(frame)
        return await self.hears(kind, since=before)

    # Hearing

    async def hears(
        self, kind: type[Frame], is_it: Callable[[Frame], bool] = lambda _: True, *, since: int = 0
    ) -> Frame:
        """The first frame of that kind, among those heard from number `since` on."""

        def found() -> Frame | None:
            return next((f for f in self.heard[since:] if isinstance(f, kind) and is_it(f)), None)

        await self.until(lambda: found() is not None, what=f"a {kind.__name__}")
        frame = found()
        assert frame is not None
        return frame

    async def knows(self, stream: str, *, position: int) -> View:
        """The stream, once everything up to that number has come."""
        await self.until(
            lambda: stream in self.views and self.views[stream].position >= position,
            what=f"{stream} at {position}",
        )
        return self.views[stream]

    async def knows_chat(self, chat: int, *, position: int = 1) -> View:
        return await self.knows(f"chat:{chat}", position=position)

    async def until(self, is_so: Callable[[], bool], *, what: str, seconds: float = PATIENCE) -> None:
        """Wait for something that depends on what is heard. Raises TimeoutError."""
        try:
            async with asyncio.timeout(seconds):
                while not is_so():
                    await self._anything_new()
        except TimeoutError:
            raise TimeoutError(
                f"{self.badge.name}: {what}: not within {seconds} s; {self._newest()}"
            ) from None

    def chat(self, chat: int) -> View:
        return self.views[f"chat:{chat}"]

    def snapshot_of(self, chat: int) -> ChatSnapshot:
        resync = self.chat(chat).snapshot
        assert resync is not None
        assert isinstance(resync.snapshot, ChatSnapshot)
        return resync.snapshot

    # Inside

    async def _stay(self) -> None:
        pause = _PAUSE_SECONDS[0]
        while True:
            before = self.connections
            try:
                await self._live()
            except (OSError, WebSocketException, TimeoutError):
                pass
            finally:
                self._socket = None
                self._welcomed = False
                self._news.set()
            if self._is_sent_away:
                return
            pause = _PAUSE_SECONDS[0] if self.connections > before else min(2 * pause, _PAUSE_SECONDS[1])
            await asyncio.sleep(pause)

    async def _live(self) -> None:
        async with opened(self.badge, self.address, receive_buffer=self.receive_buffer) as connection:
            self._socket = connection
            self._is_sent_away = False
            await self.send(Hello({name: view.position for name, view in self.views.items()}))
            pinging = asyncio.create_task(self._keep_pinging(connection))
            try:
                await self._read(connection)
            finally:
                pinging.cancel()
                self.close_codes.append(connection.close_code)

    async def _read(self, connection: ClientConnection) -> None:
        while True:
            await self._is_reading.wait()
            async with asyncio.timeout(_DEAF_SECONDS):
                text = await connection.recv(decode=False)
            frames = _decoder.decode_lines(text)
            for frame in frames:
                self._hear(frame)
            if any(isinstance(frame, Welcome) for frame in frames):
                await self._repeat_unanswered()

    async def _repeat_unanswered(self) -> None:
        for frame in list(self.unanswered.values()):
            await self.send(frame)

    async def _keep_pinging(self, connection: ClientConnection) -> None:
        while True:
            await asyncio.sleep(self.ping_seconds)
            self._pings += 1
            await connection.send(_encoder.encode(Ping(self._pings)).decode())

    async def _try(self, frame: AnyCommand) -> None:
        """Where it does not get through now, the next connection repeats it."""
        try:
            await self.send(frame)
        except (OSError, ConnectionClosed):
            return

    def _hear(self, frame: AnyFrameOut) -> None:
        self.heard.append(frame)
        self._news.set()
        match frame:
            case Welcome():
                self.connections += 1
                self._welcomed = True
            case Bye(after=after):
                self._is_sent_away = after < 0
            case Done(id, stream, seq):
                self._settle(id, Placed(stream, seq))
            case RefusedFrame():
                self._take_refusal(frame)
            case Pong():
                self._compare(frame)
            case _:
                self._hear_of_stream(frame)

    def _hear_of_stream(self, frame: AnyFrameOut) -> None:
        match frame:
            case EventFrame(stream, seq):
                self._take(stream, seq, frame)
                self._settle(frame.id, Placed(stream, seq))
            case Hidden(stream, seq):
                self._take(stream, seq, None)
            case Resync():
                self._start_over(frame)
            case Gone(stream):
                self.views.pop(stream, None)
                self.gone.append(stream)

    def _take_refusal(self, frame: RefusedFrame) -> None:
        self.refused_for_now += frame.again
        self._settle(frame.id, frame)
        if frame.again and frame.id is None and frame.ref is None and self._socket is not None:
            # A stream could not be read, and the refusal does not say which: only a new connection tells.
            self._later = asyncio.ensure_future(self._socket.close())

    def _take(self, stream: str, seq: int, event: EventFrame | None) -> None:
        view = self.views.get(stream)
        if view is None:
            self._blame(f"{stream} {seq} came, but nothing of this stream is known")
        elif seq <= view.position:
            view.doubles += 1
            if seq in view.shown and not _are_same(view.shown[seq], event):
                self._blame(f"{stream} {seq} is {event}, and was {view.shown[seq]}")
        else:
            if seq != view.position + 1:
                self._blame(f"{stream} goes from {view.position} to {seq}")
            view.position = seq
            view.shown[seq] = event

    def _start_over(self, frame: Resync) -> None:
        view = self.views.setdefault(frame.stream, View(frame.head))
        if frame.head < view.position:
            self._blame(f"{frame.stream} goes back from {view.position} to {frame.head}")
        view.position = frame.head
        view.snapshot = frame
        view.resyncs += 1
        for placed in frame.snapshot.events if isinstance(frame.snapshot, ChatSnapshot) else []:
            if (known := view.shown.get(placed.seq)) is not None and not _are_same(known, placed):
                self._blame(f"{frame.stream} {placed.seq} is {placed}, and was {known}")
            view.shown[placed.seq] = placed
            self._settle(placed.id, Placed(frame.stream, placed.seq))

    def _settle(self, id: str | None, answer: Answer) -> None:
        """The first answer counts, and every later one must say the same."""
        if id is None:
            return
        before = self.answers.get(id)
        if isinstance(before, Placed) and isinstance(answer, Placed) and before != answer:
            self._blame(f"command {id} stands at {answer}, and stood at {before}")
        if id in self.unanswered and not isinstance(before, Placed):
            self.answers[id] = answer

    def _compare(self, pong: Pong) -> None:
        for stream, head in pong.heads.items():
            view = self.views.get(stream)
            if view is not None and view.position < head:
                self.asked_again += 1
                self._later = asyncio.ensure_future(self._watch_again(stream, view.position))

    async def _watch_again(self, stream: str, after: int) -> None:
        try:
            await self.send(Watch(stream, after))
        except (OSError, ConnectionClosed):
            return

    async def _anything_new(self) -> None:
        """Returns after the next frame, or after a moment: a condition may hang on other things, too."""
        self._news.clear()
        try:
            async with asyncio.timeout(_POLL_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return

    def _blame(self, fault: str) -> None:
        self.faults.append(f"{self.badge.name}: {fault}")

    def _newest(self) -> str:
        return f"heard last: {self.heard[-5:]}"

    _welcomed = False
    _is_sent_away = False


@asynccontextmanager
async def opened(
    badge: Badge, address: str, *, origin: str | None = None, receive_buffer: int | None = None
) -> AsyncIterator[ClientConnection]:
    """A bare socket, for what a well-behaved client never does. Nothing has been said on it yet."""
    host, _, port = address.removeprefix("ws://").partition(":")
    raw = socket.socket()
    if receive_buffer is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    raw.setblocking(False)
    async with asyncio.timeout(5):
        await asyncio.get_running_loop().sock_connect(raw, (host, int(port)))
    connecting = connect(
        f"{address}/ws/{badge.door}",
        additional_headers={
            "Cookie": badge.cookie,
            "Origin": origin or address.replace("ws://", "http://", 1),
        },
        sock=raw,
        compression=None,
        proxy=None,
        ping_interval=None,
        max_size=None,
        max_queue=4,
        open_timeout=5,
        close_timeout=0.5,
    )
    async with connecting as connection:
        yield connection


async def frames_from(
    connection: ClientConnection, *, seconds: float = PATIENCE
) -> AsyncIterator[AnyFrameOut]:
    """What comes over a bare socket, until it is closed. Raises TimeoutError after a silence."""
    while True:
        try:
            async with asyncio.timeout(seconds):
                text = await connection.recv(decode=False)
        except ConnectionClosed:
            return
        for frame in _decoder.decode_lines(text):
            yield frame


async def next_frame(connection: ClientConnection, kind: type[Frame]) -> Frame:
    """The next frame of that kind from a bare socket; others are passed over."""
    async with aclosing(frames_from(connection)) as frames:  # type: ignore[type-var]
        async for frame in frames:
            if isinstance(frame, kind):
                return frame
    raise AssertionError(f"no {kind.__name__} before the end")


def new_id() -> str:
    """An idempotency key."""
    return str(uuid4())


def _are_same(one: Shown | None, other: Shown | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.seq, one.at, one.event, one.id) == (other.seq, other.at, other.event, other.id)
