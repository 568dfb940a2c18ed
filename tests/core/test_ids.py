"""Identifiers, and the names of streams."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terefere.core.ids import (
    AccountId,
    ChannelId,
    ChatId,
    PublicUserId,
    StreamKind,
    account_stream,
    channel_stream,
    chat_stream,
    kind_of,
    number_of,
    parse_stream_name,
    public_user_stream,
    stream_name,
)

numbers = st.integers(1, 10**15 - 1)
GARBAGE = [
    "",
    ":",
    "chat",
    "chat:",
    "chat:0",
    "chat:01",
    "chat:-1",
    "chat:+1",
    "chat: 1",
    "chat:1 ",
    "chat:1.0",
    "chat:1e3",
    "chat:x",
    "chat:1:2",
    "CHAT:1",
    "nothing:1",
    "public_user:1",
    "chat:٣",
    "chat:²",
    "chat:" + "9" * 16,
    "chat:1\n",
    "\ud800:1",
]


@given(numbers)
def test_a_name_leads_back_to_its_stream(number: int) -> None:
    streams = {
        "chat": chat_stream(ChatId(number)),
        "channel": channel_stream(ChannelId(number)),
        "account": account_stream(AccountId(number)),
        "public-user": public_user_stream(PublicUserId(number)),
    }
    assert len(set(streams.values())) == len(StreamKind)
    for (name, stream), kind in zip(streams.items(), StreamKind, strict=True):
        assert stream_name(stream) == f"{name}:{number}"
        assert parse_stream_name(f"{name}:{number}") == stream
        assert (kind_of(stream), number_of(stream)) == (kind, number)
        assert stream < 2**63, "one 64-bit column holds every stream"


@pytest.mark.parametrize("garbage", GARBAGE, ids=ascii)
def test_what_is_no_name_has_no_stream(garbage: str) -> None:
    assert parse_stream_name(garbage) is None


@given(st.text())
def test_whatever_has_a_stream_is_its_name(text: str) -> None:
    stream = parse_stream_name(text)
    assert stream is None or stream_name(stream) == text
