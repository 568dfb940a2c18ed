"""Two people who talk, as most tests need them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.contract.client import Client
from tests.contract.desk import Desk


@dataclass(frozen=True)
class Conversation:
    vera: Client
    alice: Client
    chat: int

    @property
    def stream(self) -> str:
        return f"chat:{self.chat}"

    async def both_know(self, position: int) -> None:
        await self.vera.knows_chat(self.chat, position=position)
        await self.alice.knows_chat(self.chat, position=position)


@asynccontextmanager
async def conversation(desk: Desk, vera: Client | None = None) -> AsyncIterator[Conversation]:
    """Vera asked, Alice accepted: three events. At the end nobody may have noticed a breach of the contract."""
    people = desk.people
    async with vera or desk.client(people.vera) as requester, desk.agent(people.alice) as alice:
        chat = await requester.starts("Hello!", channel=people.channels["Support"])
        await alice.accepts(chat)
        talk = Conversation(requester, alice, chat)
        await talk.both_know(3)
        yield talk
        end = await alice.closes(chat)
        await talk.both_know(end.seq)
        assert requester.faults == []
        assert alice.faults == []
        assert requester.chat(chat).shown[end.seq] == alice.chat(chat).shown[end.seq]
