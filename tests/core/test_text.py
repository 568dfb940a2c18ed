"""What people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terefere.core.text import gettext_noop, has_broken_characters, is_blank, one_line, shortened

any_text = st.text(st.characters(codec=None, exclude_categories=[]))


@pytest.mark.parametrize(
    "text", ["", " \t\r\n", "\u200b\u200d\ufeff", "\u00a0\u2003\u3000", "\x00\x1b\x7f"], ids=ascii
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(text + ".")
    assert not is_blank(text + "😀" + text)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "x\udfff", "\ud83d \ude00"], ids=ascii)
def test_what_cannot_be_stored_is_broken(text: str) -> None:
    assert has_broken_characters(text)


@given(any_text)
def test_everything_else_can_be_stored(text: str) -> None:
    is_storable = "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
    assert has_broken_characters(text) != is_storable


@given(any_text)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line
    assert not has_broken_characters(line)


def test_a_name_over_several_lines_becomes_one() -> None:
    assert one_line("  Anna\r\n  von\t\u2028Ort \x00") == "Anna von Ort"


@given(st.text(), st.integers(1, 20))
def test_a_shortened_text_is_the_beginning(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))


def test_a_marked_sentence_is_the_sentence() -> None:
    assert gettext_noop("Hello") == "Hello"
