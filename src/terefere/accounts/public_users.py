"""Visitors without an account: whoever holds a token signed for the row is that person.

The token is ``<id>.<expiry>:<signature>``; the signature covers both and is of no use for anything else,
because the signer has a salt of its own. It travels in a cookie that no script can read, never in a URL.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse

from terefere.accounts.errors import NameMissing, NameTooLong
from terefere.accounts.models import PublicUser
from terefere.accounts.rows import first_row
from terefere.core.ids import PublicUserId
from terefere.core.text import LANGUAGES, is_blank, one_line

VISITOR_COOKIE: Final = "terefere_visitor"
TOKEN_LIFE: Final = timedelta(days=30)
LONGEST_NAME: Final = 100

_SALT: Final = "terefere.accounts.public_users"
_PUBLIC_USER: Final = "SELECT id, name, language FROM accounts_publicuser WHERE id = %s"


class PublicUserRow(NamedTuple):
    id: PublicUserId
    name: str
    language: str


def create_public_user(*, name: str, language: str, now: datetime) -> PublicUserRow:
    """A new visitor. Refused: `name_missing`, `name_too_long`. An unknown language counts as none."""
    row = PublicUser.objects.create(
        name=_clean_name(name), language=language if language in LANGUAGES else "", created=now
    )
    return PublicUserRow(PublicUserId(row.id), row.name, row.language)


def token_for(public_user: PublicUserId, *, now: datetime) -> str:
    """Proof of being this visitor, for the next thirty days."""
    return Signer(salt=_SALT).sign(f"{public_user}.{int((now + TOKEN_LIFE).timestamp())}")


def public_user_of_token(token: str | None, *, now: datetime) -> PublicUserRow | None:
    """The visitor whom `token` proves; None when it is expired, forged or garbage."""
    if not token or (public_user := _proven_by(token, now)) is None:
        return None
    row = first_row(_PUBLIC_USER, public_user)
    return PublicUserRow(*row) if row else None


def set_visitor_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        VISITOR_COOKIE,
        token,
        max_age=TOKEN_LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _clean_name(name: str) -> str:
    cleaned = one_line(name)
    if is_blank(cleaned):
        raise NameMissing
    if len(cleaned) > LONGEST_NAME:
        raise NameTooLong
    return cleaned


def _proven_by(token: str, now: datetime) -> int | None:
    try:
        public_user, expiry = Signer(salt=_SALT).unsign(token).split(".")
    except BadSignature:
        return None
    return int(public_user) if int(expiry) > now.timestamp() else None
