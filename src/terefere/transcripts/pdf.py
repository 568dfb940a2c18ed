"""The transcript as PDF: tagged for screen readers (PDF/UA-1), to be kept (PDF/A-2a), every font embedded."""

import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import msgspec

from terefere.transcripts.model import Transcript
from terefere.transcripts.worded import worded

SECONDS_AT_MOST: Final = 60
PROGRAM: Final = [sys.executable, "-P", "-m", "terefere.transcripts.typeset"]
SOURCES: Final = Path(__file__).resolve().parents[2]
# Each typesetter fills a core of the machine: more at once finish no sooner, and the chats need cores too.
TYPESETTERS: Final = BoundedSemaphore(2)


class TypesettingFailed(Exception):
    """No PDF came. The reason given never holds text of the chat."""


def render(transcript: Transcript) -> bytes:
    """Blocks until the PDF is there: call it in a thread. Raises `TypesettingFailed`."""
    document = msgspec.json.encode(worded(transcript))
    with TYPESETTERS:
        return typeset_by(PROGRAM, document, SECONDS_AT_MOST)


def typeset_by(program: list[str], document: bytes, seconds: float) -> bytes:
    """The PDF that `program` makes of `document`. It is killed when it takes longer than `seconds`."""
    try:
        run = subprocess.run(  # noqa: S603 — no shell, and the program is ours
            program, input=document, capture_output=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        # `from None`: the original carries what the program had printed so far.
        raise TypesettingFailed(f"The typesetter took longer than {seconds} seconds.") from None
    if run.returncode:
        raise TypesettingFailed(f"The typesetter ended with status {run.returncode}.")
    return run.stdout


def _environment() -> dict[str, str]:
    """Where our sources are, and none of the server's secrets."""
    return {"PYTHONPATH": str(SOURCES), "PATH": os.environ.get("PATH", os.defpath)}
