"""Every change of a chat. Plain synchronous functions: the actor, the moment and the record come in by argument."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max

from terefere.accounts.models import Account
from terefere.accounts.permissions import Action, Level, may
from terefere.chat import views
from terefere.chat.access import level_as, may_see_requests
from terefere.chat.errors import (
    AlreadyHere,
    ChannelNotOffered,
    ChatLeft,
    ChatNotActive,
    MessageBroken,
    MessageEmpty,
    MessageTooLong,
    StartNotAllowed,
    TooManyRequests,
)
from terefere.chat.events import (
    ChatAccepted,
    ChatCancelled,
    ChatClosed,
    ChatJoined,
    ChatRequested,
    MessagePosted,
    RequestAccepted,
    RequesterLeft,
    RequesterReturned,
    RequestListed,
    RequestMissed,
    RequestRepeated,
)
from terefere.chat.lifecycle import State, Step, state_after
from terefere.chat.models import Channel, Chat, Participant
from terefere.chat.rosters import Rosters
from terefere.core.actors import Agent, CustomerUser, Requester
from terefere.core.errors import NotFound
from terefere.core.ids import ChannelId, ChatId, StreamId, channel_stream, chat_stream
from terefere.core.text import has_broken_characters, is_blank
from terefere.events.unit import Unit
from terefere.site.settings import CurrentSettings

MOST_WAITING_REQUESTS: Final = 5
_TWIN_WINDOW: Final = timedelta(seconds=10)


def post_message(
    unit: Unit,
    *,
    by: StreamId,
    chat: ChatId,
    text: str,
    read: int,
    rosters: Rosters,
    settings: CurrentSettings,
) -> None:
    """The hot command: everything is checked in memory, nothing but the event is written."""
    number = rosters.of(chat).number_of_writer(by)
    _check_active(settings)
    check_text(text, settings)
    unit.record(chat_stream(chat), MessagePosted(by=number, text=text, read=read))


def start_chat(
    unit: Unit, *, by: Requester, channel: ChannelId | None, text: str, settings: CurrentSettings
) -> None:
    """A request for help. Asking the same twice within moments (two tabs, a double click) is one request."""
    _check_active(settings)
    _check_may_start(by, settings)
    check_text(text, settings)
    chosen = _channel_for(by, channel)
    waiting = _waiting_requests(by)
    if twin := _twin(waiting, chosen, text, unit):
        unit.record(chat_stream(ChatId(twin.pk)), RequestRepeated(by=_own_participation(twin, by).number))
        return
    if len(waiting) >= MOST_WAITING_REQUESTS:
        raise TooManyRequests(most=MOST_WAITING_REQUESTS)
    _open_request(unit, by, chosen, text)


def accept_request(unit: Unit, *, by: Agent, chat: ChatId, settings: CurrentSettings) -> None:
    """The first to accept wins."""
    _check_active(settings)
    request = _chat_for_change(chat)
    if not may_see_requests(by, request.channel, settings):
        raise NotFound
    _take_step(request, Step.ACCEPT, accepted=unit.now)
    agent = _add_agent(request, by, Level.OWNER, settings)
    unit.record(
        chat_stream(chat),
        ChatAccepted(agent=views.participant(agent)),
        external=ChatAccepted(agent=views.participant_as_shown(agent)),
    )
    unit.record(channel_stream(ChannelId(request.channel_id)), RequestAccepted(chat=chat, by=by.name))
    unit.record(by.stream, ChatJoined(chat=chat))


def leave_chat(unit: Unit, *, by: Requester, chat: ChatId) -> None:
    """The requester ends it: a request is missed, an active chat stays with the agents."""
    conversation = _chat_for_change(chat)
    requester = _own_participation(conversation, by)
    if conversation.state == State.REQUEST:
        _end(conversation, Step.CANCEL, unit.now)
        unit.record(chat_stream(chat), ChatCancelled(by=requester.number))
        unit.record(channel_stream(ChannelId(conversation.channel_id)), RequestMissed(chat=chat))
        return
    state_after(State(conversation.state), Step.LEAVE)
    if not requester.here:
        raise ChatLeft
    _set_here(requester, here=False)
    unit.record(chat_stream(chat), RequesterLeft(by=requester.number))


def return_to_chat(unit: Unit, *, by: Requester, chat: ChatId) -> None:
    """The requester comes back, as long as no agent has closed the chat."""
    conversation = _chat_for_change(chat)
    requester = _own_participation(conversation, by)
    state_after(State(conversation.state), Step.RETURN)
    if requester.here:
        raise AlreadyHere
    _set_here(requester, here=True)
    unit.record(chat_stream(chat), RequesterReturned(by=requester.number))


def close_chat(unit: Unit, *, by: Agent, chat: ChatId, settings: CurrentSettings) -> None:
    """Any contributing agent ends it for all sides."""
    conversation = _chat_for_change(chat)
    agent = _own_participation(conversation, by)
    if not (agent.here and may(Action.CLOSE, level_as(agent, conversation.channel, settings))):
        raise NotFound
    _end(conversation, Step.CLOSE, unit.now)
    unit.record(chat_stream(chat), ChatClosed(by=agent.number))


def check_text(text: str, settings: CurrentSettings) -> None:
    """Raises the refusal that tells what is wrong with a message; nothing of a good one is altered."""
    if len(text) > settings.longest_message:
        raise MessageTooLong(length=len(text), longest=settings.longest_message)
    if is_blank(text):
        raise MessageEmpty
    if has_broken_characters(text):
        raise MessageBroken


def _check_active(settings: CurrentSettings) -> None:
    if not settings.chat_active:
        raise ChatNotActive


def _check_may_start(by: Requester, settings: CurrentSettings) -> None:
    allowed = settings.customer_to_agent if isinstance(by, CustomerUser) else settings.public_to_agent
    if not allowed:
        raise StartNotAllowed


def _channel_for(by: Requester, channel: ChannelId | None) -> Channel:
    if channel is None:
        return Channel.objects.get(is_default=True)
    chosen = Channel.objects.offered_to(by).filter(pk=channel).first()
    if chosen is None:
        raise ChannelNotOffered
    return chosen


def _waiting_requests(by: Requester) -> list[Chat]:
    return list(
        Chat.objects.filter(
            state=State.REQUEST, participants__person=by.stream, participants__ended__isnull=True
        ).order_by("pk")
    )


def _twin(waiting: list[Chat], channel: Channel, text: str, unit: Unit) -> Chat | None:
    for chat in waiting:
        same = chat.channel_id == channel.pk and chat.first_message == text
        if same and unit.now - chat.created <= _TWIN_WINDOW:
            return chat
    return None


def _open_request(unit: Unit, by: Requester, channel: Channel, text: str) -> None:
    chat = Chat.objects.create(channel=channel, created=unit.now, first_message=text)
    requester = _add_requester(chat, by)
    stream = chat_stream(ChatId(chat.pk))
    unit.record(
        stream,
        ChatRequested(channel=channel.pk, channel_name=channel.name, requester=views.participant(requester)),
    )
    unit.record(stream, MessagePosted(by=requester.number, text=text))
    listed = views.request(chat, channel, requester)
    unit.record(channel_stream(ChannelId(channel.pk)), RequestListed(request=listed))
    unit.record(by.stream, ChatJoined(chat=chat.pk))


def _add_requester(chat: Chat, by: Requester) -> Participant:
    is_customer = isinstance(by, CustomerUser)
    customer = Account.objects.values_list("customer", flat=True).get(pk=by.id) if is_customer else None
    return Participant.objects.create(
        chat=chat,
        number=1,
        person=by.stream,
        account_id=by.id if is_customer else None,
        public_user_id=None if is_customer else by.id,
        customer_id=customer,
        name=by.name,
        shown_name=by.name,
        level=Participant.Level.REQUESTER,
    )


def _add_agent(chat: Chat, by: Agent, level: Level, settings: CurrentSettings) -> Participant:
    agents = chat.participants.exclude(level=Participant.Level.REQUESTER).count()
    highest = chat.participants.aggregate(highest=Max("number"))["highest"]
    return Participant.objects.create(
        chat=chat,
        number=highest + 1,
        person=by.stream,
        account_id=by.id,
        name=by.name,
        shown_name=_shown_name(by, agents, settings),
        level=level.name.lower(),
    )


def _shown_name(agent: Agent, agents_before: int, settings: CurrentSettings) -> str:
    if not settings.mask_agent_names:
        return agent.name
    if not settings.number_masked_agents or agents_before == 0:
        return settings.masked_name
    return f"{settings.masked_name} {agents_before + 1}"


def _chat_for_change(chat: ChatId) -> Chat:
    """The chat, locked where other processes write too. Raises NotFound."""
    locked = Chat.objects.select_for_update(of=("self",)).select_related("channel").filter(pk=chat).first()
    if locked is None:
        raise NotFound
    return locked


def _own_participation(chat: Chat, by: Agent | Requester) -> Participant:
    participation = chat.participants.filter(person=by.stream).first()
    if participation is None:
        raise NotFound
    return participation


def _take_step(chat: Chat, step: Step, **changes: object) -> None:
    """Move on to the next state. Raises the refusal that tells why there is none."""
    after = state_after(State(chat.state), step)
    Chat.objects.filter(pk=chat.pk).update(state=after, **changes)
    chat.state = after


def _end(chat: Chat, step: Step, now: datetime) -> None:
    _take_step(chat, step, ended=now)
    chat.participants.update(ended=now)


def _set_here(participant: Participant, *, here: bool) -> None:
    Participant.objects.filter(pk=participant.pk).update(here=here)
