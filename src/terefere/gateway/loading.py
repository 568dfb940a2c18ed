"""What a follower missed, read from the database. Runs on the reader threads."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from terefere.chat import queries
from terefere.chat.queries import NO_PEOPLE, People
from terefere.chat.snapshots import ChatSnapshot
from terefere.core.actors import Actor, Agent
from terefere.core.ids import Seq, StreamId, stream_name
from terefere.events import log
from terefere.events.encoding import frame_of
from terefere.events.heads import read_heads
from terefere.gateway.encoder import encode
from terefere.gateway.frames_in import FetchHistory
from terefere.gateway.frames_out import History, PresenceSignal, Resync
from terefere.gateway.ports import Loaded
from terefere.site.settings import CurrentSettings

IsOnline = Callable[[StreamId], bool]

_LONGEST_RESUME: Final = 500
"""Who missed more events than this gets a snapshot instead."""


def load(
    viewer: Actor, stream: StreamId, after: int | None, is_online: IsOnline, settings: CurrentSettings
) -> Loaded | None:
    """The events after number `after`, or a snapshot; None where there is nothing that the viewer may see."""
    missed = None if after is None else _missed(viewer, stream, after, is_online)
    if missed is None:
        return _fresh(viewer, stream, is_online, settings)
    # Asked after reading: nothing gets out that was written after the right to see it had gone.
    return missed if queries.may_follow(viewer, stream, settings) else None


def load_history(
    viewer: Actor, stream: StreamId, question: FetchHistory, shown: Seq | None, settings: CurrentSettings
) -> str | None:
    """The answer to fetch-history; None where the right to see it is gone.

    `shown`: the viewer was shown the stream up to this number, and the right to that stands. None: it must be asked.
    """
    head = read_heads([stream]).get(stream, Seq(0))
    entries = log.read(stream, before=min(question.before, (shown or head) + 1), limit=question.limit)
    if shown is None and not queries.may_follow(viewer, stream, settings):
        return None
    answer = History(
        ref=question.ref,
        stream=question.stream,
        head=head,
        events=queries.placed(entries, viewer),
        more=bool(entries) and entries[0].seq > 1,
    )
    return encode(answer)


def _missed(viewer: Actor, stream: StreamId, after: int, is_online: IsOnline) -> Loaded | None:
    head = read_heads([stream]).get(stream, Seq(0))
    if not after <= head <= after + _LONGEST_RESUME:
        return None
    entries = log.read(stream, after=after, before=head + 1, limit=_LONGEST_RESUME)
    frames = [frame_of(entry, for_agents=isinstance(viewer, Agent)) for entry in entries]
    people = queries.people_in(viewer, stream)
    return Loaded(
        head, frames + _presence_of(people, stream, is_online), people.me, queries.own_chats(viewer, stream)
    )


def _fresh(viewer: Actor, stream: StreamId, is_online: IsOnline, settings: CurrentSettings) -> Loaded | None:
    followed = queries.follow(viewer, stream, settings)
    if followed is None:
        return None
    snapshot = followed.snapshot
    if isinstance(snapshot, ChatSnapshot):
        snapshot = replace(snapshot, here=_numbers_of(followed.people, is_online))
    resync = Resync(stream=stream_name(stream), head=followed.head, snapshot=snapshot)
    return Loaded(followed.head, [encode(resync)], followed.people.me, queries.own_chats(viewer, stream))


def _presence_of(people: People, stream: StreamId, is_online: IsOnline) -> list[str]:
    if people is NO_PEOPLE:
        return []
    name = stream_name(stream)
    return [
        encode(PresenceSignal(stream=name, by=number, online=is_online(person)))
        for person, number in people.numbers.items()
    ]


def _numbers_of(people: People, is_online: IsOnline) -> list[int]:
    return sorted(number for person, number in people.numbers.items() if is_online(person))
