"""Whole installations, shared by the tests that do not break them."""

import asyncio
import inspect
from collections.abc import Iterator

import pytest

from tests.contract.desk import Desk, Parts, desk
from tests.services.postgres import new_database

GENEROUS = {"TEREFERE_FRAMES_PER_SECOND": "100000", "TEREFERE_FRAMES_AT_ONCE": "100000"}
KINDS = ("sqlite", "postgresql", "postgresql and redis")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that is a coroutine runs on an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    asyncio.run(pyfuncitem.obj(**wanted))
    return True


@pytest.fixture(scope="session", params=KINDS)
def support_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """On SQLite; on PostgreSQL; two processes on PostgreSQL and Redis: agents at the first, others at the second."""
    parts = parts_of(request.param, request)
    with desk(tmp_path_factory.mktemp("desk"), parts, **GENEROUS) as opened:
        yield opened
    assert complaints_in(opened.output()) == []
    assert opened.log.holes() == []


def complaints_in(output: str) -> list[str]:
    return [line for line in output.splitlines() if " ERROR " in line or " CRITICAL " in line]


def parts_of(kind: str, request: pytest.FixtureRequest) -> Parts:
    match kind:
        case "sqlite":
            return Parts()
        case "postgresql":
            return Parts(new_database(request.getfixturevalue("postgres_url")))
        case _:
            database, bus = request.getfixturevalue("postgres_url"), request.getfixturevalue("redis_url")
            return Parts(new_database(database), bus, servers=2)
