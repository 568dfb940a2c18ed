"""A TCP proxy that misbehaves on order: cuts, delays, passes one way only. It lives on the test's own event loop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

_CHUNK: Final = 65_536


class Proxy:
    """Passes everything on to `port` on the loopback, until told otherwise."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._pipes: set[asyncio.Task[None]] = set()
        self._to_server_flows = asyncio.Event()
        self._to_client_flows = asyncio.Event()
        self._is_cut = False
        self.delay = 0.0
        """Seconds that each piece of data takes longer, either way."""
        self.heal()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.break_connections()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def heal(self) -> None:
        self._is_cut = False
        self._to_server_flows.set()
        self._to_client_flows.set()

    def break_connections(self) -> None:
        """End every connection without a word to the other side's application."""
        for pipe in list(self._pipes):
            pipe.cancel()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Nothing passes, and nobody can connect; what was on its way is lost."""
        self._is_cut = True
        self.break_connections()
        try:
            yield
        finally:
            self.heal()

    @contextmanager
    def silent(self, *, to_server: bool = True, to_client: bool = True) -> Iterator[None]:
        """Connections stand, but carry nothing in these directions, like a network that swallows packets."""
        if to_server:
            self._to_server_flows.clear()
        if to_client:
            self._to_client_flows.clear()
        try:
            yield
        finally:
            self.heal()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        pipes = {
            asyncio.create_task(self._pump(reader, far_writer, self._to_server_flows)),
            asyncio.create_task(self._pump(far_reader, writer, self._to_client_flows)),
        }
        self._pipes |= pipes
        await asyncio.wait(pipes, return_when=asyncio.FIRST_COMPLETED)
        for pipe in pipes:
            pipe.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)
        self._pipes -= pipes
        self._end(writer)
        self._end(far_writer)

    def _end(self, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
        else:
            writer.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, flows: asyncio.Event
    ) -> None:
        while data := await reader.read(_CHUNK):
            await flows.wait()
            if self.delay:
                await asyncio.sleep(self.delay)
            writer.write(data)
            await writer.drain()
