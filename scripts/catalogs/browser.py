"""Finds the texts of a browser module by the look of their calls.

A call stands as well inside a template string inside a template string, where Babel's lexer loses its way
without a word; a plain search misses none, and at worst finds one in a comment.
"""

import re
from collections.abc import Iterator

from babel.messages.jslexer import unquote_string

STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`)"""
JOINED = rf"{STRING}(?:\s*\+\s*{STRING})*"
CALL = re.compile(
    rf"(?<![\w$])(?P<function>n?p?gettext|gettext_noop)\(\s*(?P<arguments>{JOINED}(?:\s*,\s*{JOINED})*)",
    re.DOTALL,
)
COMMENT_LINE = re.compile(r"^\s*//.*$", re.MULTILINE)

Text = tuple[str | None, str | tuple[str, str]]
"""A context, or none, and what to translate: a text, or singular and plural."""


def texts_of(source: str) -> Iterator[Text]:
    for call in CALL.finditer(COMMENT_LINE.sub("", source)):
        arguments = [literal(one.group()) for one in re.finditer(JOINED, call["arguments"])]
        yield text_of(call["function"], arguments)


def text_of(function: str, arguments: list[str]) -> Text:
    match function, arguments:
        case "gettext" | "gettext_noop", [text]:
            return None, text
        case "ngettext", [singular, plural]:
            return None, (singular, plural)
        case "pgettext", [context, text]:
            return context, text
        case "npgettext", [context, singular, plural]:
            return context, (singular, plural)
        case _:
            raise SyntaxError(f"{function} does not understand {arguments}")


def literal(joined: str) -> str:
    return "".join(unquote_string(one.group()) for one in re.finditer(STRING, joined, re.DOTALL))
