"""Who plays in the tests.

Alice and Bob answer for Support, and Alice administers; Carol is a customer user of Weber & Söhne; Vera is a
public user; Mallory is an agent of another group, who must never see anything of theirs.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pytest

from terefere.accounts.models import Account, Customer, Group
from terefere.accounts.public_users import PublicUserRow, create_public_user
from terefere.accounts.services import create_agent, create_customer_user, grant
from terefere.chat.basics import ensure_basics
from terefere.chat.models import Channel

PASSWORD: Final = "blue kettle at noon"
BEGINNING: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When everybody came into being."""


@dataclass(frozen=True)
class Cast:
    alice: Account
    bob: Account
    carol: Account
    vera: PublicUserRow
    mallory: Account
    weber: Customer
    support_group: Group
    sales_group: Group
    support: Channel
    billing: Channel
    sales: Channel
    default: Channel


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble_cast()


def assemble_cast(*, password: str | None = None) -> Cast:
    """Everybody, in a database that holds nothing yet. Without a password nobody can sign in by one."""
    ensure_basics()
    support_group = Group.objects.create(name="support")
    sales_group = Group.objects.create(name="sales")
    weber = Customer.objects.create(name="Weber & Söhne GmbH")
    return Cast(
        alice=an_owner("alice", "Alice Arnold", support_group, password=password, is_administrator=True),
        bob=an_owner("bob", "Bob Bárány", support_group, password=password),
        carol=create_customer_user(
            login="carol",
            name="Carol Weber",
            customer=weber,
            email="carol@weber.example",
            password=password,
            now=BEGINNING,
        ),
        vera=create_public_user(name="Vera", language="en", now=BEGINNING),
        mallory=an_owner("mallory", "Mallory Mund", sales_group, password=password),
        weber=weber,
        support_group=support_group,
        sales_group=sales_group,
        support=a_channel("Support", support_group, for_public_users=True),
        billing=a_channel("Billing", support_group),
        sales=a_channel("Sales", sales_group, for_public_users=True),
        default=Channel.objects.get(is_default=True),
    )


def an_owner(
    login: str, name: str, group: Group, *, password: str | None = None, is_administrator: bool = False
) -> Account:
    agent = create_agent(
        login=login,
        name=name,
        email=f"{login}@desk.example",
        password=password,
        is_administrator=is_administrator,
        now=BEGINNING,
    )
    grant(agent=agent, group=group, permission="chat_owner")
    grant(agent=agent, group=Group.objects.get(name="users"), permission="rw")
    return agent


def a_channel(name: str, group: Group, *, for_public_users: bool = False) -> Channel:
    return Channel.objects.create(name=name, group=group, for_public_users=for_public_users)
