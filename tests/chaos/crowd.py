"""People who keep talking whatever happens to the server, and who remember what they were promised."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Final

from websockets.exceptions import ConnectionClosed

from terefere.gateway.frames_in import PostMessage
from tests.contract.client import Badge, Client, Placed, new_id
from tests.contract.desk import Desk

LONGEST_WAIT: Final = 60.0
"""Seconds within which every message must be answered, however often the server ends meanwhile."""
UNLIMITED: Final = {"TEREFERE_FRAMES_PER_SECOND": "100000", "TEREFERE_FRAMES_AT_ONCE": "100000"}
_KEPT_FRAMES: Final = 50
_POLL_SECONDS: Final = 0.005
_DOUBLED: Final = 0.3
"""Share of the messages that are sent once more at once, and of those that are repeated after their answer."""

Reach = Callable[[Badge], Client]
"""How somebody gets to the server."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its acknowledgement."""

    id: str
    chat: int
    text: str
    placed: Placed
    asked: float
    answered: float
    """By the monotonic clock."""


@dataclass
class Talker:
    """Says one thing after the other in one chat, each when the one before was acknowledged."""

    name: str
    client: Client
    chat: int
    rng: Random
    longest_pause: float = 0.03
    characters: tuple[int, int] = (0, 200)
    said: list[Said] = field(default_factory=list)

    async def talk(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.say()
            await asyncio.sleep(self.rng.uniform(0, self.longest_pause))

    async def say(self) -> None:
        asked = time.monotonic()
        post = PostMessage(new_id(), self.chat, self._next_text(), self.client.chat(self.chat).position)
        if self.rng.random() < _DOUBLED:
            answer, _ = await asyncio.gather(self._order(post), self._send_once_more(post))
        else:
            answer = await self._order(post)
        self.said.append(Said(post.id, post.chat, post.text, answer, asked, time.monotonic()))
        if self.rng.random() < _DOUBLED:
            await self._send_once_more(post)
        del self.client.heard[:-_KEPT_FRAMES]

    async def _order(self, post: PostMessage) -> Placed:
        try:
            return await self.client.does(post, seconds=LONGEST_WAIT)
        except TimeoutError:
            raise TimeoutError(f"{self.name} in vain: {post.id}; {self._situation()}") from None

    async def _send_once_more(self, post: PostMessage) -> None:
        """The client notes a fault when it is answered otherwise than the first time."""
        try:
            await self.client.send(post)
        except (OSError, ConnectionClosed):
            return

    def _situation(self) -> str:
        """For the reader of a failure."""
        stored = self.client.is_connected, self.client.connections, self.client.close_codes[-3:]
        positions = {stream: view.position for stream, view in self.client.views.items()}
        return f"connected {stored}, at {positions}, heard last {self.client.heard[-8:]}"

    def _next_text(self) -> str:
        filling = "ő" * self.rng.randint(*self.characters)
        return f"{self.name} {len(self.said) + 1} {filling}".rstrip()


@dataclass
class Crowd:
    desk: Desk
    clients: list[Client]
    talkers: list[Talker]
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _talking: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def chats(self) -> set[int]:
        return {talker.chat for talker in self.talkers}

    def start(self) -> None:
        self._talking = [asyncio.create_task(talker.talk(self._stop)) for talker in self.talkers]

    async def everybody_spoke(self, *, since: float) -> None:
        """Everybody got an acknowledgement for something after that moment."""
        await self.until(lambda: all(t.said and t.said[-1].answered > since for t in self.talkers))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait while everybody goes on talking. Raises what a talker fails with, or TimeoutError."""
        async with asyncio.timeout(LONGEST_WAIT):
            while not is_so():
                self._raise_what_went_wrong()
                await asyncio.sleep(_POLL_SECONDS)

    async def end(self) -> None:
        """Nobody begins anything new; everything begun is answered, and everybody has heard everything."""
        self._stop.set()
        async with asyncio.timeout(2 * LONGEST_WAIT):
            await asyncio.gather(*self._talking)
        newest = {
            chat: max(s.placed.seq for t in self.talkers for s in t.said if s.chat == chat)
            for chat in self.chats
        }
        for client in self.clients:
            for chat in self.chats:
                if f"chat:{chat}" in client.views:
                    await client.knows_chat(chat, position=newest[chat])

    def abandon(self) -> None:
        for task in self._talking:
            task.cancel()

    def _raise_what_went_wrong(self) -> None:
        for task in self._talking:
            if task.done():
                task.result()


@asynccontextmanager
async def crowd(desk: Desk, rng: Random, *, chats: int, reach: Reach | None = None) -> AsyncIterator[Crowd]:
    """Two connections per chat, all asked for and accepted. They talk from `start` to `end`."""
    people = desk.people
    reach = reach or desk.client
    async with AsyncExitStack() as connected:
        gathered = Crowd(desk, [], [])
        for number in range(chats):
            requester = reach((people.vera, people.victor, people.carol)[number % 3])
            agent = reach((people.alice, people.bob)[number % 2])
            for client in (requester, agent):
                await connected.enter_async_context(client)
                gathered.clients.append(client)
            chat = await requester.starts(f"Chat {number}", channel=people.channels["Support"])
            await agent.accepts(chat)
            for role, client in (("requester", requester), ("agent", agent)):
                await client.knows_chat(chat)
                gathered.talkers.append(Talker(f"{role} {number}", client, chat, Random(rng.random())))
        try:
            yield gathered
        finally:
            gathered.abandon()
