"""Networks that fail, readers that do not read, Redis and PostgreSQL that go and come back."""

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from terefere.gateway.frames_in import FetchHistory, PostMessage
from terefere.gateway.frames_out import Bye, PresenceSignal, RefusedFrame
from tests.contract.client import Client, new_id
from tests.contract.conftest import GENEROUS, complaints_in
from tests.contract.conversation import Conversation, conversation
from tests.contract.desk import Desk, Parts, desk
from tests.contract.proxy import Proxy
from tests.services.postgres import Postgres, new_database
from tests.services.process import ServerProcess
from tests.services.redis import Redis

CUT_SECONDS = 2.0
SLOW_READER = 4008
LOST = 1006
MEBIBYTE = 2**20


# The network


@asynccontextmanager
async def conversation_over_a_bad_line(desk: Desk) -> AsyncIterator[tuple[Conversation, Proxy]]:
    """Vera's line goes through the proxy, Alice's does not."""
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(Proxy(int(desk.addresses[-1].rpartition(":")[2])))
        vera = Client(desk.people.vera, proxy.address)
        yield await stack.enter_async_context(conversation(desk, vera)), proxy


async def both_go_on_talking(talk: Conversation, count: int) -> None:
    """Each says so many things, one after the other; commands are repeated until they are answered."""

    async def talks(client: Client, name: str) -> None:
        for number in range(count):
            await client.says(talk.chat, f"{name} {number}")

    await asyncio.gather(talks(talk.vera, "vera"), talks(talk.alice, "alice"))


async def everything_was_said_once(desk: Desk, talk: Conversation, count: int) -> None:
    await talk.both_know(3 + 2 * count)
    texts = desk.log.texts(talk.chat)
    assert talk.vera.chat(talk.chat).texts() == texts
    for name in ("vera", "alice"):
        assert [text for text in texts if text.startswith(name)] == [
            f"{name} {number}" for number in range(count)
        ]


async def test_a_cut_of_two_seconds_loses_and_doubles_nothing(support_desk: Desk) -> None:
    async with conversation_over_a_bad_line(support_desk) as (talk, proxy):
        talking = asyncio.create_task(both_go_on_talking(talk, 200))
        await talk.vera.knows_chat(talk.chat, position=20)
        with proxy.cut():
            await asyncio.sleep(CUT_SECONDS)
        await talking
        assert talk.vera.connections > 1
        await everything_was_said_once(support_desk, talk, 200)


@pytest.mark.parametrize("way", ["to_server", "to_client"])
async def test_a_line_that_works_one_way_only_is_noticed_and_left(support_desk: Desk, way: str) -> None:
    async with conversation_over_a_bad_line(support_desk) as (talk, proxy):
        await both_go_on_talking(talk, 10)
        works = {"to_server": way != "to_server", "to_client": way != "to_client"}
        with proxy.silent(**{direction: not passes for direction, passes in works.items()}):
            before = talk.vera.connections
            post = asyncio.create_task(talk.vera.says(talk.chat, "Do you hear me?"))
            await talk.alice.says(talk.chat, "Hello?")
            await talk.vera.until(lambda: not talk.vera.is_connected, what="the silence is noticed")
        placed = await post
        assert talk.vera.connections > before
        await talk.both_know(placed.seq)
        assert support_desk.log.texts(talk.chat).count("Do you hear me?") == 1
        assert talk.vera.chat(talk.chat).texts() == support_desk.log.texts(talk.chat)


async def test_a_slow_line_changes_nothing_but_the_time(support_desk: Desk) -> None:
    async with conversation_over_a_bad_line(support_desk) as (talk, proxy):
        proxy.delay = 0.05
        await both_go_on_talking(talk, 10)
        await everything_was_said_once(support_desk, talk, 10)
        assert talk.vera.connections == 1


async def test_connections_that_break_again_and_again_lose_and_double_nothing(support_desk: Desk) -> None:
    async with conversation_over_a_bad_line(support_desk) as (talk, proxy):
        talking = asyncio.create_task(both_go_on_talking(talk, 200))
        for turn in range(1, 11):
            await talk.vera.until(
                lambda turn=turn: talk.vera.connections >= turn and talk.vera.is_connected,  # type: ignore[misc]
                what="connected again",
            )
            await talk.vera.pings()
            proxy.break_connections()
        await talking
        await everything_was_said_once(support_desk, talk, 200)


# A reader that does not read


async def test_a_reader_that_stops_reading_is_sent_away_and_resumes_completely(support_desk: Desk) -> None:
    vera = Client(support_desk.people.vera, support_desk.addresses[-1], receive_buffer=4_096)
    async with conversation(support_desk, vera) as talk:
        before = memory_of(support_desk.servers[-1])
        text = "😀" * 3_800
        with vera.not_reading():
            for _ in range(45):
                await asyncio.gather(*(talk.alice.says(talk.chat, text) for _ in range(20)))
            pong = await talk.alice.pings()
            assert pong.heads[talk.stream] == 903
        grown = memory_of(support_desk.servers[-1]) - before
        await vera.until(lambda: vera.connections > 1, what="Vera comes back")
        await vera.knows_chat(talk.chat, position=903)
        assert vera.close_codes[0] in {SLOW_READER, LOST}
        assert set(await whole_history(talk)) >= set(range(1, 904))
        assert grown < 60 * MEBIBYTE
        assert talk.alice.connections == 1


