"""One connection's conversation with the server, as a pure state machine."""

from uuid import uuid4

import msgspec
import pytest

from terefere.chat.errors import ChatEnded, MessageTooLong
from terefere.chat.events import ChatAccepted, ChatJoined, ParticipantView
from terefere.core.errors import Malformed, Unavailable
from terefere.core.ids import ChannelId, ChatId, Seq, StreamId, channel_stream, chat_stream
from terefere.events.commands import Committed, Place, Rejected, Repeated
from terefere.events.event import encode_event
from terefere.gateway.frames_in import FetchHistory, PostMessage
from terefere.gateway.frames_out import Done, Gone, Pong, RefusedFrame, SeenSignal, TypingSignal
from terefere.gateway.ports import Loaded
from terefere.gateway.session import MOST_STREAMS
from tests.gateway.ports import ALICE, CAROL, Desk, entry

CHAT = chat_stream(ChatId(17))
OTHER = chat_stream(ChatId(18))
ID = str(uuid4())
ACCEPTED = encode_event(
    ChatAccepted(agent=ParticipantView(number=2, kind="agent", name="Alice", level="owner"))
)
JOINED = encode_event(ChatJoined(chat=17))

COMMANDS = {
    "start-chat": '"text":"Help!","channel":2',
    "post-message": '"chat":17,"text":"Hello!"',
    "accept-request": '"chat":17',
    "leave-chat": '"chat":17',
    "return-to-chat": '"chat":17',
    "close-chat": '"chat":17',
}


def malformed(id: str | None = None, ref: int | None = None) -> RefusedFrame:
    return RefusedFrame(code="malformed", message=Malformed.sentence, id=id, ref=ref)


# Hello, and what is understood


def test_hello_comes_first_and_once() -> None:
    desk = Desk()
    assert desk.says('{"type":"ping","n":1}') == [malformed()]
    assert desk.ports.greetings == []
    assert desk.says('{"type":"hello","resume":{"chat:17":4}}') == []
    assert desk.ports.greetings == [{"chat:17": 4}]
    assert desk.says('{"type":"hello"}') == [malformed()]
    assert len(desk.ports.greetings) == 1


@pytest.mark.parametrize("kind", COMMANDS)
def test_every_command_is_submitted(kind: str) -> None:
    desk = Desk().greeted()
    assert desk.says(f'{{"type":"{kind}","id":"{ID}",{COMMANDS[kind]}}}') == []
    [command] = desk.ports.commands
    assert command.id == ID
    assert command.__struct_config__.tag == kind


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_command_without_a_key_is_not_understood(kind: str) -> None:
    desk = Desk().greeted()
    assert desk.says(f'{{"type":"{kind}",{COMMANDS[kind]}}}') == [malformed()]
    assert desk.ports.commands == []


NONSENSE = [
    "",
    "nonsense",
    "null",
    "[1]",
    '{"type":5}',
    '{"type":"nothing"}',
    '{"type":"typing","chat":0}',
    '{"type":"typing","chat":"17"}',
    '{"type":"ping","n":1,"more":2}',
    '{"type":"watch","stream":"chat:17","after":-1}',
    '{"type":"fetch-history","ref":"0","stream":"chat:17","before":5}',
    '{"type":"ping","n":"\ud800"}',
    "\ud800",
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=ascii)
def test_nonsense_is_refused_and_nothing_is_done(nonsense: str) -> None:
    desk = Desk().greeted()
    assert desk.says(nonsense) == [malformed()]
    assert (desk.ports.commands, desk.ports.follows, desk.ports.closed) == ([], [], None)


def test_a_refusal_names_what_it_is_about() -> None:
    desk = Desk().greeted()
    assert desk.says(f'{{"type":"nothing","id":"{ID}","ref":9}}') == [malformed(ID, 9)]


def test_too_many_mistakes_end_the_connection() -> None:
    desk = Desk().greeted()
    desk.says(*["nonsense"] * 20)
    assert desk.ports.closed is None
    desk.says("nonsense")
    assert isinstance(desk.ports.closed, Malformed)


def test_too_much_at_once_is_refused_for_now_and_is_no_mistake() -> None:
    desk = Desk(per_second=1, burst=3)
    desk.greeted()
    watch = '{"type":"watch","stream":"chat:17"}'
    answers = desk.says(*[watch] * 50)
    assert {(frame.code, frame.again) for frame in answers if isinstance(frame, RefusedFrame)} == {
        ("rate_limited", True)
    }
    assert len(answers) == 48
    assert desk.ports.closed is None
    assert desk.says('{"type":"ping","n":1}') == [Pong(n=1, heads={})], "a ping is always answered"
    desk.now += 10
    assert desk.says('{"type":"watch","stream":"chat:18"}') == []


