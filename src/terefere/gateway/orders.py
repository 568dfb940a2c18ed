"""From a frame to the command that the writer runs."""

from typing import assert_never

from terefere.chat.commands import (
    AcceptRequest,
    ChatContext,
    CloseChat,
    LeaveChat,
    PostMessage,
    ReturnToChat,
    StartChat,
)
from terefere.core.actors import Actor
from terefere.core.errors import Malformed
from terefere.core.ids import ChannelId, ChatId, ClientId
from terefere.events.commands import Command
from terefere.events.encoding import written
from terefere.gateway import frames_in
from terefere.gateway.frames_in import AnyCommand


def command_for(frame: AnyCommand, by: Actor, context: ChatContext) -> Command:
    key = _key(frame.id)
    match frame:
        case frames_in.PostMessage():
            return PostMessage(key, by.stream, ChatId(frame.chat), frame.text, frame.read, context)
        case frames_in.StartChat():
            channel = None if frame.channel is None else ChannelId(frame.channel)
            return StartChat(key, by, channel, frame.text, context)
        case frames_in.AcceptRequest():
            return AcceptRequest(key, by, ChatId(frame.chat), context)
        case frames_in.LeaveChat():
            return LeaveChat(key, by, ChatId(frame.chat), context)
        case frames_in.ReturnToChat():
            return ReturnToChat(key, by, ChatId(frame.chat), context)
        case frames_in.CloseChat():
            return CloseChat(key, by, ChatId(frame.chat), context)
        case _:
            assert_never(frame)


def _key(id: str) -> ClientId:
    """The bytes of a UUID. Raises Malformed."""
    try:
        key = ClientId(bytes.fromhex(id.replace("-", "")))
    except ValueError:
        raise Malformed from None
    if written(key) != id:
        raise Malformed
    return key
