"""What a session may ask its surroundings for, and what it is given."""

from dataclasses import dataclass
from typing import Protocol

from terefere.core.errors import Refused
from terefere.core.ids import ChatId, Seq, StreamId
from terefere.events.commands import Place
from terefere.gateway.frames_in import AnyCommand, FetchHistory


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a stream's follower was missing: events, or a snapshot in their place."""

    head: Seq
    frames: list[str]
    me: int | None
    """The viewer's number among the participants, in a chat."""
    chats: tuple[StreamId, ...] = ()
    """The open chats that the viewer takes part in, on the viewer's own stream."""


class Ports(Protocol):
    """What a session can ask its surroundings for. Nothing here waits."""

    def send(self, frame: str) -> None: ...

    def submit(self, frame: AnyCommand) -> None:
        """`outcome` is called later. Raises Malformed."""

    def greet(self, resume: dict[str, int]) -> None:
        """Say welcome, and follow what belongs to this person."""

    def follow(self, stream: StreamId, after: int | None) -> None:
        """Join the stream now, then read what was missed after number `after`; `loaded` is called later."""

    def unfollow(self, stream: StreamId) -> None: ...

    def fetch(self, question: FetchHistory, stream: StreamId, shown: Seq | None) -> None:
        """Answer from the log. What was shown up to a number may be shown again; None: ask for the right."""

    def signal(self, stream: StreamId, frame: str) -> None: ...

    def note_seen(self, chat: ChatId, delivered: int, read: int) -> None: ...

    def last(self, stream: StreamId) -> Seq: ...

    def check_head(self, place: Place) -> None:
        """What stands at `place` is in the log: whoever follows the stream should have it."""

    def words(self, refusal: Refused) -> str:
        """The sentence of a refusal in this person's language."""

    def close(self, refusal: Refused) -> None: ...
