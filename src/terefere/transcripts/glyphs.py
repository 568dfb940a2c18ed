"""What our fonts can show.

An archivable document must not hold a letter without a picture, so typst refuses one. Such a letter is
spelled out before typst sees it: `[U+10380]`. Whether it has a picture is read from the fonts themselves.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from terefere.transcripts.characters import spelled
from terefere.transcripts.fonts import FONTS, Font, path_of

JOINER: Final = "\u200d"
# Variation selectors and tags choose the form of the letter before them; they have no picture of their own.
_FORMLESS: Final = re.compile("[\ufe00-\ufe0f\U000e0000-\U000e0fff]")
# Joiners, sound marks of half-width kana, skin tones, tags: no accents by category, but drawn as such.
_JOINING: Final = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]")
# A PDF gives the text of a glyph at most 512 bytes of UTF-16 (ISO 32000-1, 9.10.3). No language needs that.
ACCENTS_AT_MOST: Final = 60
_ALWAYS_SPELLED: Final = frozenset({"Cc", "Cn", "Co", "Cs"})


def showable(text: str) -> str:
    """`text` with everything spelled out that no font of ours can show."""
    if text.isascii():
        return text
    spelling = {ord(character): spelled(character) for character in set(text) if not _has_glyph(character)}
    return _apart_where_no_font_has_both(text.translate(spelling))


def plain(text: str) -> str:
    """`text` with everything spelled out but single letters of the first font: no font can fail on that."""
    return "".join(letter if _is_plain(letter) else spelled(letter) for letter in text)


def _is_plain(character: str) -> bool:
    return character.isascii() or (ord(character) in _characters_of(FONTS[0]) and not _joins(character))


def _apart_where_no_font_has_both(text: str) -> str:
    """An accent is drawn by the font of its letter. Where no font has both, the accent is spelled out."""
    joining = "".join(re.escape(character) for character in set(text) if _joins(character))
    if not joining:
        return text
    joined = re.compile(f"[^{joining}]?(?:[{joining}]|(?<={JOINER}).)+", re.DOTALL)
    return joined.sub(lambda match: _together_or_spelled(match[0]), text)


@cache
def _together_or_spelled(letter: str) -> str:
    needed = set(map(ord, _FORMLESS.sub("", letter)))
    if len(letter) <= ACCENTS_AT_MOST and any(needed <= _characters_of(font) for font in FONTS):
        return letter
    return "".join(spelled(part) if _joins(part) else part for part in letter)


def _joins(character: str) -> bool:
    """Whether it is drawn into one with what is before it."""
    return unicodedata.category(character).startswith("M") or _JOINING.match(character) is not None


@cache
def _has_glyph(character: str) -> bool:
    if character in "\t\n" or _FORMLESS.match(character):
        return True
    if unicodedata.category(character) in _ALWAYS_SPELLED:
        return False
    return any(ord(character) in _characters_of(font) for font in FONTS)


@cache
def _characters_of(font: Font) -> frozenset[int]:
    with TTFont(path_of(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())
