"""What happens in chats: the payloads of the event log, as agents and requesters see them.

On a chat's stream: everything that is said and done in it. On a channel's stream: what the request list shows.
On a person's stream: which chats the person takes part in.
"""

from typing import Literal

import msgspec

from terefere.events.event import Event

RequesterKind = Literal["customer-user", "public-user"]
PersonKind = Literal["agent", "customer-user", "public-user"]
LevelName = Literal["requester", "observer", "participant", "owner"]


class ParticipantView(msgspec.Struct, frozen=True):
    """A participant as a viewer may see them."""

    number: int
    kind: PersonKind
    name: str
    level: LevelName
    here: bool = True
    delivered: int = 0
    read: int = 0
    customer: str = ""


class RequestView(msgspec.Struct, frozen=True):
    """A row of the request list."""

    chat: int
    channel: int
    channel_name: str
    requester: str
    kind: RequesterKind
    customer: str
    text: str
    """The beginning of the first message."""
    created: int
    """Milliseconds since 1970-01-01 UTC."""


# On a chat's stream


class ChatRequested(Event, frozen=True, tag="chat-requested"):
    channel: int
    channel_name: str
    requester: ParticipantView


class RequestRepeated(Event, frozen=True, tag="request-repeated"):
    """The same was asked for again within moments (two tabs, a double click): it is this request."""

    by: int


class MessagePosted(Event, frozen=True, tag="message-posted"):
    by: int
    text: str
    read: int = 0
    """The author has read up to this number."""


class ChatAccepted(Event, frozen=True, tag="chat-accepted"):
    agent: ParticipantView


class RequesterLeft(Event, frozen=True, tag="requester-left"):
    by: int


class RequesterReturned(Event, frozen=True, tag="requester-returned"):
    by: int


class ChatCancelled(Event, frozen=True, tag="chat-cancelled"):
    """The requester left before anybody accepted: the request was missed."""

    by: int


class ChatClosed(Event, frozen=True, tag="chat-closed"):
    by: int


ChatEvent = (
    ChatRequested
    | RequestRepeated
    | MessagePosted
    | ChatAccepted
    | RequesterLeft
    | RequesterReturned
    | ChatCancelled
    | ChatClosed
)


# On a channel's stream


class RequestListed(Event, frozen=True, tag="request-listed"):
    request: RequestView


class RequestAccepted(Event, frozen=True, tag="request-accepted"):
    chat: int
    by: str


class RequestMissed(Event, frozen=True, tag="request-missed"):
    chat: int


ChannelEvent = RequestListed | RequestAccepted | RequestMissed


# On a person's stream


class ChatJoined(Event, frozen=True, tag="chat-joined"):
    """The person takes part in the chat from now on; every session of theirs follows it."""

    chat: int


PersonEvent = ChatJoined
