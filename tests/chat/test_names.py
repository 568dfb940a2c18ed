"""Agents' names, masked for requesters where the administrator says so."""

import json

import pytest

from terefere.chat.queries import follow
from terefere.chat.snapshots import ChatSnapshot
from terefere.core.actors import Actor
from terefere.core.ids import ChatId, chat_stream
from terefere.events.encoding import body_for
from tests.chat.world import World


def names_in_events(world: World, chat: ChatId, *, for_agents: bool) -> list[str]:
    bodies = [json.loads(body_for(entry, for_agents=for_agents) or "{}") for entry in world.chat_log(chat)]
    return [body["agent"]["name"] for body in bodies if "agent" in body]


def names_in_snapshot(world: World, viewer: Actor, chat: ChatId) -> list[str]:
    followed = follow(viewer, chat_stream(chat), world.settings)
    assert followed is not None
    assert isinstance(followed.snapshot, ChatSnapshot)
    return [participant.name for participant in followed.snapshot.participants]


def test_requesters_see_names_that_are_not_masked(world: World) -> None:
    chat = world.active_chat()
    assert names_in_events(world, chat, for_agents=False) == ["Alice Arnold"]
    assert names_in_snapshot(world, world.vera, chat) == ["Vera", "Alice Arnold"]


@pytest.mark.parametrize("numbered", [False, True])
def test_requesters_see_one_name_for_all_where_names_are_masked(world: World, numbered: bool) -> None:
    world.configure(mask_agent_names=True, masked_name="Helpdesk", number_masked_agents=numbered)
    chat = world.active_chat()
    assert names_in_events(world, chat, for_agents=False) == ["Helpdesk"]
    assert names_in_snapshot(world, world.vera, chat) == ["Vera", "Helpdesk"]
    assert names_in_events(world, chat, for_agents=True) == ["Alice Arnold"]
    assert names_in_snapshot(world, world.alice, chat) == ["Vera", "Alice Arnold"]
    assert "Alice" not in "".join(body_for(e, for_agents=False) or "" for e in world.chat_log(chat))


def test_masking_later_does_not_change_what_was_shown(world: World) -> None:
    chat = world.active_chat()
    world.configure(mask_agent_names=True)
    assert names_in_snapshot(world, world.vera, chat) == ["Vera", "Alice Arnold"]
    assert names_in_events(world, chat, for_agents=False) == ["Alice Arnold"]


def test_the_titles_of_ended_chats_are_masked(world: World) -> None:
    world.configure(mask_agent_names=True)
    chat = world.active_chat()
    world.closes(world.alice, chat)
    for viewer, title in ((world.vera, "Support"), (world.alice, "Vera")):
        followed = follow(viewer, viewer.stream, world.settings)
        assert followed is not None
        assert [ended.title for ended in followed.snapshot.ended] == [title]  # type: ignore[union-attr]
