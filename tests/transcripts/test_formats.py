import pytest

from terefere.transcripts.formats import FORMATS, Format, filename
from tests.transcripts.chats import EVERY_KIND, chat, hostile_chat


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_makes_a_document_of_every_kind_of_line(name: Format) -> None:
    assert "tükörfúrógép".encode() in FORMATS[name].render(chat(*EVERY_KIND)) or name == "pdf"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_hostile_text(name: Format) -> None:
    assert FORMATS[name].render(hostile_chat())


def test_a_document_is_named_by_its_chat_and_local_day() -> None:
    assert filename(chat(), "pdf") == "chat-12-2026-11-21.pdf"
    assert filename(hostile_chat(), "txt").isascii()
