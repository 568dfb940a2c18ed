"""Who knocks: from the cookies of a handshake to an actor. Runs on the reader threads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from terefere.accounts.doors import Door
from terefere.accounts.public_users import VISITOR_COOKIE, public_user_of_token
from terefere.accounts.queries import agent_actor, customer_user_actor, public_user_actor
from terefere.accounts.sessions import account_of_session, cookies_of
from terefere.chat.events import PersonKind
from terefere.core.actors import Actor, Agent, CustomerUser, PublicUser
from terefere.core.clock import utc_now
from terefere.core.text import LANGUAGES

LANGUAGE_COOKIE: Final = "terefere_language"

Headers = Iterable[tuple[bytes, bytes]]


class Identity(NamedTuple):
    actor: Actor
    language: str


class Credentials(NamedTuple):
    """What a connection keeps, to be asked again whether it still holds."""

    door: Door
    session_key: str | None
    visitor_token: str | None
    browser_language: str


def credentials_of(headers: Headers, door: Door) -> Credentials:
    cookies = cookies_of(header(headers, b"cookie"))
    return Credentials(
        door=door,
        session_key=cookies.get(door.cookie_name),
        visitor_token=cookies.get(VISITOR_COOKIE) if door is Door.EXTERNAL else None,
        browser_language=cookies.get(LANGUAGE_COOKIE) or _preferred(header(headers, b"accept-language")),
    )


def identify(credentials: Credentials, *, now: datetime) -> Identity | None:
    """Who that is at this moment: the account that is signed in, else the visitor; None: a stranger."""
    account = account_of_session(credentials.session_key, credentials.door, now=now)
    if account is not None:
        actor = agent_actor if credentials.door is Door.AGENT else customer_user_actor
        return Identity(actor(account), _known(account.language or credentials.browser_language))
    visitor = public_user_of_token(credentials.visitor_token, now=now)
    if visitor is None:
        return None
    return Identity(public_user_actor(visitor), _known(visitor.language or credentials.browser_language))


def identify_now(credentials: Credentials) -> Identity | None:
    return identify(credentials, now=utc_now())


def kind_of_actor(actor: Actor) -> PersonKind:
    match actor:
        case Agent():
            return "agent"
        case CustomerUser():
            return "customer-user"
        case PublicUser():
            return "public-user"


def header(headers: Headers, name: bytes) -> bytes:
    return next((value for key, value in headers if key == name), b"")


def _preferred(accept_language: bytes) -> str:
    """The first language of an Accept-Language header (RFC 9110 §12.5.4) that we speak."""
    wanted = (part.split(";")[0].strip()[:2].lower() for part in accept_language.decode("latin-1").split(","))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]