async def whole_history(talk: Conversation) -> list[int]:
    """The numbers of everything that Vera knows, once she has asked for what was before."""
    known = set(talk.vera.chat(talk.chat).shown)
    while min(unknown := set(range(1, 904)) - known, default=None) is not None:
        page = await talk.vera.history(talk.stream, before=max(unknown) + 1, limit=200)
        assert page.events
        known |= {event.seq for event in page.events}
    return sorted(known)


def memory_of(server: ServerProcess) -> int:
    """Bytes that the process holds in memory."""
    pages = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


# Redis and PostgreSQL


@dataclass(frozen=True)
class Fragile:
    desk: Desk
    postgres: Postgres
    redis: Redis


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    """Two processes whose database and bus are their own to lose."""
    home = tmp_path_factory.mktemp("fragile")
    with (
        TemporaryDirectory(prefix="terefere-postgres-") as postgres_folder,
        TemporaryDirectory(prefix="terefere-redis-") as redis_folder,
        Postgres(Path(postgres_folder)) as postgres,
        Redis(Path(redis_folder)) as redis,
        desk(home, Parts(new_database(postgres.url), redis.url, servers=2), **GENEROUS) as opened,
    ):
        yield Fragile(opened, postgres, redis)
        assert all(server.is_running() for server in opened.servers)
        assert [line for line in complaints_in(opened.output()) if "the bus is interrupted" not in line] == []
        assert opened.log.holes() == []


async def test_what_was_said_without_redis_arrives_when_it_is_back(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        fragile.redis.kill()
        for number in range(20):
            await talk.alice.says(talk.chat, f"alice {number}")
            await talk.vera.says(talk.chat, f"vera {number}")
        fragile.redis.start()
        await talk.both_know(43)
        assert talk.vera.chat(talk.chat).texts() == fragile.desk.log.texts(talk.chat)
        assert talk.alice.chat(talk.chat).texts() == fragile.desk.log.texts(talk.chat)
        assert (talk.vera.connections, talk.alice.connections) == (1, 1)
        await talk.vera.until(lambda: reaches(talk), what="new messages go through the bus again")


def reaches(talk: Conversation) -> bool:
    return talk.vera.chat(talk.chat).position == talk.alice.chat(talk.chat).position


async def test_without_postgresql_everything_is_refused_for_now_and_then_goes_on(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        await both_go_on_talking(talk, 5)
        post = PostMessage(new_id(), talk.chat, "Can anybody hear me?")
        fragile.postgres.stop()
        refused = await talk.vera.is_refused(post)
        assert (refused.code, refused.again) == ("unavailable", True)
        unread = await talk.vera.asks(FetchHistory(99, talk.stream, 5), RefusedFrame)
        assert (unread.code, unread.ref, unread.again) == ("unavailable", 99, True)
        await talk.alice.hang_up()
        await talk.alice.until(lambda: isinstance(talk.alice.heard[-1], Bye), what="sent away for now")
        assert talk.alice.bye is not None
        assert (talk.alice.bye.code, talk.alice.bye.after > 0) == ("unavailable", True)
        fragile.postgres.start()
        placed = await talk.vera.does(post)
        await talk.both_know(placed.seq)
        await both_go_on_talking(talk, 5)
        page = await talk.vera.history(talk.stream, before=placed.seq, limit=5)
        assert len(page.events) == 5
        assert talk.vera.connections == 1
        assert fragile.desk.log.texts(talk.chat).count(post.text) == 1


async def test_a_stream_that_cannot_be_read_now_is_read_when_the_database_is_back(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        before = talk.vera.chat(talk.chat).resyncs
        await asyncio.to_thread(fragile.postgres.stop)
        await talk.vera.watches(talk.stream)
        await asyncio.to_thread(fragile.postgres.start)
        await talk.vera.until(lambda: talk.vera.chat(talk.chat).resyncs > before, what="a resync")
        placed = await talk.vera.says(talk.chat, "Back again")
        await talk.both_know(placed.seq)


async def test_a_killed_postgresql_loses_nothing_that_was_acknowledged(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        talking = asyncio.create_task(both_go_on_talking(talk, 100))
        await talk.vera.knows_chat(talk.chat, position=20)
        await asyncio.to_thread(fragile.postgres.kill)
        await talk.vera.until(lambda: talk.vera.refused_for_now > 0, what="refused for now")
        await asyncio.to_thread(fragile.postgres.start)
        await talking
        await everything_was_said_once(fragile.desk, talk, 100)


async def test_redis_and_postgresql_may_both_be_away(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        fragile.redis.kill()
        fragile.postgres.stop()
        assert (await talk.vera.is_refused(PostMessage(new_id(), talk.chat, "Anybody?"))).again
        fragile.redis.start()
        await talk.vera.until(lambda: is_bus_up(fragile), what="the bus is back, the database is not")
        fragile.postgres.start()
        await both_go_on_talking(talk, 5)
        await everything_was_said_once(fragile.desk, talk, 5)


def is_bus_up(fragile: Fragile) -> bool:
    """Each interruption of each process is over."""
    output = fragile.desk.output()
    return output.count("the bus is connected") == output.count("the bus is interrupted") + 2


async def test_the_requester_sees_when_the_agent_at_another_process_is_gone(fragile: Fragile) -> None:
    async with conversation(fragile.desk) as talk:
        before = len(talk.vera.heard)
        await talk.alice.__aexit__()
        went = await talk.vera.hears(
            PresenceSignal, lambda f: f.stream == talk.stream and not f.online, since=before
        )
        assert went.by == 2
        before = len(talk.vera.heard)
        await talk.alice.__aenter__()
        await talk.vera.hears(PresenceSignal, lambda f: f.stream == talk.stream and f.online, since=before)