def test_it_is_known_when_the_client_was_heard_last() -> None:
    desk = Desk()
    desk.now += 5
    desk.says("nonsense")
    assert desk.session.heard_at == desk.now


# Following


def test_what_is_watched_is_followed_and_can_be_left() -> None:
    desk = Desk().greeted()
    desk.says('{"type":"watch","stream":"chat:17","after":3}')
    assert desk.ports.follows == [(CHAT, 3)]
    assert desk.session.streams() == [CHAT]
    desk.says('{"type":"unwatch","stream":"chat:17"}', '{"type":"unwatch","stream":"chat:17"}')
    desk.says('{"type":"unwatch","stream":"nonsense"}')
    assert desk.ports.unfollows == [CHAT]
    assert desk.session.streams() == []


@pytest.mark.parametrize("name", ["nonsense", "chat:0", "chat:01", ""])
def test_a_name_that_means_nothing_is_gone(name: str) -> None:
    desk = Desk().greeted()
    assert desk.says(f'{{"type":"watch","stream":"{name}"}}') == [Gone(stream=name)]
    assert desk.says(f'{{"type":"fetch-history","ref":1,"stream":"{name}","before":5}}') == [
        Gone(stream=name)
    ]


def test_nobody_follows_everything() -> None:
    desk = Desk().greeted()
    for number in range(1, MOST_STREAMS + 1):
        desk.says(f'{{"type":"watch","stream":"chat:{number}"}}')
    [refused] = desk.says(f'{{"type":"watch","stream":"chat:{MOST_STREAMS + 1}"}}')
    assert isinstance(refused, RefusedFrame)
    assert refused.code == "too_large"
    assert desk.says('{"type":"watch","stream":"chat:1"}') == []


def test_what_is_not_to_be_seen_is_gone() -> None:
    desk = Desk().greeted()
    desk.session.follow(CHAT, None)
    desk.session.loaded(CHAT, None)
    assert desk.ports.frames() == [Gone(stream="chat:17")]
    assert desk.ports.unfollows == [CHAT]
    desk.session.loaded(CHAT, None)
    assert desk.ports.frames() == []


def test_what_happens_while_catching_up_comes_after_what_was_missed() -> None:
    desk = Desk().greeted()
    desk.session.follow(CHAT, 2)
    for seq in (4, 5, 6):
        desk.happens(CHAT, seq)
    assert desk.ports.raw() == []
    desk.session.loaded(CHAT, Loaded(Seq(5), ["3", "4", "5"], 1))
    desk.happens(CHAT, 7)
    assert desk.ports.raw() == ["3", "4", "5", "6", "7"]


def test_a_hole_after_what_was_missed_is_read_again() -> None:
    desk = Desk().greeted()
    desk.session.follow(CHAT, 0)
    desk.happens(CHAT, 4)
    desk.session.loaded(CHAT, Loaded(Seq(2), ["1", "2"], 1))
    assert desk.ports.follows == [(CHAT, 0), (CHAT, 2)]
    desk.happens(CHAT, 5)
    assert desk.ports.raw() == ["1", "2"]
    desk.session.loaded(CHAT, Loaded(Seq(4), ["3", "4"], 1))
    assert desk.ports.raw() == ["3", "4", "5"]


def test_a_hole_in_what_comes_by_is_read_again() -> None:
    desk = Desk().greeted().live(CHAT, head=2)
    desk.happens(CHAT, 3)
    desk.happens(CHAT, 5)
    assert desk.ports.raw() == ["3"]
    assert desk.ports.follows[-1] == (CHAT, 3)
    desk.session.loaded(CHAT, Loaded(Seq(5), ["4", "5"], 1))
    assert desk.ports.raw() == ["4", "5"]


def test_what_was_loaded_already_does_not_come_twice() -> None:
    desk = Desk().greeted().live(CHAT, head=5)
    for seq in (4, 5, 6, 6):
        desk.happens(CHAT, seq)
    assert desk.ports.raw() == ["6"]


def test_who_asks_twice_is_answered_once() -> None:
    desk = Desk().greeted()
    desk.session.follow(CHAT, None)
    desk.session.follow(CHAT, 3)
    desk.session.follow_if_new(CHAT)
    assert desk.ports.follows == [(CHAT, None)]
    desk.session.loaded(CHAT, Loaded(Seq(5), ["resync"], 1))
    desk.session.loaded(CHAT, Loaded(Seq(5), ["resync"], 1))
    assert desk.ports.raw() == ["resync"]
    desk.session.follow_if_new(OTHER)
    assert desk.ports.follows[-1] == (OTHER, None)


def test_a_right_that_ends_ends_the_stream() -> None:
    desk = Desk().greeted().live(CHAT)
    desk.session.revoke(CHAT)
    desk.session.revoke(CHAT)
    desk.happens(CHAT, 1)
    assert desk.ports.frames() == [Gone(stream="chat:17")]
    assert desk.ports.raw() == []


