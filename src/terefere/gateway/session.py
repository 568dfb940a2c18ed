"""What one connection says and hears, as a pure state machine: no socket, no loop, no clock, no database.

Frames and events come in by method calls; what is to be done goes out through `Ports`. A stream is either *live* (its
events go straight out) or *catching up* (they are held back until what was missed has been read from the log).
"""

from dataclasses import dataclass, field
from typing import Final, assert_never

import msgspec

from terefere.chat.events import ChatAccepted, ChatJoined
from terefere.core.actors import Actor, Agent
from terefere.core.errors import Malformed, RateLimited, Refused, TooLarge, Unavailable
from terefere.core.ids import (
    ChatId,
    Seq,
    StreamId,
    StreamKind,
    chat_stream,
    kind_of,
    parse_stream_name,
    stream_name,
)
from terefere.events.commands import Committed, Outcome, Place, Rejected, Repeated
from terefere.events.event import Entry
from terefere.gateway import frames_in, frames_out
from terefere.gateway.encoder import decode, encode, reference_of
from terefere.gateway.frames_in import AnyFrameIn, FetchHistory
from terefere.gateway.limiter import Limiter
from terefere.gateway.ports import Loaded, Ports

SILENCE_SECONDS: Final = 25.0
"""A client that said nothing for this long is gone: it pings more often than that."""
MOST_STREAMS: Final = 2_000
_MOST_MISTAKES: Final = 20
_ACCEPTED: Final = f'{{"type":"{ChatAccepted.__struct_config__.tag}"'


