"""The administration pages: behind the agents' door, for administrators only."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terefere.accounts.doors import Door
from terefere.accounts.models import Account
from terefere.accounts.views import DoorLogoutView
from terefere.core.ids import AccountId, account_stream
from terefere.events.configuration import announce_person_change


class AgentSignOut(DoorLogoutView):
    door = Door.AGENT


class Administration(AdminSite):
    site_title = "Terefere"
    site_header = "Terefere"
    index_title = _("Administration")
    site_url = Door.AGENT.home

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Account) and request.user.is_administrator

    def login(self, request: HttpRequest, _extra_context: Mapping[str, Any] | None = None) -> HttpResponse:
        """Signing in happens at the agents' door. To an agent who is no administrator nothing is here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(wanted, reverse(Door.AGENT.sign_in_url_name))

    def logout(  # type: ignore[override]  # a redirect is no page
        self, request: HttpRequest, _extra_context: Mapping[str, Any] | None = None
    ) -> HttpResponseBase:
        return AgentSignOut.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None
    ) -> TemplateResponse:
        """A new password ends this person's other sessions, so their open connections are told."""
        answer = super().password_change(request, dict(extra_context or {}))
        if request.method == "POST" and request.user.pk is not None:
            announce_person_change(account_stream(AccountId(request.user.pk)))
        return answer


administration: Final = Administration(name="admin")
