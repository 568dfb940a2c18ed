"""A transcript in words of its language: the one form that the readable documents are made of."""

from datetime import UTC, date, datetime
from typing import Final, Literal, assert_never

import msgspec
from django.template.defaultfilters import filesizeformat
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from terefere.transcripts.characters import Direction, direction_of, one_line, readable
from terefere.transcripts.model import (
    FileSent,
    Language,
    Line,
    Note,
    Person,
    Role,
    Said,
    SystemLine,
    Transcript,
)

DAY: Final[dict[Language, str]] = {"en": "l, j F Y", "hu": "Y. F j., l", "de": "l, j. F Y"}
MOMENT: Final[dict[Language, str]] = {"en": "j F Y, H:i", "hu": "Y. F j. H:i", "de": "j. F Y, H:i"}
CLOCK: Final = "%H:%M"


class Fact(msgspec.Struct, frozen=True):
    """A line of the document's head: what is known, and the one or more values of it."""

    label: str
    values: tuple[str, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the chat. `label` tells what it is where the name does not; system lines have no name."""

    kind: Literal["said", "note", "system", "file"]
    moment: str
    clock: str
    text: str
    direction: Direction
    name: str = ""
    label: str = ""
    detail: str = ""


class Day(msgspec.Struct, frozen=True):
    date: str
    title: str
    entries: tuple[Entry, ...]


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """`moment` is the end, or the start of a chat that runs: year to second, UTC. It dates the document."""

    language: Language
    moment: tuple[int, ...]
    company: str
    title: str
    notice: str
    facts: tuple[Fact, ...]
    days: tuple[Day, ...]
    nothing_said: str
    page_of_pages: str


def worded(transcript: Transcript) -> Worded:
    with override(transcript.language):
        return Worded(
            language=transcript.language,
            moment=(transcript.ended or transcript.started).astimezone(UTC).timetuple()[:6],
            company=one_line(transcript.company),
            title=_("Transcript of chat #%(number)s") % {"number": transcript.chat},
            notice=_("For agents only: internal notes included.") if transcript.audience == "agents" else "",
            facts=_facts(transcript),
            days=_days(transcript),
            nothing_said=_("Nothing was said in this chat."),
            page_of_pages=_("page {page} of {pages}"),
        )


def _facts(transcript: Transcript) -> tuple[Fact, ...]:
    facts = (
        Fact(_("Chat channel"), (one_line(transcript.channel),)),
        Fact(_("Requester"), (one_line(transcript.requester),)),
        Fact(_("People"), tuple(map(_with_role, transcript.people))),
        Fact(_("Started"), (_moment(transcript, transcript.started),)),
        Fact(_("Ended"), (_moment(transcript, transcript.ended) if transcript.ended else _("not yet"),)),
        Fact(_("Time zone"), (_zone(transcript),)),
    )
    return tuple(fact for fact in facts if any(fact.values))


def _with_role(person: Person) -> str:
    return f"{one_line(person.name)} ({_role(person.role)})"


def _role(role: Role) -> str:
    match role:
        case "agent":
            return _("agent")
        case "customer_user":
            return _("customer user")
        case "public_user":
            return _("public user")
    assert_never(role)


def _moment(transcript: Transcript, moment: datetime) -> str:
    return dateformat.format(transcript.local(moment), MOMENT[transcript.language])


def _zone(transcript: Transcript) -> str:
    """The name for machines and the distance for people, as it was when the chat began."""
    return f"{transcript.zone} (UTC{transcript.local(transcript.started).isoformat()[-6:]})"


def _days(transcript: Transcript) -> tuple[Day, ...]:
    people = {person.number: person for person in transcript.people}
    return tuple(
        Day(day.isoformat(), _day(day, transcript), tuple(_entry(line, transcript, people) for line in lines))
        for day, lines in transcript.days()
    )


def _day(day: date, transcript: Transcript) -> str:
    return dateformat.format(day, DAY[transcript.language])


def _entry(line: Line, transcript: Transcript, people: dict[int, Person]) -> Entry:
    at = transcript.local(line.at)
    match line:
        case Said(by=by):
            return _written("said", line, at, people[by], _role(people[by].role))
        case Note(by=by):
            return _written("note", line, at, people[by], _("internal note, agents only"))
        case SystemLine():
            return _happened(line, at)
        case FileSent(by=by):
            return _sent(line, at, people[by])
    assert_never(line)


def _written(
    kind: Literal["said", "note"], line: Said | Note, at: datetime, person: Person, label: str
) -> Entry:
    return Entry(
        kind=kind,
        moment=at.isoformat(),
        clock=at.strftime(CLOCK),
        name=one_line(person.name),
        label=label,
        text=readable(line.text),
        direction=direction_of(line.text),
    )


def _happened(line: SystemLine, at: datetime) -> Entry:
    return Entry(
        kind="system",
        moment=at.isoformat(),
        clock=at.strftime(CLOCK),
        text=readable(line.text),
        direction=direction_of(line.text),
    )


def _sent(file: FileSent, at: datetime, person: Person) -> Entry:
    return Entry(
        kind="file",
        moment=at.isoformat(),
        clock=at.strftime(CLOCK),
        name=one_line(person.name),
        label=_("sent a file"),
        text=one_line(file.name),
        direction=direction_of(file.name),
        detail=f"{filesizeformat(file.size)}, SHA-256 {one_line(file.sha256)}",
    )
