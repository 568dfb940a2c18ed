"""Run a batch of commands in one transaction. Plain and synchronous: no thread, no queue."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import Error, InterfaceError, OperationalError, connection, transaction

from terefere.core.errors import Conflict, Failed, Refused, Unavailable
from terefere.core.ids import ClientId, Seq, StreamId
from terefere.events import log
from terefere.events.commands import Command, Committed, Outcome, Place, Rejected, Repeated
from terefere.events.event import Entry
from terefere.events.heads import Heads
from terefere.events.unit import Recorded, Unit

_ATTEMPTS: Final = 3
_OUT_OF_ORDER: Final = (OperationalError, InterfaceError)

_logger = logging.getLogger(__name__)

Invalidate = Callable[[Iterable[StreamId]], None]
"""Told which streams' state must be read again before it is trusted."""


class BatchRunner:
    """Commands in, outcomes and numbered entries out.

    The first attempt trusts that every command is new, because nearly all are. When the database objects (a client id
    or a place is taken, a deadlock was lost), everything is rolled back and run again, asking first what is done
    already. Commands have no effect outside the transaction, so running them again is safe.
    """

    def __init__(self, *, heads: Heads, invalidate: Invalidate) -> None:
        self._heads = heads
        self._invalidate = invalidate

    def run(self, commands: Sequence[Command], *, now: datetime) -> tuple[list[Outcome], list[Entry]]:
        """Never raises for a database that fails: then every command is rejected, and may be tried again.

        What the database objects to again and again is a mistake of ours; trying it again would not help.
        """
        error: Error | None = None
        for attempt in range(_ATTEMPTS):
            try:
                with transaction.atomic():
                    return self._attempt(commands, now, carefully=attempt > 0)
            except Error as caught:
                error = caught
                self._recover(commands, error)
        if len(commands) > 1 and not isinstance(error, _OUT_OF_ORDER):
            return self._run_singly(commands, now)
        refusal = Unavailable() if isinstance(error, _OUT_OF_ORDER) else Failed()
        return [Rejected(refusal) for _ in commands], []

    def _run_singly(self, commands: Sequence[Command], now: datetime) -> tuple[list[Outcome], list[Entry]]:
        """The database works but objects to one of them: the others must not suffer for it."""
        outcomes: list[Outcome] = []
        entries: list[Entry] = []
        for command in commands:
            outcome, recorded = self.run([command], now=now)
            outcomes += outcome
            entries += recorded
        return outcomes, entries

    def _attempt(
        self, commands: Sequence[Command], now: datetime, *, carefully: bool
    ) -> tuple[list[Outcome], list[Entry]]:
        self._invalidate(self._heads.hold(stream for command in commands for stream in command.holds))
        attempt = _Attempt(Unit(now), self._invalidate, _done_before(commands) if carefully else {})
        answers = _reconsidered(commands, [attempt.answer(command) for command in commands])
        entries = self._number(attempt.unit)
        return [_settled(answer, entries) for answer in answers], entries

    def _number(self, unit: Unit) -> list[Entry]:
        if not unit.recorded:
            return []
        places = self._heads.advance(Counter(event.stream for event in unit.recorded))
        entries = [_numbered(event, unit.at, places) for event in unit.recorded]
        log.append(entries)
        return entries

    def _recover(self, commands: Sequence[Command], error: Error) -> None:
        _logger.warning("a batch of %d commands was rolled back: %s", len(commands), type(error).__name__)
        self._heads.forget()
        self._invalidate(stream for command in commands for stream in command.holds)
        _drop_broken_connection()


class _First(NamedTuple):
    """A command ran; its first event is this one of those recorded in the batch."""

    recorded: int


class _Attempt:
    """One run of one batch inside its transaction."""

    def __init__(self, unit: Unit, invalidate: Invalidate, done: dict[ClientId, log.Written]) -> None:
        self.unit = unit
        self._invalidate = invalidate
        self._done = done
        self._keys: dict[ClientId, tuple[StreamId, Outcome | _First]] = {}

    def answer(self, command: Command) -> Outcome | _First:
        key = command.client_id
        if key is None:
            return self._run(command)
        if (before := self._done.get(key)) is not None:
            return Repeated(before.place) if before.author == command.author else Rejected(Conflict())
        if (twin := self._keys.get(key)) is not None:
            return twin[1] if twin[0] == command.author else Rejected(Conflict())
        answer = self._run(command)
        if not isinstance(answer, Rejected):
            self._keys[key] = (command.author, answer)
        return answer

    def _run(self, command: Command) -> Outcome | _First:
        recorded = self.unit.recorded
        mark = len(recorded)
        self.unit.begin(command.client_id, command.author)
        try:
            if command.needs_savepoint:
                self._run_in_savepoint(command, mark)
            else:
                command.run(self.unit)
        except Refused as refusal:
            del recorded[mark:]
            return Rejected(refusal)
        except Error:
            raise
        except Exception:
            # A mistake of ours in one command must not take its neighbours or the writer with it.
            _logger.exception("%s failed", type(command).__name__)
            del recorded[mark:]
            return Rejected(Failed())
        return _First(mark) if len(recorded) > mark else Committed(None)

    def _run_in_savepoint(self, command: Command, mark: int) -> None:
        """A refused command leaves no trace and its neighbours stay."""
        with transaction.atomic():
            command.run(self.unit)
        self._invalidate(event.stream for event in self.unit.recorded[mark:])


def _reconsidered(commands: Sequence[Command], answers: list[Outcome | _First]) -> list[Outcome | _First]:
    """What is refused now, or changes nothing, may have been done before: then that answer stands."""
    idle = [c for c, answer in zip(commands, answers, strict=True) if _left_no_trace(answer)]
    done = _done_before(idle) if idle else {}
    return [_first_answer(c, answer, done) for c, answer in zip(commands, answers, strict=True)]


def _first_answer(
    command: Command, answer: Outcome | _First, done: dict[ClientId, log.Written]
) -> Outcome | _First:
    before = done.get(command.client_id) if command.client_id is not None else None
    if before is None or before.author != command.author or not _left_no_trace(answer):
        return answer
    return Repeated(before.place)


def _left_no_trace(answer: Outcome | _First) -> bool:
    return isinstance(answer, Rejected) or answer == Committed(None)


def _done_before(commands: Sequence[Command]) -> dict[ClientId, log.Written]:
    keys = [command.client_id for command in commands if command.client_id is not None]
    return log.written(keys) if keys else {}


def _numbered(event: Recorded, at: int, places: dict[StreamId, Seq]) -> Entry:
    seq = places[event.stream]
    places[event.stream] = Seq(seq + 1)
    return Entry(
        event.stream, seq, at, event.client_id, event.author, event.audience, event.body, event.external
    )


def _settled(answer: Outcome | _First, entries: list[Entry]) -> Outcome:
    if not isinstance(answer, _First):
        return answer
    entry = entries[answer.recorded]
    return Committed(Place(entry.stream, entry.seq))


def _drop_broken_connection() -> None:
    """A connection that failed is not used again; the next attempt opens a new one."""
    if not connection.in_atomic_block:
        connection.close()
