"""Who may see and do what, as it stands in the database now. Every door asks here."""

from collections.abc import Iterable

from terefere.accounts.models import GroupPermission
from terefere.accounts.permissions import Action, Level, may
from terefere.accounts.queries import levels_by_group
from terefere.chat.lifecycle import State
from terefere.chat.models import Channel, Chat, Participant
from terefere.core.actors import Actor, Agent
from terefere.core.ids import AccountId, ChatId, StreamId, number_of
from terefere.site.settings import CurrentSettings


def may_receive(agent: Agent, settings: CurrentSettings) -> bool:
    """Whether this agent is a chat agent at all: member of the group that may receive chats."""
    return GroupPermission.objects.of(agent.id).filter(group_id=settings.receiving_group_id).exists()


def level_in(agent: Agent, channel: Channel, settings: CurrentSettings) -> Level:
    """The highest level held on the channel's group. In the default channel every chat agent is owner."""
    if channel.is_default:
        return Level.OWNER if may_receive(agent, settings) else Level.NONE
    return levels_by_group(agent.id).get(channel.group_id, Level.NONE)


def owned_channels(agent: Agent, settings: CurrentSettings) -> list[Channel]:
    """The valid channels whose requests this agent may see and accept."""
    if not may_receive(agent, settings):
        return []
    levels = levels_by_group(agent.id)
    return [
        channel
        for channel in Channel.objects.valid()
        if channel.is_default or may(Action.SEE_REQUEST, levels.get(channel.group_id, Level.NONE))
    ]


def may_see_requests(agent: Agent, channel: Channel, settings: CurrentSettings) -> bool:
    return may_receive(agent, settings) and may(Action.SEE_REQUEST, level_in(agent, channel, settings))


def level_as(participant: Participant, channel: Channel, settings: CurrentSettings) -> Level:
    """What an agent may do in a chat: the level taken when joining, as far as the channel's group still allows it."""
    agent = Agent(AccountId(number_of(StreamId(participant.person))), participant.name)
    return min(Level[participant.level.upper()], level_in(agent, channel, settings))


def may_read(
    viewer: Actor, chat: Chat, participants: Iterable[Participant], settings: CurrentSettings
) -> bool:
    """Those who take part, and owners of the channel before and after: waiting requests and the archive."""
    own = next((p for p in participants if p.person == viewer.stream), None)
    if not isinstance(viewer, Agent):
        return own is not None
    if own is not None:
        return may(Action.READ, level_as(own, chat.channel, settings), once_invited=True)
    return chat.state != State.ACTIVE and may_see_requests(viewer, chat.channel, settings)


def readable_chat(viewer: Actor, chat_id: ChatId, settings: CurrentSettings) -> Chat | None:
    """The chat, if there is one that this viewer may read."""
    chat = Chat.objects.select_related("channel").prefetch_related("participants").filter(pk=chat_id).first()
    if chat is None or not may_read(viewer, chat, chat.participants.all(), settings):
        return None
    return chat
