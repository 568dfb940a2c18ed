"""`/words/`: the words of the browser modules."""

import pytest
from django.test import Client

from terefere.web.shared.words import words_url
from tests.cast import Cast

WORD = {"hu": "sikerült", "de": "geklappt"}


@pytest.mark.parametrize("language", ["en", "hu", "de"])
def test_the_address_in_the_page_may_be_kept_for_ever(browser: Client, cast: Cast, language: str) -> None:
    answer = browser.get(words_url(language))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "public" in answer.headers["Cache-Control"]


def test_what_is_kept_for_ever_depends_on_nothing_but_its_address(
    browser: Client, vera: Client, alice: Client
) -> None:
    for_strangers = browser.get(words_url("hu"))
    assert for_strangers.content == vera.get(words_url("hu"), headers={"accept-language": "de"}).content
    assert for_strangers.content == alice.get(words_url("hu")).content
    assert not for_strangers.cookies


def test_words_of_another_version_are_given_but_not_kept(browser: Client, cast: Cast) -> None:
    answer = browser.get("/words/", {"language": "hu", "version": "former"})
    assert answer.status_code == 200
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("language", ["", "xx", "<script>", "../hu", "\x00"])
def test_a_strange_language_is_the_browsers(browser: Client, cast: Cast, language: str) -> None:
    answer = browser.get("/words/", {"language": language})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_the_words_are_ours_only_and_translated(browser: Client, cast: Cast) -> None:
    words = browser.get(words_url("hu")).text
    assert "Loading" not in words
    assert "Connection lost. Trying again" in words
    assert "Select all" not in words


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_words_can_only_be_read(browser: Client, cast: Cast, method: str) -> None:
    assert getattr(browser, method)("/words/").status_code == 405
