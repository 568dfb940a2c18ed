"""A page is drawn by the server and brought to life by its modules: in whatever order, whatever breaks."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.vocabulary import AgentAtDesk, Visitor
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

BROKEN = """
import { PartOfPage } from "terefere/part-of-page.js";
customElements.define("terefere-banner", class extends PartOfPage { joined() { throw new Error("broken"); } });
"""


@pytest.fixture
def stranger(browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor whose page may complain: it is broken on purpose."""
    visitor = Visitor(browser, site)
    yield visitor
    visitor.context.close()


@pytest.mark.parametrize("last", ["/words/", "/dom.", "/bubble."])
def test_a_page_comes_to_life_in_whatever_order_its_parts_arrive(vera: Visitor, last: str) -> None:
    held: list[Route] = []
    vera.page.route(lambda url: last in url, lambda route: held.append(route))  # noqa: PLW0108  built in, it is refused
    with vera.page.expect_request(lambda request: last in request.url):
        vera.page.reload(wait_until="commit")
    expect(vera.page.locator("button.bubble")).to_be_disabled()
    for route in held:
        route.continue_()
    vera.is_alive()


def test_a_page_whose_files_went_with_the_version_before_is_loaded_again(stranger: Visitor) -> None:
    asked: Counter[str] = Counter()

    def serve(route: Route) -> None:
        asked["store"] += 1
        route.fulfill(status=404) if asked["store"] == 1 else route.continue_()

    stranger.page.route(re.compile(r"/js/store\."), serve)
    stranger.reloads()
    stranger.is_alive()
    assert asked["store"] == 2


def test_one_element_that_fails_leaves_the_others_alive(alice: AgentAtDesk, stranger: Visitor) -> None:
    stranger.page.route(
        re.compile(r"/js/banner\."), lambda route: route.fulfill(content_type="text/javascript", body=BROKEN)
    )
    stranger.reloads()
    stranger.is_alive()
    assert any("broken" in trouble for trouble in stranger.troubles)
    stranger.asks("Support", "Still here?", name="Vera who perseveres")
    alice.sees_request("Vera who perseveres")
    stranger.leaves()


def test_what_the_browser_kept_from_another_version_does_no_harm(vera: Visitor) -> None:
    vera.page.evaluate(
        "localStorage.setItem('terefere.view.public', JSON.stringify({ isOpen: true, page: 'tickets', chat: {} }))"
    )
    vera.reloads()
    vera.is_alive()
    expect(vera.page.locator("terefere-conversation-list")).to_be_visible()


def test_signing_out_in_one_tab_ends_the_conversations_in_every_tab(
    alice_in_person: AgentAtDesk, vera: Visitor
) -> None:
    alice = alice_in_person
    vera.asks("Support", "Something private", name="Vera in confidence")
    alice.accepts("Vera in confidence")
    first_tab, _ = alice.page, alice.opens_tab()
    alice.talks_to("Vera in confidence")
    alice.signs_out()
    alice.page = first_tab
    alice.is_at_sign_in()
    alice.has_nowhere(["Something private"])
    alice.signs_in("alice", PASSWORD)
    alice.talks_to("Vera in confidence")
    alice.closes()
