"""The transcript as one HTML page that needs nothing else: no script, no picture, no other file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from terefere.transcripts.model import Transcript
from terefere.transcripts.worded import Day, Entry, Fact, Worded, worded

STYLE: Final = Path(__file__).with_name("transcript.css")

# The policy is for the day somebody opens a saved page: nothing in it can run or call home.
PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p class="company" dir="auto">{company}</p>
<h1>{heading}</h1>
{notice}<dl>
{facts}</dl>
</header>
<main>
{days}</main>
</body>
</html>
"""


def render(transcript: Transcript) -> bytes:
    return _page(worded(transcript)).encode()


def _page(document: Worded) -> SafeString:
    return format_html(
        PAGE,
        language=document.language,
        title=" – ".join(filter(None, [document.title, document.company])),
        style=_style(),
        company=document.company,
        heading=document.title,
        notice=_paragraph_of("notice", document.notice),
        facts=_joined(format_html("<dt>{}</dt>\n{}", fact.label, _values(fact)) for fact in document.facts),
        days=_days(document),
    )


def _style() -> SafeString:
    return mark_safe(STYLE.read_text("utf-8"))  # noqa: S308 — our own file, and quotes in it must stay quotes


def _values(fact: Fact) -> SafeString:
    return _joined(format_html('<dd><bdi dir="auto">{}</bdi></dd>\n', value) for value in fact.values)


def _days(document: Worded) -> SafeString:
    if not document.days:
        return _paragraph_of("nothing", document.nothing_said)
    return _joined(_day(number, day) for number, day in enumerate(document.days, 1))


def _day(number: int, day: Day) -> SafeString:
    return format_html(
        '<section aria-labelledby="day-{number}">\n'
        '<h2 id="day-{number}"><time datetime="{date}">{title}</time></h2>\n'
        '<ol role="list">\n{entries}</ol>\n</section>\n',
        number=number,
        date=day.date,
        title=day.title,
        entries=_joined(map(_entry, day.entries)),
    )


def _entry(entry: Entry) -> SafeString:
    return format_html(
        '<li class="{}">\n{}<p class="text" dir="auto">{}</p>\n{}</li>\n',
        entry.kind,
        _head(entry),
        entry.text,
        _paragraph_of("detail", entry.detail),
    )


def _head(entry: Entry) -> SafeString:
    time = format_html('<time datetime="{}">{}</time>', entry.moment, entry.clock)
    if not entry.name:
        return format_html('<p class="head">{}</p>\n', time)
    return format_html(
        '<p class="head">{} <bdi class="name" dir="auto">{}</bdi> <span class="label">{}</span></p>\n',
        time,
        entry.name,
        entry.label,
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _paragraph_of(name: str, text: str) -> SafeString:
    return format_html('<p class="{}">{}</p>\n', name, text) if text else SafeString("")
