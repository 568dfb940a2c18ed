"""Rows as people may see them."""

from typing import Final, cast

from terefere.chat.events import LevelName, ParticipantView, PersonKind, RequesterKind, RequestView
from terefere.chat.models import Channel, Chat, Participant
from terefere.core.clock import to_milliseconds
from terefere.core.text import shortened

_PREVIEW_LENGTH: Final = 200


def participant(row: Participant) -> ParticipantView:
    """As agents see them."""
    return _view(row, row.name)


def participant_as_shown(row: Participant) -> ParticipantView:
    """As requesters see them: an agent's name may be masked."""
    return _view(row, row.shown_name)


def request(chat: Chat, channel: Channel, requester: Participant) -> RequestView:
    return RequestView(
        chat=chat.pk,
        channel=channel.pk,
        channel_name=channel.name,
        requester=requester.name,
        kind=cast("RequesterKind", kind_of_person(requester)),
        customer=customer_name(requester),
        text=shortened(chat.first_message, _PREVIEW_LENGTH),
        created=to_milliseconds(chat.created),
    )


def kind_of_person(row: Participant) -> PersonKind:
    if row.public_user_id is not None:
        return "public-user"
    return "customer-user" if row.level == Participant.Level.REQUESTER else "agent"


def customer_name(row: Participant) -> str:
    return "" if row.customer is None else row.customer.name


def _view(row: Participant, name: str) -> ParticipantView:
    return ParticipantView(
        number=row.number,
        kind=kind_of_person(row),
        name=name,
        level=cast("LevelName", row.level),
        here=row.here,
        delivered=row.delivered,
        read=row.read,
        customer=customer_name(row),
    )
