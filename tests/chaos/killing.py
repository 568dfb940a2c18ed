"""`kill -9` at random moments, and what people notice of it."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.chaos.crowd import Crowd
from tests.services.process import ServerProcess

_UNDER_LOAD_SECONDS: Final = (0.05, 0.8)
_MERCILESS: Final = 0.2
"""Share of the kills that do not wait until everybody has come back from the one before."""


@dataclass(frozen=True, slots=True)
class Kill:
    at: float
    back: float
    """From when on somebody could be served again, by the monotonic clock."""


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
    await asyncio.to_thread(server.kill)
    at = time.monotonic()
    _send_elsewhere(crowd, server)
    await asyncio.to_thread(server.start)
    return Kill(at, time.monotonic() if len(crowd.desk.servers) == 1 else at)


def _send_elsewhere(crowd: Crowd, dead: ServerProcess) -> None:
    desk = crowd.desk
    lost = desk.addresses[desk.servers.index(dead)]
    others = [address for address in desk.addresses if address != lost]
    for client in crowd.clients:
        if others and client.address == lost:
            client.address = others[0]


def blackouts(crowd: Crowd, kills: list[Kill]) -> list[float]:
    """Per kill and talker: seconds from when somebody could be served to the first acknowledgement."""
    found = []
    for kill, following in zip(kills, [*kills[1:], None], strict=True):
        until = float("inf") if following is None else following.at
        for talker in crowd.talkers:
            answers = (said.answered for said in talker.said)
            first = next((moment for moment in answers if kill.back < moment < until), None)
            if first is not None:
                found.append(first - kill.back)
    return found


def median(seconds: list[float]) -> float:
    return statistics.median(seconds) if seconds else float("nan")
