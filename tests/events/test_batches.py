"""Many commands in one transaction: none suffers for another, and what the database refuses is run again."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from django.db import IntegrityError, OperationalError, connection

from terefere.chat.receipts import SaveReceipts
from terefere.core.errors import NotFound
from terefere.core.ids import ClientId, StreamId
from terefere.events.commands import Committed, Outcome, Rejected
from terefere.events.event import Event
from terefere.events.models import Stream
from terefere.events.unit import Unit
from tests.chat.world import World, key


class Noted(Event, frozen=True, tag="noted"):
    text: str


class Ask(msgspec.Struct, frozen=True):
    """A command that does whatever it is told."""

    client_id: ClientId | None
    author: StreamId
    does: Callable[[Unit], None]
    needs_savepoint: bool = True
    holds: tuple[StreamId, ...] = ()

    def run(self, unit: Unit) -> None:
        self.does(unit)


STREAM = StreamId(4_000)


def note(text: str) -> Callable[[Unit], None]:
    return lambda unit: unit.record(STREAM, Noted(text))


def ask(does: Callable[[Unit], None], *, needs_savepoint: bool = True) -> Ask:
    return Ask(key(), StreamId(6), does, needs_savepoint)


def codes(outcomes: list[Outcome]) -> list[str]:
    return [outcome.why.code if isinstance(outcome, Rejected) else "done" for outcome in outcomes]


def test_a_refused_command_leaves_its_neighbours_and_no_trace(world: World) -> None:
    def refuse(unit: Unit) -> None:
        note("never happened")(unit)
        raise NotFound

    for needs_savepoint in (True, False):
        outcomes = world.run(
            ask(note("before")), ask(refuse, needs_savepoint=needs_savepoint), ask(note("after"))
        )
        assert codes(outcomes) == ["done", "not_found", "done"]
    assert [body for stream, _, body in world.log() if stream == STREAM] == [
        f'{{"type":"noted","text":"{text}"}}' for text in ("before", "after", "before", "after")
    ]
    assert world.holes() == []


def test_a_mistake_of_ours_leaves_its_neighbours(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def fail(unit: Unit) -> None:
        note("never happened")(unit)
        raise ZeroDivisionError

    chat = world.active_chat()
    with caplog.at_level(logging.ERROR):
        outcomes = world.run(
            world.post(world.vera, chat, "one"), ask(fail), world.post(world.alice, chat, "two")
        )
    assert codes(outcomes) == ["done", "failed", "done"]
    assert "Ask failed" in caplog.text
    assert world.texts(chat) == ["Help!", "one", "two"]


def poison(unit: Unit) -> None:
    note("never happened")(unit)
    Stream.objects.create(id=1, head=None)  # type: ignore[misc]


def test_what_the_database_refuses_leaves_its_neighbours(world: World) -> None:
    chat = world.active_chat()
    outcomes = world.run(
        world.post(world.vera, chat, "one"), ask(poison), world.post(world.alice, chat, "two")
    )
    assert codes(outcomes) == ["done", "failed", "done"]
    assert world.texts(chat) == ["Help!", "one", "two"]
    assert world.holes() == []


def test_what_the_database_refuses_alone_is_not_worth_trying_again(world: World) -> None:
    assert codes(world.run(ask(poison))) == ["failed"]


def test_a_batch_that_loses_a_deadlock_is_run_again(world: World) -> None:
    chat = world.active_chat()
    tries: list[int] = []

    def lose_once(unit: Unit) -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise OperationalError("deadlock detected")
        note("won")(unit)

    outcomes = world.run(world.post(world.vera, chat, "one"), ask(lose_once), world.accept(world.bob, chat))
    assert codes(outcomes) == ["done", "done", "already_accepted"]
    assert len(tries) == 2
    assert world.texts(chat) == ["Help!", "one"]
    assert world.holes() == []


def test_a_database_that_does_not_answer_refuses_for_now_and_keeps_nothing(world: World) -> None:
    chat = world.active_chat()
    before = world.log()

    def fall_over(unit: Unit) -> None:
        raise OperationalError("server closed the connection")

    outcomes = world.run(world.post(world.vera, chat, "one"), ask(fall_over), world.close(world.alice, chat))
    assert codes(outcomes) == ["unavailable"] * 3
    assert world.log() == before
    world.says(world.vera, chat, "still open")


def test_a_statement_that_the_database_objects_to_is_rolled_back(world: World) -> None:
    """After a failure the same commands are done, each once: nothing is remembered of the failed try."""
    chat = world.starts(world.vera)
    accept, post = world.accept(world.alice, chat), world.post(world.alice, chat, "I am here")
    with failing_append(world, times=2):
        outcomes = world.run(accept, post)
    assert codes(outcomes) == ["done", "done"]
    assert world.texts(chat) == ["Help!", "I am here"]
    assert [entry.seq for entry in world.chat_log(chat)] == [1, 2, 3, 4]


@contextmanager
def failing_append(world: World, *, times: int) -> Iterator[None]:
    """The next statements that write events fail, as they would on a bad disk."""
    left = [times]

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and left[0]:
            left[0] -= 1
            raise IntegrityError("by chance")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
    assert left == [0] or connection.connection is None


def test_a_command_without_events_is_done_without_a_place(world: World) -> None:
    assert world.run(ask(lambda unit: None)) == [Committed(None)]


def test_receipts_only_grow(world: World) -> None:
    chat = world.active_chat()
    for position in ((3, 2), (2, 1), (1, 3)):
        assert world.run(SaveReceipts({(chat, world.vera.stream): position})) == [Committed(None)]
    row = connection.cursor()
    row.execute("SELECT delivered, read FROM chat_participant WHERE person = %s", [world.vera.stream])
    assert tuple(row.fetchone()) == (3, 3)


def test_commands_without_a_key_are_run_each_time(world: World) -> None:
    command = Ask(None, StreamId(6), note("again"))
    first, second = world.run(command, command)
    assert isinstance(first, Committed)
    assert isinstance(second, Committed)
    assert first.place != second.place


def test_events_of_many_streams_are_numbered_each_from_one(world: World) -> None:
    streams = [StreamId(4 * number) for number in range(1_000, 1_300)]

    def everywhere(unit: Unit) -> None:
        for stream in [*streams, *streams]:
            unit.record(stream, Noted("everywhere"))

    world.run(ask(everywhere))
    places = [(stream, seq) for stream, seq, _ in world.log() if stream in streams]
    assert places == [(stream, seq) for stream in streams for seq in (1, 2)]
    assert [(entry.stream, entry.seq) for entry in world.entries] == [
        (stream, seq) for seq in (1, 2) for stream in streams
    ]