def test_a_right_that_ends_while_catching_up_ends_it_too() -> None:
    desk = Desk().greeted()
    desk.session.follow(CHAT, None)
    desk.session.revoke(CHAT)
    desk.session.loaded(CHAT, Loaded(Seq(5), ["secret"], 1))
    assert desk.ports.frames() == [Gone(stream="chat:17")]
    assert desk.session.streams() == []


def test_an_answer_that_comes_late_does_not_outlive_the_right() -> None:
    """Watched again at once, an older and kinder answer may come first; the newer one ends it."""
    desk = Desk().greeted()
    desk.session.follow(CHAT, None)
    desk.session.revoke(CHAT)
    desk.session.follow(CHAT, None)
    desk.session.loaded(CHAT, Loaded(Seq(5), ["secret"], 1))
    desk.session.loaded(CHAT, None)
    assert desk.session.streams() == []


# Chats that a person joins


def test_a_chat_that_one_joins_is_followed() -> None:
    desk = Desk().greeted().live(CAROL.stream)
    desk.happens(CAROL.stream, 1, JOINED)
    assert desk.ports.follows[-1] == (CHAT, None)


def test_a_chat_that_one_joined_while_catching_up_is_followed_too() -> None:
    desk = Desk().greeted()
    desk.session.follow(CAROL.stream, None)
    desk.session.loaded(CAROL.stream, Loaded(Seq(1), ["resync"], None, chats=(CHAT, OTHER)))
    assert desk.ports.follows[1:] == [(CHAT, None), (OTHER, None)]


def test_who_only_looked_at_a_request_loses_it_when_somebody_accepts() -> None:
    desk = Desk(ALICE).greeted().live(CHAT, head=2, me=None)
    desk.happens(CHAT, 3, ACCEPTED)
    desk.happens(CHAT, 4)
    assert desk.ports.raw() == ["3", '{"type":"gone","stream":"chat:17"}']


def test_who_takes_part_does_not_lose_it() -> None:
    desk = Desk().greeted().live(CHAT, head=2, me=1)
    desk.happens(CHAT, 3, ACCEPTED)
    desk.happens(CHAT, 4)
    assert desk.ports.raw() == ["3", "4"]


def test_who_only_looked_hears_nothing_of_what_came_after_accepting_even_if_it_was_held_back() -> None:
    desk = Desk(ALICE).greeted()
    desk.session.follow(CHAT, None)
    desk.happens(CHAT, 3, ACCEPTED)
    desk.happens(CHAT, 4)
    desk.session.loaded(CHAT, Loaded(Seq(2), ["resync"], None))
    assert desk.ports.raw() == ["resync", "3", '{"type":"gone","stream":"chat:17"}']


def test_a_request_list_goes_on_when_a_request_is_accepted() -> None:
    channel = channel_stream(ChannelId(2))
    desk = Desk(ALICE).greeted().live(channel, me=None)
    desk.happens(channel, 1, '{"type":"request-accepted","chat":17,"by":"Bob"}')
    desk.happens(channel, 2)
    assert desk.ports.raw() == ["1", "2"]


# Signals


def test_signals_are_heard_only_where_the_right_to_see_the_stream_stands() -> None:
    desk = Desk().greeted()
    desk.session.hear(CHAT, "before")
    desk.session.follow(CHAT, None)
    desk.session.hear(CHAT, "catching up")
    desk.session.loaded(CHAT, Loaded(Seq(0), [], 1))
    desk.session.hear(CHAT, "live")
    assert desk.ports.raw() == ["live"]


def test_who_takes_part_is_heard_typing_and_seen_reading() -> None:
    desk = Desk().greeted().live(CHAT, head=9, me=1)
    desk.says('{"type":"typing","chat":17}', '{"type":"mark-seen","chat":17,"delivered":8,"read":7}')
    assert desk.ports.signals == [
        (CHAT, TypingSignal(stream="chat:17", by=1)),
        (CHAT, SeenSignal(stream="chat:17", by=1, delivered=8, read=7)),
    ]
    assert desk.ports.seen == [(17, 8, 7)]


def test_nobody_has_seen_the_future() -> None:
    desk = Desk().greeted().live(CHAT, head=9)
    desk.says('{"type":"mark-seen","chat":17,"delivered":100,"read":99}')
    desk.says(f'{{"type":"post-message","id":"{ID}","chat":17,"text":"x","read":50}}')
    assert desk.ports.seen == [(17, 9, 9), (17, 9, 9)]


