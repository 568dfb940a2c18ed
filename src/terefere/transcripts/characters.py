"""Text as documents show it: nothing invisible misleads a reader, and nothing is lost.

A character that cannot be shown, or would change how its neighbours are read, is spelled out: `[U+0000]`.
"""

import re
import unicodedata
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

_LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Controls move cursors and end strings; lone surrogates have no encoding. The two overrides turn letters
# around, which no honest text needs: scripts that run from the right do so by themselves.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202d\u202e]")
# In a name also what breaks its line or reaches beyond it.
_UNSAFE_IN_A_NAME: Final = re.compile("[\t\n\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def spelled(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def readable(text: str) -> str:
    """A message: every line end is one newline, unsafe characters are spelled out."""
    return _UNSAFE.sub(_spelled_match, _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """A name or title, which must not pass itself off as something after it."""
    return _UNSAFE_IN_A_NAME.sub(_spelled_match, readable(text))


def direction_of(text: str) -> Direction:
    """The side from which a message is read, by its first strong letter, as `dir="auto"` decides it."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return "ltr"


def _spelled_match(match: re.Match[str]) -> str:
    return spelled(match[0])
