"""One connection under load. What happens per message is kept to the minimum; all is checked after the run.

A talker recognises what it waits for by a mark in the text. All bytes that come in are kept, with the time of
their arrival, for `bench.checking`.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from bench import wire

TEXT_BYTES: Final = 130
_FILLING: Final = " Árvíztűrő tükörfúrógép, jó napot kívánok! Öt hűtőházból kértünk színhúst.".encode()
_NOTHING: Final = b"#nothing#"
"""Never comes."""
_BRACE: Final = ord("}")
_LONGEST_FRAME: Final = 1_024


def mark(number: int, count: int) -> bytes:
    """Stands in the text of that talker's so-manieth message, and nowhere else."""
    return b"#%04d/%07d#" % (number, count)


def text_of(number: int, count: int) -> bytes:
    start = mark(number, count) + _FILLING
    return start + b"." * (TEXT_BYTES - len(start))


class Course:
    """One run, as its talkers see it."""

    def __init__(self) -> None:
        self.is_over = False
        self.begun = 0.0


class Talker(asyncio.Protocol):
    """Keeps exactly one own message in flight: the next one leaves when what it waits for has come.

    `awaits_partner`: it waits for the partner's next message, so that the two take turns and the one with the
    lower number opens; else for its own.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        course: Course,
        *,
        number: int,
        partner: int,
        chat: int,
        read: int,
        awaits_partner: bool,
        on_finished: Callable[[], None],
    ) -> None:
        self.number = number
        self.partner = partner
        self.chat = chat
        self.chunks: list[bytes] = []
        self.arrivals: list[float] = []
        """When each chunk came in."""
        self.sent: list[float] = []
        """When each own message left; the first is number 1."""
        self.on_finished = on_finished
        self._transport = transport
        self._course = course
        self._awaits_partner = awaits_partner
        self._awaited = mark(partner, 1)
        self._count = 0
        self._read = read
        self._rest = b""
        self._template = _template(number, chat)
        transport.set_protocol(self)

    @property
    def count(self) -> int:
        """How many messages it has sent."""
        return self._count

    @property
    def read(self) -> int:
        """The last number it has seen."""
        return self._read

    def say(self) -> None:
        self._count = count = self._count + 1
        if self._awaits_partner:
            self._awaited = mark(self.partner, count + (self.number > self.partner))
        else:
            self._awaited = b"#%04d/%07d#" % (self.number, count)
        milliseconds = time.time_ns() // 1_000_000
        frame = self._template % (milliseconds >> 16, milliseconds & 0xFFFF, count, count, self._read)
        self.sent.append(time.perf_counter())
        self._transport.write(frame)

    def write(self, payload: bytes) -> None:
        self._transport.write(wire.text_frame(payload))

    def close(self) -> None:
        self._transport.close()

    # What the loop calls

    def data_received(self, data: bytes) -> None:
        self.arrivals.append(time.perf_counter())
        self.chunks.append(data)
        if self._rest:
            data = self._rest + data
        if self._awaited not in data:
            # A frame ends with a brace; without one the mark may be cut in two.
            self._rest = b"" if data[-1] == _BRACE else data[-_LONGEST_FRAME:]
            return
        self._rest = b""
        start = data.rfind(b'"seq":') + 6
        end = data.find(b",", start)
        if end > 0:
            self._read = int(data[start:end])
        if self._course.is_over:
            self._awaited = _NOTHING
            self.on_finished()
        else:
            self.say()


def _template(number: int, chat: int) -> bytes:
    """A whole frame. The id is a UUIDv7 (RFC 9562 §5.7): time first, then who, then a counter."""
    text = text_of(number, 0).replace(mark(number, 0), b"#%04d/%%07d#" % number)
    payload = (
        b'{"type":"post-message","id":"%%08x-%%04x-7000-8%03x-%%012x","chat":%d,"text":"%s","read":%%8d}'
        % (number, chat, text)
    )
    return wire.text_header(len(payload % (0, 0, 0, 0, 0))) + payload
