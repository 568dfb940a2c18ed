"""What must be true before anything is served: tables, basic rows, collected static files."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from terefere.chat.basics import ensure_basics

_PREPARING: Final = 7_365_726_583
"""Number of the advisory lock: processes that start together prepare one after the other."""


def prepare() -> None:
    """Safe to repeat, and quick when there is nothing to do."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with _alone():
        call_command("migrate", verbosity=0, interactive=False)
        ensure_basics()
    call_command("clearsessions")
    _collect_static_files()


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARING])


def _collect_static_files() -> None:
    stamp = settings.HOME / "static-files"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def _fingerprint() -> str:
    """Changes when any static file does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            digest.update(f"{path} {file.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
