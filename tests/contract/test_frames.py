"""What does not belong on the line: too big, too many, nonsense."""

import os
import random
from contextlib import suppress
from itertools import count
from typing import Any, Final

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed

from terefere.gateway.frames_in import Ping
from terefere.gateway.frames_out import Bye, Pong, RefusedFrame, Welcome
from tests.contract.client import frames_from, new_id, next_frame, opened
from tests.contract.conversation import conversation
from tests.contract.desk import Desk

TOO_BIG: Final = 1009
FRAMES: Final = int(os.environ.get("FUZZED_FRAMES", "20000"))
SEED: Final = int(os.environ.get("FUZZ_SEED", "1"))
SECRET: Final = "geheimnis-ekezetes-szoveg"

NONSENSE: Final = [
    "",
    "{",
    "null",
    "[]",
    '"hello"',
    "{}",
    '{"type":"nonsense"}',
    '{"type":"post-message"}',
    '{"type":"post-message","id":"no uuid","chat":1,"text":"x"}',
    '{"type":"ping","n":-1}',
    '{"type":"ping","n":1,"surplus":true}',
    '{"type":"ping","n":9007199254740993}',
    '{"type":"ping","n":1.5}',
    '{"type":"watch","stream":"' + "x" * 41 + '"}',
    '{"type":"fetch-history","ref":1,"stream":"chat:1","before":1,"limit":201}',
    '{"type":"hello"}',
]


@pytest.mark.parametrize("nonsense", [*NONSENSE, b"\x00\xff"])
async def test_nonsense_is_refused_with_a_code_and_nothing_else_happens(
    support_desk: Desk, nonsense: str | bytes
) -> None:
    async with support_desk.client(support_desk.people.vera) as vera:
        size = support_desk.log.size()
        before = len(vera.heard)
        await vera.send_raw(nonsense)
        refused = await vera.hears(RefusedFrame, since=before)
        assert (refused.code, refused.again) == ("malformed", False)
        assert refused.message.startswith("The server did not understand")
        await vera.pings()
        assert vera.connections == 1
        assert support_desk.log.size() == size


async def test_a_refusal_names_the_command_it_is_about(support_desk: Desk) -> None:
    async with support_desk.client(support_desk.people.vera) as vera:
        id = new_id()
        before = len(vera.heard)
        await vera.send_raw(f'{{"type":"post-message","id":"{id}","chat":"one","text":5}}')
        await vera.send_raw('{"type":"fetch-history","ref":42,"stream":"chat:1","before":0}')
        await vera.hears(RefusedFrame, lambda f: f.id == id, since=before)
        await vera.hears(RefusedFrame, lambda f: f.ref == 42, since=before)


async def test_who_does_not_say_hello_first_is_not_understood(support_desk: Desk) -> None:
    async with opened(support_desk.people.vera, support_desk.addresses[0]) as socket:
        await socket.send('{"type":"ping","n":1}')
        assert (await next_frame(socket, RefusedFrame)).code == "malformed"
        await socket.send('{"type":"hello"}')
        await next_frame(socket, Welcome)


async def test_who_goes_on_talking_nonsense_is_sent_away(support_desk: Desk) -> None:
    async with opened(support_desk.people.vera, support_desk.addresses[0]) as socket:
        with suppress(ConnectionClosed):
            for _ in range(100):
                await socket.send("nonsense")
        *_, last = [frame async for frame in frames_from(socket)]
        assert isinstance(last, Bye)
        assert (last.code, socket.close_code) == ("malformed", 4000)


