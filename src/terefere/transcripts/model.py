"""A chat as a document, before anybody decided how it looks."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Literal, Self
from zoneinfo import ZoneInfo

import msgspec

Language = Literal["en", "hu", "de"]
Audience = Literal["agents", "requester"]
Role = Literal["agent", "customer_user", "public_user"]


class NotForRequesters(ValueError):
    """A requester's transcript was to hold a line that only agents may see."""


class UnknownPerson(ValueError):
    """A line names a person whom the transcript does not list."""


class WithoutZone(ValueError):
    """A moment came without a time zone, so nobody could say when it was."""


class Person(msgspec.Struct, frozen=True):
    """Somebody in the chat. Lines name people by `number`, for two people may share one name."""

    number: int
    name: str
    role: Role


class Said(msgspec.Struct, frozen=True, tag_field="kind", tag="said"):
    at: datetime
    by: int
    text: str


class Note(msgspec.Struct, frozen=True, tag_field="kind", tag="note"):
    """An internal note: agents only."""

    at: datetime
    by: int
    text: str


class SystemLine(msgspec.Struct, frozen=True, tag_field="kind", tag="system"):
    """Who joined, left, closed: already worded in the transcript's language."""

    at: datetime
    text: str
    agents_only: bool = False


class FileSent(msgspec.Struct, frozen=True, tag_field="kind", tag="file"):
    """A file by name, size in bytes and SHA-256 in hexadecimal; its content is not in the document."""

    at: datetime
    by: int
    name: str
    size: int
    sha256: str


Line = Said | Note | SystemLine | FileSent


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a document of one chat says. `zone` is an IANA name; `ended` is None while the chat runs."""

    chat: int
    channel: str
    company: str
    requester: str
    people: tuple[Person, ...]
    started: datetime
    ended: datetime | None
    zone: str
    language: Language
    audience: Audience
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        self._refuse_lines_of_strangers()
        self._refuse_moments_without_zone()
        # No renderer has to remember who reads: a requester's transcript with a note in it cannot exist.
        if self.audience == "requester" and any(map(is_for_agents_only, self.lines)):
            raise NotForRequesters

    def for_requester(self) -> Self:
        """The same chat as its requester may see it.

        An agent without a line in it stays out: that may be an observer, of whom the requester must not know.
        """
        lines = tuple(line for line in self.lines if not is_for_agents_only(line))
        shown = {author_of(line) for line in lines}
        people = tuple(person for person in self.people if person.role != "agent" or person.number in shown)
        return msgspec.structs.replace(self, audience="requester", lines=lines, people=people)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def days(self) -> Iterator[tuple[date, tuple[Line, ...]]]:
        """The lines in their order, a group for every day as the transcript's zone counts days."""
        for day, lines in groupby(self.lines, lambda line: self.local(line.at).date()):
            yield day, tuple(lines)

    def _refuse_lines_of_strangers(self) -> None:
        known = {person.number for person in self.people} | {None}
        if not known.issuperset(map(author_of, self.lines)):
            raise UnknownPerson

    def _refuse_moments_without_zone(self) -> None:
        moments = [self.started, *([self.ended] if self.ended else []), *(line.at for line in self.lines)]
        if any(moment.tzinfo is None for moment in moments):
            raise WithoutZone


def is_for_agents_only(line: Line) -> bool:
    return isinstance(line, Note) or (isinstance(line, SystemLine) and line.agents_only)


def author_of(line: Line) -> int | None:
    return None if isinstance(line, SystemLine) else line.by
