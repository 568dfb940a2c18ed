"""Frames on their way to one socket."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, Final

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

LARGEST_OUTBOX: Final = 1_000_000
"""Characters that may wait for one reader. More, and the reader is sent away to resume later."""


class Outbox:
    """Bounded, and in order.

    Sending rarely has to wait, so a frame is given to the server without making a task: the coroutine is run to its
    first pause, and it usually has none. Only where the socket is full does the rest of it, and all that follows, move
    into a task.
    """

    __slots__ = ("_drain", "_overflow", "_send", "_size", "_waiting")

    def __init__(self, send: Send, *, overflow: Callable[[], None]) -> None:
        self._send = send
        self._overflow = overflow
        self._waiting: deque[str] = deque()
        self._size = 0
        self._drain: asyncio.Task[None] | None = None

    def put(self, frame: str) -> None:
        if self._drain is not None:
            self._hold(frame)
            return
        try:
            paused = _run_to_first_pause(self._send({"type": "websocket.send", "text": frame}))
        except OSError:
            return  # The socket is gone; the connection is about to learn it.
        if paused is not None:
            self._drain = asyncio.ensure_future(self._finish(paused))

    def close(self) -> None:
        if self._drain is not None:
            self._drain.cancel()
        self._waiting.clear()

    def _hold(self, frame: str) -> None:
        self._waiting.append(frame)
        self._size += len(frame)
        if self._size > LARGEST_OUTBOX:
            self._overflow()

    async def _finish(self, paused: "_Paused") -> None:
        try:
            await paused
            while self._waiting:
                frame = self._waiting.popleft()
                self._size -= len(frame)
                await self._send({"type": "websocket.send", "text": frame})
        except OSError:
            self._waiting.clear()
        finally:
            self._drain = None


class _Paused:
    """A coroutine that was begun and waits for `future`: awaiting this runs the rest of it."""

    __slots__ = ("_coroutine", "_future")

    def __init__(self, coroutine: Coroutine[Any, Any, None], future: Any) -> None:
        self._coroutine = coroutine
        self._future = future

    def __await__(self) -> Generator[Any, Any, None]:
        yield self._future
        yield from self._coroutine.__await__()


def _run_to_first_pause(step: Any) -> _Paused | None:
    """None where the coroutine ended without a pause. Raises what it raised."""
    try:
        future = step.send(None)
    except StopIteration:
        return None
    return _Paused(step, future)
