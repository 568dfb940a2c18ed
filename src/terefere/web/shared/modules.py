"""The browser modules: under which bare names they import each other, and where their files are.

The files' names change with their contents, and a module cannot know the new name of another one. So a module
says `terefere/store.js`, and the page's import map says which file that is. Who imports whom is read from the
collected files, the ones that browsers get: a file that is newer than these must not be named in a page.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

_IMPORT: Final = re.compile(r'^import .*?"terefere/([^"]+)";$', re.MULTILINE)


@cache
def import_map(entry: str) -> dict[str, dict[str, str]]:
    """Bare name to URL, of every module that `entry` needs."""
    return {"imports": {f"terefere/{name}": url_of(name) for name in _behind(entry)}}


@cache
def modules_behind(entry: str) -> tuple[str, ...]:
    """URLs of `entry` and of all that it needs: fetched at once, not one by one as they are found."""
    return tuple(map(url_of, _behind(entry)))


def url_of(name: str) -> str:
    return staticfiles_storage.url(_path_of(name))


def _behind(entry: str) -> list[str]:
    first = entry + ""  # a template's string is a str of its own kind, which paths refuse
    return sorted(_needed_by(first, set()))


def _needed_by(name: str, seen: set[str]) -> set[str]:
    if name not in seen:
        seen.add(name)
        for needed in _IMPORT.findall(_source_of(name)):
            _needed_by(needed, seen)
    return seen


def _source_of(name: str) -> str:
    """As collected; as the package has it where nothing was collected, as in most tests."""
    path = _path_of(name)
    collected = Path(staticfiles_storage.path(path))
    return (collected if collected.exists() else Path(finders.find(path) or path)).read_text()


def _path_of(name: str) -> str:
    return f"terefere/js/{name}"
