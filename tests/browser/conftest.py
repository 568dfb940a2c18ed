"""A server process and a real Chromium, shared; people with browsers of their own for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.clearing import clear_away
from tests.browser.vocabulary import Administrator, AgentAtDesk, CustomerUserAtHome, Visitor, open_chromium
from tests.cast import PASSWORD
from tests.contract.desk import Desk, desk


@pytest.fixture(scope="session")
def opened_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Everybody of the cast has moved in."""
    with desk(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="session")
def site(opened_desk: Desk) -> str:
    """Where everybody can be reached: an address such as ``http://127.0.0.1:8000``."""
    return site_of(opened_desk)


@pytest.fixture(scope="session")
def rough_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One that is killed, switched off, and that takes no more than a few frames at once."""
    with desk(
        tmp_path_factory.mktemp("rough"), TEREFERE_FRAMES_PER_SECOND="4", TEREFERE_FRAMES_AT_ONCE="12"
    ) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _nothing_is_left_open(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in ("opened_desk", "rough_desk"):
        if name in request.fixturenames:
            clear_away(request.getfixturevalue(name))


def site_of(opened: Desk) -> str:
    return opened.addresses[0].replace("ws", "http", 1)


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
def administrator(browser: Browser, site: str) -> Iterator[Administrator]:
    with Administrator(browser, site) as alice:
        alice.signs_in("alice", PASSWORD)
        yield alice


@pytest.fixture
def vera(browser: Browser, site: str) -> Iterator[Visitor]:
    with Visitor(browser, site) as visitor:
        yield visitor
