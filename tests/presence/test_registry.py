"""Who is on line, against a model that knows only what was said."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from terefere.core.ids import StreamId
from terefere.presence.registry import GRACE_SECONDS, SILENCE_SECONDS, Changes, Registry

ALICE, BOB, VERA = StreamId(6), StreamId(10), StreamId(15)
PEOPLE = (ALICE, BOB, VERA)


def came(*people: StreamId) -> Changes:
    return Changes(came=frozenset(people))


def went(*people: StreamId) -> Changes:
    return Changes(went=frozenset(people))


def test_who_connects_is_on_line_and_the_second_tab_changes_nothing() -> None:
    registry = Registry()
    assert registry.connected(ALICE) == came(ALICE)
    assert not registry.connected(ALICE)
    assert registry.online() == registry.here() == {ALICE}


def test_a_reload_does_not_flicker() -> None:
    registry = Registry()
    registry.connected(ALICE)
    registry.disconnected(ALICE, now=100)
    assert not registry.tick(now=100 + GRACE_SECONDS - 0.1)
    assert registry.is_online(ALICE)
    assert not registry.connected(ALICE)
    assert not registry.tick(now=100 + GRACE_SECONDS + 1)
    assert registry.is_online(ALICE)


def test_who_stays_away_is_gone() -> None:
    registry = Registry()
    registry.connected(ALICE)
    registry.disconnected(ALICE, now=100)
    assert registry.tick(now=100 + GRACE_SECONDS) == went(ALICE)
    assert registry.online() == frozenset()
    assert not registry.tick(now=1_000)


def test_one_tab_of_two_keeps_a_person_on_line() -> None:
    registry = Registry()
    registry.connected(ALICE)
    registry.connected(ALICE)
    registry.disconnected(ALICE, now=100)
    assert not registry.tick(now=1_000)
    assert registry.is_online(ALICE)


def test_who_is_connected_elsewhere_is_on_line_here_but_not_told_as_ours() -> None:
    registry = Registry()
    assert registry.heard("other", [ALICE, BOB], now=0) == came(ALICE, BOB)
    assert registry.heard("other", [BOB, VERA], now=1) == Changes(
        came=frozenset([VERA]), went=frozenset([ALICE])
    )
    assert registry.online() == {BOB, VERA}
    assert registry.here() == frozenset()


def test_who_moves_from_one_process_to_another_never_leaves() -> None:
    registry = Registry()
    registry.connected(ALICE)
    registry.disconnected(ALICE, now=0)
    assert not registry.heard("other", [ALICE], now=1)
    assert not registry.tick(now=GRACE_SECONDS)
    assert registry.is_online(ALICE)


def test_a_process_that_fell_silent_takes_its_people_with_it() -> None:
    registry = Registry()
    registry.heard("other", [ALICE], now=0)
    registry.heard("third", [ALICE, BOB], now=10)
    assert not registry.tick(now=SILENCE_SECONDS)
    assert registry.online() == {ALICE, BOB}
    assert registry.tick(now=SILENCE_SECONDS + 10) == went(ALICE, BOB)


@dataclass
class Model:
    """Says what must be so by looking at everything that was ever said."""

    sessions: dict[StreamId, int] = field(default_factory=dict)
    left: dict[StreamId, float] = field(default_factory=dict)
    told: dict[str, tuple[frozenset[StreamId], float]] = field(default_factory=dict)

    def online(self) -> set[StreamId]:
        elsewhere = {person for people, _ in self.told.values() for person in people}
        return {p for p, count in self.sessions.items() if count} | set(self.left) | elsewhere


class PresenceMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.registry = Registry()
        self.model = Model()
        self.now = 0.0
        self.told_online: set[StreamId] = set()
        """Who is on line, for somebody who only hears of changes."""

    def hear(self, changes: Changes) -> None:
        assert not changes.came & self.told_online, "nobody comes twice"
        assert changes.went <= self.told_online, "only who was there can go"
        assert bool(changes) == bool(changes.came | changes.went)
        self.told_online = (self.told_online | changes.came) - changes.went

    @rule(person=st.sampled_from(PEOPLE))
    def connect(self, person: StreamId) -> None:
        self.model.sessions[person] = self.model.sessions.get(person, 0) + 1
        self.model.left.pop(person, None)
        self.hear(self.registry.connected(person))

    @rule(person=st.sampled_from(PEOPLE))
    def disconnect(self, person: StreamId) -> None:
        if not self.model.sessions.get(person):
            return
        self.model.sessions[person] -= 1
        if not self.model.sessions[person]:
            self.model.left[person] = self.now
        self.registry.disconnected(person, now=self.now)

    @rule(origin=st.sampled_from(["other", "third"]), people=st.sets(st.sampled_from(PEOPLE)))
    def hear_another_process(self, origin: str, people: set[StreamId]) -> None:
        self.model.told[origin] = (frozenset(people), self.now)
        self.hear(self.registry.heard(origin, people, now=self.now))

    @rule(seconds=st.sampled_from([0.5, 3.0, GRACE_SECONDS, 20.0, SILENCE_SECONDS]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.model.left = {
            p: since for p, since in self.model.left.items() if self.now < since + GRACE_SECONDS
        }
        self.model.told = {o: t for o, t in self.model.told.items() if self.now < t[1] + SILENCE_SECONDS}
        self.hear(self.registry.tick(now=self.now))

    @invariant()
    def everybody_agrees(self) -> None:
        assert self.registry.online() == self.model.online() == self.told_online
        for person in PEOPLE:
            assert self.registry.is_online(person) == (person in self.told_online)


TestPresence = PresenceMachine.TestCase
TestPresence.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
