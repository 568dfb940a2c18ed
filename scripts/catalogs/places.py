"""Where the texts stand and where their translations are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLURAL_FORMS = {
    "de": "nplurals=2; plural=(n != 1);",
    "hu": "nplurals=2; plural=(n != 1);",
}
"""As Django's own catalogs have them: it merges ours into those."""

DOMAINS = ("django", "djangojs")


@dataclass(frozen=True)
class CatalogFile:
    package: Path
    language: str
    domain: str

    @property
    def po(self) -> Path:
        return self.package / "locale" / self.language / "LC_MESSAGES" / f"{self.domain}.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    def __str__(self) -> str:
        return f"{self.language}/{self.domain}.po"


def catalog_files(package: Path) -> Iterator[CatalogFile]:
    for language in PLURAL_FORMS:
        for domain in DOMAINS:
            yield CatalogFile(package, language, domain)
