"""Who is on line. Pure: time and what other processes say come in by argument.

A person is on line while any of their sessions is connected, here or at another process, and for a moment after the
last one went, so that a reload does not flicker.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from terefere.core.ids import StreamId

GRACE_SECONDS: Final = 8.0
SILENCE_SECONDS: Final = 45.0
"""A process that was not heard for this long is gone, and its people with it."""


@dataclass(frozen=True, slots=True)
class Changes:
    came: frozenset[StreamId] = frozenset()
    went: frozenset[StreamId] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.came or self.went)


@dataclass(slots=True)
class _Elsewhere:
    people: frozenset[StreamId]
    until: float


class Registry:
    def __init__(self) -> None:
        self._sessions: Counter[StreamId] = Counter()
        self._leaving: dict[StreamId, float] = {}
        self._elsewhere: dict[str, _Elsewhere] = {}

    def is_online(self, person: StreamId) -> bool:
        here = person in self._sessions or person in self._leaving
        return here or any(person in told.people for told in self._elsewhere.values())

    def here(self) -> frozenset[StreamId]:
        """Those who are connected to this process: what the others are told."""
        return frozenset(self._sessions) | frozenset(self._leaving)

    def online(self) -> frozenset[StreamId]:
        return self.here().union(*(told.people for told in self._elsewhere.values()))

    def connected(self, person: StreamId) -> Changes:
        before = self._online_of((person,))
        self._sessions[person] += 1
        self._leaving.pop(person, None)
        return self._changes((person,), before)

    def disconnected(self, person: StreamId, *, now: float) -> None:
        """Nobody is gone at once: `tick` tells when the grace is over."""
        self._sessions[person] -= 1
        if self._sessions[person] <= 0:
            del self._sessions[person]
            self._leaving[person] = now + GRACE_SECONDS

    def heard(self, origin: str, people: Iterable[StreamId], *, now: float) -> Changes:
        """Another process tells who is connected to it."""
        told = frozenset(people)
        affected = told ^ self._told_by(origin)
        before = self._online_of(affected)
        self._elsewhere[origin] = _Elsewhere(told, now + SILENCE_SECONDS)
        return self._changes(affected, before)

    def tick(self, *, now: float) -> Changes:
        """Time passes: those whose grace is over are gone, processes that fell silent too."""
        left = [person for person, until in self._leaving.items() if until <= now]
        silent = [origin for origin, told in self._elsewhere.items() if told.until <= now]
        affected = frozenset(left).union(*(self._told_by(origin) for origin in silent))
        before = self._online_of(affected)
        for person in left:
            del self._leaving[person]
        for origin in silent:
            del self._elsewhere[origin]
        return self._changes(affected, before)

    def _told_by(self, origin: str) -> frozenset[StreamId]:
        told = self._elsewhere.get(origin)
        return frozenset() if told is None else told.people

    def _online_of(self, people: Iterable[StreamId]) -> frozenset[StreamId]:
        return frozenset(person for person in people if self.is_online(person))

    def _changes(self, people: Iterable[StreamId], before: frozenset[StreamId]) -> Changes:
        after = self._online_of(people)
        return Changes(came=after - before, went=before - after)
