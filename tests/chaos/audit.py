"""What everybody was promised and saw, against what the database holds."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator

from terefere.chat.events import MessagePosted
from tests.chaos.crowd import Crowd
from tests.contract.client import Client, View
from tests.contract.log import Log, Row

_PAGE = 200


async def faults_of(crowd: Crowd, log: Log) -> list[str]:
    """Every breach of the delivery contract, as a sentence. None, if all is well."""
    rows = log.rows()
    found = [fault for client in crowd.clients for fault in client.faults]
    found += [f"hole or double at {place}" for place in log.holes()]
    found += _broken_promises(crowd, rows)
    found += _disorder(crowd)
    for client in crowd.clients:
        found += [fault async for fault in _differences(client, crowd, rows)]
    return found


def _broken_promises(crowd: Crowd, rows: list[Row]) -> Iterator[str]:
    """Every acknowledged message is there once, where it was acknowledged, and word for word."""
    stored = defaultdict(list)
    for row in rows:
        if row.id is not None:
            stored[row.id].append((row.stream, row.seq, row.body.get("text")))
    acknowledged = [said for talker in crowd.talkers for said in talker.said]
    for said in acknowledged:
        expected = [(said.chat << 2, said.placed.seq, said.text)]
        if said.placed.stream != f"chat:{said.chat}" or stored[said.id] != expected:
            yield f"promised {expected}, stored {stored[said.id]}"
    texts = Counter(row.body["text"] for row in rows if row.body["type"] == "message-posted")
    yield from (
        f"said {texts[said.text]} times: {said.text}" for said in acknowledged if texts[said.text] != 1
    )
    asked = {said.text for said in acknowledged}
    mine = {chat << 2 for chat in crowd.chats}
    yield from (
        f"stored, but never answered: {row.body['text']}"
        for row in rows
        if row.stream in mine
        and row.seq > 3
        and row.body["type"] == "message-posted"
        and row.body["text"] not in asked
    )


def _disorder(crowd: Crowd) -> Iterator[str]:
    """What one person said stands in the order of saying."""
    for talker in crowd.talkers:
        places = [said.placed.seq for said in talker.said]
        if places != sorted(set(places)):
            yield f"{talker.name}: out of order: {places}"


async def _differences(client: Client, crowd: Crowd, rows: list[Row]) -> AsyncIterator[str]:
    """What a client shows is what the database holds."""
    for chat in crowd.chats:
        if (view := client.views.get(f"chat:{chat}")) is None:
            continue
        await _read_older(client, f"chat:{chat}", view)
        seen = _messages_in(view)
        held = {
            row.seq: (row.id, row.body["text"])
            for row in rows
            if row.stream == chat << 2 and row.body["type"] == "message-posted"
        }
        if seen != held:
            yield f"{client.badge.name} sees chat {chat} differently: {sorted(seen.items() ^ held.items())[:6]}"


def _messages_in(view: View) -> dict[int, tuple[str | None, str]]:
    return {
        seq: (shown.id, shown.event.text)
        for seq, shown in view.shown.items()
        if shown is not None and isinstance(shown.event, MessagePosted)
    }


async def _read_older(client: Client, stream: str, view: View) -> None:
    """After a resync a client knows the newest events; it reads the others when somebody scrolls up."""
    while missing := [seq for seq in range(1, view.position + 1) if seq not in view.shown]:
        history = await client.history(stream, before=missing[-1] + 1, limit=_PAGE)
        before = len(view.shown)
        view.shown |= {placed.seq: placed for placed in history.events}
        assert len(view.shown) > before, f"{stream}: {missing} cannot be read"
