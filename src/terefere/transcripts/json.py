"""The transcript for programs.

    {"format": "terefere-transcript", "version": 1, "transcript": {…}}

The fields of `transcript` are those of `terefere.transcripts.model`; a line tells its kind: `said`, `note`,
`system` or `file`. Moments are RFC 3339 with their offset, sizes are bytes, text is exactly what was written.
`schema()` describes all of it as JSON Schema. New fields may appear; what is there keeps its name and meaning
as long as `version` does.
"""

import json
from typing import Any, Literal

import msgspec

from terefere.transcripts.model import Transcript


class Document(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal["terefere-transcript"] = "terefere-transcript"
    version: Literal[1] = 1
    transcript: Transcript


def render(transcript: Transcript) -> bytes:
    fields = msgspec.to_builtins(Document(transcript=transcript))
    # Python's encoder and not msgspec's: half a surrogate pair has no UTF-8, but it has a JSON escape,
    # and that is what `backslashreplace` writes. So every text comes back as it was.
    return json.dumps(fields, ensure_ascii=False, indent=2).encode(errors="backslashreplace")


def schema() -> dict[str, Any]:
    return msgspec.json.schema(Document)
