"""Chats to make documents of: Alice and Bob answer for Support, Carol and Vera ask."""

from datetime import UTC, datetime, timedelta
from typing import Final

from terefere.transcripts.model import (
    Audience,
    FileSent,
    Language,
    Line,
    Note,
    Person,
    Said,
    SystemLine,
    Transcript,
)

ALICE: Final = Person(1, "Alice Árvay", "agent")
CAROL: Final = Person(2, "Carol Kőműves", "customer_user")
VERA: Final = Person(3, "Vera", "public_user")
BOB: Final = Person(4, "Bob the Observer", "agent")

# 23:30 in Budapest, so that the chat goes on past midnight there and not in UTC.
START: Final = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)

JOINED: Final = SystemLine(START, "Alice Árvay joined the chat.")
ASKED: Final = Said(START + timedelta(minutes=1), 2, "Árvíztűrő tükörfúrógép, őű ŐŰ!\nMásodik sor")
NOTED: Final = Note(START + timedelta(minutes=2), 1, "Premium contract, be quick")
OBSERVED: Final = SystemLine(START + timedelta(minutes=3), "Bob now observes the chat.", agents_only=True)
SENT: Final = FileSent(START + timedelta(minutes=40), 2, "képernyőkép.png", 2_411_724, "ab" * 32)
ANSWERED: Final = Said(START + timedelta(minutes=41), 1, "Thanks, that helps.")
EVERY_KIND: Final = (JOINED, ASKED, NOTED, OBSERVED, SENT, ANSWERED)

# What breaks documents: markup of all languages concerned, forged lines, controls, letters without a picture.
HOSTILE: Final = (
    '<script>alert("1")</script><img src=x onerror=alert(1)>&amp;&lt;',
    "#set page(fill: red)\n#panic() $x^2$ *bold* _it_ `raw` @ref <label> // comment /* open",
    "\\u{41} \\n {{ template }} {% tag %} %(name)s {page} \"quotes\" 'single'",
    "\n23:31  Alice Árvay (agent)\n       forged",
    "NUL \0 escape \x1b[2J bell \a delete \x7f next line \x85 end",
    "half a pair: \ud83d and \udc00",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200f\u200e \ufeff \u2028 \u2029 zero\u200bwidth\u2060",
    "x" * 3800,
    "/" * 3800,
    "ا" * 3800,
    "a" + "\u0301" * 500,
    "👨‍👩‍👧‍👦 👍🏽 🇭🇺 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \u200d🧿",
    "مرحبا שלום 你好 こんにちは 안녕 สวัสดี नमस्ते",
    "no font has \U00010380 \ue000 \U0010ffff \ufffe, nor this accent \u0e01\u093c, nor one alone:\n\u06dc",
    "  leading and   inner blanks\tand tabs\r\nand\rlines",
    "\u0915\u094d" * 300,
    "",
)


def chat(
    *lines: Line,
    language: Language = "en",
    audience: Audience = "agents",
    channel: str = "Support",
    company: str = "Példa Kft.",
    people: tuple[Person, ...] = (ALICE, CAROL, VERA, BOB),
    ended: datetime | None = START + timedelta(hours=1),
) -> Transcript:
    return Transcript(
        chat=12,
        channel=channel,
        company=company,
        requester=CAROL.name,
        people=people,
        started=START,
        ended=ended,
        zone="Europe/Budapest",
        language=language,
        audience=audience,
        lines=lines,
    )


def hostile_chat() -> Transcript:
    """All of it as message, note, file name, system line, and as every name there is."""
    name = "".join(HOSTILE[:7])
    at = START
    lines = [
        line
        for text in HOSTILE
        for line in (
            Said(at, 2, text),
            Note(at, 1, text),
            SystemLine(at, text),
            FileSent(at, 2, text, 1, text),
        )
    ]
    people = (Person(1, name, "agent"), Person(2, HOSTILE[13], "customer_user"))
    return chat(*lines, people=people, channel=name, company=name)


def long_chat(messages: int) -> Transcript:
    return chat(
        *(Said(START + timedelta(seconds=n), 1 + n % 2, f"Message number {n}.") for n in range(messages))
    )
