"""What `tests.contract.people` runs in a process of its own: everybody moves in, and says so on standard output."""

import sys
from datetime import UTC, datetime
from typing import Final

import msgspec
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.public_users import VISITOR_COOKIE, create_public_user, token_for
from terefere.chat.models import Channel, ListedChannel
from terefere.config.preparation import prepare
from tests.cast import PASSWORD, assemble_cast
from tests.contract.client import Badge
from tests.contract.people import People

_LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    sys.stdout.write(msgspec.json.encode(settle_here(datetime.now(UTC))).decode())


def settle_here(now: datetime) -> People:
    prepare()
    cast = assemble_cast(password=PASSWORD)
    for agent in (cast.alice, cast.bob):
        ListedChannel.objects.create(agent=agent, channel=cast.support)
    victor = create_public_user(name="Victor", language="en", now=now)
    return People(
        alice=_signed_in(cast.alice),
        bob=_signed_in(cast.bob),
        mallory=_signed_in(cast.mallory),
        carol=_signed_in(cast.carol),
        vera=_visitor("vera", token_for(cast.vera.id, now=now)),
        victor=_visitor("victor", token_for(victor.id, now=now)),
        expired=_visitor("expired", token_for(cast.vera.id, now=_LONG_AGO)),
        channels={channel.name: channel.pk for channel in Channel.objects.all()},
        accounts={account.login: account.pk for account in Account.objects.all()},
    )


def _signed_in(account: Account) -> Badge:
    """As Django's own sign-in leaves it (`django.contrib.auth.login`)."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    door = Door.AGENT if account.is_agent else Door.EXTERNAL
    cookie = f"{door.cookie_name}={session.session_key}"
    return Badge(account.login, "agent" if account.is_agent else "external", cookie)


def _visitor(name: str, token: str) -> Badge:
    return Badge(name, "external", f"{VISITOR_COOKIE}={token}")
