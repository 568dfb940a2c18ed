"""Questions to the database, asked on threads of their own so that the event loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

T = TypeVar("T")

_READERS: Final = 4
_ASK_AGAIN_SECONDS: Final = 0.5


class Readers:
    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")

    async def ask(self, question: Callable[..., T], *values: object) -> T:
        """Raises DatabaseError."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _asked, question, *values)

    async def ask_until_answered(self, question: Callable[..., T], *values: object) -> T:
        """For what must be known: as long as the database does not answer, ask again."""
        while True:
            try:
                return await self.ask(question, *values)
            except DatabaseError:
                await asyncio.sleep(_ASK_AGAIN_SECONDS)

    def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _asked(question: Callable[..., T], *values: object) -> T:
    """A connection that broke while it was idle (the database was restarted) is replaced, once."""
    try:
        return question(*values)
    except (OperationalError, InterfaceError):
        connection.close()
    try:
        return question(*values)
    except InterfaceError as error:
        raise OperationalError from error
