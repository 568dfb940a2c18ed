"""What people do all day, over real sockets and real processes."""

from terefere.chat.events import ChatAccepted, ChatClosed, RequesterLeft, RequesterReturned, RequestListed
from terefere.gateway.frames_in import PostMessage
from terefere.gateway.frames_out import ChannelsSignal, EventFrame, SeenSignal, TypingSignal
from tests.contract.client import new_id
from tests.contract.conversation import conversation
from tests.contract.desk import Desk


async def test_a_request_is_seen_accepted_answered_and_closed(support_desk: Desk) -> None:
    people = support_desk.people
    support = people.channels["Support"]
    async with support_desk.client(people.carol) as carol, support_desk.agent(people.alice) as alice:
        await alice.knows(f"channel:{support}", position=0)
        chat = await carol.starts("My printer burns.", channel=support)
        listed = await alice.hears(EventFrame, lambda f: f.stream == f"channel:{support}")
        assert isinstance(listed.event, RequestListed)
        assert listed.event.request.text == "My printer burns."
        assert listed.event.request.customer == "Weber & Söhne GmbH"

        await alice.accepts(chat)
        await alice.knows_chat(chat)
        await alice.says(chat, "Run, Carol!")
        await carol.says(chat, "Thank you. 🔥")
        await carol.leaves(chat)
        await carol.returns(chat)
        end = await alice.closes(chat)

        for someone in (carol, alice):
            view = await someone.knows_chat(chat, position=end.seq)
            assert view.texts() == ["My printer burns.", "Run, Carol!", "Thank you. 🔥"]
            assert someone.faults == []
        kinds = [type(event.event) for event in carol.chat(chat).shown.values() if event is not None]
        assert kinds[-3:] == [RequesterLeft, RequesterReturned, ChatClosed]
        assert ChatAccepted in kinds


async def test_both_sides_see_the_same_at_the_same_places(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        for number in range(10):
            await talk.vera.says(talk.chat, f"question {number}")
            await talk.alice.says(talk.chat, f"answer {number}")
        await talk.both_know(23)
        assert (
            talk.vera.chat(talk.chat).shown
            == talk.alice.chat(talk.chat).shown | talk.vera.chat(talk.chat).shown
        )
        assert talk.vera.chat(talk.chat).texts()[1:] == talk.alice.chat(talk.chat).texts()[1:]
        assert talk.vera.chat(talk.chat).texts() == support_desk.log.texts(talk.chat)


async def test_typing_and_receipts_reach_the_other_side_and_not_oneself(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await talk.vera.types(talk.chat)
        await talk.vera.has_seen(talk.chat, delivered=3, read=2)
        typing = await talk.alice.hears(TypingSignal, lambda f: f.stream == talk.stream)
        seen = await talk.alice.hears(SeenSignal, lambda f: f.stream == talk.stream)
        assert (typing.by, seen.by, seen.delivered, seen.read) == (1, 1, 3, 2)
        await talk.vera.pings()
        assert not [f for f in talk.vera.heard if isinstance(f, TypingSignal) and f.stream == talk.stream]


async def test_receipts_are_there_for_the_next_snapshot(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await talk.vera.has_seen(talk.chat, delivered=3, read=2)
        await talk.vera.until(
            lambda: support_desk.log.receipts(talk.chat, 1) == (3, 2), what="receipts are stored"
        )


async def test_a_message_tells_how_far_its_author_has_read(support_desk: Desk) -> None:
    async with conversation(support_desk) as talk:
        await talk.vera.does(PostMessage(new_id(), talk.chat, "Seen it.", read=3))
        await talk.vera.until(
            lambda: support_desk.log.receipts(talk.chat, 1)[1] == 3, what="the position is stored"
        )


async def test_who_may_choose_a_channel_hears_that_somebody_is_there(support_desk: Desk) -> None:
    people = support_desk.people
    support = people.channels["Support"]

    def is_offered(signal: ChannelsSignal) -> bool:
        return any(choice.id == support and choice.available for choice in signal.channels)

    async with support_desk.client(people.victor) as victor:
        if not any(choice.id == support and choice.available for choice in victor.welcome.channels):
            async with support_desk.agent(people.alice):
                await victor.hears(ChannelsSignal, is_offered)


async def test_a_second_tab_follows_a_chat_that_the_first_one_starts(support_desk: Desk) -> None:
    people = support_desk.people
    async with support_desk.client(people.carol) as one, support_desk.client(people.carol, at=0) as other:
        chat = await one.starts("Two tabs", channel=people.channels["Billing"])
        view = await other.knows_chat(chat, position=2)
        assert view.texts() == ["Two tabs"]
        await other.says(chat, "From here, too")
        await one.knows_chat(chat, position=3)
        assert one.chat(chat).texts() == other.chat(chat).texts() == ["Two tabs", "From here, too"]
        await one.leaves(chat)
