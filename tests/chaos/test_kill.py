"""The server dies without warning while people talk: nothing that was acknowledged is lost, doubled or moved."""

import asyncio
from pathlib import Path
from random import Random

from tests.chaos.audit import faults_of
from tests.chaos.crowd import UNLIMITED, crowd
from tests.chaos.killing import blackouts, kill_again_and_again, median
from tests.contract.desk import Desk, Parts, desk
from tests.services.postgres import new_database

KILLS = 5
CHATS = 4
BLACKOUT_SECONDS = 2.0


def test_a_killed_server_on_sqlite_keeps_every_promise(tmp_path: Path, seed: int) -> None:
    with desk(tmp_path, Parts(), **UNLIMITED) as opened:
        asyncio.run(survive(opened, Random(seed)))


def test_a_killed_server_on_postgresql_keeps_every_promise(
    tmp_path: Path, seed: int, postgres_url: str
) -> None:
    with desk(tmp_path, Parts(new_database(postgres_url)), **UNLIMITED) as opened:
        asyncio.run(survive(opened, Random(seed)))


def test_who_loses_one_of_two_servers_goes_on_at_the_other(
    tmp_path: Path, seed: int, postgres_url: str, redis_url: str
) -> None:
    parts = Parts(new_database(postgres_url), redis_url, servers=2)
    with desk(tmp_path, parts, **UNLIMITED) as opened:
        asyncio.run(survive(opened, Random(seed)))


async def survive(opened: Desk, rng: Random) -> None:
    async with crowd(opened, rng, chats=CHATS) as people:
        people.start()
        kills = await kill_again_and_again(people, rng, kills=KILLS)
        await people.end()
        assert await faults_of(people, opened.log) == []
        assert min(len(talker.said) for talker in people.talkers) >= KILLS
        assert median(blackouts(kills)) <= BLACKOUT_SECONDS
    assert "CRITICAL" not in opened.output()
    assert "Traceback" not in opened.output()
