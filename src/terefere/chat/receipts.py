"""How far everybody has come: delivered and read positions.

A message tells its author's read position too, so a lively chat needs no frame for it. Positions only grow, are kept in
memory for a moment, and are written together; what a crash forgets, clients tell again when they come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from terefere.core.ids import NOBODY, ChatId, StreamId
from terefere.events.unit import Unit

# Plain tuples: one of each is made for every message.
Reader = tuple[ChatId, StreamId]
"""A chat, and a person in it."""
Position = tuple[int, int]
"""Delivered up to, read up to."""


class Receipts:
    """Positions that wait to be written."""

    def __init__(self) -> None:
        self._waiting: dict[Reader, Position] = {}

    def note(self, reader: Reader, delivered: int, read: int) -> None:
        """Positions only grow."""
        known = self._waiting.get(reader)
        if known is not None:
            delivered, read = max(delivered, known[0]), max(read, known[1])
        self._waiting[reader] = (delivered, read)

    def take(self) -> dict[Reader, Position]:
        """Everything that waits; it is the caller's now."""
        waiting, self._waiting = self._waiting, {}
        return waiting


@dataclass(frozen=True, slots=True)
class SaveReceipts:
    """A command: doing it twice changes nothing."""

    positions: Mapping[Reader, Position]
    client_id = None
    author = NOBODY
    holds = ()
    needs_savepoint = True

    def run(self, unit: Unit) -> None:
        greatest = "greatest" if connection.vendor == "postgresql" else "max"
        rows = [(*position, *reader) for reader, position in sorted(self.positions.items())]
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE chat_participant"
                f" SET delivered = {greatest}(delivered, %s), read = {greatest}(read, %s)"
                " WHERE chat_id = %s AND person = %s",
                rows,
            )
