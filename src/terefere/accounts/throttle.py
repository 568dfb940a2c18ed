"""Too many wrong passwords for one login from one address: django-axes counts, the door's page says so."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

_PAGE: Final = "refused_sign_in_page"


def is_locked_out(request: HttpRequest) -> bool:
    """Whether the throttle refused this request."""
    return bool(getattr(request, "axes_locked_out", False))


def keep_page(request: HttpRequest, page: HttpResponse) -> None:
    """Remember the sign-in page that tells of the lock, for `refuse_sign_in`.

    The throttle replaces every answer to a locked request, and under ASGI does not say what it replaces.
    """
    setattr(request, _PAGE, page)


def refuse_sign_in(request: HttpRequest, *_credentials: object) -> HttpResponse:
    """Called by django-axes (`AXES_LOCKOUT_CALLABLE`): the page again, with what was typed, as a refusal."""
    page: HttpResponse = getattr(request, _PAGE, None) or HttpResponse()
    page.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return page
