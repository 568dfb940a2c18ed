"""What may be said: nearly everything, and it is kept exactly."""

import pytest

from terefere.chat.models import Chat
from tests.chat.world import World

KEPT = [
    "Árvíztűrő tükörfúrógép",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇭🇺",
    "\u202bשלום\u202c עולם",
    "مرحبا\u200f بك",
    "<script>alert(1)</script> & &amp; \"' \\ \u2028 \u2029",
    "  blanks around\t\n\n",
    "line\r\nline\rline\n",
    "e\u0301 é ﬀ Å",
    "a\u200bb\u200c\u200d\ufeff",
    "a\x01\x1f\x7f\x9f",
    "\U0010ffff \ufffe \ud7ff \ue000",
    "'; DROP TABLE events_entry; --",
    "%s %(name)s {0}",
    "x" * 3_800,
    "😀" * 3_800,
]
EMPTY = ["", " ", "\n\t\r", "\u200b\u200c\u200d", "\ufeff\u2060", "\u00a0\u3000", "\u202e\u202c", "\x01\x02"]
BROKEN = ["a\x00b", "\x00x", "lone \ud83d half", "lone \udc00 half"]


def test_a_text_is_kept_exactly(world: World) -> None:
    chat = world.active_chat()
    for text in KEPT:
        world.says(world.vera, chat, text)
        world.says(world.alice, chat, text)
        assert world.texts(chat)[-2:] == [text, text]


@pytest.mark.parametrize("text", KEPT[::7], ids=ascii)
def test_the_first_text_is_kept_exactly(world: World, text: str) -> None:
    chat = world.starts(world.carol, text)
    assert world.texts(chat) == [text]
    assert Chat.objects.get(pk=chat).first_message == text


def test_what_shows_nothing_is_no_message(world: World) -> None:
    chat = world.active_chat()
    for text in EMPTY:
        assert world.refusal_of(world.post(world.vera, chat, text)) == "message_empty", ascii(text)
        assert world.refusal_of(world.start(world.carol, text)) == "message_empty", ascii(text)


def test_what_no_database_keeps_is_refused(world: World) -> None:
    chat = world.active_chat()
    for text in BROKEN:
        assert world.refusal_of(world.post(world.vera, chat, text)) == "message_broken", ascii(text)
        assert world.refusal_of(world.start(world.carol, text)) == "message_broken", ascii(text)


def test_the_longest_message_is_what_the_settings_say(world: World) -> None:
    chat = world.active_chat()
    assert world.refusal_of(world.post(world.vera, chat, "x" * 3_801)) == "message_too_long"
    world.configure(longest_message=100)
    assert world.refusal_of(world.post(world.vera, chat, "x" * 101)) == "message_too_long"
    assert world.refusal_of(world.start(world.carol, "x" * 101)) == "message_too_long"
    world.says(world.vera, chat, "😀" * 100)
