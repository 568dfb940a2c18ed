"""The shell around one session: the socket on one side, the gateway on the other."""

import asyncio
from typing import TYPE_CHECKING, Final

from terefere.core.errors import Refused
from terefere.core.ids import ChatId, Seq, StreamId
from terefere.events.commands import Outcome, Place
from terefere.gateway.encoder import encode
from terefere.gateway.frames_in import AnyCommand, FetchHistory
from terefere.gateway.frames_out import Bye
from terefere.gateway.identity import Credentials, Identity
from terefere.gateway.limiter import Limiter
from terefere.gateway.outbox import Outbox, Send
from terefere.gateway.session import Session
from terefere.gateway.words import in_language

if TYPE_CHECKING:
    from terefere.gateway.gateway import Gateway

GONE_SILENT: Final = 4001
"""Close code: you said nothing for too long."""
GO_AWAY: Final = 4000
"""Close code: the bye frame before it tells why, and when to come back."""
SLOW_READER: Final = 4008
"""Close code: you read more slowly than you are written to. Come back at once and resume."""


class Connection:
    """Implements the session's ports."""

    __slots__ = ("_gateway", "_outbox", "_task", "close_code", "credentials", "identity", "session")

    def __init__(
        self, gateway: "Gateway", identity: Identity, credentials: Credentials, send: Send, now: float
    ) -> None:
        self.identity = identity
        self.credentials = credentials
        self._gateway = gateway
        self._task = asyncio.current_task()
        self.close_code: int | None = None
        self._outbox = Outbox(send, overflow=self._send_away_slow_reader, loop=asyncio.get_running_loop())
        limiter = Limiter(gateway.limits.frames_per_second, gateway.limits.burst)
        self.session = Session(identity.actor, ports=self, limiter=limiter, now=now)

    # What the session asks for

    def send(self, frame: str) -> None:
        self._outbox.put(frame)

    def submit(self, frame: AnyCommand) -> None:
        self._gateway.submit(self, frame)

    def greet(self, resume: dict[str, int]) -> None:
        self._gateway.greet(self, resume)

    def follow(self, stream: StreamId, after: int | None) -> None:
        self._gateway.follow(self, stream, after)

    def unfollow(self, stream: StreamId) -> None:
        self._gateway.hub.part(stream, self.session)

    def fetch(self, question: FetchHistory, stream: StreamId, shown: Seq | None) -> None:
        self._gateway.fetch(self, question, stream, shown)

    def signal(self, stream: StreamId, frame: str) -> None:
        self._gateway.signal(stream, frame, but=self.session)

    def note_seen(self, chat: ChatId, delivered: int, read: int) -> None:
        self._gateway.receipts.note((chat, self.session.person), delivered, read)

    def check_head(self, place: Place) -> None:
        self._gateway.check_head(place.stream, place.seq)

    def last(self, stream: StreamId) -> Seq:
        return self._gateway.hub.last(stream)

    def words(self, refusal: Refused) -> str:
        return in_language(refusal, self.identity.language)

    def close(self, refusal: Refused, *, after: int = -1) -> None:
        """Say why, and hang up. `after`: milliseconds until the client comes back, -1 for never."""
        self.send(encode(Bye(code=refusal.code, message=self.words(refusal), after=after)))
        self.hang_up(GO_AWAY)

    # What the gateway asks for

    def hang_up(self, code: int) -> None:
        """End the task that listens to the socket."""
        if self.close_code is None and self._task is not None:
            self.close_code = code
            self._outbox.seal()
            self._task.cancel()

    def answer(self, id: str, outcome: Outcome) -> None:
        """How the command `id` ended."""
        if self.close_code is None:
            self.session.outcome(id, outcome)

    def end(self) -> None:
        """The socket is gone."""
        self._outbox.close()
        for stream in self.session.streams():
            self._gateway.hub.part(stream, self.session)

    def _send_away_slow_reader(self) -> None:
        """It will come back and get everything it missed; until then it must not fill our memory."""
        self._outbox.close()
        self.hang_up(SLOW_READER)
