"""Reading chats: snapshots, as one viewer may see them, and what may be followed."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, cast

import msgspec
from django.db import DatabaseError, connection
from django.db.models import F, QuerySet

from terefere.accounts.models import Account, GroupPermission
from terefere.accounts.permissions import Action, may
from terefere.chat import views
from terefere.chat.access import level_as, owned_channels, readable_chat
from terefere.chat.events import ChatEvent
from terefere.chat.lifecycle import State
from terefere.chat.models import Channel, Chat, ListedChannel, Participant
from terefere.chat.snapshots import (
    ChannelChoice,
    ChannelSnapshot,
    ChatAction,
    ChatSnapshot,
    ChatState,
    EndedChat,
    PersonSnapshot,
    PlacedEvent,
    Snapshot,
)
from terefere.core.actors import Actor, Agent, CustomerUser, PublicUser
from terefere.core.clock import to_milliseconds
from terefere.core.ids import (
    ChannelId,
    ChatId,
    Seq,
    StreamId,
    StreamKind,
    channel_stream,
    chat_stream,
    kind_of,
    number_of,
)
from terefere.events import log
from terefere.events.encoding import body_for, written
from terefere.events.event import Entry
from terefere.events.heads import read_heads
from terefere.site.settings import CurrentSettings

NEWEST_EVENTS: Final = 50
_ENDED_CHATS_LISTED: Final = 50
_PEOPLE_PER_QUESTION: Final = 1_000
_CONSISTENT_TRIES: Final = 5


class Followed(NamedTuple):
    """A stream as it stands at its number `head`."""

    head: Seq
    snapshot: Snapshot
    people: "People"


class People(NamedTuple):
    """Who takes part in a chat, by number, and which number the viewer has."""

    numbers: dict[StreamId, int]
    me: int | None


NO_PEOPLE: Final = People({}, None)


class Choices(NamedTuple):
    """What each kind of requester may choose from."""

    customer_users: list[ChannelChoice]
    public_users: list[ChannelChoice]

    def of(self, viewer: Actor) -> list[ChannelChoice]:
        match viewer:
            case Agent():
                return []
            case CustomerUser():
                return self.customer_users
            case PublicUser():
                return self.public_users


class Busy(DatabaseError):
    """The stream changed faster than it could be read."""


def streams_of(viewer: Actor, settings: CurrentSettings) -> list[StreamId]:
    """What a connection follows from the start: the person, open chats, and the channels an agent owns."""
    channels = []
    if isinstance(viewer, Agent):
        channels = [channel_stream(ChannelId(c.pk)) for c in owned_channels(viewer, settings)]
    return [viewer.stream, *channels, *own_chats(viewer, viewer.stream)]


def own_chats(viewer: Actor, stream: StreamId) -> tuple[StreamId, ...]:
    """The open chats that the viewer takes part in, where `stream` is the viewer's own; it tells of new ones."""
    return tuple(map(chat_stream, _open_chats(viewer))) if stream == viewer.stream else ()


def people_in(viewer: Actor, stream: StreamId) -> People:
    if kind_of(stream) != StreamKind.CHAT:
        return NO_PEOPLE
    rows = Participant.objects.filter(chat_id=number_of(stream)).values_list("person", "number")
    numbers = {StreamId(person): number for person, number in rows}
    return People(numbers, numbers.get(viewer.stream))


def follow(viewer: Actor, stream: StreamId, settings: CurrentSettings) -> Followed | None:
    """The stream for this viewer; None where there is none that the viewer may see. Raises Busy."""
    match kind_of(stream):
        case StreamKind.CHAT:
            return _steady(
                viewer, stream, lambda: _chat_snapshot(viewer, ChatId(number_of(stream)), settings)
            )
        case StreamKind.CHANNEL:
            return _steady(
                viewer, stream, lambda: _channel_snapshot(viewer, ChannelId(number_of(stream)), settings)
            )
        case StreamKind.ACCOUNT | StreamKind.PUBLIC_USER:
            if stream != viewer.stream:
                return None
            return _steady(viewer, stream, lambda: _person_snapshot(viewer))


