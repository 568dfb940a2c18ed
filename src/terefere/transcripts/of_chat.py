"""From a chat to its transcript, as one viewer may see it."""

from collections.abc import Iterator
from typing import Final, assert_never

import msgspec
from django.utils.translation import gettext, gettext_noop, override

from terefere.chat import views
from terefere.chat.access import readable_chat
from terefere.chat.events import (
    ChatAccepted,
    ChatCancelled,
    ChatClosed,
    ChatEvent,
    ChatRequested,
    MessagePosted,
    PersonKind,
    RequesterLeft,
    RequesterReturned,
    RequestRepeated,
)
from terefere.chat.models import Participant
from terefere.core.actors import Actor, Agent
from terefere.core.clock import from_milliseconds
from terefere.core.errors import NotFound
from terefere.core.ids import ChatId, chat_stream
from terefere.events import log
from terefere.events.encoding import body_for
from terefere.site.settings import CurrentSettings
from terefere.transcripts.model import Language, Line, Person, Role, Said, SystemLine, Transcript

COMPANY: Final = "Terefere"
_ROLES: Final[dict[PersonKind, Role]] = {
    "agent": "agent",
    "customer-user": "customer_user",
    "public-user": "public_user",
}

_WORDS: Final[dict[type[ChatEvent], str]] = {
    ChatRequested: gettext_noop("%(name)s asked for a chat"),
    ChatAccepted: gettext_noop("%(name)s accepted the chat"),
    RequesterLeft: gettext_noop("%(name)s left the chat"),
    RequesterReturned: gettext_noop("%(name)s came back"),
    ChatCancelled: gettext_noop("%(name)s left before anybody answered"),
    ChatClosed: gettext_noop("%(name)s closed the chat"),
}

_decoder: Final[msgspec.json.Decoder[ChatEvent]] = msgspec.json.Decoder(ChatEvent)


def transcript_of(
    viewer: Actor, chat_id: ChatId, settings: CurrentSettings, *, language: Language, zone: str
) -> Transcript:
    """Everything that was said, for agents or as requesters were shown it. Raises NotFound."""
    chat = readable_chat(viewer, chat_id, settings)
    if chat is None:
        raise NotFound
    for_agents = isinstance(viewer, Agent)
    people = [_person(row, for_agents=for_agents) for row in chat.participants.order_by("number")]
    names = {person.number: person.name for person in people}
    with override(language):
        lines = tuple(_lines(chat_id, names, for_agents=for_agents))
    return Transcript(
        chat=chat.pk,
        channel=chat.channel.name,
        company=COMPANY,
        requester=names[1],
        people=tuple(people),
        started=chat.created,
        ended=chat.ended,
        zone=zone,
        language=language,
        audience="agents" if for_agents else "requester",
        lines=lines,
    )


def _person(row: Participant, *, for_agents: bool) -> Person:
    name = row.name if for_agents else row.shown_name
    return Person(number=row.number, name=name, role=_ROLES[views.kind_of_person(row)])


def _lines(chat: ChatId, names: dict[int, str], *, for_agents: bool) -> Iterator[Line]:
    for entry in log.read_all(chat_stream(chat)):
        body = body_for(entry, for_agents=for_agents)
        event = None if body is None else _decoder.decode(body)
        if event is not None and not isinstance(event, RequestRepeated):
            yield _line(entry.at, event, names)


def _line(at: int, event: ChatEvent, names: dict[int, str]) -> Line:
    moment = from_milliseconds(at)
    if isinstance(event, MessagePosted):
        return Said(at=moment, by=event.by, text=event.text)
    return SystemLine(at=moment, text=gettext(_WORDS[type(event)]) % {"name": names[_doer(event)]})


def _doer(event: ChatEvent) -> int:
    match event:
        case ChatRequested(requester=person) | ChatAccepted(agent=person):
            return person.number
        case (
            MessagePosted(by=number)
            | RequestRepeated(by=number)
            | RequesterLeft(by=number)
            | RequesterReturned(by=number)
            | ChatCancelled(by=number)
            | ChatClosed(by=number)
        ):
            return number
        case _:
            assert_never(event)
