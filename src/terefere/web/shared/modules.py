"""The browser modules: under which bare names they import each other, and where their files are.

The files' names change with their contents, and a module cannot know the new name of another one. So a module
says `terefere/store.js`, and the page's import map says which file that is.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles.storage import staticfiles_storage

_FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "terefere" / "js"
_IMPORT: Final = re.compile(r'^import .*?"terefere/([^"]+)";$', re.MULTILINE)


@cache
def import_map() -> dict[str, dict[str, str]]:
    """Bare name to URL, of every module there is."""
    return {"imports": {f"terefere/{name}": url_of(name) for name in _names()}}


@cache
def modules_behind(entry: str) -> tuple[str, ...]:
    """URLs of `entry` and of all that it needs: fetched at once, not one by one as they are found."""
    first = entry + ""  # a template's string is a str of its own kind, which paths refuse
    return tuple(url_of(name) for name in sorted(_needed_by(first, set())))


def url_of(name: str) -> str:
    return staticfiles_storage.url(f"terefere/js/{name}")


def _names() -> list[str]:
    return sorted(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.js"))


def _needed_by(name: str, seen: set[str]) -> set[str]:
    if name not in seen:
        seen.add(name)
        for needed in _IMPORT.findall((_FOLDER / name).read_text()):
            _needed_by(needed, seen)
    return seen
