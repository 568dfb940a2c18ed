"""Who runs on which processor core, and what that costs: read from /proc, so Linux only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SERVER_CORE: Final = {0}
LOAD_CORE: Final = {1}
_TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")
_PARENT, _USER_TICKS, _SYSTEM_TICKS = 1, 11, 12
"""Places in /proc/<pid>/stat after the command's name (proc_pid_stat(5))."""


def all_cores() -> set[int]:
    return set(range(os.cpu_count() or 1))


@contextmanager
def on_cores(cores: set[int]) -> Iterator[None]:
    """What is started inside runs on these cores only, and so does everything it starts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores & all_cores() or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def tree(*roots: int) -> list[int]:
    """These processes and all their descendants."""
    children: dict[int, list[int]] = {}
    for pid, fields in _processes():
        children.setdefault(int(fields[_PARENT]), []).append(pid)
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    return found


def cpu_seconds(*roots: int) -> float:
    """Processor time that these process trees have used so far."""
    return sum(_ticks(pid) for pid in tree(*roots)) / _TICKS_PER_SECOND


def resident_bytes(pid: int) -> int:
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmRSS:")


def proportional_bytes(pid: int) -> int:
    """Memory with shared pages divided among those who share them (PSS)."""
    return _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def _processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            yield int(folder.name), fields


def _stat(pid: int) -> list[str]:
    """Empty where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS]) if fields else 0


def _kilobytes(file: Path, name: str) -> int:
    line = next(line for line in file.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024
