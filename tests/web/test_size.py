"""What a page costs before it can be used: the compressed bytes of everything that it loads."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from terefere.web.shared import modules

MOST: Final = 100 * 1024
"""Bytes of one page with all that belongs to it (QUALITY §1)."""
_LOADED: Final = re.compile(
    r'<(?:link rel="(?:stylesheet|icon|modulepreload)" href|script[^>]* src)="([^"]+)"'
)


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The static files as an installation serves them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["admin"])
    _forget_modules()
    yield tmp_path
    _forget_modules()


def test_pages_are_small(collected: Path, alice: Client, vera: Client) -> None:
    for person, path in ((alice, "/agent/"), (vera, "/")):
        page = person.get(path, headers={"accept-encoding": "gzip"}).content
        addresses = loaded_by(gzip.decompress(page).decode())
        sizes = {path: len(page)} | {one: size_of(one, collected, person) for one in addresses}
        assert len(addresses) > 20
        assert sum(sizes.values()) <= MOST, sorted(sizes.items(), key=lambda one: -one[1])[:5]


def test_a_module_map_names_what_the_page_needs_and_nothing_else(collected: Path, vera: Client) -> None:
    page = vera.get("/").text
    assert "terefere/store.js" in page
    assert "terefere/dashboard.js" not in page


def loaded_by(page: str) -> set[str]:
    return {address.replace("&amp;", "&") for address in _LOADED.findall(page)}


def size_of(address: str, folder: Path, person: Client) -> int:
    """As it is sent to a browser."""
    if not address.startswith("/static/"):
        return len(person.get(address, headers={"accept-encoding": "gzip"}).content)
    file = folder / address.removeprefix("/static/")
    compressed = file.with_name(f"{file.name}.gz")
    return (compressed if compressed.exists() else file).stat().st_size


def _forget_modules() -> None:
    modules.import_map.cache_clear()
    modules.modules_behind.cache_clear()
