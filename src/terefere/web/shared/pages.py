"""What every page with a chat on it gives to its templates and to its scripts."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language

from terefere.site.settings import CurrentSettings

Audience = Literal["agent", "customer", "public"]


def chat_page(
    request: HttpRequest,
    *,
    audience: Audience,
    person: str | None,
    may_start: bool,
    in_force: CurrentSettings,
) -> dict[str, Any]:
    """Template context of a page for `person`; None is a visitor whom we do not know yet."""
    return {
        "audience": audience,
        "person": person,
        "initials": initials(person or ""),
        "languages": settings.LANGUAGES,
        "setup": _setup(request, audience, person, may_start=may_start),
        "texts": _texts(in_force),
    }


def initials(name: str) -> str:
    """First letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _setup(
    request: HttpRequest, audience: Audience, person: str | None, *, may_start: bool
) -> dict[str, Any]:
    is_agent = audience == "agent"
    return {
        "audience": audience,
        "person": person,
        "mayStart": may_start,
        "socket": "/ws/agent" if is_agent else "/ws/external",
        "transcripts": "/agent/chats/" if is_agent else "/chats/",
        "visitorUrl": reverse("visitor"),
        "channelsUrl": reverse("channels"),
        "csrf": get_token(request),
    }


def _texts(in_force: CurrentSettings) -> dict[str, str]:
    language = get_language() or "en"
    return {key: in_force.text(key, language) for key in in_force.texts}
