"""The two pages where one signs in, as pages; who gets in is tested with the accounts."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.conftest import NewBrowser

PAGES = ["/sign-in/", "/agent/sign-in/"]
WRONG = {"en": "Login or password is wrong.", "hu": "Hibás", "de": "falsch"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", WRONG)
def test_an_error_is_told_in_the_language_of_the_browser(
    new_browser: NewBrowser, cast: Cast, page: str, language: str
) -> None:
    answer = new_browser(language=language).post(page, {"username": "alice", "password": "wrong"})
    assert answer.status_code == 200
    assert WRONG[language] in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_the_fields_have_labels_and_what_browsers_need_to_fill_them(
    browser: Client, cast: Cast, page: str
) -> None:
    text = browser.get(page).text
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text
    assert text.count("<label ") == 2


@pytest.mark.parametrize("page", PAGES)
def test_what_was_typed_as_login_stays_and_stays_text(browser: Client, cast: Cast, page: str) -> None:
    text = browser.post(page, {"username": '"><script>alert(1)</script>', "password": "x"}).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_forged_form_is_refused(new_browser: NewBrowser, cast: Cast, page: str) -> None:
    assert new_browser(csrf=True).post(page, {"username": "alice"}).status_code == 403


def test_agents_and_customers_find_their_pages(browser: Client, cast: Cast) -> None:
    assert "Sign in to the agent desk" in browser.get("/agent/sign-in/").text
    assert "Go on without an account" in browser.get("/sign-in/").text
