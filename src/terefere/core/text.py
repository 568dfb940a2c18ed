"""What people type, and the words we answer with."""

import unicodedata
from typing import Final

LANGUAGES: Final = ("en", "hu", "de")


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation where it is written, long before it is known for whom."""
    return sentence


def is_blank(text: str) -> bool:
    return not any(map(_is_visible, text))


def has_broken_characters(text: str) -> bool:
    """NUL, which no database keeps, and lone surrogates, which no encoding keeps."""
    return "\0" in text or not _is_encodable(text)


def one_line(text: str) -> str:
    """A name or title as one line: controls and line breaks become blanks, blanks at the ends go."""
    return " ".join("".join(" " if _is_control(c) else c for c in text).split())


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, at most `longest` characters including the ellipsis."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf"}


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp", "Cs"}


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
