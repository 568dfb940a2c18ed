"""A chat as a document: for who took part, in every format; for everybody else there is no such thing."""

import json
from typing import Final

import pytest
from django.test import Client

from terefere.core.ids import ChatId
from tests.cast import Cast
from tests.chat.world import World, another_visitor
from tests.web.answers import Answer
from tests.web.conftest import NewBrowser, known_visitor

FORMATS: Final = {
    "pdf": ("application/pdf", b"%PDF-"),
    "html": ("text/html; charset=utf-8", b"<!doctype html>"),
    "txt": ("text/plain; charset=utf-8", b""),
    "json": ("application/json", b"{"),
}
GARBAGE: Final = [
    "0/transcript.pdf",
    "99999999/transcript.pdf",
    "99999999999999999999999999/transcript.pdf",
    "-1/transcript.pdf",
    "1x/transcript.pdf",
    "١/transcript.pdf",
    "1%00/transcript.pdf",
    "{chat}/transcript.exe",
    "{chat}/transcript.PDF",
    "{chat}/transcript.pdf.txt",
    "{chat}/transcript.%2e%2e",
    "{chat}/transcript.",
    "{chat}/",
]


@pytest.fixture
def chat(world: World) -> ChatId:
    """Between Vera and Alice; still open."""
    chat = world.starts(world.vera, "Ki az <b>ügyintéző</b>?")
    world.accepts(world.alice, chat)
    world.says(world.alice, chat, "Én vagyok.")
    return chat


def asks(person: Client, path: str, *, door: str = "") -> Answer:
    answer: Answer = person.get(f"{door}/chats/{path}")
    return answer


@pytest.mark.parametrize("extension", FORMATS)
def test_who_took_part_downloads_it(alice: Client, vera: Client, chat: ChatId, extension: str) -> None:
    media_type, beginning = FORMATS[extension]
    for person, door in ((alice, "/agent"), (vera, "")):
        answer = asks(person, f"{chat}/transcript.{extension}", door=door)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
        assert answer.content.lower().startswith(beginning.lower())
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_document_is_in_the_language_of_the_page_and_the_zone_that_is_asked_for(
    new_browser: NewBrowser, cast: Cast, chat: ChatId
) -> None:
    vera = known_visitor(new_browser(language="hu"), cast.vera.id)
    answer = asks(vera, f"{chat}/transcript.json?zone=Europe/Budapest")
    transcript = json.loads(answer.content)["transcript"]
    assert (transcript["language"], transcript["zone"]) == ("hu", "Europe/Budapest")
    assert "elfogadta" in asks(vera, f"{chat}/transcript.txt").text


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "\x00", "ő", "x" * 9_000]
)
def test_a_zone_that_does_not_exist_is_utc(vera: Client, chat: ChatId, zone: str) -> None:
    answer = vera.get(f"/chats/{chat}/transcript.json", {"zone": zone})
    assert json.loads(answer.content)["transcript"]["zone"] == "UTC"


@pytest.fixture
def victor(world: World, new_browser: NewBrowser) -> Client:
    """Another visitor."""
    return known_visitor(new_browser(), another_visitor().id)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_foreign_chat_looks_as_if_there_were_none(
    victor: Client, mallory: Client, carol: Client, chat: ChatId, extension: str
) -> None:
    for person, door in ((mallory, "/agent"), (carol, ""), (victor, "")):
        foreign = asks(person, f"{chat}/transcript.{extension}", door=door)
        missing = asks(person, f"99999999/transcript.{extension}", door=door)
        assert (foreign.status_code, foreign.content) == (404, missing.content)
        assert "Content-Disposition" not in foreign.headers


@pytest.mark.parametrize("path", GARBAGE)
def test_every_address_that_leads_nowhere_looks_the_same(
    alice: Client, vera: Client, chat: ChatId, path: str
) -> None:
    for person, door in ((alice, "/agent"), (vera, "")):
        garbage = asks(person, path.format(chat=chat), door=door)
        missing = asks(person, "99999999/transcript.pdf", door=door)
        assert (garbage.status_code, garbage.content) == (404, missing.content)


def test_a_waiting_request_is_no_document_for_who_does_not_own_its_channel(
    world: World, mallory: Client, alice: Client
) -> None:
    request = world.starts(world.vera, "Waiting")
    assert asks(mallory, f"{request}/transcript.txt", door="/agent").status_code == 404
    assert asks(alice, f"{request}/transcript.txt", door="/agent").status_code == 200


def test_the_other_door_does_not_open(alice: Client, vera: Client, chat: ChatId) -> None:
    assert asks(alice, f"{chat}/transcript.pdf").status_code == 401
    assert asks(vera, f"{chat}/transcript.pdf", door="/agent").status_code == 302


def test_a_stranger_is_asked_to_sign_in_whether_there_is_such_a_chat_or_not(
    browser: Client, chat: ChatId
) -> None:
    there, missing = (asks(browser, f"{number}/transcript.pdf") for number in (chat, 99999999))
    assert (there.status_code, there.content) == (401, missing.content)
    there, missing = (asks(browser, f"{number}/transcript.pdf", door="/agent") for number in (chat, 99999999))
    assert there.status_code == missing.status_code == 302


def test_it_can_be_asked_for_without_its_body_and_not_changed(vera: Client, chat: ChatId) -> None:
    head = vera.head(f"/chats/{chat}/transcript.txt")
    assert (head.status_code, head.content) == (200, b"")
    assert vera.head("/chats/99999999/transcript.txt").status_code == 404
    for method in (vera.post, vera.put, vera.delete):
        assert method(f"/chats/{chat}/transcript.txt").status_code == 405


def test_markup_that_somebody_typed_stays_text(vera: Client, chat: ChatId) -> None:
    page = asks(vera, f"{chat}/transcript.html").text
    assert "&lt;b&gt;ügyintéző&lt;/b&gt;" in page
    assert "<b>ügyintéző" not in page
