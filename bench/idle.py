"""Many people who are signed in and say nothing: what each one costs, and how fast they come in."""

import asyncio
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Self, cast

import uvloop

from bench import servers, wire
from bench.cores import LOAD_CORE, cpu_seconds, on_cores, proportional_bytes, resident_bytes
from bench.figures import Figures
from bench.line import Person
from bench.servers import DatabaseKind, Running

AT_ONCE: Final = 100
"""So many handshakes are under way at any time."""
PING_SECONDS: Final = 8.0
_STEPS_PER_ROUND: Final = 80
_SPARE_FILES: Final = 200
_SIGN_IN_SECONDS: Final = 400
_SETTLE_SECONDS: Final = 3.0
_HELLO: Final = wire.text_frame(b'{"type":"hello"}')
_PING: Final = wire.text_frame(b'{"type":"ping","n":1}')


@dataclass(frozen=True, slots=True)
class Plan:
    database: DatabaseKind
    connections: int
    seconds: float
    server_cores: set[int]
    folder: Path


class Sitter(asyncio.Protocol):
    """Signs in, then answers nothing and asks for nothing but a pong now and then."""

    def __init__(self, person: Person, port: int, on_signed_in: Callable[[], None]) -> None:
        self.pongs = 0
        self.is_signed_in = False
        self.is_lost = False
        self.transport: asyncio.Transport
        self._person = person
        self._port = port
        self._on_signed_in = on_signed_in
        self._head = b""
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(
            wire.handshake(port=self._port, path=self._person.path, cookie=self._person.cookie)
        )

    def data_received(self, data: bytes) -> None:
        if not self._is_open:
            self._open(data)
        elif not self.is_signed_in:
            self._head += data
            # The welcome, and how this person's own stream stands.
            if b'"type":"welcome"' in self._head and b'"type":"resync"' in self._head:
                self.is_signed_in, self._head = True, b""
                self._on_signed_in()
        else:
            self.pongs += data.count(b'"type":"pong"')

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True

    def ping(self) -> None:
        self.transport.write(_PING)

    def _open(self, data: bytes) -> None:
        self._head += data
        if b"\r\n\r\n" in self._head:
            wire.check_handshake(self._head)
            self._is_open, self._head = True, b""
            self.transport.write(_HELLO)


def measure(plan: Plan) -> Figures:
    """One run on a fresh server and database."""
    connections = _as_many_as_files_allow(plan.connections)
    with servers.new_site(plan.database, plan.folder, plan.server_cores) as site:
        people = servers.populate(site, idle=connections).idle
        with (
            servers.serve(site, plan.server_cores) as running,
            on_cores(LOAD_CORE),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            return runner.run(_sit(running, people, plan))


def _as_many_as_files_allow(wanted: int) -> int:
    """Every connection is an open file, here and in the server, which inherits the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _SPARE_FILES
    if soft < needed:
        soft = min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < needed:
        print(f"only {soft - _SPARE_FILES} connections: the limit of open files is {hard}", file=sys.stderr)
    return min(wanted, soft - _SPARE_FILES)


async def _sit(running: Running, people: list[Person], plan: Plan) -> Figures:
    await asyncio.sleep(_SETTLE_SECONDS)
    before = _Reading.take(running)
    sitters: list[Sitter] = []
    beating = asyncio.create_task(_keep_pinging(sitters))
    await _sign_in(running.port, people, sitters)
    signed_in = _Reading.take(running)
    await asyncio.sleep(_SETTLE_SECONDS)
    settled = _Reading.take(running)
    pongs = [sitter.pongs for sitter in sitters]
    await asyncio.sleep(plan.seconds)
    held = _Reading.take(running)
    beating.cancel()
    number = len(people)
    values = {
        "connections": float(number),
        "sign-ins/s": number / (signed_in.at - before.at),
        "server CPU ms per sign-in": 1000 * (signed_in.cpu - before.cpu) / number,
        "KiB each, resident": (settled.resident - before.resident) / number / 1024,
        "KiB each, proportional": (settled.proportional - before.proportional) / number / 1024,
        "server busy with heartbeats": (held.cpu - settled.cpu) / (held.at - settled.at),
    }
    faults = _faults(sitters, pongs, rounds=int((held.at - settled.at) / PING_SECONDS))
    for sitter in sitters:
        sitter.transport.abort()
    return Figures(values, faults)


@dataclass(frozen=True, slots=True)
class _Reading:
    at: float
    cpu: float
    resident: int
    proportional: int

    @classmethod
    def take(cls, running: Running) -> Self:
        cpu = cpu_seconds(*running.roots)
        return cls(time.perf_counter(), cpu, resident_bytes(running.pid), proportional_bytes(running.pid))


async def _sign_in(port: int, people: list[Person], sitters: list[Sitter]) -> None:
    loop = asyncio.get_running_loop()
    places = asyncio.Semaphore(AT_ONCE)
    everybody = asyncio.Event()
    signed_in = 0

    def one_signed_in() -> None:
        nonlocal signed_in
        signed_in += 1
        places.release()
        if signed_in == len(people):
            everybody.set()

    async with asyncio.timeout(_SIGN_IN_SECONDS):
        for person in people:
            await places.acquire()
            sitter = Sitter(person, port, one_signed_in)
            sitters.append(sitter)
            # A small queue of the listening socket must not be flooded: connecting itself is awaited.
            await loop.create_connection(lambda sitter=sitter: sitter, "127.0.0.1", port)  # type: ignore[misc]
        await everybody.wait()


async def _keep_pinging(sitters: list[Sitter]) -> None:
    """Everybody who is in pings every 8 seconds, evenly spread."""
    begun = time.perf_counter()
    for step in count(1):
        for sitter in sitters[step % _STEPS_PER_ROUND :: _STEPS_PER_ROUND]:
            if sitter.is_signed_in and not sitter.is_lost:
                sitter.ping()
        await asyncio.sleep(max(0.0, begun + step * PING_SECONDS / _STEPS_PER_ROUND - time.perf_counter()))


def _faults(sitters: list[Sitter], before: list[int], *, rounds: int) -> Counter[str]:
    """`before`: pongs that each had got when the holding began."""
    faults: Counter[str] = Counter()
    faults["connections lost"] = sum(sitter.is_lost for sitter in sitters)
    faults["heartbeats unanswered"] = sum(
        sitter.pongs - pongs < rounds for sitter, pongs in zip(sitters, before, strict=True)
    )
    return +faults
