"""After a change of accounts, permissions or settings: does every connection still hold what it was given?"""

from typing import TYPE_CHECKING

from terefere.chat import queries
from terefere.core.actors import Actor
from terefere.core.errors import SignedOut
from terefere.core.ids import StreamId
from terefere.gateway.connection import Connection
from terefere.gateway.identity import Credentials, identify_now

if TYPE_CHECKING:
    from terefere.gateway.gateway import Gateway


async def check_rights(gateway: "Gateway", person: StreamId | None) -> None:
    """Of one person's connections, or of all of them."""
    for connection in gateway.connections():
        if person is None or connection.identity.actor.stream == person:
            await _check_connection(gateway, connection)


async def _check_connection(gateway: "Gateway", connection: Connection) -> None:
    """Whoever lost a right receives nothing more; whoever gained one needs no reload."""
    actor = await gateway.readers.ask_until_answered(_actor_behind, connection.credentials)
    if actor is None or actor.stream != connection.identity.actor.stream:
        connection.close(SignedOut())
    else:
        await _check_streams(gateway, connection, actor)


async def _check_streams(gateway: "Gateway", connection: Connection, actor: Actor) -> None:
    ask, session = gateway.readers.ask_until_answered, connection.session
    for stream in session.streams():
        if not await ask(queries.may_follow, actor, stream, gateway.settings):
            session.revoke(stream)
    for stream in await ask(queries.streams_of, actor, gateway.settings):
        session.follow_if_new(stream)


def _actor_behind(credentials: Credentials) -> Actor | None:
    identity = identify_now(credentials)
    return None if identity is None else identity.actor
