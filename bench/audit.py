"""What the database holds after a run, read with SQL and nothing of the product."""

import sqlite3
from uuid import UUID

import msgspec
import psycopg

from bench.servers import Site

Stored = dict[int, dict[int, tuple[str, str]]]
"""Per chat and number: id and text of a message."""

Row = tuple[int, int, bytes, str]

_CHAT_BITS = 2
_EVENTS = (
    "SELECT stream, seq, client_id, body FROM events_entry WHERE stream & 3 = 0 AND client_id IS NOT NULL"
    ' AND body LIKE \'{"type":"message-posted"%\''
)
_COMMITS = 'SELECT COUNT(DISTINCT at) FROM events_entry WHERE body LIKE \'{"type":"message-posted"%\''
_RELAYED = "SELECT chat, seq, body FROM message"


class _Said(msgspec.Struct):
    text: str
    id: str = ""


_decoder = msgspec.json.Decoder(_Said)


def stored_messages(site: Site) -> Stored:
    """Messages that clients posted in chats of the product."""
    stored: Stored = {}
    for stream, seq, client_id, body in _query(site, _EVENTS):
        said = stored.setdefault(int(stream) >> _CHAT_BITS, {})
        said[int(seq)] = (str(UUID(bytes=bytes(client_id))), _decoder.decode(body).text)
    return stored


def relayed_messages(site: Site) -> Stored:
    stored: Stored = {}
    for chat, seq, body in _query(site, _RELAYED):
        said = _decoder.decode(body)
        stored.setdefault(int(chat), {})[int(seq)] = (said.id, said.text)
    return stored


def moments(site: Site) -> int:
    """In how many different milliseconds batches were committed: at most as many as there were commits."""
    [[found]] = _query(site, _COMMITS)
    return int(found)


def _query(site: Site, statement: str) -> list[tuple]:  # type: ignore[type-arg]
    if site.postgres is not None:
        with psycopg.connect(site.database_url) as session:
            return session.execute(statement).fetchall()
    with sqlite3.connect(site.home / "terefere.sqlite3") as session:
        return session.execute(statement).fetchall()
