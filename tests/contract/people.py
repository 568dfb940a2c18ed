"""The cast in a server's own database, and what proves to the server who they are."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from tests.contract.client import Badge

_ROOT: Final = Path(__file__).parents[2]
# A process of its own, because Django knows one database per process.
_SETTLE: Final = "import django; django.setup(); from tests.contract.settling import main; main()"


class People(msgspec.Struct, frozen=True):
    """Who is there, and which channels they talk in."""

    alice: Badge
    bob: Badge
    mallory: Badge
    carol: Badge
    vera: Badge
    victor: Badge
    """Another public user."""
    expired: Badge
    """Vera, with a visitor's token of long ago."""
    channels: dict[str, int]
    accounts: dict[str, int]


def settle(environment: Mapping[str, str]) -> People:
    """Prepare the database that `environment` names, and let everybody in."""
    made = subprocess.run(
        [sys.executable, "-c", _SETTLE],
        env=os.environ | environment,
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise ChildProcessError(made.stderr)
    return msgspec.json.decode(made.stdout.splitlines()[-1], type=People)
