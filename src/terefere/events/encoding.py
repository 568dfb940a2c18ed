"""An entry as a frame for clients: encoded at most once per kind of viewer, whatever the number of readers.

The frames are `EventFrame` and `Hidden` of the gateway's protocol. The body is JSON already, so a frame is put together
rather than encoded.
"""

from terefere.core.ids import ClientId, stream_name
from terefere.events.event import Audience, Entry


def frame_of(entry: Entry, *, for_agents: bool) -> str:
    """The frame for agents, or for requesters."""
    name = stream_name(entry.stream)
    body = body_for(entry, for_agents=for_agents)
    if body is None:
        return f'{{"type":"hidden","stream":"{name}","seq":{entry.seq}}}'
    start = f'{{"type":"event","stream":"{name}","seq":{entry.seq},"at":{entry.at},"event":{body}'
    if entry.client_id is None:
        return start + "}"
    return f'{start},"id":"{written(entry.client_id)}"}}'


def body_for(entry: Entry, *, for_agents: bool) -> str | None:
    """The event's JSON; None where this kind of viewer may not see it."""
    if for_agents:
        return entry.body
    if entry.audience != Audience.EVERYONE:
        return None
    return entry.body if entry.external is None else entry.external


def written(client_id: ClientId) -> str:
    """The usual way to write a UUID."""
    digits = client_id.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
