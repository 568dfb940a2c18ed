"""Presence, as the gateway uses it: told to the chats people are in, and deciding which channels can be chosen."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from terefere.chat import queries
from terefere.chat.queries import Choices
from terefere.core.actors import Agent
from terefere.core.ids import StreamId, StreamKind, kind_of, stream_name
from terefere.events.bus import OnlineHere
from terefere.gateway.encoder import encode
from terefere.gateway.frames_out import ChannelsSignal, PresenceSignal
from terefere.presence.registry import Changes, Registry

if TYPE_CHECKING:
    from terefere.gateway.gateway import Gateway

_TICKS_BETWEEN_TELLING: Final = 10


class Whereabouts:
    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._registry = Registry()
        self.choices = Choices([], [])
        self._is_telling_due = True
        self._ticks = 0
        self._changed: dict[StreamId, bool] = {}

    def online(self) -> frozenset[StreamId]:
        return self._registry.online()

    def is_online(self, person: StreamId) -> bool:
        return self._registry.is_online(person)

    def came(self, person: StreamId) -> None:
        self._note(self._registry.connected(person))

    def left(self, person: StreamId, *, now: float) -> None:
        self._registry.disconnected(person, now=now)

    def heard(self, origin: str, people: Iterable[StreamId], *, now: float) -> None:
        self._note(self._registry.heard(origin, people, now=now))

    def tick(self, now: float) -> None:
        """Once a second: however many came and went, the database is asked once."""
        self._ticks += 1
        self._note(self._registry.tick(now=now))
        if self._changed:
            changed, self._changed = self._changed, {}
            self._gateway.spawn(self._tell(changed))
        if self._is_telling_due or self._ticks % _TICKS_BETWEEN_TELLING == 0:
            self._is_telling_due = False
            self._gateway.tell_others(OnlineHere(sorted(self._registry.here())))

    async def refresh_choices(self) -> None:
        """Which channels can be chosen now; everybody who may choose is told when that changed."""
        choices = await self._gateway.readers.ask_until_answered(
            queries.choices, self.online(), self._gateway.settings
        )
        if choices != self.choices:
            self.choices = choices
            self._tell_choices()

    def _note(self, changes: Changes) -> None:
        self._changed.update(dict.fromkeys(changes.came, True))
        self._changed.update(dict.fromkeys(changes.went, False))
        self._is_telling_due = self._is_telling_due or bool(changes)

    async def _tell(self, changed: Mapping[StreamId, bool]) -> None:
        ask = self._gateway.readers.ask_until_answered
        for person, stream, number in await ask(queries.participations_of, list(changed)):
            frame = PresenceSignal(stream=stream_name(stream), by=number, online=changed[person])
            self._gateway.hub.signal(stream, encode(frame))
        if any(kind_of(person) == StreamKind.ACCOUNT for person in changed):
            await self.refresh_choices()

    def _tell_choices(self) -> None:
        for connection in self._gateway.connections():
            actor = connection.identity.actor
            if not isinstance(actor, Agent) and connection.session.is_greeted:
                connection.send(encode(ChannelsSignal(channels=self.choices.of(actor))))
