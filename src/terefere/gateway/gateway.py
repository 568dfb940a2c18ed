"""One process's real-time side: connections, hub, writer and bus, put together on one event loop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from django.db import DatabaseError

from terefere.chat import queries
from terefere.chat.commands import ChatContext
from terefere.chat.receipts import Position, Reader, Receipts, SaveReceipts
from terefere.core.actors import Actor
from terefere.core.clock import to_milliseconds, utc_now
from terefere.core.ids import Seq, StreamId, parse_stream_name, stream_name
from terefere.events import log
from terefere.events.bus import (
    Bus,
    ConfigurationChanged,
    Interrupted,
    Notice,
    OnlineHere,
    Published,
    Signalled,
)
from terefere.events.commands import Outcome, Rejected
from terefere.events.encoding import frame_of
from terefere.events.heads import read_heads
from terefere.events.hub import Follower, Hub, Missing
from terefere.events.writer import Finished, Writer
from terefere.gateway.connection import GONE_SILENT, Connection
from terefere.gateway.encoder import encode
from terefere.gateway.frames_in import AnyCommand, FetchHistory
from terefere.gateway.frames_out import Gone, Welcome, Yourself
from terefere.gateway.identity import kind_of_actor
from terefere.gateway.loading import load, load_history
from terefere.gateway.orders import command_for
from terefere.gateway.readers import Readers
from terefere.gateway.rights import check_rights
from terefere.gateway.session import SILENCE_SECONDS
from terefere.gateway.whereabouts import Whereabouts
from terefere.site.settings import CurrentSettings

PING_SECONDS: Final = 8
_TICK_SECONDS: Final = 1.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may send."""

    frames_per_second: float = 20
    burst: float = 100


class MakeWriter(Protocol):
    def __call__(
        self, *, hand_over: Callable[[Finished], None], died: Callable[[BaseException], None]
    ) -> Writer: ...


