"""Why something about a chat is refused."""

from terefere.core.errors import Refused
from terefere.core.text import gettext_noop as _


class MessageEmpty(Refused):
    code = "message_empty"
    status = 422
    sentence = _("Please write something first.")


class MessageTooLong(Refused):
    code = "message_too_long"
    status = 422
    sentence = _(
        "This message has %(length)s characters, at most %(longest)s are possible. Please shorten it."
    )


class MessageBroken(Refused):
    code = "message_broken"
    status = 422
    sentence = _("This message holds characters that cannot be stored. Please remove them.")


class ChatEnded(Refused):
    code = "chat_ended"
    status = 409
    sentence = _("This chat has ended; nobody can write in it any more.")


class ChatLeft(Refused):
    code = "chat_left"
    status = 409
    sentence = _("You left this chat. Come back to it to write again.")


class AlreadyHere(Refused):
    code = "already_here"
    status = 409
    sentence = _("You are in this chat already.")


class AlreadyAccepted(Refused):
    code = "already_accepted"
    status = 409
    sentence = _("This request was already accepted by another person.")


class RequestGone(Refused):
    code = "request_gone"
    status = 409
    sentence = _("The requester has left; this request cannot be accepted any more.")


class ChatNotActive(Refused):
    code = "chat_not_active"
    status = 403
    sentence = _("Chat is switched off at the moment.")


class StartNotAllowed(Refused):
    code = "start_not_allowed"
    status = 403
    sentence = _("Starting a chat is switched off at the moment.")


class ChannelNotOffered(Refused):
    code = "channel_not_offered"
    status = 422
    sentence = _("This channel is not offered any more. Please choose another one.")


class TooManyRequests(Refused):
    code = "too_many_requests"
    status = 429
    sentence = _("You are waiting in %(most)s chats already. Please end one of them first.")


class MayNotWrite(Refused):
    code = "may_not_write"
    status = 403
    sentence = _("You may read this chat, but not write in it.")
