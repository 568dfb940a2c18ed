"""Frames that are put together from what the log keeps."""

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terefere.chat.events import ChatAccepted, MessagePosted, ParticipantView
from terefere.core.ids import ChatId, ClientId, Seq, StreamId, chat_stream
from terefere.events.encoding import frame_of
from terefere.events.event import Audience, Entry, encode_event
from terefere.gateway.frames_out import AnyFrameOut, EventFrame, Hidden

decoder = msgspec.json.Decoder(AnyFrameOut)
CHAT = chat_stream(ChatId(17))
ALICE = ChatAccepted(agent=ParticipantView(number=2, kind="agent", name="Alice Arnold", level="owner"))
MASKED = ChatAccepted(agent=ParticipantView(number=2, kind="agent", name="Support", level="owner"))


def entry(
    event: MessagePosted | ChatAccepted,
    *,
    key: UUID | None = None,
    audience: Audience = Audience.EVERYONE,
    external: ChatAccepted | None = None,
) -> Entry:
    client_id = None if key is None else ClientId(key.bytes)
    shown = None if external is None else encode_event(external)
    return Entry(
        CHAT, Seq(3), 1_700_000_000_000, client_id, StreamId(2), audience, encode_event(event), shown
    )


@given(text=st.text(), key=st.uuids() | st.none(), for_agents=st.booleans())
def test_a_frame_is_what_the_protocol_says(text: str, key: UUID | None, for_agents: bool) -> None:
    event = MessagePosted(by=1, text=text.encode(errors="replace").decode(), read=2)
    frame = decoder.decode(frame_of(entry(event, key=key), for_agents=for_agents))
    expected = EventFrame("chat:17", 3, 1_700_000_000_000, event, None if key is None else str(key))
    assert frame == expected


def test_requesters_see_the_masked_event() -> None:
    masked = entry(ALICE, external=MASKED)
    shown = [decoder.decode(frame_of(masked, for_agents=for_agents)) for for_agents in (True, False)]
    assert [frame.event for frame in shown if isinstance(frame, EventFrame)] == [ALICE, MASKED]


@pytest.mark.parametrize("key", [None, UUID(int=5)])
def test_what_only_agents_may_see_is_a_bare_number_for_others(key: UUID | None) -> None:
    note = entry(MessagePosted(by=2, text="Careful!"), audience=Audience.AGENTS, key=key)
    assert isinstance(decoder.decode(frame_of(note, for_agents=True)), EventFrame)
    hidden = frame_of(note, for_agents=False)
    assert decoder.decode(hidden) == Hidden("chat:17", 3)
    assert "Careful" not in hidden
