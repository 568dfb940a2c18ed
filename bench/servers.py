"""The programs that are measured: `terefere serve`, the bare relay, PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, SIGQUIT
from tempfile import TemporaryDirectory
from typing import Final, Literal

import msgspec
import psycopg

from bench.cores import on_cores
from bench.people import Population
from tests.services.ports import free_port
from tests.services.postgres import UNPRIVILEGED, make_cluster, new_database, programs_for
from tests.services.process import ServerProcess
from tests.services.waiting import port_answers

DatabaseKind = Literal["sqlite", "postgresql"]

POSTGRES_SETTINGS: Final = {"fsync": "on", "synchronous_commit": "on", "unix_socket_directories": ""}
"""Everything else as PostgreSQL comes."""
_UNLIMITED: Final = {"TEREFERE_FRAMES_PER_SECOND": "1000000", "TEREFERE_FRAMES_AT_ONCE": "1000000"}
_PEOPLE_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Site:
    """Where one server keeps its data."""

    home: Path
    database_url: str
    postgres: int | None
    """Process id of the database server, where there is one: its work counts as the server's."""

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TEREFERE_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "BUS_URL": "",
        } | _UNLIMITED


@dataclass(frozen=True, slots=True)
class Running:
    """A server under measurement."""

    port: int
    pid: int
    site: Site

    @property
    def roots(self) -> list[int]:
        """All processes whose work counts are descendants of these."""
        return [self.pid] if self.site.postgres is None else [self.pid, self.site.postgres]


@contextmanager
def new_site(kind: DatabaseKind, folder: Path, cores: set[int]) -> Iterator[Site]:
    """Fresh and empty, on the disk of `folder`."""
    with TemporaryDirectory(prefix="terefere-bench-", dir=folder) as name:
        home = Path(name) / "home"
        home.mkdir()
        if kind == "sqlite":
            yield Site(home, f"sqlite:///{home / 'terefere.sqlite3'}", None)
            return
        os.chmod(name, 0o755)  # noqa: PTH101, S103  PostgreSQL does not run as root, and must get in
        with on_cores(cores):
            postgres = DurablePostgres(Path(name) / "postgres").start()
        try:
            yield Site(home, new_database(postgres.url), postgres.pid)
        finally:
            postgres.stop()


class DurablePostgres(ServerProcess):
    """PostgreSQL as it is run in earnest: a commit is on the disk before it is answered."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        programs = programs_for(user, folder)
        make_cluster(programs, folder / "data", user)
        settings = [f"--{name}={value}" for name, value in POSTGRES_SETTINGS.items()]
        super().__init__(
            [
                programs / "postgres",
                "-D",
                folder / "data",
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                *settings,
            ],
            is_ready=self._accepts_sessions,
            output=folder / "output",
            user=user,
            stop_signal=SIGINT,
            kill_signal=SIGQUIT,
        )

    def _accepts_sessions(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True


def populate(site: Site, **wanted: int) -> Population:
    """In a process of its own; see `bench.people`."""
    arguments = [f"--{name}={number}" for name, number in wanted.items()]
    made = subprocess.run(
        [sys.executable, "-m", "bench.people", *arguments],
        env=os.environ | site.environment,
        stdout=subprocess.PIPE,
        timeout=_PEOPLE_SECONDS,
        check=True,
    )
    return msgspec.json.decode(made.stdout, type=Population)


@contextmanager
def serve(site: Site, cores: set[int]) -> Iterator[Running]:
    """`terefere serve`, as an operator starts it."""
    port = free_port()
    program = Path(sys.executable).with_name("terefere")
    with _running([program, "serve", "--port", str(port)], port, site, cores) as running:
        yield running


@contextmanager
def relay(site: Site, cores: set[int]) -> Iterator[Running]:
    """See `bench.relay`."""
    port = free_port()
    with _running([sys.executable, "-m", "bench.relay", str(port)], port, site, cores) as running:
        yield running


@contextmanager
def _running(command: list[str | Path], port: int, site: Site, cores: set[int]) -> Iterator[Running]:
    process = ServerProcess(
        command,
        is_ready=port_answers(port),
        output=site.home / "output",
        environment=site.environment,
    )
    with on_cores(cores):
        process.start()
    try:
        yield Running(port, process.pid, site)
    except BaseException:
        print(process.last_lines(), file=sys.stderr)
        raise
    finally:
        process.stop()
