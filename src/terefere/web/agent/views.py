"""The agent desk. The server draws the shell; what is in it comes over the WebSocket."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.queries import agent_actor
from terefere.accounts.views import DoorLoginView, DoorLogoutView
from terefere.core.ids import ChatId
from terefere.site.settings import load_settings
from terefere.web.shared.downloads import transcript_response
from terefere.web.shared.formats import format_of
from terefere.web.shared.pages import chat_page
from terefere.web.shared.refusals import page_refusals
from terefere.web.shared.sign_in import WithLanguages


class SignIn(WithLanguages, DoorLoginView):
    door = Door.AGENT
    template_name = "terefere/agent/sign_in.html"


class SignOut(DoorLogoutView):
    door = Door.AGENT


@require_safe
@never_cache
@gzip_page
def desk(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Account):
        return _to_sign_in(request)
    in_force = load_settings()
    context = chat_page(
        request, audience="agent", person=request.user.full_name, may_start=False, in_force=in_force
    )
    return render(request, "terefere/agent/desk.html", {**context, "chat_active": in_force.chat_active})


@require_safe
@never_cache
@page_refusals
def transcript(request: HttpRequest, chat: int, extension: str) -> HttpResponse:
    if not isinstance(request.user, Account):
        return _to_sign_in(request)
    return transcript_response(request, agent_actor(request.user), ChatId(chat), format_of(extension))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), reverse("agent-sign-in"))
