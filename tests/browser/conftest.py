"""A server process and a real Chromium, shared; people with browsers of their own for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.vocabulary import AgentAtDesk, CustomerUserAtHome, Visitor, open_chromium
from tests.cast import PASSWORD
from tests.contract.desk import desk


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where everybody of the cast can be reached: an address such as ``http://127.0.0.1:8000``."""
    with desk(tmp_path_factory.mktemp("site")) as opened:
        yield opened.addresses[0].replace("ws", "http", 1)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright, open_chromium(playwright, chromium) as opened:
        yield opened


@pytest.fixture
def alice(browser: Browser, site: str) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site) as agent:
        agent.signs_in("alice", PASSWORD)
        yield agent


@pytest.fixture
def bob(browser: Browser, site: str) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site) as agent:
        agent.signs_in("bob", PASSWORD)
        yield agent


@pytest.fixture
def mallory(browser: Browser, site: str) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site) as agent:
        agent.signs_in("mallory", PASSWORD)
        yield agent


@pytest.fixture
def carol(browser: Browser, site: str) -> Iterator[CustomerUserAtHome]:
    with CustomerUserAtHome(browser, site) as customer_user:
        customer_user.signs_in("carol", PASSWORD)
        yield customer_user


@pytest.fixture
def vera(browser: Browser, site: str) -> Iterator[Visitor]:
    with Visitor(browser, site) as visitor:
        yield visitor
