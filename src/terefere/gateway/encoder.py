"""Frames to text and back."""

from typing import Final

import msgspec

from terefere.core.errors import Malformed
from terefere.gateway.frames_in import AnyFrameIn, Uuid
from terefere.gateway.frames_out import FrameOut

_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[AnyFrameIn]] = msgspec.json.Decoder(AnyFrameIn)


class _Reference(msgspec.Struct, frozen=True):
    """What can still be told of a frame that makes no sense otherwise."""

    id: Uuid | None = None
    ref: int | None = None


_reference_decoder: Final = msgspec.json.Decoder(_Reference)


def encode(frame: FrameOut) -> str:
    return _encoder.encode(frame).decode()


def decode(text: str) -> AnyFrameIn:
    """Raises Malformed."""
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise Malformed from error


def reference_of(text: str) -> _Reference:
    """Which command or question a malformed frame was meant to be, as far as it says."""
    try:
        return _reference_decoder.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return _Reference()
