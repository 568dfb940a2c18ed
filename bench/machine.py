"""What the figures were measured on."""

import os
import platform
import sqlite3
import statistics
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

_BLOCK: Final = b"x" * 4096
_TRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Machine:
    processor: str
    cores: int
    memory_gib: float
    kernel: str
    python: str
    sqlite: str
    uvicorn: str
    websockets: str
    uvloop: str
    fsync_ms: float
    """Median of writing 4 KiB to the end of a file and making it durable (fdatasync)."""
    load_average: float
    """When the measurement began: what else this machine was doing."""


def examine(folder: Path) -> Machine:
    """`folder`: where the databases will lie, because its disk is the one that counts."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        kernel=platform.release(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        uvicorn=version("uvicorn"),
        websockets=version("websockets"),
        uvloop=version("uvloop"),
        fsync_ms=round(_fsync_seconds(folder / "fsync") * 1000, 3),
        load_average=os.getloadavg()[0],
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _fsync_seconds(file: Path) -> float:
    with file.open("wb", buffering=0) as opened:
        times = [_one_fsync(opened.fileno()) for _ in range(_TRIES)]
    file.unlink()
    return statistics.median(times)


def _one_fsync(descriptor: int) -> float:
    os.write(descriptor, _BLOCK)
    begun = time.perf_counter()
    os.fdatasync(descriptor)
    return time.perf_counter() - begun
