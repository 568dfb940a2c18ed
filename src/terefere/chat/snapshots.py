"""How things stand at one number of a stream: what a client starts from before events carry it on."""

from typing import Literal

import msgspec

from terefere.chat.events import ChatEvent, ParticipantView, RequestView

ChatAction = Literal["write", "accept", "leave", "return", "close", "download"]
ChatState = Literal["request", "active", "closed", "cancelled"]


class PlacedEvent(msgspec.Struct, frozen=True):
    """An event with its place. Places left out hold something that the viewer may not see."""

    seq: int
    at: int
    event: ChatEvent
    id: str | None = None


class ChatSnapshot(msgspec.Struct, frozen=True, tag_field="type", tag="chat"):
    """A chat, with its newest events."""

    chat: int
    state: ChatState
    channel: int
    channel_name: str
    created: int
    accepted: int | None
    ended: int | None
    participants: list[ParticipantView]
    me: int | None
    """Your number among the participants."""
    may: list[ChatAction]
    here: list[int]
    """Numbers of the participants who are on line."""
    events: list[PlacedEvent]
    more: bool
    """Older events exist: fetch-history."""


class ChannelSnapshot(msgspec.Struct, frozen=True, tag_field="type", tag="channel"):
    """The requests waiting in a channel that you own."""

    channel: int
    name: str
    requests: list[RequestView]


class EndedChat(msgspec.Struct, frozen=True):
    chat: int
    state: Literal["closed", "cancelled"]
    channel_name: str
    title: str
    """Who the other side was."""
    created: int
    ended: int


class PersonSnapshot(msgspec.Struct, frozen=True, tag_field="type", tag="person"):
    """Your conversations: open ones are followed already, ended ones can be watched."""

    open: list[int]
    ended: list[EndedChat]


Snapshot = ChatSnapshot | ChannelSnapshot | PersonSnapshot


class ChannelChoice(msgspec.Struct, frozen=True):
    """A channel that a requester may choose."""

    id: int
    name: str
    available: bool
