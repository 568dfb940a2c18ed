"""Whatever is lost, doubled, late or read again: a client gets every event once, in order."""

from dataclasses import dataclass
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from terefere.core.ids import ChatId, Seq, StreamId, chat_stream
from terefere.events.event import Entry
from terefere.events.hub import Hub
from terefere.gateway.limiter import Limiter
from terefere.gateway.ports import Loaded
from terefere.gateway.session import Session
from tests.gateway.ports import CAROL, Recorder, entry

CHAT: Final = chat_stream(ChatId(17))


@dataclass
class Load:
    """A look at the log: asked for, made, and still on its way back."""

    after: int | None
    found: Loaded | None = None


class Surroundings(Recorder):
    """A log, a hub, and loads that take their time."""

    def __init__(self) -> None:
        super().__init__()
        self.head = 0
        self.hub = Hub(lambda entry, for_agents: str(entry.seq))
        self.loads: list[Load] = []
        self.session = Session(CAROL, ports=self, limiter=Limiter(1_000, 1_000), now=0)

    def follow(self, stream: StreamId, after: int | None) -> None:
        self.hub.join(CHAT, self.session)
        self.loads.append(Load(after))

    def unfollow(self, stream: StreamId) -> None:
        self.hub.part(CHAT, self.session)

    def last(self, stream: StreamId) -> Seq:
        return self.hub.last(stream)

    def read(self, load: Load) -> None:
        fresh = [f"resync {self.head}"]
        frames = fresh if load.after is None else [str(seq) for seq in range(load.after + 1, self.head + 1)]
        load.found = Loaded(Seq(self.head), frames, 1)

    def finish(self, load: Load) -> None:
        self.loads.remove(load)
        assert load.found is not None
        self.learn(load.found.head)
        self.session.loaded(CHAT, load.found)

    def receive(self, *entries: Entry) -> None:
        for missing in self.hub.receive(entries):
            self.hub.receive([entry(CHAT, seq) for seq in range(missing.after + 1, self.head + 1)])

    def learn(self, head: int) -> None:
        if missing := self.hub.learn_head(CHAT, Seq(head)):
            self.hub.receive([entry(CHAT, seq) for seq in range(missing.after + 1, self.head + 1)])


class Resuming(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = Surroundings()
        self.on_the_bus: list[int] = []
        self.position = 0
        self.listened = 0

    @rule()
    def something_is_committed(self) -> None:
        self.world.head += 1
        self.on_the_bus.append(self.world.head)

    @precondition(lambda self: self.on_the_bus)
    @rule(data=st.data(), again=st.booleans())
    def the_bus_brings_something(self, data: st.DataObject, again: bool) -> None:
        seq = data.draw(st.sampled_from(self.on_the_bus))
        if not again:
            self.on_the_bus.remove(seq)
        self.world.receive(entry(CHAT, seq))

    @precondition(lambda self: self.on_the_bus)
    @rule(data=st.data())
    def the_bus_loses_something(self, data: st.DataObject) -> None:
        self.on_the_bus.remove(data.draw(st.sampled_from(self.on_the_bus)))

    @rule(resumes=st.booleans())
    def the_client_watches(self, resumes: bool) -> None:
        self.world.session.follow(CHAT, self.position if resumes else None)

    @rule()
    def the_client_looks_away(self) -> None:
        self.world.session.receive('{"type":"unwatch","stream":"chat:17"}', now=0)

    @rule()
    def the_client_comes_back(self) -> None:
        self.world.session.receive('{"type":"hello"}', now=0)

    @precondition(lambda self: any(load.found is None for load in self.world.loads))
    @rule()
    def the_log_is_read(self) -> None:
        self.world.read(next(load for load in self.world.loads if load.found is None))

    @precondition(lambda self: any(load.found for load in self.world.loads))
    @rule()
    def what_was_read_arrives(self) -> None:
        self.world.finish(next(load for load in self.world.loads if load.found))

    @rule()
    def everything_calms_down(self) -> None:
        """All loads come back, and the client asks once more: then it knows everything."""
        self.the_client_watches(resumes=True)
        while self.world.loads:
            load = self.world.loads[0]
            if load.found is None:
                self.world.read(load)
            self.world.finish(load)
        self.everything_comes_once_in_order()
        if self.position < self.world.head:
            self.world.session.follow(CHAT, self.position)
            [load] = self.world.loads
            self.world.read(load)
            self.world.finish(load)
        self.everything_comes_once_in_order()
        assert self.position == self.world.head

    @invariant()
    def everything_comes_once_in_order(self) -> None:
        for frame in self.world.sent[self.listened :]:
            self.listened += 1
            if frame.startswith("resync"):
                self.position = max(self.position, int(frame.removeprefix("resync ")))
            elif frame.isdigit() and int(frame) > self.position:
                assert int(frame) == self.position + 1, f"a hole between {self.position} and {frame}"
                self.position = int(frame)


TestResuming = Resuming.TestCase
TestResuming.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
