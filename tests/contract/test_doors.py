"""Who is let in, and who is shown out."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from websockets.exceptions import InvalidStatus

from terefere.chat.events import MessagePosted
from terefere.gateway.frames_in import AcceptRequest, PostMessage
from terefere.gateway.frames_out import Bye, EventFrame, Welcome
from tests.cast import PASSWORD
from tests.contract.client import Badge, Client, frames_from, new_id, next_frame, opened
from tests.contract.conversation import conversation
from tests.contract.desk import Desk
from tests.contract.pages import Browser

GO_AWAY = 4000


async def test_a_page_of_another_site_gets_no_connection(support_desk: Desk) -> None:
    vera, address = support_desk.people.vera, support_desk.addresses[0]
    async with opened(vera, address) as socket:
        await socket.send('{"type":"hello"}')
        await next_frame(socket, Welcome)
    for origin in ("https://evil.example", "null", address.replace("ws", "https", 1) + ".evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            async with opened(vera, address, origin=origin):
                pass
        assert refused.value.response.status_code == 403


async def test_nobody_is_let_in_without_a_proof_that_holds(support_desk: Desk) -> None:
    people = support_desk.people
    forged = people.vera.cookie[:-3] + "abc"
    cookies = [
        ("external", people.expired.cookie),
        ("external", forged),
        ("external", "terefere_visitor=1.99999999999:"),
        ("external", "terefere_visitor=garbage"),
        ("external", ""),
        ("external", "terefere_customer=nothing"),
        ("external", people.alice.cookie.replace("agent", "customer")),
        ("agent", ""),
        ("agent", people.vera.cookie),
        ("agent", people.carol.cookie.replace("customer", "agent")),
    ]
    for door, cookie in cookies:
        async with opened(Badge("stranger", door, cookie), support_desk.addresses[0]) as socket:  # type: ignore[arg-type]
            heard = [frame async for frame in frames_from(socket)]
            assert [type(frame) for frame in heard] == [Bye], cookie
            [bye] = heard
            assert isinstance(bye, Bye)
            assert (bye.code, bye.after, socket.close_code) == ("signed_out", -1, GO_AWAY)


async def test_an_unknown_door_is_closed(support_desk: Desk) -> None:
    badge = Badge("alice", "agents", support_desk.people.alice.cookie)  # type: ignore[arg-type]
    with pytest.raises(InvalidStatus):
        async with opened(badge, support_desk.addresses[0]):
            pass


async def test_signing_out_ends_the_connections_of_that_person(support_desk: Desk) -> None:
    browser = browser_at(support_desk)
    browser.signs_in("bob", PASSWORD)
    bob = support_desk.client(Badge("bob", "agent", browser.cookie_header))
    async with bob, support_desk.agent(support_desk.people.alice) as alice:
        await asyncio.to_thread(browser.signs_out)
        await bob.until(lambda: bob.bye is not None and not bob.is_connected, what="shown out")
        assert bob.bye is not None
        assert (bob.bye.code, bob.bye.after) == ("signed_out", -1)
        assert bob.close_codes[-1] == GO_AWAY
        await alice.pings()
        assert alice.connections == 1


async def test_an_agent_who_loses_the_right_sees_and_does_nothing_more(support_desk: Desk) -> None:
    people = support_desk.people
    support, billing = (people.channels[name] for name in ("Support", "Billing"))
    async with (
        conversation(support_desk) as other,
        support_desk.client(people.bob) as bob,
        support_desk.client(people.victor) as victor,
    ):
        chat = await victor.starts("For Bob", channel=support)
        waiting = await victor.starts("For anybody", channel=support)
        await bob.accepts(chat)
        await bob.knows_chat(chat, position=3)
        await bob.watches(f"chat:{waiting}")
        await bob.knows_chat(waiting, position=2)
        with without_right(support_desk, "bob", "chat_owner"):
            lost = {f"chat:{chat}", f"chat:{waiting}", f"channel:{support}", f"channel:{billing}"}
            await bob.until(lambda: lost <= set(bob.gone), what="everything is gone")
            before = len(bob.heard)
            await victor.says(chat, "Bob must not hear this")
            await victor.says(waiting, "nor this")
            for order in (PostMessage(new_id(), chat, "I am still here"), AcceptRequest(new_id(), waiting)):
                assert (await bob.is_refused(order)).code == "not_found"
            await bob.watches(f"chat:{chat}")
            await bob.until(lambda: bob.gone.count(f"chat:{chat}") == 2, what="gone again")
            assert said_to(bob, before) == []
        await bob.until(lambda: f"channel:{support}" in bob.views, what="the right is back, without a reload")
        await victor.leaves(waiting)
        await bob.watches(f"chat:{chat}")
        await bob.knows_chat(chat, position=4)
        await bob.closes(chat)
        await other.alice.pings()
        assert other.stream not in other.alice.gone


async def test_an_agent_who_is_made_invalid_is_shown_out(support_desk: Desk) -> None:
    async with support_desk.client(support_desk.people.bob) as bob:
        with changed_agent(support_desk, "bob", without=("is_active", "on")):
            await bob.until(lambda: bob.bye is not None and not bob.is_connected, what="shown out")
            assert bob.bye is not None
            assert bob.bye.code == "signed_out"
    async with support_desk.client(support_desk.people.bob) as bob:
        await bob.pings()


def said_to(client: Client, since: int) -> list[str]:
    return [
        frame.event.text
        for frame in client.heard[since:]
        if isinstance(frame, EventFrame) and isinstance(frame.event, MessagePosted)
    ]


def browser_at(desk: Desk, badge: Badge | None = None) -> Browser:
    """Pages come from the first server; the people to be looked at are connected to the last one."""
    name, _, value = badge.cookie.partition("=") if badge else ("", "", "")
    return Browser(desk.addresses[0].replace("ws", "http", 1), {name: value} if name else {})


def without_right(desk: Desk, login: str, permission: str) -> AbstractContextManager[None]:
    group = desk.log.ask("SELECT id FROM accounts_group WHERE name = 'support'")[0][0]
    return changed_agent(desk, login, without=("rights", f"{group}:{permission}"))


@contextmanager
def changed_agent(desk: Desk, login: str, *, without: tuple[str, str]) -> Iterator[None]:
    """Alice, who administers, takes one field out of the agent's form, and puts it back at the end."""
    browser = browser_at(desk, desk.people.alice)
    page = f"/admin/accounts/agentaccount/{desk.people.accounts[login]}/change/"
    fields = browser.form_of(page)
    assert without in fields, fields
    assert browser.submit(page, [field for field in fields if field != without]) == ""
    try:
        yield
    finally:
        assert browser.submit(page, fields) == ""
