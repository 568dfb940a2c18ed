"""Asking for help, and waiting."""

from datetime import timedelta

import pytest

from terefere.chat.models import Channel, Chat
from terefere.chat.services import MOST_WAITING_REQUESTS
from terefere.core.actors import Actor
from terefere.core.ids import ChannelId, ChatId, Seq, channel_stream, chat_stream
from terefere.events.commands import Committed, Place, Rejected, Repeated
from tests.chat.world import World, another_visitor


def test_a_request_is_four_events_on_three_streams(world: World) -> None:
    chat = world.starts(world.carol, "My printer burns.")
    assert [body["type"] for body in world.bodies(chat)] == ["chat-requested", "message-posted"]
    assert [(entry.stream, entry.seq) for entry in world.entries] == [
        (chat_stream(chat), 1),
        (chat_stream(chat), 2),
        (channel_stream(world.channels["Support"]), 1),
        (world.carol.stream, 1),
    ]
    requester = world.bodies(chat)[0]["requester"]
    assert (requester["kind"], requester["name"]) == ("customer-user", "Carol Weber")
    assert requester["customer"] == "Weber & Söhne GmbH"


def test_without_a_channel_the_default_one_is_taken(world: World) -> None:
    chat = world.starts(world.vera, channel=None)
    assert Chat.objects.get(pk=chat).channel.is_default


@pytest.mark.parametrize("channel", ["Billing", "Default"])
def test_a_public_user_is_not_let_into_a_channel_that_is_not_offered(world: World, channel: str) -> None:
    assert world.refusal_of(world.start(world.vera, channel=channel)) == "channel_not_offered"


def test_a_channel_that_is_not_offered_and_one_that_does_not_exist_look_alike(world: World) -> None:
    world.channels["Nowhere"] = ChannelId(999)
    [hidden] = world.run(world.start(world.vera, channel="Billing"))
    [missing] = world.run(world.start(world.vera, channel="Nowhere"))
    assert isinstance(hidden, Rejected)
    assert isinstance(missing, Rejected)
    assert (hidden.why.code, hidden.why.values) == (missing.why.code, missing.why.values)


def test_an_invalid_channel_is_not_offered(world: World) -> None:
    world.starts(world.vera)
    Channel.objects.filter(name="Support").update(validity="invalid")
    assert world.refusal_of(world.start(world.vera, "Again")) == "channel_not_offered"


def test_an_agent_does_not_ask_agents_for_help(world: World) -> None:
    assert world.refusal_of(world.start(world.alice)) == "not_found"


def test_a_double_click_is_one_request(world: World) -> None:
    twin = world.start(world.vera)
    first, second = world.run(world.start(world.vera), twin)
    assert first == Committed(Place(chat_stream(ChatId(1)), Seq(1)))
    assert second == Committed(Place(chat_stream(ChatId(1)), Seq(3)))
    [third] = world.run(world.start(world.vera), after=timedelta(seconds=9))
    assert third == Committed(Place(chat_stream(ChatId(1)), Seq(4)))
    assert Chat.objects.count() == 1


def test_a_twin_keeps_its_answer_when_it_is_repeated_much_later(world: World) -> None:
    twin = world.start(world.vera)
    world.run(world.start(world.vera), twin)
    world.accepts(world.alice, ChatId(1))
    [again] = world.run(twin, after=timedelta(hours=1))
    assert again == Repeated(Place(chat_stream(ChatId(1)), Seq(3)))
    assert Chat.objects.count() == 1


def test_the_same_request_later_or_elsewhere_or_by_another_person_is_another_one(world: World) -> None:
    world.starts(world.vera, "Help!")
    world.run(world.start(world.vera, "Help me!"), world.start(world.vera, "Help!", channel="Sales"))
    world.run(world.start(another_visitor(), "Help!"), after=timedelta(0))
    world.run(world.start(world.vera, "Help!"), after=timedelta(seconds=11))
    assert Chat.objects.count() == 5


def test_nobody_waits_in_too_many_chats(world: World) -> None:
    chats = [world.starts(world.vera, f"Number {number}") for number in range(MOST_WAITING_REQUESTS)]
    assert world.refusal_of(world.start(world.vera, "One more")) == "too_many_requests"
    world.leaves(world.vera, chats[0])
    world.accepts(world.alice, chats[1])
    world.starts(world.vera, "One more")
    world.starts(world.vera, "And another")
    assert world.refusal_of(world.start(world.vera, "Too many")) == "too_many_requests"


@pytest.mark.parametrize("switch", ["customer_to_agent", "public_to_agent"])
def test_a_direction_that_is_switched_off_is_refused(world: World, switch: str) -> None:
    requesters: tuple[Actor, Actor] = (world.carol, world.vera)
    by, other = requesters if switch == "customer_to_agent" else reversed(requesters)
    waiting = world.starts(by)
    world.configure(**{switch: False})
    assert world.refusal_of(world.start(by, "Again")) == "start_not_allowed"
    world.starts(other)
    world.says(by, waiting, "What began goes on.")


def test_while_chat_is_switched_off_nobody_starts_accepts_or_writes(world: World) -> None:
    active, waiting = world.active_chat(), world.starts(world.carol)
    world.configure(chat_active=False)
    assert world.refusal_of(world.start(world.vera, "Again")) == "chat_not_active"
    assert world.refusal_of(world.accept(world.alice, waiting)) == "chat_not_active"
    for by in (world.vera, world.alice):
        assert world.refusal_of(world.post(by, active)) == "chat_not_active"
    world.leaves(world.vera, active)
    world.closes(world.alice, active)
    world.leaves(world.carol, waiting)
