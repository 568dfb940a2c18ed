"""The last 50 of a chat with 1,000 messages, asked for as often as possible."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import uvloop

from bench import servers, wire
from bench.cores import LOAD_CORE, cpu_seconds, on_cores
from bench.figures import Figures, latency
from bench.line import Line, Person
from bench.servers import DatabaseKind, Running

CLIENTS: Final = 8
MESSAGES: Final = 1_000
PAGE: Final = 50
WARM_UP_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    database: DatabaseKind
    seconds: float
    server_cores: set[int]
    folder: Path


class Said(msgspec.Struct):
    type: str
    text: str = ""


class Placed(msgspec.Struct):
    seq: int
    event: Said


class History(msgspec.Struct):
    ref: int
    stream: str
    head: int
    events: list[Placed]


@dataclass(slots=True)
class Tally:
    """What all clients found out together."""

    until: float
    begin: float
    times: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    readers: int = CLIENTS
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Reader(asyncio.Protocol):
    """Asks, checks the answer, and asks again."""

    def __init__(self, line: Line, stream: str, head: int, tally: Tally) -> None:
        self._transport = line.transport
        self._tally = tally
        self._question = (
            f'{{"type":"fetch-history","stream":"{stream}","before":{head + 1},"limit":{PAGE},"ref":'
        )
        self._stream, self._head = stream, head
        self._ref = 0
        self._rest = b""
        self._known = b""
        self._asked = 0.0
        self._transport.set_protocol(self)

    def ask(self) -> None:
        self._ref += 1
        self._asked = time.perf_counter()
        self._transport.write(wire.text_frame(f"{self._question}{self._ref}}}".encode()))

    def data_received(self, data: bytes) -> None:
        answers, self._rest = wire.frames_in(self._rest + data)
        now = time.perf_counter()
        for answer in answers:
            self._check(answer)
            if self._asked >= self._tally.begin:
                self._tally.times.append(now - self._asked)
            if now < self._tally.until:
                self.ask()
            else:
                self._end()

    def _check(self, answer: bytes) -> None:
        """The first answer in every detail; each later one must be the same but for its `ref`."""
        start, _, rest = answer.partition(b',"stream":')
        self._tally.faults["answer to something else"] += not start.endswith(b'"ref":%d' % self._ref)
        if not self._known:
            self._known = rest
            self._tally.faults["wrong history"] += not self._is_right(answer)
        self._tally.faults["answers differ"] += rest != self._known

    def _is_right(self, answer: bytes) -> bool:
        history = msgspec.json.decode(answer, type=History)
        expected = list(range(self._head - PAGE + 1, self._head + 1))
        texts = [placed.event.text for placed in history.events if placed.event.type == "message-posted"]
        numbers = [int(text[:4]) for text in texts]
        return (
            [placed.seq for placed in history.events] == expected
            and history.head == self._head
            and len(texts) >= PAGE - 1
            and numbers == list(range(MESSAGES - len(texts), MESSAGES))
        )

    def _end(self) -> None:
        self._tally.readers -= 1
        if self._tally.readers == 0:
            self._tally.done.set()


def measure(plan: Plan) -> Figures:
    """One run on a fresh server and database."""
    with servers.new_site(plan.database, plan.folder, plan.server_cores) as site:
        population = servers.populate(site, pairs=1, history=MESSAGES)
        with (
            servers.serve(site, plan.server_cores) as running,
            on_cores(LOAD_CORE),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            stream = f"chat:{population.long_chat}"
            return runner.run(_read(running, population.pairs[0].requester, stream, plan))


async def _read(running: Running, customer_user: Person, stream: str, plan: Plan) -> Figures:
    lines = [await Line.open(customer_user, port=running.port) for _ in range(CLIENTS)]
    for line in lines:
        await line.sign_in()
        line.say({"type": "watch", "stream": stream})
    heads = [await line.follows(stream) for line in lines]
    await asyncio.sleep(WARM_UP_SECONDS)
    begin = time.perf_counter() + WARM_UP_SECONDS
    tally = Tally(until=begin + plan.seconds, begin=begin)
    for line, head in zip(lines, heads, strict=True):
        Reader(line, stream, head, tally).ask()
    await asyncio.sleep(WARM_UP_SECONDS)
    cpu, load = cpu_seconds(*running.roots), time.process_time()
    await asyncio.sleep(plan.seconds)
    cpu, load = cpu_seconds(*running.roots) - cpu, time.process_time() - load
    async with asyncio.timeout(10):
        await tally.done.wait()
    values = {
        "requests/s": len(tally.times) / plan.seconds,
        **latency("answer", tally.times),
        "server CPU ms per request": 1000 * cpu / len(tally.times),
        "server busy": cpu / plan.seconds,
        "generator busy": load / plan.seconds,
    }
    return Figures(values, +tally.faults)
