"""The support desk without any server: people, commands, the runner, and what came of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from terefere.accounts.models import Account, Customer, GroupPermission, PublicUser
from terefere.accounts.public_users import PublicUserRow, create_public_user
from terefere.accounts.queries import agent_actor, customer_user_actor, public_user_actor
from terefere.accounts.services import create_customer_user
from terefere.chat.commands import (
    AcceptRequest,
    ChatContext,
    CloseChat,
    LeaveChat,
    PostMessage,
    ReturnToChat,
    StartChat,
)
from terefere.chat.models import Channel
from terefere.chat.rosters import Rosters
from terefere.core.actors import Actor, Agent, CustomerUser
from terefere.core.actors import PublicUser as Visitor
from terefere.core.ids import ChannelId, ChatId, ClientId, PublicUserId, chat_stream, number_of
from terefere.events import log
from terefere.events.batch import BatchRunner
from terefere.events.commands import Command, Committed, Outcome, Place, Rejected, Repeated
from terefere.events.event import Entry
from terefere.events.heads import heads_for_database
from terefere.events.models import Entry as EntryRow
from terefere.site.models import SiteSettings
from terefere.site.settings import CurrentSettings, SettingsInForce
from tests.cast import BEGINNING


def key() -> ClientId:
    return ClientId(uuid4().bytes)


def key_number(number: int) -> ClientId:
    return ClientId(UUID(int=number).bytes)


class World:
    """One process's view of the database that Django is connected to. Every batch happens a minute after the last."""

    def __init__(self) -> None:
        in_force = SettingsInForce()
        self.context = ChatContext(Rosters(in_force), in_force)
        self.runner = BatchRunner(heads=heads_for_database(), invalidate=self.context.rosters.invalidate)
        self.now = BEGINNING
        self.entries: list[Entry] = []
        """Everything that was published, in the order of publishing."""
        self.alice, self.bob, self.mallory = (agent(login) for login in ("alice", "bob", "mallory"))
        self.carol = customer_user_actor(Account.objects.get(login="carol"))
        self.vera = public_user_actor(visitor_named("Vera"))
        self.channels = {channel.name: ChannelId(channel.pk) for channel in Channel.objects.all()}

    @property
    def settings(self) -> CurrentSettings:
        return self.context.settings.value

    # Doing

    def run(self, *commands: Command, after: timedelta = timedelta(minutes=1)) -> list[Outcome]:
        """One batch."""
        self.now += after
        outcomes, entries = self.runner.run(commands, now=self.now)
        self.entries += entries
        return outcomes

    def does(self, command: Command) -> Place:
        """A command that must leave a trace."""
        [outcome] = self.run(command)
        assert isinstance(outcome, Committed | Repeated), outcome
        assert outcome.place is not None
        return outcome.place

    def refusal_of(self, command: Command) -> str:
        """The code that the command is refused with; nothing may have changed."""
        before = self.log()
        [outcome] = self.run(command)
        assert isinstance(outcome, Rejected), outcome
        assert self.log() == before
        return outcome.why.code

    def starts(self, by: Actor, text: str = "Help!", *, channel: str | None = "Support") -> ChatId:
        return ChatId(number_of(self.does(self.start(by, text, channel=channel)).stream))

    def says(self, by: Actor, chat: ChatId, text: str) -> Place:
        return self.does(self.post(by, chat, text))

    def accepts(self, by: Actor, chat: ChatId) -> Place:
        return self.does(AcceptRequest(key(), by, chat, self.context))

    def leaves(self, by: Actor, chat: ChatId) -> Place:
        return self.does(LeaveChat(key(), by, chat, self.context))

    def returns(self, by: Actor, chat: ChatId) -> Place:
        return self.does(ReturnToChat(key(), by, chat, self.context))

    def closes(self, by: Actor, chat: ChatId) -> Place:
        return self.does(CloseChat(key(), by, chat, self.context))

    def active_chat(self, requester: Actor | None = None) -> ChatId:
        """Requested by Vera unless said otherwise, accepted by Alice: three events."""
        chat = self.starts(requester or self.vera)
        self.accepts(self.alice, chat)
        return chat

    # Commands

    def start(
        self, by: Actor, text: str = "Help!", *, channel: str | None = "Support", id: ClientId | None = None
    ) -> StartChat:
        chosen = None if channel is None else self.channels[channel]
        return StartChat(id or key(), by, chosen, text, self.context)

    def post(
        self, by: Actor, chat: ChatId, text: str = "Hello!", *, id: ClientId | None = None
    ) -> PostMessage:
        return PostMessage(id or key(), by.stream, chat, text, 0, self.context)

    def accept(self, by: Actor, chat: ChatId) -> AcceptRequest:
        return AcceptRequest(key(), by, chat, self.context)

    def leave(self, by: Actor, chat: ChatId) -> LeaveChat:
        return LeaveChat(key(), by, chat, self.context)

    def return_(self, by: Actor, chat: ChatId) -> ReturnToChat:
        return ReturnToChat(key(), by, chat, self.context)

    def close(self, by: Actor, chat: ChatId) -> CloseChat:
        return CloseChat(key(), by, chat, self.context)

    # Configuration

    def configure(self, **values: object) -> None:
        """What the administration pages do, and what every process does when it hears of it."""
        SiteSettings.objects.update(**values)
        self.hear_of_change()

    @contextmanager
    def without_right(self, of: Agent, group: str) -> Iterator[None]:
        held = list(GroupPermission.objects.filter(agent_id=of.id, group__name=group))
        GroupPermission.objects.filter(pk__in=[row.pk for row in held]).delete()
        self.hear_of_change()
        try:
            yield
        finally:
            GroupPermission.objects.bulk_create(held)
            self.hear_of_change()

    def hear_of_change(self) -> None:
        self.context.settings.reload()
        self.context.rosters.clear()

    # Looking

    def chat_log(self, chat: ChatId) -> list[Entry]:
        return list(log.read_all(chat_stream(chat)))

    def texts(self, chat: ChatId) -> list[str]:
        return [body["text"] for body in self.bodies(chat) if body["type"] == "message-posted"]

    def bodies(self, chat: ChatId) -> list[dict[str, Any]]:
        return [json.loads(entry.body) for entry in self.chat_log(chat)]

    def log(self) -> list[tuple[int, int, str]]:
        """Every event there is, in place."""
        return list(EntryRow.objects.order_by("stream", "seq").values_list("stream", "seq", "body"))

    def holes(self) -> list[tuple[int, int]]:
        """Places that do not follow the one before. None, if all is well."""
        places = [(stream, seq) for stream, seq, _ in self.log()]
        return [(stream, seq) for stream, seq in places if seq != 1 and (stream, seq - 1) not in places]


def agent(login: str) -> Agent:
    return agent_actor(Account.objects.get(login=login))


def visitor_named(name: str) -> PublicUserRow:
    row = PublicUser.objects.get(name=name)
    return PublicUserRow(PublicUserId(row.pk), row.name, row.language)


def another_visitor(name: str = "Victor") -> Visitor:
    return public_user_actor(create_public_user(name=name, language="en", now=BEGINNING))


def another_customer_user(login: str = "dora") -> CustomerUser:
    customer = Customer.objects.get_or_create(name="Another company")[0]
    return customer_user_actor(
        create_customer_user(login=login, name=login.title(), customer=customer, now=BEGINNING)
    )
