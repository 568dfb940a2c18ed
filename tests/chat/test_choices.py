"""Which channels a requester may choose, and where somebody is there to answer."""

from terefere.accounts.models import Account, GroupPermission
from terefere.chat.models import Channel, ListedChannel
from terefere.chat.queries import Choices, choices, streams_of
from terefere.core.ids import channel_stream, chat_stream
from tests.chat.world import World


def listed(world: World, *names: str) -> None:
    """Alice lists these under "My chat channels"."""
    for name in names:
        ListedChannel.objects.create(agent_id=world.alice.id, channel_id=world.channels[name])


def of_carol(world: World) -> dict[str, bool]:
    found = choices(frozenset([world.alice.stream, world.vera.stream]), world.settings)
    return {choice.name: choice.available for choice in found.of(world.carol)}


def test_a_channel_is_available_while_an_agent_is_there_who_listed_it(world: World) -> None:
    listed(world, "Support")
    assert of_carol(world) == {"Billing": False, "Sales": False, "Support": True}
    nobody = choices(frozenset(), world.settings)
    assert not any(choice.available for choice in nobody.of(world.carol))


def test_each_kind_of_requester_has_channels_of_their_own(world: World) -> None:
    found = choices(frozenset(), world.settings)
    assert [choice.name for choice in found.of(world.vera)] == ["Sales", "Support"]
    assert found.of(world.alice) == []
    assert isinstance(found, Choices)


def test_a_channel_that_is_not_owned_any_more_is_not_available(world: World) -> None:
    listed(world, "Support")
    assert of_carol(world)["Support"]
    GroupPermission.objects.filter(agent_id=world.alice.id, permission="chat_owner").delete()
    assert not of_carol(world)["Support"]


def test_who_takes_internal_chats_only_makes_nothing_available(world: World) -> None:
    listed(world, "Support")
    assert of_carol(world)["Support"]
    Account.objects.filter(pk=world.alice.id).update(chat_availability="internal")
    assert not of_carol(world)["Support"]


def test_while_chat_is_off_nothing_is_available(world: World) -> None:
    listed(world, "Support")
    assert of_carol(world)["Support"]
    world.configure(chat_active=False)
    assert not of_carol(world)["Support"]


def test_without_the_check_everything_that_is_offered_is_available(world: World) -> None:
    world.configure(check_availability_for_customers=False)
    Channel.objects.filter(name="Billing").update(validity="invalid-temporarily")
    assert of_carol(world) == {"Sales": True, "Support": True}


def test_a_connection_follows_what_belongs_to_the_person(world: World) -> None:
    chat, ended = world.active_chat(), world.active_chat(world.carol)
    world.closes(world.alice, ended)
    support, billing, default = (
        channel_stream(world.channels[name]) for name in ("Support", "Billing", "Default")
    )
    assert streams_of(world.vera, world.settings) == [world.vera.stream, chat_stream(chat)]
    assert streams_of(world.carol, world.settings) == [world.carol.stream]
    assert sorted(streams_of(world.alice, world.settings)) == sorted(
        [world.alice.stream, support, billing, default, chat_stream(chat)]
    )
    with world.without_right(world.alice, "users"):
        assert streams_of(world.alice, world.settings) == [world.alice.stream, chat_stream(chat)]
