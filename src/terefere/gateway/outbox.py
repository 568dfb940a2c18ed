"""Frames on their way to one socket."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from typing import Any, Final

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

LARGEST_OUTBOX: Final = 1_000_000
"""Characters that may wait for one reader. More, and the reader is sent away to resume later."""


class Outbox:
    """Bounded, and in order.

    What one turn of the event loop has for a reader goes out as one WebSocket message, a frame per line: giving a
    message to the system is the dearest part of it. Sending rarely has to wait, so no task is made for it: the server's
    coroutine is run to its first pause, and it usually has none. Only where the socket is full does the rest of it, and
    all that follows, move into a task.
    """

    __slots__ = ("_drain", "_is_due", "_is_sealed", "_loop", "_overflow", "_send", "_size", "_waiting")

    def __init__(self, send: Send, *, overflow: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        self._send = send
        self._overflow = overflow
        self._loop = loop
        self._waiting: list[str] = []
        self._size = 0
        self._is_due = False
        self._is_sealed = False
        self._drain: asyncio.Task[None] | None = None

    def put(self, frame: str) -> None:
        if self._is_sealed:
            return
        self._waiting.append(frame)
        self._size += len(frame)
        if self._size > LARGEST_OUTBOX:
            self._make_room()
        elif not self._is_due:
            self._is_due = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send what waits, unless the socket is full."""
        self._is_due = False
        if self._drain is not None or not self._waiting:
            return
        try:
            paused = _run_to_first_pause(self._send(self._take()))
        except OSError:
            return  # The socket is gone; the connection is about to learn it.
        if paused is not None:
            self._drain = self._loop.create_task(self._finish(paused))

    def seal(self) -> None:
        """Take nothing more: the socket is about to be closed. What waits is sent, as far as the socket takes it."""
        self._is_sealed = True
        self.flush()

    def close(self) -> None:
        """Forget what waits. The reader will ask for it again."""
        self._is_sealed = True
        if self._drain is not None:
            self._drain.cancel()
        self._waiting.clear()

    def _make_room(self) -> None:
        """One turn may bring a lot, a long history for example: only who does not read either is too slow."""
        if self._drain is None:
            self.flush()
        else:
            self._overflow()

    def _take(self) -> Message:
        text = "\n".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return {"type": "websocket.send", "text": text}

    async def _finish(self, paused: "_Paused") -> None:
        try:
            await paused
            while self._waiting:
                await self._send(self._take())
        except (OSError, RuntimeError):
            # The socket is gone, or was closed by us while the rest of it waited.
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
