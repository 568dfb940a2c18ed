"""What the tests of people share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from terefere.core.ids import StreamId
from terefere.events.configuration import listen, stop_listening
from tests.cast import PASSWORD, Cast, assemble_cast
from tests.cast import cast as cast  # noqa: PLC0414  # a fixture is shared by its name

AGENTS_PAGE = "/agent/sign-in/"
CUSTOMERS_PAGE = "/sign-in/"


@pytest.fixture(autouse=True)
def _both_doors(settings: Settings, tmp_path: Path) -> None:
    """A site of this folder's own, static files where the packages have them, and cheap hashing."""
    settings.ROOT_URLCONF = "tests.accounts.urls"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people(db: None) -> Cast:
    """The cast, each with `PASSWORD`."""
    return assemble_cast(password=PASSWORD)


@pytest.fixture
def announced() -> Iterator[list[StreamId | None]]:
    """Who the running processes were told about, so far; None is everybody."""
    heard: list[StreamId | None] = []
    listen(heard.append)
    yield heard
    stop_listening(heard.append)


@pytest.fixture
def browser() -> Client:
    """Over TLS, as cookies want it."""
    return Client(headers={"host": "localhost"}, wsgi_url_scheme="https", secure=True)
