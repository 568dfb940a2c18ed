"""Word that the configuration is not what it was: settings, channels, accounts, permissions, or one person's sign-in.

Whoever changes it says so after the commit, from any thread; whoever keeps something in memory listens.
"""

from collections.abc import Callable
from typing import Final

from terefere.core.ids import StreamId

Listener = Callable[[StreamId | None], None]
"""Called, on the thread that announces, with the person who changed; None where it may concern anybody."""

_listeners: Final[list[Listener]] = []


def listen(listener: Listener) -> None:
    """Hear of every change from now on."""
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    _listeners.remove(listener)


def announce_configuration_change() -> None:
    """Call it after the change was committed. Safe from any thread."""
    _announce(None)


def announce_person_change(person: StreamId) -> None:
    """One person's sign-in or rights changed: only their connections need to be looked at."""
    _announce(person)


def _announce(person: StreamId | None) -> None:
    for listener in tuple(_listeners):
        listener(person)
