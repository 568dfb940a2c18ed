"""`kill -9` at random moments, and what people notice of it."""

import asyncio
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.chaos.crowd import Crowd, Talker
from tests.services.process import ServerProcess

_UNDER_LOAD_SECONDS: Final = (0.05, 0.8)
_MERCILESS: Final = 0.2
"""Share of the kills that do not wait until everybody has come back from the one before."""


@dataclass(frozen=True, slots=True)
class Kill:
    at: float
    back: float
    """From when on somebody could be served again, by the monotonic clock."""
    hit: tuple[Talker, ...]
    """Who was connected to it."""


async def kill_again_and_again(crowd: Crowd, rng: Random, *, kills: int) -> list[Kill]:
    """Of several servers one at a time dies, and its clients go to another one."""
    done = []
    for _ in range(kills):
        await asyncio.sleep(rng.uniform(*_UNDER_LOAD_SECONDS))
        done.append(kill := await _kill_one(crowd, rng.choice(crowd.desk.servers)))
        if rng.random() >= _MERCILESS:
            await crowd.everybody_spoke(since=kill.back)
    return done


async def _kill_one(crowd: Crowd, server: ServerProcess) -> Kill:
    desk = crowd.desk
    address = desk.addresses[desk.servers.index(server)]
    hit = tuple(talker for talker in crowd.talkers if talker.client.address == address)
    await asyncio.to_thread(server.kill)
    at = time.monotonic()
    _send_elsewhere(hit, [other for other in desk.addresses if other != address])
    await asyncio.to_thread(server.start)
    return Kill(at, at if len(desk.servers) > 1 else time.monotonic(), hit)


def _send_elsewhere(hit: Iterable[Talker], others: list[str]) -> None:
    for talker in hit:
        talker.client.address = others[0] if others else talker.client.address


def blackouts(kills: list[Kill]) -> list[float]:
    """Per kill and talker: seconds from when somebody could be served to the first acknowledgement."""
    found = []
    for kill, following in zip(kills, [*kills[1:], None], strict=True):
        until = float("inf") if following is None else following.at
        for talker in kill.hit:
            answers = (said.answered for said in talker.said)
            first = next((moment for moment in answers if kill.back < moment < until), None)
            if first is not None:
                found.append(first - kill.back)
    return found


def median(seconds: list[float]) -> float:
    return statistics.median(seconds) if seconds else float("nan")
