"""What requesters have for themselves: signing in and out, and their own chats as documents."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terefere.accounts.doors import Door
from terefere.accounts.views import DoorLoginView, DoorLogoutView
from terefere.core.errors import SignedOut
from terefere.core.ids import ChatId
from terefere.web.customer.actors import requester_of
from terefere.web.shared.downloads import transcript_response
from terefere.web.shared.formats import format_of
from terefere.web.shared.refusals import page_refusals
from terefere.web.shared.sign_in import WithLanguages


class SignIn(WithLanguages, DoorLoginView):
    door = Door.EXTERNAL
    template_name = "terefere/customer/sign_in.html"


class SignOut(DoorLogoutView):
    door = Door.EXTERNAL

    def get_default_redirect_url(self) -> str:
        return reverse("home")


@require_safe
@never_cache
@page_refusals
def transcript(request: HttpRequest, chat: int, extension: str) -> HttpResponse:
    requester = requester_of(request)
    if requester is None:
        raise SignedOut
    return transcript_response(request, requester, ChatId(chat), format_of(extension))
