"""The icon where browsers look for it by themselves, on pages that name none."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(staticfiles_storage.url("terefere/mark.svg"))
