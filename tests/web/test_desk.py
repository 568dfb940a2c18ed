"""`/agent/`: the agent desk."""

import pytest
from django.test import Client

from terefere.accounts.models import Account
from tests.cast import Cast
from tests.chat.world import World
from tests.web.conftest import NewBrowser, signed_in
from tests.web.test_home import HOSTILE, setup_of


@pytest.mark.parametrize("path", ["/agent/", "/agent/?a=1"])
def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(browser: Client, cast: Cast, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 302
    back = signed_in(browser, "alice", answer.headers["Location"]).get(path)
    assert back.status_code == 200


def test_a_customer_user_and_a_visitor_do_not_get_in(carol: Client, vera: Client) -> None:
    for person in (carol, vera):
        assert person.get("/agent/").headers["Location"] == "/agent/sign-in/?next=/agent/"


def test_an_agent_sees_the_desk(alice: Client, cast: Cast) -> None:
    page = alice.get("/agent/")
    setup = setup_of(page.text)
    assert (setup["audience"], setup["person"], setup["mayStart"]) == ("agent", "Alice Arnold", False)
    assert setup["socket"] == "/ws/agent"
    assert '<span class="avatar" aria-hidden="true">AA</span>' in page.text


def test_only_administrators_are_shown_the_way_to_the_administration(alice: Client, mallory: Client) -> None:
    assert 'href="/admin/"' in alice.get("/agent/").text
    assert 'href="/admin/"' not in mallory.get("/agent/").text


@pytest.mark.parametrize(
    ("availability", "words"),
    [
        ("external", "Internal and external chats"),
        ("internal", "Internal chats only"),
        ("unavailable", "Not available for chats"),
    ],
)
def test_the_own_availability_stands_above(alice: Client, cast: Cast, availability: str, words: str) -> None:
    Account.objects.filter(pk=cast.alice.pk).update(chat_availability=availability)
    assert words in alice.get("/agent/").text


def test_switched_off_chat_is_told(alice: Client, world: World) -> None:
    world.configure(chat_active=False)
    assert "Chat is switched off" in alice.get("/agent/").text


def test_the_page_itself_holds_nothing_of_any_chat(alice: Client, world: World) -> None:
    chat = world.starts(world.vera, "A secret of Vera's")
    world.accepts(world.alice, chat)
    page = alice.get("/agent/").text
    assert "secret" not in page
    assert "Vera" not in page


def test_a_hostile_name_stays_a_name(alice: Client, cast: Cast) -> None:
    Account.objects.filter(pk=cast.alice.pk).update(full_name=HOSTILE)
    page = alice.get("/agent/").text
    assert setup_of(page)["person"] == HOSTILE
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_an_agent_made_invalid_is_out(alice: Client, cast: Cast) -> None:
    Account.objects.filter(pk=cast.alice.pk).update(is_active=False)
    assert alice.get("/agent/").status_code == 302


def test_the_session_cookies_are_out_of_reach_of_scripts(new_browser: NewBrowser, cast: Cast) -> None:
    for login, page, name in (
        ("alice", "/agent/sign-in/", "terefere_agent"),
        ("carol", "/sign-in/", "terefere_customer"),
    ):
        cookie = signed_in(new_browser(), login, page).cookies[name]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_done_to_the_page(alice: Client, method: str) -> None:
    assert getattr(alice, method)("/agent/").status_code == 405


@pytest.mark.parametrize("path", ["/agent/sign-out/", "/sign-out/"])
def test_signing_out_is_never_a_link(alice: Client, carol: Client, path: str) -> None:
    assert alice.get(path).status_code == carol.get(path).status_code == 405
    assert alice.get("/agent/").status_code == 200
