"""Signing in and out, at one door each. The pages subclass these and bring their templates."""

from typing import Any, ClassVar, Final

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from terefere.accounts.doors import Door
from terefere.accounts.forms import AgentSignInForm, CustomerUserSignInForm
from terefere.accounts.throttle import is_locked_out, keep_page
from terefere.core.ids import AccountId, account_stream
from terefere.events.configuration import announce_person_change

_FORMS: Final = {Door.AGENT: AgentSignInForm, Door.EXTERNAL: CustomerUserSignInForm}


class DoorLoginView(LoginView):
    """Sign in at `door`. Who is signed in already goes on to where they wanted."""

    door: ClassVar[Door]
    redirect_authenticated_user = True

    def get_form_class(self) -> type[AuthenticationForm]:
        return _FORMS[self.door]

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where `next` leads, unless that is elsewhere, or this very page."""
        wanted = super().get_redirect_url(*([request] if request else []))
        return "" if wanted == self.request.path else wanted

    def get_default_redirect_url(self) -> str:
        return self.door.home

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        page = super().form_invalid(form)
        if is_locked_out(self.request):
            keep_page(self.request, page)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(door=self.door, **kwargs)


class DoorLogoutView(LogoutView):
    """Sign out at `door` only; the other door's session stays. Open connections of this person are told."""

    door: ClassVar[Door]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user.pk
        answer = super().post(request, *args, **kwargs)
        if person is not None:
            announce_person_change(account_stream(AccountId(person)))
        return answer

    def get_default_redirect_url(self) -> str:
        return reverse(self.door.sign_in_url_name)
