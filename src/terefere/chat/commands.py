"""The services as commands for the writer: what every door submits."""

from typing import ClassVar

import msgspec

from terefere.chat import services
from terefere.chat.rosters import Rosters
from terefere.core.actors import Actor, Agent, Requester
from terefere.core.errors import NotFound
from terefere.core.ids import ChannelId, ChatId, ClientId, StreamId, chat_stream
from terefere.events.unit import Unit
from terefere.site.settings import SettingsInForce


class ChatContext(msgspec.Struct, frozen=True):
    """What chat commands need besides their arguments; one per process."""

    rosters: Rosters
    settings: SettingsInForce


class PostMessage(msgspec.Struct, frozen=True):
    client_id: ClientId
    author: StreamId
    chat: ChatId
    text: str
    read: int
    context: ChatContext
    needs_savepoint: ClassVar = False

    @property
    def holds(self) -> tuple[StreamId, ...]:
        return (chat_stream(self.chat),)

    def run(self, unit: Unit) -> None:
        services.post_message(
            unit,
            by=self.author,
            chat=self.chat,
            text=self.text,
            read=self.read,
            rosters=self.context.rosters,
            settings=self.context.settings.value,
        )


class StartChat(msgspec.Struct, frozen=True):
    client_id: ClientId
    by: Actor
    channel: ChannelId | None
    text: str
    context: ChatContext
    needs_savepoint: ClassVar = True

    @property
    def author(self) -> StreamId:
        return self.by.stream

    @property
    def holds(self) -> tuple[StreamId, ...]:
        # Two starts of one person wait for each other, so that a twin is seen.
        return (self.by.stream,)

    def run(self, unit: Unit) -> None:
        services.start_chat(
            unit,
            by=_requester(self.by),
            channel=self.channel,
            text=self.text,
            settings=self.context.settings.value,
        )


class _OnChat(msgspec.Struct, frozen=True):
    """A command about one chat."""

    client_id: ClientId
    by: Actor
    chat: ChatId
    context: ChatContext
    needs_savepoint: ClassVar = True

    @property
    def author(self) -> StreamId:
        return self.by.stream

    @property
    def holds(self) -> tuple[StreamId, ...]:
        return (chat_stream(self.chat),)


class AcceptRequest(_OnChat, frozen=True):
    def run(self, unit: Unit) -> None:
        services.accept_request(
            unit, by=_agent(self.by), chat=self.chat, settings=self.context.settings.value
        )


class LeaveChat(_OnChat, frozen=True):
    def run(self, unit: Unit) -> None:
        services.leave_chat(unit, by=_requester(self.by), chat=self.chat)


class ReturnToChat(_OnChat, frozen=True):
    def run(self, unit: Unit) -> None:
        services.return_to_chat(unit, by=_requester(self.by), chat=self.chat)


class CloseChat(_OnChat, frozen=True):
    def run(self, unit: Unit) -> None:
        services.close_chat(unit, by=_agent(self.by), chat=self.chat, settings=self.context.settings.value)


def _agent(actor: Actor) -> Agent:
    """What only agents may do does not exist for others."""
    if not isinstance(actor, Agent):
        raise NotFound
    return actor


def _requester(actor: Actor) -> Requester:
    if isinstance(actor, Agent):
        raise NotFound
    return actor
