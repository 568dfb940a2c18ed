"""The bus over Redis publish/subscribe."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from terefere.events.bus import Envelope, Hear, Interrupted, Notice

_TOPIC: Final = "terefere"
_LONGEST_QUEUE: Final = 10_000
_LISTEN_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = (0.1, 2.0)
_TROUBLE: Final = (RedisError, OSError, asyncio.TimeoutError)

_logger = logging.getLogger(__name__)


class RedisBus:
    """Survives a Redis that goes and comes back: then everybody compares positions with the database."""

    def __init__(self, url: str, *, origin: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_connect_timeout=2, health_check_interval=5)
        self._origin = origin
        self._queue: deque[Notice] = deque()
        self._filled = asyncio.Event()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Envelope)
        self.is_up = False

    def send(self, notice: Notice) -> None:
        if len(self._queue) >= _LONGEST_QUEUE:
            self._queue.clear()
            notice = Interrupted()
        self._queue.append(notice)
        self._filled.set()

    async def run(self, hear: Hear) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep(self._listen, hear))
                tasks.create_task(self._keep(self._tell, hear))
        finally:
            await self._redis.aclose()

    async def _keep(self, work: Callable[[Hear], Awaitable[None]], hear: Hear) -> None:
        while True:
            try:
                await work(hear)
            except _TROUBLE as error:
                self._note_trouble(error)
                await asyncio.sleep(random.uniform(*_RETRY_SECONDS))  # noqa: S311 — spreads the load, hides nothing

    async def _listen(self, hear: Hear) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as topic:
            await topic.subscribe(_TOPIC)
            await self._redis.ping()
            self._note_up()
            # What was sent while we were not listening is lost to us.
            hear("", Interrupted())
            while True:
                message = await topic.get_message(timeout=_LISTEN_SECONDS)
                if message is not None:
                    self._pass_on(message["data"], hear)

    async def _tell(self, hear: Hear) -> None:
        while True:
            await self._filled.wait()
            await self._publish(self._queue[0] if self._queue else None)

    async def _publish(self, notice: Notice | None) -> None:
        if notice is None:
            self._filled.clear()
            return
        try:
            await self._redis.publish(_TOPIC, self._encoder.encode(Envelope(self._origin, notice)))
            self._queue.popleft()
        except _TROUBLE:
            # The events are in the log: the others need to know only that they should look.
            self._queue.clear()
            self.send(Interrupted())
            raise

    def _pass_on(self, data: bytes, hear: Hear) -> None:
        try:
            envelope = self._decoder.decode(data)
        except msgspec.MsgspecError:
            _logger.warning("something on the bus is not ours")
            return
        if envelope.origin != self._origin:
            hear(envelope.origin, envelope.notice)

    def _note_trouble(self, error: BaseException) -> None:
        if self.is_up:
            _logger.error("the bus is interrupted: %s", type(error).__name__)
        self.is_up = False

    def _note_up(self) -> None:
        _logger.info("the bus is connected")
        self.is_up = True
