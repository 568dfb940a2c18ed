"""Who may see and do what, as it stands in the database now. Every door asks here."""

from collections.abc import Iterable

from terefere.accounts.models import GroupPermission
from terefere.accounts.permissions import Level
from terefere.accounts.queries import levels_by_group
from terefere.chat.lifecycle import State
from terefere.chat.models import Channel, Chat, Participant
from terefere.core.actors import Actor, Agent
from terefere.core.ids import ChatId
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
    return [c for c in Channel.objects.valid() if c.is_default or levels.get(c.group_id) == Level.OWNER]


def may_see_requests(agent: Agent, channel: Channel, settings: CurrentSettings) -> bool:
    return may_receive(agent, settings) and level_in(agent, channel, settings) == Level.OWNER


def may_read(viewer: Actor, chat: Chat, participants: Iterable[Participant], settings: CurrentSettings) -> bool:
    """Those who take part, and owners of the channel before and after: waiting requests and the archive."""
    takes_part = any(p.person == viewer.stream for p in participants)
    if not isinstance(viewer, Agent):
        return takes_part
    level = level_in(viewer, chat.channel, settings)
    if takes_part:
        return level >= Level.OBSERVER
    return chat.state != State.ACTIVE and level == Level.OWNER and may_receive(viewer, settings)


def readable_chat(viewer: Actor, chat_id: ChatId, settings: CurrentSettings) -> Chat | None:
    """The chat, if there is one that this viewer may read."""
    chat = Chat.objects.select_related("channel").prefetch_related("participants").filter(pk=chat_id).first()
    if chat is None or not may_read(viewer, chat, chat.participants.all(), settings):
        return None
    return chat
