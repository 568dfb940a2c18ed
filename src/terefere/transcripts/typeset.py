"""A program: a worded transcript as JSON on standard input, a PDF on standard output.

It is a process of its own because typesetting is heavy computing: in the server it would hold up every chat.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import typst

from terefere.transcripts.fonts import FONTS, path_of
from terefere.transcripts.glyphs import plain, showable

Spelling = Callable[[str], str]

TEMPLATE: Final = Path(__file__).with_name("transcript.typ")
ALONE: Final = b"""
#set document(title: "alone")
#set text(font: json(bytes(sys.inputs.fonts)))
#json(bytes(sys.inputs.document))
"""


def showable_alone(text: str) -> str:
    """`text` as shown, or in plain letters when typst cannot set even this one text."""
    shown = showable(text)
    return shown if shown.isascii() or _can_be_set(shown) else plain(text)


def typeset(document: str, spellings: tuple[Spelling, ...] = (showable, showable_alone, plain)) -> bytes:
    """The PDF, with the first of `spellings` that typst can set.

    Shaping has cases that no table foretells, and bugs. One text that meets one must not cost us the chat.
    """
    spell, *others = spellings
    try:
        return _compiled(TEMPLATE.read_bytes(), _respelled(json.loads(document), spell))
    except BaseException:  # a bug in typst is a panic, and that is no Exception
        if not others:
            raise
        return typeset(document, tuple(others))


def _can_be_set(text: str) -> bool:
    try:
        return bool(_compiled(ALONE, text))
    except BaseException:  # noqa: BLE001 — see typeset
        return False


def _compiled(template: bytes, document: object) -> bytes:
    """What people wrote reaches typst as data and never as its source, so none of it can be markup."""
    return typst.compile(
        template,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={
            "document": json.dumps(document),
            "fonts": json.dumps([font.family for font in FONTS]),
        },
        # Accessible, and readable in fifty years. PDF/A-4 needs a PDF version that PDF/UA-1 does not know.
        pdf_standards=["ua-1", "a-2a"],
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({path_of(font).parent for font in FONTS}),
    )


def _respelled(value: object, spell: Spelling) -> object:
    match value:
        case str():
            return spell(value)
        case list():
            return [_respelled(part, spell) for part in value]
        case dict():
            return {name: _respelled(part, spell) for name, part in value.items()}
    return value


def main() -> int:
    try:
        pdf = typeset(sys.stdin.buffer.read().decode())
    except BaseException:  # noqa: BLE001 — what typst complains about quotes the chat, and must not reach a log
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