async def test_an_oversized_frame_ends_that_connection_only(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        async with opened(support_desk.people.vera, support_desk.addresses[-1]) as socket:
            await socket.send('{"type":"hello"}')
            await next_frame(socket, Welcome)
            await socket.send('{"type":"ping","n":1,"x":"' + "x" * 300_000 + '"}')
            assert [frame async for frame in frames_from(socket) if isinstance(frame, Pong)] == []
            assert socket.close_code == TOO_BIG
        await talk.vera.says(talk.chat, "I am still here")
        assert talk.vera.connections == 1


async def test_frames_made_by_chance_break_nothing(support_desk: Desk) -> None:
    """`FUZZED_FRAMES` says how many, `FUZZ_SEED` which ones."""
    chance = random.Random(SEED)
    async with conversation(support_desk) as talk:
        frames = (made_by(chance, talk.chat) for _ in range(FRAMES // 3))
        numbers = count(1)
        left = True
        while left:
            async with opened(support_desk.people.vera, support_desk.addresses[-1]) as socket:
                await socket.send('{"type":"hello"}')
                left = await pour(frames, socket, numbers)
        await talk.alice.says(talk.chat, "Nothing happened")
        placed = await talk.vera.says(talk.chat, "Not to me")
        await talk.both_know(placed.seq)
    assert SECRET in "".join(support_desk.log.texts(talk.chat))
    assert SECRET not in support_desk.output()
    assert " 500 " not in support_desk.output()


async def pour(frames: Any, socket: Any, numbers: Any) -> bool:
    """Send until sent away for too many mistakes; False when there are no frames left."""
    try:
        for frame in frames:
            await socket.send(frame)
            if (number := next(numbers)) % 40 == 0:
                await socket.send(msgspec.json.encode(Ping(number)).decode())
                await until_pong(socket, number)
    except ConnectionClosed:
        return True
    return False


async def until_pong(socket: Any, number: int) -> None:
    async for frame in frames_from(socket):
        if isinstance(frame, Pong) and frame.n == number:
            return


# Frames by chance: valid ones, nearly valid ones, broken ones

FIELDS: Final = (
    "id",
    "chat",
    "text",
    "read",
    "stream",
    "after",
    "before",
    "limit",
    "ref",
    "n",
    "resume",
    "type",
)


def made_by(chance: random.Random, chat: int) -> str:
    kind = chance.randrange(10)
    if kind == 0:
        return "".join(chance.choices('{}[]",:\\ abc0123é😀\x00\u202e', k=chance.randrange(60)))
    if kind < 4:
        return msgspec.json.encode(valid_by(chance, chat)).decode()
    frame = valid_by(chance, chat)
    for _ in range(chance.randrange(3)):
        frame[chance.choice(FIELDS)] = value_by(chance)
    if chance.random() < 0.2:
        frame.pop(chance.choice(list(frame)))
    text = msgspec.json.encode(frame).decode()
    return text if chance.random() < 0.7 else damaged(text, chance)


def valid_by(chance: random.Random, chat: int) -> dict[str, Any]:
    """Never one that ends the conversation."""
    number = chance.choice([chat, chat, 0, 1, 2**53 - 1, chance.randrange(1_000)])
    stream = chance.choice(
        [f"chat:{number}", f"channel:{number}", f"account:{number}", "public-user:1", "chat:x", ""]
    )
    frames: dict[str, dict[str, Any]] = {
        "hello": {"resume": {stream: number}},
        "watch": {"stream": stream, "after": number},
        "unwatch": {"stream": stream},
        "start-chat": {"id": new_id(), "text": "", "channel": number},
        "post-message": {"id": new_id(), "chat": number, "text": text_by(chance), "read": number},
        "accept-request": {"id": new_id(), "chat": number},
        "leave-chat": {"id": new_id(), "chat": number + 1},
        "return-to-chat": {"id": new_id(), "chat": number},
        "close-chat": {"id": new_id(), "chat": number},
        "mark-seen": {"chat": number, "delivered": number, "read": number},
        "typing": {"chat": number},
        "fetch-history": {"ref": number, "stream": stream, "before": number, "limit": chance.randrange(300)},
        "ping": {"n": number},
        "nonsense": {},
    }
    kind = chance.choice(list(frames))
    return {"type": kind, **frames[kind]}


def text_by(chance: random.Random) -> str:
    return chance.choice(
        [SECRET, "", "\u200b", "x" * 4_000, "😀" * 10, "a\x00b", "\u202eabc\u202c", "<script>"]
    )


def value_by(chance: random.Random) -> Any:
    return chance.choice(
        [None, True, -1, 0, 2**53, 2**80, 1.5, "", SECRET, "1", [], [1], {}, {"chat:1": 1}, {"x": -1}]
    )


def damaged(text: str, chance: random.Random) -> str:
    """With escapes that stand for half a character, cut off, or with something in it."""
    place = chance.randrange(len(text) + 1)
    return (
        text[:place]
        + chance.choice(["\\ud800", '"', "}", "", "\\u0000", "\n", "😀"])
        + text[place + chance.randrange(3) :]
    )
