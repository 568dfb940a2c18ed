"""`/`: the external interface as everybody finds it."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from terefere.accounts.public_users import create_public_user
from terefere.core.clock import utc_now
from tests.cast import Cast
from tests.chat.world import World
from tests.web.conftest import NewBrowser, known_visitor

HOSTILE = "</script><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def setup_of(page: str) -> dict[str, object]:
    found = re.search(r'<script id="terefere-setup" type="application/json">(.*?)</script>', page)
    assert found is not None
    setup: dict[str, object] = json.loads(found[1])
    return setup


def test_a_stranger_is_greeted_and_may_start(browser: Client, cast: Cast) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    setup = setup_of(page.text)
    assert (setup["audience"], setup["person"], setup["mayStart"]) == ("public", None, True)
    assert "Chat with us" in page.text


def test_a_look_at_the_page_leaves_nothing_in_the_database(browser: Client, cast: Cast) -> None:
    answer = browser.get("/")
    assert Session.objects.count() == 0
    assert set(answer.cookies) == {"terefere_csrf"}


def test_the_token_against_forged_requests_is_out_of_reach_of_scripts(browser: Client, cast: Cast) -> None:
    cookie = browser.get("/").cookies["terefere_csrf"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_a_visitor_and_a_customer_user_are_known_again(vera: Client, carol: Client) -> None:
    of_vera, of_carol = setup_of(vera.get("/").text), setup_of(carol.get("/").text)
    assert (of_vera["audience"], of_vera["person"]) == ("public", "Vera")
    assert (of_carol["audience"], of_carol["person"]) == ("customer", "Carol Weber")


def test_an_agent_is_nobody_here(alice: Client) -> None:
    setup = setup_of(alice.get("/").text)
    assert (setup["audience"], setup["person"]) == ("public", None)


@pytest.mark.parametrize("switch", ["chat_active", "public_to_agent"])
def test_where_visitors_may_not_start_the_page_says_so(browser: Client, world: World, switch: str) -> None:
    world.configure(**{switch: False})
    page = browser.get("/").text
    assert setup_of(page)["mayStart"] is False
    assert "Chat is switched off at the moment." in page


def test_a_direction_of_visitors_does_not_stop_customer_users(carol: Client, world: World) -> None:
    world.configure(public_to_agent=False)
    assert setup_of(carol.get("/").text)["mayStart"] is True


def test_a_hostile_name_stays_a_name(new_browser: NewBrowser, cast: Cast) -> None:
    visitor = create_public_user(name=HOSTILE, language="en", now=utc_now())
    page = known_visitor(new_browser(), visitor.id).get("/").text
    assert setup_of(page)["person"] == HOSTILE
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_comes_compressed_and_can_be_asked_for_without_its_body(browser: Client, cast: Cast) -> None:
    asked = {"accept-encoding": "gzip"}
    assert browser.get("/", headers=asked).headers["Content-Encoding"] == "gzip"
    head = browser.head("/")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_done_to_the_page(browser: Client, cast: Cast, method: str) -> None:
    assert getattr(browser, method)("/").status_code == 405
