"""A network that breaks in the middle of things: every connection is cut after a random number of bytes."""

import asyncio
from random import Random
from types import TracebackType
from typing import Final, Self

_CHUNK: Final = 65_536
_BYTES: Final = (100, 6_000)
"""A connection carries so many, both ways together; the shortest does not survive its handshake."""


class Cutter:
    """Passes on to `port`. What was on its way beyond the cut is lost, also the rest of a frame half sent."""

    def __init__(self, port: int, rng: Random) -> None:
        self.is_cutting = True
        self.cuts = 0
        self._port = port
        self._rng = rng
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
            await self._pass_on((reader, far_writer), (far_reader, writer))
            far_writer.close()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._connections.discard(task)

    async def _pass_on(self, *ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        left = _Allowance(self._rng.randint(*_BYTES))
        pumps = [asyncio.create_task(self._pump(reader, writer, left)) for reader, writer in ways]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: "_Allowance"
    ) -> None:
        while data := await reader.read(_CHUNK):
            part = left.take(data) if self.is_cutting else data
            writer.write(part)
            await writer.drain()
            if len(part) < len(data):
                self.cuts += 1
                return


class _Allowance:
    """How many bytes a connection may still carry."""

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self, data: bytes) -> bytes:
        part = data[: self._left]
        self._left -= len(part)
        return part
