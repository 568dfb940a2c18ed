"""From the request to the end of a chat: who takes which step, and what becomes of it."""

import pytest

from terefere.accounts.models import GroupPermission
from terefere.accounts.services import grant
from terefere.chat.models import Chat, Participant
from terefere.core.ids import ChatId, channel_stream
from terefere.events.commands import Committed, Rejected
from tests.chat.world import World


def state_of(chat: ChatId) -> str:
    return Chat.objects.get(pk=chat).state


def test_the_first_to_accept_wins(world: World) -> None:
    chat = world.starts(world.vera)
    won, lost = world.run(world.accept(world.bob, chat), world.accept(world.alice, chat))
    assert isinstance(won, Committed)
    assert isinstance(lost, Rejected)
    assert lost.why.code == "already_accepted"
    assert list(Participant.objects.filter(chat=chat).values_list("name", "number", "level")) == [
        ("Vera", 1, "requester"),
        ("Bob Bárány", 2, "owner"),
    ]
    assert world.refusal_of(world.accept(world.bob, chat)) == "already_accepted"


def test_accepting_is_told_on_three_streams(world: World) -> None:
    chat = world.starts(world.vera)
    before = len(world.entries)
    world.accepts(world.alice, chat)
    told = [(entry.stream, entry.body.split('"')[3]) for entry in world.entries[before:]]
    assert told == [
        (chat << 2, "chat-accepted"),
        (channel_stream(world.channels["Support"]), "request-accepted"),
        (world.alice.stream, "chat-joined"),
    ]


def test_what_has_been_taken_back_cannot_be_accepted(world: World) -> None:
    chat = world.starts(world.vera)
    world.leaves(world.vera, chat)
    assert state_of(chat) == "cancelled"
    assert world.refusal_of(world.accept(world.alice, chat)) == "request_gone"
    assert world.refusal_of(world.post(world.vera, chat)) == "chat_ended"
    assert world.refusal_of(world.return_(world.vera, chat)) == "chat_ended"
    assert [body["type"] for body in world.bodies(chat)][-1] == "chat-cancelled"


def test_who_waits_may_go_on_writing(world: World) -> None:
    chat = world.starts(world.vera, "Hello?")
    world.says(world.vera, chat, "Is anybody there?")
    assert world.texts(chat) == ["Hello?", "Is anybody there?"]
    assert world.refusal_of(world.post(world.alice, chat)) == "not_found"


def test_who_left_cannot_write_until_coming_back(world: World) -> None:
    chat = world.active_chat()
    world.leaves(world.vera, chat)
    assert world.refusal_of(world.post(world.vera, chat)) == "chat_left"
    world.says(world.alice, chat, "A note for myself")
    world.returns(world.vera, chat)
    world.says(world.vera, chat, "Here I am again")
    assert [body["type"] for body in world.bodies(chat)[3:]] == [
        "requester-left",
        "message-posted",
        "requester-returned",
        "message-posted",
    ]


def test_who_has_left_cannot_leave_and_who_is_here_cannot_come_back(world: World) -> None:
    chat = world.active_chat()
    assert world.refusal_of(world.return_(world.vera, chat)) == "already_here"
    world.run(world.leave(world.vera, chat))
    assert world.refusal_of(world.leave(world.vera, chat)) == "chat_left"
    world.run(world.return_(world.vera, chat))
    assert world.refusal_of(world.return_(world.vera, chat)) == "already_here"
    assert len(world.chat_log(chat)) == 5


def test_a_closed_chat_is_over_for_everybody(world: World) -> None:
    chat = world.active_chat()
    world.closes(world.alice, chat)
    assert state_of(chat) == "closed"
    assert Chat.objects.get(pk=chat).ended == world.now
    for refused in (
        world.post(world.vera, chat),
        world.post(world.alice, chat),
        world.leave(world.vera, chat),
        world.return_(world.vera, chat),
        world.close(world.alice, chat),
    ):
        assert world.refusal_of(refused) == "chat_ended"
    assert world.refusal_of(world.accept(world.bob, chat)) == "already_accepted"


