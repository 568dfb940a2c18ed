"""Reading and appending the event log. Plain SQL: this is the hot path of the product."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from terefere.core.ids import ClientId, Seq, StreamId
from terefere.events.commands import Place
from terefere.events.event import Audience, Entry

_COLUMNS: Final = "stream, seq, at, client_id, author, audience, body, external"
_ROWS_PER_STATEMENT: Final = 128
_ENTRIES_PER_READ: Final = 1_000


class Written(NamedTuple):
    """Where a command left its first event, and who gave it."""

    author: StreamId
    place: Place


def append(entries: Sequence[Entry]) -> None:
    """Write the entries, in order. Raises IntegrityError where a place or a client id is taken."""
    if connection.vendor == "postgresql":
        _append_postgresql(entries)
    else:
        _append_sqlite(entries)


def read(stream: StreamId, *, after: int = 0, before: int | None = None, limit: int) -> list[Entry]:
    """The newest `limit` entries between two numbers (both left out), oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM events_entry WHERE stream = %s AND seq > %s AND seq < %s"
            " ORDER BY seq DESC LIMIT %s",
            [stream, after, before or 2**62, limit],
        )
        return [_entry(row) for row in reversed(cursor.fetchall())]


def read_from(stream: StreamId, after: int, *, limit: int = _ENTRIES_PER_READ) -> list[Entry]:
    """The oldest `limit` entries after a number; numbers are dense, so a range of numbers is enough."""
    return read(stream, after=after, before=after + limit + 1, limit=limit)


def read_all(stream: StreamId) -> Iterator[Entry]:
    """A whole stream, oldest first, a page at a time."""
    last = 0
    while entries := read_from(stream, last):
        yield from entries
        last = entries[-1].seq


def written(client_ids: Iterable[ClientId]) -> dict[ClientId, Written]:
    """Which of these commands have been done, and where they stand."""
    wanted = list(client_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id, author, stream, seq FROM events_entry WHERE client_id IN"
            f" ({','.join(['%s'] * len(wanted))})",
            wanted,
        )
        return {
            ClientId(bytes(id)): Written(StreamId(author), Place(StreamId(stream), Seq(seq)))
            for id, author, stream, seq in cursor.fetchall()
        }


def _append_sqlite(entries: Sequence[Entry]) -> None:
    # One statement per many rows: a statement gives up the interpreter lock once, and getting it back is dear.
    for start in range(0, len(entries), _ROWS_PER_STATEMENT):
        chunk = entries[start : start + _ROWS_PER_STATEMENT]
        places = ",".join(["(?,?,?,?,?,?,?,?)"] * len(chunk))
        with connection.wrap_database_errors:
            connection.connection.execute(
                f"INSERT INTO events_entry ({_COLUMNS}) VALUES {places}",
                [value for entry in chunk for value in _row(entry)],
            )


def _append_postgresql(entries: Sequence[Entry]) -> None:
    columns = [list(column) for column in zip(*map(_row, entries), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO events_entry ({_COLUMNS}) SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[],"
            " %s::bytea[], %s::bigint[], %s::smallint[], %s::text[], %s::text[])",
            columns,
        )


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.stream,
        entry.seq,
        entry.at,
        entry.client_id,
        entry.author,
        int(entry.audience),
        entry.body,
        entry.external,
    )


def _entry(row: Sequence[Any]) -> Entry:
    stream, seq, at, client_id, author, audience, body, external = row
    key = None if client_id is None else ClientId(bytes(client_id))
    return Entry(stream, seq, at, key, author, Audience(audience), body, external)
