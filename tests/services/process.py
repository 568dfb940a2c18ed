"""A server process of a test: started, awaited, stopped, killed and started again."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from types import TracebackType
from typing import Self

from tests.services.waiting import wait_until

START_SECONDS = 20
STOP_SECONDS = 10
TOLD_LINES = 40


class ServerProcess:
    """Runs the command until stopped. A second start runs the same command: same ports, same folders.

    `environment` is added to ours; `output` collects what all starts print; `user` replaces ours.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        is_ready: Callable[[], bool],
        output: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: Signals = SIGTERM,
        kill_signal: Signals = SIGKILL,
    ) -> None:
        self.command = [str(word) for word in command]
        self.is_ready = is_ready
        self.output = output
        self.environment = dict(environment or {})
        self.user = user
        self.stop_signal = stop_signal
        self.kill_signal = kill_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._running().pid

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, seconds: float = START_SECONDS) -> Self:
        """Start and wait until it is ready, or raise with what it printed last."""
        if self.is_running():
            raise RuntimeError(f"{self.command[0]} runs already")
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | self.environment,
                user=self.user,
            )
        try:
            wait_until(self._is_ready_or_gone, what=f"{self.command[0]} is ready", seconds=seconds)
        except TimeoutError as error:
            self.kill()
            raise TimeoutError(f"{error}\n{self.last_lines()}") from None
        if not self.is_running():
            raise ChildProcessError(f"{self.command[0]} ended at once\n{self.last_lines()}")
        return self

    def stop(self) -> None:
        """Ask it to end; when it does not, kill it."""
        if self._process is None:
            return
        self._process.send_signal(self.stop_signal)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would, without a chance to tidy up."""
        process = self._running()
        process.send_signal(self.kill_signal)
        process.wait(STOP_SECONDS)

    def last_lines(self) -> str:
        return "\n".join(self.output.read_text(errors="replace").splitlines()[-TOLD_LINES:])

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.command[0]} was never started")
        return self._process

    def _is_ready_or_gone(self) -> bool:
        return not self.is_running() or self.is_ready()
