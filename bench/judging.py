"""From what one run left behind to its figures and its faults."""

from collections import Counter
from dataclasses import dataclass, field

from bench.audit import Stored
from bench.checking import View, check_pair, check_stored, count_of, number_of, view_of
from bench.figures import Figures, latency
from bench.talker import Talker


@dataclass(slots=True)
class Side:
    """A talker, and where its streams stood when it began."""

    talker: Talker
    heads: dict[str, int]


@dataclass(slots=True)
class Measured:
    """One run, before it is checked."""

    sides: list[Side]
    """The two parties of a chat stand beside each other."""
    window: tuple[float, float]
    server_cpu: float
    load_cpu: float


@dataclass(slots=True)
class _Times:
    """Latencies of what was sent in the window, and how many messages came back in it. In seconds."""

    window: tuple[float, float]
    own: list[float] = field(default_factory=list)
    partner: list[float] = field(default_factory=list)
    delivered: int = 0

    def note(self, talker: Talker, mine: View, theirs: View) -> None:
        begin, end = self.window
        for id, arrived in mine.arrivals.items():
            if number_of(id) != talker.number:
                continue
            sent = talker.sent[count_of(id) - 1]
            self.delivered += begin <= arrived < end
            if begin <= sent < end:
                self.own.append(arrived - sent)
                self.partner.append(theirs.arrivals.get(id, float("inf")) - sent)


def judge(measured: Measured, stored: Stored, moments: int | None) -> Figures:
    """`moments`: in how many different milliseconds was committed, where that is known."""
    faults: Counter[str] = Counter()
    times = _Times(measured.window)
    total = 0
    for one, other in zip(measured.sides[::2], measured.sides[1::2], strict=True):
        mine, theirs = (view_of(side.talker, side.heads, faults) for side in (one, other))
        check_pair(one.talker, other.talker, mine, theirs, faults)
        check_stored(one.talker.chat, mine, stored, faults)
        times.note(one.talker, mine, theirs)
        times.note(other.talker, theirs, mine)
        total += len(mine.messages)
    figures = Figures(_values(measured, times), +faults)
    if moments:
        figures.values["messages per commit, at most"] = total / moments
    return figures


def _values(measured: Measured, times: _Times) -> dict[str, float]:
    seconds = measured.window[1] - measured.window[0]
    return {
        "messages/s": times.delivered / seconds,
        **latency("own", times.own),
        **latency("partner", times.partner),
        "server CPU s per 1,000": 1000 * measured.server_cpu / max(1, times.delivered),
        "server busy": measured.server_cpu / seconds,
        "generator busy": measured.load_cpu / seconds,
        "generator limit/s": times.delivered / measured.load_cpu,
    }
