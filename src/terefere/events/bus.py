"""Between processes: what one committed or signalled, the others hear.

The bus may lose, double or reorder. Nothing depends on it: the hub sees a hole by the numbers, and after an
interruption every follower's position is compared with the database.
"""

from collections.abc import Callable
from typing import Protocol

import msgspec

from terefere.core.ids import StreamId
from terefere.events.event import Entry


class Published(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Events that a process committed."""

    entries: list[Entry]


class Signalled(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A frame for everybody who follows a stream."""

    stream: StreamId
    frame: str


class OnlineHere(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The personal streams of everybody who is connected to one process."""

    people: list[StreamId]


class ConfigurationChanged(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """See `terefere.events.configuration`."""

    person: StreamId | None


class Interrupted(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Something may have been lost: compare every position with the database."""


Notice = Published | Signalled | OnlineHere | ConfigurationChanged | Interrupted


class Envelope(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    """Which process sent it."""
    notice: Notice


Hear = Callable[[str, Notice], None]
"""Called on the event loop with the origin and the notice of another process."""


class Bus(Protocol):
    async def run(self, hear: Hear) -> None:
        """Listen until cancelled. Raises only for what cannot be mended by trying again."""

    def send(self, notice: Notice) -> None:
        """Tell the other processes, soon. Never blocks."""

    @property
    def is_up(self) -> bool: ...


class MemoryBus:
    """For one process: there is nobody else to tell."""

    is_up = True

    async def run(self, hear: Hear) -> None:
        return

    def send(self, notice: Notice) -> None:
        return
