"""Which package answers which path. The gateway's `/ws/…` paths are told apart before Django."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("terefere.web.urls")),
]
