import msgspec
import pytest
import typst

from terefere.transcripts.fonts import FONTS, path_of
from terefere.transcripts.glyphs import plain, showable
from terefere.transcripts.model import Said
from terefere.transcripts.typeset import typeset
from terefere.transcripts.worded import worded
from tests.transcripts.chats import START, chat


def test_every_font_is_there() -> None:
    assert all(path_of(font).is_file() for font in FONTS)


@pytest.mark.parametrize(
    "text", ["őű ŐŰ", "Привет", "مرحبا", "שלום", "नमस्ते", "สวัสดี", "你好 안녕", "👨‍👩‍👧 👍🏽 ❤️ 🇭🇺", "o\u030b"]
)
def test_what_the_fonts_have_stays(text: str) -> None:
    assert showable(text) == text


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("\U00010380", "[U+10380]"),
        ("\ue000", "[U+E000]"),
        ("\u0e01\u093c", "\u0e01[U+093C]"),
        ("\n\u06dc", "\n[U+06DC]"),
    ],
)
def test_what_no_font_has_is_spelled_out(text: str, spelling: str) -> None:
    assert showable(text) == spelling


def test_the_last_resort_leaves_only_single_letters_of_the_first_font() -> None:
    assert plain("aő\n你o\u030b") == "aő\n[U+4F60]o[U+030B]"


def test_what_typst_refuses_is_tried_again_with_more_spelled_out() -> None:
    document = msgspec.json.encode(worded(chat(Said(START, 1, "\U00010380")))).decode()
    with pytest.raises(typst.TypstError):
        typeset(document, (str,))
    assert typeset(document, (str, plain)).startswith(b"%PDF")
