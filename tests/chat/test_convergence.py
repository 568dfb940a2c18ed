"""An old snapshot and the events since then are the new snapshot: nobody ever has to reload."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terefere.chat.queries import follow
from terefere.chat.snapshots import ChannelSnapshot, ChatSnapshot, Snapshot
from terefere.core.actors import Actor, Agent
from terefere.core.ids import ChatId, StreamId, channel_stream, chat_stream
from terefere.events import log
from terefere.events.commands import Command
from tests.chat.reducing import channel_after, chat_after
from tests.chat.world import World, another_visitor

Order = Callable[[World, ChatId, Actor], Command]

ORDERS: dict[str, Order] = {
    "vera says": lambda world, chat, vera: world.post(vera, chat),
    "alice says": lambda world, chat, vera: world.post(world.alice, chat),
    "bob says": lambda world, chat, vera: world.post(world.bob, chat),
    "mallory says": lambda world, chat, vera: world.post(world.mallory, chat),
    "alice accepts": lambda world, chat, vera: world.accept(world.alice, chat),
    "bob accepts": lambda world, chat, vera: world.accept(world.bob, chat),
    "vera leaves": lambda world, chat, vera: world.leave(vera, chat),
    "vera returns": lambda world, chat, vera: world.return_(vera, chat),
    "alice closes": lambda world, chat, vera: world.close(world.alice, chat),
    "bob closes": lambda world, chat, vera: world.close(world.bob, chat),
    "carol asks": lambda world, chat, vera: world.start(world.carol),
}

batches = st.lists(st.lists(st.sampled_from(sorted(ORDERS)), min_size=1, max_size=4), max_size=8)


class Seen(NamedTuple):
    viewer: Actor
    stream: StreamId
    head: int
    snapshot: Snapshot


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(masked=st.booleans(), batches=batches)
def test_whatever_happens(world: World, masked: bool, batches: list[list[str]]) -> None:
    world.configure(mask_agent_names=masked)
    vera = another_visitor("Vera")
    chat = world.starts(vera, "Help me!")
    seen = look(world, vera, chat)
    for batch in batches:
        world.run(*(ORDERS[order](world, chat, vera) for order in batch))
        seen += look(world, vera, chat)
    for earlier in seen:
        assert_converges(world, earlier)
    assert world.holes() == []
    tidy_up(world, vera, chat)


ONE_AFTER_THE_OTHER = [
    ["vera says"],
    ["alice accepts"],
    ["alice says"],
    ["vera leaves"],
    ["vera returns"],
    ["vera leaves"],
    ["alice closes"],
]


def test_each_command_in_turn(world: World) -> None:
    chat = world.starts(world.vera, "Help me!")
    seen = look(world, world.vera, chat)
    for [order] in ONE_AFTER_THE_OTHER:
        world.does(ORDERS[order](world, chat, world.vera))
        seen += look(world, world.vera, chat)
        for earlier in seen:
            assert_converges(world, earlier)
    assert len(seen) == 8 * 3 + 2 + 1, "Bob sees the request and the archive, the others everything"


def test_a_request_that_is_taken_back(world: World) -> None:
    chat = world.starts(world.vera, "Help me!")
    seen = look(world, world.vera, chat)
    world.leaves(world.vera, chat)
    for earlier in seen:
        assert_converges(world, earlier)


def look(world: World, vera: Actor, chat: ChatId) -> list[Seen]:
    """What everybody sees now who may see something."""
    streams = [(viewer, chat_stream(chat)) for viewer in (vera, world.alice, world.bob)]
    streams.append((world.alice, channel_stream(world.channels["Support"])))
    looks = [(viewer, stream, follow(viewer, stream, world.settings)) for viewer, stream in streams]
    return [
        Seen(viewer, stream, followed.head, followed.snapshot)
        for viewer, stream, followed in looks
        if followed
    ]


def assert_converges(world: World, seen: Seen) -> None:
    entries = [entry for entry in log.read_all(seen.stream) if entry.seq > seen.head]
    followed = follow(seen.viewer, seen.stream, world.settings)
    fresh = None if followed is None else comparable(followed.snapshot)
    match seen.snapshot:
        case ChatSnapshot():
            for_agents = isinstance(seen.viewer, Agent)
            after = chat_after(readable(seen.snapshot), entries, for_agents=for_agents)
            # Who was only looking at the request may see the archive later: by asking again, not by events.
            assert (None if after is None else comparable(after)) == (fresh if after is not None else None)
        case ChannelSnapshot():
            assert comparable(channel_after(seen.snapshot, entries)) == fresh


def readable(snapshot: ChatSnapshot) -> ChatSnapshot:
    """Events as a client decodes them."""
    return msgspec.json.decode(msgspec.json.encode(snapshot), type=ChatSnapshot)


def comparable(snapshot: Snapshot) -> object:
    return msgspec.to_builtins(msgspec.json.decode(msgspec.json.encode(snapshot)))


def tidy_up(world: World, vera: Actor, chat: ChatId) -> None:
    """The same world serves many examples."""
    for requester in (vera, world.carol):
        followed = follow(requester, requester.stream, world.settings)
        assert followed is not None
        for open_chat in followed.snapshot.open:  # type: ignore[union-attr]
            world.run(world.leave(requester, ChatId(open_chat)))
            for agent in (world.alice, world.bob):
                world.run(world.close(agent, ChatId(open_chat)))
