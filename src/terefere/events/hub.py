"""Hands every event to those who follow its stream. Pure: no socket, no loop, no database.

The hub remembers the last number it handed out per followed stream. An event that comes twice, or too early (several
processes, a bus that lost something), is noticed: the hub then asks for what is missing instead of leaving a hole.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from terefere.core.ids import Seq, StreamId
from terefere.events.event import Audience, Entry


class Follower(Protocol):
    """One connection, as the hub sees it."""

    @property
    def is_agent(self) -> bool:
        """Whether it may see what only agents may see."""

    def take(self, entry: Entry, frame: str) -> None:
        """An event of a stream that it follows, encoded for what it may see."""

    def hear(self, stream: StreamId, signal: str) -> None:
        """Something that need not survive: typing, presence, receipts."""


class Encode(Protocol):
    def __call__(self, entry: Entry, *, for_agents: bool) -> str: ...


class Missing(NamedTuple):
    """Events of `stream` after number `after` are in the log, but did not come by."""

    stream: StreamId
    after: Seq


class _Followed:
    __slots__ = ("followers", "last")

    def __init__(self) -> None:
        self.followers: dict[Follower, None] = {}
        self.last: Seq | None = None


class Hub:
    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._streams: dict[StreamId, _Followed] = {}

    def join(self, stream: StreamId, follower: Follower) -> None:
        self._streams.setdefault(stream, _Followed()).followers[follower] = None

    def part(self, stream: StreamId, follower: Follower) -> None:
        if followed := self._streams.get(stream):
            followed.followers.pop(follower, None)
            if not followed.followers:
                del self._streams[stream]

    def followed(self) -> list[StreamId]:
        return list(self._streams)

    def last(self, stream: StreamId) -> Seq:
        """The last number handed out; 0 where none is known."""
        followed = self._streams.get(stream)
        return Seq(0) if followed is None else followed.last or Seq(0)

    def learn_head(self, stream: StreamId, head: Seq) -> Missing | None:
        """The log's newest number, seen from outside: is something of it missing here?"""
        followed = self._streams.get(stream)
        if followed is None:
            return None
        if followed.last is None:
            followed.last = head
        return Missing(stream, followed.last) if head > followed.last else None

    def receive(self, entries: Iterable[Entry]) -> list[Missing]:
        """Hand out what is due; answers what must be read from the log first."""
        missing = []
        for entry in entries:
            followed = self._streams.get(entry.stream)
            if followed is None:
                continue
            if followed.last is None or entry.seq == followed.last + 1:
                followed.last = entry.seq
                self._hand_out(entry, followed.followers)
            elif entry.seq > followed.last:
                missing.append(Missing(entry.stream, followed.last))
        return missing

    def signal(self, stream: StreamId, signal: str, *, but: Follower | None = None) -> None:
        """Tell everybody who follows `stream`, except the one it comes from."""
        if followed := self._streams.get(stream):
            for follower in list(followed.followers):
                if follower is not but:
                    follower.hear(stream, signal)

    def _hand_out(self, entry: Entry, followers: dict[Follower, None]) -> None:
        is_same_for_all = entry.external is None and entry.audience == Audience.EVERYONE
        frames: dict[bool, str] = {}
        for follower in list(followers):
            view = is_same_for_all or follower.is_agent
            if (frame := frames.get(view)) is None:
                frame = frames[view] = self._encode(entry, for_agents=view)
            follower.take(entry, frame)
