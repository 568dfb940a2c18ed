"""Disks that are full for a while."""

import ctypes
import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

_ROOM: Final = 24 * 2**20
"""Bytes of the small disk."""
_BALLAST_BLOCK: Final = bytes(4096)


class Disk(Protocol):
    """Where the server of a test keeps its data."""

    folder: Path

    def fill(self, pid: int) -> None:
        """From now on nothing can be added."""

    def free(self, pid: int) -> None: ...


class SmallDisk:
    """A file system of its own; a ballast file takes all the room there is. Needs the right to mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, pid: int) -> None:
        with self._ballast.open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(_BALLAST_BLOCK)
            except OSError:
                return

    def free(self, pid: int) -> None:
        self._ballast.unlink()


class LimitedFiles:
    """No file of the server may grow beyond its present size: needs no rights."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, pid: int) -> None:
        largest = max(file.stat().st_size for file in self.folder.glob("*.sqlite3*"))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    def free(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    with tempfile.TemporaryDirectory(prefix="terefere-disk-") as name:
        _mount(Path(name))
        try:
            yield SmallDisk(Path(name))
        finally:
            _libc.umount2(os.fsencode(name), _MNT_DETACH)


def may_mount() -> bool:
    try:
        with small_disk():
            return True
    except OSError:
        return False


_MNT_DETACH: Final = 2
_libc: Final = ctypes.CDLL(None, use_errno=True)


def _mount(folder: Path) -> None:
    options = f"size={_ROOM}".encode()
    if _libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, options):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
