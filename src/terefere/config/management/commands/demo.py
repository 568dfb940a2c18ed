"""`terefere demo`: the product with demo people, on this machine only."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError

from terefere.config import demo, server
from terefere.config.composition import chat_context, runner_for
from terefere.config.preparation import prepare
from terefere.core.clock import utc_now

_HOST = "127.0.0.1"
_PORT = 8000
_HIGHEST_PORT = 65_535


class Command(BaseCommand):
    help = "Try Terefere out: demo people and a finished conversation. PORT=… chooses the port."

    def handle(self, **options: object) -> None:
        port = _port()
        try:
            listener = server.bind(_HOST, port)
        except server.PortTaken:
            raise CommandError(
                f"Port {port} is taken. Choose another one: PORT={port + 1} make demo"
            ) from None
        prepare()
        context = chat_context()
        demo.populate(runner_for(context), context, now=utc_now())
        self.stdout.write(_invitation(f"http://{_HOST}:{port}"))
        self.stdout.flush()
        sys.exit(server.run(listener))


def _port() -> int:
    given = os.environ.get("PORT", str(_PORT))
    if not given.isdigit() or not 0 < int(given) <= _HIGHEST_PORT:
        raise CommandError(f"PORT must be a number between 1 and 65535, not {given!r}.")
    return int(given)


def _invitation(address: str) -> str:
    people = {
        f"{address}/": "visitors: open the bubble, no sign-in needed",
        f"{address}/sign-in/": f"customer users: {', '.join(demo.CUSTOMER_USERS)}",
        f"{address}/agent/": f"agents: {', '.join(demo.AGENTS)} (Support, Billing), "
        f"{', '.join(demo.OTHER_AGENTS)} (Sales)",
        f"{address}/admin/": "administrator: alice",
    }
    lines = [f"  {where:<36}{who}" for where, who in people.items()]
    return "\n".join(
        [
            "Terefere is ready.",
            "",
            *lines,
            "",
            f"  Every password: {demo.PASSWORD}",
            "",
            "Stop it with Ctrl+C.",
        ]
    )