class Gateway:
    """Lives on one event loop. Other threads reach it through `configuration_changed` and the writer only."""

    def __init__(
        self,
        *,
        context: ChatContext,
        bus: Bus,
        make_writer: MakeWriter,
        limits: Limits,
        failed: Callable[[], None],
    ) -> None:
        self.hub = Hub(frame_of)
        self.receipts = Receipts()
        self.limits = limits
        self._context = context
        self._bus = bus
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self.readers = Readers()
        self._writer = make_writer(hand_over=self._hand_over, died=self._writer_died)
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._catching_up: set[StreamId] = set()
        self.whereabouts = Whereabouts(self)

    # Life

    async def start(self) -> None:
        self._writer.start()
        await self.whereabouts.refresh_choices()
        self.spawn(self._bus.run(self._hear))
        self.spawn(self._tick())

    async def stop(self) -> None:
        """Finish what was accepted, and end. The sockets are closed already: their clients come back by themselves."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._loop.run_in_executor(None, self._writer.stop)
        self.readers.stop()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_ended)

    @property
    def settings(self) -> CurrentSettings:
        return self._context.settings.value

    # Connections

    def welcome(self, connection: Connection) -> None:
        self._connections.add(connection)
        self.whereabouts.came(connection.identity.actor.stream)

    def farewell(self, connection: Connection) -> None:
        self._connections.discard(connection)
        connection.end()
        self.whereabouts.left(connection.identity.actor.stream, now=self._loop.time())

    def connections(self) -> Iterable[Connection]:
        return list(self._connections)

    # What connections ask for

    def submit(self, connection: Connection, frame: AnyCommand) -> None:
        """Raises Malformed."""
        command = command_for(frame, connection.identity.actor, self._context)
        self._writer.submit(command, partial(connection.answer, frame.id))

    def greet(self, connection: Connection, resume: dict[str, int]) -> None:
        self.spawn(self._greet(connection, resume))

    def follow(self, connection: Connection, stream: StreamId, after: int | None) -> None:
        self.hub.join(stream, connection.session)
        self.spawn(self._load(connection, stream, after))

    def fetch(
        self, connection: Connection, question: FetchHistory, stream: StreamId, shown: Seq | None
    ) -> None:
        self.spawn(self._fetch(connection, question, stream, shown))

    def signal(self, stream: StreamId, frame: str, *, but: Follower) -> None:
        self.hub.signal(stream, frame, but=but)
        self._bus.send(Signalled(stream, frame))

    def tell_others(self, notice: Notice) -> None:
        self._bus.send(notice)

    async def _greet(self, connection: Connection, resume: dict[str, int]) -> None:
        actor = connection.identity.actor
        streams = await self.readers.ask_until_answered(queries.streams_of, actor, self.settings)
        connection.send(encode(self._welcome_for(actor, streams)))
        known = {
            stream: after for name, after in resume.items() if (stream := parse_stream_name(name)) is not None
        }
        for stream in dict.fromkeys([*streams, *known]):
            connection.session.follow(stream, known.get(stream))

    def _welcome_for(self, actor: Actor, streams: list[StreamId]) -> Welcome:
        return Welcome(
            you=Yourself(kind=kind_of_actor(actor), name=actor.name, stream=stream_name(actor.stream)),
            channels=self.whereabouts.choices.of(actor),
            streams=[stream_name(stream) for stream in streams],
            longest_message=self.settings.longest_message,
            ping_seconds=PING_SECONDS,
            no_answer_seconds=self.settings.no_answer_minutes * 60,
            time=to_milliseconds(utc_now()),
        )

    async def _load(self, connection: Connection, stream: StreamId, after: int | None) -> None:
        actor = connection.identity.actor
        is_online = self.whereabouts.is_online
        loaded = await self.readers.ask_until_answered(load, actor, stream, after, is_online, self.settings)
        if loaded is not None:
            self.check_head(stream, loaded.head)
        connection.session.loaded(stream, loaded)

    async def _fetch(
        self, connection: Connection, question: FetchHistory, stream: StreamId, shown: Seq | None
    ) -> None:
        actor = connection.identity.actor
        try:
            answer = await self.readers.ask(load_history, actor, stream, question, shown, self.settings)
        except DatabaseError:
            connection.session.refuse_question(question.ref)
            return
        if answer is None or stream not in connection.session.streams():
            answer = encode(Gone(stream=question.stream))
        connection.send(answer)

    # From the writer

    def _hand_over(self, finished: Finished) -> None:
        self._loop.call_soon_threadsafe(self._finish, finished)

    def _finish(self, finished: Finished) -> None:
        if finished.entries:
            self._publish(Published(finished.entries))
            self._bus.send(Published(finished.entries))
        finished.answer()

    def _writer_died(self, error: BaseException) -> None:
        self._loop.call_soon_threadsafe(self._failed)

    # From the bus

    def _hear(self, origin: str, notice: Notice) -> None:
        match notice:
            case Published():
                self._publish(notice)
            case Signalled(stream, frame):
                self.hub.signal(stream, frame)
            case OnlineHere(people):
                self.whereabouts.heard(origin, people, now=self._loop.time())
            case ConfigurationChanged(person):
                self.spawn(self._reconfigure(person))
            case Interrupted():
                self.spawn(self._compare_heads())

    def _publish(self, published: Published) -> None:
        for missing in self.hub.receive(published.entries):
            self._catch_up(missing)

    def check_head(self, stream: StreamId, head: Seq) -> None:
        if missing := self.hub.learn_head(stream, head):
            self._catch_up(missing)

    def _catch_up(self, missing: Missing) -> None:
        if missing.stream not in self._catching_up:
            self._catching_up.add(missing.stream)
            self.spawn(self._read_missing(missing.stream))

    async def _read_missing(self, stream: StreamId) -> None:
        """Read on until nothing is new. What the bus brings meanwhile is sorted out by the numbers."""
        try:
            while entries := await self.readers.ask_until_answered(
                log.read_from, stream, self.hub.last(stream)
            ):
                self.hub.receive(entries)
        finally:
            self._catching_up.discard(stream)

    async def _compare_heads(self) -> None:
        """After an interruption: is the log further than what was handed out?"""
        heads = await self.readers.ask_until_answered(read_heads, self.hub.followed())
        for stream, head in heads.items():
            self.check_head(stream, head)

    # Configuration

    def configuration_changed(self, person: StreamId | None) -> None:
        """Safe from any thread."""
        self._loop.call_soon_threadsafe(self._tell_configuration_changed, person)

    def _tell_configuration_changed(self, person: StreamId | None) -> None:
        self._bus.send(ConfigurationChanged(person))
        self.spawn(self._reconfigure(person))

    async def _reconfigure(self, person: StreamId | None) -> None:
        await self.readers.ask_until_answered(self._context.settings.reload)
        self._context.rosters.clear()
        await self.whereabouts.refresh_choices()
        await check_rights(self, person)

    # Time

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            now = self._loop.time()
            self.whereabouts.tick(now)
            self._save_receipts()
            self._drop_silent(now)

    def _save_receipts(self) -> None:
        if positions := self.receipts.take():
            self._writer.submit(SaveReceipts(positions), partial(self._receipts_saved, positions))

    def _receipts_saved(self, positions: dict[Reader, Position], outcome: Outcome) -> None:
        if isinstance(outcome, Rejected):
            for reader, (delivered, read) in positions.items():
                self.receipts.note(reader, delivered, read)

    def _drop_silent(self, now: float) -> None:
        for connection in self.connections():
            if now - connection.session.heard_at > SILENCE_SECONDS:
                connection.hang_up(GONE_SILENT)

    def _task_ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _logger.critical("a task of the gateway died", exc_info=error)
            self._failed()
