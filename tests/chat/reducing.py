"""A client in miniature: an old snapshot and the events since then make a new snapshot."""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from terefere.chat.events import (
    ChannelEvent,
    ChatAccepted,
    ChatCancelled,
    ChatClosed,
    ChatEvent,
    ChatRequested,
    MessagePosted,
    RequestAccepted,
    RequesterLeft,
    RequesterReturned,
    RequestListed,
    RequestMissed,
    RequestRepeated,
)
from terefere.chat.snapshots import ChannelSnapshot, ChatAction, ChatSnapshot, PlacedEvent
from terefere.events.encoding import body_for, written
from terefere.events.event import Entry


def chat_after(
    snapshot: ChatSnapshot | None, entries: list[Entry], *, for_agents: bool
) -> ChatSnapshot | None:
    """None once the viewer sees the chat no longer."""
    for entry in entries:
        body = body_for(entry, for_agents=for_agents)
        if snapshot is None or body is None:
            continue
        event = msgspec.json.decode(body, type=ChatEvent)
        key = None if entry.client_id is None else written(entry.client_id)
        placed = PlacedEvent(seq=entry.seq, at=entry.at, event=event, id=key)
        changed = _changed(replace(snapshot, events=[*snapshot.events, placed]), event, entry.at)
        snapshot = None if changed is None else replace(changed, may=_actions(changed, for_agents=for_agents))
    return snapshot


def channel_after(snapshot: ChannelSnapshot, entries: list[Entry]) -> ChannelSnapshot:
    for entry in entries:
        match msgspec.json.decode(entry.body, type=ChannelEvent):
            case RequestListed(request):
                snapshot = replace(snapshot, requests=[*snapshot.requests, request])
            case RequestAccepted(chat=chat) | RequestMissed(chat=chat):
                left = [request for request in snapshot.requests if request.chat != chat]
                snapshot = replace(snapshot, requests=left)
    return snapshot


def _changed(chat: ChatSnapshot, event: ChatEvent, at: int) -> ChatSnapshot | None:
    match event:
        case ChatAccepted() if chat.me is None:
            return None
        case ChatAccepted(agent):
            return replace(chat, state="active", accepted=at, participants=[*chat.participants, agent])
        case ChatCancelled():
            return replace(chat, state="cancelled", ended=at)
        case ChatClosed():
            return replace(chat, state="closed", ended=at)
        case RequesterLeft(by) | RequesterReturned(by):
            return _with_here(chat, by, here=isinstance(event, RequesterReturned))
        case ChatRequested() | RequestRepeated() | MessagePosted():
            return chat
        case _:
            assert_never(event)


def _with_here(chat: ChatSnapshot, number: int, *, here: bool) -> ChatSnapshot:
    people = [replace(p, here=here) if p.number == number else p for p in chat.participants]
    return replace(chat, participants=people)


def _actions(chat: ChatSnapshot, *, for_agents: bool) -> list[ChatAction]:
    if for_agents:
        if chat.me is None:
            return ["accept"] if chat.state == "request" else ["download"]
        return ["write", "close", "download"] if chat.state == "active" else ["download"]
    if chat.state == "request":
        return ["write", "leave"]
    if chat.state != "active":
        return ["download"]
    is_here = next(p.here for p in chat.participants if p.number == chat.me)
    return ["write", "leave", "download"] if is_here else ["return", "download"]
