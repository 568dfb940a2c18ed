"""Which package answers which path. The gateway's `/ws/…` paths are told apart before Django."""

from django.urls import include, path

from terefere.accounts.admin_site import administration

urlpatterns = [
    path("admin/", administration.urls),
    path("", include("terefere.web.urls")),
]
