"""Frames on their way to one socket: in order, bounded, and without a task where the socket has room."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

import pytest

from terefere.gateway.outbox import LARGEST_OUTBOX, Outbox


class Socket:
    """Takes messages like a server does: at once while it is writable, later otherwise."""

    def __init__(self) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self.messages: list[str] = []
        self.error: Exception | None = None

    async def send(self, message: Mapping[str, Any]) -> None:
        await self.writable.wait()
        if self.error is not None:
            raise self.error
        self.messages.append(message["text"])

    @property
    def frames(self) -> list[str]:
        return "\n".join(self.messages).split("\n") if self.messages else []


class Desk:
    def __init__(self) -> None:
        self.socket = Socket()
        self.overflows = 0
        self.outbox = Outbox(self.socket.send, overflow=self.overflow, loop=asyncio.get_running_loop())

    def overflow(self) -> None:
        self.overflows += 1
        self.outbox.close()

    def put(self, *frames: str) -> None:
        for frame in frames:
            self.outbox.put(frame)


async def turns(count: int = 3) -> None:
    """Let the event loop go round."""
    for _ in range(count):
        await asyncio.sleep(0)


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


def test_what_one_turn_brings_is_one_message_without_a_task() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.put("1", "2")
        tasks = asyncio.all_tasks()
        await turns(1)
        assert desk.socket.messages == ["1\n2"]
        assert asyncio.all_tasks() == tasks
        desk.put("3")
        await turns(1)
        assert desk.socket.messages == ["1\n2", "3"]

    play(scene())


def test_order_is_kept_while_the_socket_is_full_and_after() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.socket.writable.clear()
        for number in range(10):
            desk.put(str(number))
            await turns(1)
        assert desk.socket.messages == []
        desk.socket.writable.set()
        desk.put("10")
        await turns()
        desk.put("11")
        await turns()
        assert desk.socket.frames == [str(number) for number in range(12)]
        assert desk.overflows == 0

    play(scene())


def test_a_socket_that_fills_again_and_again_loses_nothing() -> None:
    async def scene() -> None:
        desk = Desk()
        for number in range(300):
            (desk.socket.writable.clear if number % 3 else desk.socket.writable.set)()
            desk.put(str(number))
            await turns(number % 4)
        desk.socket.writable.set()
        await turns(5)
        assert desk.socket.frames == [str(number) for number in range(300)]

    play(scene())


def test_a_reader_who_does_not_read_is_told_about_once_and_bounded() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.socket.writable.clear()
        frame = "x" * 10_000
        desk.put(frame)
        await turns()
        for _ in range(3 * LARGEST_OUTBOX // len(frame)):
            desk.put(frame)
        assert desk.overflows == 1
        desk.socket.writable.set()
        await turns()
        assert len(desk.socket.frames) <= 1

    play(scene())


def test_a_large_frame_is_no_reason_to_send_a_reader_away() -> None:
    async def scene() -> None:
        desk = Desk()
        for _ in range(5):
            desk.put("x" * (LARGEST_OUTBOX + 1))
        await turns()
        assert desk.overflows == 0
        assert [len(frame) for frame in desk.socket.frames] == [LARGEST_OUTBOX + 1] * 5

    play(scene())


@pytest.mark.parametrize("is_full", [False, True])
def test_a_socket_that_is_gone_disturbs_nobody(is_full: bool) -> None:
    async def scene() -> None:
        desk = Desk()
        desk.socket.error = BrokenPipeError()
        if is_full:
            desk.socket.writable.clear()
        desk.put("1")
        await turns()
        desk.put("2")
        desk.socket.writable.set()
        await turns()
        desk.outbox.close()
        assert desk.socket.messages == []

    play(scene())


def test_what_waits_is_sent_when_it_is_sealed_and_nothing_more_is_taken() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.put("the last words")
        desk.outbox.seal()
        desk.put("too late")
        await turns()
        assert desk.socket.messages == ["the last words"]

    play(scene())


def test_a_socket_that_we_closed_ourselves_ends_what_was_still_waiting() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.socket.writable.clear()
        desk.put("1")
        await turns()
        desk.put("2")
        desk.outbox.seal()
        desk.socket.error = RuntimeError("after sending 'websocket.close'")
        desk.socket.writable.set()
        await turns()
        assert desk.socket.messages == []

    play(scene())


def test_a_closed_outbox_forgets_what_waits() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.socket.writable.clear()
        desk.put("1")
        await turns()
        desk.put("2")
        desk.outbox.close()
        desk.socket.writable.set()
        await turns()
        assert desk.socket.messages == []

    play(scene())
