"""What the environment says, read once and checked."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

LOOPBACK: Final = ["127.0.0.1", "localhost", "[::1]"]

# WAL lets pages read while the writer writes; FULL makes every commit durable before it is answered.
_SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;"
    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
)
_SQLITE_WAIT_SECONDS: Final = 5
_POSTGRESQL_WAIT_SECONDS: Final = 3


class Misconfigured(Exception):
    """The environment holds something that cannot be used."""


def home() -> Path:
    return Path(os.environ.get("TEREFERE_HOME", "var")).resolve()


def secret_key(folder: Path) -> str:
    """`TEREFERE_SECRET_KEY`, else a key made once and kept in `folder`, readable by its owner only."""
    if given := os.environ.get("TEREFERE_SECRET_KEY"):
        return given
    return _kept_key(folder / "secret-key")


def is_insecure() -> bool:
    return os.environ.get("TEREFERE_INSECURE") == "1"


def is_behind_proxy() -> bool:
    return os.environ.get("TEREFERE_BEHIND_PROXY") == "1"


def number(name: str, otherwise: float) -> float:
    given = os.environ.get(name, "")
    try:
        return float(given) if given else otherwise
    except ValueError:
        raise Misconfigured(f"{name} must be a number, not {given!r}") from None


def origins() -> list[str]:
    return [
        origin.strip().rstrip("/")
        for origin in os.environ.get("TEREFERE_ORIGINS", "").split(",")
        if origin.strip()
    ]


def hosts(allowed_origins: list[str]) -> list[str]:
    return LOOPBACK + [host for origin in allowed_origins if (host := urlsplit(origin).hostname)]


def bus_url() -> str | None:
    return os.environ.get("BUS_URL") or None


def database(folder: Path) -> dict[str, Any]:
    """Django's database settings for `DATABASE_URL`."""
    url = urlsplit(os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'terefere.sqlite3'}")
    match url.scheme:
        case "sqlite":
            return _sqlite(url.path)
        case "postgres" | "postgresql":
            return _postgresql(url)
        case _:
            raise Misconfigured(
                f"DATABASE_URL must start with postgresql:// or sqlite:///, not {url.scheme}://"
            )


def _sqlite(path: str) -> dict[str, Any]:
    file = Path(unquote(path))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": _SQLITE_WAIT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_PRAGMAS,
        },
    }


def _postgresql(url: SplitResult) -> dict[str, Any]:
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.removeprefix("/")),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": url.port or "",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": _POSTGRESQL_WAIT_SECONDS, **options},
    }


def _kept_key(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _make_key(file)
    return file.read_text()


def _make_key(file: Path) -> None:
    """Two processes may start at once: the one that links its file first decides, and nobody sees half a key."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=file.name) as fresh:
        fresh.write(token_urlsafe(50))
        fresh.flush()
        with suppress(FileExistsError):
            os.link(fresh.name, file)