def test_a_chat_whose_requester_left_can_be_closed(world: World) -> None:
    chat = world.active_chat()
    world.leaves(world.vera, chat)
    world.closes(world.alice, chat)
    assert world.refusal_of(world.return_(world.vera, chat)) == "chat_ended"


def test_a_waiting_request_is_neither_closed_nor_returned_to(world: World) -> None:
    chat = world.starts(world.vera)
    assert world.refusal_of(world.close(world.alice, chat)) == "not_found"
    assert world.refusal_of(world.return_(world.vera, chat)) == "not_found"


@pytest.mark.parametrize("level", ["chat_observer", "chat_participant"])
def test_only_owners_accept(world: World, level: str) -> None:
    chat = world.starts(world.vera)
    world.accepts(world.bob, world.starts(world.carol))
    with world.without_right(world.bob, "support"):
        group = GroupPermission.objects.filter(group__name="support").first()
        assert group is not None
        bob = group.agent.__class__.objects.get(login="bob")
        grant(agent=bob, group=group.group, permission=level)
        world.hear_of_change()
        assert world.refusal_of(world.accept(world.bob, chat)) == "not_found"


def test_who_may_not_receive_chats_does_not_accept(world: World) -> None:
    chat = world.starts(world.vera)
    with world.without_right(world.alice, "users"):
        assert world.refusal_of(world.accept(world.alice, chat)) == "not_found"
    world.accepts(world.alice, chat)


def test_every_chat_agent_owns_the_default_channel(world: World) -> None:
    chat = world.starts(world.vera, channel=None)
    world.accepts(world.mallory, chat)
    with world.without_right(world.mallory, "users"):
        assert world.refusal_of(world.post(world.mallory, chat)) == "not_found"
    world.says(world.mallory, chat, "I may, here")


# What is kept in memory about who may write follows every change


def test_a_right_that_was_taken_away_is_gone_with_the_next_message(world: World) -> None:
    chat = world.active_chat()
    world.says(world.alice, chat, "still here")
    with world.without_right(world.alice, "support"):
        assert world.refusal_of(world.post(world.alice, chat)) == "not_found"
        assert world.refusal_of(world.close(world.alice, chat)) == "not_found"
    world.says(world.alice, chat, "back")


def test_every_step_of_a_chat_decides_at_once_who_may_write(world: World) -> None:
    chat = world.starts(world.vera)

    def may_write() -> tuple[bool, bool]:
        outcomes = world.run(world.post(world.vera, chat), world.post(world.alice, chat))
        vera, alice = (isinstance(outcome, Committed) for outcome in outcomes)
        return vera, alice

    assert may_write() == (True, False)
    world.accepts(world.alice, chat)
    assert may_write() == (True, True)
    world.leaves(world.vera, chat)
    assert may_write() == (False, True)
    world.returns(world.vera, chat)
    assert may_write() == (True, True)
    world.closes(world.alice, chat)
    assert may_write() == (False, False)


def test_within_one_batch_too(world: World) -> None:
    chat = world.starts(world.vera)
    outcomes = world.run(
        world.post(world.alice, chat),
        world.accept(world.alice, chat),
        world.post(world.alice, chat),
        world.leave(world.vera, chat),
        world.post(world.vera, chat),
        world.close(world.alice, chat),
        world.post(world.alice, chat),
    )
    done = [isinstance(outcome, Committed) for outcome in outcomes]
    assert done == [False, True, True, True, False, True, False]


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
def test_what_another_process_does_is_noticed_with_the_next_message(world: World) -> None:
    chat = world.active_chat()
    world.says(world.vera, chat, "I am here")
    other = World()
    other.now = world.now
    other.leaves(other.vera, chat)
    assert world.refusal_of(world.post(world.vera, chat)) == "chat_left"
    other.returns(other.vera, chat)
    world.says(world.vera, chat, "I am back")
    other.closes(other.alice, chat)
    assert world.refusal_of(world.post(world.alice, chat)) == "chat_ended"
    assert world.holes() == []
