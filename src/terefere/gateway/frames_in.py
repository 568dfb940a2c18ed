"""Frames from a client to the server: JSON text, one object each, told apart by ``type``.

Every frame that changes something carries ``id``, a UUID that the client made: repeating the frame with the same id
within seven days answers as the first time did and changes nothing.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

Number = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Position = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Uuid = Annotated[str, Meta(min_length=36, max_length=36, extra_json_schema={"format": "uuid"})]
"""Written in lower case, as RFC 9562 asks for. Ids in the order of time (version 7) are stored best."""
StreamName = Annotated[str, Meta(max_length=40)]
Positions = Annotated[dict[StreamName, Position], Meta(max_length=2_000)]


class FrameIn(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Base of what a client may say."""


class Command(FrameIn, frozen=True):
    """Base of what changes something."""

    id: Uuid


class Hello(FrameIn, frozen=True, tag="hello"):
    """The first frame of a connection: where this client stopped reading each stream it knows."""

    resume: Positions = {}


class Watch(FrameIn, frozen=True, tag="watch"):
    """Follow one more stream: a waiting request, a chat of the archive. `after` is the last number seen."""

    stream: StreamName
    after: Position | None = None


class Unwatch(FrameIn, frozen=True, tag="unwatch"):
    """Follow this stream no longer."""

    stream: StreamName


class StartChat(Command, frozen=True, tag="start-chat"):
    """Ask for help. Without a channel the request goes to the default one."""

    text: str
    channel: Number | None = None


class PostMessage(Command, frozen=True, tag="post-message"):
    """Say something. `read` tells that the author has read up to this number."""

    chat: Number
    text: str
    read: Position = 0


class AcceptRequest(Command, frozen=True, tag="accept-request"):
    """Take a waiting request; the first one to do so has it."""

    chat: Number


class LeaveChat(Command, frozen=True, tag="leave-chat"):
    """The requester ends the chat, or takes the request back."""

    chat: Number


class ReturnToChat(Command, frozen=True, tag="return-to-chat"):
    """The requester who left comes back, as long as no agent has closed the chat."""

    chat: Number


class CloseChat(Command, frozen=True, tag="close-chat"):
    """End the chat for all sides."""

    chat: Number


class MarkSeen(FrameIn, frozen=True, tag="mark-seen"):
    """Receipts: events up to these numbers reached this client, and were seen by the person."""

    chat: Number
    delivered: Position
    read: Position


class Typing(FrameIn, frozen=True, tag="typing"):
    """The person is typing; repeated every few seconds while that lasts."""

    chat: Number


class FetchHistory(FrameIn, frozen=True, tag="fetch-history"):
    """Older events of a stream: the last `limit` ones before `before`. `ref` comes back in the answer."""

    ref: Number
    stream: StreamName
    before: Number
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Ping(FrameIn, frozen=True, tag="ping"):
    """Are you there?"""

    n: Position


AnyFrameIn = (
    Hello
    | Watch
    | Unwatch
    | StartChat
    | PostMessage
    | AcceptRequest
    | LeaveChat
    | ReturnToChat
    | CloseChat
    | MarkSeen
    | Typing
    | FetchHistory
    | Ping
)
AnyCommand = StartChat | PostMessage | AcceptRequest | LeaveChat | ReturnToChat | CloseChat
