"""What the tests of pages share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from terefere.accounts.public_users import VISITOR_COOKIE, token_for
from terefere.core.clock import utc_now
from terefere.core.ids import PublicUserId
from tests.cast import PASSWORD, Cast, assemble_cast
from tests.chat.world import World

NewBrowser = Callable[..., Client]


@pytest.fixture(autouse=True)
def _static_files_where_the_packages_have_them(settings: Settings, tmp_path: Path) -> None:
    """And cheap hashing."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble_cast(password=PASSWORD)


@pytest.fixture
def world(cast: Cast) -> World:
    return World()


class Browser(Client):
    """Talks over TLS, as cookies want it."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        return super().generic(*args, **{**kwargs, "secure": True})


@pytest.fixture
def new_browser() -> NewBrowser:
    """Opens one more browser; `language` is what it prefers."""

    def open_one(*, language: str = "en", csrf: bool = False) -> Client:
        headers = {"host": "localhost", "accept-language": language}
        return Browser(headers=headers, enforce_csrf_checks=csrf)

    return open_one


@pytest.fixture
def browser(new_browser: NewBrowser) -> Client:
    return new_browser()


@pytest.fixture
def alice(cast: Cast, new_browser: NewBrowser) -> Client:
    return signed_in(new_browser(), "alice", "/agent/sign-in/")


@pytest.fixture
def mallory(cast: Cast, new_browser: NewBrowser) -> Client:
    return signed_in(new_browser(), "mallory", "/agent/sign-in/")


@pytest.fixture
def carol(cast: Cast, new_browser: NewBrowser) -> Client:
    return signed_in(new_browser(), "carol", "/sign-in/")


@pytest.fixture
def vera(cast: Cast, new_browser: NewBrowser) -> Client:
    return known_visitor(new_browser(), cast.vera.id)


def signed_in(browser: Client, login: str, page: str) -> Client:
    assert browser.post(page, {"username": login, "password": PASSWORD}).status_code == 302
    return browser


def known_visitor(browser: Client, visitor: PublicUserId) -> Client:
    browser.cookies[VISITOR_COOKIE] = token_for(visitor, now=utc_now())
    return browser