def test_whoever_answers_has_read() -> None:
    desk = Desk().greeted().live(CHAT, head=9)
    desk.says(f'{{"type":"post-message","id":"{ID}","chat":17,"text":"x","read":5}}')
    assert desk.ports.seen == [(17, 5, 5)]
    desk.says(f'{{"type":"post-message","id":"{ID}","chat":17,"text":"x"}}')
    assert len(desk.ports.seen) == 1
    assert [type(command) for command in desk.ports.commands] == [PostMessage, PostMessage]


@pytest.mark.parametrize("me", [None, "not following"])
def test_who_does_not_take_part_is_not_heard(me: str | None) -> None:
    desk = Desk(ALICE).greeted()
    if me is None:
        desk.live(CHAT, head=9, me=None)
    desk.says('{"type":"typing","chat":17}', '{"type":"mark-seen","chat":17,"delivered":8,"read":7}')
    desk.says(f'{{"type":"post-message","id":"{ID}","chat":17,"text":"x","read":5}}')
    assert (desk.ports.signals, desk.ports.seen) == ([], [])


# Pings and history


def test_a_pong_tells_how_far_the_live_streams_are() -> None:
    desk = Desk().greeted().live(CHAT, head=9)
    desk.session.follow(OTHER, None)
    assert desk.says('{"type":"ping","n":7}') == [Pong(n=7, heads={"chat:17": 9})]


def test_history_is_for_those_who_follow() -> None:
    desk = Desk().greeted()
    question = '{"type":"fetch-history","ref":3,"stream":"chat:17","before":50,"limit":20}'
    assert desk.says(question) == [Gone(stream="chat:17")]
    desk.live(CHAT)
    assert desk.says(question) == []
    desk.session.follow(CHAT, None)
    assert desk.says(question) == []
    asked = FetchHistory(3, "chat:17", 50, 20)
    assert desk.ports.questions == [(asked, CHAT, 0), (asked, CHAT, None)]


def test_only_chats_have_a_history() -> None:
    desk = Desk().greeted().live(CAROL.stream)
    question = '{"type":"fetch-history","ref":3,"stream":"account:3","before":50}'
    assert desk.says(question) == [malformed(ref=3)]
    assert desk.ports.questions == []


def test_a_question_that_cannot_be_answered_now_is_refused_by_its_number() -> None:
    desk = Desk().greeted()
    desk.session.refuse_question(3)
    [refused] = desk.ports.frames()
    assert isinstance(refused, RefusedFrame)
    assert (refused.ref, refused.code, refused.again) == (3, "unavailable", True)


# Outcomes


def place(seq: int, stream: StreamId = CHAT) -> Place:
    return Place(stream, Seq(seq))


def test_where_the_event_itself_comes_it_is_the_answer() -> None:
    desk = Desk().greeted().live(CHAT, head=2)
    desk.happens(CHAT, 3)
    desk.session.outcome(ID, Committed(place(3)))
    assert desk.ports.raw() == ["3"]


def test_where_the_event_does_not_come_there_is_an_answer() -> None:
    desk = Desk().greeted()
    desk.session.outcome(ID, Committed(place(1)))
    desk.session.follow(CHAT, None)
    desk.session.outcome(ID, Committed(place(2)))
    desk.session.loaded(CHAT, Loaded(Seq(2), ["resync"], 1))
    desk.session.outcome(ID, Committed(place(2)))
    expected = [Done(id=ID, stream="chat:17", seq=seq) for seq in (1, 2, 2)]
    assert desk.ports.frames() == expected


def test_what_left_no_event_is_done_without_a_place() -> None:
    desk = Desk().greeted()
    desk.session.outcome(ID, Committed(None))
    assert desk.ports.frames() == [Done(id=ID, stream="", seq=0)]


def test_what_had_been_done_is_answered_and_its_place_is_checked() -> None:
    desk = Desk().greeted().live(CHAT, head=9)
    desk.session.outcome(ID, Repeated(place(4)))
    assert desk.ports.frames() == [Done(id=ID, stream="chat:17", seq=4)]
    assert desk.ports.checked == [place(4)]


def test_what_is_refused_says_why_and_whether_to_try_again() -> None:
    desk = Desk().greeted()
    for refusal in (ChatEnded(), MessageTooLong(length=4_000, longest=3_800), Unavailable()):
        desk.session.outcome(ID, Rejected(refusal))
    ended, too_long, unavailable = desk.ports.frames()
    assert ended == RefusedFrame(code="chat_ended", message=ChatEnded.sentence, id=ID)
    assert isinstance(too_long, RefusedFrame)
    assert too_long.message.startswith("This message has 4000 characters, at most 3800")
    assert isinstance(unavailable, RefusedFrame)
    assert unavailable.again


def test_the_frame_of_an_entry_is_passed_on_as_it_is() -> None:
    desk = Desk().greeted().live(CHAT)
    frame = msgspec.json.encode({"anything": 1}).decode()
    desk.session.take(entry(CHAT, 1), frame)
    assert desk.ports.raw() == [frame]
