"""A world of each test's own, on both databases."""

from collections.abc import Iterator

import pytest

from tests.chat.databases import Fresh, connected_to
from tests.chat.databases import fresh_database as fresh_database  # noqa: PLC0414  # a fixture is shared by its name
from tests.chat.world import World


@pytest.fixture
def world(fresh_database: Fresh) -> Iterator[World]:
    with fresh_database() as url, connected_to(url):
        yield World()
