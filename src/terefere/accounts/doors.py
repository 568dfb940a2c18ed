"""The two doors: the agent interface, and the external interface for everybody else.

Each door keeps a session cookie of its own, so that one browser can be an agent and a customer user at
once. What tells them apart on the server is the kind of the account: a session carried to the other door is
nobody's there, whatever cookie it comes in, because cookies are in the hands of whoever sends them.
"""

from enum import Enum
from typing import Final

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from terefere.accounts.models import Account

_AGENT_PATHS: Final = ("/agent/", "/admin/", "/ws/agent/")


class Door(Enum):
    AGENT = ("terefere_agent", Account.Kind.AGENT, "agent-sign-in", "/agent/")
    EXTERNAL = ("terefere_customer", Account.Kind.CUSTOMER_USER, "sign-in", "/")

    def __init__(
        self, cookie_name: str, account_kind: Account.Kind, sign_in_url_name: str, home: str
    ) -> None:
        self.cookie_name = cookie_name
        self.account_kind = account_kind
        self.sign_in_url_name = sign_in_url_name
        self.home = home
        """Path of the page behind this door."""

    def admits(self, account: Account) -> bool:
        return account.is_active and account.kind == self.account_kind


def door_of_path(path: str) -> Door:
    """Which door a path without script name lies behind."""
    return Door.AGENT if f"{path}/".startswith(_AGENT_PATHS) else Door.EXTERNAL


class DoorSessionMiddleware(SessionMiddleware):
    """Django's sessions, kept in the door's cookie instead of the one that `SESSION_COOKIE_NAME` names."""

    def process_request(self, request: HttpRequest) -> None:
        session_key = request.COOKIES.get(_door_of(request).cookie_name)
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if session_key is not None:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = session_key
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answered = super().process_response(request, response)
        _rename_cookie(answered, settings.SESSION_COOKIE_NAME, _door_of(request).cookie_name)
        return answered


def _door_of(request: HttpRequest) -> Door:
    return door_of_path(request.path_info)


def _rename_cookie(response: HttpResponse, name: str, new_name: str) -> None:
    if morsel := response.cookies.pop(name, None):
        morsel.set(new_name, morsel.value, morsel.coded_value)
        response.cookies[new_name] = morsel
