"""The server is killed, refuses, or is switched off: nothing typed is lost, doubled or out of order."""

from collections.abc import Iterator

import pytest

from tests.browser.vocabulary import Administrator, AgentAtDesk, Visitor
from tests.contract.desk import Desk, desk

pytestmark = pytest.mark.browser

LONGEST_EVER = 3_800
LONGEST_NOW = 100


@pytest.fixture(scope="module")
def opened_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One that is killed, switched off, and that takes no more than a few frames at once."""
    folder = tmp_path_factory.mktemp("rough")
    with desk(folder, TEREFERE_FRAMES_PER_SECOND="4", TEREFERE_FRAMES_AT_ONCE="12") as opened:
        yield opened


@pytest.fixture
def shorter_messages(administrator: Administrator) -> Iterator[None]:
    """As soon as this is asked for; open pages do not know it yet."""
    yield
    administrator.sets("longest_message", LONGEST_EVER)


def test_after_a_kill_both_sides_are_back_and_what_was_typed_meanwhile_arrives_once(
    opened_desk: Desk, alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "one", name="Vera in the storm")
    alice.accepts("Vera in the storm")
    opened_desk.servers[0].kill()
    vera.says("two")
    alice.says("three")
    vera.has_said("two", "sending")
    alice.sees_connection_lost()
    vera.sees_connection_lost()
    vera.types("and a draft")
    opened_desk.servers[0].start()
    vera.sees_connection_back()
    alice.sees_connection_back()
    alice.hears("two")
    vera.hears("three")
    vera.has_typed("and a draft")
    vera.has_said("two", "read")
    assert sorted(vera.messages()) == ["one", "three", "two"]
    assert vera.messages() == alice.messages()
    alice.closes()


def test_messages_refused_for_their_number_are_sent_again_by_themselves_and_in_order(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "0", name="Vera the fast")
    alice.accepts("Vera the fast")
    numbers = [str(number) for number in range(1, 31)]
    for number in numbers:
        vera.says(number)
    vera.has_said("30", "read")
    assert alice.messages() == ["0", *numbers]
    assert vera.messages() == ["0", *numbers]
    alice.closes()


def test_what_was_written_while_the_chat_was_closed_is_shown_as_not_sent(
    alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Hello", name="Vera too late")
    alice.accepts("Vera too late")
    vera.loses_network()
    vera.says("One more thing")
    alice.closes()
    vera.finds_network()
    vera.sees_after_chat()
    vera.has_said("One more thing", "not sent")
    vera.sees_reason("ended")
    alice.hears_nothing_of("One more thing")


def test_a_message_that_has_become_too_long_can_be_edited(
    shorter_messages: None, administrator: Administrator, alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Hello", name="Vera the verbose")
    alice.accepts("Vera the verbose")
    administrator.sets("longest_message", LONGEST_NOW)
    long = "x" * (LONGEST_NOW + 1)
    vera.says(long)
    vera.has_said(long, "not sent")
    vera.sees_reason(str(LONGEST_NOW))
    vera.edits_what_failed()
    vera.has_typed(long)
    vera.says("shorter")
    alice.hears("shorter")
    assert vera.messages() == ["Hello", "shorter"]
    alice.closes()


def test_too_long_a_text_is_counted_and_not_sent(alice: AgentAtDesk, vera: Visitor) -> None:
    vera.asks("Support", "Hello", name="Vera who counts")
    alice.accepts("Vera who counts")
    vera.writes("x" * (LONGEST_EVER - 1))
    vera.sees_count("1 character left")
    vera.writes("🙂" * (LONGEST_EVER + 2))
    vera.sees_count("2 characters too many")
    vera.presses("Enter")
    vera.has_typed("🙂" * (LONGEST_EVER + 2))
    vera.writes("🙂" * LONGEST_EVER)
    vera.presses("Enter")
    vera.has_said("🙂" * LONGEST_EVER, "read")
    alice.closes()


def test_what_was_refused_while_chat_was_off_can_be_tried_again(
    administrator: Administrator, alice: AgentAtDesk, vera: Visitor
) -> None:
    vera.asks("Support", "Hello", name="Vera undeterred")
    alice.accepts("Vera undeterred")
    administrator.sets("chat_active", False)
    vera.says("Are you there?")
    vera.has_said("Are you there?", "not sent")
    administrator.sets("chat_active", True)
    vera.tries_again()
    alice.hears("Are you there?")
    vera.has_said("Are you there?", "read")
    alice.closes()
