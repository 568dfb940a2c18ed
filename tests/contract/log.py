"""The event log as it lies in the database, read without any of the code that wrote it."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg


@dataclass(frozen=True)
class Row:
    stream: int
    seq: int
    id: str | None
    body: dict[str, Any]


@dataclass(frozen=True)
class Log:
    """`url` as in `DATABASE_URL`."""

    url: str

    def rows(self) -> list[Row]:
        """Every event, by stream and number."""
        found = self.ask("SELECT stream, seq, client_id, body FROM events_entry ORDER BY stream, seq")
        return [
            Row(stream, seq, None if key is None else str(UUID(bytes=bytes(key))), json.loads(body))
            for stream, seq, key, body in found
        ]

    def chat(self, chat: int) -> list[Row]:
        return [row for row in self.rows() if row.stream == chat << 2]

    def texts(self, chat: int) -> list[str]:
        return [row.body["text"] for row in self.chat(chat) if row.body["type"] == "message-posted"]

    def place_of(self, id: str) -> tuple[int, int] | None:
        """Stream and number of the event that carries this client id."""
        return next(((row.stream, row.seq) for row in self.rows() if row.id == id), None)

    def receipts(self, chat: int, number: int) -> tuple[int, int]:
        """How far this participant has come: delivered, read."""
        [found] = self.ask(
            f"SELECT delivered, read FROM chat_participant WHERE chat_id = {chat} AND number = {number}"  # noqa: S608
        )
        return found[0], found[1]

    def size(self) -> int:
        return int(self.ask("SELECT count(*) FROM events_entry")[0][0])

    def holes(self) -> list[tuple[int, int]]:
        """Places that are not the one after the place before. None, if all is well."""
        places = [(row.stream, row.seq) for row in self.rows()]
        befores = [(stream, seq) for stream, seq in [(None, 0), *places[:-1]]]
        return [
            (stream, seq)
            for (stream, seq), (before, last) in zip(places, befores, strict=True)
            if seq != (last + 1 if stream == before else 1)
        ]

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        if self.url.startswith("sqlite"):
            file = "/" + urlsplit(self.url).path.lstrip("/")
            connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
            try:
                return connection.execute(question).fetchall()
            finally:
                connection.close()
        with psycopg.connect(self.url) as session:
            return session.execute(question.encode()).fetchall()
