"""Who may write in which chat, kept in memory so that a message is checked without asking the database.

Everything that changes who may write is an event on the chat's stream or a change of the configuration. The writer
invalidates a roster when it, or another process, wrote such an event; `clear` follows every configuration change.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from terefere.accounts.permissions import Action, may
from terefere.chat.access import level_as
from terefere.chat.errors import ChatLeft, MayNotWrite
from terefere.chat.lifecycle import State, Step, state_after
from terefere.chat.models import Chat, Participant
from terefere.core.errors import NotFound, Refused
from terefere.core.ids import ChatId, StreamId, chat_stream
from terefere.site.settings import SettingsInForce

_MOST_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Roster:
    state: State
    writers: dict[StreamId, int]
    """Number among the participants of everybody who may write."""
    barred: dict[StreamId, type[Refused]]
    """The other participants, and why they may not."""

    def number_of_writer(self, person: StreamId) -> int:
        """Raises the refusal that tells why this person may not write here."""
        number = self.writers.get(person)
        if number is None:
            refusal = self.barred.get(person, NotFound)
            raise refusal
        state_after(self.state, Step.WRITE)
        return number


class Rosters:
    """Used by the writer's thread only, except for `clear`."""

    def __init__(self, settings: SettingsInForce) -> None:
        self._settings = settings
        self._kept: OrderedDict[StreamId, Roster] = OrderedDict()

    def of(self, chat: ChatId) -> Roster:
        """Raises NotFound where there is no such chat."""
        # What is read while the configuration changes goes into what was cleared, and is forgotten with it.
        kept, stream = self._kept, chat_stream(chat)
        roster = kept.get(stream)
        if roster is None:
            roster = kept[stream] = self._load(chat)
            _bound(kept)
        return roster

    def invalidate(self, streams: Iterable[StreamId]) -> None:
        for stream in streams:
            self._kept.pop(stream, None)

    def clear(self) -> None:
        self._kept = OrderedDict()

    def _load(self, chat_id: ChatId) -> Roster:
        chat = Chat.objects.select_related("channel").filter(pk=chat_id).first()
        if chat is None:
            raise NotFound
        writers: dict[StreamId, int] = {}
        barred: dict[StreamId, type[Refused]] = {}
        for participant in chat.participants.all():
            why = self._why_barred(participant, chat)
            if why is None:
                writers[StreamId(participant.person)] = participant.number
            else:
                barred[StreamId(participant.person)] = why
        return Roster(State(chat.state), writers, barred)

    def _why_barred(self, participant: Participant, chat: Chat) -> type[Refused] | None:
        if participant.level == Participant.Level.REQUESTER:
            return None if participant.here else ChatLeft
        level = level_as(participant, chat.channel, self._settings.value)
        if not participant.here or not may(Action.READ, level, once_invited=True):
            return NotFound
        return None if may(Action.WRITE, level) else MayNotWrite


def _bound(kept: OrderedDict[StreamId, Roster]) -> None:
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)
