"""Finds English sentences of ours where another language should stand."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from catalogs.judging import PLACEHOLDER, forms
from catalogs.places import DOMAINS, CatalogFile
from catalogs.storing import read

_PACKAGE: Final = Path(__file__).parents[2] / "src" / "terefere"
_SHORTEST: Final = 4
"""Shorter words may be the same in two languages."""
_NAMES: Final = re.compile(r"Alice Arnold|Bob Bárány|Support|Sales|Billing|Terefere|English")
_SHOWN: Final = """() => {
  const texts = [document.title];
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  for (const element of document.querySelectorAll("html *:not(script, style, template, template *)")) {
    if (!isSeen(element)) continue;
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
    for (const name of ["aria-label", "title", "placeholder", "alt"]) texts.push(element.getAttribute(name) ?? "");
    if (element.value && element.tagName === "BUTTON") texts.push("");
  }
  return texts.map((text) => text.trim()).filter(Boolean);
}"""


def english_on(page: Page, language: str) -> list[str]:
    """Every text that a person reads or is read to on this page, and that holds English of our catalogs."""
    shown: list[str] = page.evaluate(_SHOWN)
    return english_in(shown, language)


def english_in(shown: list[str], language: str) -> list[str]:
    sentences = list(_english(language))
    return [text for text in shown for one in sentences if one.search(_NAMES.sub("", text))]


def _english(language: str) -> Iterator[re.Pattern[str]]:
    """What is said differently in that language, as it looks with anything in its placeholders."""
    for domain in DOMAINS:
        for message in read(CatalogFile(_PACKAGE, language, domain)):
            for form, translation in zip(forms(message.id), forms(message.string), strict=False):
                if form != translation and len(PLACEHOLDER.sub("", form).strip()) >= _SHORTEST:
                    yield _pattern(form)


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = (re.escape(piece) for piece in PLACEHOLDER.split(sentence.strip()))
    return re.compile(rf"(?<!\w){'.+'.join(pieces)}(?!\w)")
