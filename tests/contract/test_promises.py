"""The delivery contract (`ARCHITECTURE.md` §3), point by point, over real sockets and real processes."""

import asyncio

import pytest

from terefere.chat.events import MessagePosted
from terefere.gateway.frames_in import (
    AcceptRequest,
    AnyCommand,
    CloseChat,
    FetchHistory,
    LeaveChat,
    PostMessage,
    StartChat,
)
from terefere.gateway.frames_out import EventFrame, History
from tests.contract.client import Placed, View, new_id
from tests.contract.conversation import Conversation, conversation
from tests.contract.desk import Desk


async def test_an_acknowledged_message_is_committed(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        for number in range(20):
            post = PostMessage(new_id(), talk.chat, f"durable {number}")
            placed = await talk.vera.does(post)
            assert support_desk.log.place_of(post.id) == (talk.chat << 2, placed.seq)


async def test_a_repeated_message_is_said_once_and_answered_alike(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        post = PostMessage(new_id(), talk.chat, "once")
        for _ in range(3):
            await talk.vera.send(post)
        first = await talk.vera.does(post)
        await talk.vera.hang_up()
        again = await talk.vera.does(post)
        assert again == first
        assert support_desk.log.texts(talk.chat) == ["Hello!", "once"]


async def test_a_command_repeated_at_another_process_is_answered_alike(support_desk: Desk) -> None:
    async with (
        conversation(support_desk) as talk,
        support_desk.client(support_desk.people.vera, at=0) as elsewhere,
    ):
        post = PostMessage(new_id(), talk.chat, "once")
        assert await talk.vera.does(post) == await elsewhere.does(post)
        assert support_desk.log.texts(talk.chat) == ["Hello!", "once"]


async def test_a_key_used_by_somebody_else_is_a_conflict(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        post = PostMessage(new_id(), talk.chat, "mine")
        await talk.both_know((await talk.vera.does(post)).seq)
        refused = await talk.alice.is_refused(PostMessage(post.id, talk.chat, "not yours"))
        assert refused.code == "conflict"
        assert support_desk.log.texts(talk.chat) == ["Hello!", "mine"]


async def test_every_command_can_be_repeated_after_the_chat_is_over(support_desk: Desk) -> None:
    people = support_desk.people
    async with support_desk.client(people.vera) as vera, support_desk.agent(people.alice) as alice:
        start = StartChat(new_id(), "Again and again", people.channels["Support"])
        chat = (await vera.does(start)).number
        accept = AcceptRequest(new_id(), chat)
        post = PostMessage(new_id(), chat, "Yes?")
        leave = LeaveChat(new_id(), chat)
        close = CloseChat(new_id(), chat)
        orders: list[tuple[AnyCommand, bool]] = [
            (start, True),
            (accept, False),
            (post, False),
            (leave, True),
            (close, False),
        ]
        first = [await (vera if is_veras else alice).does(order) for order, is_veras in orders]
        size = support_desk.log.size()
        again = [await (vera if is_veras else alice).does(order) for order, is_veras in orders]
        assert again == first
        assert support_desk.log.size() == size


async def test_starting_in_two_tabs_at_once_makes_one_chat(support_desk: Desk) -> None:
    people = support_desk.people
    support = people.channels["Support"]
    async with support_desk.client(people.victor) as one, support_desk.client(people.victor, at=0) as other:
        chats = await asyncio.gather(
            one.starts("Twin", channel=support), other.starts("Twin", channel=support)
        )
        assert chats[0] == chats[1]
        await one.leaves(chats[0])


async def test_the_first_to_accept_wins(support_desk: Desk) -> None:
    people = support_desk.people
    async with (
        support_desk.client(people.vera) as vera,
        support_desk.agent(people.alice) as alice,
        support_desk.client(people.bob) as bob,
    ):
        chat = await vera.starts("Who is first?", channel=people.channels["Support"])
        answers = await asyncio.gather(
            *(agent.order(AcceptRequest(new_id(), chat)) for agent in (alice, bob)),
        )
        [placed] = [answer for answer in answers if isinstance(answer, Placed)]
        [refused] = [answer for answer in answers if not isinstance(answer, Placed)]
        assert refused.code == "already_accepted"
        assert placed.seq == 3
        winner = alice if answers[0] is placed else bob
        await winner.closes(chat)


async def test_numbers_are_dense_when_everybody_talks_at_once(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        said = [f"{name} {number}" for number in range(30) for name in ("vera", "alice")]
        placed = await asyncio.gather(
            *(getattr(talk, text.split()[0]).says(talk.chat, text) for text in said),
        )
        assert sorted(place.seq for place in placed) == list(range(4, 64))
        await talk.both_know(63)
        assert talk.vera.chat(talk.chat).texts() == support_desk.log.texts(talk.chat)
        assert support_desk.log.holes() == []


async def test_who_comes_back_receives_exactly_what_was_missed(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await away(talk)
        missed = [f"missed {number}" for number in range(20)]
        for text in missed:
            await talk.alice.says(talk.chat, text)
        view = await back(talk, position=23)
        assert view.texts() == ["Hello!", *missed]
        assert (view.resyncs, view.doubles) == (1, 0)


async def test_who_missed_nothing_receives_nothing(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await away(talk)
        view = await back(talk, position=3)
        await talk.vera.pings()
        assert (view.resyncs, view.doubles) == (1, 0)


async def test_who_missed_too_much_is_told_to_start_over(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await away(talk)
        await asyncio.gather(*(talk.alice.says(talk.chat, f"much {number}") for number in range(501)))
        view = await back(talk, position=504)
        assert view.resyncs == 2
        assert view.texts()[-50:] == support_desk.log.texts(talk.chat)[-50:]
        assert talk.vera.snapshot_of(talk.chat).more


async def test_who_claims_to_know_the_future_is_told_to_start_over(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        before = talk.vera.chat(talk.chat).resyncs
        await talk.vera.watches(talk.stream, after=1_000_000)
        await talk.vera.until(lambda: talk.vera.chat(talk.chat).resyncs > before, what="a resync")
        assert talk.vera.chat(talk.chat).position == 3


async def test_who_asks_again_receives_what_came_after_that_number(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await talk.vera.says(talk.chat, "four")
        before = len(talk.vera.heard)
        await talk.vera.watches(talk.stream, after=2)
        await talk.vera.until(lambda: talk.vera.chat(talk.chat).doubles == 2, what="three and four again")
        again = [
            f.seq for f in talk.vera.heard[before:] if isinstance(f, EventFrame) and f.stream == talk.stream
        ]
        assert again == [3, 4]


async def test_a_pong_tells_the_head_of_everything_that_is_followed(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        placed = await talk.alice.says(talk.chat, "ping?")
        await talk.vera.knows_chat(talk.chat, position=placed.seq)
        pong = await talk.vera.pings()
        assert pong.heads[talk.stream] == placed.seq
        assert (
            pong.heads[talk.vera.welcome.you.stream] == talk.vera.views[talk.vera.welcome.you.stream].position
        )


async def test_history_comes_in_pieces_and_carries_the_head(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        for number in range(8):
            await talk.alice.says(talk.chat, f"line {number}")
        newer = await talk.vera.history(talk.stream, before=10, limit=4)
        older = await talk.vera.asks(FetchHistory(77, talk.stream, newer.events[0].seq, 4), History)
        assert (newer.head, older.head) == (11, 11)
        assert (older.ref, older.more) == (77, True)
        assert [event.seq for event in older.events + newer.events] == list(range(2, 10))
        first = await talk.vera.asks(FetchHistory(78, talk.stream, 2, 4), History)
        assert [event.seq for event in first.events] == [1]
        assert not first.more
        texts = [event.event.text for event in older.events if isinstance(event.event, MessagePosted)]
        assert texts == ["Hello!", "line 0", "line 1"]


@pytest.mark.parametrize(
    "stream", ["chat:999999", "channel:2", "account:1", "chat:x", "nonsense", "chat:-1", ""]
)
async def test_a_stream_that_is_not_for_you_and_one_that_does_not_exist_are_gone_alike(
    support_desk: Desk, stream: str
) -> None:
    async with support_desk.client(support_desk.people.victor) as victor:
        await victor.watches(stream)
        await victor.until(lambda: stream in victor.gone, what="gone")
        await victor.send(FetchHistory(5, stream, 10))
        await victor.until(lambda: victor.gone.count(stream) == 2, what="gone again")


async def away(talk: Conversation) -> None:
    await talk.vera.__aexit__()


async def back(talk: Conversation, *, position: int) -> View:
    await talk.vera.__aenter__()
    return await talk.vera.knows_chat(talk.chat, position=position)