def may_follow(viewer: Actor, stream: StreamId, settings: CurrentSettings) -> bool:
    match kind_of(stream):
        case StreamKind.CHAT:
            return readable_chat(viewer, ChatId(number_of(stream)), settings) is not None
        case StreamKind.CHANNEL:
            return _owned_channel(viewer, ChannelId(number_of(stream)), settings) is not None
        case StreamKind.ACCOUNT | StreamKind.PUBLIC_USER:
            return stream == viewer.stream


def placed(entries: Iterable[Entry], viewer: Actor) -> list[PlacedEvent]:
    """Entries as this viewer may see them; hidden ones are left out."""
    for_agents = isinstance(viewer, Agent)
    bodies = ((entry, body_for(entry, for_agents=for_agents)) for entry in entries)
    return [_placed(entry, body) for entry, body in bodies if body is not None]


def choices(online: frozenset[StreamId], settings: CurrentSettings) -> Choices:
    """The channels offered to requesters, and whether somebody is there to answer."""
    available = available_channels(online, settings)
    return Choices(
        customer_users=_choices(
            Channel.objects.choosable().filter(for_customer_users=True),
            available if settings.check_availability_for_customers else None,
        ),
        public_users=_choices(
            Channel.objects.choosable().filter(for_public_users=True),
            available if settings.check_availability_for_public else None,
        ),
    )


def available_channels(online: frozenset[StreamId], settings: CurrentSettings) -> set[int]:
    """Channels that an agent who is signed in and takes external chats has listed, and owns."""
    if not settings.chat_active:
        return set()
    agents = [number_of(stream) for stream in online if kind_of(stream) == StreamKind.ACCOUNT]
    listed = ListedChannel.objects.filter(
        agent_id__in=agents,
        agent__is_active=True,
        agent__chat_availability=Account.ChatAvailability.EXTERNAL,
        agent__group_permissions__group=F("channel__group"),
        agent__group_permissions__permission=GroupPermission.Name.CHAT_OWNER,
    )
    return set(listed.values_list("channel_id", flat=True))


def participations_of(people: list[StreamId]) -> list[tuple[StreamId, StreamId, int]]:
    """The open chats that these people take part in: person, chat's stream, number there."""
    rows: list[tuple[int, int, int]] = []
    for start in range(0, len(people), _PEOPLE_PER_QUESTION):
        asked = people[start : start + _PEOPLE_PER_QUESTION]
        open_ones = Participant.objects.filter(person__in=asked, ended__isnull=True)
        rows += open_ones.values_list("person", "chat_id", "number")
    return [(StreamId(person), chat_stream(ChatId(chat)), number) for person, chat, number in rows]


def _steady(viewer: Actor, stream: StreamId, read: Callable[[], Snapshot | None]) -> Followed | None:
    """Read between two looks at the head: when it has not moved, what was read belongs together."""
    for _ in range(_CONSISTENT_TRIES):
        head = read_heads([stream]).get(stream, Seq(0))
        snapshot = read()
        if snapshot is None:
            return None
        if read_heads([stream]).get(stream, Seq(0)) == head:
            return Followed(head, snapshot, people_in(viewer, stream))
    raise Busy


def _chat_snapshot(viewer: Actor, chat_id: ChatId, settings: CurrentSettings) -> ChatSnapshot | None:
    chat = readable_chat(viewer, chat_id, settings)
    if chat is None:
        return None
    rows = list(chat.participants.select_related("customer").order_by("number"))
    me = next((row for row in rows if row.person == viewer.stream), None)
    entries = log.read(chat_stream(chat_id), limit=NEWEST_EVENTS)
    view = views.participant if isinstance(viewer, Agent) else views.participant_as_shown
    return ChatSnapshot(
        chat=chat.pk,
        state=cast("ChatState", chat.state),
        channel=chat.channel_id,
        channel_name=chat.channel.name,
        created=to_milliseconds(chat.created),
        accepted=None if chat.accepted is None else to_milliseconds(chat.accepted),
        ended=None if chat.ended is None else to_milliseconds(chat.ended),
        participants=[view(row) for row in rows],
        me=None if me is None else me.number,
        may=_actions(viewer, chat, me, settings),
        here=[],
        events=placed(entries, viewer),
        more=bool(entries) and entries[0].seq > 1,
    )


