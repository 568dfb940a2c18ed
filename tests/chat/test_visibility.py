"""Who may do and see what, in every state of a chat; and that refused and missing look the same."""

from collections.abc import Callable
from typing import Final

import pytest

from terefere.chat.queries import follow, may_follow
from terefere.core.actors import Actor
from terefere.core.errors import Refused
from terefere.core.ids import (
    AccountId,
    ChannelId,
    ChatId,
    StreamId,
    account_stream,
    channel_stream,
    chat_stream,
)
from terefere.events.commands import Command, Rejected
from terefere.gateway.frames_in import FetchHistory
from terefere.gateway.loading import load, load_history
from terefere.gateway.words import in_language
from tests.chat.world import World, another_customer_user, another_visitor

DONE: Final = "done"
NOTHING: Final = "not_found"
ENDED: Final = "chat_ended"
HERE: Final = "already_here"
TAKEN: Final = "already_accepted"
NOWHERE: Final = ChatId(999_999)

STATES: Final = ("request", "active", "closed", "cancelled")
ACTIONS: Final = ("post", "accept", "leave", "return", "close", "read")

# fmt: off
TABLE: Final = {
    # In a chat of Carol's that Alice accepts, where anybody does.
    #                                request    active     closed     cancelled
    ("alice, who answers", "post"):   (NOTHING,   DONE,      ENDED,     NOTHING),
    ("alice, who answers", "accept"): (DONE,      TAKEN,     TAKEN,     "request_gone"),
    ("alice, who answers", "leave"):  (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("alice, who answers", "return"): (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("alice, who answers", "close"):  (NOTHING,   DONE,      ENDED,     NOTHING),
    ("alice, who answers", "read"):   (DONE,      DONE,      DONE,      DONE),
    ("bob, another owner", "post"):   (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("bob, another owner", "accept"): (DONE,      TAKEN,     TAKEN,     "request_gone"),
    ("bob, another owner", "leave"):  (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("bob, another owner", "return"): (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("bob, another owner", "close"):  (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("bob, another owner", "read"):   (DONE,      NOTHING,   DONE,      DONE),
    ("carol, who asks", "post"):      (DONE,      DONE,      ENDED,     ENDED),
    ("carol, who asks", "accept"):    (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("carol, who asks", "leave"):     (DONE,      DONE,      ENDED,     ENDED),
    ("carol, who asks", "return"):    (NOTHING,   HERE,      ENDED,     ENDED),
    ("carol, who asks", "close"):     (NOTHING,   NOTHING,   NOTHING,   NOTHING),
    ("carol, who asks", "read"):      (DONE,      DONE,      DONE,      DONE),
}
# fmt: on
STRANGERS: Final = (
    "mallory, of another group",
    "dora, another customer user",
    "vera, a public user",
    "victor, another public user",
    "bob, without his rights",
)


def chat_in(world: World, state: str) -> ChatId:
    chat = world.starts(world.carol)
    if state == "cancelled":
        world.leaves(world.carol, chat)
    if state in {"active", "closed"}:
        world.accepts(world.alice, chat)
    if state == "closed":
        world.closes(world.alice, chat)
    return chat


def actor_of(world: World, who: str) -> Actor:
    match who.partition(",")[0]:
        case "dora":
            return another_customer_user()
        case "victor":
            return another_visitor()
        case name:
            actor: Actor = getattr(world, name)
            return actor


def outcome_of(world: World, by: Actor, action: str, chat: ChatId) -> Refused | None:
    if action == "read":
        return None if may_follow(by, chat_stream(chat), world.settings) else Refused()
    orders: dict[str, Callable[[Actor, ChatId], Command]] = {
        "post": world.post,
        "accept": world.accept,
        "leave": world.leave,
        "return": world.return_,
        "close": world.close,
    }
    [outcome] = world.run(orders[action](by, chat))
    return outcome.why if isinstance(outcome, Rejected) else None


def code_of(refusal: Refused | None) -> str:
    if refusal is None:
        return DONE
    return NOTHING if type(refusal) is Refused else refusal.code


@pytest.mark.parametrize("state", STATES)
def test_who_takes_part_and_who_owns_the_channel(world: World, state: str) -> None:
    found = {}
    for who, action in TABLE:
        chat = chat_in(world, state)
        found[who, action] = code_of(outcome_of(world, actor_of(world, who), action, chat))
        tidy_up(world, chat)
    assert found == {place: row[STATES.index(state)] for place, row in TABLE.items()}


@pytest.mark.parametrize("state", STATES)
def test_for_strangers_the_chat_does_not_exist(world: World, state: str) -> None:
    chat = chat_in(world, state)
    before = world.log()
    for who in STRANGERS:
        by = actor_of(world, who)
        with world.without_right(world.bob, "support"):
            for action in ACTIONS:
                here, nowhere = (outcome_of(world, by, action, place) for place in (chat, NOWHERE))
                assert here is not None, f"{who} may {action}"
                assert nowhere is not None
                assert (type(here), here.values) == (type(nowhere), nowhere.values)
                assert in_language(here, "hu") == in_language(nowhere, "hu")
            for place in (chat, NOWHERE):
                assert_sees_nothing(world, by, place)
    assert world.log() == before


def assert_sees_nothing(world: World, by: Actor, chat: ChatId) -> None:
    stream, question = chat_stream(chat), FetchHistory(1, f"chat:{chat}", 10)
    assert follow(by, stream, world.settings) is None
    assert load(by, stream, None, nobody, world.settings) is None
    assert load(by, stream, 0, nobody, world.settings) is None
    assert load_history(by, stream, question, None, world.settings) is None


def test_those_who_may_see_it_do(world: World) -> None:
    chat = chat_in(world, "active")
    for by in (world.alice, world.carol):
        stream, question = chat_stream(chat), FetchHistory(1, f"chat:{chat}", 10)
        assert follow(by, stream, world.settings) is not None
        resumed = load(by, stream, 0, nobody, world.settings)
        assert resumed is not None
        assert len([frame for frame in resumed.frames if '"type":"event"' in frame]) == 3
        assert "Help!" in (load_history(by, stream, question, None, world.settings) or "")


def test_only_owners_of_a_channel_see_its_requests(world: World) -> None:
    world.starts(world.carol)
    support, nowhere = channel_stream(world.channels["Support"]), channel_stream(ChannelId(999))
    assert follow(world.alice, support, world.settings) is not None
    assert follow(world.bob, support, world.settings) is not None
    for by in (world.mallory, world.carol, world.vera):
        for stream in (support, nowhere):
            assert follow(by, stream, world.settings) is None
            assert load(by, stream, 0, nobody, world.settings) is None
    with world.without_right(world.bob, "support"):
        assert follow(world.bob, support, world.settings) is None


def test_nobody_sees_the_stream_of_another_person(world: World) -> None:
    people: list[Actor] = [world.alice, world.carol, world.vera]
    everybody = {*(person.stream for person in people), account_stream(AccountId(99))}
    for by in people:
        assert follow(by, by.stream, world.settings) is not None
        for stream in everybody - {by.stream}:
            assert follow(by, stream, world.settings) is None
            assert load(by, stream, 0, nobody, world.settings) is None


def test_who_lost_the_right_does_not_even_see_the_own_chats(world: World) -> None:
    chat = chat_in(world, "active")
    assert follow(world.alice, chat_stream(chat), world.settings) is not None
    with world.without_right(world.alice, "support"):
        assert_sees_nothing(world, world.alice, chat)
        assert code_of(outcome_of(world, world.alice, "post", chat)) == NOTHING
        assert code_of(outcome_of(world, world.alice, "close", chat)) == NOTHING


def nobody(person: StreamId) -> bool:
    """Nobody is on line."""
    return False


def tidy_up(world: World, chat: ChatId) -> None:
    world.run(world.leave(world.carol, chat))
    for agent in (world.alice, world.bob):
        world.run(world.close(agent, chat))
