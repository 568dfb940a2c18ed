"""The thread that changes chats."""

import threading
from datetime import UTC, datetime

import pytest

from terefere.core.ids import chat_stream
from terefere.events.commands import Committed, Outcome
from terefere.events.writer import Finished, Writer
from tests.chat.world import World
from tests.services.waiting import wait_until

SECONDS = 10


class Desk:
    """Takes what the writer hands over, in its thread, as the event loop does."""

    def __init__(self, world: World) -> None:
        self.batches: list[Finished] = []
        self.deaths: list[BaseException] = []
        self.writer = Writer(
            runner=world.runner, clock=lambda: datetime.now(UTC), hand_over=self.take, died=self.deaths.append
        )

    def take(self, finished: Finished) -> None:
        self.batches.append(finished)
        finished.answer()


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
class TestWriter:
    def test_whoever_waits_gets_the_outcome(self, world: World) -> None:
        chat = world.active_chat()
        desk = Desk(world)
        desk.writer.start()
        outcome = desk.writer.run(world.post(world.vera, chat, "Hello"), timeout=SECONDS)
        desk.writer.stop()
        assert isinstance(outcome, Committed)
        assert outcome.place == (chat_stream(chat), 4)

    def test_what_waits_is_one_batch_in_order(self, world: World) -> None:
        chat = world.active_chat()
        desk = Desk(world)
        answers: list[tuple[int, Outcome]] = []
        for number in range(500):
            command = world.post(world.vera, chat, str(number))
            desk.writer.submit(command, lambda outcome, number=number: answers.append((number, outcome)))  # type: ignore[misc]
        assert desk.writer.waiting == 500
        desk.writer.start()
        desk.writer.stop()
        assert [number for number, _ in answers] == list(range(500))
        assert world.texts(chat) == ["Help!", *map(str, range(500))]
        assert len(desk.batches) == 1
        assert desk.writer.waiting == 0

    def test_what_was_submitted_before_the_stop_is_done(self, world: World) -> None:
        chat = world.active_chat()
        desk = Desk(world)
        desk.writer.start()
        for number in range(100):
            desk.writer.submit(world.post(world.vera, chat, str(number)), lambda _: None)
        desk.writer.stop()
        assert len(world.texts(chat)) == 101

    def test_many_threads_may_ask_at_once(self, world: World) -> None:
        chat = world.active_chat()
        desk = Desk(world)
        desk.writer.start()

        def ask(name: int) -> None:
            for number in range(20):
                outcome = desk.writer.run(world.post(world.vera, chat, f"{name} {number}"), timeout=SECONDS)
                assert isinstance(outcome, Committed)

        threads = [threading.Thread(target=ask, args=[name]) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        desk.writer.stop()
        assert sorted(world.texts(chat)[1:]) == sorted(
            f"{name} {number}" for name in range(8) for number in range(20)
        )
        assert world.holes() == []

    def test_a_death_is_told(self, world: World) -> None:
        desk = Desk(world)
        desk.writer.start()
        desk.writer.submit(None, lambda _: None)  # type: ignore[arg-type]
        wait_until(lambda: desk.deaths != [], what="the writer died", seconds=SECONDS)
        assert isinstance(desk.deaths[0], AttributeError)
