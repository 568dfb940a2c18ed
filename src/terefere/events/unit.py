"""What a command has at hand while it runs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from terefere.core.clock import to_milliseconds
from terefere.core.ids import NOBODY, ClientId, StreamId
from terefere.events.event import Audience, Event, encode_event


class Recorded(NamedTuple):
    """An event that waits for its number."""

    stream: StreamId
    client_id: ClientId | None
    author: StreamId
    audience: Audience
    body: str
    external: str | None


@dataclass(slots=True)
class Unit:
    """The moment of a batch, and the record its commands write to."""

    now: datetime
    at: int = field(init=False)
    recorded: list[Recorded] = field(default_factory=list)
    _client_id: ClientId | None = None
    _author: StreamId = NOBODY

    def __post_init__(self) -> None:
        self.at = to_milliseconds(self.now)

    def begin(self, client_id: ClientId | None, author: StreamId) -> None:
        """What is recorded next is done by `author`; the first event of it carries the client id."""
        self._client_id = client_id
        self._author = author

    def record(
        self,
        stream: StreamId,
        event: Event,
        *,
        audience: Audience = Audience.EVERYONE,
        external: Event | None = None,
    ) -> None:
        """Note that `event` happened. Requesters see `external` instead, where it is given."""
        shown = None if external is None or external == event else encode_event(external)
        self.recorded.append(
            Recorded(stream, self._client_id, self._author, audience, encode_event(event), shown)
        )
        self._client_id = None
