"""Frames from the server: JSON objects, told apart by ``type``. A message holds one or more, a line each."""

from collections.abc import Mapping

import msgspec

from terefere.chat.events import ChannelEvent, ChatEvent, PersonEvent, PersonKind
from terefere.chat.snapshots import ChannelChoice, PlacedEvent, Snapshot


class FrameOut(msgspec.Struct, frozen=True, tag_field="type"):
    """Base of what the server says."""


class Yourself(msgspec.Struct, frozen=True):
    kind: PersonKind
    name: str
    stream: str
    """Your own stream, such as ``account:5``."""


class Welcome(FrameOut, frozen=True, tag="welcome"):
    """Answer to hello. One resync or the missed events of every stream of yours follow."""

    you: Yourself
    channels: list[ChannelChoice]
    streams: list[str]
    longest_message: int
    ping_seconds: int
    no_answer_seconds: int
    time: int
    """The server's clock: milliseconds since 1970-01-01 UTC."""


class EventFrame(FrameOut, frozen=True, tag="event"):
    """Something happened, at place `seq` of `stream`. `id` is the client id of the command that did it."""

    stream: str
    seq: int
    at: int
    event: ChatEvent | ChannelEvent | PersonEvent
    id: str | None = None


class Hidden(FrameOut, frozen=True, tag="hidden"):
    """Place `seq` holds something that you may not see; this says that nothing is missing."""

    stream: str
    seq: int


class Resync(FrameOut, frozen=True, tag="resync"):
    """Forget what you know of this stream: this is how it stands at number `head`."""

    stream: str
    head: int
    snapshot: Snapshot


class Gone(FrameOut, frozen=True, tag="gone"):
    """You do not follow this stream any longer: it does not exist, or is not for you."""

    stream: str


class Done(FrameOut, frozen=True, tag="done"):
    """The command `id` is committed durably, at place `seq` of `stream`."""

    id: str
    stream: str
    seq: int


class RefusedFrame(FrameOut, frozen=True, tag="refused"):
    """Not done, nothing changed. `again`: the same frame, with the same id, may be sent again later."""

    code: str
    message: str
    id: str | None = None
    ref: int | None = None
    again: bool = False


class History(FrameOut, frozen=True, tag="history"):
    """Answer to fetch-history."""

    ref: int
    stream: str
    head: int
    events: list[PlacedEvent]
    more: bool


class TypingSignal(FrameOut, frozen=True, tag="typing"):
    """Participant `by` is typing. Forget it after six seconds."""

    stream: str
    by: int


class SeenSignal(FrameOut, frozen=True, tag="seen"):
    """Receipts of participant `by`."""

    stream: str
    by: int
    delivered: int
    read: int


class PresenceSignal(FrameOut, frozen=True, tag="presence"):
    """Participant `by` is on line, or not."""

    stream: str
    by: int
    online: bool


class ChannelsSignal(FrameOut, frozen=True, tag="channels"):
    """Which channels can be chosen now."""

    channels: list[ChannelChoice]


class Pong(FrameOut, frozen=True, tag="pong"):
    """Answer to ping, with the newest number of every stream you follow: a client that knows less asks again."""

    n: int
    heads: Mapping[str, int]


class Bye(FrameOut, frozen=True, tag="bye"):
    """The server will close. Come back after `after` milliseconds; -1: not by yourself."""

    code: str
    message: str
    after: int


AnyFrameOut = (
    Welcome
    | EventFrame
    | Hidden
    | Resync
    | Gone
    | Done
    | RefusedFrame
    | History
    | TypingSignal
    | SeenSignal
    | PresenceSignal
    | ChannelsSignal
    | Pong
    | Bye
)
