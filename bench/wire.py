"""WebSocket on the wire (RFC 6455), made by hand: the load generator must cost less than what it measures.

A client must mask its frames, with any key: the key of four zeros leaves the text as it is.
"""

import base64
import hashlib
from typing import Final

_KEY: Final = base64.b64encode(b"terefere-bench-1").decode()
_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_ACCEPT: Final = base64.b64encode(hashlib.sha1(f"{_KEY}{_GUID}".encode()).digest())  # noqa: S324  RFC 6455 §4.2.2
_NO_MASK: Final = bytes(4)
_TEXT: Final = 0x81
_CLOSE: Final = 0x88
_LENGTH_16, _LENGTH_64 = 126, 127


class HangUp(Exception):
    """The server refused the handshake, or closed."""


def handshake(*, port: int, path: str, cookie: str) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {_KEY}",
        f"Cookie: {cookie}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def check_handshake(answer: bytes) -> None:
    if not answer.startswith(b"HTTP/1.1 101 ") or _ACCEPT not in answer:
        raise HangUp(answer.split(b"\r\n", 1)[0].decode(errors="replace"))


def text_frame(payload: bytes) -> bytes:
    return text_header(len(payload)) + payload


def text_header(length: int) -> bytes:
    """What comes before a payload of so many bytes, from a client."""
    if length < _LENGTH_16:
        return bytes([_TEXT, 0x80 | length]) + _NO_MASK
    if length < 2**16:
        return bytes([_TEXT, 0x80 | _LENGTH_16]) + length.to_bytes(2) + _NO_MASK
    return bytes([_TEXT, 0x80 | _LENGTH_64]) + length.to_bytes(8) + _NO_MASK


def payload_bounds(data: bytes, start: int) -> tuple[int, int] | None:
    """Where the payload of the server's frame at `start` begins and ends; None where some is missing."""
    if len(data) < start + 2:
        return None
    length, begin = data[start + 1], start + 2
    if length == _LENGTH_16:
        length, begin = int.from_bytes(data[begin : begin + 2]), begin + 2
    elif length == _LENGTH_64:
        length, begin = int.from_bytes(data[begin : begin + 8]), begin + 8
    if len(data) < begin + length:
        return None
    if data[start] != _TEXT:
        raise HangUp(f"frame {data[start]:#x}: {data[begin : begin + length]!r}")
    return begin, begin + length


def frames_in(data: bytes) -> tuple[list[bytes], bytes]:
    """The frames of all whole messages, one per line of a message, and the bytes that are left over."""
    found, start = [], 0
    while bounds := payload_bounds(data, start):
        found += data[bounds[0] : bounds[1]].split(b"\n")
        start = bounds[1]
    return found, data[start:]
