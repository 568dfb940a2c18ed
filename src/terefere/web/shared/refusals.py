"""A refusal as a response: as a page for people, as JSON for our own scripts."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from terefere.core.errors import Refused

View = Callable[..., HttpResponse]


def page_refusals(view: View) -> View:
    """What the view refuses becomes a page that says so."""
    return _refusing(view, _refused_page)


def json_refusals(view: View) -> View:
    """What the view refuses becomes `{code, message}`."""
    return _refusing(view, _refused_json)


def sentence_of(refusal: Refused) -> str:
    return gettext(refusal.sentence) % refusal.values


def _refusing(view: View, answer: Callable[[HttpRequest, Refused], HttpResponse]) -> View:
    @wraps(view)
    def refusing(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return answer(request, refusal)

    return refusing


def _refused_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    context = {"message": sentence_of(refusal)}
    return render(request, "terefere/shared/refused.html", context, status=refusal.status)


def _refused_json(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    return JsonResponse({"code": refusal.code, "message": sentence_of(refusal)}, status=refusal.status)