def _actions(
    viewer: Actor, chat: Chat, me: Participant | None, settings: CurrentSettings
) -> list[ChatAction]:
    if not isinstance(viewer, Agent):
        return _requester_actions(State(chat.state), me)
    if me is None:
        return ["accept"] if chat.state == State.REQUEST else ["download"]
    level = level_as(me, chat.channel, settings)
    contributes = may(Action.WRITE, level) and may(Action.CLOSE, level)
    return ["write", "close", "download"] if contributes and chat.state == State.ACTIVE else ["download"]


def _requester_actions(state: State, me: Participant | None) -> list[ChatAction]:
    match state:
        case State.REQUEST:
            return ["write", "leave"]
        case State.ACTIVE:
            return ["write", "leave", "download"] if me is not None and me.here else ["return", "download"]
        case State.CLOSED | State.CANCELLED:
            return ["download"]


def _channel_snapshot(
    viewer: Actor, channel_id: ChannelId, settings: CurrentSettings
) -> ChannelSnapshot | None:
    channel = _owned_channel(viewer, channel_id, settings)
    if channel is None:
        return None
    waiting = list(Chat.objects.filter(channel=channel, state=State.REQUEST).order_by("created"))
    requesters = {row.chat_id: row for row in _requesters(waiting)}
    return ChannelSnapshot(
        channel=channel.pk,
        name=channel.name,
        requests=[views.request(chat, channel, requesters[chat.pk]) for chat in waiting],
    )


def _person_snapshot(viewer: Actor) -> PersonSnapshot:
    ended = Participant.objects.filter(person=viewer.stream, ended__isnull=False).order_by("-ended")
    newest = [own.chat for own in ended.select_related("chat__channel")[:_ENDED_CHATS_LISTED]]
    others = _others(newest, viewer) if newest else {}
    return PersonSnapshot(
        open=[int(chat) for chat in _open_chats(viewer)],
        ended=[_ended_chat(chat, others.get(chat.pk, "")) for chat in newest],
    )


def _choices(channels: Iterable[Channel], available: set[int] | None) -> list[ChannelChoice]:
    return [
        ChannelChoice(id=c.pk, name=c.name, available=available is None or c.pk in available)
        for c in channels
    ]


def _ended_chat(chat: Chat, title: str) -> EndedChat:
    ended = chat.ended or chat.created
    return EndedChat(
        chat=chat.pk,
        state="closed" if chat.state == State.CLOSED else "cancelled",
        channel_name=chat.channel.name,
        title=title,
        created=to_milliseconds(chat.created),
        ended=to_milliseconds(ended),
    )


def _others(chats: list[Chat], viewer: Actor) -> dict[int, str]:
    """Who the other side was: the requester for agents, the first agent for requesters."""
    rows = Participant.objects.filter(chat__in=chats).exclude(person=viewer.stream).order_by("-number")
    for_agent = isinstance(viewer, Agent)
    return {row.chat_id: row.name if for_agent else row.shown_name for row in rows}


def _open_chats(viewer: Actor) -> list[ChatId]:
    """By hand: thousands ask for it within seconds of a restart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chat_id FROM chat_participant WHERE person = %s AND ended IS NULL ORDER BY chat_id",
            [viewer.stream],
        )
        return [ChatId(chat) for (chat,) in cursor.fetchall()]


def _requesters(chats: list[Chat]) -> QuerySet[Participant]:
    rows = Participant.objects.filter(chat__in=chats, level=Participant.Level.REQUESTER)
    return rows.select_related("customer")


def _owned_channel(viewer: Actor, channel_id: ChannelId, settings: CurrentSettings) -> Channel | None:
    if not isinstance(viewer, Agent):
        return None
    return next((c for c in owned_channels(viewer, settings) if c.pk == channel_id), None)


def _placed(entry: Entry, body: str) -> PlacedEvent:
    # The body was written by the event's own encoder: it goes out as it stands, without being read again.
    event = cast("ChatEvent", msgspec.Raw(body.encode()))
    key = None if entry.client_id is None else written(entry.client_id)
    return PlacedEvent(seq=entry.seq, at=entry.at, event=event, id=key)
