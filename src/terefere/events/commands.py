"""What may be asked of the writer, and how it answers."""

from typing import NamedTuple, Protocol

import msgspec

from terefere.core.errors import Refused
from terefere.core.ids import ClientId, Seq, StreamId
from terefere.events.unit import Unit


class Place(NamedTuple):
    """A number in a stream."""

    stream: StreamId
    seq: Seq


class Command(Protocol):
    """One change asked for by one person."""

    @property
    def client_id(self) -> ClientId | None:
        """The idempotency key; None for what is harmless to do twice."""

    @property
    def author(self) -> StreamId:
        """The personal stream of who asks."""

    @property
    def holds(self) -> tuple[StreamId, ...]:
        """The streams whose state the command reads before it decides."""

    @property
    def needs_savepoint(self) -> bool:
        """False for a command that decides before it writes anything."""

    def run(self, unit: Unit) -> None:
        """Do it and record that, or raise `Refused`. What records nothing is not remembered."""


class Committed(msgspec.Struct, frozen=True):
    """Durable, exactly once. `place` is that of the command's first event, if it recorded any."""

    place: Place | None


class Repeated(msgspec.Struct, frozen=True):
    """It had been done before, and stands at `place`."""

    place: Place


class Rejected(msgspec.Struct, frozen=True):
    """Nothing was changed."""

    why: Refused


Outcome = Committed | Repeated | Rejected
