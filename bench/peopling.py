"""The people of a measurement, as rows; what is said before it begins, as commands."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from bench.line import Person
from bench.people import COMPANY, GROUP, Pair, Population
from terefere.accounts.doors import Door
from terefere.accounts.models import Account, Customer, Group, GroupPermission
from terefere.accounts.public_users import VISITOR_COOKIE, create_public_user, token_for
from terefere.accounts.queries import agent_actor, customer_user_actor
from terefere.accounts.services import create_agent, create_customer_user, grant
from terefere.chat.commands import AcceptRequest, CloseChat, PostMessage, StartChat
from terefere.chat.models import Channel, Chat, ListedChannel
from terefere.config.composition import chat_context, runner_for
from terefere.config.preparation import prepare
from terefere.core.clock import utc_now
from terefere.core.ids import ChannelId, ChatId, ClientId
from terefere.events.commands import Command, Committed

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_SESSION_LIFE = timedelta(days=1)


def populate(*, pairs: int, idle: int, history: int) -> Population:
    """`history`: so many messages in one closed chat of the first pair."""
    prepare()
    now = utc_now()
    with transaction.atomic():
        channel = _channel()
        made = [_pair(number, channel, now) for number in range(pairs)]
        idle_people = _idle_people(idle, now)
    long_chat = _long_chat(channel, history, now) if history else 0
    return Population(channel.pk, made, idle_people, long_chat)


def _channel() -> Channel:
    group = Group.objects.create(name=GROUP)
    Customer.objects.create(name=COMPANY)
    return Channel.objects.create(name="Support", group=group, for_public_users=True)


def _pair(number: int, channel: Channel, now: datetime) -> Pair:
    """Every other requester is a public user."""
    requester = _customer_user(number, now) if number % 2 == 0 else _visitor(number, now)
    return Pair(agent=_agent(number, channel, now), requester=requester)


def _agent(number: int, channel: Channel, now: datetime) -> Person:
    agent = create_agent(login=f"agent{number}", name=f"Ágnes Agent {number}", now=now)
    for group in (channel.group, Group.objects.get(name="users")):
        grant(agent=agent, group=group, permission=GroupPermission.Name.CHAT_OWNER)
    ListedChannel.objects.create(agent=agent, channel=channel)
    return _signed_in(agent, Door.AGENT)


def _customer_user(number: int, now: datetime) -> Person:
    customer = Customer.objects.get(name=COMPANY)
    account = create_customer_user(
        login=f"customer{number}", name=f"Cecília Customer {number}", customer=customer, now=now
    )
    return _signed_in(account, Door.EXTERNAL)


def _visitor(number: int, now: datetime) -> Person:
    visitor = create_public_user(name=f"Vera {number}", language="hu", now=now)
    return Person("/ws/external", f"{VISITOR_COOKIE}={token_for(visitor.id, now=now)}")


def _signed_in(account: Account, door: Door) -> Person:
    session = _session(account)
    session.create()
    return _holder_of(session.session_key, door)


def _idle_people(wanted: int, now: datetime) -> list[Person]:
    """Customer users, made many at once."""
    accounts = Account.objects.bulk_create(_idle_account(number, now) for number in range(wanted))
    keys = [f"idle{number:028}" for number in range(wanted)]
    Session.objects.bulk_create(
        Session(session_key=key, session_data=_encoded(account), expire_date=now + _SESSION_LIFE)
        for key, account in zip(keys, accounts, strict=True)
    )
    return [_holder_of(key, Door.EXTERNAL) for key in keys]


def _idle_account(number: int, now: datetime) -> Account:
    account = Account(
        login=f"idle{number}", kind=Account.Kind.CUSTOMER_USER, full_name=f"Idle {number}", created=now
    )
    account.set_unusable_password()
    return account


def _session(account: Account) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = _BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    return session


def _encoded(account: Account) -> str:
    session = _session(account)
    return session.encode(dict(session.items()))


def _holder_of(session_key: str | None, door: Door) -> Person:
    path = "/ws/agent" if door is Door.AGENT else "/ws/external"
    return Person(path, f"{door.cookie_name}={session_key}")


def _long_chat(channel: Channel, messages: int, now: datetime) -> int:
    context = chat_context()
    runner = runner_for(context)
    keys = _keys()
    carol = customer_user_actor(Account.objects.get(login="customer0"))
    alice = agent_actor(Account.objects.get(login="agent0"))

    def do(*commands: Command) -> None:
        outcomes, _ = runner.run(commands, now=now)
        assert all(isinstance(outcome, Committed) for outcome in outcomes)

    do(StartChat(next(keys), carol, ChannelId(channel.pk), "Segítséget kérek.", context))
    chat = ChatId(Chat.objects.get().pk)
    do(AcceptRequest(next(keys), alice, chat, context))
    texts = [f"{number:04} Jó napot! Árvíztűrő tükörfúrógép, " + "x" * 70 for number in range(1, messages)]
    do(*(PostMessage(next(keys), carol.stream, chat, text, 0, context) for text in texts))
    do(CloseChat(next(keys), alice, chat, context))
    return chat


def _keys() -> Iterator[ClientId]:
    return (ClientId(UUID(int=number).bytes) for number in count(1))
