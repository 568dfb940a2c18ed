"""Things that go wrong while people talk: nothing acknowledged is lost, and everybody sees all of it in the end."""

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from tests.chaos.audit import faults_of
from tests.chaos.crowd import UNLIMITED, Crowd, crowd
from tests.chaos.cutting import Cutter
from tests.chaos.disk import Disk, LimitedFiles, may_mount, small_disk
from tests.contract.client import Client
from tests.contract.desk import Desk, Parts, desk
from tests.services.process import ServerProcess

TALK_SECONDS = 3.0
MEGABYTE = 2**20


def test_connections_that_break_in_the_middle_of_a_frame_lose_nothing(tmp_path: Path, seed: int) -> None:
    with desk(tmp_path, Parts(), **UNLIMITED) as opened:
        asyncio.run(talk_over_breaking_lines(opened, Random(seed)))
        assert_the_server_is_well(opened)


async def talk_over_breaking_lines(opened: Desk, rng: Random) -> None:
    async with (
        Cutter(port_of(opened.servers[0]), rng) as cutter,
        crowd(opened, rng, chats=4, reach=lambda badge: Client(badge, cutter.address)) as people,
    ):
        people.start()
        await asyncio.sleep(TALK_SECONDS)
        cutter.is_cutting = False
        await people.end()
        assert await faults_of(people, opened.log) == []
        assert cutter.cuts > len(people.clients)


def test_a_client_that_stops_reading_takes_no_memory_and_delays_nobody(tmp_path: Path, seed: int) -> None:
    with desk(tmp_path, Parts(), **UNLIMITED) as opened:
        asyncio.run(talk_while_one_does_not_read(opened, Random(seed)))
        assert_the_server_is_well(opened)


async def talk_while_one_does_not_read(opened: Desk, rng: Random) -> None:
    async with crowd(opened, rng, chats=2) as people, opened.client(opened.people.vera) as reader:
        people.clients.append(reader)
        for talker in people.talkers:
            talker.longest_pause, talker.characters = 0, (3_000, 3_700)
        before = resident_bytes(opened)
        with reader.not_reading():
            people.start()
            await people.until(lambda: bytes_said(people) > 14 * MEGABYTE)
            assert resident_bytes(opened) - before < 32 * MEGABYTE
        assert longest_wait(people) < 2.0
        await people.end()
        assert await faults_of(people, opened.log) == []
        assert reader.connections > 1, "it was never sent away"


def test_who_missed_more_than_fits_into_an_outbox_comes_back_all_the_same(tmp_path: Path, seed: int) -> None:
    with desk(tmp_path, Parts(), **UNLIMITED) as opened:
        asyncio.run(miss_much(opened, Random(seed)))
        assert_the_server_is_well(opened)


async def miss_much(opened: Desk, rng: Random) -> None:
    """Fewer events than a snapshot replaces, and more characters than may wait for one reader."""
    async with crowd(opened, rng, chats=1) as people:
        absent = opened.client(opened.people.vera)
        [chat] = people.chats
        async with absent:
            await absent.knows_chat(chat)
        for talker in people.talkers:
            talker.characters = (3_700, 3_700)
        for _ in range(200):
            for talker in people.talkers:
                await talker.say()
        async with absent:
            await absent.knows_chat(chat, position=400)
            assert absent.connections < 10


FULL_DISKS = ["limited files", *(["small disk"] if may_mount() else [])]


@pytest.mark.parametrize("kind", FULL_DISKS)
def test_a_full_disk_refuses_for_the_moment_and_loses_nothing(tmp_path: Path, seed: int, kind: str) -> None:
    if kind == "limited files":
        fill_up(LimitedFiles(tmp_path), seed)
        return
    with small_disk() as disk:
        fill_up(disk, seed)


def fill_up(disk: Disk, seed: int) -> None:
    with desk(disk.folder, Parts(), **UNLIMITED) as opened:
        asyncio.run(talk_while_the_disk_is_full(opened, disk, Random(seed)))
        assert_the_server_is_well(opened)


async def talk_while_the_disk_is_full(opened: Desk, disk: Disk, rng: Random) -> None:
    async with crowd(opened, rng, chats=3) as people:
        people.start()
        await people.everybody_spoke(since=time.monotonic())
        disk.fill(opened.servers[0].pid)
        await everybody_is_refused(people)
        said = acknowledged(people)
        await asyncio.sleep(1)
        assert acknowledged(people) == said, "something was acknowledged although nothing can be written"
        assert all(client.is_connected for client in people.clients)
        disk.free(opened.servers[0].pid)
        await people.everybody_spoke(since=time.monotonic())
        await people.end()
        assert await faults_of(people, opened.log) == []


async def everybody_is_refused(people: Crowd) -> None:
    """For the moment, and told so."""
    before = {client: client.refused_for_now for client in people.clients}
    await people.until(lambda: all(c.refused_for_now > before[c] + 1 for c in people.clients))


def acknowledged(people: Crowd) -> int:
    return sum(len(talker.said) for talker in people.talkers)


def bytes_said(people: Crowd) -> int:
    return sum(len(said.text.encode()) for talker in people.talkers for said in talker.said)


def longest_wait(people: Crowd) -> float:
    """Seconds from asking to acknowledgement."""
    return max(said.answered - said.asked for talker in people.talkers for said in talker.said)


def resident_bytes(opened: Desk) -> int:
    status = Path(f"/proc/{opened.servers[0].pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) * 1024


def port_of(server: ServerProcess) -> int:
    return int(server.command[-1])


def assert_the_server_is_well(opened: Desk) -> None:
    assert all(server.is_running() for server in opened.servers)
    assert "CRITICAL" not in opened.output()
    assert "Traceback" not in opened.output()
