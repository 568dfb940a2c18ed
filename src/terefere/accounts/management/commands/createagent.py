"""The first administrator, and every agent that a script makes."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from terefere.accounts.errors import WeakPassword
from terefere.accounts.services import create_agent
from terefere.core.clock import utc_now
from terefere.core.errors import Refused


class Command(BaseCommand):
    help = "Create an agent. The password is asked for twice, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--name", help="full name; the login where it is not given")
        parser.add_argument("--email", default="")
        parser.add_argument("--admin", action="store_true", help="may use the administration pages")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from the first line of standard input",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        password = _password_from_stdin() if options["password_stdin"] else _ask_for_password()
        try:
            agent = create_agent(
                login=options["login"],
                name=options["name"] or options["login"],
                email=options["email"],
                is_administrator=options["admin"],
                password=password,
                now=utc_now(),
            )
        except WeakPassword as weak:
            raise CommandError("\n".join(weak.reasons)) from weak
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"Created the agent {agent.login}.")


def _password_from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _ask_for_password() -> str:
    password = getpass("Password: ")
    if password != getpass("Password again: "):
        raise CommandError("The two passwords differ.")
    return password
