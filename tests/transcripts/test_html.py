from html.parser import HTMLParser

import pytest

from terefere.transcripts import html
from terefere.transcripts.model import Language
from tests.transcripts.chats import EVERY_KIND, HOSTILE, chat, hostile_chat

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "section",
    "h1",
    "h2",
    "dl",
    "dt",
    "dd",
    "bdi",
    "p",
    "ol",
    "li",
    "span",
    "time",
}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def with_class(self, name: str) -> list[str]:
        return [tag for tag, attributes in self.tags if attributes.get("class") == name]


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    return reader


def test_the_page_holds_every_kind_of_line_under_its_day() -> None:
    page = read(html.render(chat(*EVERY_KIND)))
    for kind, number in {"said": 2, "note": 1, "system": 2, "file": 1}.items():
        assert page.with_class(kind) == ["li"] * number
    assert [tag for tag, _ in page.tags if tag == "h2"] == ["h2", "h2"]
    moments = [attributes["datetime"] for tag, attributes in page.tags if tag == "time"]
    assert moments[:2] == ["2026-11-21", "2026-11-21T23:30:00+01:00"]
    assert "Árvíztűrő tükörfúrógép, őű ŐŰ!\nMásodik sor" in page.texts


@pytest.mark.parametrize("language", ["en", "hu", "de"])
def test_the_page_names_its_language_and_itself(language: Language) -> None:
    page = read(html.render(chat(language=language)))
    assert page.tags[0] == ("html", {"lang": language})
    assert any(text.endswith(" – Példa Kft.") for text in page.texts)


def test_the_requesters_page_holds_no_note() -> None:
    assert b"Premium" in html.render(chat(*EVERY_KIND))
    shown = html.render(chat(*EVERY_KIND).for_requester())
    assert b"Premium" not in shown
    assert b"observe" not in shown.lower()


def test_no_text_becomes_markup() -> None:
    page = read(html.render(hostile_chat()))
    assert {tag for tag, _ in page.tags} == TAGS
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert HOSTILE[0] in page.texts


def test_every_message_finds_its_own_direction() -> None:
    page = read(html.render(hostile_chat()))
    messages = [attributes for _, attributes in page.tags if attributes.get("class") == "text"]
    assert len(messages) == 4 * len(HOSTILE)
    assert all(attributes["dir"] == "auto" for attributes in messages)


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    page = html.render(chat(*EVERY_KIND))
    assert b"default-src 'none'" in page
    assert b"http://" not in page
    assert b"https://" not in page
    assert b"url(" not in page
