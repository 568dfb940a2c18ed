"""The transcript as plain text, UTF-8.

What people wrote is indented, so that no message can pass itself off as a line of the document.
"""

from collections.abc import Iterator
from typing import Final

from terefere.transcripts.model import Transcript
from terefere.transcripts.worded import Entry, Fact, Worded, worded

INDENT: Final = " " * 7


def render(transcript: Transcript) -> bytes:
    return ("\n".join(_lines(worded(transcript))) + "\n").encode()


def _lines(document: Worded) -> Iterator[str]:
    yield from _underlined(document.title, "=")
    yield from filter(None, [document.company, document.notice])
    yield ""
    yield from _head(document.facts)
    for day in document.days:
        yield ""
        yield from _underlined(day.title, "-")
        for entry in day.entries:
            yield ""
            yield from _entry(entry)
    if not document.days:
        yield from ("", document.nothing_said)


def _underlined(title: str, line: str) -> Iterator[str]:
    yield title
    yield line * len(title)


def _head(facts: tuple[Fact, ...]) -> Iterator[str]:
    width = max(len(fact.label) for fact in facts) + 2
    for fact in facts:
        label = f"{fact.label}:"
        for value in fact.values:
            yield f"{label:<{width}}{value}"
            label = ""


def _entry(entry: Entry) -> Iterator[str]:
    if entry.kind == "system":
        yield from _hanging(f"{entry.clock}  * ", entry.text)
    else:
        yield f"{entry.clock}  {entry.name} ({entry.label})"
        yield from _hanging(INDENT, entry.text)
    if entry.detail:
        yield INDENT + entry.detail


def _hanging(first: str, text: str) -> Iterator[str]:
    start, *rest = text.split("\n")
    yield first + start
    yield from (INDENT + line for line in rest)
