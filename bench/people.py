"""`python -m bench.people` fills a new database with the people of a measurement and prints how they sign in.

A process of its own, because Django knows one database per process. Nobody here knows a password; the
sessions are those that a sign-in would have made.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import Final

import django
import msgspec

from bench.line import Person

COMPANY: Final = "Weber & Söhne GmbH"
GROUP: Final = "support"


class Pair(msgspec.Struct, frozen=True):
    """The two parties of a chat."""

    agent: Person
    requester: Person


class Population(msgspec.Struct, frozen=True):
    channel: int
    pairs: list[Pair]
    idle: list[Person]
    long_chat: int
    """A closed chat of the first pair, with the history that was asked for."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terefere.config.settings")
    django.setup()
    from bench.peopling import populate  # noqa: PLC0415  models exist after the set-up only

    wanted = _wanted()
    population = populate(pairs=wanted.pairs, idle=wanted.idle, history=wanted.history)
    sys.stdout.buffer.write(msgspec.json.encode(population))


def _wanted() -> Namespace:
    parser = ArgumentParser()
    for name in ("pairs", "idle", "history"):
        parser.add_argument(f"--{name}", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
