"""`terefere serve`: pages, gateway, writer, in one process."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from terefere.config import server
from terefere.config.preparation import prepare


class Command(BaseCommand):
    help = "Serve Terefere. Prepares the database first; stop it with Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on (8000).")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        try:
            listener = server.bind(host, port)
        except server.PortTaken as taken:
            raise CommandError(f"{taken} is in use already. Choose another port with --port.") from None
        prepare()
        self.stdout.write(f"Terefere listens on http://{host}:{port}/")
        sys.exit(server.run(listener))
