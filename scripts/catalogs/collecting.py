"""Collects the texts of Python modules, Django templates and browser modules."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from catalogs.browser import texts_of

SINGULAR = None
PLURAL = (1, 2)
SINGULAR_IN_CONTEXT = ((1, "c"), 2)
PLURAL_IN_CONTEXT = ((1, "c"), 2, 3)

KEYWORDS: dict[str, Any] = {
    "_": SINGULAR,
    "gettext": SINGULAR,
    "gettext_lazy": SINGULAR,
    "gettext_noop": SINGULAR,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": SINGULAR_IN_CONTEXT,
    "pgettext_lazy": SINGULAR_IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT,
    "npgettext_lazy": PLURAL_IN_CONTEXT,
}
TEMPLATE_SUFFIXES = {".html", ".svg", ".txt", ".xml"}


def collect(package: Path, domain: str) -> Catalog:
    """Every text of the package that belongs to the domain, untranslated."""
    return of_browser(package) if domain == "djangojs" else of_server(package)


def of_server(package: Path) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for source in python_sources(package):
        found = extract("python", BytesIO(source), KEYWORDS, ["Translators:"], strip_comment_tags=True)
        for _, text, comments, context in found:
            catalog.add(text, auto_comments=comments, context=context)
    return catalog


def python_sources(package: Path) -> Iterator[bytes]:
    for path in sorted(package.rglob("*")):
        if path.suffix == ".py":
            yield path.read_bytes()
        elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
            yield python_of_template(path)


def python_of_template(path: Path) -> bytes:
    """The template as calls of gettext, in brackets so that its indentation means nothing."""
    return f"(\n{templatize(path.read_text(), origin=str(path))}\n)".encode()


def of_browser(package: Path) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for path in sorted(package.rglob("*.js")):
        if "vendor" not in path.parts:
            for context, text in texts_of(path.read_text()):
                catalog.add(text, context=context)
    return catalog
