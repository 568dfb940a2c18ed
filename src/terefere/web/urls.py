"""Every page: the external interface at the root, the agents' below `/agent/`."""

from django.urls import include, path

urlpatterns = [
    path("", include("terefere.web.shared.urls")),
    path("", include("terefere.web.public.urls")),
    path("", include("terefere.web.customer.urls")),
    path("agent/", include("terefere.web.agent.urls")),
]
