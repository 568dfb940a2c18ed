"""`/channels/`: what a requester may choose, for those who have no connection yet that would tell them."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import AsyncRequestFactory, Client

from terefere.chat.models import ListedChannel
from terefere.core.ids import AccountId, account_stream
from terefere.web.public.views import channels
from tests.cast import Cast
from tests.chat.world import World


def offered(browser: Client) -> dict[str, bool]:
    """Name to availability."""
    answer = browser.get("/channels/")
    assert answer.status_code == 200
    return availability_in(answer.content)


def availability_in(answer: bytes) -> dict[str, bool]:
    return {channel["name"]: channel["available"] for channel in json.loads(answer)["channels"]}


def test_each_is_offered_what_is_meant_for_them(browser: Client, vera: Client, carol: Client) -> None:
    assert set(offered(browser)) == set(offered(vera)) == {"Support", "Sales"}
    assert set(offered(carol)) == {"Support", "Billing", "Sales"}


def test_without_anybody_there_nothing_is_available(browser: Client, cast: Cast) -> None:
    assert not any(offered(browser).values())


def test_the_listed_channel_of_an_agent_who_is_there_is_available(cast: Cast) -> None:
    ListedChannel.objects.create(agent=cast.alice, channel=cast.support)
    request = AsyncRequestFactory().get("/channels/")
    request.user = AnonymousUser()
    online = frozenset({account_stream(AccountId(cast.alice.pk))})
    request.scope = {**request.scope, "state": {"online": lambda: online}}
    assert availability_in(channels(request).content) == {"Support": True, "Sales": False}


def test_where_availability_is_not_checked_everything_is_available(browser: Client, world: World) -> None:
    world.configure(check_availability_for_public=False)
    assert all(offered(browser).values())


def test_channels_hold_no_more_than_a_requester_needs(browser: Client, cast: Cast) -> None:
    listed = json.loads(browser.get("/channels/").content)["channels"]
    assert {frozenset(channel) for channel in listed} == {frozenset({"id", "name", "available"})}


def test_an_invalid_channel_is_not_offered(browser: Client, cast: Cast) -> None:
    cast.sales.validity = "invalid"
    cast.sales.save()
    assert set(offered(browser)) == {"Support"}


def test_the_answer_is_kept_nowhere(browser: Client, cast: Cast) -> None:
    assert "no-store" in browser.get("/channels/").headers["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_channels_can_only_be_read(browser: Client, cast: Cast, method: str) -> None:
    assert getattr(browser, method)("/channels/").status_code == 405
