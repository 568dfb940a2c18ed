"""Reads, writes and compiles catalog files, so that a change of one text changes its lines only."""

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from catalogs.places import PLURAL_FORMS, CatalogFile

HEADER = r"""
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

""".lstrip()
WIDTH = 110


def read(file: CatalogFile) -> Catalog:
    if not file.po.exists():
        return empty(file.language)
    with file.po.open("rb") as source:
        return read_po(source, locale=file.language)


def empty(language: str) -> Catalog:
    catalog = Catalog(locale=language, charset="utf-8")
    catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    return catalog


def write(file: CatalogFile, catalog: Catalog) -> None:
    """Without dates, places in the code and dropped texts: the version history has them."""
    file.po.parent.mkdir(parents=True, exist_ok=True)
    with file.po.open("wb") as target:
        header = HEADER.format(language=file.language, plural_forms=PLURAL_FORMS[file.language])
        target.write(header.encode())
        write_po(
            target,
            catalog,
            width=WIDTH,
            no_location=True,
            omit_header=True,
            sort_output=True,
            ignore_obsolete=True,
            include_previous=True,
        )


def compile_to_mo(file: CatalogFile) -> None:
    with file.mo.open("wb") as target:
        write_mo(target, read(file))
