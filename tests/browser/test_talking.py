"""From the first question to the last line, with real browsers on all sides."""

import pytest

from tests.browser.vocabulary import AgentAtDesk, CustomerUserAtHome, Visitor

pytestmark = pytest.mark.browser


def test_a_visitor_and_an_agent_talk_until_the_agent_closes(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "My printer is on fire", name="Vera the first")
    alice.sees_request("Vera the first", "My printer is on fire")
    alice.accepts("Vera the first")
    vera.sees_line("Alice Arnold accepted the chat")
    alice.says("Please leave the room.")
    vera.hears("Please leave the room.")
    vera.types("I am")
    alice.sees_somebody_typing("Vera the first")
    vera.says("I am outside")
    alice.hears("I am outside")
    vera.has_said("I am outside", "read")
    alice.closes()
    vera.sees_after_chat()
    vera.cannot_write()
    assert vera.messages() == alice.messages()


def test_only_agents_of_the_channel_see_a_request(
    alice: AgentAtDesk, mallory: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "A secret", name="Vera the second")
    alice.sees_request("Vera the second")
    mallory.sees_no_request()
    vera.leaves()
    alice.sees_no_request()


def test_a_request_goes_to_the_channel_that_was_chosen_whatever_is_available_meanwhile(
    alice: AgentAtDesk, mallory: AgentAtDesk, vera: Visitor
) -> None:
    vera.hears_of_nobody_once_connected()
    vera.asks("Support", "For Support only", name="Vera the exact")
    alice.sees_request("Vera the exact")
    mallory.sees_no_request()
    vera.leaves()


def test_the_first_to_accept_wins_and_the_other_sees_who_it_was(
    alice: AgentAtDesk, bob: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Anybody there?", name="Vera the third")
    bob.sees_request("Vera the third")
    alice.accepts("Vera the third")
    bob.sees_request_taken_by("Alice Arnold")
    alice.closes()


def test_what_is_written_without_network_arrives_once_and_in_order(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "one", name="Vera the fourth")
    alice.accepts("Vera the fourth")
    vera.loses_network()
    vera.says("two")
    vera.says("three")
    vera.has_said("three", "sending")
    vera.sees_connection_lost()
    vera.finds_network()
    vera.sees_connection_back()
    alice.hears("three")
    assert alice.messages() == ["one", "two", "three"]
    alice.closes()


def test_what_a_closed_page_could_not_send_goes_out_from_the_next_one(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "one", name="Vera the fifth")
    alice.accepts("Vera the fifth")
    vera.loses_network()
    vera.says("two")
    vera.page.close()
    vera.finds_network()
    vera.opens_tab()
    alice.hears("two")
    vera.has_said("two")
    alice.closes()


def test_a_draft_survives_a_reload(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "Hello", name="Vera the sixth")
    alice.accepts("Vera the sixth")
    vera.types("I was about to s")
    vera.reloads()
    vera.has_typed("I was about to s")
    alice.closes()


def test_a_customer_user_leaves_and_comes_back_and_keeps_the_conversation(
    alice: AgentAtDesk, carol: CustomerUserAtHome
) -> None:
    carol.asks("Support", "Where is my invoice?")
    alice.accepts("Carol Weber")
    carol.sees_line("Alice Arnold accepted the chat")
    carol.leaves()
    alice.sees_line("Carol Weber left the chat")
    carol.comes_back()
    alice.sees_line("Carol Weber came back")
    alice.says("Here it is.")
    carol.hears("Here it is.")
    alice.closes()
    carol.sees_after_chat()
    assert carol.downloads_pdf().startswith(b"%PDF")
    assert b"Here it is." in alice.downloads("txt")


def test_the_same_conversation_is_in_every_tab(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "Hello", name="Vera the seventh")
    alice.accepts("Vera the seventh")
    first_tab = vera.page
    vera.opens_tab()
    vera.says("From the second tab")
    alice.hears("From the second tab")
    vera.page = first_tab
    vera.has_said("From the second tab")
    alice.closes()


def test_markup_is_shown_as_it_was_typed(alice: AgentAtDesk, vera: Visitor) -> None:
    text = "<img src=x onerror=alert(1)> <b>&amp;</b> https://example.org/?a=<script>"
    vera.asks("Support", text, name="Vera <i>the eighth</i>")
    alice.accepts("the eighth")
    assert alice.messages() == [text]
    alice.closes()
