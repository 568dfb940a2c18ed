"""The smallest site that has both doors: what the pages subclass, with a bare template."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext

from terefere.accounts.admin_site import administration
from terefere.accounts.doors import Door
from terefere.accounts.views import DoorLoginView, DoorLogoutView


class AgentSignIn(DoorLoginView):
    door = Door.AGENT
    template_name = "sign_in.html"


class AgentSignOut(DoorLogoutView):
    door = Door.AGENT


class CustomerUserSignIn(DoorLoginView):
    door = Door.EXTERNAL
    template_name = "sign_in.html"


class CustomerUserSignOut(DoorLogoutView):
    door = Door.EXTERNAL


def who(request: HttpRequest) -> HttpResponse:
    """Says who is seen at this door, and in which language they are answered."""
    return HttpResponse(f"{getattr(request.user, 'login', 'nobody')} {gettext('Yes')}")


urlpatterns = [
    path("agent/sign-in/", AgentSignIn.as_view(), name=Door.AGENT.sign_in_url_name),
    path("agent/sign-out/", AgentSignOut.as_view()),
    path("agent/", who),
    path("sign-in/", CustomerUserSignIn.as_view(), name=Door.EXTERNAL.sign_in_url_name),
    path("sign-out/", CustomerUserSignOut.as_view()),
    path("", who),
    path("admin/", administration.urls),
]
