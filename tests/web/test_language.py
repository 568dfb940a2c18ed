"""`/language/` and `/agent/language/`: the language chooser."""

import pytest
from django.test import Client

from terefere.accounts.models import Account
from tests.cast import Cast
from tests.web.answers import Answer
from tests.web.conftest import NewBrowser

GREETINGS = {"en": "How can we help?", "hu": "Miben segíthetünk?", "de": "Wie können wir helfen?"}


def choose(browser: Client, language: str, back: str = "/", path: str = "/language/") -> Answer:
    answer: Answer = browser.post(path, {"language": language, "next": back})
    return answer


@pytest.mark.parametrize("language", GREETINGS)
def test_the_page_speaks_the_language_of_the_browser(
    new_browser: NewBrowser, cast: Cast, language: str
) -> None:
    page = new_browser(language=f"{language}-XX, fr;q=0.5").get("/")
    assert GREETINGS[language] in page.text
    assert f'<html lang="{language}" dir="ltr">' in page.text
    assert page.headers["Content-Language"] == language


def test_a_browser_of_another_language_is_answered_in_english(new_browser: NewBrowser, cast: Cast) -> None:
    assert GREETINGS["en"] in new_browser(language="fr, es;q=0.5").get("/").text


def test_a_choice_goes_before_the_browsers_language(new_browser: NewBrowser, cast: Cast) -> None:
    browser = new_browser(language="de")
    assert choose(browser, "hu").headers["Location"] == "/"
    assert GREETINGS["hu"] in browser.get("/").text


def test_the_choice_is_kept_for_a_year(browser: Client, cast: Cast) -> None:
    cookie = choose(browser, "hu").cookies["terefere_language"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_the_choice_of_somebody_signed_in_is_kept_with_the_account(alice: Client, cast: Cast) -> None:
    choose(alice, "hu", "/agent/", "/agent/language/")
    assert Account.objects.get(pk=cast.alice.pk).language == "hu"
    alice.cookies.pop("terefere_language")
    assert "Vezérlőpult" in alice.get("/agent/").text


def test_a_choice_at_one_door_is_not_made_for_who_is_signed_in_at_the_other(
    alice: Client, cast: Cast
) -> None:
    choose(alice, "hu", path="/language/")
    assert Account.objects.get(pk=cast.alice.pk).language == ""


@pytest.mark.parametrize("language", ["", "xx", "HU", "hu; Secure", "<b>", "../de", "\x00"])
def test_what_is_no_language_of_ours_changes_nothing(browser: Client, cast: Cast, language: str) -> None:
    answer = choose(browser, language)
    assert (answer.status_code, "terefere_language" in answer.cookies) == (302, False)


@pytest.mark.parametrize("cookie", ["xx", "", "<script>", "hu-HU"])
def test_a_strange_cookie_does_no_harm(browser: Client, cast: Cast, cookie: str) -> None:
    browser.cookies["terefere_language"] = cookie
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/sign-in/?next=/", "/sign-in/?next=/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://localhost/", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(browser: Client, cast: Cast, wanted: str, followed: str) -> None:
    assert choose(browser, "de", wanted).headers["Location"] == followed


def test_another_site_cannot_choose(new_browser: NewBrowser, cast: Cast) -> None:
    assert choose(new_browser(csrf=True), "hu").status_code == 403


@pytest.mark.parametrize("path", ["/language/", "/agent/language/"])
def test_a_link_cannot_choose(browser: Client, cast: Cast, path: str) -> None:
    assert browser.get(path, {"language": "hu"}).status_code == 405
