"""`terefere protocol`: the WebSocket protocol as a page and as an AsyncAPI document."""

import json
from argparse import ArgumentParser
from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from terefere.gateway import asyncapi


class Command(BaseCommand):
    help = "Write protocol.md and asyncapi.json into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="Only say whether they are up to date.")

    def handle(self, *, folder: Path, check: bool, **options: object) -> None:
        for name, content in _documents().items():
            file = folder / name
            if not check:
                file.write_text(content)
            elif not file.exists() or file.read_text() != content:
                raise CommandError(f"{file} is not up to date: terefere protocol {folder}")


def _documents() -> dict[str, str]:
    release = version("terefere")
    described = json.dumps(asyncapi.document(release), indent=2, ensure_ascii=False)
    return {"protocol.md": asyncapi.page(release), "asyncapi.json": described + "\n"}
