"""Between processes. What the bus over Redis does when Redis fails is shown in tests/contract."""

import asyncio

from terefere.core.ids import StreamId
from terefere.events.bus import ConfigurationChanged, Interrupted, MemoryBus, Notice, OnlineHere
from terefere.events.redis_bus import RedisBus
from tests.contract.client import PATIENCE


def test_the_only_process_tells_nobody() -> None:
    bus = MemoryBus()
    bus.send(Interrupted())
    heard: list[Notice] = []
    asyncio.run(bus.run(lambda _, notice: heard.append(notice)))
    assert heard == []
    assert bus.is_up


class Ear:
    """Listens at one process."""

    def __init__(self, url: str, name: str) -> None:
        self.bus = RedisBus(url, origin=name)
        self.heard: asyncio.Queue[tuple[str, Notice]] = asyncio.Queue()
        self.task = asyncio.create_task(self.bus.run(self.hear))

    def hear(self, origin: str, notice: Notice) -> None:
        self.heard.put_nowait((origin, notice))

    async def next(self) -> tuple[str, Notice]:
        async with asyncio.timeout(PATIENCE):
            return await self.heard.get()


def test_processes_hear_each_other_and_not_themselves(redis_url: str) -> None:
    async def scene() -> None:
        one, other = Ear(redis_url, "one"), Ear(redis_url, "other")
        for ear in (one, other):
            assert await ear.next() == ("", Interrupted())
            assert ear.bus.is_up
        for notice in (OnlineHere([StreamId(6)]), ConfigurationChanged(None)):
            one.bus.send(notice)
            assert await other.next() == ("one", notice)
        other.bus.send(Interrupted())
        assert await one.next() == ("other", Interrupted())
        for ear in (one, other):
            ear.task.cancel()
        await asyncio.gather(one.task, other.task, return_exceptions=True)

    asyncio.run(scene())


def test_what_nobody_could_be_told_for_long_becomes_one_word() -> None:
    """The others look into the log then; memory stays bounded."""

    async def scene() -> None:
        bus = RedisBus("redis://127.0.0.1:1", origin="one")
        for number in range(10_001):
            bus.send(OnlineHere([StreamId(number)]))
        assert list(bus._queue) == [Interrupted()]
        await bus._redis.aclose()

    asyncio.run(scene())
