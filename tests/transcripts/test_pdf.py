import re
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from terefere.transcripts import pdf
from terefere.transcripts.model import Language, Said
from tests.transcripts.chats import EVERY_KIND, HOSTILE, START, chat, hostile_chat, long_chat


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document), strict=True)


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(document).pages)


def fonts_of(document: bytes) -> list[DictionaryObject]:
    """The fonts in which letters lie: below those that pages name."""
    fonts = [
        font.get_object()
        for page in read(document).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    return [
        font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts
    ]


def structure_of(document: bytes) -> str:
    """The names of the structure elements, in their order."""
    names: list[str] = []
    waiting = [read(document).trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        element = waiting.pop(0)
        names.append(str(element.get("/S", "")))
        children = element.get("/K", [])
        children = children if isinstance(children, list) else [children]
        resolved = [child.get_object() for child in children]
        waiting[:0] = [child for child in resolved if isinstance(child, DictionaryObject)]
    return " ".join(names)


def test_the_pdf_says_what_was_said() -> None:
    shown = text_of(pdf.render(chat(*EVERY_KIND)))
    for words in (
        "Transcript of chat #12",
        "Példa Kft.",
        "Europe/Budapest (UTC+01:00)",
        "Saturday, 21 November 2026",
        "Sunday, 22 November 2026",
        "Alice Árvay joined the chat.",
        "Árvíztűrő tükörfúrógép, őű ŐŰ!",
        "Második sor",
        "Premium contract, be quick",
        "internal note, agents only",
        "képernyőkép.png",
        "SHA-256 abab",
        "page 1 of 1",
    ):
        assert words in shown


def test_the_requesters_pdf_holds_no_note() -> None:
    shown = text_of(pdf.render(chat(*EVERY_KIND).for_requester()))
    assert "Thanks, that helps." in shown
    assert "Premium" not in shown
    assert "Bob" not in shown
    assert "agents only" not in shown


@pytest.mark.parametrize("language", ["en", "hu", "de"])
def test_the_pdf_is_tagged_and_knows_its_language_and_title(language: Language) -> None:
    document = pdf.render(chat(*EVERY_KIND, language=language))
    root = read(document).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # type: ignore[index] # noqa: E712 — a PDF object, no bool
    assert root["/Lang"] == language  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # type: ignore[index] # noqa: E712
    information = read(document).metadata
    assert information is not None
    assert str(information.title).endswith(" – Példa Kft.")
    assert information.author == "Példa Kft."


def test_a_screen_reader_finds_a_heading_for_the_chat_and_for_every_day() -> None:
    structure = structure_of(pdf.render(chat(*EVERY_KIND)))
    assert re.findall(r"/H\d", structure) == ["/H1", "/H2", "/H2"]
    assert structure.count("/P") >= 2 * len(EVERY_KIND) - 2


def test_the_pdf_declares_to_be_accessible_and_archivable() -> None:
    root = read(pdf.render(chat(*EVERY_KIND))).trailer["/Root"]
    declared = root["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfuaid:part>1</pdfuaid:part>" in declared
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in declared


def test_every_font_is_embedded() -> None:
    fonts = fonts_of(pdf.render(hostile_chat()))
    assert {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts} >= {
        "NotoSans",
        "NotoSansArabic",
        "NotoSansCJKjp",
        "NotoSansThai",
        "NotoEmoji",
        "Heebo",
    }
    for font in fonts:
        descriptor = font["/FontDescriptor"].get_object()
        assert isinstance(descriptor, DictionaryObject)
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_set_as_text(text: str) -> None:
    assert "page 1 of " in text_of(pdf.render(chat(Said(START, 1, text))))


def test_markup_stays_visible() -> None:
    shown = text_of(pdf.render(chat(*(Said(START, 1, text) for text in HOSTILE[:3]))))
    assert '<script>alert("1")</script>' in shown
    assert "#set page(fill: red)" in shown
    assert "#panic() $x^2$ *bold* _it_ `raw` @ref <label> // comment /* open" in shown


def test_a_word_longer_than_a_line_is_shown_whole() -> None:
    document = pdf.render(chat(Said(START, 1, "x" * 3800)))
    rows = re.findall("x{20,}", text_of(document))
    assert len("".join(rows)) == pytest.approx(3800, abs=30)
    assert max(map(len, rows)) < 110


def test_letters_that_no_font_has_are_spelled_out() -> None:
    shown = text_of(pdf.render(chat(Said(START, 1, "a \U00010380 b \ue000 c \ud800 d"))))
    assert "a [U+10380] b [U+E000] c [U+D800] d" in shown


def test_a_text_that_breaks_the_typesetter_spoils_only_itself() -> None:
    shown = text_of(pdf.render(chat(Said(START, 1, "\u0915\u094d" * 300), Said(START, 2, "你好 👍"))))
    assert "\u0915[U+094D]\u0915[U+094D]" in shown
    assert "你好 👍" in shown


def test_one_message_and_three_thousand_make_a_pdf() -> None:
    assert len(read(pdf.render(long_chat(1))).pages) == 1
    document = pdf.render(long_chat(3000))
    pages = len(read(document).pages)
    assert pages > 50
    assert f"page {pages} of {pages}" in text_of(document)
    assert "Message number 2999." in text_of(document)


def test_the_same_chat_makes_the_same_pdf() -> None:
    assert pdf.render(chat(*EVERY_KIND)) == pdf.render(chat(*EVERY_KIND))


def test_a_typesetter_that_hangs_is_killed() -> None:
    forever = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    with pytest.raises(pdf.TypesettingFailed, match="longer than"):
        pdf.typeset_by(forever, b"{}", 0.2)


def test_a_failure_tells_nothing_of_the_chat() -> None:
    with pytest.raises(pdf.TypesettingFailed) as failed:
        pdf.typeset_by(pdf.PROGRAM, b'{"title": "secret"}', 30)
    assert "secret" not in str(failed.value)
    assert "status 1" in str(failed.value)
