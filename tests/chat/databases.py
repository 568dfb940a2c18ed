"""Real databases for tests of the domain: a SQLite file or a PostgreSQL database of each test's own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from pytest_django import DjangoDbBlocker

from terefere.config import environment
from tests.cast import assemble_cast
from tests.services.postgres import new_database

KINDS = ("sqlite", "postgresql")
ALIAS = "default"

Fresh = Callable[[], AbstractContextManager[str]]
"""Opens a database that holds the cast and nothing else; its URL."""


@pytest.fixture(scope="session", params=KINDS)
def fresh_database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Fresh]:
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        template = f"sqlite:///{folder / 'template.sqlite3'}"
        copy = copied_file
    else:
        template = new_database(request.getfixturevalue("postgres_url"))
        copy = copied_database
    with django_db_blocker.unblock():
        with connected_to(template):
            call_command("migrate", verbosity=0, interactive=False)
            assemble_cast()
        yield lambda: copy(template)


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's only database is that one, on every thread, set up as the product sets it up."""
    kept_settings, kept_connection = connections.settings[ALIAS], connections[ALIAS]
    connections.settings[ALIAS] = kept_settings | settings_for(url)
    connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections.settings[ALIAS] = kept_settings
        connections[ALIAS] = kept_connection


def settings_for(url: str) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        return environment.database(Path())


@contextmanager
def copied_file(template: str) -> Iterator[str]:
    original = Path(urlsplit(template).path.replace("//", "/"))
    copy = original.with_name("copy.sqlite3")
    shutil.copyfile(original, copy)
    try:
        yield f"sqlite:///{copy}"
    finally:
        for file in original.parent.glob("copy.sqlite3*"):
            file.unlink()


@contextmanager
def copied_database(template: str) -> Iterator[str]:
    """Never dropped: that takes longer than everything else, and the whole server goes in the end."""
    parts = urlsplit(template)
    copied = f"terefere_{uuid4().hex}"
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as session:
        original = sql.Identifier(parts.path[1:])
        session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copied), original))
    yield parts._replace(path=f"/{copied}").geturl()
