"""A world of each test's own, on both databases."""

from tests.chat.conftest import world as world  # noqa: PLC0414  # fixtures are shared by their names
from tests.chat.databases import fresh_database as fresh_database  # noqa: PLC0414
