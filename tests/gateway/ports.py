"""The surroundings of a session, as a list of what it asked for."""

from dataclasses import dataclass, field

import msgspec

from terefere.core.actors import Actor, Agent, CustomerUser
from terefere.core.errors import Refused
from terefere.core.ids import AccountId, ChatId, ClientId, Seq, StreamId
from terefere.events.commands import Place
from terefere.events.event import Audience, Entry
from terefere.gateway.frames_in import AnyCommand, FetchHistory
from terefere.gateway.frames_out import AnyFrameOut
from terefere.gateway.limiter import Limiter
from terefere.gateway.ports import Loaded
from terefere.gateway.session import Session

ALICE = Agent(AccountId(1), "Alice Arnold")
CAROL = CustomerUser(AccountId(3), "Carol Weber")

_decoder = msgspec.json.Decoder(AnyFrameOut)


@dataclass
class Recorder:
    """Implements the ports."""

    sent: list[str] = field(default_factory=list)
    commands: list[AnyCommand] = field(default_factory=list)
    greetings: list[dict[str, int]] = field(default_factory=list)
    follows: list[tuple[StreamId, int | None]] = field(default_factory=list)
    unfollows: list[StreamId] = field(default_factory=list)
    questions: list[tuple[FetchHistory, StreamId, Seq | None]] = field(default_factory=list)
    signals: list[tuple[StreamId, AnyFrameOut]] = field(default_factory=list)
    seen: list[tuple[ChatId, int, int]] = field(default_factory=list)
    checked: list[Place] = field(default_factory=list)
    heads: dict[StreamId, int] = field(default_factory=dict)
    closed: Refused | None = None

    def send(self, frame: str) -> None:
        self.sent.append(frame)

    def submit(self, frame: AnyCommand) -> None:
        self.commands.append(frame)

    def greet(self, resume: dict[str, int]) -> None:
        self.greetings.append(resume)

    def follow(self, stream: StreamId, after: int | None) -> None:
        self.follows.append((stream, after))

    def unfollow(self, stream: StreamId) -> None:
        self.unfollows.append(stream)

    def fetch(self, question: FetchHistory, stream: StreamId, shown: Seq | None) -> None:
        self.questions.append((question, stream, shown))

    def signal(self, stream: StreamId, frame: str) -> None:
        self.signals.append((stream, _decoder.decode(frame)))

    def note_seen(self, chat: ChatId, delivered: int, read: int) -> None:
        self.seen.append((chat, delivered, read))

    def check_head(self, place: Place) -> None:
        self.checked.append(place)

    def last(self, stream: StreamId) -> Seq:
        return Seq(self.heads.get(stream, 0))

    def words(self, refusal: Refused) -> str:
        return refusal.sentence % refusal.values

    def close(self, refusal: Refused) -> None:
        self.closed = refusal

    def frames(self) -> list[AnyFrameOut]:
        """What was sent since the last look; placeholders of tests, such as ``'3'``, are left out."""
        sent, self.sent = self.sent, []
        return [_decoder.decode(frame) for frame in sent if frame.startswith("{")]

    def raw(self) -> list[str]:
        sent, self.sent = self.sent, []
        return sent


class Desk:
    """One session in recorded surroundings. Time stands still unless said otherwise."""

    def __init__(self, viewer: Actor = CAROL, *, per_second: float = 1_000, burst: float = 10_000) -> None:
        self.ports = Recorder()
        self.now = 1_000.0
        self.session = Session(viewer, ports=self.ports, limiter=Limiter(per_second, burst), now=self.now)

    def says(self, *frames: str) -> list[AnyFrameOut]:
        """What the client is answered at once."""
        for frame in frames:
            self.session.receive(frame, now=self.now)
        return self.ports.frames()

    def greeted(self) -> "Desk":
        self.says('{"type":"hello"}')
        return self

    def live(self, stream: StreamId, *, head: int = 0, me: int | None = 1) -> "Desk":
        """Follows the stream, and has everything up to its head."""
        self.ports.heads[stream] = head
        self.session.follow(stream, None)
        self.session.loaded(stream, Loaded(Seq(head), [], me))
        self.ports.raw()
        return self

    def happens(
        self, stream: StreamId, seq: int, body: str = '{"type":"message-posted","by":1,"text":"x"}'
    ) -> None:
        """An event that the hub hands out; its frame is its number."""
        self.session.take(entry(stream, seq, body), str(seq))


def entry(stream: StreamId, seq: int, body: str = "{}") -> Entry:
    return Entry(stream, Seq(seq), 0, ClientId(bytes(16)), StreamId(0), Audience.EVERYONE, body, None)
