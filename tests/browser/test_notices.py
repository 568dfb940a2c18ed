"""Who looks elsewhere is told: by the browser, once over all tabs, by the title and by counters."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.vocabulary import AgentAtDesk, Visitor

pytestmark = pytest.mark.browser

ENOUGH_TABS: Final = 3


def test_a_new_request_is_notified_once_over_several_tabs(alice: AgentAtDesk, vera: Visitor) -> None:
    alice.allows_notifications()
    tabs = [alice.page, *(alice.opens_tab() for _ in range(ENOUGH_TABS - 1))]
    vera.asks("Support", "Is anybody there?", name="Vera in a hurry")
    for alice.page in tabs:
        alice.sees_requests(1)
        alice.has_badge(1)
    vera.says("Hello?")
    vera.leaves()
    for alice.page in tabs:
        alice.has_badge(0)
    assert alice.notices == ["Vera in a hurry asks for a chat (Support)"]


def test_a_message_is_notified_once_unless_the_chat_is_in_view_in_some_tab(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    alice.allows_notifications()
    vera.asks("Support", "First", name="Vera the patient")
    alice.accepts("Vera the patient")
    del alice.notices[:]
    alice.minimises()
    second_tab = alice.opens_tab()
    alice.is_alive()
    alice.opens_bubble()
    vera.says("Seen in the second tab")
    alice.hears("Seen in the second tab")
    alice.has_unread(0)
    alice.minimises()
    vera.says("Seen in no tab")
    alice.has_unread(1)
    alice.has_badge(1)
    alice.is_notified("Vera the patient")
    alice.opens_bubble()
    alice.hears("Seen in no tab")
    alice.has_unread(0)
    alice.has_badge(0)
    assert alice.page == second_tab
    vera.has_said("Seen in no tab", "read")
    alice.closes()
    assert alice.notices == ["Vera the patient"]


def test_an_answer_is_notified_to_a_visitor_who_looks_elsewhere(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.allows_notifications()
    vera.asks("Support", "Hello", name="Vera elsewhere")
    vera.minimises()
    alice.accepts("Vera elsewhere")
    vera.is_notified("Alice Arnold answers you")
    alice.says("Good morning")
    vera.has_unread(1)
    vera.has_badge(1)
    vera.is_notified("Alice Arnold answers you", "Alice Arnold")
    vera.opens_bubble()
    vera.hears("Good morning")
    vera.has_badge(0)
    alice.closes()


def test_without_permission_nothing_is_notified_but_the_title_tells(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Hello", name="Vera the unheard")
    alice.has_badge(1)
    vera.leaves()
    alice.has_badge(0)
    assert alice.notices == []


def test_switches_are_kept_and_hold_in_every_place_they_stand(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "Hello", name="Vera the quiet")
    alice.accepts("Vera the quiet")
    alice.has_sound(on=True)
    alice.switches_sound()
    alice.has_sound(on=False)
    alice.reloads()
    alice.has_sound(on=False)
    expect(alice.page.locator("terefere-own-menu [data-part=sound]")).to_have_attribute(
        "aria-checked", "false"
    )
    vera.has_sound(on=True)
    alice.switches_sound()
    alice.has_sound(on=True)
    alice.closes()


def test_a_conversation_opened_from_the_list_shows_its_end(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "The first of many lines", name="Vera the talkative")
    alice.accepts("Vera the talkative")
    for number in range(12):
        vera.says(f"Line {number}\nand what follows\nfrom it")
    alice.hears("Line 11")
    alice.goes_back_to_the_list()
    vera.says("The last line")
    alice.has_unread(1)
    alice.opens_conversation("Vera the talkative")
    alice.sees_the_end()
    alice.has_unread(0)
    vera.page.set_viewport_size({"width": 390, "height": 600})
    vera.sees_the_end()
    vera.page.set_viewport_size({"width": 700, "height": 390})
    vera.sees_the_end()
    alice.closes()
    vera.sees_after_chat()
    vera.sees_the_end()


def test_the_request_list_opens_under_a_resting_mouse_and_stays_after_a_click(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Hello", name="Vera under the mouse")
    symbol, box = alice.page.locator("terefere-request-list .tool"), alice.page.locator("#terefere-requests")
    symbol.hover()
    expect(box).to_be_visible()
    expect(box).to_contain_text("Vera under the mouse")
    alice.page.mouse.move(700, 700)
    expect(box).to_be_hidden()
    symbol.hover()
    expect(box).to_be_visible()
    symbol.click()
    expect(box).to_be_visible()
    symbol.click()
    expect(box).to_be_hidden()
    vera.leaves()
