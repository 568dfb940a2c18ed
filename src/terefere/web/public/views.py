"""The external interface as everybody finds it: the home page, and what a visitor needs before connecting."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST, require_safe

from terefere.accounts.public_users import create_public_user, set_visitor_cookie, token_for
from terefere.chat.queries import choices
from terefere.core.actors import Actor, CustomerUser
from terefere.core.clock import utc_now
from terefere.core.errors import Malformed
from terefere.core.ids import StreamId
from terefere.site.settings import CurrentSettings, load_settings
from terefere.web.customer.actors import requester_of
from terefere.web.shared.pages import chat_page
from terefere.web.shared.refusals import json_refusals


class Introduction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str


@require_safe
@never_cache
@gzip_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "terefere/public/home.html", _home_context(request))


@require_POST
@json_refusals
def introduce(request: HttpRequest) -> HttpResponse:
    """A visitor gives a name and becomes a public user, known by a cookie that no script can read."""
    now = utc_now()
    name = _parse(request.body).name
    visitor = create_public_user(name=name, language=get_language() or "", now=now)
    response = JsonResponse({"name": visitor.name}, status=201)
    set_visitor_cookie(response, token_for(visitor.id, now=now))
    return response


@require_GET
@never_cache
def channels(request: HttpRequest) -> HttpResponse:
    """What a requester may choose, for those who have no connection yet that would tell them."""
    offered = choices(_online(request), load_settings())
    signed_in = isinstance(requester_of(request), CustomerUser)
    chosen = offered.customer_users if signed_in else offered.public_users
    return JsonResponse({"channels": [msgspec.to_builtins(channel) for channel in chosen]})


def _home_context(request: HttpRequest) -> dict[str, Any]:
    requester, in_force = requester_of(request), load_settings()
    is_customer = isinstance(requester, CustomerUser)
    context = chat_page(
        request,
        audience="customer" if is_customer else "public",
        person=requester.name if requester else None,
        may_start=_may_start(requester, in_force),
        in_force=in_force,
    )
    return {**context, "is_signed_in": is_customer}


def _may_start(requester: Actor | None, in_force: CurrentSettings) -> bool:
    direction = (
        in_force.customer_to_agent if isinstance(requester, CustomerUser) else in_force.public_to_agent
    )
    return in_force.chat_active and direction


def _parse(body: bytes) -> Introduction:
    try:
        return msgspec.json.decode(body, type=Introduction)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise Malformed from problem


def _online(request: HttpRequest) -> frozenset[StreamId]:
    """Who is connected: the gateway beside us puts a function that knows into the server's state."""
    state = getattr(request, "scope", {}).get("state", {})
    online = state.get("online")
    return online() if online else frozenset()
