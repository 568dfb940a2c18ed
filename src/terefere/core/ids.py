"""The identifiers that travel through the whole product, and how a stream is named.

A stream is a sequence of events with dense numbers. Its id packs a kind and the id of the thing it belongs to, so
that one 64-bit column serves every kind; people and frames see the name, such as ``chat:17``.
"""

from enum import IntEnum
from typing import Final, NewType

AccountId = NewType("AccountId", int)
PublicUserId = NewType("PublicUserId", int)
ChannelId = NewType("ChannelId", int)
ChatId = NewType("ChatId", int)
ClientId = NewType("ClientId", bytes)
"""16 bytes of a UUID that a client made: the idempotency key of one command."""
StreamId = NewType("StreamId", int)
Seq = NewType("Seq", int)
"""Place of an event in its stream: 1, 2, 3 … without holes."""

NOBODY: Final = StreamId(0)
"""Author of what the product itself records."""


class StreamKind(IntEnum):
    CHAT = 0
    CHANNEL = 1
    ACCOUNT = 2
    PUBLIC_USER = 3


_KIND_BITS: Final = 2
_MOST_DIGITS: Final = 15  # what a browser keeps exactly
_KIND_MASK: Final = (1 << _KIND_BITS) - 1
_NAMES: Final = [kind.name.lower().replace("_", "-") for kind in StreamKind]
_KINDS: Final = {name: StreamKind(kind) for kind, name in enumerate(_NAMES)}


def chat_stream(chat: ChatId) -> StreamId:
    return _pack(StreamKind.CHAT, chat)


def channel_stream(channel: ChannelId) -> StreamId:
    return _pack(StreamKind.CHANNEL, channel)


def account_stream(account: AccountId) -> StreamId:
    return _pack(StreamKind.ACCOUNT, account)


def public_user_stream(public_user: PublicUserId) -> StreamId:
    return _pack(StreamKind.PUBLIC_USER, public_user)


def kind_of(stream: StreamId) -> StreamKind:
    return StreamKind(stream & _KIND_MASK)


def number_of(stream: StreamId) -> int:
    """The id of the chat, channel or person the stream belongs to."""
    return stream >> _KIND_BITS


def stream_name(stream: StreamId) -> str:
    return f"{_NAMES[stream & _KIND_MASK]}:{stream >> _KIND_BITS}"


def parse_stream_name(name: str) -> StreamId | None:
    """The stream called `name`; None where that is no name of a stream."""
    kind, _, number = name.partition(":")
    if kind not in _KINDS or not _is_positive_number(number):
        return None
    return _pack(_KINDS[kind], int(number))


def _is_positive_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and not text.startswith("0")


def _pack(kind: StreamKind, number: int) -> StreamId:
    return StreamId(number << _KIND_BITS | kind)
