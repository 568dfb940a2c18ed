"""A chat as a document, for whoever may read it."""

from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from terefere.core.actors import Actor
from terefere.core.ids import ChatId
from terefere.core.text import LANGUAGES
from terefere.site.settings import load_settings
from terefere.transcripts.formats import FORMATS, Format, filename
from terefere.transcripts.model import Language
from terefere.transcripts.of_chat import transcript_of


def transcript_response(request: HttpRequest, actor: Actor, chat_id: ChatId, wanted: Format) -> HttpResponse:
    """The transcript as a download, in the page's language and the browser's time zone. Raises NotFound."""
    transcript = transcript_of(
        actor, chat_id, load_settings(), language=_language(), zone=_zone(request.GET.get("zone", ""))
    )
    kind = FORMATS[wanted]
    response = HttpResponse(kind.render(transcript), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(transcript, wanted)}"'
    return response


def _language() -> Language:
    active = get_language() or LANGUAGES[0]
    return cast("Language", active if active in LANGUAGES else LANGUAGES[0])


def _zone(name: str) -> str:
    """An IANA name that we know; else UTC."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