@dataclass(slots=True)
class _CatchingUp:
    held: list[tuple[Entry, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Live:
    me: int | None
    since: Seq
    """What came up to here was loaded; what came later was passed on."""
    last: Seq
    """Number of the newest event that the client has."""


class Session:
    """One connection of one person."""

    __slots__ = (
        "_limiter",
        "_mistakes",
        "_ports",
        "_streams",
        "heard_at",
        "is_agent",
        "is_greeted",
        "person",
        "viewer",
    )

    def __init__(self, viewer: Actor, *, ports: Ports, limiter: Limiter, now: float) -> None:
        self.viewer = viewer
        self.person = viewer.stream
        self.is_agent = isinstance(viewer, Agent)
        self.is_greeted = False
        self.heard_at = now
        self._ports = ports
        self._limiter = limiter
        self._mistakes = 0
        self._streams: dict[StreamId, _Live | _CatchingUp] = {}

    # From the client

    def receive(self, text: str, *, now: float) -> None:
        """One frame, as it came in."""
        self.heard_at = now
        try:
            frame = decode(text)
            self._check_order(frame)
            self._check_rate(frame, now)
            self._carry_out(frame)
        except Refused as refusal:
            self._refuse_unread(text, refusal)

    def _check_order(self, frame: AnyFrameIn) -> None:
        if self.is_greeted == isinstance(frame, frames_in.Hello):
            raise Malformed

    def _check_rate(self, frame: AnyFrameIn, now: float) -> None:
        if not isinstance(frame, frames_in.Ping) and not self._limiter.allows(now=now):
            raise RateLimited

    def _refuse_unread(self, text: str, refusal: Refused) -> None:
        reference = reference_of(text)
        self._refuse(refusal, id=reference.id, ref=reference.ref)
        self._mistakes += isinstance(refusal, Malformed)
        if self._mistakes > _MOST_MISTAKES:
            self._ports.close(Malformed())

    def _carry_out(self, frame: AnyFrameIn) -> None:
        match frame:
            case frames_in.PostMessage():
                self._note_read(frame)
                self._ports.submit(frame)
            case frames_in.Command():
                self._ports.submit(frame)
            case frames_in.Hello(resume):
                self.is_greeted = True
                self._ports.greet(resume)
            case frames_in.Ping() | frames_in.MarkSeen() | frames_in.Typing():
                self._keep_company(frame)
            case frames_in.Watch() | frames_in.Unwatch() | frames_in.FetchHistory():
                self._show(frame)
            case _:
                assert_never(frame)

    def _keep_company(self, frame: frames_in.Ping | frames_in.MarkSeen | frames_in.Typing) -> None:
        match frame:
            case frames_in.Ping():
                self._pong(frame)
            case frames_in.MarkSeen():
                self._mark_seen(frame)
            case frames_in.Typing():
                self._tell_typing(frame)

    def _show(self, frame: frames_in.Watch | frames_in.Unwatch | frames_in.FetchHistory) -> None:
        match frame:
            case frames_in.Watch():
                self._watch(frame)
            case frames_in.Unwatch():
                self._unwatch(frame)
            case frames_in.FetchHistory():
                self._fetch(frame)

    def _pong(self, frame: frames_in.Ping) -> None:
        live = [stream for stream, state in self._streams.items() if isinstance(state, _Live)]
        heads = {stream_name(stream): self._ports.last(stream) for stream in live}
        self._send(frames_out.Pong(n=frame.n, heads=heads))

    def _note_read(self, frame: frames_in.PostMessage) -> None:
        """Who answers has read; the event itself tells the others."""
        state = self._streams.get(chat_stream(ChatId(frame.chat)))
        if frame.read and isinstance(state, _Live) and state.me is not None:
            read = min(frame.read, state.last)
            self._ports.note_seen(ChatId(frame.chat), read, read)

    def _mark_seen(self, frame: frames_in.MarkSeen) -> None:
        """Only a participant's receipts count, and only for what there is to see."""
        stream = chat_stream(ChatId(frame.chat))
        if (me := self._my_number(stream)) is None:
            return
        last = self._ports.last(stream)
        delivered, read = min(frame.delivered, last), min(frame.read, last)
        self._ports.note_seen(ChatId(frame.chat), delivered, read)
        seen = frames_out.SeenSignal(stream=stream_name(stream), by=me, delivered=delivered, read=read)
        self._ports.signal(stream, encode(seen))

    def _tell_typing(self, frame: frames_in.Typing) -> None:
        stream = chat_stream(ChatId(frame.chat))
        if (me := self._my_number(stream)) is not None:
            typing = frames_out.TypingSignal(stream=stream_name(stream), by=me)
            self._ports.signal(stream, encode(typing))

    def _my_number(self, stream: StreamId) -> int | None:
        state = self._streams.get(stream)
        return state.me if isinstance(state, _Live) else None

    def _watch(self, frame: frames_in.Watch) -> None:
        stream = parse_stream_name(frame.stream)
        if stream is None:
            self._send(frames_out.Gone(stream=frame.stream))
        elif len(self._streams) >= MOST_STREAMS and stream not in self._streams:
            self._refuse(TooLarge())
        else:
            self.follow(stream, frame.after)

    def _unwatch(self, frame: frames_in.Unwatch) -> None:
        stream = parse_stream_name(frame.stream)
        if stream is not None and stream in self._streams:
            self._drop(stream)

    def _fetch(self, question: FetchHistory) -> None:
        """Only of a chat that was shown already: then the right to see it stands. Other streams have no history."""
        stream = parse_stream_name(question.stream)
        if stream is None or stream not in self._streams:
            self._send(frames_out.Gone(stream=question.stream))
        elif kind_of(stream) != StreamKind.CHAT:
            raise Malformed
        else:
            state = self._streams[stream]
            self._ports.fetch(question, stream, state.last if isinstance(state, _Live) else None)

    # From the surroundings

    def follow(self, stream: StreamId, after: int | None) -> None:
        """Begin to catch up. What happens meanwhile is held back."""
        if not isinstance(self._streams.get(stream), _CatchingUp):
            self._streams[stream] = _CatchingUp()
            self._ports.follow(stream, after)

    def follow_if_new(self, stream: StreamId) -> None:
        if stream not in self._streams:
            self.follow(stream, None)

    def loaded(self, stream: StreamId, loaded: Loaded | None) -> None:
        """What was missed has been read; None: there is nothing that this person may see."""
        state = self._streams.get(stream)
        if loaded is None:
            self.revoke(stream)
        elif isinstance(state, _CatchingUp):
            for frame in loaded.frames:
                self._ports.send(frame)
            self._go_live(stream, loaded, state.held)

    def refuse_question(self, ref: int) -> None:
        self._refuse(Unavailable(), ref=ref)

    def revoke(self, stream: StreamId) -> None:
        """The right to see it is gone, or never was."""
        if stream in self._streams:
            self._drop(stream)
            self._send(frames_out.Gone(stream=stream_name(stream)))

    def take(self, entry: Entry, frame: str) -> None:
        """An event of a stream that is followed."""
        state = self._streams.get(entry.stream)
        if isinstance(state, _CatchingUp):
            state.held.append((entry, frame))
        elif state is not None and entry.seq == state.last + 1:
            self._pass_on(entry, frame, state)
        elif state is not None and entry.seq > state.last:
            # It came by before what precedes it: read again from where this client stands.
            self._streams[entry.stream] = _CatchingUp([(entry, frame)])
            self._ports.follow(entry.stream, state.last)

    def hear(self, stream: StreamId, signal: str) -> None:
        """A signal. While the right to see the stream is not established, it is for others."""
        if isinstance(self._streams.get(stream), _Live):
            self._ports.send(signal)

    def outcome(self, id: str, outcome: Outcome) -> None:
        """How a command ended. Where the event itself reaches this client, it is the answer."""
        match outcome:
            case Committed(place):
                if place is None or not self._hears_itself(place):
                    self._done(id, place)
            case Repeated(place):
                self._ports.check_head(place)
                self._done(id, place)
            case Rejected(refusal):
                self._refuse(refusal, id=id)

    def streams(self) -> list[StreamId]:
        return list(self._streams)

    # Inside

    def _hears_itself(self, place: Place) -> bool:
        state = self._streams.get(place.stream)
        return isinstance(state, _Live) and place.seq > state.since

    def _go_live(self, stream: StreamId, loaded: Loaded, held: list[tuple[Entry, str]]) -> None:
        self._streams[stream] = _Live(loaded.me, since=loaded.head, last=loaded.head)
        for entry, frame in held:
            self.take(entry, frame)
        for chat in loaded.chats:
            self.follow_if_new(chat)

    def _pass_on(self, entry: Entry, frame: str, state: _Live) -> None:
        state.last = entry.seq
        self._ports.send(frame)
        if entry.stream == self.person:
            self._follow_joined(entry)
        elif state.me is None and _ends_view_of_guests(entry) and entry.author != self.person:
            self.revoke(entry.stream)

    def _follow_joined(self, entry: Entry) -> None:
        joined = msgspec.json.decode(entry.body, type=ChatJoined)
        self.follow(chat_stream(ChatId(joined.chat)), None)

    def _drop(self, stream: StreamId) -> None:
        del self._streams[stream]
        self._ports.unfollow(stream)

    def _done(self, id: str, place: Place | None) -> None:
        stream, seq = ("", 0) if place is None else (stream_name(place.stream), place.seq)
        self._send(frames_out.Done(id=id, stream=stream, seq=seq))

    def _refuse(self, refusal: Refused, *, id: str | None = None, ref: int | None = None) -> None:
        again = isinstance(refusal, (Unavailable, RateLimited))
        message = self._ports.words(refusal)
        self._send(frames_out.RefusedFrame(code=refusal.code, message=message, id=id, ref=ref, again=again))

    def _send(self, frame: frames_out.FrameOut) -> None:
        self._ports.send(encode(frame))


def _ends_view_of_guests(entry: Entry) -> bool:
    """Owners of a channel see its waiting requests; what follows is for those who take part."""
    return kind_of(entry.stream) == StreamKind.CHAT and entry.body.startswith(_ACCEPTED)
