"""The language chooser of the pages."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from terefere.accounts.middleware import LANGUAGE_COOKIE
from terefere.accounts.models import Account
from terefere.core.text import LANGUAGES

_KEPT_FOR: Final = timedelta(days=365)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in this browser, and with the account of who is signed in; then goes back."""
    response = HttpResponseRedirect(_way_back(request))
    language = request.POST.get("language", "")
    if language in LANGUAGES:
        _keep(request, response, language)
    return response


def _keep(request: HttpRequest, response: HttpResponse, language: str) -> None:
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if request.user.is_authenticated:
        Account.objects.filter(pk=request.user.pk).update(language=language)


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
