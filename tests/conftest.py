"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.services.postgres import Postgres
from tests.services.redis import Redis

IS_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one that DATABASE_URL names, else one of our own."""
    if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        yield given
        return
    with TemporaryDirectory(prefix="terefere-postgres-") as folder, Postgres(Path(folder)) as server:
        yield server.url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server: the one that BUS_URL names, else one of our own."""
    if given := os.environ.get("BUS_URL"):
        yield given
        return
    with TemporaryDirectory(prefix="terefere-redis-") as folder, Redis(Path(folder)) as server:
        yield server.url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: the one that CHROMIUM names, else the one on the PATH."""
    if path := chromium_path():
        return path
    pytest.fail("no Chromium: set CHROMIUM to its path")


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium its tests are left out, and said to be; in CI they run and fail."""
    # Last: who drives the browser keeps an event loop running in this thread, and others want one of their own.
    items.sort(key=_drives_browser)
    if IS_CI or chromium_path():
        return
    for item in filter(_drives_browser, items):
        item.add_marker(pytest.mark.skip(reason="no Chromium"))


def _drives_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that did not run: a skipped test must not pass for a green one."""
    for report in skipped(terminalreporter):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        terminalreporter.write_line(f"NOT RUN {report.nodeid}: {reason}", yellow=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IS_CI and isinstance(reporter, pytest.TerminalReporter) and skipped(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def skipped(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    return [report for report in reporter.stats.get("skipped", []) if isinstance(report, pytest.TestReport)]
