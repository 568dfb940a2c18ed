"""The `terefere` command: one door for operators."""

import os
import sys
from typing import NoReturn

from django.core.management import ManagementUtility


def main() -> NoReturn:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terefere.config.settings")
    arguments = sys.argv[1:] or ["help"]
    if arguments[0] == "demo":
        _stay_apart()
    ManagementUtility(["terefere", *arguments]).execute()
    sys.exit(0)


def _stay_apart() -> None:
    """The demo keeps its data to itself, and works without TLS because it listens on this machine only."""
    os.environ.setdefault("TEREFERE_HOME", "var/demo")
    os.environ.setdefault("TEREFERE_INSECURE", "1")
