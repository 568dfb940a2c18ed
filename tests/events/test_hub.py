"""The hub: everybody who follows gets everything once, in order; holes are noticed."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from terefere.core.ids import Seq, StreamId
from terefere.events.event import Audience, Entry
from terefere.events.hub import Hub, Missing

CHAT = StreamId(4)
OTHER = StreamId(8)


def entry(
    seq: int,
    stream: StreamId = CHAT,
    *,
    audience: Audience = Audience.EVERYONE,
    external: str | None = None,
) -> Entry:
    return Entry(stream, Seq(seq), 0, None, StreamId(0), audience, f'"{seq}"', external)


class Ear:
    def __init__(self, *, is_agent: bool = True) -> None:
        self.is_agent = is_agent
        self.taken: list[tuple[int, str]] = []
        self.heard: list[str] = []

    def take(self, entry: Entry, frame: str) -> None:
        self.taken.append((entry.seq, frame))

    def hear(self, stream: StreamId, signal: str) -> None:
        self.heard.append(signal)

    @property
    def seqs(self) -> list[int]:
        return [seq for seq, _ in self.taken]


class Encoding:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []

    def __call__(self, entry: Entry, *, for_agents: bool) -> str:
        self.asked.append((entry.seq, for_agents))
        return f"{entry.seq} for {'agents' if for_agents else 'others'}"


def hub_with(*ears: Ear) -> Hub:
    hub = Hub(Encoding())
    for ear in ears:
        hub.join(CHAT, ear)
    return hub


def test_everybody_who_follows_gets_every_event_as_they_may_see_it() -> None:
    agent, requester, stranger = Ear(), Ear(is_agent=False), Ear()
    hub = hub_with(agent, requester)
    hub.join(OTHER, stranger)
    assert hub.receive([entry(1, external='"masked"'), entry(2, audience=Audience.AGENTS)]) == []
    assert agent.taken == [(1, "1 for agents"), (2, "2 for agents")]
    assert requester.taken == [(1, "1 for others"), (2, "2 for others")]
    assert stranger.taken == []


def test_an_event_is_encoded_at_most_once_for_each_kind_of_viewer() -> None:
    encoding = Encoding()
    hub = Hub(encoding)
    for _ in range(100):
        hub.join(CHAT, Ear())
        hub.join(CHAT, Ear(is_agent=False))
    hub.receive([entry(1, external='"masked"'), entry(2, audience=Audience.AGENTS)])
    assert sorted(encoding.asked) == [(1, False), (1, True), (2, False), (2, True)]


def test_an_event_that_everybody_sees_alike_is_encoded_once() -> None:
    encoding = Encoding()
    hub = Hub(encoding)
    agent, requester = Ear(), Ear(is_agent=False)
    hub.join(CHAT, agent)
    hub.join(CHAT, requester)
    hub.receive([entry(1)])
    assert len(encoding.asked) == 1
    assert agent.taken == requester.taken


def test_nothing_is_encoded_that_nobody_follows() -> None:
    encoding = Encoding()
    assert Hub(encoding).receive([entry(1)]) == []
    assert encoding.asked == []


def test_what_comes_twice_is_handed_out_once() -> None:
    ear = Ear()
    hub = hub_with(ear)
    hub.receive([entry(1), entry(2), entry(2), entry(1), entry(3)])
    assert ear.seqs == [1, 2, 3]


def test_what_comes_too_early_is_missing_until_it_is_read() -> None:
    ear = Ear()
    hub = hub_with(ear)
    hub.receive([entry(1)])
    assert hub.receive([entry(3)]) == [Missing(CHAT, Seq(1))]
    assert ear.seqs == [1]
    assert hub.receive([entry(2), entry(3)]) == []
    assert ear.seqs == [1, 2, 3]


def test_the_first_event_that_comes_by_is_taken_for_the_next_one() -> None:
    """Followers compare it with what they have read themselves."""
    ear = Ear()
    hub = hub_with(ear)
    assert hub.last(CHAT) == 0
    hub.receive([entry(7)])
    assert (ear.seqs, hub.last(CHAT)) == ([7], 7)


def test_a_head_that_is_seen_elsewhere_tells_what_is_missing() -> None:
    hub = hub_with(Ear())
    assert hub.learn_head(CHAT, Seq(5)) is None
    assert hub.last(CHAT) == 5
    assert hub.learn_head(CHAT, Seq(5)) is None
    assert hub.learn_head(CHAT, Seq(4)) is None
    assert hub.learn_head(CHAT, Seq(8)) == Missing(CHAT, Seq(5))
    assert hub.learn_head(OTHER, Seq(8)) is None


def test_who_parts_gets_nothing_more_and_the_last_one_ends_the_memory() -> None:
    staying, leaving = Ear(), Ear()
    hub = hub_with(staying, leaving)
    hub.receive([entry(1)])
    hub.part(CHAT, leaving)
    hub.part(CHAT, leaving)
    hub.receive([entry(2)])
    assert (staying.seqs, leaving.seqs) == ([1, 2], [1])
    hub.part(CHAT, staying)
    hub.part(OTHER, staying)
    assert hub.followed() == []
    assert hub.last(CHAT) == 0


def test_a_follower_may_part_while_it_is_handed_something() -> None:
    hub = hub_with()

    class Leaver(Ear):
        def take(self, entry: Entry, frame: str) -> None:
            super().take(entry, frame)
            hub.part(CHAT, self)

    leaver, other = Leaver(), Ear()
    hub.join(CHAT, leaver)
    hub.join(CHAT, other)
    hub.receive([entry(1), entry(2)])
    assert (leaver.seqs, other.seqs) == ([1], [1, 2])


def test_a_signal_reaches_everybody_but_its_sender() -> None:
    sender, other = Ear(), Ear()
    hub = hub_with(sender, other)
    hub.signal(CHAT, "typing", but=sender)
    hub.signal(CHAT, "presence")
    hub.signal(OTHER, "nobody follows this")
    assert sender.heard == ["presence"]
    assert other.heard == ["typing", "presence"]


def test_whatever_the_order_and_with_a_log_to_ask_everything_is_handed_out_in_order() -> None:
    for order in permutations([2, 3, 4, 5]):
        ear = Ear()
        hub = hub_with(ear)
        hub.learn_head(CHAT, Seq(1))
        for seq in order:
            for missing in hub.receive([entry(seq)]):
                hub.receive([entry(number) for number in range(missing.after + 1, seq + 1)])
        assert ear.seqs == [2, 3, 4, 5]


@given(st.lists(st.integers(1, 12), max_size=60))
def test_followers_never_see_a_hole_or_a_double(arriving: list[int]) -> None:
    ear = Ear()
    hub = hub_with(ear)
    hub.learn_head(CHAT, Seq(0))
    for seq in arriving:
        hub.receive([entry(seq)])
        assert ear.seqs == list(range(1, len(ear.seqs) + 1))
        assert hub.last(CHAT) == len(ear.seqs)
