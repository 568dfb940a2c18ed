"""The demo's people, channels and one finished conversation. Made once; safe to repeat."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from django.core.management.base import CommandError

from terefere.accounts.models import Account, Customer, Group, GroupPermission
from terefere.accounts.public_users import create_public_user
from terefere.accounts.queries import agent_actor, public_user_actor
from terefere.accounts.services import create_agent, create_customer_user, grant
from terefere.chat.commands import AcceptRequest, ChatContext, CloseChat, PostMessage, StartChat
from terefere.chat.models import Channel, Chat, ListedChannel
from terefere.core.actors import Actor
from terefere.core.ids import ChannelId, ChatId, ClientId
from terefere.events.batch import BatchRunner
from terefere.events.commands import Command, Committed

PASSWORD: Final = "demo-terefere"  # noqa: S105 — told to everybody who starts the demo

AGENTS: Final = {"alice": "Alice Demo", "bob": "Bob Demo"}
OTHER_AGENTS: Final = {"mallory": "Mallory Demo"}
CUSTOMER_USERS: Final = {"carol": "Carol Demo"}

_SAID: Final = (
    ("visitor", "Hello! Is the demo shop open on Saturday?"),
    ("agent", "Hello Vera! Yes, from 9:00 to 13:00. Árvíztűrő tükörfúrógépek are in stock, too. 🙂"),
    ("visitor", "Great, thank you.\nSee you on Saturday!"),
    ("agent", "You are welcome. Directions: https://example.org/directions"),
)


def populate(runner: BatchRunner, context: ChatContext, *, now: datetime) -> None:
    """Nothing happens where the demo's people exist already."""
    if Account.objects.filter(login="alice").exists():
        return
    _add_people(now)
    _hold_conversation(runner, context, now - timedelta(minutes=20))


def _add_people(now: datetime) -> None:
    support, sales = (Group.objects.get_or_create(name=name)[0] for name in ("support", "sales"))
    channels = [
        _channel("Support", support, public=True),
        _channel("Billing", support, public=True),
        _channel("Sales", sales, public=False),
    ]
    for login, name in AGENTS.items():
        _add_agent(login, name, support, channels[:2], now, is_administrator=login == "alice")
    for login, name in OTHER_AGENTS.items():
        _add_agent(login, name, sales, channels[2:], now)
    customer = Customer.objects.get_or_create(name="Demo & Söhne GmbH")[0]
    for login, name in CUSTOMER_USERS.items():
        create_customer_user(
            login=login,
            name=name,
            customer=customer,
            email=f"{login}@example.org",
            password=PASSWORD,
            now=now,
        )


def _channel(name: str, group: Group, *, public: bool) -> Channel:
    return Channel.objects.get_or_create(name=name, defaults={"group": group, "for_public_users": public})[0]


def _add_agent(
    login: str,
    name: str,
    group: Group,
    channels: list[Channel],
    now: datetime,
    *,
    is_administrator: bool = False,
) -> None:
    agent = create_agent(
        login=login,
        name=name,
        email=f"{login}@example.org",
        password=PASSWORD,
        now=now,
        is_administrator=is_administrator,
    )
    users = Group.objects.get(name="users")
    for of_group in (group, users):
        grant(agent=agent, group=of_group, permission=GroupPermission.Name.CHAT_OWNER)
    ListedChannel.objects.bulk_create(ListedChannel(agent=agent, channel=channel) for channel in channels)


def _hold_conversation(runner: BatchRunner, context: ChatContext, begun: datetime) -> None:
    vera = public_user_actor(create_public_user(name="Vera Demo", language="en", now=begun))
    alice = agent_actor(Account.objects.get(login="alice"))
    support = ChannelId(Channel.objects.get(name="Support").pk)
    moments = (begun + timedelta(seconds=40 * step) for step in count())
    keys = _keys()

    def do(command: Command) -> None:
        [outcome], _ = runner.run([command], now=next(moments))
        if not isinstance(outcome, Committed):
            raise CommandError(f"The demo's conversation could not be made: {outcome}")

    do(StartChat(next(keys), vera, support, _SAID[0][1], context))
    chat = ChatId(Chat.objects.get().pk)
    do(AcceptRequest(next(keys), alice, chat, context))
    for who, text in _SAID[1:]:
        speaker: Actor = vera if who == "visitor" else alice
        do(PostMessage(next(keys), speaker.stream, chat, text, 0, context))
    do(CloseChat(next(keys), alice, chat, context))


def _keys() -> Iterator[ClientId]:
    return (ClientId(UUID(int=number).bytes) for number in count(1))
