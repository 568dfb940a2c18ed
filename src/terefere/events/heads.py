"""The newest number of every stream, and who may give out the next one.

One process on SQLite is the only one that gives numbers, so it keeps them in memory. On PostgreSQL several processes
do: the counter rows are locked for the length of the transaction.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from django.db import connection

from terefere.core.ids import Seq, StreamId

_MOST_REMEMBERED: Final = 100_000


class Heads(Protocol):
    def hold(self, streams: Iterable[StreamId]) -> set[StreamId]:
        """Keep these streams to ourselves until the transaction ends; answers which of them others wrote to."""

    def advance(self, counts: Mapping[StreamId, int]) -> dict[StreamId, Seq]:
        """Take so many numbers of each stream; answers the first one of each."""

    def forget(self) -> None:
        """A transaction was rolled back: what we remember may be wrong."""


class MemoryHeads:
    """For the one process that writes to a SQLite database."""

    def __init__(self) -> None:
        self._heads: dict[StreamId, int] = {}

    def hold(self, streams: Iterable[StreamId]) -> set[StreamId]:
        return set()

    def advance(self, counts: Mapping[StreamId, int]) -> dict[StreamId, Seq]:
        if len(self._heads) > _MOST_REMEMBERED:
            self._heads.clear()
        self._learn([stream for stream in counts if stream not in self._heads])
        first = {stream: Seq(self._heads[stream] + 1) for stream in counts}
        for stream, count in counts.items():
            self._heads[stream] += count
        self._save(counts)
        return first

    def forget(self) -> None:
        self._heads.clear()

    def _learn(self, unknown: list[StreamId]) -> None:
        self._heads.update(dict.fromkeys(unknown, 0))
        if unknown:
            self._heads.update(read_heads(unknown))

    def _save(self, streams: Iterable[StreamId]) -> None:
        rows = [(stream, self._heads[stream]) for stream in streams]
        places = ",".join(["(?,?)"] * len(rows))
        values = [value for row in rows for value in row]
        connection.ensure_connection()
        with connection.wrap_database_errors:
            connection.connection.execute(
                f"INSERT OR REPLACE INTO events_stream (id, head) VALUES {places}", values
            )


class LockedHeads:
    """For any number of processes on one PostgreSQL database."""

    def __init__(self) -> None:
        self._left_at: dict[StreamId, int] = {}

    def hold(self, streams: Iterable[StreamId]) -> set[StreamId]:
        ordered = sorted(set(streams))
        if not ordered:
            return set()
        heads = _lock(ordered)
        if unborn := [stream for stream in ordered if stream not in heads]:
            _lock_unborn(unborn)
        return {stream for stream in ordered if self._left_at.get(stream) != heads.get(stream)}

    def advance(self, counts: Mapping[StreamId, int]) -> dict[StreamId, Seq]:
        ordered = sorted(counts)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO events_stream (id, head)"
                " SELECT * FROM unnest(%s::bigint[], %s::bigint[])"
                " ON CONFLICT (id) DO UPDATE SET head = events_stream.head + excluded.head"
                " RETURNING id, head",
                [ordered, [counts[stream] for stream in ordered]],
            )
            heads = dict(cursor.fetchall())
        if len(self._left_at) > _MOST_REMEMBERED:
            self._left_at.clear()
        self._left_at.update(heads)
        return {stream: Seq(heads[stream] - counts[stream] + 1) for stream in counts}

    def forget(self) -> None:
        self._left_at.clear()


def _lock(ordered: list[StreamId]) -> dict[StreamId, int]:
    """One order for everybody, or two processes would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, head FROM events_stream WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ordered]
        )
        return dict(cursor.fetchall())


def _lock_unborn(ordered: list[StreamId]) -> None:
    """Streams without any event have no row to lock yet: a lock by number stands in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(id) FROM (SELECT unnest(%s::bigint[]) AS id ORDER BY 1) AS unborn",
            [ordered],
        )


def read_heads(streams: Iterable[StreamId]) -> dict[StreamId, Seq]:
    """The newest numbers as committed; streams without any event are left out."""
    wanted = list(streams)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, head FROM events_stream WHERE id IN ({','.join(['%s'] * len(wanted))})", wanted
        )
        return {StreamId(stream): Seq(head) for stream, head in cursor.fetchall()}


def heads_for_database() -> Heads:
    return LockedHeads() if connection.vendor == "postgresql" else MemoryHeads()
