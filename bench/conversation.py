"""Two-party chats that talk as fast as they can, against the product and against the bare relay."""

import asyncio
import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import uvloop

from bench import audit, servers
from bench.cores import LOAD_CORE, cpu_seconds, on_cores
from bench.figures import Figures
from bench.judging import Measured, Side, judge
from bench.line import ANSWER_SECONDS, Line, Person
from bench.people import Pair, Population
from bench.servers import DatabaseKind, Running
from bench.talker import Course, Talker

Subject = Literal["terefere", "relay"]

WARM_UP_SECONDS: Final = 2.0
_SETTLE_SECONDS: Final = 0.5
EVENTS_OF_ACCEPTED_CHAT: Final = 3
"""The request, its text, and that it was accepted."""
_OPEN_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Plan:
    database: DatabaseKind
    chats: int
    seconds: float
    in_turns: bool
    """The two parties take turns; else each keeps one own message in flight."""
    server_cores: set[int]
    folder: Path


def measure(subject: Subject, plan: Plan) -> Figures:
    """One run on a fresh server and database."""
    with servers.new_site(plan.database, plan.folder, plan.server_cores) as site:
        if subject == "relay":
            with servers.relay(site, plan.server_cores) as running:
                measured = _drive(running, plan, None)
            return judge(measured, audit.relayed_messages(site), None)
        population = servers.populate(site, pairs=plan.chats)
        with servers.serve(site, plan.server_cores) as running:
            measured = _drive(running, plan, population)
        return judge(measured, audit.stored_messages(site), audit.moments(site))


def _drive(running: Running, plan: Plan, population: Population | None) -> Measured:
    with on_cores(LOAD_CORE), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        gc.collect()
        gc.disable()
        try:
            return runner.run(_talk(running, plan, population))
        finally:
            gc.enable()


async def _talk(running: Running, plan: Plan, population: Population | None) -> Measured:
    course = Course()
    pairs = await (_open_relayed(running, plan) if population is None else _open_chats(running, population))
    finished = asyncio.Event()
    running_talkers = 1 if plan.in_turns else 2 * len(pairs)

    def one_finished() -> None:
        nonlocal running_talkers
        running_talkers -= 1
        if running_talkers == 0:
            finished.set()

    sides = _sides(pairs, course, plan, one_finished)
    for side in sides[:: 2 if plan.in_turns else 1]:
        side.talker.say()
    await asyncio.sleep(WARM_UP_SECONDS)
    begin = _Reading.take(running)
    await asyncio.sleep(plan.seconds)
    end = _Reading.take(running)
    course.is_over = True
    async with asyncio.timeout(ANSWER_SECONDS):
        await finished.wait()
    await _end(sides)
    return Measured(
        sides, (begin.at, end.at), end.server_cpu - begin.server_cpu, end.load_cpu - begin.load_cpu
    )


@dataclass(slots=True)
class _Reading:
    at: float
    server_cpu: float
    load_cpu: float

    @classmethod
    def take(cls, running: Running) -> "_Reading":
        return cls(time.perf_counter(), cpu_seconds(*running.roots), time.process_time())


async def _end(sides: list[Side]) -> None:
    """Receipts for the last message, and a ping, whose answer tells the newest number once more."""
    await asyncio.sleep(_SETTLE_SECONDS)
    for side in sides:
        talker = side.talker
        talker.write(
            b'{"type":"mark-seen","chat":%d,"delivered":%d,"read":%d}'
            % (talker.chat, talker.read, talker.read)
        )
        talker.write(b'{"type":"ping","n":1}')
    await asyncio.sleep(_SETTLE_SECONDS)
    for side in sides:
        side.talker.close()


# Chats


Opened = tuple[int, Line, Line]
"""A chat, the requester's connection and the agent's."""


async def _open_chats(running: Running, population: Population) -> list[Opened]:
    """Through the protocol: signed in, asked for, accepted."""
    limit = asyncio.Semaphore(_OPEN_AT_ONCE)

    async def open_one(pair: Pair) -> Opened:
        async with limit:
            return await _open_chat(running, pair, population.channel)

    opened = await asyncio.gather(*map(open_one, population.pairs))
    # What the last ones did is told to the agents before.
    await asyncio.sleep(_SETTLE_SECONDS)
    return opened


async def _open_chat(running: Running, pair: Pair, channel: int) -> Opened:
    requester = await Line.open(pair.requester, port=running.port)
    agent = await Line.open(pair.agent, port=running.port)
    await requester.sign_in()
    await agent.sign_in()
    stream = await requester.do({"type": "start-chat", "text": "Segítséget kérek.", "channel": channel})
    chat = int(stream.removeprefix("chat:"))
    await agent.do({"type": "accept-request", "chat": chat})
    for line in (requester, agent):
        await line.until(lambda line=line: line.heads.get(stream, 0) >= EVENTS_OF_ACCEPTED_CHAT)  # type: ignore[misc]
    return chat, requester, agent


async def _open_relayed(running: Running, plan: Plan) -> list[Opened]:
    return [
        (
            chat,
            await Line.open(Person(f"/relay/{chat}", ""), port=running.port),
            await Line.open(Person(f"/relay/{chat}", ""), port=running.port),
        )
        for chat in range(1, plan.chats + 1)
    ]


def _sides(pairs: list[Opened], course: Course, plan: Plan, on_finished: Callable[[], None]) -> list[Side]:
    sides = []
    for place, (chat, *lines) in enumerate(pairs):
        numbers = (2 * place, 2 * place + 1)
        for line, number, partner in zip(lines, numbers, reversed(numbers), strict=True):
            talker = Talker(
                line.transport,
                course,
                number=number,
                partner=partner,
                chat=chat,
                read=line.heads.get(f"chat:{chat}", 0),
                awaits_partner=plan.in_turns,
                on_finished=on_finished,
            )
            sides.append(Side(talker, line.heads))
    return sides
