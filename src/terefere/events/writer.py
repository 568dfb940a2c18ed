"""The one thread that changes chats: it takes whatever has arrived, commits it as one batch, and answers.

There is no timer. What arrives during a commit is the next batch, so an idle server answers at once and a busy one
shares each commit among many.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Final, NamedTuple

from django.db import connection

from terefere.core.clock import Clock
from terefere.events.batch import BatchRunner
from terefere.events.commands import Command, Outcome
from terefere.events.event import Entry

_LARGEST_BATCH: Final = 1_000

_logger = logging.getLogger(__name__)

Done = Callable[[Outcome], None]


class _Submission(NamedTuple):
    command: Command
    done: Done


class Finished(NamedTuple):
    """A committed batch, to be published and then answered."""

    entries: list[Entry]
    answers: list[tuple[Done, Outcome]]

    def answer(self) -> None:
        for done, outcome in self.answers:
            done(outcome)


class Writer:
    """Owns the thread. `hand_over` gets every finished batch; `died` is told when the thread cannot go on."""

    def __init__(
        self,
        *,
        runner: BatchRunner,
        clock: Clock,
        hand_over: Callable[[Finished], None],
        died: Callable[[BaseException], None],
    ) -> None:
        self._runner = runner
        self._clock = clock
        self._hand_over = hand_over
        self._died = died
        self._queue: SimpleQueue[_Submission | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what was submitted, then end."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, command: Command, done: Done) -> None:
        """Ask from any thread. `done` is called after the commit, and after the events were published."""
        self._queue.put(_Submission(command, done))

    def run(self, command: Command, *, timeout: float) -> Outcome:
        """Ask from a synchronous door and wait. Raises TimeoutError after `timeout` seconds."""
        outcome: Future[Outcome] = Future()
        self.submit(command, outcome.set_result)
        return outcome.result(timeout)

    @property
    def waiting(self) -> int:
        """How many commands wait for the next batch."""
        return self._queue.qsize()

    def _live(self) -> None:
        try:
            while batch := self._next_batch():
                self._commit(batch)
        except BaseException as error:
            _logger.critical("the writer died", exc_info=error)
            self._died(error)
        finally:
            connection.close()

    def _next_batch(self) -> list[_Submission]:
        """Wait for one submission, then take all that have arrived; empty at the end of work."""
        first = self._queue.get()
        if first is None:
            return []
        return [first, *self._arrived(_LARGEST_BATCH - 1)]

    def _arrived(self, most: int) -> list[_Submission]:
        batch: list[_Submission] = []
        try:
            while len(batch) < most:
                submission = self._queue.get_nowait()
                if submission is None:
                    self._queue.put(None)
                    break
                batch.append(submission)
        except Empty:
            pass
        return batch

    def _commit(self, batch: Sequence[_Submission]) -> None:
        outcomes, entries = self._runner.run([s.command for s in batch], now=self._clock())
        answers = [(submission.done, outcome) for submission, outcome in zip(batch, outcomes, strict=True)]
        self._hand_over(Finished(entries, answers))
