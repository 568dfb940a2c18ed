"""A server process and a real Chromium, shared; people with browsers of their own for each test.

They are signed in already: who wants to sign in or out does so in a browser opened for that.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.clearing import clear_away
from tests.browser.vocabulary import Administrator, AgentAtDesk, CustomerUserAtHome, Visitor, open_chromium
from tests.cast import PASSWORD
from tests.contract.desk import Desk, desk


@pytest.fixture(scope="session")
def opened_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Everybody of the cast has moved in. A module that breaks things has one of its own."""
    with desk(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture
def site(opened_desk: Desk) -> str:
    """Where everybody can be reached: an address such as ``http://127.0.0.1:8000``."""
    return opened_desk.addresses[0].replace("ws", "http", 1)


@pytest.fixture(autouse=True)
def _nothing_is_left_open(opened_desk: Desk) -> Iterator[None]:
    yield
    clear_away(opened_desk)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright, open_chromium(playwright, chromium) as opened:
        yield opened


@pytest.fixture
def alice(browser: Browser, site: str, opened_desk: Desk) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site, cookie=opened_desk.people.alice.cookie) as agent:
        yield agent


@pytest.fixture
def alice_in_person(browser: Browser, site: str) -> Iterator[AgentAtDesk]:
    """Signed in by herself: a session that she may end."""
    with AgentAtDesk(browser, site) as agent:
        agent.signs_in("alice", PASSWORD)
        yield agent


@pytest.fixture
def bob(browser: Browser, site: str, opened_desk: Desk) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site, cookie=opened_desk.people.bob.cookie) as agent:
        yield agent


@pytest.fixture
def mallory(browser: Browser, site: str, opened_desk: Desk) -> Iterator[AgentAtDesk]:
    with AgentAtDesk(browser, site, cookie=opened_desk.people.mallory.cookie) as agent:
        yield agent


@pytest.fixture
def carol(browser: Browser, site: str, opened_desk: Desk) -> Iterator[CustomerUserAtHome]:
    with CustomerUserAtHome(browser, site, cookie=opened_desk.people.carol.cookie) as customer_user:
        yield customer_user


@pytest.fixture
def administrator(browser: Browser, site: str, opened_desk: Desk) -> Iterator[Administrator]:
    with Administrator(browser, site, cookie=opened_desk.people.alice.cookie) as alice:
        yield alice


@pytest.fixture
def vera(browser: Browser, site: str) -> Iterator[Visitor]:
    with Visitor(browser, site) as visitor:
        yield visitor
