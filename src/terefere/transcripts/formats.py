"""The documents people can have: one row each."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from terefere.transcripts import html, json, pdf, text
from terefere.transcripts.model import Transcript

Format = Literal["pdf", "html", "txt", "json"]


class Kind(NamedTuple):
    render: Callable[[Transcript], bytes]
    media_type: str
    extension: str


FORMATS: Final[dict[Format, Kind]] = {
    "pdf": Kind(pdf.render, "application/pdf", "pdf"),
    "html": Kind(html.render, "text/html; charset=utf-8", "html"),
    "txt": Kind(text.render, "text/plain; charset=utf-8", "txt"),
    "json": Kind(json.render, "application/json", "json"),
}


def filename(transcript: Transcript, format: Format) -> str:  # noqa: A002 — it is the word people know
    """A name that every file system and mail program takes: ASCII, with the day on which the chat began."""
    day = transcript.local(transcript.started).date().isoformat()
    return f"chat-{transcript.chat}-{day}.{FORMATS[format].extension}"
