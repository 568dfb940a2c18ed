"""A whole Terefere of a test's own: one or two `terefere serve` processes on free ports, with everybody moved in."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.contract.client import Badge, Client
from tests.contract.log import Log
from tests.contract.people import People, settle
from tests.services.ports import free_port
from tests.services.process import ServerProcess
from tests.services.waiting import url_answers

_TEREFERE: Final = Path(sys.executable).with_name("terefere")


@dataclass(frozen=True)
class Desk:
    people: People
    servers: tuple[ServerProcess, ...]
    addresses: tuple[str, ...]
    """One per server, such as ``ws://127.0.0.1:8000``."""
    log: Log
    """The event log, read past the servers."""

    def client(self, badge: Badge, *, at: int = -1) -> Client:
        """At the last server, unless said otherwise: agents are at the first one, see `agent`."""
        return Client(badge, self.addresses[at])

    def agent(self, badge: Badge) -> Client:
        return self.client(badge, at=0)

    def output(self) -> str:
        """Everything the servers printed."""
        return "\n".join(server.output.read_text(errors="replace") for server in self.servers)


@dataclass(frozen=True)
class Parts:
    """What an installation is made of. Without a database URL it keeps a SQLite file in its folder."""

    database_url: str | None = None
    bus_url: str | None = None
    servers: int = 1


@contextmanager
def desk(folder: Path, parts: Parts = Parts(), **variables: str) -> Iterator[Desk]:
    """Open until the end of the block."""
    environment = environment_of(folder, parts) | variables
    people = settle(environment)
    with ExitStack() as open_servers:
        running = tuple(open_servers.enter_context(server(folder, environment)) for _ in range(parts.servers))
        addresses = tuple(f"ws://127.0.0.1:{process.command[-1]}" for process in running)
        log = Log(parts.database_url or f"sqlite:///{folder / 'terefere.sqlite3'}")
        yield Desk(people, running, addresses, log)


def environment_of(folder: Path, parts: Parts) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "terefere.config.settings",
        "TEREFERE_HOME": str(folder),
        "TEREFERE_INSECURE": "1",
        "DATABASE_URL": parts.database_url or "",
        "BUS_URL": parts.bus_url or "",
    }


def server(folder: Path, environment: Mapping[str, str]) -> ServerProcess:
    port = free_port()
    return ServerProcess(
        [_TEREFERE, "serve", "--port", str(port)],
        is_ready=url_answers(f"http://127.0.0.1:{port}/channels/"),
        output=folder / f"output-{port}",
        environment=environment,
    )
