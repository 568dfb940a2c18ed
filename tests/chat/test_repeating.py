"""Every command carries a key: repeating it answers as the first time did, and changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from terefere.core.ids import ChatId, StreamId
from terefere.events.commands import Command, Committed, Place, Rejected, Repeated
from tests.chat.world import World, another_visitor

Order = Callable[[World], Command]


def start(world: World) -> Command:
    return world.start(world.vera)


def post(world: World) -> Command:
    return world.post(world.vera, world.active_chat())


def accept(world: World) -> Command:
    return world.accept(world.alice, world.starts(world.vera))


def cancel(world: World) -> Command:
    return world.leave(world.vera, world.starts(world.vera))


def leave(world: World) -> Command:
    return world.leave(world.vera, world.active_chat())


def come_back(world: World) -> Command:
    chat = world.active_chat()
    world.leaves(world.vera, chat)
    return world.return_(world.vera, chat)


def close(world: World) -> Command:
    return world.close(world.alice, world.active_chat())


every_command = pytest.mark.parametrize("order", [start, post, accept, cancel, leave, come_back, close])


def place_of(outcome: object) -> Place | None:
    assert isinstance(outcome, Committed | Repeated), outcome
    return outcome.place


@every_command
def test_in_the_same_batch(world: World, order: Order) -> None:
    command = order(world)
    first, *others = world.run(command, command, command)
    size = len(world.log())
    assert {place_of(other) for other in others} == {place_of(first)}
    assert world.run(command) == [Repeated(place_of(first))]  # type: ignore[arg-type]
    assert len(world.log()) == size
    assert world.holes() == []


@every_command
def test_in_a_later_batch_among_others(world: World, order: Order) -> None:
    command = order(world)
    first = world.does(command)
    before = world.log()
    neighbour = world.start(world.carol, "Neighbour")
    again, done = world.run(command, neighbour)
    assert again == Repeated(first)
    assert isinstance(done, Committed)
    assert [row for row in world.log() if row in before] == before
    assert len(world.log()) == len(before) + 4


@every_command
def test_days_later_when_the_chat_is_over(world: World, order: Order) -> None:
    command = order(world)
    first = world.does(command)
    chat = ChatId(first.stream >> 2)
    world.run(world.accept(world.alice, chat))
    world.run(world.close(world.alice, chat))
    before = world.log()
    assert world.run(command, after=timedelta(days=6)) == [Repeated(first)]
    assert world.log() == before


@every_command
def test_after_a_restart(world: World, order: Order) -> None:
    command = order(world)
    first = world.does(command)
    restarted = World()
    restarted.now = world.now
    before = world.log()
    assert restarted.run(command) == [Repeated(first)]
    assert world.log() == before


def test_somebody_elses_key_is_a_conflict(world: World) -> None:
    chat = world.active_chat()
    mine = world.post(world.vera, chat, "mine")
    world.does(mine)
    theirs = world.post(world.alice, chat, "theirs", id=mine.client_id)
    assert world.refusal_of(theirs) == "conflict"
    stolen = world.start(another_visitor(), id=mine.client_id)
    assert world.refusal_of(stolen) == "conflict"
    assert world.texts(chat) == ["Help!", "mine"]


def test_somebody_elses_key_is_a_conflict_in_the_same_batch_too(world: World) -> None:
    chat = world.active_chat()
    mine = world.post(world.vera, chat, "mine")
    done, refused = world.run(mine, world.post(world.alice, chat, "theirs", id=mine.client_id))
    assert isinstance(done, Committed)
    assert isinstance(refused, Rejected)
    assert refused.why.code == "conflict"
    assert world.texts(chat) == ["Help!", "mine"]


def test_a_key_tells_nothing_to_somebody_who_may_not_do_it(world: World) -> None:
    chat = world.active_chat()
    mine = world.post(world.vera, chat, "mine")
    world.does(mine)
    assert world.refusal_of(world.post(world.mallory, chat, "mine", id=mine.client_id)) == "not_found"


def test_a_refused_command_may_be_tried_again_with_the_same_key(world: World) -> None:
    chat = world.active_chat()
    world.configure(chat_active=False)
    command = world.post(world.vera, chat, "later")
    assert world.refusal_of(command) == "chat_not_active"
    world.configure(chat_active=True)
    world.does(command)
    assert world.texts(chat) == ["Help!", "later"]


def test_a_new_text_under_an_old_key_is_not_said(world: World) -> None:
    chat = world.active_chat()
    first = world.post(world.vera, chat, "first")
    place = world.does(first)
    assert world.run(world.post(world.vera, chat, "second", id=first.client_id)) == [Repeated(place)]
    assert world.texts(chat) == ["Help!", "first"]


def test_numbers_are_dense_after_all_of_this(world: World) -> None:
    chat = world.active_chat()
    posts = [world.post(world.vera, chat, str(number)) for number in range(10)]
    for number in range(10):
        world.run(
            *posts[: number + 1], world.post(world.mallory, chat), world.post(world.alice, chat, "x" * 4_000)
        )
    assert [entry.seq for entry in world.chat_log(chat)] == list(range(1, 14))
    assert world.holes() == []
    assert {StreamId(entry.stream) for entry in world.entries} == {StreamId(row[0]) for row in world.log()}
