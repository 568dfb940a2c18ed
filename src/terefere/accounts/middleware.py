"""Who asks, and in which language they are answered."""

from typing import Final

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from terefere.accounts.doors import door_of_path
from terefere.accounts.models import Account

LANGUAGE_COOKIE: Final = "terefere_language"
"""Set by the language chooser of the pages."""


class DoorAuthenticationMiddleware(AuthenticationMiddleware):
    """Django's authentication; an account of the other door, or one made invalid, is nobody here."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _account_at_door(request))  # type: ignore[assignment]


class OwnLanguageMiddleware(MiddlewareMixin):
    """The person's choice, else the language chooser's, else the browser's. Runs after authentication."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(_language_of(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, _request: HttpRequest, response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _account_at_door(request: HttpRequest) -> Account | AnonymousUser:
    account = get_user(request)
    if isinstance(account, Account) and door_of_path(request.path_info).admits(account):
        return account
    return AnonymousUser()


def _language_of(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE)
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
