"""After a run: every byte that came in is read, and compared with what was said and with the database.

A fault is a number left out, doubled or out of order in any stream of any client, a text that is not exactly
the one sent under its id, a message that only one party got, or an acknowledged message that is not in the
database just so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from uuid import UUID

import msgspec

from bench import wire
from bench.audit import Stored
from bench.talker import Talker, text_of


class Said(msgspec.Struct):
    type: str = ""
    text: str = ""
    id: str = ""


class Frame(msgspec.Struct):
    """What is looked at of any frame."""

    type: str
    stream: str = ""
    seq: int = 0
    id: str | None = None
    event: Said | None = None
    heads: dict[str, int] = {}
    code: str = ""


@dataclass(slots=True)
class View:
    """What one client saw of its chat."""

    messages: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Id and text by number."""
    arrivals: dict[str, float] = field(default_factory=dict)
    """By id."""
    head: int = 0
    last_pong: dict[str, int] = field(default_factory=dict)


_decoder = msgspec.json.Decoder(Frame)


def view_of(talker: Talker, heads: Mapping[str, int], faults: Counter[str]) -> View:
    """`heads`: the last number of every stream before the talking began."""
    known = dict(heads)
    view = View()
    for frame, arrived in _frames(talker):
        if frame.type == "event" and frame.event is not None:
            _check_place(frame, known, faults)
            if frame.stream == f"chat:{talker.chat}" and frame.event.text:
                _note_message(frame, frame.event, arrived, view)
        elif frame.type in ("refused", "bye", "resync", "gone", "hidden", "done"):
            faults[f"{frame.type} {frame.code}".strip()] += 1
        elif frame.type == "pong":
            view.last_pong = frame.heads
    view.head = known.get(f"chat:{talker.chat}", 0)
    return view


def check_pair(
    one: Talker, other: Talker, seen_by_one: View, seen_by_other: View, faults: Counter[str]
) -> None:
    """Both parties saw the same, and exactly what both said."""
    faults["parties saw different things"] += seen_by_one.messages != seen_by_other.messages
    said = {id: text for talker in (one, other) for id, text in _said(talker, seen_by_one)}
    expected = one.count + other.count
    faults["messages unanswered"] += expected - len(said)
    texts = Counter(text for _, text in seen_by_one.messages.values())
    for talker in (one, other):
        for count in range(1, talker.count + 1):
            faults["text not seen exactly once"] += texts[text_of(talker.number, count).decode()] != 1
    faults["foreign messages"] += len(seen_by_one.messages) != expected
    for view in (seen_by_one, seen_by_other):
        for stream, head in view.last_pong.items():
            if stream == f"chat:{one.chat}":
                faults["head differs from what came"] += head != view.head


def check_stored(chat: int, seen: View, stored: Stored, faults: Counter[str]) -> None:
    rows = stored.get(chat, {})
    faults["acknowledged but not stored so"] += sum(
        rows.get(seq) != said for seq, said in seen.messages.items()
    )
    faults["stored but never delivered"] += len(rows.keys() - seen.messages.keys())


def _frames(talker: Talker) -> Iterator[tuple[Frame, float]]:
    """Each frame, a line of a message, and when the message's last byte came in."""
    for payload, arrived in _payloads(talker):
        for line in payload.split(b"\n"):
            yield _decoder.decode(line), arrived


def _payloads(talker: Talker) -> Iterator[tuple[bytes, float]]:
    """Each message's payload, and when its last byte came in."""
    data = b"".join(talker.chunks)
    ends = list(accumulate(map(len, talker.chunks)))
    start = chunk = 0
    while bounds := wire.payload_bounds(data, start):
        start = bounds[1]
        while ends[chunk] < start:
            chunk += 1
        for line in data[bounds[0] : start].split(b"\n"):
            yield line, talker.arrivals[chunk]


def _check_place(frame: Frame, known: dict[str, int], faults: Counter[str]) -> None:
    last = known.get(frame.stream, 0)
    if frame.seq <= last:
        faults["doubled or out of order"] += 1
    elif frame.seq > last + 1:
        faults["hole"] += 1
    known[frame.stream] = max(frame.seq, last)


def _note_message(frame: Frame, event: Said, arrived: float, view: View) -> None:
    id = frame.id or event.id
    view.messages[frame.seq] = (id, event.text)
    view.arrivals[id] = arrived


def _said(talker: Talker, view: View) -> Iterator[tuple[str, str]]:
    for id, text in view.messages.values():
        if number_of(id) == talker.number:
            yield id, text


def number_of(id: str) -> int:
    """Which talker made this id."""
    return UUID(id).int >> 48 & 0xFFF


def count_of(id: str) -> int:
    """The so-manieth message of its talker."""
    return int(id[-12:], 16)
