"""The raw limit: a relay on the same parts with no product around it. `python -m bench.relay PORT`.

Same server (uvicorn, websockets-sansio, uvloop), two parties per chat, a thread that commits (chat, seq, text)
rows in groups, delivery after the commit. No sign-in, no permission, no idempotency, no event log, no index,
and no parsing: the frame that came in goes out again with a number in front.
"""

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

import psycopg
import uvicorn

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Any]
Row = tuple[int, int, str]

_LARGEST_BATCH: Final = 1_000
_POST: Final = '{"type":"post-message"'
_TABLE: Final = "CREATE TABLE message (chat BIGINT, seq BIGINT, body TEXT)"


class Post(NamedTuple):
    chat: int
    body: str


class Store(Protocol):
    def append(self, rows: list[Row]) -> None:
        """Durable when it returns."""


class SqliteStore:
    def __init__(self, file: str) -> None:
        self._session = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._session.execute("PRAGMA journal_mode=WAL")
        self._session.execute("PRAGMA synchronous=FULL")
        self._session.execute("PRAGMA wal_autocheckpoint=4000")
        self._session.execute(_TABLE)

    def append(self, rows: list[Row]) -> None:
        # One statement: each gives up the interpreter lock, and getting it back is dear.
        places = ",".join(["(?,?,?)"] * len(rows))
        self._session.execute(
            f"INSERT INTO message VALUES {places}",  # noqa: S608  nothing but question marks
            [value for row in rows for value in row],
        )


class PostgresStore:
    def __init__(self, url: str) -> None:
        self._session = psycopg.connect(url, autocommit=True)
        self._session.execute(_TABLE)

    def append(self, rows: list[Row]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        self._session.execute(
            "INSERT INTO message SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[])", columns
        )


class Relay:
    """Paths are `/relay/<chat>`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._parties: dict[int, list[Send]] = {}
        self._heads: dict[int, int] = {}
        self._queue: SimpleQueue[Post] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await self._relay(int(scope["path"].rpartition("/")[2]), receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._write, daemon=True).start()
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _relay(self, chat: int, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        parties = self._parties.setdefault(chat, [])
        parties.append(send)
        put = self._queue.put
        while (message := await receive())["type"] == "websocket.receive":
            text = message["text"]
            if text.startswith(_POST):
                put(Post(chat, text))
            else:
                await send({"type": "websocket.send", "text": '{"type":"pong"}'})
        parties.remove(send)

    def _write(self) -> None:
        try:
            while True:
                self._commit(self._next_batch())
        except BaseException:  # noqa: BLE001  a relay that cannot write must not go on
            os._exit(1)

    def _next_batch(self) -> list[Post]:
        batch = [self._queue.get()]
        try:
            while len(batch) < _LARGEST_BATCH:
                batch.append(self._queue.get_nowait())
        except Empty:
            pass
        return batch

    def _commit(self, batch: list[Post]) -> None:
        rows = []
        for chat, body in batch:
            seq = self._heads[chat] = self._heads.get(chat, 0) + 1
            rows.append((chat, seq, body))
        self._store.append(rows)
        self._loop.call_soon_threadsafe(self._deliver, rows)

    def _deliver(self, rows: list[Row]) -> None:
        """All that a batch has for a party is one message, a frame per line, as in the product."""
        waiting: dict[int, list[str]] = {}
        for chat, seq, body in rows:
            frame = f'{{"type":"event","stream":"chat:{chat}","seq":{seq},"event":{body}}}'
            waiting.setdefault(chat, []).append(frame)
        for chat, frames in waiting.items():
            message = {"type": "websocket.send", "text": "\n".join(frames)}
            for send in self._parties[chat]:
                _run_without_pause(send(message))


def _run_without_pause(step: Any) -> None:
    """A closed loop never fills a socket, so that sending never waits."""
    try:
        step.send(None)
    except StopIteration:
        return
    raise BlockingIOError


def main() -> None:
    url = urlsplit(os.environ["DATABASE_URL"])
    store = SqliteStore(unquote(url.path)) if url.scheme == "sqlite" else PostgresStore(url.geturl())
    uvicorn.run(
        Relay(store),
        port=int(sys.argv[1]),
        loop="uvloop",
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        backlog=2_048,
    )


if __name__ == "__main__":
    main()
