"""The words of the browser modules, as a script that puts them into the page."""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.i18n import JavaScriptCatalog

_YEAR: Final = 365 * 24 * 3600  # seconds


class Words(JavaScriptCatalog):
    """Our own words only: those of Django's admin would be most of the script, and are not used here."""

    packages: list[str] = ["terefere"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(_language(request)):
            response = super().get(request, *args, **kwargs)
        if request.GET.get("version") == version_of_words():
            patch_cache_control(response, public=True, max_age=_YEAR, immutable=True)
        return response

    def get_paths(self, _packages: Iterable[str]) -> list[str]:
        return [str(path) for path in settings.LOCALE_PATHS]


def words_url(language: str) -> str:
    """Changes with the words, so that browsers may keep them for ever."""
    return f"{reverse('words')}?language={language}&version={version_of_words()}"


@cache
def version_of_words() -> str:
    return sha256(b"".join(path.read_bytes() for path in _compiled_words())).hexdigest()[:12]


def _compiled_words() -> Iterator[Path]:
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).rglob("djangojs.mo"))


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
