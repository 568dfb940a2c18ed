"""Who stands behind a session cookie, without a request: what a WebSocket handshake asks.

The same checks as Django's own (`django.contrib.auth.get_user`), in two statements written by hand: thousands
come back within seconds of a restart, and objects cost more than the database takes for the rows.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.rows import first_row
from terefere.core.ids import AccountId

_SESSION: Final = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_ACCOUNT: Final = (
    "SELECT id, kind, login, full_name, email, language, customer_id, chat_availability, is_staff, password"
    " FROM accounts_account WHERE id = %s AND kind = %s AND is_active"
)


class AccountRow(NamedTuple):
    """An account that may come in, as plain values."""

    id: AccountId
    kind: str
    login: str
    full_name: str
    email: str
    language: str
    customer_id: int | None
    chat_availability: str
    is_staff: bool


def cookies_of(header: bytes) -> dict[str, str]:
    """The cookies of a Cookie header, read as Django reads it."""
    return parse_cookie(header.decode("latin-1"))


def account_of_session(session_key: str | None, door: Door, *, now: datetime) -> AccountRow | None:
    """The account signed in at `door` under this cookie value; None for everything that is not so."""
    if not session_key or not (session := _session(session_key, now)):
        return None
    row = first_row(_ACCOUNT, session.get(SESSION_KEY), door.account_kind.value)
    return AccountRow(*row[:-1]) if row and _vouches_for(session, password=row[-1]) else None


def _session(session_key: str, now: datetime) -> Mapping[str, Any]:
    row = first_row(_SESSION, session_key, connection.ops.adapt_datetimefield_value(now))
    return SessionStore().decode(row[0]) if row else {}


def _vouches_for(session: Mapping[str, Any], *, password: str) -> bool:
    """Was this session made with the password that the account has now? A new password ends old sessions."""
    made_with = session.get(HASH_SESSION_KEY, "")
    return session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and any(
        constant_time_compare(made_with, valid) for valid in _session_hashes(Account(password=password))
    )


def _session_hashes(account: Account) -> Iterator[str]:
    yield account.get_session_auth_hash()
    yield from account.get_session_auth_fallback_hash()
