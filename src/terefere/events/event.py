"""What an event is, before and after it has its place in the log."""

from enum import IntEnum
from typing import Final

import msgspec

from terefere.core.ids import ClientId, Seq, StreamId


class Event(msgspec.Struct, frozen=True, tag_field="type"):
    """Base of everything that happened. Named in the past tense; fields are what a viewer may see."""


class Audience(IntEnum):
    """Who may see an event. Others learn its number only."""

    EVERYONE = 0
    AGENTS = 1


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An event at its place in the log; what travels on the bus."""

    stream: StreamId
    seq: Seq
    at: int
    """Milliseconds since 1970-01-01 UTC."""
    client_id: ClientId | None
    author: StreamId
    audience: Audience
    body: str
    external: str | None
    """The body as requesters see it, where that differs."""


_encoder: Final = msgspec.json.Encoder()


def encode_event(event: Event) -> str:
    return _encoder.encode(event).decode()
